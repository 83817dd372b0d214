"""One table of the folder: found, decoded, squared up, column by column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from scheduler.errors import FolderError
from scheduler.folder.cells import UnreadableError, parts_of
from scheduler.folder.findings import Findings, Names
from scheduler.folder.grid import Grid, grid_of_csv
from scheduler.folder.headings import square_up
from scheduler.folder.identifiers import mend_identifiers
from scheduler.folder.workbook import grid_of_workbook

Value = TypeVar("Value")
Blank = TypeVar("Blank")


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table is called and which columns it has a use for."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    """Columns that hold identifiers, in which a spreadsheet's number formats are undone."""
    may_be_absent: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return self.required + self.optional


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that hold anything; ``numbers`` are those of the spreadsheet, the heading being row 1."""

    file: str
    headings: tuple[str, ...] = ()
    numbers: Sequence[int] = ()
    rows: Sequence[Sequence[str]] = ()

    def column(self, name: str) -> list[str]:
        """The trimmed texts of a column, blank where the table has none."""
        if name not in self.headings:
            return [""] * len(self.rows)
        place = self.headings.index(name)
        return [row[place] for row in self.rows]


def read_table(folder: Path, layout: Layout, findings: Findings) -> Table:
    """The table called ``layout.name``, empty where it is absent or cannot be read (which is then a defect)."""
    path = _locate(folder, layout, findings)
    if path is None:
        return Table(f"{layout.name}.csv")
    empty = Table(path.name)
    grid = _grid(path, findings)
    if grid is None:
        return empty
    squared = square_up(path.name, grid, layout.required, layout.optional, findings)
    if squared is None:
        return empty
    table = Table(path.name, squared.headings, squared.numbers, squared.rows)
    for column in layout.identifiers:
        if column in table.headings:
            mend_identifiers(path.name, column, table.headings.index(column), squared, findings)
    return table


def _locate(folder: Path, layout: Layout, findings: Findings) -> Path | None:
    here = [path for path in (folder / f"{layout.name}.csv", folder / f"{layout.name}.xlsx") if path.exists()]
    if len(here) == 2:
        findings.refuse(here[0].name, f"stands beside {here[1].name}; remove one of the two")
    elif not here:
        alike = _alike(folder, layout.name)
        meant = f'; is "{alike}" meant? Save it as {layout.name}.csv' if alike else ""
        if not layout.may_be_absent:
            findings.refuse(
                f"{layout.name}.csv", f"is missing from the folder{meant or '; add it with its heading row'}"
            )
        elif alike:
            findings.warn(f"{layout.name}.csv", f"is not in the folder{meant}")
    return here[0] if here else None


def _alike(folder: Path, name: str) -> str:
    """A file that could be the table under another name or in another format, blank if there is none."""
    try:
        others = sorted(path.name for path in folder.iterdir())
    except OSError:
        return ""
    return next((other for other in others if Path(other).stem.strip().casefold() == name), "")


def _grid(path: Path, findings: Findings) -> Grid | None:
    try:
        if not path.is_file():
            raise UnreadableError("is not a file; put the table itself in its place")
        content = path.read_bytes()
        return grid_of_csv(path.name, content, findings) if path.suffix == ".csv" else grid_of_workbook(content)
    except OSError as fault:
        findings.refuse(path.name, f"cannot be read ({fault.strerror or fault}); check its permissions")
    except UnreadableError as fault:
        findings.refuse(path.name, str(fault))
    return None


def read_column(
    table: Table, column: str, parse: Callable[[str], Value], blank: Blank, findings: Findings
) -> list[Value | Blank]:
    """The column's values in row order; each distinct text is parsed once, each refused cell is a defect."""
    texts = table.column(column)
    values: dict[str, Value | Blank] = {"": blank}
    refusals: dict[str, str] = {}
    for text in set(texts) - {""}:
        try:
            values[text] = parse(text)
        except UnreadableError as fault:
            values[text], refusals[text] = blank, str(fault)
    if refusals:
        for number, text in zip(table.numbers, texts, strict=True):
            if text in refusals:
                findings.refuse(table.file, refusals[text], row=number, column=column, value=text)
    return [values[text] for text in texts]


def refuse_unknown(table: Table, column: str, known: Names, thing: str, findings: Findings) -> None:
    """A defect for every cell of the column that is neither blank nor among the known names."""
    texts = table.column(column)
    wrong = {text for text in set(texts) if text and text not in known}
    for number, text in zip(table.numbers, texts, strict=True) if wrong else ():
        if text in wrong:
            findings.refuse(
                table.file, f"is no {thing}; correct it or delete the row.{known.hint(text)}",
                row=number, column=column, value=text,
            )  # fmt: skip


def refuse_blank(table: Table, column: str, findings: Findings) -> None:
    """A defect for every row without the value that makes it a row."""
    for number, text in zip(table.numbers, table.column(column), strict=True):
        if not text:
            findings.refuse(
                table.file,
                "is blank; fill it in, or delete the row if it is a total or a note under the table",
                row=number,
                column=column,
            )


def refuse_unknown_parts(table: Table, column: str, known: Names, thing: str, findings: Findings) -> None:
    """As `refuse_unknown`, for cells that hold a list."""
    for number, text in zip(table.numbers, table.column(column), strict=True):
        for part in parts_of(text):
            if part not in known:
                message = f"is no {thing}; correct or remove it.{known.hint(part)}"
                findings.refuse(table.file, message, row=number, column=column, value=part)


def refuse_repeats(table: Table, columns: Sequence[str], findings: Findings) -> None:
    """A defect for every row that has the same (not blank) values in all the columns as an earlier row."""
    first: dict[tuple[str, ...], int] = {}
    for number, key in zip(table.numbers, zip(*map(table.column, columns), strict=True), strict=True):
        if all(key) and (earlier := first.setdefault(key, number)) != number:
            message = f"stands in row {earlier} already; delete one of the two rows, or correct it"
            findings.refuse(table.file, message, row=number, column=", ".join(columns), value=" ".join(key))


def refuse_no_folder(path: Path, holds: str) -> None:
    """Raises `FolderError` where there is no folder to read at all; ``holds`` says what would be in it."""
    findings = Findings()
    try:
        if path.is_dir():
            next(path.iterdir(), None)
            return
        fault = "is a file, not a folder" if path.exists() else "does not exist"
    except (OSError, ValueError) as error:
        fault = f"cannot be read ({error})"
    findings.refuse(str(path), f"{fault}; name the folder that holds {holds}")
    raise FolderError(findings.defects)
