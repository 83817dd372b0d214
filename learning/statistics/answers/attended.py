"""How many there were to answer: the file that `--attended` names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from learning.statistics.answers.checks import managers_of
from learning.statistics.answers.rows import Columns, Layout, read_columns
from learning.statistics.answers.table import Answers
from scheduler.errors import Defect, FolderError

LAYOUT = Layout(("directorate", "is_manager", "attended"), ("directorate", "attended"))
Cell = tuple[str, str]
"""Directorate, and whether somebody is a manager: yes, no, or blank where the file does not part them."""


@dataclass(frozen=True, slots=True)
class Attended:
    """People who attended, by cell; ``by_manager`` says whether the file parts managers from others."""

    people: Mapping[Cell, int]
    by_manager: bool

    @property
    def total(self) -> int:
        return sum(self.people.values())

    def directorates(self) -> dict[str, int]:
        found: Counter[str] = Counter()
        for (directorate, _), number in self.people.items():
            found[directorate] += number
        return dict(sorted(found.items()))

    def cell(self, directorate: str, is_manager: str) -> Cell:
        """The cell that somebody belongs to."""
        return directorate, is_manager if self.by_manager else ""


def read_attended(path: Path, answers: Answers) -> Attended:
    """Head-counts of a CSV; raises `FolderError` with every defect, more answers than people among them."""
    defects: list[Defect] = []
    table = read_columns(path, defects, LAYOUT)
    if table is None:
        raise FolderError(defects)
    table.texts["is_manager"] = managers_of(table, defects)
    people = _people(table, defects)
    found = Attended(people, any(manager for _, manager in people))
    if not defects:
        defects += _crowded(table.file, found, answers)
    if defects:
        raise FolderError(sorted(defects, key=lambda defect: (defect.row or 0, defect.column)))
    return found


def _people(table: Columns, defects: list[Defect]) -> dict[Cell, int]:
    people: dict[Cell, int] = {}
    first: dict[Cell, int] = {}
    parted = any(table.texts["is_manager"])
    columns = (table.texts[column] for column in LAYOUT.columns)
    for row, directorate, manager, attended in zip(table.rows, *columns, strict=True):
        wrong = []
        if not directorate:
            wrong.append(("directorate", "is blank; fill it in or delete the row."))
        if parted and not manager:
            wrong.append(("is_manager", "is blank, but other rows say yes or no; fill it in."))
        if not (attended.isascii() and attended.isdigit()):
            wrong.append(("attended", "is not a whole number of people; write it with digits alone."))
        cell = (directorate, manager)
        if first.setdefault(cell, row) != row:
            wrong.append(("directorate", f"stands in row {first[cell]} already; make the two rows one."))
        defects += [Defect(table.file, message, row, column) for column, message in wrong]
        people[cell] = 0 if wrong else int(attended)
    return people


def _crowded(file: str, attended: Attended, answers: Answers) -> list[Defect]:
    """Cells and waves with more answers than people."""
    defects = []
    post = answers.waves["post"].attributes
    answered = Counter(map(attended.cell, post["directorate"], post["is_manager"]))
    for cell, people in attended.people.items():
        if answered[cell] > people:
            who = f"{cell[0]}{', managers' if cell[1] == 'yes' else ', others' if cell[1] else ''}"
            message = f"of {who} is {people}, but {answered[cell]} answered after the session; correct the number."
            defects.append(Defect(file, message, column="attended"))
    for wave, found in answers.waves.items():
        if len(found) > attended.total:
            message = (
                f"is {attended.total} together, but the wave {wave} has {len(found)} answers; correct the numbers."
            )
            defects.append(Defect(file, message, column="attended"))
    return defects
