"""Progress while a search runs: redrawn in place on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from learning.cli.interrupt import Interrupt
from learning.cli.terminal import console_on, print_lines
from learning.presenters.progress import best_words, groups_words, placed_words, progress_line
from learning.presenters.words import duration, printable

if TYPE_CHECKING:
    from rich.console import RenderableType

    from scheduler.outcome import Progress
    from scheduler.problem import Aim

SECONDS_BETWEEN_LINES = 5.0
SECONDS_BETWEEN_STAGES = 1.0
BAR_CELLS = 40


@contextmanager
def showing_progress(
    interrupt: Interrupt, asked: Collection[Aim], *, quiet: bool
) -> Iterator[Callable[[Progress], None] | None]:
    """What to call with each `Progress`; None if nothing is to be shown. All of it on standard error.

    ``asked`` are the aims whose best values are shown.
    """
    if quiet:
        yield None
    elif not sys.stderr.isatty():
        yield PlainProgress(asked)
    else:
        from rich.live import Live

        board = Board(asked)
        interrupt.tell = board.note
        with Live(get_renderable=board.drawing, console=console_on(sys.stderr), refresh_per_second=4, transient=True):
            yield board


class PlainProgress:
    """Prints a line now and then, sooner when the stage is a new one."""

    def __init__(self, asked: Collection[Aim]) -> None:
        self._asked = asked
        self._stage = ""
        self._printed_at = float("-inf")

    def __call__(self, progress: Progress) -> None:
        pause = SECONDS_BETWEEN_LINES if progress.stage == self._stage else SECONDS_BETWEEN_STAGES
        if progress.seconds - self._printed_at < pause:
            return
        self._stage, self._printed_at = progress.stage, progress.seconds
        print_lines([progress_line(progress, self._asked)], to_stderr=True)


class Board:
    """The few lines that are redrawn in place; its clock runs on between two reports."""

    def __init__(self, asked: Collection[Aim]) -> None:
        self._asked = asked
        self._started_at = time.monotonic()
        self._latest: Progress | None = None
        self._note = "Ctrl-C stops and keeps the best"

    def note(self, sentence: str) -> None:
        """Show a sentence under the figures; printing it would run into what is redrawn."""
        self._note = sentence

    def __call__(self, progress: Progress) -> None:
        self._latest = progress

    def drawing(self) -> RenderableType:
        from rich.table import Table
        from rich.text import Text

        grid = Table.grid(padding=(0, 2))
        latest = self._latest
        grid.add_row("Stage", printable(latest.stage) if latest else "starting")
        if latest is not None:
            placed = Text.assemble((bar(latest.placed, latest.audience), "cyan"), " ", placed_words(latest))
            grid.add_row("Placed", placed)
            grid.add_row("Groups", groups_words(latest) or "none yet")
            grid.add_row("Best so far", best_words(latest.aims, self._asked) or "nothing yet")
        grid.add_row("Time", duration(time.monotonic() - self._started_at))
        grid.add_row("", self._note)
        return grid


def bar(part: int, whole: int) -> str:
    """A bar of `BAR_CELLS` characters, full only if the part is the whole."""
    filled = BAR_CELLS * part // whole if whole else 0
    return "█" * filled + "░" * (BAR_CELLS - filled)
