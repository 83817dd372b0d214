"""What came out before: whoever keeps an earlier report subtracts it from the next.

A release is remembered by the responses that it was made of and by what it showed of each measure. Its sums are made
anew from the answers of today, of which those of then must still be part, unchanged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from learning.statistics.analysis.sums import Key
from learning.statistics.answers.table import ATTRIBUTES, Answers, WaveAnswers

DIGEST_BYTES = 8


@dataclass(frozen=True, slots=True)
class Release:
    """``responses``: wave -> response -> a digest of what it said. ``shown``: what came out of each measure.

    ``weights`` are of the linked responses after the session, where weighted changes came out; ``sides`` the columns
    of arms and doses.
    """

    made_on: str
    min_base: int
    responses: Mapping[str, Mapping[str, str]]
    shown: Mapping[str, frozenset[Key]]
    weights: Mapping[str, float] = field(default_factory=dict)
    sides: Mapping[str, str] = field(default_factory=dict)


def digests(answers: Answers, own: Iterable[str] = ()) -> dict[str, dict[str, str]]:
    """Wave -> response -> a digest of its values and of what is said about it, in the user's ``own`` columns too."""
    columns = (*ATTRIBUTES, *sorted(own))
    return {name: dict(_of_wave(answers.items, wave, columns)) for name, wave in answers.waves.items()}


def _of_wave(items: tuple[str, ...], wave: WaveAnswers, columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    about = [wave.attributes[column] for column in columns]
    for place, response in enumerate(wave.response_ids):
        given = [
            f"{item}={value!r}"
            for item, value in zip(items, wave.values[place].tolist(), strict=True)
            if value == value  # NaN is a skipped question
        ]
        said = "\x1f".join([*given, "", *(texts[place] for texts in about)])
        yield response, hashlib.blake2b(said.encode(), digest_size=DIGEST_BYTES).hexdigest()


def no_longer_there(answers: Answers, release: Release) -> list[tuple[str, str]]:
    """Waves and responses of a release that are gone or say something else now; its columns must be there."""
    now = digests(answers, release.sides.values())
    return [
        (wave, response)
        for wave, of_wave in release.responses.items()
        for response, digest in of_wave.items()
        if now.get(wave, {}).get(response) != digest
    ]


def part_of(answers: Answers, release: Release) -> Answers:
    """The answers that a release was made of."""
    waves = {}
    for name, wave in answers.waves.items():
        then = release.responses.get(name, {})
        rows = np.array([place for place, response in enumerate(wave.response_ids) if response in then], dtype=np.int64)
        texts = {key: tuple(column[row] for row in rows.tolist()) for key, column in wave.attributes.items()}
        ids = tuple(wave.response_ids[row] for row in rows.tolist())
        waves[name] = WaveAnswers(ids, wave.values[rows], texts)
    return Answers(answers.items, answers.scales, waves)
