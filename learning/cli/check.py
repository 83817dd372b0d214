"""`learning check`: the judge alone."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

import click

from learning.cli.exits import Exit
from learning.cli.reading import read_or_leave, read_schedule_or_leave, read_summary_or_leave
from learning.cli.terminal import print_json, print_lines, print_table


@click.command(short_help="Judge a schedule against its programme folder.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("schedule", type=click.Path(path_type=Path))
@click.option("--earlier", type=click.Path(path_type=Path), metavar="DIR", help="The schedule that was repaired.")
@click.option(
    "--before",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day from which it could change: 2027-01-11.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document instead of sentences.")
def check(folder: Path, schedule: Path, earlier: Path | None, before: datetime | None, as_json: bool) -> None:
    """Judge the schedule in SCHEDULE against the programme in FOLDER.

    Prints every breach in words, then what the schedule reaches. The judge knows nothing of how the
    schedule was made. Where summary.json says something else than the tables beside it, that is said
    too, but is no breach. Exit status: 0 no rule is broken, 1 a rule is broken, 2 the files are at fault.
    """
    if (earlier is None) != (before is None):
        raise click.UsageError("--earlier and --before go together: give both or neither.")
    _judge(folder, schedule, earlier, before.date() if before else None, as_json)


def _judge(folder: Path, schedule_folder: Path, earlier: Path | None, before: date | None, as_json: bool) -> None:
    reading = read_or_leave(folder, as_json=as_json, earlier=earlier, before=before)
    problem = reading.problem
    schedule = read_schedule_or_leave(schedule_folder, as_json=as_json)
    repaired = read_schedule_or_leave(earlier, as_json=as_json) if earlier else None
    from learning.presenters.result import finding, measure_lines, strand_table
    from learning.presenters.verdict import stale_lines, verdict_lines
    from scheduler.measures import measure
    from scheduler.referee import judge
    from scheduler.referee.summary import check_summary

    summary = read_summary_or_leave(schedule_folder, as_json=as_json)
    stale = check_summary(problem, schedule, summary) if summary is not None and "aims" in summary else ()
    verdict = judge(problem, schedule, earlier=repaired, before=before)
    measures = measure(problem, schedule)
    if as_json:
        print_json(
            {
                "status": "kept" if verdict.valid else "broken",
                "violations": verdict.violations,
                "measures": measures,
                "summary_differences": stale,
                "warnings": reading.warnings,
            }
        )
    else:
        print_lines([*verdict_lines(verdict.violations), "", finding(schedule, measures.audience), ""])
        print_table(strand_table(problem, measures))
        print_lines(["", *measure_lines(problem, measures.aims), *stale_lines(stale)])
    sys.exit(Exit.DONE if verdict.valid else Exit.RULES_BROKEN)
