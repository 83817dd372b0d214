"""The year of the sample: a constant, so that one seed always gives the same folder."""

from __future__ import annotations

from datetime import date, timedelta

FIRST_DAY = date(2027, 1, 11)
LAST_DAY = date(2027, 7, 16)
TRAINED_BY = date(2027, 1, 22)
"""Last day of the train-the-trainer sessions."""
INFORMATION_FROM = date(2027, 1, 18)
INFORMATION_UNTIL = date(2027, 6, 18)
MANAGERS_FROM = date(2027, 3, 1)
CLOSED = (date(2027, 3, 30), date(2027, 4, 2))
"""The council closes its learning offer in Easter week, both days included."""
PUBLIC_HOLIDAYS = frozenset({date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 3), date(2027, 5, 31)})
"""Public holidays of England in the window, for sizing only: the folder names "GB-ENG" instead."""
SCHOOL_HOLIDAYS = (
    (date(2027, 2, 15), date(2027, 2, 19)),
    (date(2027, 3, 29), date(2027, 4, 9)),
    (date(2027, 5, 31), date(2027, 6, 4)),
    (date(2027, 7, 12), date(2027, 7, 30)),
)


def open_days() -> tuple[date, ...]:
    """The Mondays to Fridays of the window that are neither closed nor public holidays."""
    span = (LAST_DAY - FIRST_DAY).days + 1
    days = (FIRST_DAY + timedelta(days=number) for number in range(span))
    return tuple(
        day for day in days if day.weekday() < 5 and day not in PUBLIC_HOLIDAYS and not CLOSED[0] <= day <= CLOSED[1]
    )
