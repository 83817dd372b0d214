"""Times that a strand does not use yet and at which people without a place work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import time

from scheduler.bottlenecks.changes import MoreStarts, MoreWeekdays
from scheduler.problem import MINUTES_A_DAY, Person, Problem, Strand

MOST_STARTS = 2
MOST_WEEKDAYS = 2
EARLIEST_MINUTE = 6 * 60
STEP_MINUTES = 30


def more_starts(problem: Problem, strand: Strand, people: Sequence[Person]) -> Iterator[MoreStarts]:
    """New times of day at which most of these people work long enough, some of the programme's own before others."""
    known = {_minute(start) for other in problem.strands for start in other.start_times}
    used = {_minute(start) for start in strand.start_times}
    last = MINUTES_A_DAY - strand.duration_minutes
    candidates = sorted((known | set(range(EARLIEST_MINUTE, last + 1, STEP_MINUTES))) - used)
    counts = Counter[int]()
    for person in people:
        # Who works every day at any hour gains nothing by another time alone; trainers may.
        windows = [w for day in strand.weekdays for w in person.pattern.windows[day]] if person.pattern else []
        counts.update(
            minute
            for minute in candidates
            if minute <= last and any(a <= minute and minute + strand.duration_minutes <= b for a, b in windows)
        )
    best = sorted(counts, key=lambda minute: (-counts[minute], minute not in known, minute))
    for minute in best[:MOST_STARTS]:
        yield MoreStarts(strand.strand_id, (time(minute // 60, minute % 60),))


def more_weekdays(_problem: Problem, strand: Strand, people: Sequence[Person]) -> Iterator[MoreWeekdays]:
    """New weekdays on which most of these people work at a time at which the strand may start."""
    counts = Counter[int]()
    for person in people:
        for day in set(range(7)) - strand.weekdays:
            windows = person.pattern.windows[day] if person.pattern else ((0, MINUTES_A_DAY),)
            starts = [_minute(start) for start in strand.start_times]
            if any(a <= s and s + strand.duration_minutes <= b for s in starts for a, b in windows):
                counts[day] += 1
    for day, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_WEEKDAYS]:
        yield MoreWeekdays(strand.strand_id, (day,))


def _minute(start: time) -> int:
    return start.hour * 60 + start.minute
