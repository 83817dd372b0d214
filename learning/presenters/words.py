"""Numbers, days and stretches of time as people write them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def number(value: float | Fraction, decimals: int = 0) -> str:
    """4508 -> "4,508"; a negative number has a true minus sign."""
    text = f"{abs(float(value)):,.{decimals}f}" if decimals else f"{abs(round(value)):,}"
    return f"−{text}" if value < 0 and text.strip("0.,") else text


def count(value: int, one: str, many: str = "") -> str:
    """1, "group" -> "1 group"; 461, "group" -> "461 groups"."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def percentage(share: float | Fraction) -> str:
    """A share of 1 as a whole percentage: 100% only of all, 0% only of none."""
    whole = round(Fraction(share) * 100)
    if whole >= 100 and share < 1:
        return "over 99%"
    if whole <= 0 and share > 0:
        return "under 1%"
    return f"{whole}%"


def short_day(day: date, *, year: bool = False) -> str:
    """As in tables: "16 Jun", or "16 Jun 2027"."""
    text = f"{day.day} {MONTHS[day.month - 1][:3]}"
    return f"{text} {day.year}" if year else text


def long_day(day: date) -> str:
    """As in sentences: "Tuesday 16 June 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def duration(seconds: float) -> str:
    """4.26 -> "4.3 s"; 83 -> "1 min 23 s"; 3700 -> "1 h 1 min"."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def printable(text: str) -> str:
    """Text of unknown origin made safe for a terminal: control characters are shown, not obeyed."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
