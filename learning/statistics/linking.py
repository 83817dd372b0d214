"""Waves joined by codes that people made themselves: exactly first, then with one element off.

A code whose elements are parted by ``-`` (at least five) may differ in one element from its partner's, inside one
group and only where each is the only one for the other among those not yet linked. A code borne by two responses of
a wave links nobody; it still counts as a rival, because one of its bearers may be the true partner.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from learning.statistics.arrays import Ints

FEWEST_ELEMENTS = 5
SEPARATOR = "-"


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of places in the two waves; the first ``exact`` of them have the same code, the others one element off.

    ``borne_twice`` counts the responses, of both waves, whose code another of their wave bears too.
    """

    before: Ints
    after: Ints
    exact: int
    borne_twice: int
    expected_false: float

    @property
    def one_off(self) -> int:
        return len(self.before) - self.exact


def link(
    codes_before: Sequence[str], codes_after: Sequence[str], groups_before: Sequence[str], groups_after: Sequence[str]
) -> Links:
    """Link two waves; an empty code, and with one element off an empty group, links nobody."""
    unique_before, unique_after = _borne_once(codes_before), _borne_once(codes_after)
    exact = [(place, unique_after[code]) for code, place in unique_before.items() if code in unique_after]
    taken_before, taken_after = {one for one, _ in exact}, {other for _, other in exact}
    left_before = [place for place, code in enumerate(codes_before) if code and place not in taken_before]
    left_after = [place for place, code in enumerate(codes_after) if code and place not in taken_after]
    near = _one_off(
        [(place, codes_before[place], groups_before[place]) for place in left_before],
        [(place, codes_after[place], groups_after[place]) for place in left_after],
    )
    near = [
        (one, other) for one, other in near if codes_before[one] in unique_before and codes_after[other] in unique_after
    ]
    pairs = np.array([*sorted(exact), *sorted(near)], dtype=np.int64).reshape(-1, 2)
    twice = sum(bool(code) for code in (*codes_before, *codes_after)) - len(unique_before) - len(unique_after)
    false = expected_false_links(codes_before, codes_after, groups_before, groups_after, pairs)
    return Links(pairs[:, 0], pairs[:, 1], len(exact), twice, false)


def _borne_once(codes: Sequence[str]) -> dict[str, int]:
    count = Counter(codes)
    return {code: place for place, code in enumerate(codes) if code and count[code] == 1}


Left = list[tuple[int, str, str]]


def _masked(code: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """The code with each of its elements taken out in turn; none for a code of too few elements."""
    elements = tuple(code.split(SEPARATOR))
    if len(elements) < FEWEST_ELEMENTS:
        return []
    return [(len(elements), gap, elements[:gap] + elements[gap + 1 :]) for gap in range(len(elements))]


def _one_off(before: Left, after: Left) -> list[tuple[int, int]]:
    """Pairs that differ in exactly one element in one group, each the only one for the other."""
    index: defaultdict[tuple[object, ...], list[tuple[int, str]]] = defaultdict(list)
    for place, code, group in after:
        if group:
            for masked in _masked(code):
                index[group, masked].append((place, code))
    partners: defaultdict[int, set[int]] = defaultdict(set)
    rivals: defaultdict[int, set[int]] = defaultdict(set)
    for place, code, group in before:
        for masked in _masked(code) if group else ():
            for other, code_after in index.get((group, masked), ()):
                if code_after != code:
                    partners[place].add(other)
                    rivals[other].add(place)
    return [
        (place, other)
        for place, others in partners.items()
        if len(others) == 1
        for other in others
        if len(rivals[other]) == 1
    ]


def expected_false_links(
    codes_before: Sequence[str],
    codes_after: Sequence[str],
    groups_before: Sequence[str],
    groups_after: Sequence[str],
    pairs: Ints,
) -> float:
    """How many links of two different people are to be expected by chance alone.

    With a_k the chance that element k of two different people agrees, elements taken as independent (the u
    probabilities of Fellegi and Sunter 1969, doi 10.1080/01621459.1969.10501049), codes agree exactly with chance
    u = prod a_k, and but for one element with v = sum over k of (1 - a_k) prod over j != k of a_j. Only people whose
    partner is absent can be linked falsely without a rival, so the expectation is u times the pairs of those not
    linked, and v times such pairs of one group. a_k is counted over all pairs of responses but the linked ones.
    """
    parts = [[tuple(code.split(SEPARATOR)) for code in codes] for codes in (codes_before, codes_after)]
    alone = [_not_linked(codes, pairs[:, side]) for side, codes in enumerate((codes_before, codes_after))]
    expected = 0.0
    for length in {len(elements) for elements in parts[0] if elements != ("",)}:
        one = [place for place, elements in enumerate(parts[0]) if len(elements) == length and any(elements)]
        other = [place for place, elements in enumerate(parts[1]) if len(elements) == length and any(elements)]
        agree = _chances(parts, one, other, pairs, length)
        free = [p for p in one if p in alone[0]], [p for p in other if p in alone[1]]
        expected += float(np.prod(agree)) * len(free[0]) * len(free[1])
        if length >= FEWEST_ELEMENTS:
            near = sum((1 - agree[k]) * float(np.prod(np.delete(agree, k))) for k in range(length))
            in_group = Counter(groups_after[p] for p in free[1] if groups_after[p])
            expected += float(near) * sum(in_group[groups_before[p]] for p in free[0] if groups_before[p])
    return expected


def _not_linked(codes: Sequence[str], linked: Ints) -> set[int]:
    return {place for place, code in enumerate(codes) if code} - set(linked.tolist())


def _chances(
    parts: list[list[tuple[str, ...]]], one: list[int], other: list[int], pairs: Ints, length: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """For each element the share of pairs that agree in it, of all pairs but the linked ones."""
    linked = [(parts[0][a], parts[1][b]) for a, b in pairs.tolist() if len(parts[0][a]) == len(parts[1][b]) == length]
    total = len(one) * len(other) - len(linked)
    agree = np.zeros(length)
    for k in range(length):
        count = Counter(parts[1][place][k] for place in other)
        same = sum(count[parts[0][place][k]] for place in one) - sum(a[k] == b[k] for a, b in linked)
        agree[k] = same / total if total > 0 else 0.0
    return agree
