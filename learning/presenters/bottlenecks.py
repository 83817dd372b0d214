"""Bottlenecks and remedies, in words: who is short of what, and the smallest changes that place them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from learning.presenters.words import count, duration, number, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.bottlenecks import Bottleneck, Edit, Report, Step, Together
    from scheduler.problem import Problem

MOST_BOTTLENECKS = 12
MOST_REMEDIES = 12
MOST_EDITS = 8
NOTHING = "Everyone has a place: there is no bottleneck."


def bottlenecks_line(folder: str, out: str) -> str:
    """Where `learning schedule` sends those who left people without a place."""
    return printable(
        f"learning bottlenecks {folder} {out} says who is short of the same thing, and what would place them."
    )


def step_line(step: Step) -> str:
    """One line that can stand alone in a log."""
    done = f" · {number(step.done)} of {number(step.of)} kinds of change tried" if step.of else ""
    return f"{duration(step.seconds)} · {printable(step.stage)}{done}"


def report_lines(problem: Problem, report: Report) -> list[str]:
    """The whole report, the answer first."""
    if not report.left and not report.longer_search:
        return [NOTHING]
    lines = [_longer_line(report)] if report.longer_search else []
    if not report.left:
        return lines
    lines += [f"{count(len(report.left), 'place is', 'places are')} not filled ({_by_strand(problem, report)}).", ""]
    lines += ["Who is short of what:"]
    lines += [f"  {line}" for bottleneck in report.bottlenecks[:MOST_BOTTLENECKS] for line in _bottleneck(bottleneck)]
    lines += _more(len(report.bottlenecks) - MOST_BOTTLENECKS, "group of people", "groups of people")
    lines += ["", *_remedies(report)]
    lines += ["", *_together(report.together)] if report.together else []
    if not report.complete:
        lines += ["", "Stopped before every change was tried; more time may find others."]
    return lines


def file_line(folder: str) -> str:
    return printable(
        f"Written to {folder}: bottlenecks.json, with everybody's id and every edit to the folder's files."
    )


def _longer_line(report: Report) -> str:
    return (
        f"A longer search alone fills {count(len(report.longer_search), 'more place')}: run learning schedule again "
        "with more time. What follows is about the others."
    )


def _by_strand(problem: Problem, report: Report) -> str:
    titles = {strand.strand_id: strand.title or strand.strand_id for strand in problem.strands}
    counts = Counter(strand for strand, _ in report.left)
    return ", ".join(f"{printable(titles[strand])} {number(those)}" for strand, those in counts.most_common())


def _bottleneck(bottleneck: Bottleneck) -> list[str]:
    sure = "Proven" if bottleneck.proven else "Beside this schedule"
    return [f"{number(len(bottleneck.left))} left · {sure.lower()} · {printable(bottleneck.sentence)}"]


def _remedies(report: Report) -> list[str]:
    those = report.remedies
    if not those and not report.complete:
        return ["No change was verified so far."]
    if not those:
        return ["No single change was found that places any of them."]
    lines = ["What would help, each verified by solving with it:"]
    for remedy in those[:MOST_REMEDIES]:
        places = count(len(remedy.places), "place")
        lines.append(f"  fills {places}, {count(remedy.cost, 'point')} · {printable(remedy.sentence)}")
    return lines + _more(len(those) - MOST_REMEDIES, "change", "changes")


def _together(together: Together) -> list[str]:
    lines = [f"The cheapest set that was found: {printable(together.sentence)}"]
    lines += [f"  {printable(remedy.sentence)}" for remedy in together.remedies]
    edits = edit_lines(together.edits)
    lines += ["In the files:", *(f"  {line}" for line in edits[:MOST_EDITS])]
    return lines + _more(len(edits) - MOST_EDITS, "edit", "edits")


def edit_lines(edits: Sequence[Edit]) -> list[str]:
    """A line for each cell or key to write, and one for each new row."""
    lines: list[str] = []
    new: dict[tuple[str, str], list[str]] = {}
    for edit in edits:
        if edit.after is None:
            lines.append(printable(f"{edit.file}, {edit.row}: delete {edit.key}"))
        elif edit.before is None:
            new.setdefault((edit.file, edit.row), []).append(f"{edit.key} = {edit.after}")
        else:
            cell = f"{edit.file}, {edit.row}: {edit.key}"
            lines.append(printable(f"{cell} {edit.before or 'blank'} becomes {edit.after}"))
    return [*lines, *(printable(f"{file}, a new row: {', '.join(cells)}") for (file, _), cells in new.items())]


def _more(left: int, one: str, many: str) -> list[str]:
    return [f"  and {count(left, f'more {one}', f'more {many}')} in bottlenecks.json"] if left > 0 else []
