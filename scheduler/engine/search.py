"""The search: a first schedule, then one aim after the other, the best so far always kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from scheduler.engine import given_moves, making_room, moves, restarts
from scheduler.engine.budget import Budget
from scheduler.engine.copies import snapshot
from scheduler.engine.first import backward_plan, first_plan, needs_pace, orders
from scheduler.engine.instance import Instance
from scheduler.engine.loads import even_share, share_load
from scheduler.engine.objective import Score, score
from scheduler.engine.plan import Plan
from scheduler.engine.polish import polish
from scheduler.engine.settle import Stop, tidy
from scheduler.problem import Aim

Move = Callable[[Plan, np.random.Generator, Stop], None]
FIRST_PLANS = 4
ROUNDS = 200
"""The most moves tried for one aim before the next one has its turn."""
STALE_ROUNDS = 25
"""Moves without improvement after which the next aim has its turn."""
PATIENCE = 400
"""Moves of all aims together without any improvement after which the search is done."""
SECONDS_TO_LEVEL = 4.0
"""What loading and solving the exact model of assignment may take."""
ROUNDS_UNPOLISHED = 40
"""Moves after which a plan that got better on an earlier aim has its groups mixed again."""


def polish_all(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Swap people in every strand as long as that helps."""
    for strand in plan.strands:
        polish(plan, strand, rng, stop)


def level(plan: Plan, _rng: np.random.Generator, _stop: Stop) -> None:
    """Even out the load of the trainers by hand-overs."""
    share_load(plan)


def level_exactly(plan: Plan, _rng: np.random.Generator, _stop: Stop) -> None:
    """Share the sessions out anew among all trainers where hand-overs leave one with more than an even share."""
    if int(plan.trainer_load.max(initial=0)) > even_share(plan):
        # The model takes a second to load: only who needs it pays for it.
        from scheduler.engine.assignment import assign_anew

        assign_anew(plan)


LARGE: dict[Aim, tuple[Move, ...]] = {
    Aim.PLACED: (
        making_room.reseat,
        making_room.make_room,
        making_room.make_room,
        moves.retime,
        restarts.restart_people,
        restarts.restart_window,
    ),
    Aim.OWN_TEAM: (moves.retime_teams,),
    Aim.GROUPS: (moves.fewer, moves.fewer_at_once, given_moves.other_given),
    Aim.FINISH: (moves.sooner, given_moves.other_given),
}
"""Large neighbourhoods, each drawn by chance and tried many times."""
SMALL: dict[Aim, Move] = {Aim.MIX: polish_all, Aim.ALONE: polish_all, Aim.WISHES: polish_all, Aim.LOAD: level}
"""Descents that end by themselves."""
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


@dataclass(frozen=True)
class Found:
    """A plan that is better than all before, or news of the stage that the search is in."""

    stage: str
    plan: Plan
    score: Score
    better: bool
    every_aim_tried: bool = False


def search(instance: Instance, budget: Budget, seed: int, start: Plan | None = None) -> Iterator[Found]:
    """Yield better and better plans; the last one yielded is the best. ``start`` is a plan to begin from."""
    rng = np.random.default_rng(seed)
    best: Found | None = None
    for plan in first_plans(instance, rng, budget.must_stop) if start is None else (start,):
        value = score(plan)
        if best is None or value > best.score:
            best = Found("first schedule", plan, value, better=True)
            yield best
        if budget.must_stop():
            return
    assert best is not None
    descended: set[Move] = set()
    for aim in instance.problem.order:
        if hopeless(best.plan, aim) or SMALL.get(aim) in descended:
            continue
        descended |= {SMALL[aim]} if aim in SMALL else set()
        yield Found(STAGES[aim], best.plan, best.score, better=False)
        for found in work_on(aim, best, rng, budget):
            best = found
            yield found
        if budget.must_stop():
            return
    best = replace(best, stage="improving", better=False, every_aim_tried=True)
    yield best
    yield from improve(best, rng, budget)


def first_plans(instance: Instance, rng: np.random.Generator, stop: Stop) -> Iterator[Plan]:
    """Plans made from nothing, in different orders of the strands."""
    left_out = False
    for order in orders(instance, rng, FIRST_PLANS):
        plan = first_plan(instance, order, rng, stop)
        left_out = not hopeless(plan, Aim.PLACED)
        yield plan
    if needs_pace(instance) or (left_out and any(arrays.prerequisites for arrays in instance.strands)):
        yield backward_plan(instance, rng, stop)


def work_on(aim: Aim, best: Found, rng: np.random.Generator, budget: Budget) -> Iterator[Found]:
    """Try the moves of one aim until they are stale; yields what is better."""
    if aim in SMALL:
        found = attempt(best, (SMALL[aim],), rng, budget, STAGES[aim])
        if found.better:
            yield found
        return
    stale = 0
    for _ in range(ROUNDS):
        if stale >= STALE_ROUNDS or budget.must_stop() or hopeless(best.plan, aim):
            return
        found = attempt(best, LARGE[aim], rng, budget, STAGES[aim])
        stale += 1
        if found.score >= best.score:
            best = found
            if found.better:
                stale = 0
                yield found


def hopeless(plan: Plan, aim: Aim) -> bool:
    """Whether no move of the aim can help: everybody is placed, or no strand has what it measures."""
    arrays = [strand.arrays for strand in plan.strands]
    match aim:
        case Aim.PLACED:
            return not any(len(making_room.could_be_placed(plan, strand)) for strand in plan.strands)
        case Aim.OWN_TEAM:
            return not any(each.team_based for each in arrays)
        case Aim.MIX:
            return not any(each.mixing for each in arrays)
        case Aim.ALONE:
            return all(each.alone is None for each in arrays)
        case Aim.WISHES:
            return not plan.instance.problem.wishes
    return False


def improve(best: Found, rng: np.random.Generator, budget: Budget) -> Iterator[Found]:
    """All moves together until nothing helps any more or the budget is spent."""
    for found in descend(best, (level_exactly,), rng, budget):
        best = found
        yield found
    large = tuple(dict.fromkeys(move for aim, those in LARGE.items() if not hopeless(best.plan, aim) for move in those))
    every = (*large, moves.retime)
    since, unpolished = 0, False
    while since < PATIENCE and not budget.exhausted():
        budget.spent += 1
        since += 1
        due = unpolished and since > ROUNDS_UNPOLISHED
        found = attempt(best, (polish_all,) if due else every, rng, budget, best.stage)
        unpolished = (unpolished and not due) or (found.better and not due)
        if found.better:
            since = 0
            yield found
        if found.score >= best.score:
            best = found
    yield from descend(best, (polish_all, level, level_exactly), rng, budget)


def descend(best: Found, descents: tuple[Move, ...], rng: np.random.Generator, budget: Budget) -> Iterator[Found]:
    """Each descent once, in order; yields what is better."""
    for descent in descents:
        if budget.must_stop() or (descent is level_exactly and not budget.has_seconds(SECONDS_TO_LEVEL)):
            return
        found = attempt(best, (descent,), rng, budget, best.stage)
        if found.better:
            best = found
            yield found


def attempt(best: Found, among: tuple[Move, ...], rng: np.random.Generator, budget: Budget, stage: str) -> Found:
    """Try one of the moves on a copy. New groups are mixed at once where only the later aims lost by it."""
    trial = snapshot(best.plan)
    rows = [len(strand.slots) for strand in trial.strands]
    among[int(rng.integers(len(among)))](trial, rng, budget.must_stop)
    tidy(trial)
    value = score(trial)
    if value < best.score and early(trial, value) >= early(trial, best.score):
        for strand, count in zip(trial.strands, rows, strict=True):
            polish(trial, strand, rng, budget.must_stop, people=np.flatnonzero(strand.place >= count), rounds=1)
        # A swap may have freed a place for somebody who waits.
        tidy(trial)
        value = score(trial)
    return Found(stage, trial, value, better=value > best.score, every_aim_tried=best.every_aim_tried)


def early(plan: Plan, value: Score) -> Score:
    """The part of a score that swaps do not change: the aims up to the first that they do."""
    order = plan.instance.problem.order
    return value[: next((i for i, aim in enumerate(order) if aim in SMALL), len(order))]
