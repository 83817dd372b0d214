"""Team strands: the most people in groups of their own team, and the fewest groups that keep them there.

Each team, and each small unit that no group crosses, is a model of its own: who meets in which of the
largest possible meetings. Trainers, other sessions and what must come first are dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.bounds.facts import TeamFact, UnitFact
from scheduler.bounds.own_team import team_strands, who_could_be_own
from scheduler.problem import KeepApart
from scheduler.proofs.meetings import Meeting, Times, largest_meetings, open_times
from scheduler.proofs.solver import least, most
from scheduler.realism.groups import fewest_by_size

if TYPE_CHECKING:
    from scheduler.bounds.ground import Ground
    from scheduler.problem import Strand

MOST_SEATS = 400
"""Beyond so many pairs of a person and a meeting the model of a team is not tried."""
SECONDS_A_TEAM = 0.1
MOST_IN_UNIT = 40
"""Larger units are looked at team by team."""

Pairs = list[tuple[int, int]]


@dataclass
class _Groups:
    """Variables: whoever sits in groups of each meeting, and how many such groups there are."""

    seats: defaultdict[int, list[cp_model.IntVar]] = field(default_factory=lambda: defaultdict(list))
    groups: list[cp_model.IntVar] = field(default_factory=list)


def team_facts(ground: Ground) -> Iterator[TeamFact | UnitFact]:
    """Teams whose people do not all fit into groups of their own, then units small enough for a model."""
    for strand in team_strands(ground):
        if strand.given or not ground.most(strand):
            continue
        times = open_times(ground, strand)
        for key, places in who_could_be_own(ground, strand).items():
            together = most_of_team(ground, strand, times, places)
            if together is not None:
                yield TeamFact(strand.strand_id, key, together)
        units: defaultdict[str, list[int]] = defaultdict(list)
        for place, person in enumerate(ground.people(strand)):
            units[person.value(strand.grouping.fields[-1])].append(place)
        for unit, places in units.items():
            if len(places) <= MOST_IN_UNIT and (fact := fact_of_unit(ground, strand, times, unit, places)):
                yield fact


def most_of_team(ground: Ground, strand: Strand, times: Times, places: Sequence[int]) -> int | None:
    """The most of these people of one team in groups of their own; None if that is no less than their sizes allow."""
    by_size = len(places) - fewest_by_size(len(places), strand.min_size, ground.most(strand))[1]
    meetings = largest_meetings(ground, strand, times, places)
    apart = pairs_apart(ground, strand, places)
    if not by_size or (not apart and any(len(meeting.people) == len(places) for meeting in meetings[:1])):
        # Whoever could meet all at once needs no model: sizes alone decide.
        return None
    if sum(len(meeting.people) for meeting in meetings) > MOST_SEATS:
        return None
    model, own = cp_model.CpModel(), _Groups()
    add_groups(model, strand, meetings, range(len(places)), apart, own)
    for seats in own.seats.values():
        model.add_at_most_one(seats)
    together = most(model, sum(seat for seats in own.seats.values() for seat in seats), SECONDS_A_TEAM)
    return together if together is not None and together < by_size else None


def fact_of_unit(ground: Ground, strand: Strand, times: Times, unit: str, places: Sequence[int]) -> UnitFact | None:
    """What holds of a unit when all its people are placed; None if nothing is proven."""
    meetings = largest_meetings(ground, strand, times, places)
    if sum(len(meeting.people) for meeting in meetings) > MOST_SEATS:
        return None
    model = cp_model.CpModel()
    own, mixed = _unit_groups(model, ground, strand, places, meetings)
    pure = sum(seat for seats in own.seats.values() for seat in seats)
    together = most(model, pure)
    if together is None:
        return None
    fewest: list[int] = []
    for fewer in range(together + 1):
        bounded = model.clone()
        bounded.add(pure >= together - fewer)
        groups = least(bounded, sum(own.groups) + sum(mixed.groups))
        if groups is None:
            return None
        fewest.append(groups if not fewest else min(groups, fewest[-1]))
        if groups <= -(-len(places) // ground.most(strand)):
            # No fewer could hold them.
            break
    return UnitFact(strand.strand_id, unit, together, tuple(fewest))


def _unit_groups(
    model: cp_model.CpModel, ground: Ground, strand: Strand, places: Sequence[int], meetings: Sequence[Meeting]
) -> tuple[_Groups, _Groups]:
    """Groups of each team, and groups of anybody of the unit; everybody sits in one."""
    own, mixed = _Groups(), _Groups()
    apart = pairs_apart(ground, strand, places)
    teams: defaultdict[str, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        teams[ground.people(strand)[place].value(strand.grouping.fields[0])].append(number)
    for members in teams.values():
        add_groups(model, strand, meetings, members, apart, own)
    add_groups(model, strand, meetings, range(len(places)), apart, mixed)
    for number in range(len(places)):
        model.add_exactly_one([*own.seats[number], *mixed.seats[number]])
    return own, mixed


def add_groups(
    model: cp_model.CpModel,
    strand: Strand,
    meetings: Sequence[Meeting],
    people: Sequence[int],
    apart: Pairs,
    into: _Groups,
) -> None:
    """Groups of these people alone, any number of them in each meeting.

    Two who are kept apart may both be there only where there are two groups, and nobody is there
    without enough others for a group whom they may meet.
    """
    for meeting in meetings:
        could = [number for number in people if number in meeting.people]
        if len(could) < strand.min_size:
            continue
        groups = model.new_int_var(0, len(could) // strand.min_size, "")
        seats = {number: model.new_bool_var("") for number in could}
        model.add(sum(seats.values()) <= meeting.places * groups)
        model.add(sum(seats.values()) >= strand.min_size * groups)
        for one, other in apart:
            if one in seats and other in seats:
                model.add(seats[one] + seats[other] <= groups)
        for one, foes in foes_of(apart).items():
            if one in seats:
                company = [seat for number, seat in seats.items() if number != one and number not in foes]
                model.add(sum(company) >= (strand.min_size - 1) * seats[one])
        into.groups.append(groups)
        for number, seat in seats.items():
            into.seats[number].append(seat)


def foes_of(apart: Pairs) -> dict[int, set[int]]:
    """Whoever is kept apart from somebody, and from whom."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in apart:
        found[one].add(other)
        found[other].add(one)
    return dict(found)


def pairs_apart(ground: Ground, strand: Strand, places: Sequence[int]) -> Pairs:
    """Pairs of positions in ``places`` who may not be in one group."""
    people, rules = ground.people(strand), strand.grouping.keep_apart
    number = {people[place].staff_id: position for position, place in enumerate(places)}
    pairs: set[tuple[int, int]] = set()
    if KeepApart.LINE_MANAGER in rules:
        for place in places:
            own, above = number[people[place].staff_id], number.get(people[place].line_manager_id)
            if above is not None and above != own:
                pairs.add((min(own, above), max(own, above)))
    if KeepApart.PAIRS in rules:
        for pair in ground.problem.apart:
            inside = sorted(number[name] for name in pair if name in number)
            pairs |= {(inside[0], inside[1])} if len(inside) == 2 else set()
    return sorted(pairs)
