"""Extending: places for those who are left out of a plan that stands, without anybody losing theirs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scheduler.engine.copies import snapshot
from scheduler.engine.first import fill
from scheduler.engine.making_room import could_be_placed
from scheduler.engine.objective import placed
from scheduler.engine.plan import Plan
from scheduler.engine.search import LARGE
from scheduler.engine.settle import Stop, settle, tidy
from scheduler.engine.slots import Bools
from scheduler.problem import Aim


def extend(plan: Plan, rng: np.random.Generator, stop: Stop, rounds: int) -> Plan:
    """A plan in which everybody who was placed still is, and as many others as could be found places.

    First groups are opened for those left out and chains looked for; then come so many ``rounds`` of
    the moves that make room, fewer if nobody is left who could be placed. The same ``rng`` and rounds
    give the same plan, unless ``stop`` cuts it short.
    """
    seated = [strand.place >= 0 for strand in plan.strands]
    best = better_of(plan, refilled(plan, rng, stop), seated)
    for _ in range(rounds):
        if stop() or not any(len(could_be_placed(best, strand)) for strand in best.strands):
            break
        trial = snapshot(best)
        moves = LARGE[Aim.PLACED]
        moves[int(rng.integers(len(moves)))](trial, rng, stop)
        tidy(trial)
        best = better_of(best, trial, seated)
    return best


def refilled(plan: Plan, rng: np.random.Generator, stop: Stop) -> Plan:
    """A copy in which every strand is filled for whoever has no place in it, prerequisites first."""
    trial = snapshot(plan)
    for number in trial.instance.order:
        strand = trial.strands[number]
        if len(strand.unplaced) and not stop():
            settle(trial, strand, stop, may_open=False)
            fill(trial, strand, rng, stop)
            settle(trial, strand, stop)
    tidy(trial)
    return trial


def better_of(best: Plan, trial: Plan, seated: Sequence[Bools]) -> Plan:
    """The trial if nobody of those ``seated`` at first lost their place and no fewer are placed in all."""
    lost = any((had & (strand.place < 0)).any() for had, strand in zip(seated, trial.strands, strict=True))
    return best if lost or placed(trial) < placed(best) else trial
