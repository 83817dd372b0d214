"""Choosing: a cheapest set of remedies for everybody left, verified by one solve with all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from scheduler.bottlenecks.applying import apply
from scheduler.bottlenecks.climbing import Ground
from scheduler.bottlenecks.costs import cost_of
from scheduler.bottlenecks.editing import edits_of
from scheduler.bottlenecks.naming import change_sentence
from scheduler.bottlenecks.report import Remedy, Together
from scheduler.bottlenecks.verifying import Place, Stop, left_of, places_of, solved_with
from scheduler.bottlenecks.words import counted_in_words
from scheduler.problem import Problem
from scheduler.schedule import Schedule

MOST_SECONDS = 5.0
MOST_REPAIRS = 4
"""How often a set that falls short, because remedies stand in each other's way, is added to."""

Family = tuple[Remedy, ...]
"""Steps of one ladder, of which a set needs one at most."""


def choose(ground: Ground, families: Sequence[Family], stop: Stop) -> Together | None:
    """A cheapest set of remedies that, all together, places everybody whom any of them places.

    The costs of the set are the least that cover everybody once each; what the one solve with all
    of them shows to be missing is added, and what it shows to be of no use is taken out again.
    """
    wanted = frozenset[Place]().union(*(remedy.places for family in families for remedy in family))
    chosen = cheapest_cover(families, wanted) if wanted else []
    if not chosen or (len(chosen) > 1 and stop()):
        # One remedy alone has been verified already; several are not told of as a set before they are.
        return None
    best = _together(ground, chosen, stop)
    for _ in range(MOST_REPAIRS):
        if best is None or best.places >= wanted or stop():
            break
        more = _for_the_missing(families, best, wanted)
        grown = None if more is None else _together(ground, [*chosen, more], stop)
        if more is None or grown is None or not grown.places > best.places:
            break
        chosen, best = [*chosen, more], grown
    return None if best is None else _pruned(ground, chosen, best, stop)


def cheapest_cover(families: Sequence[Family], wanted: frozenset[Place]) -> list[Remedy]:
    """The remedies of least cost, one of a family at most, that between them place everybody wanted.

    A weighted set cover (Chvatal 1979, doi:10.1287/moor.4.3.233), solved exactly unless the time is up.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    remedies = [remedy for family in families for remedy in family]
    take = [model.new_bool_var(f"r{number}") for number in range(len(remedies))]
    at = 0
    for family in families:
        model.add_at_most_one(take[at : at + len(family)])
        at += len(family)
    helping: defaultdict[Place, list[int]] = defaultdict(list)
    for number, remedy in enumerate(remedies):
        for place in remedy.places:
            helping[place].append(number)
    for those in sorted({tuple(helping[place]) for place in wanted}):
        model.add_bool_or([take[number] for number in those])
    # Of sets that cost the same, the one of fewer remedies.
    model.minimize(sum((1000 * remedy.cost + 1) * taken for remedy, taken in zip(remedies, take, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = MOST_SECONDS
    solver.parameters.random_seed = 0
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        # Of each family the step that places most: that always covers everybody.
        return [max(family, key=lambda remedy: len(remedy.places)) for family in families]
    return [remedy for remedy, taken in zip(remedies, take, strict=True) if solver.boolean_value(taken)]


def _for_the_missing(families: Sequence[Family], best: Together, wanted: frozenset[Place]) -> Remedy | None:
    """The remedy not yet taken that places most of those missing for its cost."""
    missing = wanted - best.places
    others = [
        remedy
        for family in families
        for remedy in family
        if remedy.places & missing and all(remedy.change != taken.change for taken in best.remedies)
    ]
    return max(others, key=lambda r: (len(r.places & missing) / (1 + r.cost), -r.cost, r.sentence), default=None)


def _pruned(ground: Ground, chosen: list[Remedy], best: Together, stop: Stop) -> Together:
    """Leave out what is not needed, the dearest first."""
    for remedy in sorted(chosen, key=lambda remedy: (-remedy.cost, remedy.sentence)):
        rest = [other for other in chosen if other is not remedy]
        if len(chosen) < 2 or stop():
            break
        without = _together(ground, rest, stop)
        if without is not None and without.places >= best.places:
            chosen, best = rest, without
    return best


def _together(ground: Ground, remedies: Sequence[Remedy], stop: Stop) -> Together | None:
    """All remedies at once, verified."""
    if len(remedies) == 1:
        solved: tuple[Problem, Schedule] | None = (
            apply(remedies[0].change, ground.problem),
            remedies[0].schedule,
        )
    else:
        changes = [remedy.change for remedy in remedies]
        solved = solved_with(ground.problem, ground.schedule, changes, ground.effort, stop)
    if solved is None:
        return None
    problem, schedule = solved
    places = places_of(schedule) - places_of(ground.schedule)
    told = _told_in_turn(ground, remedies, schedule)
    cost, left = sum(remedy.cost for remedy in told), left_of(schedule)
    return Together(
        tuple(told), cost, places, left, _sentence(len(told), cost, len(places), len(left)), problem, schedule
    )


def _told_in_turn(ground: Ground, remedies: Sequence[Remedy], schedule: Schedule) -> list[Remedy]:
    """Each remedy as a change to the programme with those before it made."""
    problem, told = ground.problem, []
    for remedy in remedies:
        told.append(
            replace(
                remedy,
                sentence=change_sentence(remedy.change, problem, schedule.sessions),
                cost=cost_of(remedy.change, problem, schedule.sessions, ground.costs),
                edits=edits_of(remedy.change, problem),
            )
        )
        problem = apply(remedy.change, problem)
    return told


def _sentence(remedies: int, cost: int, places: int, left: int) -> str:
    what = counted_in_words(remedies, "remedy", "remedies")
    rest = f"nothing was found for {counted_in_words(left, 'place')}" if left else "nobody is left without a place"
    return f"{what}, {counted_in_words(cost, 'point')} in all, fill {counted_in_words(places, 'place')}; {rest}."
