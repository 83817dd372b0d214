"""The days on which a programme holds no session, and why, for calendars."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from scheduler.folder.cells import UnreadableError
from scheduler.folder.days import public_holidays

CLOSED, HOLIDAY = "closed", "public holiday"


def closed_days(settings: Mapping[str, Any], first: date, last: date) -> Mapping[date, str]:
    """Closed days and public holidays from ``first`` to ``last``; what cannot be read is none."""
    found: dict[date, str] = {}
    for text in settings.get("closed", []):
        start, _, end = str(text).partition("/")
        try:
            begin, finish = date.fromisoformat(start.strip()), date.fromisoformat((end or start).strip())
        except ValueError:
            continue
        day = max(begin, first)
        while day <= min(finish, last):
            found[day] = CLOSED
            day += timedelta(days=1)
    if settings.get("holidays"):
        try:
            found.update(dict.fromkeys(public_holidays(str(settings["holidays"]), first, last), HOLIDAY))
        except UnreadableError:
            return found
    return found
