"""What can be wrong with single cells of the answers, and with answers beside each other."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from learning.statistics.answers.rows import Columns
from learning.statistics.answers.table import ATTRIBUTES, WAVES
from scheduler.errors import Defect

SCALES = ("1-5", "number")
YES, NO = "yes", "no"
MANAGER = dict.fromkeys(("yes", "y", "true", "1"), YES) | dict.fromkeys(("no", "n", "false", "0"), NO) | {"": ""}
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_STEPS = {1.0, 2.0, 3.0, 4.0, 5.0}


def check_ids(table: Columns, defects: list[Defect]) -> None:
    """Ids that are blank and waves that there are not."""
    for column in ("response_id", "item_id"):
        for row, text in zip(table.rows, table.texts[column], strict=True):
            if not text:
                defects.append(Defect(table.file, "is blank; fill it in or delete the row.", row, column))
    known = set(WAVES)
    for row, text in zip(table.rows, table.texts["wave"], strict=True):
        if text not in known:
            message = f"is {'not a wave' if text else 'blank'}; write one of {', '.join(WAVES)}."
            defects.append(Defect(table.file, message, row, "wave", text))


def numbers_of(table: Columns, defects: list[Defect]) -> list[float]:
    """The value of each row; NaN where it is blank, or wrong and named."""
    seen: dict[str, float] = {"": math.nan}
    found = []
    for row, text in zip(table.rows, table.texts["value"], strict=True):
        if text not in seen and _NUMBER.fullmatch(text) and math.isfinite(float(text)):
            seen[text] = float(text)
        if text not in seen:
            message = "is not a number; write it with digits and a decimal point, or leave it blank if it was skipped."
            defects.append(Defect(table.file, message, row, "value", text))
        found.append(seen.get(text, math.nan))
    return found


def managers_of(table: Columns, defects: list[Defect]) -> list[str]:
    """Yes, no, or empty for unknown."""
    found = []
    for row, text in zip(table.rows, table.texts["is_manager"], strict=True):
        answer = MANAGER.get(text.casefold())
        if answer is None:
            message = "is neither yes nor no; write yes or no, or leave it blank if it is unknown."
            defects.append(Defect(table.file, message, row, "is_manager", text))
        found.append(answer or "")
    return found


def scales_of(table: Columns, values: Sequence[float], defects: list[Defect]) -> dict[str, str]:
    """Item -> its scale: as said, or as its values say; values that do not fit are named."""
    said = _said_scales(table, defects)
    items = table.texts["item_id"]
    stray: dict[str, list[int]] = {}
    fitting: set[str] = set()
    for place, (item, value) in enumerate(zip(items, values, strict=True)):
        if value in _STEPS:
            fitting.add(item)
        elif value == value:  # NaN is a skipped question
            stray.setdefault(item, []).append(place)
    scales = {}
    for item in set(items):
        scales[item] = said.get(item) or ("number" if item in stray and item not in fitting else "1-5")
        if scales[item] == "1-5":
            for place in stray.get(item, ()):
                hint = "" if item in said else " (or say number in the column scale)"
                message = f"is not on the scale of 1 to 5; write a whole number from 1 to 5{hint}."
                defects.append(Defect(table.file, message, table.rows[place], "value", table.texts["value"][place]))
    return scales


def _said_scales(table: Columns, defects: list[Defect]) -> dict[str, str]:
    said: dict[str, tuple[str, int]] = {}
    for row, item, scale in zip(table.rows, table.texts["item_id"], table.texts["scale"], strict=True):
        if not scale:
            continue
        if scale not in SCALES:
            message = "is not a scale; write 1-5 or number, or leave it blank."
            defects.append(Defect(table.file, message, row, "scale", scale))
            continue
        first, where = said.setdefault(item, (scale, row))
        if scale != first:
            message = f"differs from row {where}, where this item is {first}; an item has one scale."
            defects.append(Defect(table.file, message, row, "scale", scale))
    return {item: scale for item, (scale, _) in said.items()}


def check_given_twice(table: Columns, defects: list[Defect]) -> None:
    """The same response, wave and item in two rows: the later is named."""
    first: dict[tuple[str, str, str], int] = {}
    texts = table.texts
    if len(set(zip(texts["response_id"], texts["wave"], texts["item_id"], strict=True))) == len(table.rows):
        return
    keys = zip(texts["response_id"], texts["wave"], texts["item_id"], strict=True)
    for row, key in zip(table.rows, keys, strict=True):
        where = first.setdefault(key, row)
        if where != row and key[0] and key[2]:
            message = f"was answered for {key[2]} in {key[1]} before, in row {where}; delete one of the two."
            defects.append(Defect(table.file, message, row, "response_id", key[0]))


def attributes_of(
    table: Columns, defects: list[Defect], attributes: Sequence[str] = ATTRIBUTES
) -> dict[str, dict[tuple[str, str], str]]:
    """Attribute -> (response, wave) -> its text; two different texts for one response are named."""
    texts = table.texts
    columns = [texts[attribute] for attribute in attributes]
    said = set(zip(texts["response_id"], texts["wave"], *columns, strict=True))
    found: dict[str, dict[tuple[str, str], str]] = {}
    for place, attribute in enumerate(attributes, 2):
        pairs = {((line[0], line[1]), line[place]) for line in said if line[place]}
        found[attribute] = dict(pairs)
        if len(found[attribute]) < len(pairs):
            _name_differences(table, attribute, defects)
    return found


def _name_differences(table: Columns, attribute: str, defects: list[Defect]) -> None:
    first: dict[tuple[str, str], str] = {}
    responses = zip(table.texts["response_id"], table.texts["wave"], strict=True)
    for row, response, text in zip(table.rows, responses, table.texts[attribute], strict=True):
        if text and first.setdefault(response, text) != text:
            message = f"differs within response {response[0]}, which says {first[response]} before; make them one."
            defects.append(Defect(table.file, message, row, attribute, text))
