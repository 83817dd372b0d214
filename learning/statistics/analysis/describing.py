"""Who answered, what was linked, how answers are spread: what a reader needs before any estimate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from learning.statistics.analysis.comparing import Comparison
from learning.statistics.analysis.holding_back import held_lines
from learning.statistics.answers.table import Answers, codes_of
from learning.statistics.arrays import Floats, counts, means
from learning.statistics.linking import Links
from learning.statistics.reliability import cronbach_alpha


def response(answers: Answers, min_base: int) -> dict[str, object]:
    """Responses of each wave; by directorate where no small number can be had from it."""
    found: dict[str, object] = {}
    for name, wave in answers.waves.items():
        codes, names = codes_of(wave.attributes["directorate"])
        sizes = [int((codes == code).sum()) for code in range(len(names))]
        held = held_lines(sizes, int((codes < 0).sum()), min_base)
        found[name] = {
            "responses": len(wave),
            "with_code": sum(bool(code) for code in wave.attributes["link_code"]),
            "directorate": {text: None if place in held else sizes[place] for place, text in enumerate(names)},
        }
    return found


def linking(answers: Answers, links: Links, wave: str, unlinked: Comparison, min_base: int) -> dict[str, object]:
    """How a wave was linked to the baseline, and whether those linked answered like those who were not."""
    later, size = answers.waves[wave], len(answers.waves[wave])
    linked = later.values[links.after]
    enough = (counts(linked) >= min_base) & (counts(unlinked.after) >= min_base)
    both = [(means(side) - answers.on_scale) * answers.unit for side in (linked, unlinked.after)]
    return {
        "before": len(answers.waves["baseline"]),
        "after": size,
        "linked": len(links.after),
        "exact": links.exact,
        "one_off": links.one_off,
        "share": len(links.after) / size if size else None,
        "share_one_off": links.one_off / len(links.after) if len(links.after) else None,
        "borne_twice": links.borne_twice,
        "expected_false": links.expected_false,
        "means": {
            item: {"linked": float(both[0][place]), "unlinked": float(both[1][place])} if enough[place] else None
            for place, item in enumerate(answers.items)
        },
    }


def distributions(answers: Answers, compared: Sequence[Comparison], min_base: int) -> dict[str, object]:
    """For items on 1 to 5: how many gave each answer in each wave.

    None under ``min_base``, and where the estimates speak of all but a few of these answers, so that subtracting their
    percent positive would give away the few.
    """
    parts = _shown_parts(compared, min_base)
    found: dict[str, object] = {}
    for place in np.flatnonzero(answers.on_scale):
        of_waves: dict[str, object] = {}
        for name, wave in answers.waves.items():
            column = wave.values[:, place]
            n = int(counts(column[:, None])[0])
            number = {str(step): int((column == step).sum()) for step in range(1, 6)}
            few = any(0 < n - int(part[place]) < min_base for part in parts.get(name, ()))
            of_waves[name] = {"n": n, "counts": number} if n >= min_base and not few else None
        found[answers.items[place]] = of_waves
    return found


def _shown_parts(compared: Sequence[Comparison], min_base: int) -> dict[str, list[Floats]]:
    """Wave -> for each estimate how many of the wave's answers to each item it speaks of; 0 where it is held back."""
    parts: dict[str, list[Floats]] = {}
    for comparison in compared:
        sides = (comparison.before, comparison.after)
        numbers = [counts(side) for side in sides]
        if comparison.paired:
            numbers = [counts(sides[1] - sides[0])] * 2
        shown = (numbers[0] >= min_base) & (numbers[1] >= min_base)
        earlier = "looking_back" if comparison.estimate == "looking_back" else "baseline"
        for wave, number in zip((earlier, comparison.wave), numbers, strict=True):
            parts.setdefault(wave, []).append(np.where(shown, number, 0.0))
    return parts


def reliability(answers: Answers, min_base: int) -> dict[str, object]:
    """Cronbach's alpha of all items on 1 to 5 together, of those who answered all of them in a wave."""
    alphas: dict[str, float | None] = {}
    for name, wave in answers.waves.items():
        values = wave.values[:, answers.on_scale]
        complete = int((~np.isnan(values)).all(axis=1).sum()) if values.size else 0
        alphas[name] = cronbach_alpha(values) if complete >= min_base else None
    items = [item for item, scale in zip(answers.items, answers.scales, strict=True) if scale == "1-5"]
    return {"cronbach_alpha": alphas, "items": items}
