"""The only place that reads the clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This moment, in UTC, to the microsecond."""
    return _told.get() or datetime.now(UTC)


def today_in(zone: str) -> date:
    """The day that it is in a time zone of this name."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Let what is done here have happened at another moment: for the past of the made-up council."""
    before = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(before)
