"""Defects and warnings as lines."""

from __future__ import annotations

from learning.presenters.defects import defect_lines, warning_lines
from scheduler.errors import Defect

STAFF = [
    Defect("staff.csv", "is not a day; write it as 2027-01-11", row=row, column="joins_on", value="soon")
    for row in (9, 2)
]
VENUES = [Defect("venues.csv", "the table is missing; add it")]


def test_defects_are_counted_first_and_grouped_by_file_in_row_order() -> None:
    assert defect_lines(VENUES + STAFF) == [
        "3 things to put right; nothing was written.",
        "",
        "staff.csv (2)",
        '  staff.csv, row 2, joins_on "soon": is not a day; write it as 2027-01-11',
        '  staff.csv, row 9, joins_on "soon": is not a day; write it as 2027-01-11',
        "",
        "venues.csv (1)",
        "  venues.csv: the table is missing; add it",
    ]


def test_single_defect_is_one_thing() -> None:
    assert defect_lines(VENUES)[0] == "1 thing to put right; nothing was written."


def test_defects_over_the_limit_are_counted_with_the_way_to_see_them() -> None:
    lines = defect_lines([Defect("staff.csv", "is blank", row=row) for row in range(2, 1002)], most=200)
    assert lines[0].startswith("1,000 things")
    assert lines[2] == "staff.csv (1,000)"
    assert sum(line.startswith("  staff.csv, row") for line in lines) == 200
    assert lines[-1].startswith("and 800 more: add 2> defects.txt")


def test_defect_cannot_send_commands_to_the_terminal() -> None:
    lines = defect_lines([Defect("staff.csv", "is unknown", row=2, value="\x1b[2J\r\nall is well")])
    assert all(line.isprintable() for line in lines)


def test_warnings_show_the_first_and_count_the_rest_by_file() -> None:
    warnings = [Defect("staff.csv", "is the e-mail of somebody else too", row=row) for row in range(2, 14)]
    lines = warning_lines([*warnings, Defect("trainers.csv", "is unknown", row=2)], most=3)
    assert lines[0] == "13 warnings; none of them stops the schedule."
    assert [line for line in lines if "row" in line] == [f"  {warning}" for warning in warnings[:3]]
    assert lines[-2:] == [
        "  and 9 more in staff.csv (all with --json)",
        "  and 1 more in trainers.csv (all with --json)",
    ]


def test_no_warnings_are_no_lines() -> None:
    assert warning_lines([]) == []
