"""Who, of the people, trainers and venues, could be at which permitted start of a strand.

All of it errs on the side of "could": no two sessions are set against each other here. That makes
every count taken from a survey an upper bound, and every earliest day a lower bound.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scheduler.problem import MINUTES_A_DAY, GroupingRule, Mode
from scheduler.realism.diaries import minute_of, open_diaries
from scheduler.realism.series import NEVER, earliest_days
from scheduler.realism.slots import audience_rows, permitted_starts

if TYPE_CHECKING:
    from scheduler.problem import GivenSession, Person, Problem, Strand, Trainer, Venue
    from scheduler.realism.diaries import BoolArray, Diaries, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class StrandSurvey:
    """One strand. Rows of ``people`` arrays follow ``people``, columns of slot arrays ``starts``."""

    strand: Strand
    starts: IntArray
    people: IntArray
    """Rows of `Problem.people` in the audience."""
    cannot_attend: BoolArray
    """No permitted start (series, given group) suits, whoever delivers and whatever must come first."""
    held_back: BoolArray
    """Others for whom every start that suits comes too early for what must come first."""
    unit_too_small: BoolArray
    """Others whose unit has fewer people than the smallest group (rule ``team``)."""
    earliest_last: IntArray
    """A lower bound on the day on which each person completes the strand; `NEVER` if they cannot."""
    possible_last: IntArray
    """The same without asking whether trainers and enough other people could be there."""
    trainers: BoolArray
    """Trainer x start: who could lead; all False where no least group could meet."""
    venues: BoolArray
    """Venue x start: where a least group could meet; all False where it could not be led."""
    attends: BoolArray
    """Person x start: free, and some open venue suits."""
    reaches: BoolArray
    """Person x venue: mode, site and features suit."""

    @property
    def to_place(self) -> BoolArray:
        """Whom a schedule has to place: everyone not proven unplaceable."""
        return ~(self.cannot_attend | self.held_back | self.unit_too_small)

    @property
    def days(self) -> IntArray:
        """The ordinal of the day of each start."""
        return self.starts // MINUTES_A_DAY


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The problem's tables as arrays, made once."""

    problem: Problem
    people: Diaries
    trainers: Diaries
    venues: Diaries
    suits: BoolArray
    """Person x venue: mode, site and features suit the person."""
    staff_rows: dict[str, int]
    """The row of each person by id."""


def open_tables(problem: Problem) -> Tables:
    return Tables(
        problem,
        open_diaries(
            [person.pattern for person in problem.people],
            [(person.joins_on, person.leaves_on) for person in problem.people],
            [person.absences for person in problem.people],
        ),
        open_diaries(
            [trainer.pattern for trainer in problem.trainers],
            [(trainer.first_day, trainer.last_day) for trainer in problem.trainers],
            [trainer.absences for trainer in problem.trainers],
        ),
        open_diaries(
            [venue.pattern for venue in problem.venues],
            [(None, None)] * len(problem.venues),
            [venue.absences for venue in problem.venues],
        ),
        _suitable_venues(problem),
        {person.staff_id: row for row, person in enumerate(problem.people)},
    )


def survey_strands(tables: Tables) -> dict[str, StrandSurvey]:
    """The survey of each strand by id, in the programme's order.

    A strand is surveyed after those that must come before it, for its people (``after``) or its
    trainers (``ready_after``). Where that runs in a circle, what is not yet known restricts nothing.
    """
    surveys: dict[str, StrandSurvey] = {}
    waiting = list(tables.problem.strands)
    while waiting:
        known = surveys.keys()
        pending = {strand.strand_id for strand in waiting}
        strand = next((strand for strand in waiting if not _first_come(tables.problem, strand) & pending - known), None)
        strand = strand or waiting[0]
        waiting.remove(strand)
        surveys[strand.strand_id] = _survey(tables, strand, surveys)
    return {strand.strand_id: surveys[strand.strand_id] for strand in tables.problem.strands}


def _first_come(problem: Problem, strand: Strand) -> set[str]:
    before = set(strand.after.strands) if strand.after else set()
    ready = {trainer.ready_after for trainer in problem.trainers if strand.strand_id in trainer.strands}
    return (before | ready) - {strand.strand_id, ""}


def _suitable_venues(problem: Problem) -> BoolArray:
    profiles: dict[tuple[frozenset[Mode], frozenset[str], frozenset[str]], int] = {}
    people = problem.people
    which = [profiles.setdefault((person.modes, person.sites, person.needs), len(profiles)) for person in people]
    first = dict(zip(reversed(which), reversed(people), strict=True))
    table = [[_can_attend(first[profile], venue) for venue in problem.venues] for profile in range(len(profiles))]
    return np.array(table, dtype=np.bool_).reshape(len(profiles), len(problem.venues))[np.array(which, dtype=np.int64)]


def _can_attend(person: Person, venue: Venue) -> bool:
    if person.modes and venue.mode not in person.modes:
        return False
    if venue.mode is Mode.IN_PERSON and person.sites and venue.site and venue.site not in person.sites:
        return False
    return person.needs <= venue.features


def _survey(tables: Tables, strand: Strand, earlier: dict[str, StrandSurvey]) -> StrandSurvey:
    people = audience_rows(tables.problem, strand)
    if strand.given:
        return _survey_given(tables, strand, people, earlier)
    starts = permitted_starts(tables.problem, strand)
    permitted = np.array([venue.mode in strand.modes for venue in tables.problem.venues], dtype=np.bool_)
    open_venues = tables.venues.free(starts, strand.duration_minutes) & permitted[:, None]
    suits = tables.people.free(starts, strand.duration_minutes)[people]
    suits &= (tables.suits[people].astype(np.float32) @ open_venues.astype(np.float32)) > 0
    possible_from = _not_before(tables, strand, people, earlier, bounded=False)
    attends = _days_of(strand, starts, suits, np.full(len(people), 0, dtype=np.int64))
    follows = _days_of(strand, starts, suits, possible_from)
    cannot = attends[0] >= NEVER
    held_back = ~cannot & (follows[0] >= NEVER)
    too_small = _in_small_unit(tables.problem, strand, people, ~(cannot | held_back))
    barred = cannot | held_back | too_small
    bounded_from = np.where(barred, NEVER, _not_before(tables, strand, people, earlier, bounded=True))
    trainers, venues = _who_and_where(tables, strand, starts, open_venues, earlier)
    ready = suits & (starts // MINUTES_A_DAY >= bounded_from[:, None])
    meets = _least_group_meets(strand, ready, trainers, venues, tables)
    bounded = _days_of(strand, starts, suits & meets, bounded_from)
    return StrandSurvey(
        strand,
        starts,
        people,
        cannot,
        held_back,
        too_small,
        np.where(barred, NEVER, np.where(bounded[1] < NEVER, bounded[1], follows[1])),
        np.where(barred, NEVER, follows[1]),
        trainers & meets,
        venues & meets,
        suits,
        tables.suits[people],
    )


def _days_of(strand: Strand, starts: IntArray, suits: BoolArray, not_before: IntArray) -> tuple[IntArray, IntArray]:
    """The earliest days of the first and the last meeting of each person."""
    days, begin = np.unique(starts // MINUTES_A_DAY, return_index=True)
    by_day = np.logical_or.reduceat(suits, begin, axis=1) if len(begin) else suits
    return earliest_days(by_day, days, not_before, strand.meetings, strand.gap_days)


def _not_before(
    tables: Tables, strand: Strand, people: IntArray, earlier: dict[str, StrandSurvey], *, bounded: bool
) -> IntArray:
    """The first day on which each person may begin, after all that must come first for them."""
    from_day = np.zeros(len(tables.problem.people), dtype=np.int64)
    for name in strand.after.strands if strand.after else ():
        if name in earlier:
            before = earlier[name]
            last = before.earliest_last if bounded else before.possible_last
            days = np.where(last >= NEVER, NEVER, last + (strand.after.min_days if strand.after else 0))
            from_day[before.people] = np.maximum(from_day[before.people], days)
    return from_day[people]


def _in_small_unit(problem: Problem, strand: Strand, people: IntArray, can: BoolArray) -> BoolArray:
    if strand.grouping.rule is not GroupingRule.TEAM:
        return np.zeros(len(people), dtype=np.bool_)
    units = [problem.people[row].value(strand.grouping.fields[-1]) for row in people]
    sizes = Counter(unit for unit, fine in zip(units, can, strict=True) if fine)
    small = np.array([sizes[unit] < strand.min_size for unit in units], dtype=np.bool_)
    return small & can


def _who_and_where(
    tables: Tables, strand: Strand, starts: IntArray, open_venues: BoolArray, earlier: dict[str, StrandSurvey]
) -> tuple[BoolArray, BoolArray]:
    """Trainer x start and venue x start, for a group of the least size."""
    problem = tables.problem
    holds = [venue.capacity is None or venue.capacity >= strand.min_size for venue in problem.venues]
    venues = open_venues & np.array(holds, dtype=np.bool_)[:, None]
    free = tables.trainers.free(starts, strand.duration_minutes)
    for row, trainer in enumerate(problem.trainers):
        modes = [not trainer.modes or venue.mode in trainer.modes for venue in problem.venues]
        free[row] &= venues[np.array(modes, dtype=np.bool_)].any(axis=0)
        free[row] &= starts // MINUTES_A_DAY > _ready_day(tables, trainer, earlier)
        free[row] &= strand.strand_id in trainer.strands
    return free, venues


def _ready_day(tables: Tables, trainer: Trainer, earlier: dict[str, StrandSurvey]) -> int:
    """A day on or before the one on which the trainer completes ``ready_after``; 0 without it."""
    if trainer.ready_after not in earlier:
        return 0
    survey = earlier[trainer.ready_after]
    own = survey.people == tables.staff_rows.get(trainer.staff_id, -1)
    return int(survey.earliest_last[own].min(initial=NEVER))


def _least_group_meets(
    strand: Strand, attend: BoolArray, trainers: BoolArray, venues: BoolArray, tables: Tables
) -> BoolArray:
    """The starts at which there are people for a least group, a venue, and trainers of the kinds asked."""
    meets: BoolArray = (attend.sum(axis=0) >= strand.min_size) & venues.any(axis=0)
    meets &= trainers.sum(axis=0) >= strand.trainers
    for kind, least in strand.trainer_kinds.items():
        of_kind = np.array([trainer.kind == kind for trainer in tables.problem.trainers], dtype=np.bool_)
        meets &= trainers[of_kind].sum(axis=0) >= least
    return meets


def _survey_given(tables: Tables, strand: Strand, people: IntArray, earlier: dict[str, StrandSurvey]) -> StrandSurvey:
    """A strand whose timetable stands: each group is one option, all its sessions or none."""
    groups: dict[str, list[GivenSession]] = {}
    for session in tables.problem.given:
        if session.strand == strand.strand_id:
            groups.setdefault(session.group_id, []).append(session)
    options = [sorted(sessions, key=lambda session: session.start) for sessions in groups.values()]
    suits = np.ones((len(people), len(options)), dtype=np.bool_)
    for column, sessions in enumerate(options):
        for session in sessions:
            suits[:, column] &= _suits_given(tables, session)[people]
    first = np.array([sessions[0].start.toordinal() for sessions in options], dtype=np.int64)
    last = np.array([sessions[-1].start.toordinal() for sessions in options], dtype=np.int64)
    from_day = _not_before(tables, strand, people, earlier, bounded=False)
    bounded_from = _not_before(tables, strand, people, earlier, bounded=True)
    cannot: BoolArray = ~np.any(suits, axis=1)
    possible = np.where(suits & (first >= from_day[:, None]), last, NEVER).min(axis=1, initial=NEVER)
    bounded = np.where(suits & (first >= bounded_from[:, None]), last, NEVER).min(axis=1, initial=NEVER)
    none = np.zeros(len(people), dtype=np.bool_)
    return StrandSurvey(
        strand,
        np.empty(0, dtype=np.int64),
        people,
        cannot,
        ~cannot & (possible >= NEVER),
        none,
        np.where(bounded < NEVER, bounded, possible),
        possible,
        np.zeros((len(tables.problem.trainers), 0), dtype=np.bool_),
        np.zeros((len(tables.problem.venues), 0), dtype=np.bool_),
        np.zeros((len(people), 0), dtype=np.bool_),
        tables.suits[people],
    )


def _suits_given(tables: Tables, session: GivenSession) -> BoolArray:
    """Person: free for the session, and the venue, if it has one that is known, suits."""
    minutes = minute_of(session.end) - minute_of(session.start)
    free = tables.people.free(np.array([minute_of(session.start)], dtype=np.int64), minutes)[:, 0]
    for column, venue in enumerate(tables.problem.venues):
        if venue.venue_id == session.venue_id:
            free = free & tables.suits[:, column]
    return free
