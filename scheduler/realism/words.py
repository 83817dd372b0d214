"""Figures and dates in words."""

from __future__ import annotations

from datetime import date

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def day_in_words(day: date) -> str:
    """``28 May 2027``, whatever the machine's language."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_of(ordinal: int) -> date:
    return date.fromordinal(ordinal)


def counted(number: int, one: str, many: str = "") -> str:
    """``1 person``, ``4,500 people``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def per_cent(needed: int, available: int) -> float | None:
    """Needed of available to a tenth, and 100 only where they are equal; None of nothing."""
    if not needed:
        return 0.0
    if not available:
        return None
    share = round(100 * needed / available, 1)
    if share == 100 and needed != available:
        return 99.9 if needed < available else 100.1
    return share
