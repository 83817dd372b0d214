"""`learning bottlenecks`: who is short of the same thing, and the smallest changes that place them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from learning.cli.exits import Exit
from learning.cli.interrupt import Interrupt, watching_signals
from learning.cli.reading import leave_with_defects, read_or_leave, read_schedule_or_leave
from learning.cli.terminal import print_json, print_lines

if TYPE_CHECKING:
    from scheduler.bottlenecks import Report, Step
    from scheduler.problem import Problem
    from scheduler.schedule import Schedule

SECONDS_BETWEEN_LINES = 5.0
STOPPING = "Stopping: what was verified so far will be written. Ctrl-C again leaves at once with nothing."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line."""

    folder: Path
    schedule: Path
    time_seconds: float
    seed: int
    workers: int
    quiet: bool
    as_json: bool


@click.command(short_help="Say who is short of the same thing and which smallest changes place them.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("schedule", type=click.Path(path_type=Path))
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, max=10**6),
    default=120.0,
    show_default=True,
    metavar="SECONDS",
    help="Stop after so long and keep what was verified.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0, max=2**31 - 1),
    default=0,
    show_default=True,
    metavar="N",
    help="Where chance begins.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1, max=64),
    default=2,
    show_default=True,
    metavar="N",
    help="Processor cores to use.",
)
@click.option("--quiet", is_flag=True, help="Print nothing but what is wrong.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON document instead of sentences.")
def bottlenecks(
    folder: Path, schedule: Path, time_limit: float, seed: int, workers: int, quiet: bool, as_json: bool
) -> None:
    """Say why people have no place in SCHEDULE, a schedule of the programme in FOLDER, and what would place them.

    Groups of people who are short of the same thing come first, then changes to the programme, each
    verified by solving with it, then a cheapest set of changes for everybody. All of it is written to
    bottlenecks.json in SCHEDULE; the programme and the schedule stay as they are.

    \b
    Exit status:
      0  written, everything tried       3  stopped early, what was verified is written
      2  the input is at fault, nothing is written
    """
    wanted = Wanted(folder, schedule, time_limit, seed, workers, quiet, as_json)
    try:
        with watching_signals(STOPPING) as interrupt:
            status = _run(wanted, interrupt)
    except KeyboardInterrupt:
        print_lines(["Left at once: nothing was written."], to_stderr=True)
        status = Exit.LEFT_AT_ONCE
    sys.exit(status)


def _run(wanted: Wanted, interrupt: Interrupt) -> Exit:
    reading = read_or_leave(wanted.folder, as_json=wanted.as_json, quiet=wanted.quiet)
    schedule = _kept_or_leave(wanted, reading.problem)
    report = _study(wanted, reading.problem, schedule, interrupt)
    interrupt.searching = False
    _write(wanted, report)
    status = Exit.DONE if report.complete else Exit.STOPPED_EARLY
    if wanted.as_json:
        print_json({"exit_status": int(status), **report.as_json(), "warnings": reading.warnings})
    elif not wanted.quiet:
        from learning.presenters.bottlenecks import file_line, report_lines

        print_lines([*report_lines(reading.problem, report), "", file_line(str(wanted.schedule))])
    return status


def _kept_or_leave(wanted: Wanted, problem: Problem) -> Schedule:
    """The schedule with its reasons as they are true of this programme; one that breaks a rule is refused."""
    from scheduler.errors import Defect
    from scheduler.judging import judge_found

    found = read_schedule_or_leave(wanted.schedule, as_json=wanted.as_json)
    judged = judge_found(problem, found.sessions, found.allocations)
    if judged.violations:
        message = (
            f"breaks rules of this programme ({len(judged.violations)} times; the first: "
            f"{judged.violations[0].sentence}). Give a schedule that learning check finds nothing wrong with."
        )
        leave_with_defects([Defect("SCHEDULE", message, value=str(wanted.schedule))], as_json=wanted.as_json)
    return judged.schedule


def _study(wanted: Wanted, problem: Problem, schedule: Schedule, interrupt: Interrupt) -> Report:
    from scheduler.bottlenecks import Effort
    from scheduler.bottlenecks import bottlenecks as study

    return study(
        problem,
        schedule,
        effort=Effort(seed=wanted.seed),
        time_seconds=wanted.time_seconds,
        workers=wanted.workers,
        progress=None if wanted.quiet else _telling(),
        stop=interrupt,
    )


def _telling() -> Callable[[Step], None]:
    """Prints a line for every new stage and now and then between, on standard error."""
    from learning.presenters.bottlenecks import step_line

    stage, told_at = "", 0.0

    def tell(step: Step) -> None:
        nonlocal stage, told_at
        if step.stage != stage or step.seconds - told_at >= SECONDS_BETWEEN_LINES:
            stage, told_at = step.stage, step.seconds
            print_lines([step_line(step)], to_stderr=True)

    return tell


def _write(wanted: Wanted, report: Report) -> None:
    from scheduler.bottlenecks.writing import write_bottlenecks
    from scheduler.errors import FolderError

    try:
        write_bottlenecks(report, wanted.schedule)
    except FolderError as error:
        leave_with_defects(error.defects, as_json=wanted.as_json)
