"""The search: a first schedule, then one aim after the other, the best so far always kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from scheduler.engine import moves
from scheduler.engine.budget import Budget
from scheduler.engine.first import first_plan, orders
from scheduler.engine.instance import Instance
from scheduler.engine.objective import Score, score
from scheduler.engine.plan import Plan, snapshot
from scheduler.engine.settle import Stop, tidy
from scheduler.problem import Aim

Move = Callable[[Plan, np.random.Generator, Stop], None]
FIRST_PLANS = 4
ROUNDS = 60
"""Moves tried for each aim in turn before all aims are worked on together."""
PATIENCE = 600
"""Moves without any improvement after which the search is done."""

MOVES: dict[Aim, tuple[Move, ...]] = {
    Aim.PLACED: (moves.make_room, moves.make_room, moves.retime),
    Aim.GROUPS: (moves.fewer,),
    Aim.FINISH: (moves.sooner,),
}


@dataclass(frozen=True)
class Found:
    """A plan that is better than all before, or news of the stage that the search is in."""

    stage: str
    plan: Plan
    score: Score
    better: bool
    every_aim_tried: bool = False


def search(instance: Instance, budget: Budget, seed: int) -> Iterator[Found]:
    """Yield better and better plans; the last one yielded is the best."""
    rng = np.random.default_rng(seed)
    best: Plan | None = None
    top: Score = ()
    for order in orders(instance, rng, FIRST_PLANS):
        plan = first_plan(instance, order, rng, budget.must_stop)
        value = score(plan)
        if best is None or value > top:
            best, top = plan, value
            yield Found("first schedule", best, top, better=True)
        if budget.must_stop():
            return
    assert best is not None
    for aim in instance.problem.order:
        yield Found(STAGES[aim], best, top, better=False)
        tried = 0
        while tried < ROUNDS and not budget.must_stop() and not reached(best, aim):
            tried += 1
            trial, value = attempt(best, MOVES.get(aim, ()), rng, budget)
            if value >= top:
                better = value > top
                best, top = trial, value
                if better:
                    yield Found(STAGES[aim], best, top, better=True)
        if budget.must_stop():
            return
    yield Found("improving", best, top, better=False, every_aim_tried=True)
    yield from improve(best, top, rng, budget)


def improve(best: Plan, top: Score, rng: np.random.Generator, budget: Budget) -> Iterator[Found]:
    """All moves together until nothing helps any more or the budget is spent."""
    every = tuple(dict.fromkeys(move for those in MOVES.values() for move in those))
    since = 0
    while since < PATIENCE and not budget.exhausted():
        budget.spent += 1
        since += 1
        trial, value = attempt(best, every, rng, budget)
        if value >= top:
            better = value > top
            best, top = trial, value
            if better:
                since = 0
                yield Found("improving", best, top, better=True, every_aim_tried=True)


def attempt(best: Plan, among: tuple[Move, ...], rng: np.random.Generator, budget: Budget) -> tuple[Plan, Score]:
    trial = snapshot(best)
    if among:
        among[int(rng.integers(len(among)))](trial, rng, budget.must_stop)
        tidy(trial)
    return trial, score(trial)


def reached(plan: Plan, aim: Aim) -> bool:
    """Whether no move of the aim can help: nobody waits, or nothing moves for that aim."""
    return aim not in MOVES or (aim is Aim.PLACED and not any(len(s.unplaced) for s in plan.strands))


STAGES = {
    Aim.PLACED: "placing everyone",
    Aim.OWN_TEAM: "teams together",
    Aim.GROUPS: "fewer groups",
    Aim.FINISH: "earlier finish",
    Aim.MIX: "mixing groups",
    Aim.ALONE: "nobody alone",
    Aim.LOAD: "sharing the load",
    Aim.WISHES: "keeping wishes",
}
