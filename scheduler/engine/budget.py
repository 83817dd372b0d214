"""How long the search may go on: a deadline, a deterministic effort, or somebody who says stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

LATER_AIMS = 0.3
"""The part of the time that is kept for the aims that descents serve, if the others take all."""


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

    def late(self) -> bool:
        """Whether only the time that is kept for later aims is left."""
        return self.deadline is not None and monotonic() >= self.deadline - LATER_AIMS * (self.deadline - self.began)

    def spent_share(self, share: float) -> bool:
        """Whether so large a part of the time is over, or somebody asked to stop."""
        over = self.deadline is not None and monotonic() >= self.began + share * (self.deadline - self.began)
        return over or self.must_stop()

    def has_seconds(self, seconds: float) -> bool:
        """Whether something that takes so long and cannot be stopped may still be begun."""
        return self.deadline is None or self.deadline - monotonic() >= seconds

    def exhausted(self) -> bool:
        return (self.effort is not None and self.spent >= self.effort) or self.must_stop()
