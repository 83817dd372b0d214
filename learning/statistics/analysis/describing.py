"""Who answered, what was linked, how answers are spread: what a reader needs before any estimate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from learning.statistics.analysis.comparing import Comparison
from learning.statistics.analysis.holding_back import held_lines
from learning.statistics.analysis.keeping_back import Kept
from learning.statistics.answers.table import Answers, codes_of
from learning.statistics.arrays import counts, means
from learning.statistics.linking import Links
from learning.statistics.reliability import cronbach_alpha


def response(answers: Answers, min_base: int) -> dict[str, dict[str, object]]:
    """Responses of each wave; by directorate where no small number can be had from it."""
    found: dict[str, dict[str, object]] = {}
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


def by_directorate(told: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, int | None]]:
    """Responses by wave and directorate out of what `response` tells."""
    return {wave: dict(of_wave["directorate"]) for wave, of_wave in told.items()}  # type: ignore[call-overload]


def linking(answers: Answers, links: Links, wave: str, unlinked: Comparison, kept: Sequence[Kept]) -> dict[str, object]:
    """How a wave was linked to the baseline, and whether those linked answered like those who were not."""
    later, size = answers.waves[wave], len(answers.waves[wave])
    linked = later.values[links.after]
    enough = [("means", wave) not in held for held in kept]
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


def distributions(answers: Answers, kept: Sequence[Kept]) -> dict[str, object]:
    """For items on 1 to 5: how many gave each answer in each wave; None where it is held back."""
    found: dict[str, object] = {}
    for place in np.flatnonzero(answers.on_scale).tolist():
        of_waves: dict[str, object] = {}
        for name, wave in answers.waves.items():
            column = wave.values[:, place]
            n = int(counts(column[:, None])[0])
            number = {str(step): int((column == step).sum()) for step in range(1, 6)}
            of_waves[name] = None if ("distribution", name) in kept[place] else {"n": n, "counts": number}
        found[answers.items[place]] = of_waves
    return found


def reliability(answers: Answers, min_base: int) -> dict[str, object]:
    """Cronbach's alpha of all items on 1 to 5 together, of those who answered all of them in a wave."""
    alphas: dict[str, float | None] = {}
    for name, wave in answers.waves.items():
        values = wave.values[:, answers.on_scale]
        complete = int((~np.isnan(values)).all(axis=1).sum()) if values.size else 0
        alphas[name] = cronbach_alpha(values) if complete >= min_base else None
    items = [item for item, scale in zip(answers.items, answers.scales, strict=True) if scale == "1-5"]
    return {"cronbach_alpha": alphas, "items": items}
