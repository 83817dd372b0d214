"""Groups that stand and might take one more: who could come, and what keeps them out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.explain.cover import covered
from scheduler.explain.openings import complete, group_offer, suiting_slots
from scheduler.explain.situation import Party, Programme, Times, times_of
from scheduler.explain.slots import Bits, Counts
from scheduler.explain.standing import Group
from scheduler.problem import GroupingRule, KeepApart, Person, Problem, Strand


@dataclass(frozen=True, slots=True)
class Room:
    """The groups of a strand that have not met, in order of time, for each row: (rows, groups).

    ``suits``: time, days after earlier strands and venue suit, whatever else holds; ``spacious``:
    there is room for the row's unit; ``allowed``: the grouping rules let the unit in; ``covered``:
    the team can spare it; ``clear``: nobody of the unit is in another session; ``own_clear``: nor
    is the person.
    """

    groups: tuple[Group, ...]
    times: Times
    suits: Bits
    spacious: Bits
    allowed: Bits
    covered: Bits
    clear: Bits
    own_clear: Bits


def room_for(programme: Programme, strand: Strand, party: Party) -> Room:
    """How the standing groups of a strand suit the rows of a party."""
    groups = joinable_groups(programme, strand)
    times = times_of(programme, strand, party, group_offer(programme.problem, [group.meetings for group in groups]))
    offer = times.offer
    suiting = times.free & suiting_venues(times)
    cover = covered(programme.problem, strand, party, offer.slots, programme.standing)
    places = np.array([_places_left(programme.problem, strand, group) for group in groups], dtype=np.int64)
    return Room(
        groups,
        times,
        complete(offer, suiting, times.after),
        party.sizes[:, None] <= places,
        allowed_in(programme.problem, strand, party, groups),
        complete(offer, cover),
        complete(offer, times.clear),
        complete(offer, ~times.own),
    )


def suiting_venues(times: Times) -> Bits:
    """Slots with an open venue of a kind that suits the unit: (rows, slots)."""
    return suiting_slots(times.kinds, times.offer.open)


def joinable_groups(programme: Programme, strand: Strand) -> tuple[Group, ...]:
    """The groups with members whose first meeting may still change, in order of time."""
    groups = [
        group
        for group in programme.standing.groups_in(strand.strand_id)
        if group.members and (not programme.earliest or group.meetings[0].start.date() >= programme.earliest)
    ]
    return tuple(sorted(groups, key=lambda group: (group.meetings[0].start, group.group_id)))


def _places_left(problem: Problem, strand: Strand, group: Group) -> int:
    most = [strand.max_size]
    if strand.given:
        own = (m for m in problem.given if (m.strand, m.group_id) == (group.strand, group.group_id))
        most += [meeting.places for meeting in own if meeting.places]
    else:
        held_in = {meeting.venue_id for meeting in group.meetings}
        most += [v.capacity for v in problem.venues if v.venue_id in held_in and v.capacity is not None]
    return min(most) - len(group.members)


def allowed_in(problem: Problem, strand: Strand, party: Party, groups: Sequence[Group]) -> Bits:
    """Which groups the grouping rules (not cover) let the row's unit into: (rows, groups)."""
    people = {person.staff_id: person for person in problem.people}
    members = [[people[staff_id] for staff_id in group.members if staff_id in people] for group in groups]
    out = np.ones((len(party.people), len(groups)), dtype=bool)
    grouping = strand.grouping
    if grouping.rule is GroupingRule.MIXED:
        for column, most in sorted(grouping.max_same.items()):
            out &= _few_alike(party, members, column, most)
    if grouping.rule is GroupingRule.TEAM:
        last = grouping.fields[-1]
        for n, own in enumerate(members):
            out[:, n] &= [not own or person.value(last) == own[0].value(last) for person in party.people]
    if grouping.keep_apart:
        row = {person.staff_id: n for n, person in enumerate(party.people)}
        for n, barred in enumerate(_barred(problem, strand, groups, members)):
            out[[row[staff_id] for staff_id in barred if staff_id in row], n] = False
    return party.all_of(out)


def _few_alike(party: Party, members: Sequence[Sequence[Person]], column: str, most: int) -> Bits:
    """Groups in which the row's value of a column stays at or below the most allowed."""
    codes: dict[str, int] = {"": 0}
    own = np.array([codes.setdefault(person.value(column), len(codes)) for person in party.people], dtype=np.intp)
    alike = np.zeros((len(members), len(codes)), dtype=np.int64)
    for n, group in enumerate(members):
        for value, count in Counter(person.value(column) for person in group).items():
            if value in codes:
                alike[n, codes[value]] = count
    with_them = _alike_in_unit(party, own)
    out: Bits = (alike[:, own].T + with_them[:, None] <= most) | (own == 0)[:, None]
    return out


def _alike_in_unit(party: Party, codes: np.ndarray[tuple[int, ...], np.dtype[np.intp]]) -> Counts:
    """How many of the row's unit, the person included, share its code."""
    pairs = Counter(zip(party.unit.tolist(), codes.tolist(), strict=True))
    return np.array([pairs[pair] for pair in zip(party.unit.tolist(), codes.tolist(), strict=True)], dtype=np.int64)


def _barred(
    problem: Problem, strand: Strand, groups: Sequence[Group], members: Sequence[Sequence[Person]]
) -> list[set[str]]:
    """For each group, whom keep_apart keeps out of it."""
    rules = strand.grouping.keep_apart
    reports, teams, foes = _reports(problem), _teams(problem), _foes(problem)
    people = {person.staff_id: person for person in problem.people}
    led_as = {trainer.trainer_id: people.get(trainer.staff_id) for trainer in problem.trainers if trainer.staff_id}
    out: list[set[str]] = []
    for group, own in zip(groups, members, strict=True):
        barred: set[str] = set()
        if KeepApart.LINE_MANAGER in rules:
            barred.update(person.line_manager_id for person in own)
            barred.update(*(reports.get(person.staff_id, ()) for person in own))
        if KeepApart.PAIRS in rules:
            barred.update(*(foes.get(person.staff_id, ()) for person in own))
        if KeepApart.TRAINER_TEAM in rules:
            leads = {trainer_id for meeting in group.meetings for trainer_id in meeting.trainer_ids}
            for lead in (led_as.get(trainer_id) for trainer_id in leads):
                if lead:
                    barred.update(reports.get(lead.staff_id, ()), teams.get(lead.team, ()) if lead.team else ())
        out.append(barred)
    return out


def unit_holds(problem: Problem, strand: Strand, unit: Sequence[Person]) -> bool:
    """Whether a unit that must be in one group may be together at all."""
    grouping, ids = strand.grouping, {person.staff_id for person in unit}
    if len(unit) > strand.max_size:
        return False
    if grouping.rule is GroupingRule.MIXED:
        for column, most in grouping.max_same.items():
            if any(value and n > most for value, n in Counter(person.value(column) for person in unit).items()):
                return False
    if grouping.rule is GroupingRule.TEAM and len({person.value(grouping.fields[-1]) for person in unit}) > 1:
        return False
    managed = any(p.line_manager_id in ids and p.line_manager_id != p.staff_id for p in unit)
    if KeepApart.LINE_MANAGER in grouping.keep_apart and managed:
        return False
    split = any(pair <= ids and len(pair) > 1 for pair in problem.apart)
    return KeepApart.PAIRS not in grouping.keep_apart or not split


def _reports(problem: Problem) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for person in problem.people:
        if person.line_manager_id and person.line_manager_id != person.staff_id:
            found[person.line_manager_id].add(person.staff_id)
    return found


def _teams(problem: Problem) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for person in problem.people:
        found[person.team].add(person.staff_id)
    return found


def _foes(problem: Problem) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for pair in problem.apart:
        for staff_id in pair:
            found[staff_id] |= pair - {staff_id}
    return found
