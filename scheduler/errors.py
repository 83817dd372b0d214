"""What can be wrong with the input: every defect at once, each one where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing to mend in one place of a programme folder.

    ``row`` is the row of the table as a spreadsheet counts it (the heading is row 1) and None for
    the file as a whole; ``column`` is the heading, or the key in programme.toml.
    """

    file: str
    message: str
    row: int | None = None
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column:
            place += f", {self.column}"
        shown = f' "{self.value}"' if self.value else ""
        return f"{place}{shown}: {self.message}"


class FolderError(Exception):
    """A folder that cannot be used as it is; ``defects`` lists everything found, not the first."""

    def __init__(self, defects: Sequence[Defect]) -> None:
        super().__init__("\n".join(str(defect) for defect in defects))
        self.defects = tuple(defects)
