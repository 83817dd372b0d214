"""Whatever is drawn: its numbers stand in its table, no words lie over others or beyond the edge, text stays text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.outputs.charts import (
    Chart,
    Dumbbell,
    Estimate,
    Likert,
    Reading,
    Share,
    Target,
    dumbbell,
    figure,
    forest,
    likert,
    response,
    run_chart,
)
from learning.outputs.charts.axis import axis_over, fixed_axis
from learning.outputs.charts.drawing import WIDTH, clean, width_of, wrapped

SVG = "{http://www.w3.org/2000/svg}"
words = st.text(max_size=60)
figures = st.none() | st.floats(-1e6, 1e6) | st.sampled_from([0.0, -100.0, 100.0, 1e-9])
counts = st.none() | st.integers(0, 5000)
fives = st.none() | st.tuples(*[st.sampled_from([0, 1, 2, 40, 4999])] * 5)


def written(value: float) -> str:
    return f"{value:,.2f}".replace("-", "−")


dumbbells = st.lists(st.builds(Dumbbell, words, figures, figures, figures, figures), max_size=5).map(
    lambda lines: dumbbell(
        "a", "Title", "Description", lines, fixed_axis(1, 5), written=written, change_written=written
    )
)
forests = st.builds(
    lambda lines, overall: forest("b", "Title", "Description", lines, written=written, overall=overall),
    st.lists(st.builds(Estimate, words, counts, figures, figures, figures), max_size=5),
    figures,
)
likerts = st.lists(st.builds(Likert, words, fives), max_size=5).map(
    lambda lines: likert("c", "Title", "Description", lines)
)
responses = st.lists(st.builds(Share, words, counts, counts), max_size=5).map(
    lambda lines: response("d", "Title", "Description", lines)
)
runs = st.builds(
    lambda lines, target: run_chart("e", "Title", "Description", lines, written=written, target=target),
    st.lists(st.builds(Reading, words, figures), max_size=40),
    st.none() | st.builds(Target, figures.filter(lambda value: value is not None), words),
)
charts: st.SearchStrategy[Chart] = dumbbells | forests | likerts | responses | runs


def drawn_texts(chart: Chart) -> list[ET.Element]:
    return list(ET.fromstring(chart.svg).iter(f"{SVG}text"))


@given(charts)
def test_every_number_in_a_chart_stands_in_its_table(chart: Chart) -> None:
    cells = " ".join(clean(cell) for row in (chart.heading, *chart.rows) for cell in row)
    for element in drawn_texts(chart):
        if element.get("class") == "scale" or element.get("font-weight") == "600":
            continue  # the values of the axis; the names of lines may be parted anywhere
        for number in re.findall(r"[−-]?\d[\d,.]*\d|\d", element.text or ""):
            assert number in cells


@given(charts)
def test_words_never_overlap_and_never_leave_the_drawing(chart: Chart) -> None:
    boxes = []
    height = float(ET.fromstring(chart.svg).get("height", "0"))
    for element in drawn_texts(chart):
        size, x, y = (float(element.get(key, "0")) for key in ("font-size", "x", "y"))
        width = width_of(element.text or "", size)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[element.get("text-anchor", "start")]
        assert left >= -0.02
        assert left + width <= WIDTH + 0.02
        assert y - size * 0.75 > 0
        assert y <= height
        boxes.append((left, left + width, y - size * 0.75, y))
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            apart = one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
            assert apart, (one, other)


@given(charts)
def test_marks_stay_inside_the_drawing(chart: Chart) -> None:
    for element in ET.fromstring(chart.svg).iter():
        for key in ("x", "x1", "x2", "cx"):
            assert -0.02 <= float(element.get(key, "0")) <= WIDTH + 0.02
        assert float(element.get("width", "0")) >= 0


@given(charts)
def test_chart_is_an_image_with_title_and_description(chart: Chart) -> None:
    root = ET.fromstring(chart.svg)
    ids = {element.get("id"): element for element in root.iter() if element.get("id")}
    assert root.get("role") == "img"
    title, description = (ids[name] for name in root.get("aria-labelledby", "").split())
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.find(f".//{SVG}path[@class]") is None


@given(charts)
def test_table_has_a_cell_under_every_heading(chart: Chart) -> None:
    assert {len(row) for row in chart.rows} <= {len(chart.heading)}
    table = ET.fromstring(figure(chart)).find(".//table")
    assert table is not None
    assert len(table.findall("tbody/tr")) == len(chart.rows)
    assert len(table.findall("thead/tr/th[@scope='col']")) == len(chart.heading)
    assert len(table.findall("tbody/tr/th[@scope='row']")) == len(chart.rows)


HELD: list[tuple[str, Callable[[], Chart]]] = [
    (
        "dumbbell",
        lambda: dumbbell(
            "a", "T", "D", [Dumbbell("L", None, None)], fixed_axis(1, 5), written=written, change_written=written
        ),
    ),
    ("forest", lambda: forest("a", "T", "D", [Estimate("L", None, None)], written=written)),
    ("likert", lambda: likert("a", "T", "D", [Likert("L", None)])),
    ("response", lambda: response("a", "T", "D", [Share("L", None, 40)])),
    ("run chart", lambda: run_chart("a", "T", "D", [Reading("L", None)], written=written)),
]


@pytest.mark.parametrize(("kind", "make"), HELD, ids=[kind for kind, _ in HELD])
def test_what_is_held_back_has_its_token_and_no_mark(kind: str, make: Callable[[], Chart]) -> None:
    chart = make()
    assert "[c]" in [element.text for element in drawn_texts(chart)]
    assert "[c]" in chart.rows[0]
    assert not {"0", "0%", "0.00"} & set(chart.rows[0])
    marks = {"interval", "estimate", "reached", "reading"}
    drawn = [element.get("class") for element in ET.fromstring(chart.svg).iter()]
    legend = 1 if kind == "dumbbell" else 0
    assert sum(name in marks for name in drawn) == legend


HOSTILE = "</text><script>alert(1)</script>&amp;\"' \x00\x1b ]]>"


@pytest.mark.parametrize("label", [HOSTILE, "<b>Legal & HR</b>", "\ud800", "​"])
def test_text_stays_text(label: str) -> None:
    chart = forest("a", label, label, [Estimate(label, 12, 1.0, 0.5, 1.5)], written=written)
    root = ET.fromstring(figure(chart))
    assert root.find(".//script") is None
    assert root.find(".//b") is None
    assert "".join(root.find(".//tbody/tr/th").itertext()) == clean(label)  # type: ignore[union-attr]


def centre(chart: Chart, name: str, **keys: str) -> list[float]:
    root = ET.fromstring(chart.svg)
    return [float(element.get("cx", "nan")) for element in root.iter() if element.get("class") == name][1:]


def test_dots_stand_where_their_values_are() -> None:
    axis = fixed_axis(1, 5)
    lines = [Dumbbell("L", 1.0, 3.0, 1.5, 2.5), Dumbbell("M", 5.0, 2.0)]
    chart = dumbbell("a", "T", "D", lines, axis, written=written, change_written=written)
    assert centre(chart, "before") == [14.0, 306.0]
    assert centre(chart, "after") == [160.0, 87.0]
    assert chart.rows[0] == ("L", "1.00", "3.00", "2.00", "1.50 to 2.50")
    assert chart.rows[1][4] == "no interval"


def test_forest_reads_an_interval_over_zero_as_no_clear_change() -> None:
    lines = [Estimate("L", 40, 1.0, -0.1, 2.1), Estimate("M", 40, 1.0, 0.1, 1.9), Estimate("N", 40, -1.0, -2.0, -0.1)]
    rows = forest("a", "T", "D", lines, written=written, overall=0.5).rows
    assert [row[4] for row in rows] == ["no clear change", "clear rise", "clear fall", ""]


def test_likert_bars_part_in_the_middle_of_neither() -> None:
    chart = likert("a", "T", "D", [Likert("L", (10, 20, 20, 30, 20))])
    bars = {
        element.get("class"): (float(element.get("x", "0")), float(element.get("width", "0")))
        for element in ET.fromstring(chart.svg).iter(f"{SVG}rect")
        if str(element.get("class")).startswith("step")
    }
    left, width = bars["step-3"]
    assert left + (width + 1.5) / 2 == pytest.approx(WIDTH / 2, abs=0.02)
    assert (bars["step-2"][1] + 1.5) / (bars["step-1"][1] + 1.5) == pytest.approx(2, abs=0.01)
    assert chart.rows[0] == ("L", "100", "10%", "20%", "20%", "30%", "20%", "30%", "50%")


def test_target_of_a_run_chart_is_said_with_its_comparison() -> None:
    chart = run_chart("a", "T", "D", [Reading("May", 70.0)], written=written, target=Target(80.0, "over 80%"))
    assert "Dashes: target, over 80%" in [element.text for element in drawn_texts(chart)]
    assert chart.rows == (("May", "70.00", "over 80%"),)


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=6))
def test_axis_reaches_over_every_value(values: list[float]) -> None:
    known = [value for value in values if abs(value) < 1e200]
    axis = axis_over(known)
    assert axis.low < axis.high
    slack = (axis.high - axis.low) * 1e-6
    assert all(axis.low - slack <= value <= axis.high + slack for value in known)
    assert 2 <= len(axis.ticks) <= 7


@given(words, st.floats(40, 300))
def test_wrapping_loses_no_character(text: str, width: float) -> None:
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")
    assert all(width_of(part) <= width or len(part) == 1 for part in lines)


def test_same_input_draws_the_same() -> None:
    made: list[Any] = [likert("a", "T", "D", [Likert("L", (1, 2, 3, 4, 5))]).svg for _ in range(2)]
    assert made[0] == made[1]
