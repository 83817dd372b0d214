"""What the items ask, and which outcome each belongs to: the file that `--items` names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from learning.statistics.answers.rows import Columns, Layout, read_columns
from learning.statistics.answers.table import Answers
from scheduler.errors import Defect, FolderError

LAYOUT = Layout(("item_id", "question", "domain", "level", "reversed"), ("item_id",))
LEVELS = ("reaction", "learning", "behaviour", "results")
"""Kirkpatrick and Kirkpatrick (2006), Evaluating Training Programs, 3rd edition."""
YES = {"yes": True, "no": False, "": False}


@dataclass(frozen=True, slots=True)
class Question:
    """An item in words. ``reversed``: agreeing is the unwanted answer, so that in its domain 1 counts as 5.

    ``domain`` is the outcome that it belongs to, blank for none; ``level`` is one of ``LEVELS``, or blank.
    """

    item_id: str
    question: str
    domain: str
    level: str
    reversed: bool


def read_questions(path: Path, answers: Answers) -> tuple[Question, ...]:
    """Questions in the order of the file; raises `FolderError` with every defect."""
    defects: list[Defect] = []
    table = read_columns(path, defects, LAYOUT)
    if table is None:
        raise FolderError(defects)
    found = _questions(table, answers, defects)
    if defects:
        raise FolderError(sorted(defects, key=lambda defect: (defect.row or 0, defect.column)))
    return found


def _questions(table: Columns, answers: Answers, defects: list[Defect]) -> tuple[Question, ...]:
    scale = dict(zip(answers.items, answers.scales, strict=True))
    first: dict[str, int] = {}
    level_of: dict[str, tuple[str, int]] = {}
    found = []
    for place, row in enumerate(table.rows):
        texts = {column: table.texts[column][place] for column in LAYOUT.columns}
        item, level, domain = texts["item_id"], texts["level"].casefold(), texts["domain"]
        turned = YES.get(texts["reversed"].casefold())
        wrong = _wrong(texts, level, turned, scale)
        if item and first.setdefault(item, row) != row:
            wrong.append(("item_id", f"stands in row {first[item]} already; delete one of the two."))
        if domain and level_of.setdefault(domain, (level, row))[0] != level:
            other, where = level_of[domain]
            wrong.append(("level", f"differs from row {where}, where {domain} is {other or 'blank'}; make them one."))
        defects += [Defect(table.file, message, row, column, texts[column]) for column, message in wrong]
        found.append(Question(item, texts["question"] or item, domain, level, bool(turned)))
    return tuple(found)


def _wrong(texts: dict[str, str], level: str, turned: bool | None, scale: dict[str, str]) -> list[tuple[str, str]]:
    """Column and what is wrong in it."""
    item, wrong = texts["item_id"], []
    if not item:
        wrong.append(("item_id", "is blank; fill it in or delete the row."))
    elif item not in scale:
        wrong.append(("item_id", "is no item of the answers; delete the row or correct the id."))
    elif texts["domain"] and scale[item] != "1-5":
        wrong.append(("domain", f"cannot take {item}, which is a number; a domain takes items on 1 to 5."))
    if level and level not in LEVELS:
        wrong.append(("level", f"is not a level; write one of {', '.join(LEVELS)}, or leave it blank."))
    if turned is None:
        wrong.append(("reversed", "is neither yes nor no; write yes where agreeing is the unwanted answer."))
    return wrong


def questions_of_items(answers: Answers) -> tuple[Question, ...]:
    """Without a file each item is an outcome of its own, called by its id."""
    return tuple(Question(item, item, item, "", reversed=False) for item in answers.items)


def domains(questions: Sequence[Question]) -> dict[str, list[Question]]:
    """Domain -> its questions, both in the order given."""
    found: dict[str, list[Question]] = {}
    for question in questions:
        if question.domain:
            found.setdefault(question.domain, []).append(question)
    return found
