"""The search over time, drawn: true figures, text that a reader program finds, labels that never touch."""

from __future__ import annotations

import csv
from datetime import date
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from learning.presenters.trace import LINE_HEIGHT, Curve, _labels, clock, trace_drawing, trace_table
from scheduler.outcome import Step
from scheduler.problem import Aim

SVG = "{http://www.w3.org/2000/svg}"
STEPS = (
    Step(2.5, "first schedule", {"placed": 12, "groups": 4, "finish": date(2027, 6, 16)}),
    Step(7.0, "fewer groups", {"placed": 12, "groups": 3, "finish": date(2027, 6, 18)}),
)
SUMMARY = {
    "seconds": 20.0,
    "aims": {"placed": {"bound": 12}, "groups": {"bound": 2}, "finish": {"bound": "2027-06-14"}},
}


def drawn(steps: tuple[Step, ...] = STEPS, name: str = "Offer") -> ET.Element:
    return ET.fromstring(trace_drawing(name, steps, [Aim.PLACED, Aim.GROUPS, Aim.FINISH], SUMMARY))


def test_table_has_a_row_for_each_step() -> None:
    rows = list(csv.reader(trace_table(STEPS).splitlines()))
    assert rows == [
        ["seconds", "stage", "placed", "groups", "finish"],
        ["2.500", "first schedule", "12", "4", "2027-06-16"],
        ["7.000", "fewer groups", "12", "3", "2027-06-18"],
    ]


def test_drawing_says_in_text_what_it_shows() -> None:
    drawing = drawn()
    assert drawing.get("role") == "img"
    title, description = (drawing.find(f"{SVG}{tag}") for tag in ("title", "desc"))
    assert title is not None
    assert description is not None
    assert title.text == "Offer: the search over 0:20"
    assert description.text is not None
    assert "placed 12, proven best; groups 3, at least 2; finish 18 Jun, not before 14 Jun." in description.text
    assert drawing.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_curve_steps_when_the_best_got_better_and_holds_until_the_end() -> None:
    """20 s are 272 wide from 64 on, so that 7 s stand at 159.2; four groups are at the top, two at the bottom."""
    paths = [path.get("d") for path in drawn().iter(f"{SVG}path") if path.get("class") == "reached"]
    assert paths[1] == "M98.0 40.0H159.2V101.0H336"


def test_name_of_a_programme_cannot_break_the_drawing() -> None:
    title = drawn(name='A & B <script>"x"\x00').find(f"{SVG}title")
    assert title is not None
    assert title.text == 'A & B <script>"x"\\x00: the search over 0:20'


@given(st.floats(40, 162), st.floats(40, 162))
def test_labels_of_the_two_lines_never_touch(reached: float, bound: float) -> None:
    labels = _labels(Curve(Aim.GROUPS, (0.0,), (3,), 2), 0, reached, bound)
    first, second = (float(str(ET.fromstring(label).get("y"))) for label in labels)
    assert abs(first - second) >= LINE_HEIGHT - 1e-9
    assert (first <= second) == (reached <= bound)


def test_aim_without_a_bound_says_so() -> None:
    assert Curve(Aim.WISHES, (1.0,), (5,), None).finding == "wishes 5, no bound is known"


def test_clock() -> None:
    assert [clock(0), clock(83), clock(600)] == ["0:00", "1:23", "10:00"]
