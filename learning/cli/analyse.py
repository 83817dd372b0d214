"""`learning analyse`: answers in, figures out."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from learning.cli.reading import leave_with_defects
from learning.cli.terminal import print_json, print_lines


@click.command(short_help="Make figures from answers before and after.")
@click.argument("answers", type=click.Path(path_type=Path), metavar="ANSWERS.csv")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Where figures are written.")
@click.option(
    "--min-base",
    type=click.IntRange(min=5),
    default=10,
    show_default=True,
    help="The fewest answers that a figure may stand on.",
)
@click.option("--primary", multiple=True, metavar="ITEM", help="A primary outcome, named beforehand; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of sentences.")
def analyse(answers: Path, out: Path, min_base: int, primary: tuple[str, ...], as_json: bool) -> None:
    """Make the figures of the answers in ANSWERS.csv.

    Writes results.json and tables. docs/answers.md describes the columns and the figures. If anything in
    the file is wrong, all of it is listed with row and column, and nothing is written. Exit status: 0 written,
    2 the input is at fault.
    """
    from learning.outputs.figure_tables import figure_tables
    from learning.statistics.analysis import analyse as figures_of
    from learning.statistics.answers import read_answers
    from scheduler.errors import Defect, FolderError

    try:
        read = read_answers(answers)
    except FolderError as error:
        leave_with_defects(error.defects, as_json=as_json)
    unknown = [
        Defect("--primary", "is no item of the answers.", value=item) for item in primary if item not in read.items
    ]
    if unknown:
        leave_with_defects(unknown, as_json=as_json)
    results = figures_of(read, min_base=min_base, primary=primary)
    text = json.dumps(results, allow_nan=False, ensure_ascii=False, indent=1) + "\n"
    files = {"results.json": text, **figure_tables(results)}
    try:
        write_files(out, files)
    except OSError as error:
        message = f"cannot be written: {error.strerror}; name another folder."
        leave_with_defects([Defect("--out", message, value=str(out))], as_json=as_json)
    if as_json:
        print_json({"status": "written", "out": out, "files": sorted(files)})
    else:
        held = results["suppressed"]
        assert isinstance(held, list)
        sentence = f"{len(read.items)} items analysed; {len(held)} figures held back or without an interval."
        print_lines([sentence, *(f"  {out / name}" for name in files)])


def write_files(out: Path, files: Mapping[str, str]) -> None:
    """Every file, or none: all are written beside their places first, then put there."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".learning-", dir=out.parent) as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8", newline="")
        out.mkdir(exist_ok=True)
        for name in files:
            (Path(folder) / name).replace(out / name)
