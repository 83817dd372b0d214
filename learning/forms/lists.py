"""Fields for lists that people write line by line, and their errors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from wtforms.validators import ValidationError

TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d$")


def lines(text: str | None) -> list[str]:
    """The lines of a field that hold anything, blanks run together."""
    return [" ".join(line.split()) for line in (text or "").splitlines() if line.strip()]


def start_times(text: str | None) -> list[str]:
    """Times of day, one a line. Raises `ValidationError` for what is none."""
    found = [line if len(line) == 5 else f"0{line}" for line in lines(text)]
    for line in found:
        if not TIME.match(line):
            raise ValidationError(f"Enter start times like 09:30, one a line; {line} is none")
    return found


def closed_days(text: str | None) -> list[str]:
    """Days, or a first and a last day parted by a slash, one a line. Raises `ValidationError` for what is none."""
    found = lines(text)
    for line in found:
        for part in line.split("/"):
            try:
                date.fromisoformat(part.strip())
            except ValueError:
                raise ValidationError(
                    f"Enter closed days like 2027-03-29, or 2027-03-29/2027-04-02, one a line; {line} is none"
                ) from None
    return ["/".join(part.strip() for part in line.split("/")) for line in found]


def numbered(text: str | None, thing: str) -> dict[str, int]:
    """A name and a whole number a line. Raises `ValidationError` for what is none."""
    found: dict[str, int] = {}
    for line in lines(text):
        name, _, number = line.rpartition(" ")
        if not name or not number.isascii() or not number.isdigit():
            raise ValidationError(f"Enter {thing} like “team 2”, one a line; {line} is none")
        found[name] = int(number)
    return found


def valued(text: str | None) -> dict[str, list[str]]:
    """A column and its values a line, ``tags: manager; leader``. Raises `ValidationError` for what is none."""
    found: dict[str, list[str]] = {}
    for line in lines(text):
        column, colon, values = line.partition(":")
        parts = [part.strip() for part in values.split(";") if part.strip()]
        if not colon or not column.strip() or not parts:
            raise ValidationError(
                f"Enter a column and its values like “tags: manager; leader”, one a line; {line} is none"
            )
        found[column.strip()] = parts
    return found


def as_lines(pairs: Iterable[tuple[object, object]], between: str = " ") -> str:
    """Pairs as lines of a field."""
    return "\n".join(f"{name}{between}{value}" for name, value in pairs)
