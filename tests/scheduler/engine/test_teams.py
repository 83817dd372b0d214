"""Team-based strands: whole teams together where times allow, the rest pooled within their unit."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.build import build_instance
from scheduler.engine.first import first_plan
from scheduler.engine.objective import VALUES
from scheduler.engine.plan import Plan
from scheduler.engine.slots import Bools
from scheduler.engine.teams import at_peace, cover_team, fill_team_strand, seat
from scheduler.problem import Aim, Grouping, GroupingRule, KeepApart, Person
from tests.scheduler.engine.small import breaches, empty_plan, never, strand_of
from tests.scheduler.explain.small import person, problem, strand, weekly

TEAMS = Grouping(GroupingRule.TEAM, fields=("team", "directorate"))
FRIDAYS = weekly(fri=(9, 17))


def staff(teams: str, directorates: str = "") -> list[Person]:
    """One letter a person."""
    return [
        person(f"P{n:02}", attributes={"team": team, "directorate": (directorates or "D" * 99)[n]})
        for n, team in enumerate(teams)
    ]


def made(people: list[Person], grouping: Grouping = TEAMS, **facts: object) -> Plan:
    instance = build_instance(problem([strand(grouping=grouping, **facts)], people))
    return first_plan(instance, instance.order, np.random.default_rng(0), never)


def teams_of(plan: Plan) -> list[str]:
    talk = strand_of(plan, "talk")
    return sorted(
        "".join(sorted(plan.instance.people[p].team for p in talk.members(g).tolist()))
        for g in talk.open_groups().tolist()
    )


def test_each_team_meets_by_itself() -> None:
    plan = made(staff("XYXYXYZZ"))
    assert teams_of(plan) == ["XXX", "YYY", "ZZ"]
    assert VALUES[Aim.OWN_TEAM](plan) == 1


def test_no_group_is_opened_after_the_latest_day() -> None:
    """Team X can meet on Friday only; team Y, and the two of a small team, on any day."""
    staff_of_x = [person(f"X{n}", attributes={"team": "X", "directorate": "D"}, pattern=FRIDAYS) for n in range(2)]
    case = problem([strand(grouping=TEAMS)], [*staff_of_x, *staff("YYYZW")])
    for latest_day, opened in ((3, ["WZ", "YYY"]), (4, ["WZ", "XX", "YYY"])):
        plan = empty_plan(case)
        fill_team_strand(plan, strand_of(plan, "talk"), np.random.default_rng(0), never, latest_day=latest_day)
        assert teams_of(plan) == opened


def test_large_team_meets_in_the_fewest_groups() -> None:
    assert len(teams_of(made(staff("X" * 9)))) == 3
    assert len(teams_of(made(staff("X" * 8)))) == 2


def test_people_of_small_teams_share_a_group_within_their_unit() -> None:
    plan = made(staff("XYZW", "DDEE"))
    assert teams_of(plan) == ["WZ", "XY"]
    assert breaches(plan) == []


def test_nobody_crosses_the_border_of_a_unit() -> None:
    plan = made(staff("XYZ", "DDE"))
    assert teams_of(plan) == ["XY"]
    assert strand_of(plan, "talk").unplaced.tolist() == [2]


def test_part_time_team_meets_when_all_can() -> None:
    people = [
        Person(f"P{n}", {"team": "X", "directorate": "D"}, pattern=weekly(**{day: (9, 17), "thu": (9, 12)}))
        for n, day in enumerate(("mon", "tue", "wed", "fri"))
    ]
    plan = made(people)
    assert teams_of(plan) == ["XXXX"]
    talk = strand_of(plan, "talk")
    assert plan.instance.slots.starts_at(talk.slots[int(talk.place[0])][0]).strftime("%a %H") == "Thu 10"


def test_manager_meets_apart_from_the_team() -> None:
    grouping = Grouping(
        GroupingRule.TEAM, fields=("team", "directorate"), keep_apart=frozenset({KeepApart.LINE_MANAGER})
    )
    people = [
        *(Person(f"P{n}", {"team": "X", "directorate": "D"}, line_manager_id="P9") for n in range(3)),
        Person("P9", {"team": "X", "directorate": "D"}),
        *staff("YYY"),
    ]
    plan = made(people, grouping)
    assert "XXX" in teams_of(plan)
    assert not len(strand_of(plan, "talk").unplaced)
    assert breaches(plan) == []


def test_at_peace_leaves_out_the_one_who_is_kept_from_most() -> None:
    grouping = Grouping(GroupingRule.TEAM, fields=("team",), keep_apart=frozenset({KeepApart.LINE_MANAGER}))
    people = [*(Person(f"P{n}", line_manager_id="P9") for n in range(3)), Person("P9")]
    talk = strand_of(empty_plan(problem([strand(grouping=grouping)], people)), "talk")
    assert at_peace(talk, np.arange(4)).tolist() == [0, 1, 2]


eligible_tables = st.integers(1, 14).flatmap(
    lambda people: st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=people, max_size=people)
)


@given(eligible_tables, st.integers(1, 3), st.integers(0, 3), st.integers(0, 99))
@settings(max_examples=80)
def test_cover_of_a_team_seats_people_only_where_they_can_come(
    rows: list[list[bool]], least: int, more: int, seed: int
) -> None:
    eligible = np.array(rows, dtype=bool)
    most = least + more
    cover = cover_team(eligible, least, most, np.random.default_rng(seed))
    seated = [int(row) for _, members in cover for row in members]
    assert len(seated) == len(set(seated))
    assert len({column for column, _ in cover}) == len(cover)
    assert all(least <= len(members) <= most for _, members in cover)
    assert all(eligible[members, column].all() for column, members in cover)


@given(eligible_tables, st.sets(st.integers(0, 5), min_size=1, max_size=4), st.integers(1, 4))
@settings(max_examples=80)
def test_seating_in_chosen_columns_leaves_out_as_few_as_possible(
    rows: list[list[bool]], columns: set[int], most: int
) -> None:
    """Against every subset of people that Hall's condition forbids."""
    eligible = np.array(rows, dtype=bool)
    chosen = sorted(columns)
    found = seat(eligible, chosen, 1, most)
    assert sum(len(members) for _, members in found) == most_seated(eligible[:, chosen], most)


def most_seated(table: Bools, most: int) -> int:
    """The least over sets of groups of: their seats and the people who can go elsewhere (König's theorem)."""
    people, groups = table.shape
    best = people
    for chosen in range(2**groups):
        full = np.array([bool(chosen >> group & 1) for group in range(groups)])
        best = min(best, int(full.sum()) * most + int(table[:, ~full].any(axis=1).sum()))
    return best
