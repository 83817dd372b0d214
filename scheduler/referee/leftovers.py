"""Nobody is left out who could simply be added to a group that stands.

Unplaced people times groups can be millions of pairs. What depends on few distinct values (working
pattern, mode, site, needs, unit) is therefore kept as bit sets of groups, one bit a group, and only
the groups that remain are looked at one by one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.problem import GroupingRule, KeepApart, Person, Strand
from scheduler.referee.attendance import can_attend, is_free
from scheduler.referee.case import Case, Group
from scheduler.referee.cover import Away, busiest, time_away
from scheduler.referee.given import given_places
from scheduler.referee.grouping import Foes, foes_of, leads_own, units_of
from scheduler.referee.prerequisites import wrong_order
from scheduler.referee.verdict import Violation
from scheduler.referee.words import group_named, person_named
from scheduler.rules import Rule


@dataclass(frozen=True, slots=True)
class Room:
    """The groups of one strand that could take one more, and bit sets of those that suit a trait."""

    strand: Strand
    groups: list[Group]
    bits: dict[Hashable, int] = field(default_factory=dict)

    def where(self, trait: Hashable, suits: Callable[[Group], bool]) -> int:
        """The bit set of the groups for which ``suits`` holds, computed once a trait."""
        found = self.bits.get(trait)
        if found is None:
            found = sum(1 << number for number, group in enumerate(self.groups) if suits(group))
            self.bits[trait] = found
        return found


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What one more member has to respect, over all strands."""

    foes: Foes
    cover: dict[str, int]
    away: dict[str, list[Away]]


def check_leftovers(case: Case) -> Iterator[Violation]:
    """For every unplaced person the first standing group that could take them, breaking nothing."""
    waiting: defaultdict[str, list[str]] = defaultdict(list)
    for staff_id, strand_id in case.unplaced:
        if staff_id in case.audience.get(strand_id, frozenset()) and (staff_id, strand_id) not in case.placed:
            waiting[strand_id].append(staff_id)
    if not waiting:
        return
    around = Surroundings(foes_of(case), case.cover, time_away(case) if case.cover else {})
    for strand_id, staff_ids in waiting.items():
        yield from _strand(case, around, case.strands[strand_id], staff_ids)


def _strand(case: Case, around: Surroundings, strand: Strand, staff_ids: list[str]) -> Iterator[Violation]:
    room = Room(strand, _with_room(case, strand))
    units, column = units_of(case, strand.strand_id), strand.grouping.keep_together
    pinned = {lock.staff_id: lock.group_id for lock in case.problem.locks if lock.strand == strand.strand_id}
    for staff_id in staff_ids if room.groups else ():
        person = case.people[staff_id]
        if len(units.get(person.value(column), ())) > 1 or case.waits_for(staff_id, strand):
            continue
        for group in _candidates(case, room, person):
            if pinned.get(staff_id, group.group_id) == group.group_id and _can_join(case, around, person, group):
                sentence = f"{person_named(person)} is left out but could simply be added to {group_named(group)}."
                yield Violation(Rule.COULD_BE_ADDED, strand.strand_id, staff_id, sentence)
                break


def _with_room(case: Case, strand: Strand) -> list[Group]:
    """Groups of the strand that have not met, have members and hold one more."""
    places = given_places(case.problem)
    found: list[Group] = []
    for key, group in case.groups.items():
        if key[0] != strand.strand_id or case.has_begun(group) or not group.members:
            continue
        limits = [strand.max_size, places.get(key, strand.max_size)]
        if not strand.given:
            venues = (case.venues.get(session.venue_id) for session in group.sessions)
            limits += [venue.capacity for venue in venues if venue and venue.capacity is not None]
        if len(group.members) < min(limits):
            found.append(group)
    return found


def _candidates(case: Case, room: Room, person: Person) -> Iterator[Group]:
    """The groups that suit the person's traits; absences, company and order are still to be asked."""
    left = room.where(("pattern", person.pattern), lambda group: _in_pattern(person, group))
    left &= room.where(("place", person.modes, person.sites, person.needs), lambda group: _reaches(case, person, group))
    rules = room.strand.grouping
    if rules.rule is GroupingRule.MIXED:
        for column, most in rules.max_same.items():
            value = person.value(column)
            if value and left:
                left &= room.where((column, value), _fewer_alike(case, column, value, most))
    if rules.rule is GroupingRule.TEAM and left:
        column, value = rules.fields[-1], person.value(rules.fields[-1])
        left &= room.where((column, value), _all_alike(case, column, value))
    while left:
        lowest = left & -left
        yield room.groups[lowest.bit_length() - 1]
        left ^= lowest


def _in_pattern(person: Person, group: Group) -> bool:
    pattern = person.pattern
    return pattern is None or all(pattern.holds(session.start, session.end) for session in group.sessions)


def _reaches(case: Case, person: Person, group: Group) -> bool:
    venues = (case.venues.get(session.venue_id) for session in group.sessions)
    return all(venue is None or (can_attend(person, venue) and person.needs <= venue.features) for venue in venues)


def _fewer_alike(case: Case, column: str, value: str, most: int) -> Callable[[Group], bool]:
    return lambda group: Counter(person.value(column) for person in case.own_members(group))[value] < most


def _all_alike(case: Case, column: str, value: str) -> Callable[[Group], bool]:
    return lambda group: all(person.value(column) == value for person in case.own_members(group))


def _can_join(case: Case, around: Surroundings, person: Person, group: Group) -> bool:
    sessions = group.sessions
    if not all(is_free(person, session.start, session.end) for session in sessions):
        return False
    diary = [engagement.session for engagement in case.diary.get(person.staff_id, ())]
    if any(one.start < two.end and two.start < one.end for one in diary for two in sessions):
        return False
    return (
        _in_order(case, person, group)
        and _good_company(case, around, person, group)
        and all(_covered(around, person, group, session.start, session.end) for session in sessions)
    )


def _in_order(case: Case, person: Person, group: Group) -> bool:
    after = group.strand.after
    for earlier_id in after.strands if after else ():
        earlier = case.groups.get((earlier_id, case.placed.get((person.staff_id, earlier_id), "")))
        bound = person.staff_id in case.audience[earlier_id]
        if after and bound and earlier and wrong_order(after, earlier, group):
            return False
    return True


def _good_company(case: Case, around: Surroundings, person: Person, group: Group) -> bool:
    kinds, members = group.strand.grouping.keep_apart, group.members
    if KeepApart.LINE_MANAGER in kinds:
        reports = any(other.line_manager_id == person.staff_id for other in case.own_members(group))
        if reports or person.line_manager_id in members:
            return False
    if KeepApart.PAIRS in kinds and not around.foes.get(person.staff_id, set()).isdisjoint(members):
        return False
    leaders = {trainer_id for session in group.sessions for trainer_id in session.trainer_ids}
    return KeepApart.TRAINER_TEAM not in kinds or not any(leads_own(case, leader, person) for leader in leaders)


def _covered(around: Surroundings, person: Person, group: Group, start: datetime, end: datetime) -> bool:
    if not around.cover or not person.team or group.strand.grouping.rule is GroupingRule.TEAM:
        return True
    stays = [(max(s, start), min(e, end), i) for s, e, i in around.away.get(person.team, ()) if s < end and start < e]
    return busiest(stays)[1] < around.cover[person.team]
