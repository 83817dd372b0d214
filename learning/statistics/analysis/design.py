"""What an analysis knows beside the answers: what items ask, who attended, which column parts people into arms."""

from __future__ import annotations

from dataclasses import dataclass

from learning.statistics.answers.attended import Attended
from learning.statistics.answers.coding import Coding
from learning.statistics.answers.questions import Question


@dataclass(frozen=True, slots=True)
class Design:
    """``arm`` and ``dose`` are columns of the answers. Arms were drawn at random only if ``seed`` says with which.

    Without ``questions`` each item is an outcome of its own; with them, the domains that they name are the primary set.
    """

    questions: tuple[Question, ...] = ()
    attended: Attended | None = None
    arm: str = ""
    dose: str = ""
    seed: int | None = None
    coding: Coding | None = None

    @property
    def sides(self) -> dict[str, str]:
        """What people are set against each other by -> its column."""
        return {by: column for by, column in (("arm", self.arm), ("dose", self.dose)) if column}


NOTHING_FURTHER = Design()
