"""The meaning of one cell: text in, a value out, or a refusal that says what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from scheduler.folder.findings import Names
from scheduler.problem import Mode

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LAST_MOMENT = datetime(9999, 12, 31)
LARGEST_NUMBER = 1_000_000_000

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::00(?:\.0+)?)?", re.ASCII)
_TIME = re.compile(r"(\d\d):(\d\d)", re.ASCII)
_OFFSET = re.compile(r"(Z|[+-]\d\d:?\d\d)$", re.ASCII)
_WHOLE = re.compile(r"([+-]?\d{1,12})(?:\.0+)?", re.ASCII)

Choice = TypeVar("Choice", bound=StrEnum)


class UnreadableError(ValueError):
    """A text that does not mean what its place asks for; the message says what to write."""


def parts_of(text: str) -> tuple[str, ...]:
    """The trimmed entries of a list inside a cell, without the blank ones."""
    if ";" not in text:
        return (text,) if text else ()
    return tuple(part for raw in text.split(";") if (part := raw.strip()))


def as_set(text: str) -> frozenset[str]:
    return frozenset(parts_of(text))


def as_date(text: str) -> date:
    if not _DATE.fullmatch(text):
        if _DATE_TIME.fullmatch(text) and text[11:16] == "00:00":
            return as_date(text[:10])
        raise UnreadableError("is not a date; write it as year-month-day, for example 2027-01-31")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableError(
            "is not a day of the calendar; write it as year-month-day, for example 2027-01-31"
        ) from None


def as_date_time(text: str) -> datetime:
    """A naive local moment to the minute; ``T24:00`` is the midnight that ends the day."""
    found = _DATE_TIME.fullmatch(text)
    if not found:
        if _OFFSET.search(text[11:]):
            raise UnreadableError("has an offset; write the local time alone, for example 2027-01-31T09:30")
        raise UnreadableError("is not a date and time to the minute; write it as 2027-01-31T09:30")
    day = as_date(found[1])
    if found[2] == "24:00":
        return day_after(day)
    return datetime.combine(day, as_time(found[2]))


def day_after(day: date) -> datetime:
    """The midnight that ends a day; of the last day that the calendar knows, the one that begins it."""
    start = datetime.combine(day, time())
    return start + timedelta(days=1) if start < LAST_MOMENT else start


def as_time(text: str) -> time:
    found = _TIME.fullmatch(text)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise UnreadableError("is not a time of day; write it as 09:30")
    return time(int(found[1]), int(found[2]))


def as_times(text: str) -> frozenset[time]:
    """Times in a list; a spreadsheet that wrote 09:30:00 is understood."""
    return frozenset(as_time(part.removesuffix(":00") if len(part) == 8 else part) for part in parts_of(text))


def as_weekday(text: str) -> int:
    """0 for Monday; ``mon`` and ``Monday`` are understood."""
    word = text.strip().lower()
    if word in WEEKDAYS:
        return WEEKDAYS.index(word)
    if word in _LONG_WEEKDAYS:
        return _LONG_WEEKDAYS.index(word)
    raise UnreadableError(f'names no weekday in "{text}"; write mon, tue, wed, thu, fri, sat or sun')


def as_weekdays(text: str) -> frozenset[int]:
    return frozenset(as_weekday(part) for part in parts_of(text))


def one_of(choices: type[Choice]) -> Callable[[str], Choice]:
    """A reader of one word out of an enumeration."""
    names = Names(choices)

    def read(text: str) -> Choice:
        try:
            return choices(text)
        except ValueError:
            raise UnreadableError(f"is not one of {', '.join(choices)}.{names.hint(text)}") from None

    return read


as_mode = one_of(Mode)


def as_modes(text: str) -> frozenset[Mode]:
    return frozenset(as_mode(part) for part in parts_of(text))


def whole_number(least: int | None = None) -> Callable[[str], int]:
    """A reader of whole numbers from ``least`` on; Excel's ``12.0`` is 12."""

    def read(text: str) -> int:
        found = _WHOLE.fullmatch(text)
        wanted = "a whole number" if least is None else f"a whole number of {least} or more"
        if not found or (least is not None and int(found[1]) < least) or abs(int(found[1])) > LARGEST_NUMBER:
            raise UnreadableError(f"is not {wanted}; write digits alone, or leave the cell blank")
        return int(found[1])

    return read
