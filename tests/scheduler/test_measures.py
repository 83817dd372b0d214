"""The exact values of the aims."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import time, timedelta
from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from scheduler.measures import measure
from scheduler.problem import Aim, Grouping, GroupingRule, Mode, Venue, Wish
from scheduler.schedule import Reason, Schedule
from tests.scheduler.referee.small import MONDAY, TIMES, person, placed, problem, session, strand, unplaced

MIXED = Grouping(GroupingRule.MIXED, mix={"team": Fraction(1), "grade": Fraction(1, 2)}, not_alone="team")


def test_measures_count_people_groups_sessions_and_days() -> None:
    sessions = (session("G1"), session("G2", day=3))
    schedule = Schedule(sessions, placed("G1", "A", "B") + placed("G2", "C"), unplaced("D", reason=Reason.CLASH))

    measures = measure(problem(), schedule)
    talk = measures.strands["talk"]

    assert (talk.audience, talk.placed, talk.groups, talk.sessions) == (4, 3, 2, 2)
    assert (talk.first_day, talk.last_day) == (MONDAY, MONDAY + timedelta(days=3))
    assert talk.unplaced == {Reason.CLASH: 1}
    assert measures.aims[Aim.PLACED] == 3
    assert measures.aims[Aim.GROUPS] == 2
    assert measures.aims[Aim.FINISH] == MONDAY + timedelta(days=3)
    assert measures.aims[Aim.LOAD] == 2


def test_aims_that_no_strand_has_are_none() -> None:
    aims = measure(problem(), Schedule((session("G1"),), placed("G1", "A"))).aims

    assert (aims[Aim.OWN_TEAM], aims[Aim.MIX], aims[Aim.ALONE], aims[Aim.WISHES]) == (None, None, None, 0)


def test_own_team_is_the_share_of_people_in_groups_of_one_team() -> None:
    rules = Grouping(GroupingRule.TEAM, fields=("team", "directorate"))
    people = (person("A", team="X"), person("B", team="X"), person("C", team="X"), person("D", team="Y"), person("E"))
    case = problem(strand(grouping=rules), people=people)
    sessions = (session("G1"), session("G2", day=1), session("G3", day=2))

    schedule = Schedule(sessions, placed("G1", "A", "B") + placed("G2", "C", "D") + placed("G3", "E"))

    assert measure(case, schedule).aims[Aim.OWN_TEAM] == Fraction(3, 5)


def test_mix_leaves_out_pairs_with_a_blank_and_weighs_columns() -> None:
    people = (
        person("A", team="X", grade="1"),
        person("B", team="X", grade="2"),
        person("C", team="Y"),
        person("D", grade="1"),
    )
    case = problem(strand(grouping=MIXED), people=people)

    mix = measure(case, Schedule((session("G1"),), placed("G1", *"ABCD"))).aims[Aim.MIX]

    # Team: AB alike, AC and BC differ. Grade: AD alike, AB and BD differ.
    assert mix == Fraction(2, 3)


def test_mix_of_several_strands_is_their_plain_mean() -> None:
    people = tuple(person(i, team=team) for i, team in zip("ABCD", "XXYY", strict=True))
    case = problem(strand(grouping=MIXED), strand("other", grouping=MIXED), people=people)
    rows = placed("G1", "A", "B") + placed("O1", "A", "C", strand_id="other")

    measures = measure(case, Schedule((session("G1"), session("O1", strand_id="other")), rows))

    assert (measures.strands["talk"].aims[Aim.MIX], measures.strands["other"].aims[Aim.MIX]) == (0, 1)
    assert measures.aims[Aim.MIX] == Fraction(1, 2)


MEMBERS = st.tuples(st.sampled_from(["", "X", "Y"]), st.sampled_from(["", "1", "2"]), st.integers(0, 2))


@given(st.lists(MEMBERS, max_size=9))
def test_mix_and_alone_agree_with_counting_pairs(rows: list[tuple[str, str, int]]) -> None:
    people = tuple(person(f"P{n}", team=team, grade=grade) for n, (team, grade, _) in enumerate(rows))
    groups = defaultdict(list)
    for someone, (_, _, number) in zip(people, rows, strict=True):
        groups[f"G{number}"].append(someone)
    schedule = Schedule(
        tuple(session(g, day=n) for n, g in enumerate(groups)),
        sum((placed(g, *(p.staff_id for p in members)) for g, members in groups.items()), ()),
    )

    aims = measure(problem(strand(grouping=MIXED), people=people), schedule).aims

    total = weights = Fraction()
    for column, weight in MIXED.mix.items():
        pairs = [
            a.value(column) != b.value(column)
            for members in groups.values()
            for a, b in combinations(members, 2)
            if a.value(column) and b.value(column)
        ]
        if pairs:
            total, weights = total + weight * Fraction(sum(pairs), len(pairs)), weights + weight
    alone = sum(
        bool(p.team) and all(q is p or q.team != p.team for q in members)
        for members in groups.values()
        for p in members
    )
    assert aims[Aim.MIX] == (total / weights if weights else None)
    assert aims[Aim.ALONE] == alone


def test_load_is_that_of_the_busiest_trainer() -> None:
    sessions = (
        session("G1"),
        session("G2", day=1, trainer_ids=("T1", "T2")),
        session("G3", day=2, trainer_ids=("T2",)),
        session("G4", day=3, trainer_ids=("T2",)),
    )

    assert measure(problem(), Schedule(sessions)).aims[Aim.LOAD] == 3


def test_wish_counts_once_for_each_session_that_matches_it() -> None:
    mondays = Wish("A", weekdays=frozenset({0}), weight=2)
    early = Wish("A", "talk", start_times=frozenset({TIMES[0]}), weight=-3)
    elsewhere = Wish("A", "other", weight=100)
    online = Wish("A", modes=frozenset({Mode.ONLINE}), weight=50)
    case = problem(wishes=(mondays, early, elsewhere, online))
    series = (session("G1"), session("G1", day=7, at=time(13), meeting=2))

    assert measure(case, Schedule(series, placed("G1", "A"))).aims[Aim.WISHES] == 2 + 2 - 3


def test_wish_for_a_mode_is_kept_where_the_session_has_no_venue() -> None:
    wish = Wish("A", modes=frozenset({Mode.ONLINE}), weight=1)
    venues = (Venue("R1", Mode.IN_PERSON),)
    case = problem(wishes=(wish,), venues=venues)

    def kept(venue_id: str) -> object:
        return measure(case, Schedule((session("G1", venue_id=venue_id),), placed("G1", "A"))).aims[Aim.WISHES]

    assert (kept("R1"), kept("")) == (0, 1)


def test_measures_do_not_depend_on_the_order_of_rows() -> None:
    people = tuple(person(i, team=team) for i, team in zip("ABCD", "XXYY", strict=True))
    case = problem(strand(grouping=MIXED), people=people)
    schedule = Schedule((session("G1"), session("G2", day=1)), placed("G1", "A", "B", "C") + placed("G2", "D"))
    turned = Schedule(schedule.sessions[::-1], schedule.allocations[::-1])

    assert measure(case, turned) == measure(replace(case, people=people[::-1]), schedule)
