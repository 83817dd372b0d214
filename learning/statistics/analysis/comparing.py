"""Which answers stand against which: the pairs and sides of every comparison, for all people at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from learning.statistics.answers.table import ATTRIBUTES, LATER_WAVES, Answers, WaveAnswers, codes_of
from learning.statistics.arrays import Floats, Ints
from learning.statistics.linking import Links, link

BREAKDOWNS = {"directorate": "directorate", "strand": "strand", "is_manager": "is_manager", "trainer": "trainer_id"}
"""What figures are broken down by -> the column that it is taken from."""


@dataclass(frozen=True, slots=True)
class Labels:
    """For each person of one side: trainer and group as labels (-1 unknown), and the texts of
    breakdowns and of the user's own columns."""

    trainer: Ints
    group: Ints
    texts: Mapping[str, tuple[Ints, list[str]]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``before`` and ``after`` are answers, people by items: the same people where ``paired``, else different ones.

    ``rows_before`` and ``rows_after`` are which responses of the waves ``wave_before`` and ``wave`` they are.
    """

    wave: str
    estimate: str
    paired: bool
    before: Floats
    after: Floats
    labels_before: Labels
    labels_after: Labels
    rows_before: Ints
    rows_after: Ints

    @property
    def name(self) -> str:
        """As it is called in the list of what is held back."""
        return self.estimate if self.wave == "post" else f"{self.wave}.{self.estimate}"

    @property
    def wave_before(self) -> str:
        return "looking_back" if self.estimate == "looking_back" else "baseline"


def comparisons(answers: Answers) -> tuple[list[Comparison], dict[str, Links]]:
    """Post with before, then each later wave with the baseline; and how each wave was linked to the baseline."""
    found, links = [], {}
    baseline = answers.waves["baseline"]
    for name in ("post", *LATER_WAVES):
        wave = answers.waves[name]
        links[name] = link(
            baseline.attributes["link_code"],
            wave.attributes["link_code"],
            baseline.attributes["group_id"],
            wave.attributes["group_id"],
        )
        found.append(_between(name, "linked", baseline, links[name].before, wave, links[name].after))
        if name == "post":
            found.append(_looking_back(answers))
        alone = (_others(len(baseline), links[name].before), _others(len(wave), links[name].after))
        found.append(_between(name, "unlinked", baseline, alone[0], wave, alone[1]))
    return found, links


def broken_down(compared: Sequence[Comparison], min_base: int) -> list[Comparison]:
    """The comparisons of the same people that are shown by directorate and the like.

    Looking back only where hardly anybody is linked: linked and looking back speak of nearly the same people, so that
    two lines side by side would tell of the few that only one of them has.
    """
    linked = any(one.estimate == "linked" and len(one.after) >= min_base for one in compared if one.wave == "post")
    return [
        one for one in compared if one.paired and len(one.after) and not (linked and one.estimate == "looking_back")
    ]


def with_levels(broken: Sequence[Comparison]) -> list[Comparison]:
    """Of those that are broken down the ones whose lines say how many were positive: the session's own.

    Those of later waves say what changed and no more: nearly the same people were before in each of them.
    """
    return [one for one in broken if one.wave == "post"]


def _others(number: int, taken: Ints) -> Ints:
    free = np.ones(number, dtype=np.bool_)
    free[taken] = False
    return np.flatnonzero(free)


def _looking_back(answers: Answers) -> Comparison:
    """Post answers with the looking-back answers of the same response; what one leaves blank, the other may say."""
    back, post = answers.waves["looking_back"], answers.waves["post"]
    place = {response: number for number, response in enumerate(post.response_ids)}
    pairs = [(number, place[response]) for number, response in enumerate(back.response_ids) if response in place]
    array = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    whole = {
        attribute: _filled(texts, back.attributes[attribute], pairs) for attribute, texts in post.attributes.items()
    }
    post = WaveAnswers(post.response_ids, post.values, whole)
    return _between("post", "looking_back", back, array[:, 0], post, array[:, 1])


def _filled(texts: tuple[str, ...], others: tuple[str, ...], pairs: list[tuple[int, int]]) -> tuple[str, ...]:
    filled = list(texts)
    for other, place in pairs:
        filled[place] = filled[place] or others[other]
    return tuple(filled)


def _between(
    name: str, estimate: str, before: WaveAnswers, rows_before: Ints, after: WaveAnswers, rows_after: Ints
) -> Comparison:
    return Comparison(
        name,
        estimate,
        estimate != "unlinked",
        before.values[rows_before],
        after.values[rows_after],
        _labels(before, rows_before),
        _labels(after, rows_after),
        rows_before,
        rows_after,
    )


def _labels(wave: WaveAnswers, rows: Ints) -> Labels:
    texts = {}
    own = {column: column for column in wave.attributes if column not in ATTRIBUTES}
    for by, column in {**own, **BREAKDOWNS}.items():
        codes, names = codes_of(wave.attributes[column])
        texts[by] = (codes[rows], names)
    group, _ = codes_of(wave.attributes["group_id"])
    return Labels(texts["trainer"][0], group[rows], texts)
