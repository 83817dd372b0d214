"""The search: a first schedule, then one aim after the other, the best so far always kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from scheduler.engine import across, forward, given_moves, making_room, moves, relay, restarts, together
from scheduler.engine.beginnings import first_plans
from scheduler.engine.budget import Budget
from scheduler.engine.copies import snapshot
from scheduler.engine.instance import Instance
from scheduler.engine.loads import level_exactly, share_load
from scheduler.engine.objective import Score, score
from scheduler.engine.plan import Plan
from scheduler.engine.polish import even_out, polish
from scheduler.engine.settle import Stop, tidy
from scheduler.engine.stirring import stir
from scheduler.problem import Aim

Move = Callable[[Plan, np.random.Generator, Stop], None]
TURNS_AFTER_FIRST = 5
"""First plans are made until the first of so many turns is over: a third of the time."""
ROUNDS = 200
"""The most moves tried for one aim before the next one has its turn."""
STALE_ROUNDS = 25
"""Moves without improvement after which the next aim has its turn."""
PATIENCE = 400
"""Moves of all aims together without any improvement after which the search goes on from elsewhere."""
MOST_KICKS = 6
"""How many moves in a row may make a plan worse before it has to get better again."""
SECONDS_TO_LEVEL = 4.0
"""What loading and solving the exact model of assignment may take."""
ROUNDS_UNPOLISHED = 40
"""Moves after which a plan that got better on an earlier aim has its groups mixed again."""


def polish_all(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Let people change places in every strand as long as that helps, small strands first."""
    for strand in sorted(plan.strands, key=lambda strand: int((strand.place >= 0).sum())):
        polish(plan, strand, rng, stop)


def level(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Even out the load of the trainers by hand-overs, and the sizes of groups where no aim loses by it."""
    share_load(plan)
    for strand in plan.strands:
        if not stop():
            even_out(plan, strand, rng)


def rebuild_teams_exactly(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Take apart groups of a unit and make them anew by an exact model."""
    # Only who has team-based strands pays for loading the model.
    from scheduler.engine.exact_teams import rebuild_teams

    rebuild_teams(plan, rng, stop)


def cover_anew(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Cover a strand anew with fewer groups."""
    from scheduler.engine.recover import cover_and_descend

    cover_and_descend(plan, rng, stop)


LARGE: dict[Aim, tuple[Move, ...]] = {
    Aim.PLACED: (
        relay.hand_on_seats,
        relay.hand_on_seats,
        relay.hand_on_seats,
        across.seat_across,
        across.seat_across,
        making_room.reseat,
        making_room.make_room,
        making_room.make_room,
        together.place_some,
        together.place_some,
        together.place_some,
        together.place_some,
        together.place_all,
        moves.retime,
        restarts.restart_people,
        restarts.restart_window,
    ),
    Aim.OWN_TEAM: (moves.retime_teams, rebuild_teams_exactly, rebuild_teams_exactly),
    Aim.GROUPS: (moves.fewer, moves.fewer_at_once, given_moves.other_given, cover_anew),
    Aim.FINISH: (
        forward.bring_forward,
        forward.bring_most_forward,
        moves.sooner,
        given_moves.sooner_given,
        given_moves.other_given,
    ),
    Aim.MIX: (stir,),
}
"""Large neighbourhoods, each drawn by chance and tried many times. Those of an aim that has a descent as
well have their turn when all moves are tried together."""
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
    stale: bool = False
    """Whether nothing has helped for so long that it is time to ask whether anything is still open."""


def search(instance: Instance, budget: Budget, seed: int, start: Plan | None = None) -> Iterator[Found]:
    """Yield better and better plans; the last one yielded is the best. ``start`` is a plan to begin from."""
    rng = np.random.default_rng(seed)
    best: Found | None = None
    over = budget.turn(TURNS_AFTER_FIRST)
    for plan in first_plans(instance, rng, budget) if start is None else (start,):
        value = score(plan)
        if best is None or value > best.score:
            best = Found("first schedule", plan, value, better=True)
            yield best
        if budget.must_stop():
            return
        if over():
            break
    assert best is not None
    for number, aim in enumerate(aims := aims_to_try(best.plan)):
        yield Found(STAGES[aim], best.plan, best.score, better=False)
        # The last turn is that of all moves together. Who has no place yet goes before all of them.
        turn = budget.must_stop if aim is Aim.PLACED else budget.turn(len(aims) - number + 1)
        for found in work_on(aim, best, rng, turn):
            yield (best := found)
        if budget.must_stop():
            return
    best = replace(best, stage="improving", better=False, every_aim_tried=True)
    yield best
    yield from improve(best, rng, budget)


def aims_to_try(plan: Plan) -> list[Aim]:
    """The aims that some move could help, in order; of those that one descent serves only the first."""
    first: dict[Move | Aim, Aim] = {}
    for aim in plan.instance.problem.order:
        if not hopeless(plan, aim):
            first.setdefault(SMALL.get(aim, aim), aim)
    return list(first.values())


def work_on(aim: Aim, best: Found, rng: np.random.Generator, over: Stop) -> Iterator[Found]:
    """Try the moves of one aim until they are stale or its turn is over; yields what is better."""
    if aim in SMALL:
        found = attempt(best, (SMALL[aim],), rng, over, STAGES[aim])
        if found.better:
            yield found
        return
    stale = 0
    for _ in range(ROUNDS):
        if stale >= STALE_ROUNDS or over() or hopeless(best.plan, aim):
            return
        found = attempt(best, LARGE[aim], rng, over, STAGES[aim])
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
    """All moves together until the budget is spent; without any limit, until nothing helps any more.

    Where nothing helps, a few moves are kept that make the best plan worse, and the search climbs
    from there (iterated local search, Lourenço et al. 2003, doi 10.1007/0-306-48056-5_11).
    """
    for found in descend(best, (level_exactly,), rng, budget):
        best = found
        yield found
    large = tuple(dict.fromkeys(move for aim, those in LARGE.items() if not hopeless(best.plan, aim) for move in those))
    every = (*large, moves.retime)
    start, kicked = best, False
    while not budget.exhausted():
        for found in climb(start, every, rng, budget, unpolished=kicked):
            if found.score > best.score:
                best = found
                yield found
        for found in descend(best, (polish_all, level, level_exactly), rng, budget):
            best = found
            yield found
        if budget.exhausted() or not budget.limited:
            return
        yield replace(best, better=False, stale=True)
        start, kicked = kick(best, every, rng, budget), True


def climb(
    start: Found, every: tuple[Move, ...], rng: np.random.Generator, budget: Budget, *, unpolished: bool
) -> Iterator[Found]:
    """Try moves from a plan until none has helped for long; yields each plan better than all before."""
    best, since = start, 0
    while since < PATIENCE and not budget.exhausted():
        budget.spent += 1
        since += 1
        due = unpolished and since > ROUNDS_UNPOLISHED
        found = attempt(best, (polish_all,) if due else every, rng, budget.must_stop, best.stage)
        unpolished = (unpolished and not due) or (found.better and not due)
        if found.better:
            since = 0
            yield found
        if found.score >= best.score:
            best = found


def kick(best: Found, every: tuple[Move, ...], rng: np.random.Generator, budget: Budget) -> Found:
    """A plan near the best one that may be worse in every aim but the first."""
    found = best
    for _ in range(int(rng.integers(1, MOST_KICKS + 1))):
        if budget.exhausted():
            break
        budget.spent += 1
        other = attempt(found, every, rng, budget.must_stop, best.stage)
        if other.score[0] >= best.score[0]:
            found = other
    return replace(found, better=False)


def descend(best: Found, descents: tuple[Move, ...], rng: np.random.Generator, budget: Budget) -> Iterator[Found]:
    """Each descent once, in order; yields what is better."""
    for descent in descents:
        if budget.must_stop() or (descent is level_exactly and not budget.has_seconds(SECONDS_TO_LEVEL)):
            return
        found = attempt(best, (descent,), rng, budget.must_stop, best.stage)
        if found.better:
            best = found
            yield found


def attempt(best: Found, among: tuple[Move, ...], rng: np.random.Generator, stop: Stop, stage: str) -> Found:
    """Try one of the moves on a copy. New groups are mixed at once where only the later aims lost by it."""
    trial = snapshot(best.plan)
    rows = [len(strand.slots) for strand in trial.strands]
    among[int(rng.integers(len(among)))](trial, rng, stop)
    tidy(trial)
    value = score(trial)
    if value < best.score and early(trial, value) >= early(trial, best.score):
        for strand, count in zip(trial.strands, rows, strict=True):
            polish(trial, strand, rng, stop, people=np.flatnonzero(strand.place >= count), rounds=1)
        # A swap may have freed a place for somebody who waits.
        tidy(trial)
        value = score(trial)
    if value > best.score:
        # What is kept is kept with loads evened out: there may be no time for it later.
        share_load(trial)
        value = score(trial)
    return Found(stage, trial, value, better=value > best.score, every_aim_tried=best.every_aim_tried)


def early(plan: Plan, value: Score) -> Score:
    """The part of a score that swaps do not change: the aims up to the first that they do."""
    order = plan.instance.problem.order
    return value[: next((i for i, aim in enumerate(order) if aim in SMALL), len(order))]
