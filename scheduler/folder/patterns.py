"""Weekly working patterns: ``mon;tue;wed 09:00-13:00``, ``mon-fri 09:00-17:00``, ``tue 22:00-06:00``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scheduler.folder.cells import UnreadableError, as_weekday, parts_of
from scheduler.problem import MINUTES_A_DAY, Pattern

_PART = re.compile(r"([a-z]+)(?:\s*-\s*([a-z]+))?(?:\s+(\S.*))?", re.IGNORECASE | re.ASCII)
_WINDOW = re.compile(r"(\d\d):(\d\d)\s*-\s*(\d\d):(\d\d)", re.ASCII)
_GRAMMAR = 'write days and windows as in "mon;tue 09:00-13:00" or "mon-fri 09:00-17:00"'


def as_pattern(text: str) -> Pattern | None:
    """The windows of a cell; None, which is always, for a cell of nothing but separators."""
    windows: list[set[tuple[int, int]]] = [set() for _ in range(7)]
    parts = parts_of(text)
    for part in parts:
        for weekday, window in _windows_of(part):
            windows[weekday].add(window)
    return Pattern(tuple(tuple(sorted(day)) for day in windows)) if parts else None


def _windows_of(part: str) -> Iterator[tuple[int, tuple[int, int]]]:
    found = _PART.fullmatch(part)
    if not found:
        raise UnreadableError(f'is not a pattern at "{part}"; {_GRAMMAR}')
    first = as_weekday(found[1])
    last = as_weekday(found[2]) if found[2] else first
    start, end = _minutes_of(found[3], part) if found[3] else (0, MINUTES_A_DAY)
    for weekday in ((first + step) % 7 for step in range((last - first) % 7 + 1)):
        if start < end:
            yield weekday, (start, end)
        else:
            yield weekday, (start, MINUTES_A_DAY)
            if end:
                yield (weekday + 1) % 7, (0, end)


def _minutes_of(window: str, part: str) -> tuple[int, int]:
    found = _WINDOW.fullmatch(window)
    if not found:
        raise UnreadableError(f'is not a pattern at "{part}"; {_GRAMMAR}')
    a, b, c, d = (int(digits) for digits in found.groups())
    start, end = a * 60 + b, c * 60 + d
    if b > 59 or d > 59 or start >= MINUTES_A_DAY or end > MINUTES_A_DAY:
        raise UnreadableError(f'has no such time of day at "{part}"; {_GRAMMAR}')
    if start == end:
        raise UnreadableError(f'has a window without length at "{part}"; for the whole day write the day alone')
    return start, end
