"""Whether a person could be in a group, asked of one rule after the other and quickly.

Each answer is a necessary condition: a group that is turned down here would break a rule. Whether one that passes
breaks none is for `scheduler.changes.consider` to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scheduler.changes.loaded import Loaded
from scheduler.problem import GroupingRule, KeepApart, Person, Strand
from scheduler.referee.attendance import can_attend, is_free
from scheduler.referee.case import Group
from scheduler.referee.cover import busiest
from scheduler.referee.given import given_places
from scheduler.referee.grouping import leads_own
from scheduler.referee.prerequisites import wrong_order
from scheduler.schedule import Session


@dataclass(frozen=True, slots=True)
class Seeker:
    """Somebody who looks for another place in a strand: what stays in their diary, and what comes before and after."""

    person: Person
    strand: Strand
    diary: tuple[Session, ...]
    """Sessions that they attend in other strands or lead."""
    earlier: tuple[Group, ...]
    """Their groups in strands that must come first."""
    later: tuple[Group, ...]
    """Their groups in strands that this one must come before."""


def seeker_of(loaded: Loaded, person: Person, strand: Strand) -> Seeker:
    """What binds a person who looks for a place in a strand, wherever they are in it now."""
    case = loaded.case
    own = case.placed.get((person.staff_id, strand.strand_id))
    kept = tuple(
        one.session
        for one in case.diary.get(person.staff_id, ())
        if one.trainer_id or (one.session.strand, one.session.group_id) != (strand.strand_id, own)
    )
    groups = [case.groups[key] for key in loaded.of_person.get(person.staff_id, ()) if key in case.groups]
    first = strand.after.strands if strand.after else ()
    return Seeker(
        person,
        strand,
        kept,
        tuple(group for group in groups if group.strand.strand_id in first),
        tuple(
            group
            for group in groups
            if group.strand.after and strand.strand_id in group.strand.after.strands and not case.has_begun(group)
        ),
    )


def could_come(loaded: Loaded, seeker: Seeker, group: Group) -> bool:
    """Whether the group's times and places suit: in post, at work, free, able to get there, in order."""
    return next(hindrances(loaded, seeker, group), None) is None


def hindrances(loaded: Loaded, seeker: Seeker, group: Group) -> Iterator[str]:
    """What of time and place does not suit, one word for each kind."""
    case, person = loaded.case, seeker.person
    coming = [session for session in group.sessions if not case.is_past(session)]
    if case.has_begun(group):
        yield "begun"
    if not all(is_free(person, session.start, session.end) for session in coming):
        yield "time"
    venues = [venue for session in coming if (venue := case.venues.get(session.venue_id))]
    if not all(can_attend(person, venue) and person.needs <= venue.features for venue in venues):
        yield "place"
    if any(one.start < two.end and two.start < one.end for one in seeker.diary for two in coming):
        yield "clash"
    if _in_wrong_order(seeker, group):
        yield "order"


@dataclass(frozen=True, slots=True)
class Company:
    """A group as somebody would find it: who is in it, how many share what, how many it may hold."""

    group: Group
    members: frozenset[str]
    people: Mapping[str, Person]
    alike: Mapping[str, Counter[str]]
    """Column of the strand's limits, or of its unit -> how many members have each value."""
    most: int


def company_of(loaded: Loaded, group: Group) -> Company:
    """Look a group's company up once, for any number of people."""
    rules, members = group.strand.grouping, loaded.case.own_members(group)
    columns = {*rules.max_same, *(rules.fields[-1:] if rules.rule is GroupingRule.TEAM else ())}
    return Company(
        group,
        frozenset(group.members),
        {person.staff_id: person for person in members},
        {column: Counter(person.value(column) for person in members) for column in columns},
        most_of(loaded, group),
    )


def fits_in(loaded: Loaded, person: Person, company: Company, leaver: str) -> bool:
    """Whether the person may be with the members of the group but for one who leaves it."""
    return next(objections(loaded, person, company, leaver), None) is None


def objections(loaded: Loaded, person: Person, company: Company, leaver: str = "") -> Iterator[str]:
    """What of size, company and cover does not suit once ``leaver`` has left, one word for each kind."""
    rules, gone = company.group.strand.grouping, company.people.get(leaver)
    if len(company.members) - (leaver in company.members) >= company.most:
        yield "full"
    for column, most in rules.max_same.items():
        value = person.value(column)
        if value and company.alike[column][value] - (gone is not None and gone.value(column) == value) >= most:
            yield "alike"
    if rules.rule is GroupingRule.TEAM:
        column, value = rules.fields[-1], person.value(rules.fields[-1])
        others = len(company.people) - (gone is not None) - company.alike[column][value]
        if others + (gone is not None and gone.value(column) == value) > 0:
            yield "unit"
    mates = loaded.basis.units[company.group.strand.strand_id].get(person.value(rules.keep_together), frozenset())
    if not mates - {person.staff_id} <= company.members - {leaver}:
        yield "together"
    if _kept_apart(loaded, person, company, leaver):
        yield "apart"
    if not _covered(loaded, person, company.group, leaver):
        yield "cover"


def most_of(loaded: Loaded, group: Group) -> int:
    """How many the group and every venue of its coming sessions may hold."""
    strand, case = group.strand, loaded.case
    limits = [strand.max_size, given_places(case.problem).get((strand.strand_id, group.group_id), strand.max_size)]
    if not strand.given:
        venues = (case.venues.get(session.venue_id) for session in group.sessions if not case.is_past(session))
        limits += [venue.capacity for venue in venues if venue and venue.capacity is not None]
    return min(limits)


def _in_wrong_order(seeker: Seeker, group: Group) -> bool:
    after = seeker.strand.after
    if after and any(wrong_order(after, earlier, group) for earlier in seeker.earlier):
        return True
    return any(wrong_order(later.strand.after, group, later) for later in seeker.later if later.strand.after)


def _kept_apart(loaded: Loaded, person: Person, company: Company, leaver: str) -> bool:
    kinds, staff_id = company.group.strand.grouping.keep_apart, person.staff_id
    if KeepApart.LINE_MANAGER in kinds:
        reports = any(one.line_manager_id == staff_id and one.staff_id != leaver for one in company.people.values())
        if reports or person.line_manager_id in company.members - {staff_id, leaver}:
            return True
    foes = loaded.basis.foes.get(staff_id, set()) if KeepApart.PAIRS in kinds else set()
    if not foes.isdisjoint(company.members - {leaver}):
        return True
    leaders = {trainer for session in company.group.sessions for trainer in session.trainer_ids}
    return KeepApart.TRAINER_TEAM in kinds and any(leads_own(loaded.case, leader, person) for leader in leaders)


def _covered(loaded: Loaded, person: Person, group: Group, leaver: str) -> bool:
    """Whether the team can spare the person as well while the group meets, wherever else they were to be then."""
    limits, team = loaded.case.cover, person.team
    if not limits or not team or group.strand.grouping.rule is GroupingRule.TEAM:
        return True
    for session in group.sessions:
        away = [
            (max(start, session.start), min(end, session.end), one)
            for start, end, one in loaded.away.get(team, ())
            if start < session.end and session.start < end and one not in (person.staff_id, leaver)
        ]
        if away and not loaded.case.is_past(session) and busiest(away)[1] >= limits[team]:
            return False
    return True
