"""Supply: what the network is built of, once for any schedule and once beside the one that stands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scheduler.bottlenecks.network import Bools, Ints, Side, Staffing
from scheduler.explain.cover import team_limits
from scheduler.explain.openings import Series, open_slots, suiting_slots
from scheduler.explain.reasons import offer_of
from scheduler.explain.resources import free_trainers
from scheduler.explain.situation import Programme, party_of, times_of
from scheduler.explain.slots import end_minute_of, minute_of, peak_load, slots_of
from scheduler.problem import MINUTES_A_DAY, GroupingRule, Mode, Person, Problem, Strand
from scheduler.realism.supply import supply_trainers
from scheduler.realism.survey import StrandSurvey, open_tables, survey_strands

MOST_SESSIONS = 10**4
"""More than any trainer leads in a day or week: stands for no limit."""


def any_schedule(problem: Problem, kind: str = "") -> tuple[list[Side], Staffing]:
    """What the trainers and venues could hold at most, whatever the schedule: what is too little here is proven.

    With a ``kind`` only the trainers of that kind count, and strands that ask for some.
    """
    surveys = survey_strands(open_tables(problem))
    mine = [
        survey
        for survey in surveys.values()
        if not survey.strand.given and len(survey.starts) and (not kind or kind in survey.strand.trainer_kinds)
    ]
    rows = [n for n, trainer in enumerate(problem.trainers) if not kind or trainer.kind == kind]
    supply = supply_trainers(problem, mine, kind) if mine else None
    limits = [problem.trainers[row].max_per_week for row in rows]
    staffing = Staffing(
        supply.days if supply else np.zeros(0, dtype=np.int64),
        np.minimum(supply.by_day, MOST_SESSIONS) if supply else np.zeros((len(rows), 0), dtype=np.int64),
        np.array([MOST_SESSIONS if most is None else most for most in limits], dtype=np.int64),
        _delivers(problem, rows),
    )
    return [_side(problem, survey, surveys, rows, kind) for survey in mine], staffing


def _delivers(problem: Problem, rows: Sequence[int]) -> Bools:
    table = [[not (t := problem.trainers[row]).modes or v.mode in t.modes for v in problem.venues] for row in rows]
    return np.array(table, dtype=bool).reshape(len(rows), len(problem.venues))


def _side(
    problem: Problem, survey: StrandSurvey, surveys: dict[str, StrandSurvey], rows: Sequence[int], kind: str
) -> Side:
    strand = survey.strand
    keep = np.flatnonzero(survey.to_place)
    people = [problem.people[row] for row in survey.people[keep]]
    late_enough = survey.days >= _not_before(problem, strand, survey.people[keep], surveys)[:, None]
    roomy = [min(v.capacity or strand.max_size, strand.max_size) * v.parallel for v in problem.venues]
    team, cover = _cover(problem, strand, people)
    return Side(
        strand.strand_id,
        tuple(person.staff_id for person in people),
        survey.starts,
        survey.attends[keep] & late_enough,
        survey.reaches[keep],
        survey.venues * np.array(roomy, dtype=np.int64).reshape(-1, 1),
        survey.trainers[list(rows)],
        strand.meetings,
        strand.trainer_kinds[kind] if kind else strand.trainers,
        strand.max_size,
        team,
        cover,
    )


def _not_before(problem: Problem, strand: Strand, people: Ints, surveys: dict[str, StrandSurvey]) -> Ints:
    """The first day on which each of these rows of people may begin, after what must come first for them."""
    first = np.zeros(len(problem.people), dtype=np.int64)
    for name in strand.after.strands if strand.after else ():
        before = surveys[name]
        assert strand.after is not None
        first[before.people] = np.maximum(first[before.people], before.earliest_last + strand.after.min_days)
    return first[people]


def _cover(problem: Problem, strand: Strand, people: Sequence[Person]) -> tuple[Ints, Ints]:
    """The team of each person and the most of each team away at once; -1 where nothing limits."""
    if problem.cover is None or strand.grouping.rule is GroupingRule.TEAM:
        return np.full(len(people), -1, dtype=np.int64), np.zeros(0, dtype=np.int64)
    limits = team_limits(problem)
    names = {team: n for n, team in enumerate(sorted(limits))}
    team = [names[person.team] if person.team else -1 for person in people]
    return np.array(team, dtype=np.int64), np.array([limits[name] for name in names], dtype=np.int64)


def beside(programme: Programme, strand: Strand, people: Sequence[Person]) -> tuple[Side, Staffing]:
    """What is still free beside the schedule for people without a place, who each come alone."""
    problem, standing = programme.problem, programme.standing
    offer = offer_of(problem, strand, programme.earliest)
    assert isinstance(offer.shape, Series)
    times = times_of(programme, strand, party_of([[person] for person in people]), offer)
    come = times.free & times.clear & suiting_slots(times.kinds, offer.open)
    come = come & times.after if strand.meetings == 1 else come
    crew = free_trainers(problem, strand, offer, standing)
    free = crew.free.any(axis=1) if len(offer.kinds) else np.zeros((len(crew.trainers), len(offer.slots)), dtype=bool)
    numbers = {trainer.trainer_id: row for row, trainer in enumerate(problem.trainers)}
    leads = np.zeros((len(problem.trainers), len(offer.slots)), dtype=bool)
    leads[[numbers[trainer.trainer_id] for trainer in crew.trainers]] = free
    team, cover = _cover(problem, strand, people)
    side = Side(
        strand.strand_id,
        tuple(person.staff_id for person in people),
        offer.slots.starts,
        come,
        np.array([[_reaches(person, v.mode, v.site, v.features) for v in problem.venues] for person in people]).reshape(
            len(people), len(problem.venues)
        ),
        _free_seats(programme, strand, offer.slots.starts),
        leads,
        strand.meetings,
        strand.trainers,
        strand.max_size,
        team,
        cover,
    )
    return side, _free_staffing(programme, offer.slots.starts, leads)


def _reaches(person: Person, mode: Mode, site: str, features: frozenset[str]) -> bool:
    if person.modes and mode not in person.modes:
        return False
    if mode is Mode.IN_PERSON and person.sites and site and site not in person.sites:
        return False
    return person.needs <= features


def _free_seats(programme: Programme, strand: Strand, starts: Ints) -> Ints:
    """Venue x start: seats in sessions that the venue could still hold."""
    problem = programme.problem
    seats = np.zeros((len(problem.venues), len(starts)), dtype=np.int64)
    for row, venue in enumerate(problem.venues):
        size = min(venue.capacity or strand.max_size, strand.max_size)
        if venue.mode not in strand.modes or size < strand.min_size:
            continue
        turn = problem.turnaround_minutes if venue.mode is Mode.IN_PERSON else 0
        slots = slots_of([(s, s + strand.duration_minutes) for s in starts.tolist()])
        longer = slots_of([(s, s + strand.duration_minutes + turn) for s in starts.tolist()])
        held = [
            (minute_of(s.start), end_minute_of(s.end) + turn)
            for s in programme.standing.held_in.get(venue.venue_id, ())
        ]
        seats[row] = np.maximum(0, venue.parallel - peak_load(longer, held)) * open_slots(venue, slots) * size
    return seats


def _free_staffing(programme: Programme, starts: Ints, leads: Bools) -> Staffing:
    problem, standing = programme.problem, programme.standing
    days = np.unique(starts // MINUTES_A_DAY)
    by_day = np.zeros((len(problem.trainers), len(days)), dtype=np.int64)
    by_week = np.full(len(problem.trainers), MOST_SESSIONS, dtype=np.int64)
    column = np.searchsorted(days, starts // MINUTES_A_DAY)
    for row, trainer in enumerate(problem.trainers):
        np.add.at(by_day[row], column, leads[row])
        led = [s.start.toordinal() for s in standing.led_by.get(trainer.trainer_id, ())]
        if trainer.max_per_day is not None:
            taken = np.array([led.count(int(day)) for day in days], dtype=np.int64)
            by_day[row] = np.clip(trainer.max_per_day - taken, 0, by_day[row])
        if trainer.max_per_week is not None:
            by_week[row] = trainer.max_per_week
            weekly = [(day - 1) // 7 for day in led]
            spare = np.array(
                [max(0, trainer.max_per_week - weekly.count((int(day) - 1) // 7)) for day in days], dtype=np.int64
            )
            by_day[row] = np.minimum(by_day[row], spare)
    return Staffing(days, by_day, by_week, _delivers(problem, range(len(problem.trainers))))
