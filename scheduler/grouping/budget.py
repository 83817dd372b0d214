"""Budget: how long a grouping may be improved, by the clock or by a number of steps."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Budget:
    """Seconds by the clock, or steps, which do not depend on it; whichever is given and ends first."""

    seconds: float | None
    steps: int | None
    stop: Callable[[], bool] | None = None
    taken: int = 0
    lap: int = -1
    started: float = field(default_factory=time.perf_counter)

    def take(self) -> bool:
        """One more step; True if it was the last."""
        self.taken += 1
        return self.spent()

    def elapsed(self) -> float:
        return time.perf_counter() - self.started

    def fraction(self) -> float:
        """The part that is spent."""
        by_clock = self.elapsed() / self.seconds if self.seconds else 0.0
        by_steps = self.taken / self.steps if self.steps else 0.0
        return max(by_clock, by_steps)

    def spent(self) -> bool:
        return self.fraction() >= 1.0 or (self.stop is not None and self.stop())
