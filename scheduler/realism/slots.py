"""The permitted starts of a strand, and who is in its audience."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from scheduler.problem import MINUTES_A_DAY, TAGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.problem import Person, Problem, Strand
    from scheduler.realism.diaries import IntArray


def permitted_starts(problem: Problem, strand: Strand) -> IntArray:
    """The minutes at which a session of the strand may start, ascending; none for a given timetable."""
    if strand.given:
        return np.empty(0, dtype=np.int64)
    span = (strand.last_day - strand.first_day).days + 1
    days = [strand.first_day + timedelta(days=number) for number in range(max(0, span))]
    times = sorted({start.hour * 60 + start.minute for start in strand.start_times})
    starts = [
        day.toordinal() * MINUTES_A_DAY + minute
        for day in days
        if day.weekday() in strand.weekdays and day not in problem.closed
        for minute in times
        if minute + strand.duration_minutes <= MINUTES_A_DAY
    ]
    return np.array(starts, dtype=np.int64)


def audience_rows(problem: Problem, strand: Strand) -> IntArray:
    """The rows of ``problem.people`` whom the strand is for; locks without a group exempt."""
    exempt = {lock.staff_id for lock in problem.locks if lock.strand == strand.strand_id and not lock.group_id}
    rows = [
        row
        for row, person in enumerate(problem.people)
        if person.staff_id not in exempt
        and _matches(person, strand.audience)
        and not (strand.exclude and _matches(person, strand.exclude))
    ]
    return np.array(rows, dtype=np.int64)


def _matches(person: Person, wanted: Mapping[str, frozenset[str]]) -> bool:
    return all(
        bool(person.tags & values) if column == TAGS else person.value(column) in values
        for column, values in wanted.items()
    )
