"""Whom the locks put into which group: the people named, and those who must be with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.folder.locks import in_audience
from scheduler.problem import GivenSession, Interval, Lock, Mode, Person, Problem, Strand, Venue


@dataclass(frozen=True, slots=True)
class Pin:
    """A person who has to be in a group, because of the lock in a row of locks.csv.

    ``named`` is False for those whom ``keep_together`` adds to a person who is named. ``sessions``
    are in order of time.
    """

    row: int
    person: Person
    strand: Strand
    group_id: str
    sessions: tuple[GivenSession, ...]
    named: bool = True

    @property
    def group(self) -> tuple[str, str]:
        return self.strand.strand_id, self.group_id


class Locked:
    """The locks of a problem, looked at from all sides."""

    def __init__(self, locks: Mapping[int, Lock], problem: Problem, since: date | None = None) -> None:
        self.problem = problem
        self.people = {person.staff_id: person for person in problem.people}
        self.strands = {strand.strand_id: strand for strand in problem.strands}
        self.venues = {venue.venue_id: venue for venue in problem.venues}
        self.trainers = {trainer.trainer_id: trainer for trainer in problem.trainers}
        self.sessions = _sessions_by_group(problem.given)
        self.exempt = {(lock.staff_id, lock.strand) for lock in locks.values() if not lock.group_id}
        self.pins = [pin for pin in self._named(locks) if since is None or _meets_from(pin, since)]
        self.pins = sorted([*self.pins, *self._mates()], key=lambda pin: pin.row)

    def takes_part(self, person: Person, strand: Strand) -> bool:
        """Whether the strand is for the person once locks are counted."""
        return (person.staff_id, strand.strand_id) not in self.exempt and in_audience(person, strand)

    def audience(self, strand: Strand) -> Iterator[Person]:
        return (person for person in self.problem.people if self.takes_part(person, strand))

    def limit(self, pin: Pin) -> int:
        """The most people whom the pin's group can hold."""
        places = [session.places for session in pin.sessions if session.places is not None]
        return min([pin.strand.max_size, *places])

    def by_group(self) -> Mapping[tuple[str, str], Sequence[Pin]]:
        groups: defaultdict[tuple[str, str], list[Pin]] = defaultdict(list)
        for pin in self.pins:
            groups[pin.group].append(pin)
        return groups

    def by_person(self) -> Mapping[str, Sequence[Pin]]:
        people: defaultdict[str, list[Pin]] = defaultdict(list)
        for pin in self.pins:
            people[pin.person.staff_id].append(pin)
        return people

    def _named(self, locks: Mapping[int, Lock]) -> list[Pin]:
        return [
            Pin(row, self.people[lock.staff_id], self.strands[lock.strand], lock.group_id,
                self.sessions.get((lock.strand, lock.group_id), ()))
            for row, lock in locks.items()
            if lock.group_id and lock.staff_id in self.people and lock.strand in self.strands
        ]  # fmt: skip

    def _mates(self) -> list[Pin]:
        """The others of a unit that has to stay together with somebody who is named."""
        named = {(pin.person.staff_id, pin.group) for pin in self.pins}
        units: dict[str, Mapping[str, Sequence[Person]]] = {}
        mates: dict[tuple[str, tuple[str, str]], Pin] = {}
        for pin in self.pins:
            column = pin.strand.grouping.keep_together
            unit = pin.person.value(column) if column else ""
            if not unit:
                continue
            if pin.strand.strand_id not in units:
                units[pin.strand.strand_id] = _by_value(self.audience(pin.strand), column)
            for person in units[pin.strand.strand_id].get(unit, ()):
                key = (person.staff_id, pin.group)
                if key not in named:
                    mates.setdefault(key, Pin(pin.row, person, pin.strand, pin.group_id, pin.sessions, named=False))
        return list(mates.values())


def _meets_from(pin: Pin, since: date) -> bool:
    """Whether the group's times are known and none is before the day."""
    return bool(pin.sessions) and pin.sessions[0].start.date() >= since


def _by_value(people: Iterable[Person], column: str) -> Mapping[str, Sequence[Person]]:
    found: defaultdict[str, list[Person]] = defaultdict(list)
    for person in people:
        found[person.value(column)].append(person)
    return found


def _sessions_by_group(given: Sequence[GivenSession]) -> Mapping[tuple[str, str], tuple[GivenSession, ...]]:
    groups: defaultdict[tuple[str, str], list[GivenSession]] = defaultdict(list)
    for session in given:
        groups[session.strand, session.group_id].append(session)
    return {group: tuple(sorted(sessions, key=lambda s: s.start)) for group, sessions in groups.items()}


def overlap(one: GivenSession | Interval, other: GivenSession | Interval) -> bool:
    return one.start < other.end and other.start < one.end


def is_free(person: Person, session: GivenSession | Interval) -> bool:
    """Whether the person is in post, at work and not absent for the whole of it."""
    day = session.start.date()
    if (person.joins_on and day < person.joins_on) or (person.leaves_on and day > person.leaves_on):
        return False
    if person.pattern and not person.pattern.holds(session.start, session.end):
        return False
    return not any(overlap(absence, session) for absence in person.absences)


def can_reach(person: Person, venue: Venue | None) -> bool:
    """Whether mode, site and features of the venue suit the person; no venue suits everyone."""
    if venue is None:
        return True
    if person.modes and venue.mode not in person.modes:
        return False
    if venue.mode is Mode.IN_PERSON and venue.site and person.sites and venue.site not in person.sites:
        return False
    return person.needs <= venue.features


def can_attend(person: Person, sessions: Sequence[GivenSession], venues: Mapping[str, Venue]) -> bool:
    return all(is_free(person, session) and can_reach(person, venues.get(session.venue_id)) for session in sessions)
