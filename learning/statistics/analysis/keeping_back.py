"""What of an analysis is shown: nothing that stands on a few, and nothing that together with the rest gives a few away.

Each measure is looked at wave by wave, with all that is published of it there at once: estimates, lines of every
breakdown, arms, the spread of answers. What is left cannot be combined into a sum over fewer people than a figure may
stand on (`learning.statistics.disclosure.sums`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from learning.statistics.analysis.comparing import Comparison
from learning.statistics.analysis.sums import Key, Side, Sum, estimate_sums, line_sums, side_sums, sides_in
from learning.statistics.answers.table import LATER_WAVES, Answers
from learning.statistics.arrays import Floats, Ints
from learning.statistics.disclosure.sums import OUT, Choice, choose_shown, published
from learning.statistics.linking import Links

SMALL = "fewer than {base} answers"
COMPLEMENT = "shown, it would give away fewer than {base} answers of the others by subtraction"
ORDER = ("post", "baseline", "looking_back", *LATER_WAVES)
WEIGHT_STEPS = 2**20
Kept = Mapping[Key, str]
"""What is held back of a measure -> why."""


@dataclass(frozen=True)
class Plan:
    """What an analysis publishes of measures (the columns of every comparison).

    ``lines`` are the comparisons that are broken down, for the measures where ``with_lines``; those of ``with_levels``
    say how many were positive before and after, the others only what changed. ``sides`` are columns of
    arms and doses. ``weights`` are of the linked pairs after the session, 0 for those not weighted; None without
    weights. ``answers`` are those whose spread is shown, linked by ``links``; None where it is not.
    """

    compared: Sequence[Comparison]
    lines: Sequence[Comparison]
    with_lines: Sequence[bool]
    with_levels: Sequence[Comparison]
    sides: Mapping[str, str]
    weights: Floats | None
    answers: Answers | None = None
    links: Mapping[str, Links] = field(default_factory=dict)


@dataclass(frozen=True)
class Earlier:
    """A release before: what it published, which keys of each measure came out, and for each wave which of today's
    responses its responses are."""

    plan: Plan
    shown: Sequence[frozenset[Key]]
    rows: Mapping[str, Ints]


@dataclass(frozen=True)
class Decision:
    """Of a measure: what is held back and why, and what is shown."""

    held: dict[Key, str]
    shown: frozenset[Key]


def keep_back(
    plan: Plan, responses: Mapping[str, int], min_base: int, earlier: Sequence[Earlier] = ()
) -> list[Decision]:
    """For each measure what is held back of it. ``responses`` are how many each wave has; all that ``earlier`` releases
    showed is known to everybody."""
    found: list[dict[Key, str]] = [{} for _ in plan.with_lines]
    wanted: list[set[Key]] = [set() for _ in plan.with_lines]
    known: dict[tuple[bytes, ...], Choice] = {}
    for wave in ORDER:
        sides = list(sides_in(wave, plan.compared))
        before = [(one, list(sides_in(wave, one.plan.compared))) for one in earlier]
        for place, held in enumerate(found):
            sums = list(_sums(plan, wave, sides, place))
            wanted[place] |= {each.key for each in sums}
            held |= {each.key: SMALL.format(base=min_base) for each in sums if len(each.people) < min_base}
            shown = [each for each in sums if each.key not in held]
            out = [each for one, then in before for each in _out_before(one, wave, then, place)]
            hidden = _hidden(shown, out, responses[wave], min_base, known)
            held |= {each.key: COMPLEMENT.format(base=min_base) for each in hidden}
    return [Decision(held, frozenset(wanted[place] - held.keys())) for place, held in enumerate(found)]


def _out_before(release: Earlier, wave: str, sides: Sequence[Side], place: int) -> Iterator[Sum]:
    """The sums of a release, over today's responses."""
    for each in _sums(release.plan, wave, sides, place):
        if each.key in release.shown[place]:
            yield replace(each, people=release.rows[wave][each.people])


def _sums(plan: Plan, wave: str, sides: Sequence[Side], place: int) -> Iterator[Sum]:
    """A change is looked at in its later wave: a combination in which nothing is left of that wave has nothing left
    of its lines either, and of the whole in its earlier wave the estimate speaks."""
    for side in sides:
        yield from estimate_sums(side, place)
        if not plan.with_lines[place]:
            continue
        comparison, is_after = side.comparison, side.comparison.wave == wave
        if _among(comparison, plan.lines) and (is_after or _among(comparison, plan.with_levels)):
            yield from line_sums(side, place)
        if comparison is plan.compared[0] and is_after:
            yield from side_sums(side, place, plan.sides)
            if plan.weights is not None:
                yield from _weighted_sums(side, place, plan.weights)
    if plan.answers is not None:
        yield from _spread_sums(plan.answers, plan.links.get(wave), wave, place)


def _among(comparison: Comparison, some: Sequence[Comparison]) -> bool:
    return any(comparison is each for each in some)


def _weighted_sums(side: Side, place: int, weights: Floats) -> Iterator[Sum]:
    known = side.answered[:, place] & (weights > 0)
    scaled = np.rint(weights[known] * WEIGHT_STEPS).astype(np.int64)
    price = max(int(known.sum()) // 2, 1)  # worth half the lines of a breakdown
    yield Sum(("weighted",), side.rows[known], price)
    yield Sum(("weighted",), side.rows[known], price, scaled)


def _spread_sums(answers: Answers, links: Links | None, wave: str, place: int) -> Iterator[Sum]:
    """All answers of the wave; and of a later wave those linked and those not, whose means stand side by side."""
    answered = ~np.isnan(answers.waves[wave].values[:, place])
    yield Sum(("distribution", wave), np.flatnonzero(answered), 2)
    if links is not None:
        linked = np.zeros(len(answered), dtype=np.bool_)
        linked[links.after] = True
        yield Sum(("means", wave), np.flatnonzero(answered & linked), 1)
        yield Sum(("means", wave), np.flatnonzero(answered & ~linked), 1)


def _hidden(
    sums: Sequence[Sum], out: Sequence[Sum], responses: int, min_base: int, known: dict[tuple[bytes, ...], Choice]
) -> Iterator[Sum]:
    """Which of ``sums`` to hide beside those that are ``out`` already."""
    if not sums:
        return iter(())
    system = published(_counts_for([*sums, *out], responses), _prices(sums, out))
    name = tuple(array.tobytes() for array in (system.counts_for, system.people, system.prices))
    choice = _once(known, name, lambda: choose_shown(system, min_base))
    return (each for each, hidden in zip(sums, choice.hidden[: len(sums)], strict=True) if hidden)


def _once(known: dict[tuple[bytes, ...], Choice], name: tuple[bytes, ...], choose: Callable[[], Choice]) -> Choice:
    """Items that the same people answered have the same choice."""
    if name not in known:
        known[name] = choose()
    return known[name]


def _counts_for(sums: Sequence[Sum], responses: int) -> Ints:
    wide = any(each.counts_for is not None for each in sums)
    found = np.zeros((len(sums), responses), dtype=np.int64 if wide else np.int8)
    for row, each in zip(found, sums, strict=True):
        row[each.people] = 1 if each.counts_for is None else each.counts_for
    return found


def _prices(sums: Sequence[Sum], out: Sequence[Sum]) -> Ints:
    """The least sum of answers, then the fewest figures; what is out cannot be taken back."""
    return np.array([*(each.price * (len(sums) + 1) + 1 for each in sums), *([OUT] * len(out))], dtype=np.int64)
