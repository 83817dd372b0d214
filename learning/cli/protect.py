"""`learning protect`: a table of counts in, one that can be published out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from learning.cli.analyse import write_files
from learning.cli.reading import leave_with_defects
from learning.cli.terminal import print_json, print_lines

if TYPE_CHECKING:
    from learning.statistics.disclosure import CountTable
    from scheduler.errors import Defect

FOLDER = click.Path(path_type=Path)


@click.command(short_help="Hide small counts of a table, and what would give them away.")
@click.argument("table", type=FOLDER, metavar="TABLE.csv")
@click.option("--out", required=True, type=FOLDER, metavar="DIR", help="Where the protected table is written.")
@click.option(
    "--threshold", type=click.IntRange(min=2), default=10, show_default=True, help="Smaller counts are hidden."
)
@click.option(
    "--line-min", type=click.IntRange(min=0), default=10, show_default=True, help="What hidden cells of a line sum to."
)
@click.option("--hide", multiple=True, metavar="DIM=VALUE,DIM=VALUE", help="A further cell to hide; may be repeated.")
@click.option("--within", multiple=True, metavar="TEAM=DIRECTORATE", help="A column that divides another one.")
@click.option("--earlier", multiple=True, type=FOLDER, metavar="DIR", help="A release before; may be repeated.")
@click.option("--round-to", type=click.IntRange(min=1), default=1, metavar="NUMBER", help="Tell counts to the nearest.")
@click.option("--roll-up", multiple=True, metavar="DIM", help="Take values with few people as one; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of sentences.")
def protect(
    table: Path,
    out: Path,
    threshold: int,
    line_min: int,
    hide: tuple[str, ...],
    within: tuple[str, ...],
    earlier: tuple[Path, ...],
    round_to: int,
    roll_up: tuple[str, ...],
    as_json: bool,
) -> None:
    """Make a table of counts safe to publish.

    TABLE.csv has a column for each dimension (one to three) and count, one row an inner cell. Writes
    protected.csv, with margins and [c] for what is hidden, and audit.json: what an attacker can still
    find out. Exit status: 0 written, 2 the input is at fault or nothing protects it.
    """
    from learning.outputs.protected_table import protected_files
    from learning.statistics.disclosure.protecting import protect as protected_table
    from learning.statistics.disclosure.reading import read_counts
    from learning.statistics.disclosure.releases import read_release
    from scheduler.errors import Defect, FolderError

    defects: list[Defect] = []
    nested = [tuple(text.split("=")) for text in within]
    wrong = [text for text, pair in zip(within, nested, strict=True) if len(pair) != 2]
    defects += [Defect("--within", "write it as INNER=OUTER, two headings.", value=text) for text in wrong]
    try:
        counts = read_counts(table, [(pair[0], pair[1]) for pair in nested if len(pair) == 2])
        counts = _rolled_up(counts, roll_up, threshold, defects)
        hidden = _cells(hide, counts, defects)
        if defects:
            leave_with_defects(defects, as_json=as_json)
        before = [cell for folder in earlier for cell in read_release(folder)]
        protected = protected_table(
            counts, threshold=threshold, line_min=line_min, hide=hidden, earlier=before, round_to=round_to
        )
        files = protected_files(protected)
        write_files(out, {name: text.encode() for name, text in files.items()})
    except FolderError as error:
        leave_with_defects([*defects, *error.defects], as_json=as_json)
    except OSError as error:
        message = f"cannot be written: {error.strerror}; name another folder."
        leave_with_defects([Defect("--out", message, value=str(out))], as_json=as_json)
    chosen = protected.suppression
    if as_json:
        print_json({"status": "written", "out": out, "files": sorted(files)})
        return
    best = "the least possible" if chosen.proven else f"at most {chosen.gap:.1%} above the least possible"
    sentence = (
        f"{int(chosen.hidden.sum())} of {chosen.hidden.size} cells hidden, {int(chosen.targets.sum())} of them "
        f"for their own sake; the sum of hidden counts is {best}."
    )
    print_lines([sentence, *(f"  {out / name}" for name in files)])


def _rolled_up(table: CountTable, columns: Sequence[str], threshold: int, defects: list[Defect]) -> CountTable:
    from learning.statistics.disclosure.roll_up import roll_up
    from scheduler.errors import Defect

    for column in columns:
        try:
            table = roll_up(table, column, threshold)
        except KeyError:
            message = "names no column whose values can be taken together; name an innermost dimension."
            defects.append(Defect("--roll-up", message, value=column))
    return table


def _cells(hide: Sequence[str], table: CountTable, defects: list[Defect]) -> list[dict[str, str]]:
    from learning.statistics.disclosure import TOTAL
    from scheduler.errors import Defect

    labels, found = set(table.labels()), []
    for text in hide:
        pairs = [part.partition("=") for part in text.split(",")]
        where = {column.strip(): value.strip() for column, _, value in pairs}
        label = tuple(where.get(column, TOTAL) for column in table.columns)
        everybody = all(value == TOTAL for value in label)
        if len(where) != len(pairs) or set(where) - set(table.columns) or label not in labels or everybody:
            message = "names no cell of the table that can be hidden; write COLUMN=VALUE, parted by commas."
            defects.append(Defect("--hide", message, value=text))
        else:
            found.append(where)
    return found
