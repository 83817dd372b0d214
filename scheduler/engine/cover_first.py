"""A first schedule in which strands that others follow are covered first, with as few groups as can be.

Filled week by week, a strand gets more groups than it needs, and what follows it is timed by them: to
cover it anew later sends people away from groups that have no seat to spare elsewhere. So the groups
of such strands are chosen while nobody sits in what follows, all at once and early, and the other
strands are filled after them. Then a bounded number of moves makes good what another first schedule
is ahead in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice

import numpy as np

from scheduler.engine.across import seat_across
from scheduler.engine.copies import become, snapshot
from scheduler.engine.exact_teams import rebuild_teams
from scheduler.engine.first import fill
from scheduler.engine.flow import reallocate
from scheduler.engine.given_moves import other_given
from scheduler.engine.instance import Instance
from scheduler.engine.making_room import could_be_placed, make_room
from scheduler.engine.meetings import openings
from scheduler.engine.moves import fewer, fewer_at_once
from scheduler.engine.objective import score
from scheduler.engine.plan import Plan, StrandPlan, new_plan
from scheduler.engine.recover import Cover, build_cover, could_be_fewer, open_at, resources_for, seat
from scheduler.engine.restarts import restart_people, restart_window
from scheduler.engine.settle import Stop, place_unit, settle, tidy
from scheduler.engine.together import place_all, place_some

EARLY = 0.5
"""The part of the days between the first and the last start in which groups are chosen: what follows needs the rest."""
TRIES = 4
"""How often groups of one number are chosen by chance and improved, as long as they seat nearly everybody."""
NEARLY = 5
"""People without a seat up to whom it is worth another try."""
CHANGES = 400
"""Changes of one group in one try."""
PATIENCE = 80
"""Changes without anybody more seated after which a try that is far from seating everybody ends."""
SEATINGS = 6
"""Sets of as many groups that are tried until everybody is seated as well."""
SHORTLIST = 8
"""Of the groups that serve most of those left over, so many are drawn from."""
ROUNDS = 120
"""The most moves that a plan is given to come up with another one."""
FOR_ALL = (fewer_at_once, fewer_at_once, fewer, make_room, other_given, rebuild_teams, rebuild_teams)
FOR_THE_WAITING = (place_some, place_all, seat_across, restart_people, restart_window)
"""Tried as well while somebody waits for a place."""


def worth_covering(plan: Plan) -> list[int]:
    """The strands that others follow and that have more groups than their sizes ask for."""
    needed = {number for strand in plan.strands for number in strand.arrays.prerequisites}
    return [number for number in plan.instance.order if number in needed and could_be_fewer(plan.strands[number])]


def covered_plan(instance: Instance, other: Plan, rng: np.random.Generator, stop: Stop) -> Plan | None:
    """A plan from nothing with fewer groups in such strands than ``other`` has; None if no cover has fewer.

    Worked on until it is better than ``other``, or for a number of moves.
    """
    plan, found = new_plan(instance), False
    covered = worth_covering(other)
    for number in instance.order:
        if number in covered and not stop():
            found |= cover_early(plan, number, int(other.strands[number].open.sum()), rng, stop)
        if stop() or (not found and number == covered[-1]):
            return None
        fill(plan, plan.strands[number], rng, stop)
        settle(plan, plan.strands[number], stop)
    tidy(plan)
    catch_up(plan, other, rng, stop)
    return plan


def cover_early(plan: Plan, number: int, groups: int, rng: np.random.Generator, stop: Stop) -> bool:
    """Fill a strand with the fewest groups found, if fewer than ``groups`` seat everybody; whether that went."""
    strand = plan.strands[number]
    columns, people = strand.arrays.columns, strand.unplaced
    last = plan.instance.slots.day[columns[:, -1]]
    early = last <= last.min() + EARLY * (last.max() - last.min())
    cover = build_cover(plan, strand, people, openings(plan, strand, people, early))
    keep_units(strand, cover)
    can_be_led = cache(lambda choice: resources_for(plan, strand, cover, choice) is not None)
    chosen = fewest(cover, groups, can_be_led, rng, stop)
    left = 0
    for _ in range(SEATINGS if chosen else 0):
        if not left:
            trial = snapshot(plan)
            seat_at(trial, number, cover, chosen, stop)
            if not len(trial.strands[number].unplaced):
                become(plan, trial)
                return True
        if stop():
            break
        # Whoever leads a session cannot sit in it, and units may have taken the seats of others: try as many others.
        chosen, left = begin(cover, range(len(cover.at)), len(chosen), can_be_led, rng, stop)
    return False


def seat_at(plan: Plan, number: int, cover: Cover, chosen: list[int], stop: Stop) -> None:
    """Open groups at the choices and seat everybody in them: units first, which single people would tear apart."""
    strand = plan.strands[number]
    for choice in chosen:
        open_at(plan, strand, cover, choice)
    for unit in strand.arrays.together:
        if strand.place[unit[0]] < 0:
            place_unit(plan, strand, unit.tolist())
    reallocate(plan, strand)
    settle(plan, strand, stop, may_open=False)


def keep_units(strand: StrandPlan, cover: Cover) -> None:
    """Let a choice suit all of a unit or nobody of it."""
    unit_of = strand.arrays.unit_of[cover.people]
    for unit in np.unique(unit_of[unit_of >= 0]).tolist():
        rows = np.flatnonzero(unit_of == unit)
        cover.could[:, rows] = np.all(cover.could[:, rows], axis=1, keepdims=True)


def fewest(
    cover: Cover, groups: int, can_be_led: Callable[[int], bool], rng: np.random.Generator, stop: Stop
) -> list[int]:
    """The smallest set of choices found that seats everybody, fewer than ``groups``; [] if there is none.

    One choice fewer is tried each time, begun from those that were found with one more, then from others.
    """
    best: list[int] = []
    for count in range(groups - 1, 0, -1):
        for attempt in range(TRIES):
            among = best if best and not attempt else range(len(cover.at))
            chosen, left = begin(cover, among, count, can_be_led, rng, stop)
            if not left or left > NEARLY or stop():
                break
        if left:
            break
        best = chosen
    return best


def begin(
    cover: Cover,
    among: Sequence[int],
    count: int,
    can_be_led: Callable[[int], bool],
    rng: np.random.Generator,
    stop: Stop,
) -> tuple[list[int], int]:
    """So many choices drawn by chance and improved; how many people have no seat then."""
    drawn = rng.permutation(np.array(among, dtype=np.int64)).tolist()
    return exchange(cover, list(islice(filter(can_be_led, drawn), count)), can_be_led, rng, stop)


def exchange(
    cover: Cover, chosen: list[int], can_be_led: Callable[[int], bool], rng: np.random.Generator, stop: Stop
) -> tuple[list[int], int]:
    """Change one choice after the other as long as no fewer people have a seat; how many have none in the end."""
    column = np.array([column for _, column in cover.at], dtype=np.int64)
    left, since = int((~seat(cover, chosen)).sum()), 0
    for _ in range(CHANGES if chosen else 0):
        if not left or (left > NEARLY and since >= PATIENCE) or stop():
            break
        since += 1
        out = int(rng.integers(len(chosen)))
        others = [choice for place, choice in enumerate(chosen) if place != out]
        serves = np.minimum(cover.could[:, ~seat(cover, others)].sum(axis=1), cover.seats).astype(float)
        # Two groups at one time would need twice the trainers.
        serves[np.isin(column, column[others])] = -1
        best = np.argsort(-(serves + rng.random(len(serves))), kind="stable")[:SHORTLIST]
        trial = [*others, int(rng.choice(best))]
        if not can_be_led(trial[-1]):
            continue
        without = int((~seat(cover, trial)).sum())
        if without <= left:
            since = since if without == left else 0
            chosen, left = trial, without
    return chosen, left


def catch_up(plan: Plan, other: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Try moves on a plan until it is better than another one, or for a number of moves."""
    wanted = score(other)
    for _ in range(ROUNDS):
        if stop() or score(plan) > wanted:
            return
        waiting = any(len(could_be_placed(plan, strand)) for strand in plan.strands)
        among = (*FOR_ALL, *FOR_THE_WAITING) if waiting else FOR_ALL
        trial = snapshot(plan)
        among[int(rng.integers(len(among)))](trial, rng, stop)
        tidy(trial)
        if score(trial) >= score(plan):
            become(plan, trial)
