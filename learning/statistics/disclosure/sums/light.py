"""Whether published sums can be combined into one that speaks of a few people only.

Sums span a linear code whose words are all that can be had by adding and subtracting them; a word is light where it
touches fewer people than a figure may stand on. To hold that no word is light is to hold that whoever combines what
is published, however cleverly, learns of no smaller group. The least weight of a word is the cogirth of the matroid
of kinds of people (Oxley 2011, Matroid Theory, doi 10.1093/acprof:oso/9780198566946.001.0001, section 2.1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from learning.statistics.disclosure.sums.field import PRIME, Ints, Space, basis, echelon, inverses, vanishing

MOST_WORK = 2 * 10**7
"""Steps of elimination that the search for one light word may take: some tenths of a second."""
ENOUGH = 3
"""Kinds that mostly hold a basis, in multiples of its size."""


class UndecidedError(Exception):
    """The effort is spent; ``sums`` are some that may give something away. To hide one of them is on the safe side."""

    def __init__(self, sums: Ints) -> None:
        super().__init__("not decided")
        self.sums = sums


@dataclass
class _Effort:
    work: int = 0


def light_word(space: Space, people: Ints, least: int) -> Ints | None:
    """The sums of a combination that touches 1 to ``least`` - 1 people; None is a proof that there is none.

    ``people`` are how many there are of each kind. Raises UndecidedError.
    """
    return _search(space, people, least - 1, _Effort())


def _search(space: Space, people: Ints, budget: int, effort: _Effort) -> Ints | None:
    """The sums of a word that touches at most ``budget`` of the people who are still in ``space``."""
    space, people = _reduced(space, people, budget)
    if not len(space.by_kind):
        return None
    order = np.argsort(-people, kind="stable")
    space, chosen = echelon(space, order)
    weights = (space.by_kind != 0) @ people
    lightest = int(np.argmin(weights))
    if weights[lightest] <= budget:
        return np.flatnonzero(space.by_sum[lightest])
    if _packs(space, people, budget + 1):
        return None
    return _branch(space, people, chosen, budget, effort)


def _branch(space: Space, people: Ints, chosen: Ints, budget: int, effort: _Effort) -> Ints | None:
    """Every word touches a kind of a basis: look at the words that touch the first, then those that do not but
    touch the second, and so on."""
    for kind in sorted(chosen.tolist(), key=lambda kind: people[kind]):
        effort.work += space.by_kind.size * len(space.by_kind)
        if effort.work > MOST_WORK:
            weights = (space.by_kind != 0) @ people
            raise UndecidedError(np.flatnonzero(space.by_sum[int(np.argmin(weights))]))
        if people[kind] <= budget:
            found = _touching(space, people, kind, budget, effort)
            if found is not None:
                return found
        space = vanishing(space, kind)
    return None


def _touching(space: Space, people: Ints, kind: int, budget: int, effort: _Effort) -> Ints | None:
    others = np.flatnonzero(np.arange(len(people)) != kind)
    rest = space.among(others)
    free, _ = echelon(rest, np.arange(len(others)))
    if len(free.by_kind) < len(rest.by_kind):
        return _only_there(space, kind)
    return _search(rest, people[others], budget - int(people[kind]), effort)


def _only_there(space: Space, kind: int) -> Ints:
    """The sums of the combination that touches one kind alone."""
    for other in range(space.by_kind.shape[1]):
        if other != kind:
            space = vanishing(space, other)
    return np.flatnonzero(space.by_sum[0])


def _reduced(space: Space, people: Ints, budget: int) -> tuple[Space, Ints]:
    """Kinds that a light word cannot touch made to vanish, and kinds that it touches only together taken as one."""
    while True:
        space, people = _merged(space, people)
        heavy = np.flatnonzero(people > budget)
        if not heavy.size or not len(space.by_kind):
            return space, people
        space = _vanishing_on(space, heavy)
        light = np.flatnonzero(people <= budget)
        space, people = space.among(light), people[light]


def _vanishing_on(space: Space, kinds: Ints) -> Space:
    """The combinations in which none of ``kinds`` counts for anything."""
    for kind in kinds.tolist():
        space = vanishing(space, kind)
        if not len(space.by_kind):
            break
    return space


def _merged(space: Space, people: Ints) -> tuple[Space, Ints]:
    touched = np.flatnonzero(space.by_kind.any(axis=0))
    by_kind, people = space.by_kind[:, touched], people[touched]
    if not touched.size:
        return Space(space.by_sum[:0], by_kind[:0]), people
    first = by_kind[np.argmax(by_kind != 0, axis=0), np.arange(len(touched))]
    scaled = np.ascontiguousarray((by_kind * inverses(first) % PRIME).T)
    whole = scaled.view(np.dtype((np.void, scaled.dtype.itemsize * scaled.shape[1]))).reshape(-1)
    _, places, back = np.unique(whole, return_index=True, return_inverse=True)
    together = np.bincount(back.reshape(-1), weights=people, minlength=len(places)).astype(np.int64)
    rows = np.flatnonzero(by_kind.any(axis=1))
    return Space(space.by_sum[rows], by_kind[np.ix_(rows, places)]), together


def _packs(space: Space, people: Ints, wanted: int) -> bool:
    """Whether people can be dealt into ``wanted`` sets none of which any word misses: then no word is lighter.

    Each set is a basis; kinds that few sums are left to are spared (a sufficient test only).
    """
    left, rank = people.copy(), len(space.by_kind)
    scarcity = _scarcity(space, people)
    for _ in range(wanted):
        order = np.lexsort((-left, scarcity))
        order = order[left[order] > 0]
        taken = basis(space.by_kind, order[: ENOUGH * rank])
        if len(taken) < rank:
            taken = basis(space.by_kind, order)
        if len(taken) < rank:
            return False
        left[taken] -= 1
    return True


def _scarcity(space: Space, people: Ints) -> Ints:
    """How few people the lightest combination at hand that touches a kind has, as a rank: the greatest is scarcest."""
    weights = (space.by_kind != 0) @ people
    lightest = np.where(space.by_kind != 0, weights[:, None], np.iinfo(np.int64).max).min(axis=0)
    scarcity: Ints = -lightest
    return scarcity
