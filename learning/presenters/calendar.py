"""A week of sessions as a calendar at quarters of an hour, placed by classes alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from learning.models import Strand
from learning.queries.schedules import Meeting

QUARTER_MINUTES = 15
MOST_BESIDE = 3
EARLIEST_HOUR, LATEST_HOUR = 8, 19


@dataclass(frozen=True, slots=True)
class Slot:
    """A session, or several that begin together and are too many to stand side by side.

    ``top`` and ``height`` count quarters from the first hour shown; ``lane`` of ``lanes`` is its column; ``filled``
    is the share of its places that is taken, in percent.
    """

    top: int
    height: int
    lane: int
    lanes: int
    strand_place: int
    code: str
    label: str
    second: str
    hours: str
    place: str
    session_id: str | None
    filled: float
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """One day with its sessions in order of time; ``closed`` says why none may be held."""

    day: date
    slots: tuple[Slot, ...]
    sessions: int
    closed: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """``hours`` are those shown at the left, from ``hours[0]``; ``span`` counts them."""

    days: tuple[Day, ...]
    hours: tuple[int, ...]

    @property
    def span(self) -> int:
        return len(self.hours)


@dataclass(frozen=True, slots=True)
class Look:
    """How sessions are named: strands by id with their place in the programme, sizes, venues, what is marked."""

    strands: Mapping[str, tuple[int, Strand]]
    venues: Mapping[str, str]
    chosen: str | None = None
    changed: Collection[str] = ()


def week_of(first: date, meetings: Sequence[Meeting], look: Look, closed: Mapping[date, str]) -> Week:
    """The week that begins on Monday ``first``: five days, six or seven where sessions need them."""
    last = max((meeting.session.start.weekday() for meeting in meetings), default=4)
    starts = [meeting.session.start.hour for meeting in meetings]
    ends = [_last_hour(meeting) for meeting in meetings]
    hours = range(min([EARLIEST_HOUR, *starts]), max([LATEST_HOUR, *ends]))
    days = []
    for offset in range(max(5, last + 1)):
        day = first + timedelta(days=offset)
        held = [meeting for meeting in meetings if meeting.session.start.date() == day]
        days.append(Day(day, tuple(_slots(held, hours[0], look)), len(held), closed.get(day, "")))
    return Week(tuple(days), tuple(hours))


def _last_hour(meeting: Meeting) -> int:
    end = meeting.session.end
    if end.date() > meeting.session.start.date():
        return 24
    return end.hour + (1 if end.minute else 0)


def _slots(meetings: Sequence[Meeting], first_hour: int, look: Look) -> Sequence[Slot]:
    slots: list[Slot] = []
    for cluster in _clusters(meetings):
        lanes = _lanes(cluster)
        most = max(lanes.values()) + 1
        if most <= MOST_BESIDE:
            slots += [_slot(meeting, lanes[place], most, first_hour, look) for place, meeting in enumerate(cluster)]
        else:
            slots += _gathered(cluster, first_hour, look)
    return sorted(slots, key=lambda slot: (slot.top, slot.lane))


def _clusters(meetings: Sequence[Meeting]) -> Sequence[Sequence[Meeting]]:
    """Sessions that overlap, directly or through others."""
    clusters: list[list[Meeting]] = []
    end: datetime | None = None
    for meeting in meetings:
        if end is None or meeting.session.start >= end:
            clusters.append([])
            end = meeting.session.end
        clusters[-1].append(meeting)
        end = max(end, meeting.session.end)
    return clusters


def _lanes(cluster: Sequence[Meeting]) -> Mapping[int, int]:
    """The first column free for each, in order of time."""
    ends: list[datetime] = []
    lanes = {}
    for place, meeting in enumerate(cluster):
        lane = next((one for one, end in enumerate(ends) if end <= meeting.session.start), len(ends))
        ends[lane : lane + 1] = [meeting.session.end]
        lanes[place] = lane
    return lanes


def _slot(meeting: Meeting, lane: int, lanes: int, first_hour: int, look: Look) -> Slot:
    one = meeting.session
    place, strand = look.strands[one.strand]
    size = strand.settings.get("size", {}).get("max")
    return Slot(
        *_quarters(one.start, one.end, first_hour), lane + 1, lanes, place, strand.code,
        label=named(strand, one.group_id),
        second=f"{meeting.people} of {size}" if size else f"{meeting.people} people",
        hours=f"{one.start:%H:%M} to {one.end:%H:%M}", place=look.venues.get(one.venue_id, one.venue_id),
        session_id=one.session_id, filled=_filled([meeting], size), marks=_marks([meeting], look),
    )  # fmt: skip


def _marks(meetings: Sequence[Meeting], look: Look) -> tuple[str, ...]:
    """How the session, or any of several, stands out."""
    ids = {meeting.session.session_id for meeting in meetings}
    kinds = (("changed", look.changed), ("chosen", (look.chosen,)))
    return tuple(name for name, some in kinds if ids.intersection(some))


def _filled(meetings: Sequence[Meeting], size: int | None) -> float:
    places = (size or 0) * len(meetings)
    return min(100.0, 100 * sum(meeting.people for meeting in meetings) / places) if places else 0.0


def named(strand: Strand, group_id: str) -> str:
    """A group as people call it: the strand's code and the group's number, "RE 214"."""
    number = group_id.rsplit("-", 1)[-1].lstrip("0")
    return f"{strand.code} {number if number.isdigit() else group_id}"


def _gathered(cluster: Sequence[Meeting], first_hour: int, look: Look) -> Sequence[Slot]:
    """One slot for each strand's sessions of a cluster: "5 sessions, 54 people"."""
    by_strand: dict[str, list[Meeting]] = {}
    for meeting in cluster:
        by_strand.setdefault(meeting.session.strand, []).append(meeting)
    groups = list(by_strand.items())[:MOST_BESIDE]
    rest = [meeting for _, some in list(by_strand.items())[MOST_BESIDE:] for meeting in some]
    slots = []
    for lane, (strand_id, some) in enumerate(groups):
        held = [*some, *rest] if lane == len(groups) - 1 else some
        place, strand = look.strands[strand_id]
        start = min(meeting.session.start for meeting in held)
        end = max(meeting.session.end for meeting in held)
        people = sum(meeting.people for meeting in held)
        one = held[0] if len(held) == 1 else None
        slots.append(
            Slot(
                *_quarters(start, end, first_hour), lane + 1, len(groups), place, strand.code,
                label=f"{strand.code}: {len(held)} sessions" if one is None else named(strand, one.session.group_id),
                second=f"{people} people", hours=f"{start:%H:%M} to {end:%H:%M}", place="",
                session_id=one.session.session_id if one else None,
                filled=_filled(held, strand.settings.get("size", {}).get("max")), marks=_marks(held, look),
            )
        )  # fmt: skip
    return slots


def _quarters(start: datetime, end: datetime, first_hour: int) -> tuple[int, int]:
    top = (start.hour * 60 + start.minute) // QUARTER_MINUTES - first_hour * 4
    height = max(2, round((end - start) / timedelta(minutes=QUARTER_MINUTES)))
    return top, min(height, 48)
