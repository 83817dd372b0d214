"""How long the search may go on: a deadline, a deterministic effort, or somebody who says stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic


@dataclass
class Budget:
    """What is left to spend. ``effort`` counts moves tried after the first schedule."""

    deadline: float | None
    """`time.monotonic` seconds; None without a limit."""
    effort: int | None
    stopped: Callable[[], bool]
    spent: int = 0
    began: float = field(default_factory=monotonic)

    @property
    def limited(self) -> bool:
        """Whether anything but somebody's word ends the search."""
        return self.deadline is not None or self.effort is not None

    def must_stop(self) -> bool:
        """Whether the time is up or somebody asked to stop; asked often, so it is cheap."""
        return (self.deadline is not None and monotonic() >= self.deadline) or self.stopped()

    def turn(self, turns: int) -> Callable[[], bool]:
        """Asks whether a turn is over that begins now and is the first of so many in the time left.

        Earlier turns, those of earlier aims, are longer: of n, the first has n parts and the last has one.
        Under an effort no clock ends a turn, so that effort alone decides.
        """
        if self.deadline is None or self.effort is not None:
            return self.must_stop
        now = monotonic()
        end = now + (self.deadline - now) * 2 / (max(1, turns) + 1)
        return lambda: monotonic() >= end or self.must_stop()

    def spent_share(self, share: float) -> bool:
        """Whether so large a part of the time is over, or somebody asked to stop; under an effort no clock decides."""
        if self.deadline is None or self.effort is not None:
            return self.must_stop()
        return monotonic() >= self.began + share * (self.deadline - self.began) or self.must_stop()

    def has_seconds(self, seconds: float) -> bool:
        """Whether something that takes so long and cannot be stopped may still be begun."""
        return self.deadline is None or self.deadline - monotonic() >= seconds

    def exhausted(self) -> bool:
        return (self.effort is not None and self.spent >= self.effort) or self.must_stop()
