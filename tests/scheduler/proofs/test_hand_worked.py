"""Exact models on programmes small enough to work out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from scheduler.bounds import Facts, bounds
from scheduler.bounds.ground import Ground
from scheduler.measures import measure
from scheduler.problem import (
    Aim,
    GivenSession,
    Grouping,
    GroupingRule,
    KeepApart,
    Lock,
    Mode,
    Person,
    Venue,
)
from scheduler.proofs.meetings import largest_meetings, open_times
from scheduler.proofs.prove import prove
from scheduler.proofs.rooms import fewest_by_rooms
from scheduler.proofs.standing import fewest_standing
from scheduler.proofs.teams import fact_of_unit, most_of_team
from scheduler.schedule import Allocation, Schedule
from tests.scheduler.realism.tiny import ONLINE, people, problem, strand, works_on

if TYPE_CHECKING:
    from scheduler.problem import Problem


def ground(one: Problem) -> Ground:
    return Ground(one, measure(one, Schedule()))


def rooms(*sites: str, capacity: int) -> tuple[Venue, ...]:
    return tuple(Venue(f"R{site}", Mode.IN_PERSON, capacity=capacity, site=site) for site in sites)


def test_people_of_two_sites_need_a_group_each() -> None:
    """Three can only come at North and three only at South: two groups, though a group of ten holds all six."""
    staff = [
        *people(3, "N", modes=frozenset({Mode.IN_PERSON}), sites=frozenset({"North"})),
        *people(3, "S", modes=frozenset({Mode.IN_PERSON}), sites=frozenset({"South"})),
    ]
    one = problem([strand()], staff, venues=(ONLINE, *rooms("North", "South", capacity=10)))
    fact = fewest_by_rooms(ground(one), one.strands[0])
    assert fact is not None
    assert fact.groups == 2


def test_rooms_sizes_and_limits_are_counted_together() -> None:
    """Nine at North in a room for four need three groups; South's two colleagues of one team need two more.

    Each rule alone asks for three groups (nine in rooms for four) or two (two of one team), not for five.
    """
    north = people(9, "N", modes=frozenset({Mode.IN_PERSON}), sites=frozenset({"North"}))
    south = people(4, "S", modes=frozenset({Mode.IN_PERSON}), sites=frozenset({"South"}))
    south = [replace(person, attributes={"team": "a" if row < 2 else ""}) for row, person in enumerate(south)]
    grouping = Grouping(GroupingRule.MIXED, max_same={"team": 1})
    venues = (*rooms("North", capacity=4), *rooms("South", capacity=10))
    one = problem([strand(grouping=grouping)], [*north, *south], venues=venues)
    fact = fewest_by_rooms(ground(one), one.strands[0])
    assert fact is not None
    assert fact.groups == 5


def standing(*groups: tuple[str, int, str]) -> tuple[GivenSession, ...]:
    """(group, places, start) of an hour in no venue."""
    return tuple(
        GivenSession(
            f"{name}1",
            "talk",
            name,
            1,
            datetime.fromisoformat(at),
            datetime.fromisoformat(at).replace(hour=datetime.fromisoformat(at).hour + 1),
            places=places,
        )
        for name, places, at in groups
    )


def test_a_lock_holds_a_small_group_that_would_not_be_needed() -> None:
    """Ten people fit into the largest two of three groups; one of them is pinned to the smallest."""
    given = standing(("A", 5, "2027-01-11T09:30"), ("B", 5, "2027-01-12T09:30"), ("C", 2, "2027-01-13T09:30"))
    staff = people(10)
    free = problem([strand(given=True)], staff, given=given)
    pinned = replace(free, locks=(Lock("E0", "talk", "C"),))
    facts = [fewest_standing(ground(one), one.strands[0]) for one in (free, pinned)]
    assert [fact.groups for fact in facts if fact is not None] == [2, 3]


def test_a_group_at_a_time_that_suits_nobody_is_no_use() -> None:
    """The largest group meets on a Saturday: only two small ones are left for people of weekdays."""
    given = standing(("A", 9, "2027-01-16T09:30"), ("B", 3, "2027-01-12T09:30"), ("C", 3, "2027-01-13T09:30"))
    one = problem([strand(given=True)], people(6, pattern=works_on(0, 1, 2, 3, 4)), given=given)
    fact = fewest_standing(ground(one), one.strands[0])
    assert fact is not None
    assert fact.groups == 2


def team_talk(least: int = 2, most: int = 10, *, apart: bool = False) -> Grouping:
    rules = frozenset({KeepApart.LINE_MANAGER}) if apart else frozenset()
    return Grouping(GroupingRule.TEAM, fields=("team", "unit"), keep_apart=rules)


def test_meetings_that_are_part_of_others_are_left_out() -> None:
    """Two work on Monday, three on Tuesday, and one on both: the sets of Monday and of Tuesday are all."""
    staff = [*people(2, "M", pattern=works_on(0)), *people(3, "T", pattern=works_on(1))]
    staff += people(1, "B", pattern=works_on(0, 1))
    one = problem([strand()], staff)
    known = ground(one)
    found = largest_meetings(known, one.strands[0], open_times(known, one.strands[0]), range(6))
    assert [sorted(meeting.people) for meeting in found] == [[2, 3, 4, 5], [0, 1, 5]]


def test_a_team_that_meets_on_two_days_leaves_out_whoever_makes_a_group_too_small() -> None:
    """Three and two of a team share no day: with groups of three at least, two stay apart."""
    staff = [*people(3, "M", team="a", pattern=works_on(0)), *people(2, "T", team="a", pattern=works_on(1))]
    staff += people(1, "B", team="a", pattern=works_on(0, 1))
    one = problem([strand(min_size=3, grouping=team_talk())], staff)
    known, talk = ground(one), one.strands[0]
    # Everybody has a day on which three could meet; but whoever works on both days can be in one group only.
    assert most_of_team(known, talk, open_times(known, talk), range(6)) is None
    smaller = replace(one, people=tuple(staff[1:]))
    known = ground(smaller)
    assert most_of_team(known, talk, open_times(known, talk), range(5)) == 3


def test_a_manager_without_company_keeps_others_from_their_team() -> None:
    """A team of a manager and three reports, and two of another team: the manager needs company.

    The three reports are a group of their own; the manager sits with one of the others at least, and
    as groups need two, both others are lost to theirs.
    """
    boss = Person("B0", {"team": "a", "unit": "u"})
    reports = people(3, "R", team="a", unit="u", line_manager_id="B0")
    others = people(2, "O", team="b", unit="u")
    one = problem([strand(grouping=team_talk(apart=True))], [boss, *reports, *others])
    known, talk = ground(one), one.strands[0]
    fact = fact_of_unit(known, talk, open_times(known, talk), "u", range(6))
    assert fact is not None
    assert fact.most == 3
    # Nobody can sit with all: whoever wants fewer groups than two finds none.
    assert fact.groups[0] == 2


def test_facts_sharpen_the_bounds_of_a_schedule() -> None:
    """The same case: without the model all but the manager could be in groups of their own."""
    boss = Person("B0", {"team": "a", "unit": "u"})
    staff = [boss, *people(3, "R", team="a", unit="u", line_manager_id="B0"), *people(2, "O", team="b", unit="u")]
    one = problem([strand(grouping=team_talk(apart=True))], staff)
    facts = Facts()
    for fact in prove(one):
        facts = facts.beside(fact)
    rows = [Allocation(person.staff_id, "talk", "A" if person.staff_id.startswith("R") else "B") for person in staff]
    schedule = Schedule((), tuple(rows))
    loose, sharp = bounds(one, schedule), bounds(one, schedule, facts=facts)
    assert loose[Aim.OWN_TEAM].value == Fraction(5, 6)
    assert sharp[Aim.OWN_TEAM].value == Fraction(3, 6)
    assert sharp[Aim.OWN_TEAM].best
    assert "CP-SAT" in sharp[Aim.OWN_TEAM].proof
    assert sharp[Aim.GROUPS].value == 2
