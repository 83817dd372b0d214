"""What letters to the people of a programme speak of, and how they say where and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.domain.wordings import filled, words_in_use
from learning.models import CalendarEntry, Programme, Strand, Venue
from learning.queries.appointments import Appointment
from learning.queries.programmes import strands_of
from learning.vocabulary import Part

DEFAULT_ZONE = "Europe/London"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What letters to the people of a programme speak of: its zone, strands and venues, by id, and its words."""

    programme: Programme
    zone: ZoneInfo
    strands: Mapping[str, Strand]
    venues: Mapping[str, Venue]
    words: Mapping[Part, str]

    def say(self, part: Part, name: str) -> str:
        """The words of a part, for somebody of that name."""
        values = {
            "name": name,
            "programme": self.programme.name,
            "organisation": self.programme.organisation.name,
        }
        return filled(self.words[part], values)


def surroundings_of(session: Session, programme: Programme, words: Mapping[Part, str] | None = None) -> Surroundings:
    """What letters speak of; ``words`` in the place of those in use, for a preview."""
    venues = session.scalars(select(Venue).where(Venue.programme_id == programme.id))
    return Surroundings(
        programme,
        ZoneInfo(str(programme.settings.get("timezone", DEFAULT_ZONE))),
        {strand.strand_id: strand for strand in strands_of(session, programme)},
        {venue.venue_id: venue for venue in venues},
        words_in_use(session, programme) if words is None else words,
    )


def title_of(around: Surroundings, one: CalendarEntry | Appointment) -> str:
    return around.strands[one.strand].title if one.strand in around.strands else one.strand


def place_of(around: Surroundings, one: CalendarEntry | Appointment) -> str:
    venue = around.venues.get(one.venue_id)
    return one.venue_id if venue is None else venue.name or one.venue_id


def local_of(around: Surroundings, moment: datetime) -> datetime:
    return moment.astimezone(around.zone)


def day_of(around: Surroundings, moment: datetime) -> str:
    local = local_of(around, moment)
    return f"{local:%A} {local.day} {local:%B %Y}"


def clock_of(around: Surroundings, moment: datetime) -> str:
    return f"{local_of(around, moment):%H:%M}"


def when_of(around: Surroundings, one: CalendarEntry | Appointment) -> str:
    """ "Monday 11 January 2027, 09:30 to 11:00"."""
    begins, ends = clock_of(around, one.starts_at), clock_of(around, one.ends_at)
    return f"{day_of(around, one.starts_at)}, {begins} to {ends}"


def joining_of(around: Surroundings, strands: Iterable[str]) -> str:
    """How to join the sessions of some strands, each once; ends with a blank line where there is any."""
    found = [around.strands[key] for key in dict.fromkeys(strands) if key in around.strands]
    return "".join(
        f"{one.title}: {one.joining_instructions.strip()}\n\n" for one in found if one.joining_instructions.strip()
    )
