"""Defects and warnings of a programme folder as lines, grouped by file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from learning.presenters.words import count, number, printable
from scheduler.errors import Defect

TERMINAL_LINES = 200
"""The most defects that are listed on a terminal; a file or a pipe gets them all."""
WARNING_LINES = 10


def in_order(defects: Iterable[Defect]) -> list[Defect]:
    """Sorted by file, then row: the order in which somebody mends them."""
    return sorted(defects, key=lambda defect: (defect.file, defect.row or 0))


def defect_lines(defects: Sequence[Defect], *, most: int | None = None) -> list[str]:
    """The count first, then each defect on a line of its own under its file.

    ``most`` is the largest number to list; the rest is counted, with how to see it.
    """
    lines = [f"{count(len(defects), 'thing')} to put right; nothing was written."]
    shown = in_order(defects)[:most]
    for file, of_file in groupby(shown, key=lambda defect: defect.file):
        total = sum(defect.file == file for defect in defects)
        lines += ["", f"{printable(file)} ({number(total)})"]
        lines += [f"  {printable(str(defect))}" for defect in of_file]
    hidden = len(defects) - len(shown)
    if hidden:
        lines += ["", f"and {number(hidden)} more: add 2> defects.txt to the command to have them all in a file."]
    return lines


def warning_lines(warnings: Sequence[Defect], *, most: int = WARNING_LINES) -> list[str]:
    """The count, the first few, and how many more of which file there are; nothing if there are none."""
    if not warnings:
        return []
    ordered = in_order(warnings)
    lines = [f"{count(len(warnings), 'warning')}; none of them stops the schedule."]
    lines += [f"  {printable(str(warning))}" for warning in ordered[:most]]
    for file, rest in groupby(ordered[most:], key=lambda warning: warning.file):
        lines.append(f"  and {number(len(list(rest)))} more in {printable(file)} (all with --json)")
    return lines
