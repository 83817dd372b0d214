"""The most people whose whole group can be of their own team (rule ``team``)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from scheduler.bounds.bound import Claim
from scheduler.bounds.facts import Key
from scheduler.problem import Aim, GroupingRule, KeepApart
from scheduler.realism.groups import fewest_by_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.bounds.facts import UnitFact
    from scheduler.bounds.ground import Ground
    from scheduler.problem import Person, Strand


@dataclass(frozen=True, slots=True)
class Teams:
    """One team strand: the most people in groups of their own team, and the rest of each unit."""

    own: dict[Key, int]
    rest: dict[str, int]

    @property
    def people(self) -> int:
        return sum(self.own.values()) + sum(self.rest.values())

    @property
    def units(self) -> list[str]:
        return list(dict.fromkeys([*(key[1] for key in self.own), *self.rest]))

    def own_of(self, unit: str) -> dict[Key, int]:
        """The teams of one unit."""
        return {key: count for key, count in self.own.items() if key[1] == unit}


def team_strands(ground: Ground) -> list[Strand]:
    return [strand for strand in ground.problem.strands if strand.grouping.rule is GroupingRule.TEAM]


def bound_own_team(ground: Ground) -> Claim:
    """The share of people in teams large enough, at times at which enough of them could meet."""
    if not team_strands(ground):
        return Claim(None, "no strand groups people by team")
    if ground.measures.aims[Aim.OWN_TEAM] is None and ground.knows(Aim.OWN_TEAM, Aim.PLACED):
        return Claim(None, "nobody is placed in a strand that groups people by team")
    together, people = _most_together(ground, Aim.OWN_TEAM)
    apart = max(0, people - together - ground.spare_among(team_strands(ground), Aim.OWN_TEAM))
    if not together:
        return Claim(Fraction(0), "in no team are there enough people for a group of their own")
    if ground.facts.teams or ground.facts.units:
        proof = (
            f"of {people:,} people at most {together:,} fit into groups of their own team of the least size at starts "
            "and venues that suit them, by an exact model of each team; CP-SAT, proven"
        )
    else:
        proof = (
            f"of {people:,} people at most {together:,} are in teams with enough people for groups of their own "
            "who may meet and have a start in common"
        )
    return Claim(Fraction(together, together + apart), proof)


def _most_together(ground: Ground, aim: Aim) -> tuple[int, int]:
    """The most people of all team strands in groups of their own team, and how many people there are."""
    together = people = 0
    for strand in team_strands(ground):
        teams = split_teams(ground, strand)
        people += teams.people
        for unit in teams.units:
            fact = unit_fact(ground, strand, unit, aim)
            together += fact.most if fact else sum(teams.own_of(unit).values())
    return together, people


def unit_fact(ground: Ground, strand: Strand, unit: str, aim: Aim) -> UnitFact | None:
    """What an exact model has proven of a unit, if nobody of the strand may be left out."""
    if ground.spare_among([strand], aim):
        return None
    return ground.facts.units.get((strand.strand_id, unit))


def apart_allowed(ground: Ground, aim: Aim) -> int | None:
    """How many of those who could be in a group of their own team need not be; None if not known."""
    share = ground.measures.aims[Aim.OWN_TEAM]
    known = ground.knows(aim, Aim.OWN_TEAM) and ground.knows(aim, Aim.PLACED)
    if not known or not isinstance(share, Fraction):
        return None
    could, people = _most_together(ground, aim)
    return max(0, could - ceil(share * max(0, people - ground.spare_among(team_strands(ground), aim))))


def split_teams(ground: Ground, strand: Strand) -> Teams:
    """Of every team the most people in groups of their own, each rule for itself."""
    if strand.strand_id not in ground.teams:
        ground.teams[strand.strand_id] = _split(ground, strand)
    return ground.teams[strand.strand_id]


def _split(ground: Ground, strand: Strand) -> Teams:
    people, fields = ground.people(strand), strand.grouping.fields
    rest = Counter(person.value(fields[-1]) for person in people)
    least, most = strand.min_size, ground.most(strand)
    own: dict[Key, int] = {}
    for key, left in who_could_be_own(ground, strand).items():
        taken = len(left) - fewest_by_size(len(left), least, most)[1]
        taken = min(taken, ground.facts.teams.get((strand.strand_id, key), taken))
        if taken:
            own[key] = taken
            rest[key[1]] -= taken
    return Teams(own, {unit: count for unit, count in rest.items() if count})


def who_could_be_own(ground: Ground, strand: Strand) -> dict[Key, list[int]]:
    """Of each team those (places in `Ground.people`) who find enough others of it whom they may meet at a start."""
    people, fields = ground.people(strand), strand.grouping.fields
    members: defaultdict[Key, list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        members[person.value(fields[0]), person.value(fields[-1])].append(place)
    return {
        key: _who_may_meet(strand, people, _who_share_a_start(ground, strand, places))
        for key, places in members.items()
    }


def _who_share_a_start(ground: Ground, strand: Strand, places: Sequence[int]) -> list[int]:
    """Those of a team who have a start at which enough of the team for a group could come."""
    if strand.given or len(places) < strand.min_size:
        return list(places) if len(places) >= strand.min_size else []
    could = ground.attendance(strand)[places]
    meets = could & (could.sum(axis=0) >= strand.min_size)
    return [places[number] for number in np.flatnonzero(meets.any(axis=1)).tolist()]


def _who_may_meet(strand: Strand, people: Sequence[Person], places: list[int]) -> list[int]:
    """Those who find enough others of the team who are neither their line manager nor report to them."""
    if KeepApart.LINE_MANAGER not in strand.grouping.keep_apart:
        return places
    left = {people[place].staff_id: place for place in places}
    while True:
        # Sets, because two people may each be the other's line manager.
        barred: defaultdict[str, set[str]] = defaultdict(set)
        for staff_id, place in left.items():
            manager = people[place].line_manager_id
            if manager in left and manager != staff_id:
                barred[staff_id].add(manager)
                barred[manager].add(staff_id)
        kept = {name: place for name, place in left.items() if len(left) - len(barred[name]) >= strand.min_size}
        if len(kept) == len(left):
            return list(kept.values())
        left = kept
