"""Stopping when told: once to keep the best schedule so far, twice to leave at once."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

import click

SENTENCE = "Stopping: the best schedule so far will be written. Ctrl-C again leaves at once with nothing."


class Interrupt:
    """Whether somebody asked the search to stop; call it to know.

    ``searching`` is set to False when the search has ended: what follows is quick and is not interrupted,
    so that a result is written whole and what is said of it is true. ``tell`` says that the search is stopping.
    """

    def __init__(self, sentence: str = SENTENCE) -> None:
        self.sentence = sentence
        self.asked = False
        self.searching = True
        self.tell: Callable[[str], None] = partial(click.echo, err=True)

    def __call__(self) -> bool:
        return self.asked

    def on_interrupt(self, _number: int, _frame: FrameType | None) -> None:
        """The first Ctrl-C asks; the second leaves at once, and a third is not even caught."""
        if not self.searching:
            return
        if self.asked:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            raise KeyboardInterrupt
        self.asked = True
        self.tell(self.sentence)

    def on_terminate(self, _number: int, _frame: FrameType | None) -> None:
        """A request to end, however often it comes, is one request to stop."""
        self.asked = True


@contextmanager
def watching_signals(sentence: str = SENTENCE) -> Iterator[Interrupt]:
    """Ctrl-C and SIGTERM set the returned `Interrupt` as long as the block runs; the first Ctrl-C says ``sentence``."""
    interrupt = Interrupt(sentence)
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, interrupt.on_interrupt),
        signal.SIGTERM: signal.signal(signal.SIGTERM, interrupt.on_terminate),
    }
    try:
        yield interrupt
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
