"""A perfect schedule first, and a programme around it that leaves nothing to spare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random

from scheduler.schedule import Allocation, Schedule, Session
from tests.cases.case import Row

STARTS = (time(9, 30), time(13), time(15, 15))
Stretch = tuple[datetime, datetime]


@dataclass
class Planted:
    """One group of the planted schedule."""

    strand: str
    number: int
    starts: tuple[datetime, ...]
    minutes: int
    venue: str
    trainers: tuple[str, ...]
    members: list[str] = field(default_factory=list)

    @property
    def stretches(self) -> list[Stretch]:
        return [(start, start + timedelta(minutes=self.minutes)) for start in self.starts]


def planted_schedule(groups: Iterable[Planted]) -> Schedule:
    """The groups as the schedule that they are."""
    sessions, allocations = [], []
    for group in groups:
        name = f"{group.strand}-{group.number}"
        for meeting, (start, end) in enumerate(group.stretches, 1):
            sessions.append(
                Session(
                    f"{name}-{meeting}",
                    group.strand,
                    name,
                    meeting,
                    start,
                    end,
                    group.venue,
                    tuple(sorted(group.trainers)),
                )
            )
        allocations += [Allocation(each, group.strand, name) for each in group.members]
    return Schedule(tuple(sessions), tuple(allocations))


def starts_from(first: date, count: int) -> list[datetime]:
    """So many starts on weekdays, three a day."""
    found: list[datetime] = []
    day = first
    while len(found) < count:
        if day.weekday() < 5:
            found += [datetime.combine(day, at) for at in STARTS]
        day += timedelta(days=1)
    return found[:count]


def diary(kind: str, owner: str, kept: Iterable[Stretch], first: date, last: date) -> list[Row]:
    """Absences over the whole programme but for the stretches that are kept."""
    edges = [(datetime.combine(first, time()),) * 2, *sorted(set(kept))]
    edges.append((datetime.combine(last + timedelta(days=1), time()),) * 2)
    reached = edges[0][0]
    rows: list[Row] = []
    for (_, end), (start, _) in pairwise(edges):
        reached = max(reached, end)
        if reached < start:
            rows.append({"kind": kind, "id": owner, "start": iso(reached), "end": iso(start)})
    return rows


def iso(at: datetime) -> str:
    return at.isoformat(timespec="minutes")


def kept_by(groups: Iterable[Planted]) -> dict[str, list[Stretch]]:
    """Person -> when they sit in a planted session."""
    kept: dict[str, list[Stretch]] = {}
    for group in groups:
        for each in group.members:
            kept.setdefault(each, []).extend(group.stretches)
    return kept


def led_by(groups: Iterable[Planted]) -> dict[str, list[Stretch]]:
    """Trainer -> when they lead a planted session."""
    led: dict[str, list[Stretch]] = {}
    for group in groups:
        for each in group.trainers:
            led.setdefault(each, []).extend(group.stretches)
    return led


def decoys(r: Random, starts: Sequence[datetime], minutes: int, among: Sequence[int]) -> list[Stretch]:
    """Other starts at which somebody could come too, as many as one of the numbers says."""
    chosen = r.sample(list(starts), min(len(starts), r.choice(list(among))))
    return [(start, start + timedelta(minutes=minutes)) for start in chosen]


def pairs_of_teams(r: Random, groups: Iterable[Planted], teams: int) -> dict[str, str]:
    """Person -> team: two of a team side by side, no team twice in a group."""
    team: dict[str, str] = {}
    for group in groups:
        drawn = r.sample(range(teams), -(-len(group.members) // 2))
        team |= {each: f"Team {drawn[n // 2]}" for n, each in enumerate(group.members)}
    return team


def staff_ids(count: int) -> list[str]:
    return [f"E{n:05}" for n in range(count)]
