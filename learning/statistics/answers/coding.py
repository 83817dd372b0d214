"""What coders made of comments: the file that `--coding` names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from learning.statistics.answers.rows import Columns, Layout, read_columns
from scheduler.errors import Defect, FolderError

LAYOUT = Layout(("comment_id", "coder", "theme", "code"), ("comment_id", "coder", "theme", "code"))
YES = {"yes": 1.0, "1": 1.0, "y": 1.0, "no": 0.0, "0": 0.0, "n": 0.0}


@dataclass(frozen=True, slots=True)
class Coding:
    """For each theme, by comment and coder, whether the coder found the theme in the comment (1) or not (0)."""

    coders: tuple[str, ...]
    comments: tuple[str, ...]
    themes: Mapping[str, Mapping[tuple[str, str], float]]


def read_coding(path: Path) -> Coding:
    """A CSV with a row for each comment, coder and theme; raises `FolderError` with every defect."""
    defects: list[Defect] = []
    table = read_columns(path, defects, LAYOUT)
    if table is None:
        raise FolderError(defects)
    themes = _themes(table, defects)
    if defects:
        raise FolderError(sorted(defects, key=lambda defect: (defect.row or 0, defect.column)))
    texts = table.texts
    return Coding(tuple(sorted(set(texts["coder"]))), tuple(sorted(set(texts["comment_id"]))), themes)


def _themes(table: Columns, defects: list[Defect]) -> dict[str, dict[tuple[str, str], float]]:
    found: dict[str, dict[tuple[str, str], float]] = {}
    first: dict[tuple[str, str, str], int] = {}
    for place, row in enumerate(table.rows):
        texts = {column: table.texts[column][place] for column in LAYOUT.columns}
        wrong = [
            (column, "is blank; fill it in or delete the row.") for column in LAYOUT.columns[:3] if not texts[column]
        ]
        if texts["code"].casefold() not in YES:
            wrong.append(("code", "is neither yes nor no; write yes where the coder found the theme."))
        key = (texts["comment_id"], texts["coder"], texts["theme"])
        if first.setdefault(key, row) != row:
            wrong.append(("comment_id", f"was coded for this theme by this coder in row {first[key]}; delete one."))
        defects += [Defect(table.file, message, row, column, texts[column]) for column, message in wrong]
        if not wrong:
            found.setdefault(key[2], {})[key[0], key[1]] = YES[texts["code"].casefold()]
    return dict(sorted(found.items()))
