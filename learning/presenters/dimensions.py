"""A schedule by trainer, venue, strand or team: a row each, with how much there is and how full it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from learning.models import Strand, Trainer, Venue
from learning.presenters.schedules import most_people
from learning.presenters.words import number, short_day
from learning.queries.schedules import Meeting

DIMENSIONS = {"trainer": "Trainers", "venue": "Venues", "strand": "Strands", "team": "Teams"}


@dataclass(frozen=True, slots=True)
class Row:
    """``key`` is what the list of sessions is filtered by; ``cells`` follow the headings; ``share`` fills a bar."""

    key: str
    name: str
    second: str
    cells: tuple[str, ...]
    share: float | None


@dataclass(frozen=True, slots=True)
class Dimension:
    """A table: its headings after the name, what its bar shows, and its rows."""

    title: str
    headings: tuple[str, ...]
    bar: str
    rows: Sequence[Row]


def by_trainer(meetings: Sequence[Meeting], trainers: Sequence[Trainer]) -> Dimension:
    """Sessions and hours of each trainer, and how full their fullest week is of their own limit."""
    hours: Counter[str] = Counter()
    sessions: Counter[str] = Counter()
    weeks: defaultdict[str, Counter[tuple[int, int]]] = defaultdict(Counter)
    for meeting in meetings:
        for trainer_id in meeting.session.trainer_ids:
            sessions[trainer_id] += 1
            hours[trainer_id] += (meeting.session.end - meeting.session.start) // timedelta(minutes=1)
            weeks[trainer_id][meeting.session.start.isocalendar()[:2]] += 1
    rows = []
    for trainer in trainers:
        fullest = max(weeks[trainer.trainer_id].values(), default=0)
        most = int(trainer.max_per_week) if trainer.max_per_week.isdigit() else None
        cells = (
            number(sessions[trainer.trainer_id]), number(hours[trainer.trainer_id] / 60, 1),
            number(len(weeks[trainer.trainer_id])), f"{fullest} of {most}" if most else str(fullest),
        )  # fmt: skip
        share = 100 * fullest / most if most else None
        rows.append(Row(trainer.trainer_id, trainer.name or trainer.trainer_id, trainer.kind, cells, share))
    rows.sort(key=lambda row: (-int(row.cells[0].replace(",", "")), row.name))
    return Dimension("Trainers", ("Sessions", "Hours", "Weeks with sessions", "Fullest week"), "of their limit", rows)


def by_venue(meetings: Sequence[Meeting], venues: Sequence[Venue]) -> Dimension:
    """Sessions and hours of each venue, and how many of its seats are taken in them."""
    held: defaultdict[str, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        held[meeting.session.venue_id].append(meeting)
    rows = []
    for venue in venues:
        here = held[venue.venue_id]
        people = sum(meeting.people for meeting in here)
        minutes = sum((meeting.session.end - meeting.session.start) // timedelta(minutes=1) for meeting in here)
        seats = int(venue.capacity) * len(here) if venue.capacity.isdigit() else 0
        share = 100 * people / seats if seats else None
        cells = (number(len(here)), number(minutes / 60, 1), number(people))
        rows.append(Row(venue.venue_id, venue.name or venue.venue_id, venue.site, cells, share))
    rows.sort(key=lambda row: (-int(row.cells[0].replace(",", "")), row.name))
    return Dimension("Venues", ("Sessions", "Hours", "People"), "seats taken", rows)


def by_strand(meetings: Sequence[Meeting], strands: Sequence[Strand]) -> Dimension:
    """Sessions, groups and days of each strand, and how many of its places are taken."""
    held: defaultdict[str, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        held[meeting.session.strand].append(meeting)
    rows = []
    for strand in strands:
        here = held[strand.strand_id]
        firsts = [meeting for meeting in here if meeting.session.meeting == 1]
        places = most_people(strand) * len(firsts)
        people = sum(meeting.people for meeting in firsts)
        days = sorted(meeting.session.start.date() for meeting in here)
        cells = (number(len(here)), number(len(firsts)), number(people), _day(days[:1]), _day(days[-1:]))
        lot = f"Lot {strand.settings['lot']}" if strand.settings.get("lot") else ""
        rows.append(Row(strand.strand_id, strand.title, lot, cells, 100 * people / places if places else None))
    return Dimension("Strands", ("Sessions", "Groups", "People", "First day", "Last day"), "places taken", rows)


def by_team(counts: Mapping[str, tuple[str, int, int]]) -> Dimension:
    """People of each team and how many of them have a place in every strand; ``counts`` are (directorate, people,
    with a place)."""
    rows = [
        Row(team, team or "No team", directorate, (number(people), number(complete)), 100 * complete / max(1, people))
        for team, (directorate, people, complete) in counts.items()
    ]
    return Dimension("Teams", ("People", "With every place"), "with every place", rows)


def _day(days: Sequence[date]) -> str:
    return short_day(days[0]) if days else "none"
