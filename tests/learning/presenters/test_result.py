"""What a schedule reached, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from fractions import Fraction

import pytest

from learning.presenters.result import (
    aim_line,
    aim_lines,
    asked_aims,
    ending,
    file_lines,
    finding,
    measure_lines,
    next_steps,
    strand_table,
)
from scheduler.measures import measure
from scheduler.problem import Aim, Grouping, GroupingRule, Person, Problem, Strand, Wish
from scheduler.schedule import Allocation, Reason, Schedule, Session, Unplaced


def strand(strand_id: str, title: str, tag: str) -> Strand:
    return Strand(
        strand_id,
        min_size=1,
        max_size=2,
        first_day=date(2027, 1, 11),
        last_day=date(2027, 3, 1),
        weekdays=frozenset(range(5)),
        start_times=(time(9, 30),),
        title=title,
        audience={"tags": frozenset({tag})},
    )


PEOPLE = {"a": "i", "b": "i", "c": "it", "d": "i", "e": "i"}
PROBLEM = Problem(
    name="Offer",
    timezone="Europe/London",
    first_day=date(2027, 1, 11),
    last_day=date(2027, 3, 1),
    strands=(strand("info", "Information", "i"), strand("talk", "", "t")),
    people=tuple(Person(staff_id, {"tags": tags}, tags=frozenset(tags)) for staff_id, tags in PEOPLE.items()),
)
SESSION = Session("s1", "info", "g1", 1, datetime(2027, 1, 12, 9, 30), datetime(2027, 1, 12, 10, 30))
LATER = Session("s2", "info", "g2", 1, datetime(2027, 2, 9, 9, 30), datetime(2027, 2, 9, 10, 30))
PLACED = (Allocation("a", "info", "g1"), Allocation("b", "info", "g2"))
MISSING = (
    Unplaced("c", "info", Reason.CAPACITY, "One more session would place them."),
    Unplaced("c", "talk", Reason.PREREQUISITE, "They are not placed in Information."),
    Unplaced("d", "info", Reason.AVAILABILITY, "They are away throughout."),
    Unplaced("e", "info", Reason.AVAILABILITY, "They are away throughout."),
)
COMPLETE = Schedule((SESSION, LATER), PLACED, ())
PARTIAL = Schedule((SESSION, LATER), PLACED, MISSING)


def test_finding_says_that_everyone_has_a_place() -> None:
    assert finding(COMPLETE, 2) == "Everyone has a place in every strand that is for them: 2 of 2."


def test_finding_counts_people_not_rows() -> None:
    assert finding(PARTIAL, 6) == "3 people have no place in a strand that is for them: 2 of 6 places are given."


def test_finding_of_one_person_is_singular() -> None:
    assert finding(Schedule((), (), MISSING[:1]), 1).startswith("1 person has no place")


def test_finding_of_a_schedule_that_forgets_people_does_not_say_everyone() -> None:
    assert finding(COMPLETE, 3) == "2 of 3 places are given."


def test_strand_table_gives_each_strand_its_places_groups_and_days() -> None:
    summary = {"strands": {"info": {"groups": 2, "groups_at_least": 1}}}
    table = strand_table(PROBLEM, measure(PROBLEM, PARTIAL), summary)
    assert [column.heading for column in table.columns] == [
        *("Strand", "For", "Placed", "No place", "Groups", "At least", "Sessions", "First day", "Last day")
    ]
    assert table.rows == (
        ("Information", "5", "2", "3", "2", "1", "2", "12 Jan", "9 Feb"),
        ("talk", "1", "0", "1", "0", "", "0", "none", "none"),
    )


def test_strand_table_says_the_year_where_it_differs() -> None:
    over_new_year = replace(PROBLEM, first_day=date(2026, 11, 2))
    table = strand_table(over_new_year, measure(over_new_year, COMPLETE))
    assert table.rows[0][-2:] == ("12 Jan 2027", "9 Feb 2027")


def test_strand_table_without_summary_has_no_bound() -> None:
    table = strand_table(PROBLEM, measure(PROBLEM, COMPLETE))
    assert "At least" not in [column.heading for column in table.columns]
    assert all(len(row) == len(table.columns) for row in table.rows)


@pytest.mark.parametrize(
    ("aim", "entry", "line"),
    [
        (Aim.GROUPS, {"value": 461, "bound": 459}, "461 groups; at least 459 needed; 2 still open"),
        (Aim.GROUPS, {"value": 459, "bound": 459}, "459 groups; at least 459 needed; proven"),
        (
            Aim.PLACED,
            {"value": 9_616, "bound": 9_616, "proof": "everyone"},
            "9,616 places given; at most 9,616 possible; proven",
        ),
        (
            Aim.FINISH,
            {"value": "2027-06-16", "bound": "2027-06-10"},
            "last session on Wednesday 16 June 2027; not possible before Thursday 10 June 2027; 6 days still open",
        ),
        (
            Aim.FINISH,
            {"value": date(2027, 6, 16), "bound": "2027-06-16"},
            "last session on Wednesday 16 June 2027; not possible before Wednesday 16 June 2027; proven",
        ),
        (
            Aim.OWN_TEAM,
            {"value": Fraction(7, 8), "bound": 1},
            "88% in a group of their own team alone; at most 100% possible; 12.5 points still open",
        ),
        (
            Aim.MIX,
            {"value": 0.9432, "bound": 0.9501},
            "mix of 0.943 (1 = every pair in a group differs); at most 0.950 possible; 0.007 still open",
        ),
        (Aim.LOAD, {"value": 1, "bound": None}, "1 session for the busiest trainer; no bound is known"),
        (
            Aim.ALONE,
            {"value": 0, "bound": 0},
            "0 people alone with their value in a group; at least 0 whatever is done; proven",
        ),
        (Aim.WISHES, {"value": -3, "bound": 12}, "weight of wishes kept: −3; at most 12 possible; 15 still open"),
        (Aim.OWN_TEAM, {"value": None, "bound": None}, ""),
        (Aim.WISHES, {}, ""),
    ],
)
def test_aim_line_says_value_bound_and_certainty(aim: Aim, entry: dict[str, object], line: str) -> None:
    assert aim_line(aim, entry) == line


def test_bound_that_is_not_reached_is_never_called_proven() -> None:
    assert "proven" not in aim_line(Aim.GROUPS, {"value": 460, "bound": 459})
    assert "proven" not in aim_line(Aim.OWN_TEAM, {"value": 0.999, "bound": 1})


def test_aim_lines_keep_the_order_of_the_programme() -> None:
    summary = {"aims": {"groups": {"value": 2, "bound": 2}, "placed": {"value": 2, "bound": 2}, "mix": {"value": None}}}
    assert [line.split(";")[0] for line in aim_lines(PROBLEM, summary)] == ["  2 places given", "  2 groups"]


def test_aims_that_nothing_asks_for_are_left_out() -> None:
    summary = {"aims": {"wishes": {"value": 0, "bound": 0}, "load": {"value": 3, "bound": 3}}}
    assert aim_lines(PROBLEM, summary) == ["  3 sessions for the busiest trainer; at least 3 needed; proven"]
    wished = replace(PROBLEM, wishes=(Wish("a"),))
    assert aim_lines(wished, summary)[1] == "  weight of wishes kept: 0; at most 0 possible; proven"
    teams = Grouping(GroupingRule.TEAM, fields=("team",))
    asking = replace(PROBLEM, strands=(replace(PROBLEM.strands[0], grouping=teams),))
    assert asked_aims(asking) == (Aim.PLACED, Aim.OWN_TEAM, Aim.GROUPS, Aim.FINISH, Aim.LOAD)


def test_measure_lines_have_values_alone() -> None:
    values = {Aim.GROUPS: 2, Aim.PLACED: 2, Aim.MIX: None}
    assert measure_lines(PROBLEM, values) == ["  2 places given", "  2 groups"]


def test_ending_says_whether_more_time_may_help() -> None:
    summary = {"seconds": 12.34, "seconds_to_first_complete": 4.2}
    assert ending("finished", summary) == ("Every aim was tried. Took 12 s; a complete schedule stood after 4.2 s.")
    assert "more time may improve it" in ending("stopped", {})
    assert "died" in ending("died", {"seconds": 1.0, "seconds_to_first_complete": None})


def test_next_steps_begin_with_the_most_frequent_reason() -> None:
    steps = next_steps(PROBLEM, MISSING)
    assert steps[0] == "Why, and what would place more people:"
    assert steps[1] == "  2 availability: no time or venue suits them (Information 2)"
    assert steps[2].startswith("    Check their pattern")
    assert len(steps) == 8
    assert next_steps(PROBLEM, ()) == []


def test_file_lines_name_all_four_files() -> None:
    text = "\n".join(file_lines("out", PARTIAL))
    assert all(name in text for name in ("sessions.csv", "allocations.csv", "unplaced.csv", "summary.json"))
    assert "2 sessions" in text
    assert "4 rows" in text
