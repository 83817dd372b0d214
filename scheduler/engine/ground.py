"""The ground: what all strands of an instance are built from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.engine.slots import Bools, Ints, Slots
from scheduler.problem import Person, Problem, Trainer, Venue


@dataclass(frozen=True)
class Ground:
    """People, trainers and venues in the order of their ids, and who is free in which slot."""

    problem: Problem
    slots: Slots
    people: tuple[Person, ...]
    staff: dict[str, int]
    """Staff id -> the person's number."""
    trainers: tuple[Trainer, ...]
    venues: tuple[Venue, ...]
    strand_ids: dict[str, int]
    person_free: Bools
    trainer_free: Bools
    venue_open: Bools


def numbered(texts: list[str], *, blank: int | None = -1) -> tuple[Ints, int]:
    """Number the distinct texts in sorted order; a blank becomes ``blank``, None numbers it too."""
    distinct = sorted({text for text in texts if text or blank is None})
    number = {text: i for i, text in enumerate(distinct)}
    return np.array([number.get(text, -1) for text in texts], dtype=np.int64), len(distinct)
