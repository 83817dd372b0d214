"""The judge: every rule that a schedule breaks, in words, found without any solver.

It works from a `Problem` and a `Schedule` alone and shares nothing with the engine, so that a
mistake there cannot hide itself here. `scheduler.referee.summary` holds the figures of a summary
against the schedule beside it.
"""

from scheduler.referee.audience import audiences
from scheduler.referee.judge import judge
from scheduler.referee.verdict import Verdict, Violation

__all__ = ["Verdict", "Violation", "audiences", "judge"]
