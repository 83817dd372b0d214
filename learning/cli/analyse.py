"""`learning analyse`: answers in, figures and a report out."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from learning.cli.reading import leave_with_defects
from learning.cli.terminal import print_json, print_lines
from learning.clock import now

if TYPE_CHECKING:
    from learning.statistics.analysis import Design
    from learning.statistics.analysis.ledger import Release
    from learning.statistics.answers.attended import Attended
    from learning.statistics.answers.coding import Coding
    from learning.statistics.answers.questions import Question
    from learning.statistics.answers.table import Answers

FILE = click.Path(path_type=Path)


@click.command(short_help="Make figures and a report from answers before and after.")
@click.argument("answers", type=FILE, metavar="ANSWERS.csv")
@click.option("--out", required=True, type=FILE, metavar="DIR", help="Where figures are written.")
@click.option("--items", type=FILE, metavar="ITEMS.csv", help="What the items ask, and the outcome of each.")
@click.option("--attended", type=FILE, metavar="PEOPLE.csv", help="How many attended, by directorate.")
@click.option("--coding", type=FILE, metavar="CODES.csv", help="What coders found in the comments.")
@click.option("--arm", default="", metavar="COLUMN", help="The column of the answers that parts people into arms.")
@click.option("--arm-seed", type=int, metavar="SEED", help="The arms were drawn at random with this seed.")
@click.option("--dose", default="", metavar="COLUMN", help="The column that says how many sessions people came to.")
@click.option("--title", default="", help="The report's heading.")
@click.option("--report/--no-report", default=True, show_default=True, help="Write report.html and report.pdf as well.")
@click.option(
    "--min-base",
    type=click.IntRange(min=5),
    default=10,
    show_default=True,
    help="The fewest answers that a figure may stand on.",
)
@click.option("--primary", multiple=True, metavar="ITEM", help="A primary outcome, named beforehand; may be repeated.")
@click.option("--strict", is_flag=True, help="Hold back estimates of all people too that together tell of a few.")
@click.option("--ledger", type=FILE, metavar="LEDGER.json", help="What came out before; this is added to it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of sentences.")
def analyse(
    answers: Path,
    out: Path,
    items: Path | None,
    attended: Path | None,
    coding: Path | None,
    arm: str,
    arm_seed: int | None,
    dose: str,
    title: str,
    report: bool,
    min_base: int,
    primary: tuple[str, ...],
    strict: bool,
    ledger: Path | None,
    as_json: bool,
) -> None:
    """Make the figures of the answers in ANSWERS.csv, and a report of them.

    Writes results.json, tables, report.html and report.pdf. docs/answers.md describes the columns and the figures. If
    anything in the files is wrong, all of it is listed with row and column, and nothing is written. Exit status:
    0 written, 2 the input is at fault.
    """
    if arm_seed is not None and not arm:
        raise click.UsageError("--arm-seed says how arms were drawn: name their column with --arm.")
    from learning.outputs.report.page import TITLE
    from learning.outputs.result_files import result_files
    from learning.statistics.analysis import publish
    from learning.statistics.analysis.ledger_file import ledger_text
    from scheduler.errors import Defect

    read, design = _read(answers, items, attended, coding, (arm, dose, arm_seed), primary, as_json=as_json)
    releases = _releases(ledger, read, design, min_base, as_json=as_json)
    if not as_json:
        waves = sum(bool(len(wave)) for wave in read.waves.values())
        print_lines(
            [f"{len(read.items)} items in {waves} waves read; making {'the report' if report else 'tables'}."],
            to_stderr=True,
        )
    results, release = publish(
        read,
        min_base=min_base,
        primary=primary,
        design=design,
        strict=strict or ledger is not None,
        releases=releases,
        made_on=now().date().isoformat(),
    )
    files = result_files(results, title=title.strip() or TITLE, report=report)
    try:
        if ledger is not None:
            write_files(ledger.parent, {ledger.name: ledger_text([*releases, release]).encode()})
        write_files(out, files)
    except OSError as error:
        message = f"cannot be written: {error.strerror}; name another folder."
        leave_with_defects([Defect("--out", message, value=str(out))], as_json=as_json)
    if as_json:
        print_json({"status": "written", "out": out, "files": sorted(files)})
    else:
        print_lines([_sentence(len(read.items), results), *_cautions(results), *(f"  {out / name}" for name in files)])


def _releases(
    ledger: Path | None, answers: Answers, design: Design, min_base: int, *, as_json: bool
) -> tuple[Release, ...]:
    """What came out before, if these answers can be published beside it; else the command ends."""
    from learning.statistics.analysis.ledger_file import check_against, read_ledger
    from scheduler.errors import FolderError

    if ledger is None:
        return ()
    try:
        releases = read_ledger(ledger)
    except FolderError as error:
        leave_with_defects(error.defects, as_json=as_json)
    defects = check_against(ledger, releases, answers, design, min_base)
    if defects:
        leave_with_defects(defects, as_json=as_json)
    return releases


def _sentence(items: int, results: Mapping[str, object]) -> str:
    held = results["suppressed"]
    assert isinstance(held, list)
    return f"{items} items analysed; {len(held)} figures held back or without an interval."


def _cautions(results: Mapping[str, object]) -> list[str]:
    """What to say of estimates that are shown and should not all come out."""
    cautions = results["cautions"]
    assert isinstance(cautions, list)
    if not cautions:
        return []
    number = f"{len(cautions)} {'estimate is' if len(cautions) == 1 else 'estimates are'}"
    return [f"{number} shown that beside others of the same wave tell of a few: publish one of them, or use --strict."]


def _read(
    answers: Path,
    items: Path | None,
    attended: Path | None,
    coding: Path | None,
    columns: tuple[str, str, int | None],
    primary: tuple[str, ...],
    *,
    as_json: bool,
) -> tuple[Answers, Design]:
    """The answers and what is known beside them; whatever is wrong in any file is said, and the command ends."""
    from learning.statistics.analysis import Design
    from learning.statistics.answers import read_answers
    from learning.statistics.answers.attended import read_attended
    from learning.statistics.answers.coding import read_coding
    from learning.statistics.answers.questions import read_questions
    from scheduler.errors import Defect, FolderError

    arm, dose, seed = columns
    try:
        read = read_answers(answers, tuple(column for column in (arm, dose) if column))
    except FolderError as error:
        leave_with_defects(error.defects, as_json=as_json)
    defects = [
        Defect("--primary", "is no item of the answers.", value=item) for item in primary if item not in read.items
    ]
    questions: tuple[Question, ...] = ()
    people: Attended | None = None
    try:
        questions = read_questions(items, read) if items else ()
    except FolderError as error:
        defects += error.defects
    try:
        people = read_attended(attended, read) if attended else None
    except FolderError as error:
        defects += error.defects
    coded: Coding | None = None
    try:
        coded = read_coding(coding) if coding else None
    except FolderError as error:
        defects += error.defects
    if defects:
        leave_with_defects(defects, as_json=as_json)
    return read, Design(questions, people, arm, dose, seed, coded)


def write_files(out: Path, files: Mapping[str, bytes]) -> None:
    """Every file, or none: all are written beside their places first, then put there."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".learning-", dir=out.parent) as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        out.mkdir(exist_ok=True)
        for name in files:
            (Path(folder) / name).replace(out / name)
