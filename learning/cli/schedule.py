"""`learning schedule`: a programme folder in, a complete schedule out."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from learning.cli.exits import Exit
from learning.cli.interrupt import Interrupt, watching_signals
from learning.cli.reading import leave_with_defects, read_or_leave
from learning.cli.terminal import print_json, print_lines, print_table

if TYPE_CHECKING:
    from scheduler.folder import Reading
    from scheduler.outcome import Limits, Result

TIME_LIMIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line; ``time_seconds`` and ``effort`` None mean no limit.

    ``started`` is when, as `time.monotonic` counts: reading the folder is part of the time that is limited.
    """

    folder: Path
    out: Path
    time_seconds: float | None
    effort: int | None
    seed: int
    workers: int
    quiet: bool
    as_json: bool
    started: float

    def limits(self) -> Limits:
        from scheduler.outcome import Limits

        return Limits(
            time_seconds=self.time_seconds,
            effort=self.effort,
            seed=self.seed,
            workers=self.workers,
            started=self.started,
        )


def _finite(_context: click.Context, _option: click.Parameter, value: float | None) -> float | None:
    if value is not None and not math.isfinite(value):
        raise click.BadParameter("give a number of seconds, such as 60.")
    return value


@click.command(short_help="Make a complete schedule from a programme folder.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", required=True, help="Where the schedule is written."
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0),
    callback=_finite,
    metavar="SECONDS",
    help="Stop after so long and keep the best.  [default: 60, or none with --effort]",
)
@click.option(
    "--effort",
    type=click.IntRange(min=0),
    metavar="N",
    help="A limit that does not depend on the machine: same seed and effort, same schedule.",
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
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output instead of tables.")
def schedule(
    folder: Path,
    out: Path,
    time_limit: float | None,
    effort: int | None,
    seed: int,
    workers: int,
    quiet: bool,
    as_json: bool,
) -> None:
    """Make a schedule of the programme in FOLDER and write it to the folder that --out names.

    Ctrl-C stops and writes the best schedule so far; pressed twice it leaves at once.

    \b
    Exit status:
      0  written, every aim tried        3  stopped early, the best schedule is written
      2  the input is at fault,          4  the search died, the best schedule is written
         nothing is written              5  no schedule was reached
    """
    if time_limit is None and effort is None:
        time_limit = TIME_LIMIT_SECONDS
    wanted = Wanted(folder, out, time_limit, effort, seed, workers, quiet, as_json, monotonic())
    try:
        with watching_signals() as interrupt:
            status = _run(wanted, interrupt)
    except KeyboardInterrupt:
        print_lines(["Left at once: nothing was written."], to_stderr=True)
        status = Exit.LEFT_AT_ONCE
    sys.exit(status)


def _run(wanted: Wanted, interrupt: Interrupt) -> Exit:
    from learning.cli.out_folder import out_defects

    if defects := out_defects(wanted.out, wanted.folder):
        leave_with_defects(defects, as_json=wanted.as_json)
    reading = read_or_leave(wanted.folder, as_json=wanted.as_json, quiet=wanted.quiet)
    result = _search(wanted, reading, interrupt)
    interrupt.searching = False
    status = exit_status(result)
    if result.schedule is not None:
        _write(wanted, result)
    if wanted.as_json:
        _print_document(wanted, reading, result, status)
    elif status is Exit.NO_SCHEDULE:
        _print_nothing_reached(result)
    elif not wanted.quiet:
        _print_reached(wanted, reading, result)
        _print_refused(result)
    return status


def _search(wanted: Wanted, reading: Reading, interrupt: Interrupt) -> Result:
    from learning.cli.live import showing_progress
    from learning.presenters.result import asked_aims
    from scheduler.solve import solve

    with showing_progress(interrupt, asked_aims(reading.problem), quiet=wanted.quiet) as progress:
        return solve(reading.problem, wanted.limits(), progress=progress, stop=interrupt)


def exit_status(result: Result) -> Exit:
    """The exit status that tells a caller how the search ended."""
    from scheduler.outcome import Status

    if result.schedule is None:
        return Exit.NO_SCHEDULE
    by_status = {
        Status.FINISHED: Exit.DONE,
        Status.STOPPED: Exit.STOPPED_EARLY,
        Status.DIED: Exit.SEARCH_DIED,
        Status.NONE: Exit.NO_SCHEDULE,
    }
    return by_status[result.status]


def _write(wanted: Wanted, result: Result) -> None:
    from scheduler.errors import Defect, FolderError
    from scheduler.folder import write_schedule

    assert result.schedule is not None
    try:
        write_schedule(result.schedule, result.summary, wanted.out)
    except FolderError as error:
        leave_with_defects(error.defects, as_json=wanted.as_json)
    except OSError as error:
        message = f"could not be written: {error.strerror}. Make room or name another folder."
        leave_with_defects([Defect("--out", message, value=str(wanted.out))], as_json=wanted.as_json)


def _print_document(wanted: Wanted, reading: Reading, result: Result, status: Exit) -> None:
    written = status is not Exit.NO_SCHEDULE
    print_json(
        {
            "status": result.status,
            "exit_status": int(status),
            "out": wanted.out if written else None,
            "summary": result.summary,
            "warnings": reading.warnings,
            "violations": result.violations,
        }
    )


def _print_nothing_reached(result: Result) -> None:
    from learning.presenters.result import ending

    print_lines([ending("none", result.summary)], to_stderr=True)
    faults = result.summary.get("faults")
    if result.violations:
        _print_refused(result)
    elif isinstance(faults, list):
        print_lines(
            [f"The search died ({'; '.join(map(str, faults))}). Try a machine with more memory."], to_stderr=True
        )
    else:
        advice = "Give the search more time with --time-limit, or ask learning realism what is scarcest."
        print_lines([advice], to_stderr=True)


def _print_refused(result: Result) -> None:
    """A schedule of the search that breaks a rule is a fault worth reporting, though it was never written."""
    from learning.presenters.verdict import verdict_lines

    if result.violations:
        heading = "The judge refused the last schedule of the search, which was not written:"
        print_lines([heading, *verdict_lines(result.violations)], to_stderr=True)


def _print_reached(wanted: Wanted, reading: Reading, result: Result) -> None:
    from learning.presenters.bottlenecks import bottlenecks_line
    from learning.presenters.result import aim_lines, ending, file_lines, finding, next_steps, strand_table
    from scheduler.measures import measure

    assert result.schedule is not None
    measures = measure(reading.problem, result.schedule)
    print_lines([finding(result.schedule, measures.audience), ending(result.status, result.summary), ""])
    print_table(strand_table(reading.problem, measures, result.summary))
    print_lines(["", *aim_lines(reading.problem, result.summary), ""])
    if steps := next_steps(reading.problem, result.schedule.unplaced):
        print_lines([*steps, bottlenecks_line(str(wanted.folder), str(wanted.out)), ""])
    print_lines(file_lines(str(wanted.out), result.schedule))
