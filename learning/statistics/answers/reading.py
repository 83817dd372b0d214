"""Read a file of answers, or say everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from learning.statistics.answers.checks import (
    attributes_of,
    check_given_twice,
    check_ids,
    managers_of,
    numbers_of,
    scales_of,
)
from learning.statistics.answers.rows import COLUMNS, REQUIRED, Columns, Layout, read_columns
from learning.statistics.answers.table import ATTRIBUTES, WAVES, Answers, WaveAnswers
from scheduler.errors import Defect, FolderError


def read_answers(path: Path, further: Sequence[str] = ()) -> Answers:
    """The answers in a CSV as docs/answers.md describes it.

    ``further`` names columns of the user's own, one text for each response, that become attributes as well. Raises
    `FolderError` with every defect, each with its row (the heading is row 1) and column.
    """
    defects: list[Defect] = []
    own = tuple(column for column in dict.fromkeys(further) if column not in COLUMNS)
    layout = Layout((*COLUMNS, *own), (*REQUIRED, *own))
    table = read_columns(path, defects, layout)
    if table is None:
        raise FolderError(defects)
    check_ids(table, defects)
    check_given_twice(table, defects)
    values = numbers_of(table, defects)
    table.texts["is_manager"] = managers_of(table, defects)
    scales = scales_of(table, values, defects)
    attributes = attributes_of(table, defects, (*ATTRIBUTES, *own))
    if defects:
        raise FolderError(sorted(defects, key=lambda defect: (defect.row or 0, defect.column)))
    items = tuple(sorted(scales))
    waves = _waves(table, values, items, attributes)
    return Answers(items, tuple(scales[item] for item in items), waves)


def _waves(
    table: Columns, values: list[float], items: tuple[str, ...], attributes: dict[str, dict[tuple[str, str], str]]
) -> dict[str, WaveAnswers]:
    ids: dict[str, set[str]] = {wave: set() for wave in WAVES}
    for response, wave in zip(table.texts["response_id"], table.texts["wave"], strict=True):
        ids[wave].add(response)
    ordered = {wave: tuple(sorted(found)) for wave, found in ids.items()}
    start, places = 0, {}
    for wave, responses in ordered.items():
        places.update({(response, wave): start + number for number, response in enumerate(responses)})
        start += len(responses)
    column = {item: number for number, item in enumerate(items)}
    keys = zip(table.texts["response_id"], table.texts["wave"], strict=True)
    row_of = np.fromiter((places[key] for key in keys), dtype=np.int64, count=len(values))
    column_of = np.fromiter((column[item] for item in table.texts["item_id"]), dtype=np.int64, count=len(values))
    whole = np.full((start, len(items)), np.nan)
    whole[row_of, column_of] = values
    waves, start = {}, 0
    for wave, responses in ordered.items():
        texts = {
            attribute: tuple(attributes[attribute].get((response, wave), "") for response in responses)
            for attribute in attributes
        }
        waves[wave] = WaveAnswers(responses, whole[start : start + len(responses)], texts)
        start += len(responses)
    return waves
