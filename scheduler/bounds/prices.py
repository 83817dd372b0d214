"""Prices: the most places that a given timetable can fill, all strands together.

Each place of a group, and each moment of each person, has a price. Whoever takes a place pays both,
and takes in each strand the group that leaves most of the one that a place is worth, or none. What all
prices bring in and everybody keeps is an upper bound whatever the prices are: the dual of the linear
programme in which a group has its places and a person one group a strand and one session a moment
(Lagrangian duality: Fisher 1981, doi 10.1287/mnsc.27.1.1). A subgradient method lowers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scheduler.bounds.timetable import Choices, Floats, Timetable

ROUNDS = 300
MOST_LOOKED_UP = 100_000_000
"""Rounds of new prices at the most, fewer where there are many choices: some seconds for 5,000 people with
ten strands of twenty groups each."""
PATIENCE = 15
"""Rounds without a lower bound after which steps are halved."""
LEAST_STEP = 0.01
ROUNDS_IN_VAIN = 30
"""Rounds after which it ends if no prices were better than the first ones."""
OLD_SHARE = 0.6
"""How much of the direction of the rounds before goes into the next."""
ROUNDING = 1e-6


@dataclass(slots=True, eq=False)
class _Prices:
    group: Floats
    moment: Floats
    """Person x moment."""


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    """What people do at some prices."""

    bound: float
    taken: Floats
    """(groups,) how many chose each."""
    present: Floats
    """Person x moment: in how many sessions they would sit."""


def most_by_prices(timetable: Timetable, people: int, reached: int) -> int:
    """An upper bound on the places filled, never lower than what ``reached`` says can be.

    ``people`` is the number of rows of `Problem.people`.
    """
    places = timetable.places.astype(np.float64)
    prices = _Prices(_first_prices(timetable), np.zeros((people, timetable.moments.shape[1])))
    noise = _noise(timetable)
    best, stale, step = np.inf, 0, 1.0
    down_group, down_moment = np.zeros_like(prices.group), np.zeros_like(prices.moment)
    choices = max(1, sum(strand.suits.size for strand in timetable.strands))
    start = np.inf
    for number in range(max(1, min(ROUNDS, MOST_LOOKED_UP // choices))):
        answer = _ask(timetable, prices, places, noise)
        start = answer.bound if not number else start
        stale = 0 if answer.bound < best - 1e-3 else stale + 1
        best = min(best, answer.bound)
        in_vain = number >= ROUNDS_IN_VAIN and best >= start
        if int(best + ROUNDING) <= reached or step < LEAST_STEP or in_vain:
            break
        if stale >= PATIENCE:
            step, stale = step / 2, 0
        # Places weigh less the more a group has: a price moves many people.
        down_group = OLD_SHARE * down_group + (answer.taken - places) / np.maximum(places, 1)
        down_moment = OLD_SHARE * down_moment + (answer.present - 1)
        length = _length(prices, down_group, down_moment, places)
        if not length:
            break
        size = step * max(answer.bound - reached, 0.5) / length
        prices.group = np.maximum(0, prices.group + size * down_group)
        prices.moment = np.maximum(0, prices.moment + size * down_moment)
    return int(min(best, float(sum(len(strand.rows) for strand in timetable.strands))) + ROUNDING)


def _first_prices(timetable: Timetable) -> Floats:
    """(groups,) all that a place is worth in strands that have too few, nothing in the others."""
    prices = np.zeros(len(timetable.places))
    for strand in timetable.strands:
        prices[strand.groups] = float(timetable.places[strand.groups].sum() < len(strand.rows))
    return prices


def _length(prices: _Prices, group: Floats, moment: Floats, places: Floats) -> float:
    """The squared length of a direction, without what runs against prices of nothing."""
    groups = np.where((prices.group > 0) | (group > 0), group, 0)
    moments = np.where((prices.moment > 0) | (moment > 0), moment, 0)
    return float((groups**2 * np.maximum(places, 1)).sum() + (moments**2).sum())


def _noise(timetable: Timetable) -> list[Floats]:
    """A little for each person and group, so that equals do not all choose the same; it does not count."""
    r = np.random.default_rng(0)
    return [r.random(strand.suits.shape) * 1e-3 for strand in timetable.strands]


def _ask(timetable: Timetable, prices: _Prices, places: Floats, noise: list[Floats]) -> _Answer:
    """Let everybody choose at these prices."""
    taken, present = np.zeros(len(places)), np.zeros_like(prices.moment)
    kept = 0.0
    for strand, little in zip(timetable.strands, noise, strict=True):
        left = _left(timetable, prices, strand)
        kept += float(np.maximum(left.max(axis=1, initial=0.0), 0).sum())
        chosen = (left + little).argmax(axis=1)
        who = np.flatnonzero(left[np.arange(len(chosen)), chosen] > 0)
        taken[strand.groups] += np.bincount(chosen[who], minlength=left.shape[1])
        present[strand.rows[who]] += timetable.moments[strand.groups][chosen[who]]
    return _Answer(float(places @ prices.group) + float(prices.moment.sum()) + kept, taken, present)


def _left(timetable: Timetable, prices: _Prices, strand: Choices) -> Floats:
    """Person x group: what is left of a place's worth after both prices; less than nothing where it does not suit."""
    paid: Floats = prices.moment[strand.rows] @ timetable.moments[strand.groups].T + prices.group[strand.groups]
    return np.where(strand.suits, 1 - paid, -1.0)
