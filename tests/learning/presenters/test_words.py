"""Numbers, days and durations as people write them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.presenters.words import count, duration, long_day, number, percentage, printable, short_day


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (4508, 0, "4,508"),
        (0, 0, "0"),
        (-12, 0, "−12"),
        (0.94321, 3, "0.943"),
        (-0.0001, 3, "0.000"),
        (Fraction(5, 2), 1, "2.5"),
    ],
)
def test_number_has_thousands_separated_and_a_true_minus(value: float, decimals: int, text: str) -> None:
    assert number(value, decimals) == text


def test_count_agrees_with_its_noun() -> None:
    assert [count(n, "group") for n in (0, 1, 2)] == ["0 groups", "1 group", "2 groups"]
    assert count(4500, "person", "people") == "4,500 people"


def test_percentage_is_whole_and_says_all_or_none_only_when_true() -> None:
    assert percentage(Fraction(1)) == "100%"
    assert percentage(Fraction(999, 1000)) == "over 99%"
    assert percentage(Fraction(1, 1000)) == "under 1%"
    assert percentage(0) == "0%"
    assert percentage(0.876) == "88%"


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_percentage_of_part_is_never_100_unless_all(part: int, more: int) -> None:
    assert percentage(Fraction(part, part + more)) != "100%"


def test_days_are_written_short_in_tables_and_long_in_sentences() -> None:
    assert short_day(date(2026, 6, 16)) == "16 Jun"
    assert short_day(date(2026, 6, 16), year=True) == "16 Jun 2026"
    assert long_day(date(2026, 6, 16)) == "Tuesday 16 June 2026"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0.0 s"), (4.26, "4.3 s"), (42.2, "42 s"), (83, "1 min 23 s"), (3700, "1 h 1 min")]
)
def test_duration_is_as_exact_as_it_is_long(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@given(st.text())
def test_printable_text_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    assert printable(text).isprintable()


def test_printable_shows_control_characters_and_leaves_letters() -> None:
    assert printable("Zoë\x1b[2J\n") == "Zoë\\x1b[2J\\n"
