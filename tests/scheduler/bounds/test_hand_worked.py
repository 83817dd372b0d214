"""Bounds of problems small enough to be worked out by hand; the comment is the argument."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from scheduler.bounds import Bound, as_json, bounds
from scheduler.measures import measure
from scheduler.problem import (
    After,
    Aim,
    GivenSession,
    Grouping,
    GroupingRule,
    KeepApart,
    Mode,
    Problem,
    Trainer,
    Venue,
    Wish,
)
from scheduler.schedule import Allocation, Schedule, Session
from tests.scheduler.realism.tiny import FRIDAY, MONDAY, away, people, problem, strand, works_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.problem import Person

ROOM = Venue("ROOM", Mode.IN_PERSON, capacity=3)
TEAMS = Grouping(GroupingRule.TEAM, fields=("team", "directorate"))


def grouped(strand_id: str = "talk", **groups: Sequence[Person]) -> list[Allocation]:
    """The members of each group, by group id."""
    return [Allocation(person.staff_id, strand_id, name) for name, group in groups.items() for person in group]


def proven(one: Problem, *rows: list[Allocation], order: Sequence[Aim] = tuple(Aim)) -> dict[Aim, Bound]:
    """The bounds beside a schedule that has these groups, each with a session on the first Monday."""
    allocations = tuple(row for group in rows for row in group)
    start = datetime.combine(MONDAY, one.strands[0].start_times[0])
    keys = dict.fromkeys((row.strand, row.group_id) for row in allocations)
    sessions = [
        Session(f"S{number}", *key, 1, start, start + timedelta(hours=1), "ONLINE") for number, key in enumerate(keys)
    ]
    return dict(bounds(replace(one, order=tuple(order)), Schedule(tuple(sessions), allocations)))


def mixed(**changes: Any) -> Grouping:
    return Grouping(GroupingRule.MIXED, **changes)


def test_placed_counts_whoever_can_come() -> None:
    """Of 5 people one is absent throughout; the other 4 can all be placed."""
    staff = [*people(4), *people(1, "X", absences=(away(MONDAY, FRIDAY),))]
    bound = proven(problem([strand()], staff), grouped(G1=staff[:4]))[Aim.PLACED]
    assert (bound.value, bound.best) == (4, True)
    assert bound.proof.startswith("Of 5 places to fill, impossible are 1 whom no permitted start suits")


def test_placed_counts_nobody_in_a_strand_with_too_few_people() -> None:
    assert proven(problem([strand(min_size=3)], people(2)))[Aim.PLACED].value == 0


def test_placed_ends_where_the_trainers_of_the_strand_end() -> None:
    """One trainer who leads one session in all: one group of 10 of the 25."""
    busy = Trainer("T1", frozenset({"talk"}), pattern=works_on(0, end=720), last_day=MONDAY)
    bound = proven(problem([strand()], people(25), trainers=(busy,)))[Aim.PLACED]
    assert bound.value == 10
    assert not bound.joint


def test_placed_ends_where_all_strands_need_the_same_trainer() -> None:
    """Two sessions in all; each strand alone could use both, together they seat 2 x 10 of 40."""
    both = [strand(), strand("walk")]
    busy = Trainer("T1", frozenset({"talk", "walk"}), pattern=works_on(0), last_day=MONDAY)
    bound = proven(problem(both, people(20), trainers=(busy,)))[Aim.PLACED]
    assert (bound.value, bound.joint) == (20, True)
    assert "all strands together" in bound.proof


def test_placed_is_nobody_where_what_comes_first_leaves_no_day() -> None:
    """The talk can only be on the first Monday, and the walk at most 3 days later but in week two."""
    first = strand(last_day=MONDAY)
    second = strand("walk", first_day=date(2027, 1, 18), trainers=0, after=After(("talk",), 0, max_days=3))
    assert proven(problem([first, second], people(4)))[Aim.PLACED].value == 4
    later = replace(second, after=After(("talk",), 0, max_days=7))
    assert proven(problem([first, later], people(4)))[Aim.PLACED].value == 8


def test_placed_follows_the_seats_of_what_comes_first() -> None:
    """Ten of 25 have a seat in the talk, so no more than ten can follow."""
    busy = Trainer("T1", frozenset({"talk"}), pattern=works_on(0, end=720), last_day=MONDAY)
    second = strand("walk", trainers=0, after=After(("talk",)))
    assert proven(problem([strand(), second], people(25), trainers=(busy,)))[Aim.PLACED].value == 20


def test_placed_leaves_out_a_unit_that_is_larger_than_a_group() -> None:
    """Three of one unit and groups of two: the unit is left out, the two others are placed; groups of three hold it."""
    staff = [*people(3, unit="u"), *people(2, "X")]
    together = strand(max_size=2, grouping=Grouping(keep_together="unit"))
    assert proven(problem([together], staff))[Aim.PLACED].value == 2
    assert proven(problem([replace(together, max_size=3)], staff))[Aim.PLACED].value == 5


def test_placed_leaves_out_a_unit_without_a_common_time() -> None:
    """One of the two works on Mondays only, the other on Tuesdays only."""
    staff = [*people(1, "A", unit="u", pattern=works_on(0)), *people(1, "B", unit="u", pattern=works_on(1)), *people(2)]
    assert proven(problem([strand()], staff))[Aim.PLACED].value == 4
    together = strand(grouping=Grouping(keep_together="unit"))
    assert proven(problem([together], staff))[Aim.PLACED].value == 2


def test_own_team_leaves_out_teams_too_small_for_a_group() -> None:
    """Of 5 people 2 are of a team of two, less than the least group of three."""
    staff = [*people(3, "A", team="a"), *people(2, "B", team="b")]
    one = problem([strand(min_size=3, grouping=TEAMS)], staff)
    assert proven(one, grouped(G1=staff))[Aim.OWN_TEAM].value == Fraction(3, 5)


def test_own_team_leaves_out_whom_only_their_own_people_could_join() -> None:
    """A manager may not meet their three people, who can meet without them; with a fourth who is free, both can."""
    manager = people(1, "M", team="a")
    staff = [*manager, *people(3, "A", team="a", line_manager_id="M0")]
    apart = strand(grouping=replace(TEAMS, keep_apart=frozenset({KeepApart.LINE_MANAGER})))
    assert proven(problem([apart], staff), grouped(G1=staff))[Aim.OWN_TEAM].value == Fraction(3, 4)
    larger = [*staff, *people(1, "B", team="a")]
    assert proven(problem([apart], larger), grouped(G1=larger))[Aim.OWN_TEAM].value == 1


def test_own_team_counts_two_who_manage_each_other_once() -> None:
    """Two of a team report to each other: one bars the other, not two; alone, each is a group of their team."""
    staff = [*people(1, "A", team="a", line_manager_id="B0"), *people(1, "B", team="a", line_manager_id="A0")]
    apart = strand(min_size=1, grouping=replace(TEAMS, keep_apart=frozenset({KeepApart.LINE_MANAGER})))
    assert proven(problem([apart], staff), grouped(G1=staff[:1], G2=staff[1:]))[Aim.OWN_TEAM].value == 1


def test_own_team_needs_a_start_in_common() -> None:
    """The third of the team works on other days than the two others; a group of two is the least."""
    staff = [*people(2, "A", team="a", pattern=works_on(0)), *people(1, "B", team="a", pattern=works_on(1))]
    one = problem([strand(grouping=TEAMS)], staff)
    assert proven(one, grouped(G1=staff))[Aim.OWN_TEAM].value == Fraction(2, 3)


def test_groups_by_size_and_by_what_a_team_allows() -> None:
    """12 people fit into 2 groups of 10; 8 of one team, 2 at most in a group, need 4."""
    staff = [*people(8, "A", team="a"), *people(4, "B", team="b")]
    assert proven(problem([strand()], staff), grouped(G1=staff))[Aim.GROUPS].value == 2
    spread = strand(grouping=mixed(max_same={"team": 2}))
    bound = proven(problem([spread], staff), grouped(G1=staff))[Aim.GROUPS]
    assert bound.value == 4
    assert "talk: 4 (8 people share one team, of whom at most 2 may be in a group)" in bound.proof


def test_groups_are_told_for_as_many_people_as_are_placed() -> None:
    """11 people need 2 groups of 10; the schedule leaves one out, and for 10 one is enough."""
    staff = people(11)
    assert proven(problem([strand()], staff), grouped(G1=staff))[Aim.GROUPS].value == 2
    assert proven(problem([strand()], staff), grouped(G1=staff[:10]))[Aim.GROUPS].value == 1


def test_groups_share_out_over_strands_who_is_left_out() -> None:
    """11 and 10 people with 1 left out: from the first strand that saves a group, from the second none."""
    ten = strand("walk", audience={"team": frozenset({"a"})})
    staff = [*people(10, team="a"), *people(1, "X")]
    one = problem([strand(), ten], staff)
    full = grouped("walk", W1=staff[:10])
    assert proven(one, grouped(G1=staff[:10]), full)[Aim.GROUPS].value == 2
    assert proven(one, grouped(G1=staff[:10], G2=staff[10:]), full)[Aim.GROUPS].value == 3


def test_groups_are_as_small_as_the_rooms_that_some_need() -> None:
    """Four people can only come in person, where three have room: 2 groups for them, with 2 seats left;
    the 12 others fill those and one group online."""
    staff = [*people(4, "P", modes=frozenset({Mode.IN_PERSON})), *people(12)]
    one = problem([strand()], staff, venues=(Venue("ONLINE", Mode.ONLINE), ROOM))
    assert proven(one, grouped(G1=staff))[Aim.GROUPS].value == 3


def test_groups_hold_two_units_of_half_a_group() -> None:
    """Units of 5 share a group of 10 by twos, units of 6 do not."""
    together = strand(grouping=Grouping(keep_together="unit"))
    halves = [person for name in "abcd" for person in people(5, name, unit=name)]
    assert proven(problem([together], halves), grouped(G1=halves))[Aim.GROUPS].value == 2
    larger = [person for name in "abcd" for person in people(6, name, unit=name)]
    assert proven(problem([together], larger), grouped(G1=larger))[Aim.GROUPS].value == 4


def test_groups_stay_inside_their_units() -> None:
    """Directorates of 11 and 9 need 2 and 1 groups, though 20 people would fit into 2."""
    staff = [*people(11, "A", directorate="a"), *people(9, "B", directorate="b")]
    one = problem([strand(grouping=TEAMS)], staff)
    assert proven(one, grouped(G1=staff))[Aim.GROUPS].value == 3


def test_groups_keep_as_many_in_their_own_team_as_the_schedule() -> None:
    """Three teams of 4 in groups of 4 to 6: two groups would hold them all, three are all pure."""
    staff = [person for name in "abc" for person in people(4, name, team=name)]
    one = problem([strand(min_size=4, max_size=6, grouping=TEAMS)], staff)
    pure = grouped(G1=staff[:4], G2=staff[4:8], G3=staff[8:])
    assert proven(one, pure)[Aim.GROUPS].value == 3
    assert proven(one, grouped(G1=staff[:6], G2=staff[6:]))[Aim.GROUPS].value == 2
    assert proven(one, pure, order=[Aim.PLACED, Aim.GROUPS, Aim.OWN_TEAM])[Aim.GROUPS].value == 2


def test_groups_across_teams_seat_whoever_leaves_their_own() -> None:
    """Five teams of 4, three of them in groups of their own: the 8 others fill two groups of 6 at most."""
    staff = [person for name in "abcde" for person in people(4, name, team=name)]
    one = problem([strand(min_size=4, max_size=6, grouping=TEAMS)], staff)
    pure = {"G1": staff[:4], "G2": staff[4:8], "G3": staff[8:12]}
    bound = proven(one, grouped(**pure, G4=staff[12::2], G5=staff[13::2]))[Aim.GROUPS]
    assert (bound.value, bound.best) == (5, True)


def test_groups_of_a_standing_timetable_are_the_largest() -> None:
    """7 people and groups with 5, 4 and 2 places: the two larger ones hold them."""
    at = datetime(2027, 1, 12, 9)
    rows = [
        GivenSession(f"S{places}", "talk", f"G{places}", 1, at, at + timedelta(hours=1), places=places)
        for places in (4, 5, 2)
    ]
    staff = people(7)
    one = problem([strand(min_size=1, given=True)], staff, given=tuple(rows))
    assert proven(one, grouped(G5=staff[:5], G2=staff[5:]))[Aim.GROUPS].value == 2


def test_finish_waits_for_the_person_who_can_only_come_late() -> None:
    """One of three works on the second Friday only; if one may be left out, it may be that one."""
    staff = [*people(2), *people(1, "L", joins_on=FRIDAY)]
    assert proven(problem([strand()], staff), grouped(G1=staff))[Aim.FINISH].value == FRIDAY
    assert proven(problem([strand()], staff), grouped(G1=staff[:2]))[Aim.FINISH].value == MONDAY


def test_finish_waits_for_what_comes_first() -> None:
    """The walk is at least 7 days after the talk, which can be on the first Monday."""
    staff = people(2)
    one = problem([strand(), strand("walk", trainers=0, after=After(("talk",), 7))], staff)
    bound = proven(one, grouped(G1=staff), grouped("walk", W1=staff))[Aim.FINISH]
    assert bound.value == date(2027, 1, 18)


def test_finish_waits_for_the_trainer() -> None:
    """30 people need 3 groups; the trainer leads one session a day, so the third is on Wednesday."""
    once_a_day = Trainer("T1", frozenset({"talk"}), max_per_day=1)
    staff = people(30)
    one = problem([strand()], staff, trainers=(once_a_day,))
    groups = grouped(G1=staff[:10], G2=staff[10:20], G3=staff[20:])
    assert proven(one, groups)[Aim.FINISH].value == date(2027, 1, 13)


def test_finish_of_a_series_counts_from_its_last_first_meeting() -> None:
    """3 groups that meet twice, a week apart: the third begins on Wednesday and ends a week later."""
    once_a_day = Trainer("T1", frozenset({"talk"}), max_per_day=1)
    staff = people(30)
    one = problem([strand(meetings=2, gap_days=(7, 9))], staff, trainers=(once_a_day,))
    groups = grouped(G1=staff[:10], G2=staff[10:20], G3=staff[20:])
    assert proven(one, groups)[Aim.FINISH].value == date(2027, 1, 20)


def test_mix_spreads_every_value_over_all_groups() -> None:
    """4 of each of two teams in 2 groups of 4: at best 2 and 2, so 2 of 6 pairs in a group share a team."""
    staff = [*people(4, "A", team="a"), *people(4, "B", team="b")]
    spread = strand(max_size=4, grouping=mixed(mix={"team": Fraction(1)}))
    best = proven(problem([spread], staff), grouped(G1=staff[:4], G2=staff[4:]))[Aim.MIX]
    assert (best.value, best.reached, best.best) == (Fraction(2, 3), 0, False)


def test_mix_knows_how_many_groups_are_left_for_the_strand() -> None:
    """With one group in all, the four of a team are all in it: 4 of 10 pairs differ."""
    staff = [*people(4, "A", team="a"), *people(1, "B", team="b")]
    spread = strand(grouping=mixed(mix={"team": Fraction(1)}))
    assert proven(problem([spread], staff), grouped(G1=staff))[Aim.MIX].value == Fraction(4, 10)


def test_alone_is_who_shares_with_nobody() -> None:
    """One person has a value of their own; the two of another value could be together."""
    staff = [*people(1, "A", origin="a"), *people(2, "B", origin="b"), *people(2)]
    asks = Grouping(not_alone="origin")
    assert proven(problem([strand(grouping=asks)], staff), grouped(G1=staff))[Aim.ALONE].value == 1
    never = mixed(max_same={"origin": 1}, not_alone="origin")
    assert proven(problem([strand(grouping=never)], staff), grouped(G1=staff))[Aim.ALONE].value == 3


def test_load_is_shared_evenly_among_those_who_may_deliver() -> None:
    """4 groups of the walk for one trainer, 1 of the talk for either: no trainer has fewer than 4."""
    pair = (Trainer("T1", frozenset({"talk"})), Trainer("T2", frozenset({"talk", "walk"})))
    staff = people(8)
    one = problem([strand(), strand("walk", max_size=2)], staff, trainers=pair)
    walk = grouped("walk", W1=staff[:2], W2=staff[2:4], W3=staff[4:6], W4=staff[6:])
    assert proven(one, grouped(G1=staff), walk)[Aim.LOAD].value == 4


def test_load_is_no_more_even_than_the_trainers_days() -> None:
    """4 sessions, one trainer of two is there for a single start: the other leads 3."""
    single = Trainer("T1", frozenset({"talk"}), pattern=works_on(0, end=720), last_day=MONDAY)
    staff = people(40)
    one = problem([strand()], staff, trainers=(single, Trainer("T2", frozenset({"talk"}))))
    groups = grouped(G1=staff[:10], G2=staff[10:20], G3=staff[20:30], G4=staff[30:])
    assert proven(one, groups)[Aim.LOAD].value == 3


def test_wishes_take_the_best_start_of_each_person() -> None:
    """Monday mornings count 2, online 1 more; the other would rather not come on any day, but is placed."""
    staff = people(2)
    wishes = (
        Wish("E0", weekdays=frozenset({0}), weight=2),
        Wish("E0", modes=frozenset({Mode.ONLINE}), weight=1),
        Wish("E1", weight=-3),
    )
    one = problem([strand()], staff, wishes=wishes)
    assert proven(one, grouped(G1=staff))[Aim.WISHES].value == 0
    assert proven(one, grouped(G1=staff[:1]))[Aim.WISHES].value == 3


def test_what_is_not_measured_has_no_bound() -> None:
    found = proven(problem([strand()], people(3)), grouped(G1=people(3)))
    assert [aim for aim, bound in found.items() if bound.value is None] == [Aim.OWN_TEAM, Aim.MIX, Aim.ALONE]
    assert all(found[aim].best for aim in (Aim.OWN_TEAM, Aim.MIX, Aim.ALONE))


def test_nothing_is_known_of_an_aim_that_comes_later() -> None:
    """With groups first of all, a schedule that places nobody has none."""
    staff = people(11)
    order = [Aim.GROUPS, *(aim for aim in Aim if aim is not Aim.GROUPS)]
    assert proven(problem([strand()], staff), grouped(G1=staff), order=order)[Aim.GROUPS].value == 0


def test_only_the_aims_asked_for_are_proven() -> None:
    one = problem([strand()], people(3))
    assert list(bounds(one, Schedule(), aims={Aim.GROUPS, Aim.PLACED})) == [Aim.PLACED, Aim.GROUPS]


def test_json_has_plain_values() -> None:
    staff = [*people(4, "A", team="a"), *people(1, "B", team="b")]
    spread = strand(grouping=mixed(mix={"team": Fraction(1)}))
    shown = as_json(proven(problem([spread], staff), grouped(G1=staff)))
    assert shown["mix"]["bound"] == 0.4
    assert shown["finish"]["bound"] == "2027-01-11"
    assert shown["placed"] == {
        "value": 5,
        "bound": 5,
        "proof": "There are no more than 5 places to fill (each strand for itself).",
        "joint": False,
        "best": True,
    }


def test_measures_may_be_handed_in() -> None:
    one = problem([strand()], people(3))
    assert bounds(one, Schedule(), measures=measure(one, Schedule())) == bounds(one, Schedule())
