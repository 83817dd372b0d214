"""What fits into a schedule in the making, told the slow and obvious way, without the judge's code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import product
from random import Random

from scheduler.problem import GroupingRule, Interval, KeepApart, Mode, Person, Problem, Strand, Trainer, Venue
from scheduler.schedule import Session

Span = tuple[datetime, datetime]


@dataclass
class Draft:
    """A schedule in the making; ``diary`` holds what people attend and lead."""

    problem: Problem
    random: Random
    sessions: list[Session] = field(default_factory=list)
    meetings: dict[tuple[str, str], list[Session]] = field(default_factory=dict)
    members: dict[tuple[str, str], list[Person]] = field(default_factory=dict)
    placed: dict[tuple[str, str], str] = field(default_factory=dict)
    diary: defaultdict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    away: defaultdict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.people = {person.staff_id: person for person in self.problem.people}
        self.trainers = {trainer.trainer_id: trainer for trainer in self.problem.trainers}
        self.venues = {venue.venue_id: venue for venue in self.problem.venues}
        self.team_sizes = Counter(person.team for person in self.problem.people)
        self.given = {strand.strand_id for strand in self.problem.strands if strand.given}
        self.audience = {strand.strand_id: audience(self.problem, strand) for strand in self.problem.strands}
        self.blocks = {s.strand_id: blocks(s, self.audience[s.strand_id]) for s in self.problem.strands}
        self.pins = {(lock.staff_id, lock.strand): lock.group_id for lock in self.problem.locks if lock.group_id}


def audience(problem: Problem, strand: Strand) -> list[Person]:
    def holds(person: Person, rule: dict[str, frozenset[str]]) -> bool:
        return all(values & (person.tags if key == "tags" else {person.value(key)}) for key, values in rule.items())

    exempt = {lock.staff_id for lock in problem.locks if lock.strand == strand.strand_id and not lock.group_id}
    wanted, unwanted = dict(strand.audience), dict(strand.exclude)
    return [
        p
        for p in problem.people
        if holds(p, wanted) and not (unwanted and holds(p, unwanted)) and p.staff_id not in exempt
    ]


def blocks(strand: Strand, people: list[Person]) -> list[list[Person]]:
    """People in the sets in which they have to be placed together."""
    column, found = strand.grouping.keep_together, defaultdict(list)
    for person in people:
        found[(column and person.value(column)) or "\n" + person.staff_id].append(person)
    return list(found.values())


def opens(venue: Venue, start: datetime, end: datetime) -> bool:
    return (venue.pattern is None or venue.pattern.holds(start, end)) and not overlaps(venue.absences, start, end)


def overlaps(absences: Iterable[Interval], start: datetime, end: datetime) -> bool:
    return any(a.start < end and start < a.end for a in absences)


def leads(draft: Draft, trainer: Trainer, strand: Strand, start: datetime, end: datetime) -> bool:
    if strand.strand_id not in trainer.strands or overlaps(trainer.absences, start, end):
        return False
    if trainer.pattern and not trainer.pattern.holds(start, end):
        return False
    if not (trainer.first_day or date.min) <= start.date() <= (trainer.last_day or date.max):
        return False
    if trainer.staff_id and any(a < end and start < b for a, b in draft.diary[trainer.staff_id]):
        return False
    if trainer.ready_after:
        group = draft.placed.get((trainer.staff_id, trainer.ready_after))
        return group is not None and draft.meetings[trainer.ready_after, group][-1].start.date() < start.date()
    return True


def trainers_hold(draft: Draft, new: list[Session]) -> bool:
    """Whether the trainers of the new sessions can lead them beside what they lead already."""
    p = draft.problem
    for trainer_id in {i for session in new for i in session.trainer_ids}:
        trainer = draft.trainers[trainer_id]
        led = [s for s in [*draft.sessions, *new] if trainer_id in s.trainer_ids]
        fresh = [s for s in led if s.strand not in draft.given]
        for one, two in product(led, led):
            if one.start > two.start or one is two or not (one in fresh or two in fresh):
                continue
            here, there = place(draft, one), place(draft, two)
            travel = p.travel_minutes if here and there and here != there else 0
            if two.start < one.end + timedelta(minutes=max(travel, p.break_minutes)):
                return False
        for s in fresh:
            a_day = sum(o.start.date() == s.start.date() for o in led)
            a_week = sum(o.start.isocalendar()[:2] == s.start.isocalendar()[:2] for o in led)
            if a_day > (trainer.max_per_day or 10**6) or a_week > (trainer.max_per_week or 10**6):
                return False
        spans = draft.diary[trainer.staff_id] if trainer.staff_id else []
        if any(a < s.end and s.start < b for a, b in spans for s in new):
            return False
    return True


def place(draft: Draft, session: Session) -> str:
    venue = draft.venues.get(session.venue_id)
    return "" if venue is None or venue.mode is Mode.ONLINE else venue.site or "venue " + venue.venue_id


def venues_hold(draft: Draft, new: list[Session]) -> bool:
    for venue in {session.venue_id for session in new} & draft.venues.keys():
        room = draft.venues[venue]
        rest = timedelta(minutes=draft.problem.turnaround_minutes if room.mode is Mode.IN_PERSON else 0)
        held = [s for s in [*draft.sessions, *new] if s.venue_id == venue]
        for s in held:
            now = [o for o in held if o.start <= s.start < o.end + rest]
            if len(now) > room.parallel and any(o.strand not in draft.given for o in now):
                return False
    return True


def seats(draft: Draft, strand: Strand, sessions: list[Session]) -> int:
    if strand.given:
        ids = {session.session_id for session in sessions}
        return min([strand.max_size, *(g.places for g in draft.problem.given if g.places and g.session_id in ids)])
    capacities = (draft.venues[session.venue_id].capacity for session in sessions)
    return min([strand.max_size, *(capacity for capacity in capacities if capacity is not None)])


def joins(draft: Draft, strand: Strand, sessions: list[Session], members: Sequence[Person], person: Person) -> bool:
    """Whether one more person fits into a group with these members."""
    pinned = draft.pins.get((person.staff_id, strand.strand_id), sessions[0].group_id)
    return (
        pinned == sessions[0].group_id
        and all(comes(draft, person, s) and covered(draft, strand, members, person, s) for s in sessions)
        and ordered(draft, strand, sessions, person)
        and befits(draft, strand, sessions, members, person)
    )


def comes(draft: Draft, person: Person, session: Session) -> bool:
    venue = draft.venues.get(session.venue_id)
    own = {s.staff_id for i in session.trainer_ids if (s := draft.trainers[i]).staff_id}
    busy = any(a < session.end and session.start < b for a, b in draft.diary[person.staff_id])
    return (
        (venue is None or suits(person, venue))
        and available(person, session.start, session.end)
        and not busy
        and person.staff_id not in own
    )


def suits(person: Person, venue: Venue) -> bool:
    if (person.modes and venue.mode not in person.modes) or not person.needs <= venue.features:
        return False
    return venue.mode is Mode.ONLINE or not person.sites or not venue.site or venue.site in person.sites


def available(person: Person, start: datetime, end: datetime) -> bool:
    in_post = (person.joins_on or date.min) <= start.date() <= (person.leaves_on or date.max)
    works = person.pattern is None or person.pattern.holds(start, end)
    return in_post and works and not overlaps(person.absences, start, end)


def covered(draft: Draft, strand: Strand, members: Sequence[Person], person: Person, session: Session) -> bool:
    cover = draft.problem.cover
    if cover is None or not person.team or strand.grouping.rule is GroupingRule.TEAM:
        return True
    coming = [member for member in members if (member.staff_id, strand.strand_id) not in draft.placed]
    inside = sum(member.team == person.team for member in coming)
    spans = [(a, b) for a, b in draft.away[person.team] if a < session.end and session.start < b]
    instants = [session.start, *(a for a, _ in spans if a > session.start)]
    most = max(sum(a <= at < b for a, b in spans) for at in instants)
    return most + inside + 1 <= max(1, int(cover * draft.team_sizes[person.team]))


def ordered(draft: Draft, strand: Strand, sessions: list[Session], person: Person) -> bool:
    for earlier in strand.after.strands if strand.after else ():
        if person not in draft.audience[earlier]:
            continue
        group = draft.placed.get((person.staff_id, earlier))
        if group is None:
            return False
        last = draft.meetings[earlier, group][-1]
        gap = (sessions[0].start.date() - last.start.date()).days
        most = strand.after.max_days if strand.after and strand.after.max_days is not None else 10**6
        if sessions[0].start < last.end or strand.after is None or not strand.after.min_days <= gap <= most:
            return False
    return True


def befits(draft: Draft, strand: Strand, sessions: list[Session], members: Sequence[Person], person: Person) -> bool:
    rules, together = strand.grouping, [*members, person]
    for column, most in rules.max_same.items():
        value = person.value(column)
        if value and sum(other.value(column) == value for other in together) > most:
            return False
    if rules.rule is GroupingRule.TEAM and len({other.value(rules.fields[-1]) for other in together}) > 1:
        return False
    ids = {other.staff_id for other in members}
    bosses = {other.line_manager_id for other in members}
    if KeepApart.LINE_MANAGER in rules.keep_apart and (person.line_manager_id in ids or person.staff_id in bosses):
        return False
    if KeepApart.PAIRS in rules.keep_apart and any(frozenset((person.staff_id, i)) in draft.problem.apart for i in ids):
        return False
    heads = [draft.people.get(draft.trainers[i].staff_id) for s in sessions for i in s.trainer_ids]
    own = any(h and (h.staff_id == person.line_manager_id or (h.team and h.team == person.team)) for h in heads)
    return not (own and KeepApart.TRAINER_TEAM in rules.keep_apart)
