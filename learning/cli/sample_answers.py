"""`learning sample-answers`: made-up answers whose true effects are known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from learning.cli.reading import leave_with_defects, read_or_leave, read_schedule_or_leave
from learning.cli.terminal import print_lines
from learning.presenters.words import number, printable

FOLDER = click.Path(path_type=Path)


@click.command("sample-answers", short_help="Make believable answers with known effects, to try figures on.")
@click.argument("folder", type=FOLDER)
@click.argument("schedule", type=FOLDER)
@click.option("--out", required=True, type=FOLDER, metavar="DIR", help="Where the files are written.")
@click.option("--strand", default="", help="Whose people answer; by default the strand with the most groups.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, metavar="N")
@click.option("--effect", multiple=True, metavar="OUTCOME=STEPS", help="An outcome's effect; may be repeated.")
@click.option("--null", is_flag=True, help="A programme that changes nothing.")
def sample_answers(
    folder: Path, schedule: Path, out: Path, strand: str, seed: int, effect: tuple[str, ...], null: bool
) -> None:
    """Make the answers of the people in SCHEDULE, before the programme in FOLDER and three times after it.

    Writes answers.csv, items.csv, people.csv (who attended) and truth.json, with the true change of every outcome.
    All answers are made up; the same input and seed always give the same files. Free text is not made.
    """
    from learning.cli.analyse import write_files
    from learning.statistics.sampling import Model, draw, placement
    from learning.statistics.sampling.files import sampled_files
    from scheduler.errors import Defect

    if null and effect:
        raise click.UsageError("--null says that there is no effect: leave out --effect.")
    effects = _effects(effect)
    problem = read_or_leave(folder, as_json=False).problem
    try:
        placed = placement(problem, read_schedule_or_leave(schedule, as_json=False), strand)
    except ValueError as error:
        leave_with_defects([Defect("--strand", f"{error}.", value=strand)], as_json=False)
    usual = Model()
    model = usual.without_effect() if null else replace(usual, effects={**usual.effects, **effects})
    try:
        files = sampled_files(placed, draw(placed, model, seed), model, seed)
        write_files(out, {name: text.encode() for name, text in files.items()})
    except OSError as error:
        message = f"cannot be written: {error.strerror}; name another folder."
        leave_with_defects([Defect("--out", message, value=str(out))], as_json=False)
    name = printable(str(out))
    print_lines(
        [
            f"Made answers of {number(len(placed))} people of {printable(placed.strand)} in {name}.",
            f"Next: learning analyse {name}/answers.csv --out {name}/figures",
        ]
    )


def _effects(given: tuple[str, ...]) -> dict[str, float]:
    from learning.statistics.sampling.model import OUTCOMES
    from scheduler.errors import Defect

    found: dict[str, float] = {}
    defects = []
    for text in given:
        outcome, _, steps = text.partition("=")
        try:
            size = float(steps)
        except ValueError:
            size = float("nan")
        if outcome in OUTCOMES and -4 <= size <= 4:
            found[outcome] = size
        else:
            message = f"is no effect; write one of {', '.join(OUTCOMES)}, =, and steps from -4 to 4."
            defects.append(Defect("--effect", message, value=text))
    if defects:
        leave_with_defects(defects, as_json=False)
    return found
