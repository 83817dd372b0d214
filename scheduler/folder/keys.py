"""Typed reading of one TOML table: every wrong type, range and unknown key becomes a defect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from scheduler.folder.cells import (
    LARGEST_NUMBER,
    Choice,
    UnreadableError,
    as_date,
    as_time,
    as_weekday,
    one_of,
)
from scheduler.folder.findings import Findings, Names

FILE = "programme.toml"
LARGEST_EXPONENT = 12

Value = TypeVar("Value")
Default = TypeVar("Default")


class Keys:
    """The keys of a TOML table that stands at ``place`` (for messages); asking for a key makes it known."""

    def __init__(self, place: str, values: object, findings: Findings) -> None:
        self.place = place
        self.findings = findings
        self._asked: dict[str, None] = {}
        self._values: Mapping[str, object] = {}
        if isinstance(values, dict):
            self._values = values
        else:
            findings.refuse(FILE, "is not a table; write it as { key = value }", column=place, value=shown(values))

    def __contains__(self, key: str) -> bool:
        self._asked[key] = None
        return key in self._values

    def raw(self, key: str) -> object:
        self._asked[key] = None
        return self._values.get(key)

    def every(self) -> Mapping[str, object]:
        """All keys and values, for tables whose keys are names of the user's own."""
        self._asked.update(dict.fromkeys(self._values))
        return self._values

    def refuse(self, key: str, message: str, value: object = "") -> None:
        place = ", ".join(filter(None, (self.place, key)))
        self.findings.refuse(FILE, message, column=place, value=shown(value))

    def warn(self, key: str, message: str, value: object = "") -> None:
        place = ", ".join(filter(None, (self.place, key)))
        self.findings.warn(FILE, message, column=place, value=shown(value))

    def finish(self) -> None:
        """Report the keys that nobody asked for."""
        names = Names(self._asked)
        for key in self._values:
            if key not in self._asked:
                self.refuse(key, f"is not a key of this table; correct or remove it.{names.hint(key)}")

    def read(
        self, key: str, parse: Callable[[object], Value], default: Default, *, required: bool = False
    ) -> Value | Default:
        """The parsed value, or the default where the key is absent or (a defect then) wrong."""
        if key not in self:
            if required:
                self.refuse(key, "is missing; add it")
            return default
        try:
            return parse(self._values[key])
        except UnreadableError as fault:
            self.refuse(key, str(fault), self._values[key])
            return default

    def text(self, key: str, *, required: bool = False) -> str:
        return self.read(key, required_text if required else as_text, "", required=required)

    def number(self, key: str, default: int, least: int, most: int, *, required: bool = False) -> int:
        return self.read(key, whole_between(least, most), default, required=required)

    def entries(self, key: str, parse: Callable[[object], Value], *, required: bool = False) -> tuple[Value, ...]:
        """A list without repeats (a repeat is a warning); every wrong entry is a defect of its own."""
        if key not in self:
            if required:
                self.refuse(key, "is missing; add it")
            return ()
        raw = self._values[key]
        if not isinstance(raw, list):
            self.refuse(key, 'is not a list; write it in brackets, as in ["one", "two"]', raw)
            return ()
        if required and not raw:
            self.refuse(key, "is an empty list; name at least one")
        found: dict[Value, None] = {}
        for entry in raw:
            try:
                value = parse(entry)
            except UnreadableError as fault:
                self.refuse(key, str(fault), entry)
                continue
            if value in found:
                self.warn(key, "is named twice", entry)
            found[value] = None
        return tuple(found)

    def below(self, key: str) -> Keys | None:
        """The table under a key, None where it is absent."""
        if key not in self:
            return None
        return Keys(", ".join(filter(None, (self.place, key))), self._values[key], self.findings)


def shown(value: object) -> str:
    """A TOML value as it is shown in a message."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return value if isinstance(value, str) else str(value)[:200]


def as_text(value: object) -> str:
    if not isinstance(value, str):
        raise UnreadableError('is not a text; put it in quotation marks, as in "text"')
    return value.strip()


def required_text(value: object) -> str:
    text = as_text(value)
    if not text:
        raise UnreadableError("is blank; fill it in")
    return text


def whole_between(least: int, most: int = LARGEST_NUMBER) -> Callable[[object], int]:
    """A reader of whole numbers, both ends included."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            upper = "or more" if most == LARGEST_NUMBER else f"to {most}"
            raise UnreadableError(f"is not a whole number of {least} {upper}")
        return value

    return read


def as_fraction(value: object) -> Fraction:
    """The exact value of a number as it is written: 0.1 is one tenth."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise UnreadableError("is not a number")
    number = Decimal(value)
    if not number.is_finite() or (number and abs(number.adjusted()) > LARGEST_EXPONENT):
        raise UnreadableError("is too large, too small or no number; write an ordinary one, for example 0.25")
    return Fraction(number)


def as_day(value: object) -> date:
    if isinstance(value, datetime):
        raise UnreadableError("is a date and time; write the date alone, as in 2027-01-31")
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return as_date(value)
    raise UnreadableError("is not a date; write it as in 2027-01-31, without quotation marks")


def as_start_time(value: object) -> time:
    if isinstance(value, str):
        return as_time(value)
    if isinstance(value, time) and not value.second and not value.microsecond:
        return value
    raise UnreadableError('is not a time of day; write it as "09:30"')


def as_weekday_name(value: object) -> int:
    return as_weekday(as_text(value))


def choice(choices: type[Choice]) -> Callable[[object], Choice]:
    """A reader of one word out of an enumeration."""
    read = one_of(choices)
    return lambda value: read(as_text(value))
