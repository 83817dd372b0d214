"""A table in, a table that can be published out, and what an attacker is left with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.statistics.disclosure.audit import intervals
from learning.statistics.disclosure.exact import Interval
from learning.statistics.disclosure.primary import primary_cells
from learning.statistics.disclosure.releases import PRIMARY, EarlierCell, with_earlier
from learning.statistics.disclosure.rounding import to_nearest
from learning.statistics.disclosure.suppression import CannotProtectError, Suppression, suppress
from learning.statistics.disclosure.system import system_of
from learning.statistics.disclosure.tables import CountTable
from scheduler.errors import Defect, FolderError

SHOWN, SECONDARY = "shown", "secondary"


@dataclass(frozen=True)
class Protected:
    table: CountTable
    suppression: Suppression
    intervals: Mapping[int, Interval]
    round_to: int = 1

    def shown(self, cell: int) -> int:
        """What is told of a cell that is not hidden."""
        return to_nearest(int(self.table.values[cell]), self.round_to)

    def status(self, cell: int) -> str:
        if not self.suppression.hidden[cell]:
            return SHOWN
        return PRIMARY if self.suppression.targets[cell] else SECONDARY


def protect(
    table: CountTable,
    *,
    threshold: int,
    line_min: int,
    hide: Sequence[Mapping[str, str]] = (),
    earlier: Sequence[EarlierCell] = (),
    round_to: int = 1,
) -> Protected:
    """Hide what must not be told and what would give it away; then attack it once more. What is shown is told to the
    nearest ``round_to``.

    Raises FolderError where nothing protects, with each cell that would be given away.
    """
    system, targets = system_of(table), primary_cells(table, threshold, hide)
    if earlier:
        system, targets = with_earlier(table, system, targets, earlier)
    try:
        chosen = suppress(system, targets, line_min=line_min)
    except CannotProtectError as error:
        raise FolderError(_given_away(table, error.cells, line_min)) from error
    found = intervals(system, chosen.hidden)
    given_away = [cell for cell, interval in found.items() if targets[cell] and interval.width < 1]
    if given_away:
        raise FolderError(_given_away(table, given_away, line_min))
    return Protected(table, chosen, found, round_to)


def _given_away(table: CountTable, cells: Sequence[int], line_min: int) -> list[Defect]:
    if not cells:
        message = (
            f"has {table.values[0]} people, so that no line can hide {line_min}; lower --line-min or publish nothing."
        )
        return [Defect("the table", message)]
    labels = list(table.labels())
    message = (
        "is given away by the grand total or an earlier release, whatever is hidden; merge values, or publish nothing."
    )
    return [Defect("the table", message, value=", ".join(labels[cell])) for cell in cells]
