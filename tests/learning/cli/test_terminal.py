"""Lines, tables and progress on a terminal and without one."""

from __future__ import annotations

import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from learning.cli.interrupt import Interrupt
from learning.cli.live import BAR_CELLS, Board, PlainProgress, bar, showing_progress
from learning.cli.terminal import folded, print_table
from learning.presenters.tables import Column, Table
from scheduler.outcome import Progress
from scheduler.problem import Aim

TABLE = Table("Places", (Column("Strand"), Column("For", figures=True)), (("[bold]Talk :smile:", "4,500"),))


def standing(stage: str, seconds: float) -> Progress:
    return Progress(stage, seconds, 5, 12, 1, 2, {})


def test_folded_line_keeps_its_words_and_goes_on_further_in() -> None:
    assert folded("  one two three four", 12).splitlines() == ["  one two", "    three", "    four"]
    assert folded("", 80) == ""


@given(st.lists(st.text("abc", min_size=1, max_size=30), max_size=30), st.integers(20, 100))
def test_folded_line_is_never_wider_than_the_terminal(words: list[str], width: int) -> None:
    assert all(len(part) <= width for part in folded(" ".join(words), width).splitlines())


def test_table_prints_text_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(TABLE)
    out = capsys.readouterr().out
    assert "[bold]Talk :smile:" in out
    assert "\x1b" not in out


def test_plain_progress_prints_a_line_now_and_then_and_new_stages_sooner(capsys: pytest.CaptureFixture[str]) -> None:
    progress = PlainProgress(tuple(Aim))
    for stage, seconds in (
        ("first", 0.0),
        ("first", 1.0),
        ("second", 2.0),
        ("third", 2.1),
        ("second", 6.9),
        ("second", 7.1),
    ):
        progress(standing(stage, seconds))
    printed = capsys.readouterr().err.splitlines()
    assert [line.split(" · ")[:2] for line in printed] == [["0.0 s", "first"], ["2.0 s", "second"], ["7.1 s", "second"]]


def test_board_shows_stage_bar_groups_and_note() -> None:
    board = Board(tuple(Aim))
    drawn = Console(file=io.StringIO(), width=100)
    drawn.print(board.drawing())
    board(standing("moving people", 3.0))
    board.note("Stopping")
    drawn.print(board.drawing())
    text = drawn.file.getvalue()  # type: ignore[attr-defined]
    assert "starting" in text
    assert "placed 5 of 12" in text
    assert "1 groups" not in text
    assert "1 group (at least 2 needed)" in text
    assert "Stopping" in text


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_bar_is_full_only_when_all_are_placed(part: int, more: int) -> None:
    drawn = bar(part, part + more)
    assert len(drawn) == BAR_CELLS
    assert (drawn == "█" * BAR_CELLS) == (part > 0 and more == 0)


def test_progress_on_a_terminal_leaves_the_note_to_the_board(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    screen.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stderr", screen)
    interrupt = Interrupt()
    with showing_progress(interrupt, tuple(Aim), quiet=False) as board:
        assert isinstance(board, Board)
        board(standing("moving people", 3.0))
        interrupt.tell("Stopping")
    assert "Stopping" in screen.getvalue()


def test_quiet_progress_shows_nothing() -> None:
    with showing_progress(Interrupt(), tuple(Aim), quiet=True) as progress:
        assert progress is None
