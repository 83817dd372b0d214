"""Schedules in words: what they are called, a session with its people, trainers and their hours."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from learning.models import Person, Schedule, Strand
from learning.presenters.words import MONTHS, WEEKDAYS, count, number
from learning.queries.schedules import Meeting

MIX_BLOCKS = 12
MOST_SHARES = 8


def schedule_name(schedule: Schedule) -> str:
    """ "Release 4, After half-term", or "Draft 6, two evening slots more"."""
    if schedule.release_number is not None:
        return f"Release {schedule.release_number}, {schedule.release_name}"
    return f"Draft {schedule.number}, {schedule.name}"


def day_words(day: date, *, year: bool = False) -> str:
    """ "Tuesday 16 June"."""
    text = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return f"{text} {day.year}" if year else text


def range_words(first: date, last: date) -> str:
    """ "15 to 19 June", "29 June to 3 July"."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {last.day} {MONTHS[last.month - 1]}"
    year = f" {first.year}" if first.year != last.year else ""
    end = f" {last.year}" if year else ""
    return f"{first.day} {MONTHS[first.month - 1]}{year} to {last.day} {MONTHS[last.month - 1]}{end}"


def time_words(start: datetime, end: datetime) -> str:
    """ "09:30 to 11:00"."""
    return f"{start:%H:%M} to {end:%H:%M}"


def week_lead(meetings: Sequence[Meeting], strands: Mapping[str, tuple[int, Strand]]) -> str:
    """ "26 sessions, 527 of 564 places taken."."""
    if not meetings:
        return "No sessions this week."
    places = sum(most_people(strands[meeting.session.strand][1]) for meeting in meetings)
    taken = sum(meeting.people for meeting in meetings)
    return f"{count(len(meetings), 'session')}, {number(taken)} of {number(places)} places taken."


def changes_lead(schedule: Schedule, meetings: Sequence[Meeting], changed: Collection[str]) -> str:
    """ "Draft 6 changes 2 of them (outlined)."."""
    here = sum(meeting.session.session_id in changed for meeting in meetings)
    return f"Draft {schedule.number} changes {number(here)} of them (outlined)." if here else ""


def most_people(strand: Strand) -> int:
    return int(strand.settings.get("size", {}).get("max", 0))


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a group have a value: ``expected`` is what their share of all staff would be."""

    value: str
    here: int
    here_percent: float
    expected_percent: float


def shares(people: Sequence[Person], of_all: Mapping[str, int], column: str) -> Sequence[Share]:
    """The values of a column in a group against all staff; the most frequent among staff first, as many as fit."""
    counts: dict[str, int] = {}
    for person in people:
        value = getattr(person, column)
        if value:
            counts[value] = counts.get(value, 0) + 1
    everybody = sum(of_all.values()) or 1
    most = max([*counts.values(), 1]) * 1.25
    scale = 100 / max(most, len(people) * max([*of_all.values(), 0]) / everybody or 1)
    wanted = [value for value in of_all if value in counts][:MOST_SHARES]
    return [
        Share(value, counts[value], counts[value] * scale, min(100, len(people) * of_all[value] / everybody * scale))
        for value in wanted
    ]


@dataclass(frozen=True, slots=True)
class Load:
    """A trainer's week: hours by day, and how many sessions of the most that they hold."""

    trainer_id: str
    name: str
    kind: str
    hours: tuple[float, ...]
    total: float
    sessions: int
    most: int | None

    @property
    def share(self) -> float:
        return 100.0 * self.sessions / self.most if self.most else 0.0


def loads(meetings: Sequence[Meeting], trainers: Mapping[str, Any], first: date, days: int) -> Sequence[Load]:
    """A row for each trainer, fullest first; those who lead nothing this week stand at the end."""
    hours: dict[str, list[float]] = {trainer_id: [0.0] * days for trainer_id in trainers}
    sessions = dict.fromkeys(trainers, 0)
    for meeting in meetings:
        one = meeting.session
        for trainer_id in one.trainer_ids:
            if trainer_id in hours:
                hours[trainer_id][(one.start.date() - first).days] += (one.end - one.start) / timedelta(hours=1)
                sessions[trainer_id] += 1
    rows = [
        Load(
            trainer_id, trainer.name or trainer_id, trainer.kind, tuple(hours[trainer_id]), sum(hours[trainer_id]),
            sessions[trainer_id], int(trainer.max_per_week) if trainer.max_per_week else None,
        )
        for trainer_id, trainer in trainers.items()
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.share, -row.total, row.name))


def hours_words(hours: float) -> str:
    """1.5 -> "1.5"; 3.0 -> "3"; nothing -> "–"."""
    return f"{hours:g}" if hours else "–"


def shade(hours: float) -> str:
    """Which of three tones a day's hours have."""
    return "" if not hours else "h1" if hours < 2 else "h2" if hours < 4 else "h3"
