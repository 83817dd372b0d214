"""Sampled answers as the files that an analysis reads, and the truth beside them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

import numpy as np

from learning.statistics.sampling.draw import ARMS, Sampled
from learning.statistics.sampling.model import ITEMS, WAVES, Model
from learning.statistics.sampling.placement import Placement

HEADING = (
    "response_id", "wave", "link_code", "strand", "group_id", "trainer_id", "directorate", "is_manager", "cohort",
    "arm", "sessions", "item_id", "value",
)  # fmt: skip
PREFIX = {"baseline": "b", "post": "p", "looking_back": "p", "follow_up": "f", "year_on": "y"}


def sampled_files(placed: Placement, sampled: Sampled, model: Model, seed: int) -> dict[str, str]:
    """File name -> its text. ``people.csv`` counts who attended by directorate and manager."""
    truth = {
        "seed": seed,
        "people": len(placed),
        "unit": "index points",
        "change": sampled.truth,
        "items": {item: outcome for item, (outcome, _) in ITEMS.items()},
        "effects_in_steps": dict(model.effects),
        "spreads_in_steps": {
            name: getattr(model, name) for name in ("person_sd", "trainer_sd", "group_sd", "noise_sd")
        },
        "candour": model.candour,
    }
    items = ((item, question, outcome) for item, (outcome, question) in ITEMS.items())
    return {
        "answers.csv": _table(HEADING, _answers(placed, sampled, seed)),
        "items.csv": _table(("item_id", "question", "domain"), items),
        "people.csv": _table(("directorate", "is_manager", "attended"), _people(placed)),
        "truth.json": json.dumps(truth, allow_nan=False, ensure_ascii=False, indent=1) + "\n",
    }


def _answers(placed: Placement, sampled: Sampled, seed: int) -> Iterable[Sequence[object]]:
    """A row for each answer; ids are shuffled in each wave, so that they say nothing of who wrote."""
    rng = np.random.default_rng([seed, len(placed)])
    shuffled = {prefix: rng.permutation(len(placed)).tolist() for prefix in sorted(set(PREFIX.values()))}
    about = [
        (
            placed.strand, placed.groups[group], placed.trainers[trainer], placed.directorates[directorate],
            "yes" if manager else "no", placed.cohorts[cohort], ARMS[int(team)], sessions,
        )
        for group, trainer, directorate, manager, cohort, team, sessions in zip(
            placed.group.tolist(), placed.trainer.tolist(), placed.directorate.tolist(), placed.manager.tolist(),
            placed.cohort.tolist(), sampled.team.tolist(), sampled.sessions.tolist(), strict=True,
        )
    ]  # fmt: skip
    for wave in WAVES:
        values = sampled.values[wave].tolist()
        codes = sampled.codes[wave].tolist() if wave in sampled.codes else None
        for place in np.argsort(shuffled[PREFIX[wave]]).tolist():
            row = values[place]
            if all(value != value for value in row):  # NaN: this person did not answer this wave
                continue
            code = "-".join(map(str, codes[place])) if codes and codes[place][0] >= 0 else ""
            response = f"{PREFIX[wave]}{shuffled[PREFIX[wave]][place]:06}"
            for item, value in zip(ITEMS, row, strict=True):
                yield response, wave, code, *about[place], item, "" if value != value else int(value)


def _people(placed: Placement) -> Iterable[Sequence[object]]:
    for place, name in enumerate(placed.directorates):
        for manager, word in ((1, "yes"), (0, "no")):
            number = int(((placed.directorate == place) & (placed.manager == manager)).sum())
            if name and number:
                yield name, word, number


def _table(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue()
