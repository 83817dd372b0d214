"""Made-up answers as text, with what is true of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from learning.statistics.analysis import analyse
from learning.statistics.answers import read_answers

COLUMNS = (
    "response_id",
    "wave",
    "link_code",
    "group_id",
    "trainer_id",
    "directorate",
    "is_manager",
    "item_id",
    "value",
)
Row = tuple[object, ...]


def rows(
    people: int = 120,
    trainers: int = 6,
    effect: float = 0.6,
    seed: int = 0,
    directorates: int = 3,
    missing: float = 0.1,
) -> list[Row]:
    """Baseline, post and looking-back answers to two items; a tenth of the answers, and of the codes, is missing."""
    rng = np.random.default_rng(seed)
    found: list[Row] = []
    for person in range(people):
        group = person // 10
        code = "-".join(map(str, rng.integers(0, 50, 6))) if rng.random() > missing else ""
        about = (f"G{group}", f"T{group % trainers}", f"D{person % directorates}", "yes" if person % 5 else "no")
        for item in ("P", "Q"):
            before = rng.normal(3, 0.8)
            for wave, response, shift in (
                ("baseline", f"b{person}", 0.0),
                ("post", f"p{person}", effect),
                ("looking_back", f"p{person}", -0.2),
            ):
                value = int(np.clip(round(before + shift + rng.normal(0, 0.5)), 1, 5))
                kept = "" if rng.random() < missing else value
                found.append((response, wave, "" if wave == "looking_back" else code, *about, item, kept))
    return found


def written(path: Path, found: Iterable[Row], columns: tuple[str, ...] = COLUMNS) -> Path:
    lines = [",".join(columns), *(",".join(map(str, row)) for row in found)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def results(folder: Path, found: Iterable[Row], **options: Any) -> dict[str, Any]:
    return analyse(read_answers(written(folder / "answers.csv", found)), **options)
