"""The report on those left, in words."""

from __future__ import annotations

from dataclasses import replace

from learning.presenters.bottlenecks import NOTHING, bottlenecks_line, edit_lines, report_lines, step_line
from scheduler.bottlenecks import Edit, Report, Step
from tests.scheduler.bottlenecks.checking import studied
from tests.scheduler.explain.small import people, problem, strand

THREE = problem([strand(min_size=4, max_size=8)], people(3))


def test_nobody_left_is_said_in_one_line() -> None:
    assert report_lines(THREE, Report(complete=True, left=frozenset())) == [NOTHING]


def test_report_says_who_is_short_then_what_helps_then_the_set_with_its_edits() -> None:
    lines = report_lines(THREE, studied(THREE))

    assert lines[0] == "3 places are not filled (Talk 3)."
    assert "  fills 3 places, 4 points · Groups of at least 3 instead of 4 in Talk." in lines
    assert (
        "The cheapest set that was found: 1 remedy, 4 points in all, fill 3 places; nobody is left without a place."
        in lines
    )
    assert lines[-1] == "  programme.toml, talk: size.min 4 becomes 3"


def test_report_that_was_stopped_says_so_and_does_not_claim_that_nothing_helps() -> None:
    stopped = replace(studied(THREE), complete=False, remedies=(), together=None)

    lines = report_lines(THREE, stopped)

    assert "No change was verified so far." in lines
    assert lines[-1].startswith("Stopped before every change was tried")


def test_edits_of_a_new_row_stand_in_one_line() -> None:
    edits = [
        Edit("trainers.csv", "NEW", "trainer_id", None, "NEW"),
        Edit("trainers.csv", "NEW", "strands", None, "talk"),
        Edit("programme.toml", "talk", "grouping.keep_together", '"unit"', None),
        Edit("staff.csv", "P1", "sites", "", "North"),
    ]
    assert edit_lines(edits) == [
        "programme.toml, talk: delete grouping.keep_together",
        "staff.csv, P1: sites blank becomes North",
        "trainers.csv, a new row: trainer_id = NEW, strands = talk",
    ]


def test_step_and_pointer_are_one_line_each() -> None:
    assert step_line(Step("what would help", 4.26, 3, 12)) == "4.3 s · what would help · 3 of 12 kinds of change tried"
    assert bottlenecks_line("a", "b").startswith("learning bottlenecks a b ")
