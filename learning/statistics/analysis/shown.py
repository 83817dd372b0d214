"""For items and for outcomes what of them is shown: one decision for both, as one can be subtracted from the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from learning.statistics.analysis.comparing import Comparison, broken_down, comparisons, with_levels
from learning.statistics.analysis.design import Design
from learning.statistics.analysis.keeping_back import COMPLEMENT, Decision, Earlier, Kept, Plan, keep_back
from learning.statistics.analysis.ledger import Release, part_of
from learning.statistics.analysis.outcomes import Outcomes, outcomes_of
from learning.statistics.analysis.sums import Key
from learning.statistics.answers.questions import Question
from learning.statistics.answers.table import Answers
from learning.statistics.arrays import Bools, Floats
from learning.statistics.linking import Links

BESIDE_DOMAIN = "beside its outcome it would give away fewer than {base} who answered only some of its items"


@dataclass(frozen=True, slots=True)
class Study:
    """Answers with all that an analysis compares in them; ``weights`` are of the linked pairs after the session."""

    answers: Answers
    compared: Sequence[Comparison]
    links: Mapping[str, Links]
    outcomes: Outcomes
    weights: Floats | None


@dataclass(frozen=True, slots=True)
class Shown:
    """``items`` and ``outcomes``: what is held back of each. ``item_lines``: the items that are broken down.

    An item of an outcome with several is not: the outcome is. ``cautions`` are estimates of all people that are shown
    and together with the other estimates of their wave tell of a few. ``out``: measure -> what comes out of it.
    """

    items: Sequence[Kept]
    outcomes: Sequence[Kept]
    item_lines: Sequence[bool]
    cautions: Sequence[dict[str, str]]
    out: Mapping[str, frozenset[Key]]


def decide(study: Study, design: Design, min_base: int, releases: Sequence[Release] = (), *, strict: bool) -> Shown:
    """What an analysis shows, beside all that earlier ``releases`` showed. ``strict``: estimates of all people too are
    held back where they would tell of a few."""
    answers, outcomes = study.answers, study.outcomes
    then = [_as_it_was(study, release, min_base) for release in releases]
    of_items = _keep_back(study, design, min_base, releases, then, for_outcomes=False)
    items = [dict(decision.held) for decision in of_items]
    of_outcomes = _of_outcomes(study, of_items, _keep_back(study, design, min_base, releases, then, for_outcomes=True))
    held = [dict(decision.held) for decision in of_outcomes]
    cautions: list[dict[str, str]] = []
    if not strict:
        reason = COMPLEMENT.format(base=min_base)
        cautions += _released("item", answers.items, items, reason)
        cautions += _released("outcome", outcomes.answers.items, held, reason)
    _hold_items_beside_outcomes(study, items, min_base)
    return Shown(items, held, _item_lines(study), cautions, _out(study, of_items, of_outcomes))


def _item_lines(study: Study) -> list[bool]:
    several = {question.item_id for members in study.outcomes.members if len(members) > 1 for question in members}
    return [item not in several for item in study.answers.items]


def _keep_back(
    study: Study,
    design: Design,
    min_base: int,
    releases: Sequence[Release],
    then: Sequence[Study],
    *,
    for_outcomes: bool,
) -> list[Decision]:
    names = _outcome_names(study) if for_outcomes else _item_names(study)
    if for_outcomes and all(len(members) == 1 for members in study.outcomes.members):
        return [Decision({}, frozenset()) for _ in names]
    earlier = [
        Earlier(
            _plan(before, design, min_base, for_outcomes=for_outcomes),
            [release.shown.get(name, frozenset()) for name in names],
            _rows(study.answers, before.answers),
        )
        for before, release in zip(then, releases, strict=True)
    ]
    responses = {name: len(wave) for name, wave in study.answers.waves.items()}
    return keep_back(_plan(study, design, min_base, for_outcomes=for_outcomes), responses, min_base, earlier)


def _plan(study: Study, design: Design, min_base: int, *, for_outcomes: bool) -> Plan:
    if for_outcomes:
        compared = study.outcomes.compared
        lines = [True] * len(study.outcomes.members)
        return Plan(compared, broken_down(compared, min_base), lines, (), design.sides, study.weights)
    lines = _item_lines(study)
    broken = broken_down(study.compared, min_base)
    levels = with_levels(broken)
    return Plan(study.compared, broken, lines, levels, design.sides, study.weights, study.answers, study.links)


def _as_it_was(study: Study, release: Release, min_base: int) -> Study:
    """The study of a release, made anew from the answers that it had."""
    answers = part_of(study.answers, release)
    compared, links = comparisons(answers)
    questions: list[Question] = [question for members in study.outcomes.members for question in members]
    weights = None
    if release.weights:
        ids = answers.waves["post"].response_ids
        weights = np.array([release.weights.get(ids[row], 0.0) for row in compared[0].rows_after.tolist()])
    return Study(answers, compared, links, outcomes_of(answers, compared, questions, min_base), weights)


def _rows(now: Answers, then: Answers) -> dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    found = {}
    for name, wave in now.waves.items():
        place = {response: number for number, response in enumerate(wave.response_ids)}
        found[name] = np.array([place[response] for response in then.waves[name].response_ids], dtype=np.int64)
    return found


def _item_names(study: Study) -> list[str]:
    return [f"item {item}" for item in study.answers.items]


def _outcome_names(study: Study) -> list[str]:
    """An outcome is its items: with others it is another measure."""
    return [
        " ".join(["outcome", name, *(question.item_id for question in members)])
        for name, members in zip(study.outcomes.answers.items, study.outcomes.members, strict=True)
    ]


def _of_outcomes(study: Study, items: Sequence[Decision], outcomes: Sequence[Decision]) -> list[Decision]:
    """An outcome of one item is that item; the others are looked at by themselves."""
    place = {item: number for number, item in enumerate(study.answers.items)}
    return [
        outcomes[number] if len(members) > 1 else items[place[members[0].item_id]]
        for number, members in enumerate(study.outcomes.members)
    ]


def _out(study: Study, items: Sequence[Decision], outcomes: Sequence[Decision]) -> dict[str, frozenset[Key]]:
    names = [*_item_names(study), *_outcome_names(study)]
    return {name: decision.shown for name, decision in zip(names, [*items, *outcomes], strict=True)}


def _released(kind: str, names: Sequence[str], kept: Sequence[dict[Key, str]], reason: str) -> list[dict[str, str]]:
    """Take estimates out of what is held back for ``reason``, and say which they are."""
    found = []
    for name, held in zip(names, kept, strict=True):
        keys = [key for key, why in held.items() if key[0] == "estimate" and why == reason]
        found += [{kind: name, "estimate": key[1], "reason": held.pop(key)} for key in keys]
    return found


def _hold_items_beside_outcomes(study: Study, items: list[dict[Key, str]], min_base: int) -> None:
    """Where a few answered only some items of an outcome, its items are held back: less is lost than the outcome."""
    place = {item: number for number, item in enumerate(study.answers.items)}
    for members in study.outcomes.members:
        columns = [place[question.item_id] for question in members]
        for comparison in study.compared:
            for known in _known(comparison):
                partly = known[:, columns].any(axis=1) & ~known[:, columns].all(axis=1)
                if 0 < int(partly.sum()) < min_base:
                    for column in columns:
                        items[column]["estimate", comparison.name] = BESIDE_DOMAIN.format(base=min_base)


def _known(comparison: Comparison) -> tuple[Bools, ...]:
    before, after = ~np.isnan(comparison.before), ~np.isnan(comparison.after)
    return (before & after,) if comparison.paired else (before, after)
