"""Dates among which a participant chooses, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learning.models import WaitingEntry
from learning.presenters.schedules import day_words, time_words
from learning.presenters.words import count, number

if TYPE_CHECKING:
    from scheduler.changes import ChoosableDate
    from scheduler.schedule import Session

ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A date as one line of a form."""

    group_id: str
    words: str


def free_choices(dates: Iterable[ChoosableDate], places: Mapping[str, str]) -> Sequence[Choice]:
    """Dates that can be had at once; ``places`` are names of venues by id."""
    return [
        Choice(date.group_id, f"{date_words(date.sessions, places)} ({count(date.seats, 'place')} left)")
        for date in dates
    ]


def full_choices(
    dates: Iterable[ChoosableDate], places: Mapping[str, str], waiting: Sequence[WaitingEntry], own: WaitingEntry | None
) -> Sequence[Choice]:
    """Dates that can be waited for, each with where one stands or would stand; ``waiting`` is in the fair order."""
    return [
        Choice(date.group_id, f"{date_words(date.sessions, places)} ({_queue(date.group_id, waiting, own)})")
        for date in dates
    ]


def date_words(sessions: Sequence[Session], places: Mapping[str, str]) -> str:
    """ "Tuesday 16 June, 09:30 to 11:00, Training room 2", one after the other where there are several meetings."""
    where = places.get(sessions[0].venue_id, sessions[0].venue_id)
    times = "; ".join(f"{day_words(one.start.date())}, {time_words(one.start, one.end)}" for one in sessions)
    return f"{times}, {where}" if where else times


def position_of(group_id: str, waiting: Sequence[WaitingEntry], own: WaitingEntry) -> tuple[int, int]:
    """One's own place among those who wait for a group, and how many they are."""
    wanting = [entry.id for entry in waiting if group_id in entry.group_ids]
    return wanting.index(own.id) + 1, len(wanting)


def _queue(group_id: str, waiting: Sequence[WaitingEntry], own: WaitingEntry | None) -> str:
    if own is not None and group_id in own.group_ids:
        place, of = position_of(group_id, waiting, own)
        return f"you are {ORDINALS.get(place, f'{number(place)}th')} of {number(of)} waiting"
    wanting = sum(group_id in entry.group_ids for entry in waiting)
    return f"{count(wanting, 'person waits', 'people wait')}" if wanting else "nobody waits"
