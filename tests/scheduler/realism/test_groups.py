"""The fewest groups: by size, by what may share a group, by units, by standing groups."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.problem import GivenSession, Grouping, GroupingRule, Mode, Venue
from scheduler.realism import GroupsCause, Outlook, realism
from scheduler.realism.groups import fewest_by_size
from tests.scheduler.realism.tiny import MONDAY, only, people, problem, strand


def mixed(**max_same: int) -> Grouping:
    return Grouping(GroupingRule.MIXED, max_same=max_same)


def in_units(column: str) -> Grouping:
    return Grouping(GroupingRule.TEAM, fields=(column,))


@pytest.mark.parametrize(
    ("people_count", "least", "most", "groups", "left_over"),
    [
        (0, 2, 10, 0, 0),
        (20, 2, 10, 2, 0),
        (21, 2, 10, 3, 0),
        (1, 2, 10, 0, 1),
        (8, 6, 7, 1, 1),  # one group of seven; two would need twelve people
        (13, 6, 6, 2, 1),
        (12, 6, 7, 2, 0),
        (5, 3, 2, 0, 5),  # the venue is smaller than the least group
    ],
)
def test_groups_by_size_are_the_fewest_that_take_the_most_people(
    people_count: int, least: int, most: int, groups: int, left_over: int
) -> None:
    assert fewest_by_size(people_count, least, most) == (groups, left_over)


@given(st.integers(0, 60), st.integers(1, 8), st.integers(1, 12))
def test_groups_by_size_agree_with_trying_every_number_of_groups(count: int, least: int, most: int) -> None:
    held = {groups: min(count, groups * most) for groups in range(61) if groups * least <= count and least <= most}
    best = max(held.values(), default=0)
    fewest = min((groups for groups, placed in held.items() if placed == best), default=0)
    assert fewest_by_size(count, least, most) == (fewest, count - best)


def test_groups_are_no_larger_than_the_largest_permitted_venue() -> None:
    """25 people: three groups of ten, but seven of four where the online room holds four."""
    assert only(problem([strand()], people(25))).groups_at_least == 3
    small = (Venue("ONLINE", Mode.ONLINE, capacity=4), Venue("HALL", Mode.IN_PERSON, capacity=50))
    online_only = strand(modes=frozenset({Mode.ONLINE}))
    assert only(problem([online_only], people(25), venues=small)).groups_at_least == 7


def test_groups_of_a_mixed_strand_spread_the_largest_team() -> None:
    """Eleven of one team, two at most together: six groups, though 19 people would fit into two."""
    staff = [*people(11, "R", team="Red"), *people(8, "B", team="Blue")]
    figures = only(problem([strand(grouping=mixed(team=2))], staff))
    assert (figures.groups_at_least, figures.groups_cause) == (6, GroupsCause.MAX_SAME)
    assert figures.groups_sentence == "11 people of one team, of whom 2 at most may share a group"


def test_groups_of_a_mixed_strand_do_not_spread_blanks() -> None:
    assert only(problem([strand(grouping=mixed(team=2))], people(19))).groups_at_least == 2


def test_groups_of_too_few_others_leave_people_over() -> None:
    """All seven are of one team and may not meet each other: no group of two can ever be made whole.

    Three groups of two is the most that can be filled, with one of the team in each: four are left over.
    """
    figures = only(problem([strand(grouping=mixed(team=1))], people(7, team="Red")))
    assert (figures.people_to_place, figures.people_no_group_fits) == (3, 4)


def test_groups_obey_service_cover() -> None:
    """Twelve of one team, a quarter away at once: three in a group, four groups."""
    figures = only(problem([strand()], people(12, team="Red"), cover=Fraction(1, 4)))
    assert (figures.groups_at_least, figures.groups_cause) == (4, GroupsCause.COVER)


def test_groups_of_a_team_strand_are_not_bound_by_cover() -> None:
    figures = only(problem([strand(grouping=in_units("team"))], people(12, team="Red"), cover=Fraction(1, 4)))
    assert (figures.groups_at_least, figures.groups_cause) == (2, GroupsCause.UNITS)


def test_groups_in_units_are_counted_unit_by_unit() -> None:
    """Units of 11, 10, 1 and two people without: 2 + 1 + 1 groups; the one alone cannot meet."""
    staff = [*people(11, "R", team="Red"), *people(10, "B", team="Blue"), *people(1, "G", team="Green"), *people(2)]
    figures = only(problem([strand(grouping=in_units("team"))], staff))
    assert (figures.groups_at_least, figures.people_to_place, figures.people_no_group_fits) == (4, 23, 1)


def test_groups_compared_mixed_or_in_teams() -> None:
    """24 people in teams of 8, all of one directorate: three groups by size, three by team, three by directorate.

    With two of a team together at most, mixing needs four groups; a lone person of their own team is left over.
    """
    staff = [
        *(person for team in ("Red", "Blue", "Green") for person in people(8, team, team=team, directorate="All")),
        *people(1, "lone", team="Grey", directorate="All"),
    ]
    choice = only(problem([strand(grouping=mixed(team=2))], staff)).choice
    assert choice.mixed_groups_at_least == 4
    assert [(unit.column, unit.units, unit.groups_at_least, unit.people_without_group) for unit in choice.by_unit] == [
        ("team", 4, 3, 1),
        ("directorate", 1, 3, 0),
    ]


def given_group(group_id: str, places: int, hour: int = 10, meetings: int = 1) -> list[GivenSession]:
    return [
        GivenSession(
            f"{group_id}-{number}",
            "talk",
            group_id,
            number + 1,
            datetime.combine(MONDAY.replace(day=11 + number), time(hour)),
            datetime.combine(MONDAY.replace(day=11 + number), time(hour + 1)),
            places=places,
        )
        for number in range(meetings)
    ]


def test_groups_of_a_given_timetable_are_the_fewest_that_reach() -> None:
    """Places 5, 3 and 2 for seven people: the two largest; their trainers are not asked for again."""
    standing = (*given_group("A", 2), *given_group("B", 5, meetings=2), *given_group("C", 3))
    figures = only(problem([strand(given=True)], people(7), given=standing))
    assert (figures.groups_at_least, figures.groups_cause) == (2, GroupsCause.GIVEN)
    assert figures.sessions_at_least == 2
    assert (figures.trainer_sessions_needed, figures.seats_needed, figures.seats_available) == (0, 7, 10)


def test_groups_of_a_given_timetable_have_the_places_of_their_smallest_meeting() -> None:
    smaller = replace(given_group("A", 3, hour=15)[0], meeting=2)
    figures = only(problem([strand(given=True)], people(2), given=(smaller, *given_group("A", 8))))
    assert figures.seats_available == 3
    figures = only(problem([strand(given=True)], people(2), given=(*given_group("A", 8), smaller)))
    assert figures.seats_available == 3


def test_groups_of_a_given_timetable_with_too_few_places_are_impossible() -> None:
    report = realism(problem([strand(given=True)], people(7), given=tuple(given_group("A", 6))))
    assert (report.outlook, report.balances[0].needed, report.balances[0].available) == (Outlook.IMPOSSIBLE, 7, 6)


def test_groups_meet_as_often_as_the_series_asks() -> None:
    """Three groups that meet twice: six sessions, two seats for each of 25 people."""
    figures = only(problem([strand(meetings=2, gap_days=(1, 7))], people(25)))
    assert (figures.sessions_at_least, figures.trainer_sessions_needed, figures.seats_needed) == (6, 6, 50)
