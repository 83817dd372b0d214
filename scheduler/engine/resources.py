"""Resources: free trainers and venues for a group that might meet at given slots."""

from __future__ import annotations

from collections import Counter
from itertools import islice, pairwise

import numpy as np

from scheduler.engine.instance import NO_LIMIT, StrandArrays
from scheduler.engine.plan import Plan
from scheduler.engine.slots import Bools, Ints
from scheduler.problem import Mode


def find_venues(
    plan: Plan, arrays: StrandArrays, slots: tuple[int, ...], among: Ints, seats: int
) -> tuple[int, ...] | None:
    """A free venue for each meeting, the same for all where one is free for all; None if there is none.

    The first with at least ``seats`` places is taken, else the largest.
    """
    instance = plan.instance
    permitted = [int(v) for v in among if instance.venues[v].mode in arrays.strand.modes]
    if too_close_for_a_room(plan, slots):
        permitted = [v for v in permitted if instance.venues[v].mode is Mode.ONLINE]
    for_all = [v for v in permitted if all(venue_free(plan, v, slot) for slot in slots)]
    chosen = roomiest(plan, for_all, seats)
    if chosen is not None:
        return (chosen,) * len(slots)
    each = [roomiest(plan, [v for v in permitted if venue_free(plan, v, slot)], seats) for slot in slots]
    found = tuple(v for v in each if v is not None)
    return found if len(found) == len(slots) else None


def too_close_for_a_room(plan: Plan, slots: tuple[int, ...]) -> bool:
    """Whether two meetings of one group are nearer to each other than the turnaround of a room."""
    at = plan.instance.slots
    rest = plan.instance.problem.turnaround_minutes
    return any(at.start[after] < at.end[before] + rest for before, after in pairwise(slots))


def roomiest(plan: Plan, venues: list[int], seats: int) -> int | None:
    for venue in venues:
        if (plan.instance.venues[venue].capacity or NO_LIMIT) >= seats:
            return venue
    return max(venues, key=lambda v: (plan.instance.venues[v].capacity or NO_LIMIT, -v), default=None)


def venue_free(plan: Plan, venue: int, slot: int) -> bool:
    """Whether the venue is open and holds one more session then, turnaround kept on both sides."""
    instance = plan.instance
    if not instance.venue_open[venue, slot]:
        return False
    if plan.venue_busy[venue, slot] < instance.venues[venue].parallel:
        return True
    if instance.venues[venue].parallel == 1:
        return False
    start, end = int(instance.slots.start[slot]), int(instance.slots.end[slot])
    after = instance.problem.turnaround_minutes if instance.venues[venue].mode is Mode.IN_PERSON else 0
    near = [(a, b + after) for a, b in plan.venue_use[venue] if a < end + after and start < b + after]
    marks = [*near, (start, end + after)]
    most = max(sum(a <= at < b for a, b in marks) for at, _ in marks)
    return most <= instance.venues[venue].parallel


def venue_column(plan: Plan, arrays: StrandArrays, among: Ints, columns: Ints) -> Bools:
    """(columns,) whether some venue of the class looks free at every meeting.

    Exact unless sessions overlap in part, when a venue with room for several may be passed over.
    """
    permitted = [int(v) for v in among if plan.instance.venues[v].mode in arrays.strand.modes]
    if not permitted:
        return np.zeros(len(columns), dtype=bool)
    parallel = np.array([plan.instance.venues[v].parallel for v in permitted])
    free = plan.instance.venue_open[permitted] & (plan.venue_busy[permitted] < parallel[:, None])
    at_slot: Bools = np.asarray(free.any(axis=0))
    return np.asarray(at_slot[columns].all(axis=1))


def trainer_column(plan: Plan, arrays: StrandArrays, columns: Ints) -> Bools:
    """(columns,) whether enough trainers look free at every meeting; kinds and travel are checked later."""
    needed = arrays.strand.trainers
    if not needed:
        return np.ones(len(columns), dtype=bool)
    able = plan.trainer_ok & arrays.may_deliver[:, None]
    if columns.shape[1] == 1:
        result: Bools = (able.sum(axis=0) >= needed)[columns[:, 0]]
        return result
    together = np.ones((len(able), len(columns)), dtype=bool)
    for meeting in range(columns.shape[1]):
        together &= able[:, columns[:, meeting]]
    series: Bools = together.sum(axis=0) >= needed
    return series


def find_resources(
    plan: Plan, arrays: StrandArrays, slots: tuple[int, ...], among: Ints, seats: int, led: Ints
) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Free venues of a class for all meetings, and free trainers who may lead there; None if there are none.

    Where nobody can lead in the venue that comes first, or only who may not lead some of those who are
    to come, each other mode and site of the class is tried.
    ``led`` are the people who are to come.
    """
    places: dict[tuple[Mode, str], list[int]] = {}
    for venue in among.tolist():
        places.setdefault((plan.instance.venues[venue].mode, plan.instance.venues[venue].site), []).append(venue)
    tried: set[tuple[int, ...]] = set()
    best: tuple[int, tuple[int, ...], tuple[int, ...]] | None = None
    for venues_at in [among, *(np.array(each, dtype=np.int64) for each in places.values())]:
        venues = find_venues(plan, arrays, slots, venues_at, seats)
        if venues is None or venues in tried:
            continue
        tried.add(venues)
        trainers = find_trainers(plan, arrays, slots, venues, led)
        if trainers is None:
            continue
        barred = sum(barred_by(plan, arrays, trainer, led) for trainer in trainers)
        if best is None or barred < best[0]:
            best = barred, venues, trainers
        if not barred:
            break
    return best[1:] if best is not None else None


def find_trainers(
    plan: Plan, arrays: StrandArrays, slots: tuple[int, ...], venues: tuple[int, ...], led: Ints
) -> tuple[int, ...] | None:
    """Free trainers of the kinds asked; None if there are not enough.

    First those who may lead most of the people ``led``, then those with the least to do.
    """
    needed = arrays.strand.trainers
    if not needed:
        return ()
    able = np.flatnonzero(plan.trainer_ok[:, list(slots)].all(axis=1) & arrays.may_deliver).tolist()
    ranked = sorted(able, key=lambda t: (barred_by(plan, arrays, t, led), int(plan.trainer_load[t]), t))
    fit = (t for t in ranked if fits_trainer(plan, t, slots, venues))
    # Without kinds the first that fit are the ones to take; the others need not be looked at.
    return pick_kinds(plan, arrays, list(fit if arrays.strand.trainer_kinds else islice(fit, needed)), needed)


def barred_by(plan: Plan, arrays: StrandArrays, trainer: int, people: Ints) -> int:
    """How many of the people could not come if the trainer led: themselves, and whom they may not lead."""
    person = int(plan.instance.trainer_person[trainer])
    if person < 0 or not len(people):
        return 0
    return int(np.isin(people, [person, *arrays.trainer_foes.get(trainer, ())]).sum())


def pick_kinds(plan: Plan, arrays: StrandArrays, fit: list[int], needed: int) -> tuple[int, ...] | None:
    chosen: list[int] = []
    for kind, least in sorted(arrays.strand.trainer_kinds.items()):
        of_kind = [t for t in fit if plan.instance.trainers[t].kind == kind]
        if len(of_kind) < least:
            return None
        chosen += of_kind[:least]
    chosen += [t for t in fit if t not in chosen][: needed - len(chosen)]
    return tuple(sorted(chosen)) if len(chosen) == needed else None


def fits_trainer(plan: Plan, trainer: int, slots: tuple[int, ...], venues: tuple[int, ...]) -> bool:
    """Mode, travel, and the day and week limits for all meetings together."""
    instance = plan.instance
    limits = instance.trainers[trainer]
    for slot, venue in zip(slots, venues, strict=True):
        if venue >= 0 and limits.modes and instance.venues[venue].mode not in limits.modes:
            return False
        if not travel_kept(plan, trainer, slot, venue):
            return False
    if len(slots) == 1:
        # `Plan.trainer_ok` has counted one more session already.
        return True
    days = Counter(int(instance.slots.day[slot]) for slot in slots)
    weeks = Counter(int(instance.slots.week[slot]) for slot in slots)
    by_day = limits.max_per_day if limits.max_per_day is not None else NO_LIMIT
    by_week = limits.max_per_week if limits.max_per_week is not None else NO_LIMIT
    return all(plan.trainer_day[trainer, d] + n <= by_day for d, n in days.items()) and all(
        plan.trainer_week[trainer, w] + n <= by_week for w, n in weeks.items()
    )


def travel_kept(plan: Plan, trainer: int, slot: int, venue: int) -> bool:
    instance = plan.instance
    travel = instance.problem.travel_minutes
    if not travel or venue < 0 or instance.venues[venue].mode is Mode.ONLINE:
        return True
    site = instance.venues[venue].site or f"\0{venue}"
    start, end = int(instance.slots.start[slot]), int(instance.slots.end[slot])
    return all(
        other is None or other == site or end + travel <= a or b + travel <= start
        for a, b, other in plan.commitments[trainer]
    )
