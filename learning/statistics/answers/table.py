"""Answers as arrays: for each wave a table of responses by items, in an order that no file decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from learning.statistics.arrays import Floats, Ints

WAVES = ("baseline", "post", "looking_back", "follow_up", "year_on")
LATER_WAVES = ("follow_up", "year_on")
ATTRIBUTES = ("link_code", "strand", "group_id", "trainer_id", "directorate", "is_manager")


@dataclass(frozen=True, slots=True)
class WaveAnswers:
    """The responses of one wave, sorted by id.

    ``values`` is responses by items, NaN where a question was not answered. ``attributes`` holds for each of
    ``ATTRIBUTES`` a text for each response, empty for unknown.
    """

    response_ids: tuple[str, ...]
    values: Floats
    attributes: Mapping[str, tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.response_ids)


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers of a programme. ``scales`` says of each of ``items`` (sorted) whether it is ``1-5`` or ``number``."""

    items: tuple[str, ...]
    scales: tuple[str, ...]
    waves: Mapping[str, WaveAnswers]

    @property
    def on_scale(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        return np.array([scale == "1-5" for scale in self.scales], dtype=np.bool_)

    @property
    def unit(self) -> Floats:
        """What one step of an item's answers is worth: 25 index points on 1 to 5, itself on ``number``."""
        return np.where(self.on_scale, 25.0, 1.0)


def codes_of(texts: tuple[str, ...]) -> tuple[Ints, list[str]]:
    """A label for each text, -1 for an empty one, and the texts that the labels stand for, sorted."""
    names = sorted({text for text in texts if text})
    place = {name: number for number, name in enumerate(names)}
    place[""] = -1
    return np.array([place[text] for text in texts], dtype=np.int64), names
