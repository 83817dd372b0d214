"""Everything in the shape that docs/answers.md describes as results.json."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict

from learning.statistics.analysis.arms import contrasts
from learning.statistics.analysis.breakdowns import Line, breakdowns
from learning.statistics.analysis.coding import agreement
from learning.statistics.analysis.comparing import broken_down, comparisons
from learning.statistics.analysis.describing import by_directorate, distributions, linking, reliability, response
from learning.statistics.analysis.design import NOTHING_FURTHER, Design
from learning.statistics.analysis.estimates import Figures, HeldBack, estimates
from learning.statistics.analysis.ledger import Release, digests
from learning.statistics.analysis.nonresponse import pair_weights, rates, weighted
from learning.statistics.analysis.outcomes import ESTIMATES, outcome_results, outcomes_of
from learning.statistics.analysis.sensitivity import sensitivity, without_nan
from learning.statistics.analysis.shown import Study, decide
from learning.statistics.answers.questions import questions_of_items
from learning.statistics.answers.table import LATER_WAVES, Answers

DEFAULT_MIN_BASE = 10
LOWEST_MIN_BASE = 5
NOTES = (
    "The three estimates answer different questions and are never pooled.",
    "Without figures for all who attended, answers are not weighted: they speak for those who answered.",
)


def analyse(
    answers: Answers,
    *,
    min_base: int = DEFAULT_MIN_BASE,
    primary: Collection[str] = (),
    design: Design = NOTHING_FURTHER,
    strict: bool = False,
    releases: Sequence[Release] = (),
) -> dict[str, object]:
    """The results as plain values, strict JSON in waiting: no NaN, None for whatever is not defined or held back.

    ``min_base`` is the least number of answers that a figure may stand on; under 5 raises ValueError. ``primary``
    names the items whose tests are adjusted by Holm. Tables, charts and the report are made of these results alone,
    never of answers. Nothing that is shown can be combined into a figure of fewer people; estimates of all people
    that could are shown and named in ``cautions``, and held back with ``strict``. What earlier ``releases`` showed is
    taken as known to everybody.
    """
    return publish(answers, min_base=min_base, primary=primary, design=design, strict=strict, releases=releases)[0]


def publish(
    answers: Answers,
    *,
    min_base: int = DEFAULT_MIN_BASE,
    primary: Collection[str] = (),
    design: Design = NOTHING_FURTHER,
    strict: bool = False,
    releases: Sequence[Release] = (),
    made_on: str = "",
) -> tuple[dict[str, object], Release]:
    """The results, and what the ledger is to remember of them."""
    if min_base < LOWEST_MIN_BASE:
        raise ValueError(f"min_base must be {LOWEST_MIN_BASE} or more, not {min_base}")
    compared, links = comparisons(answers)
    questions = design.questions or questions_of_items(answers)
    outcomes = outcomes_of(answers, compared, questions, min_base)
    weights = pair_weights(compared[0], design.attended, min_base)
    study = Study(answers, compared, links, outcomes, weights.weights if weights else None)
    shown = decide(study, design, min_base, releases, strict=strict)
    by_wave: dict[tuple[str, str], list[Figures | None]] = {}
    suppressed: list[HeldBack] = []
    lines: list[Line] = []
    held_lines: list[Line] = []
    for comparison in compared:
        by_wave[comparison.wave, comparison.estimate], held = estimates(comparison, answers, min_base, shown.items)
        suppressed += held
    for comparison in broken_down(compared, min_base):
        figures, without = breakdowns(comparison, answers, shown.items, shown.item_lines)
        lines += figures
        held_lines += without
    told = response(answers, min_base)
    unlinked = {comparison.wave: comparison for comparison in compared if not comparison.paired}
    results = {
        "items": {item: _item(by_wave, place) for place, item in enumerate(answers.items)},
        "suppressed": [asdict(held) for held in sorted(suppressed, key=lambda held: (held.item, held.estimate))],
        "cautions": list(shown.cautions),
        "response": told,
        "settings": {"min_base": min_base, "confidence": 0.95, "primary": sorted(primary)},
        "scales": dict(zip(answers.items, answers.scales, strict=True)),
        "linking": {wave: linking(answers, found, wave, unlinked[wave], shown.items) for wave, found in links.items()},
        "breakdowns": lines,
        "breakdowns_suppressed": held_lines,
        "distributions": distributions(answers, shown.items),
        "sensitivity": sensitivity(compared[0], answers, primary, min_base, shown.items),
        "reliability": reliability(answers, min_base),
        "notes": list(NOTES[:1] if design.attended else NOTES),
        "questions": [asdict(question) for question in questions],
        **outcome_results(
            outcomes,
            min_base,
            shown.outcomes,
            broken_down(outcomes.compared, min_base),
            primary=bool(design.questions),
        ),
        "contrasts": contrasts(outcomes, design, shown.outcomes),
        "seed": design.seed,
        "coding": agreement(design.coding, min_base),
        "rates": rates(answers, design.attended, by_directorate(told)),
        "weighted": weighted(outcomes, weights, shown.outcomes),
    }
    plain = without_nan(results)
    assert isinstance(plain, dict)
    return plain, Release(
        made_on, min_base, digests(answers, design.sides.values()), shown.out, _weights_by_response(study), design.sides
    )


def _weights_by_response(study: Study) -> dict[str, float]:
    if study.weights is None:
        return {}
    ids, rows = study.answers.waves["post"].response_ids, study.compared[0].rows_after.tolist()
    return {ids[row]: weight for row, weight in zip(rows, study.weights.tolist(), strict=True)}


def _item(by_wave: dict[tuple[str, str], list[Figures | None]], place: int) -> dict[str, object]:
    def of(wave: str) -> dict[str, Figures | None]:
        found = {name: by_wave.get((wave, name)) for name in ESTIMATES}
        return {name: figures[place] if figures else None for name, figures in found.items()}

    return {"estimates": of("post"), "later": {wave: of(wave) for wave in LATER_WAVES}}
