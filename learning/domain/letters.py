"""The words of messages about dates, and the dates that go with them into calendars.

One invitation carries one date: a request with dates of several names is not allowed (RFC 5546, 3.2.2), and mail
programs take up only a date that is the message itself. A digest says all in words and offers its dates as a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.domain.outbox import make_message
from learning.models import CalendarEntry, Message, Programme, Strand, Venue
from learning.queries.programmes import strands_of
from learning.vocabulary import CalendarMethod, Telling


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as it is to be known from now on; ``before`` is when it was to begin, None for a new one."""

    entry: CalendarEntry
    before: datetime | None


@dataclass(frozen=True, slots=True)
class Letters:
    """What is needed to write to the people of a programme."""

    programme: Programme
    zone: ZoneInfo
    strands: Mapping[str, Strand]
    venues: Mapping[str, Venue]

    @classmethod
    def of(cls, session: Session, programme: Programme) -> Letters:
        venues = session.scalars(select(Venue).where(Venue.programme_id == programme.id))
        return cls(
            programme,
            ZoneInfo(programme.settings["timezone"]),
            {strand.strand_id: strand for strand in strands_of(session, programme)},
            {venue.venue_id: venue for venue in venues},
        )

    def write(self, told: Sequence[Told], telling: Telling, *, is_trainer: bool) -> Iterator[Message]:
        """The messages of one person: one with everything, or one for each date, in order of time."""
        in_order = sorted(told, key=lambda one: (one.entry.starts_at, one.entry.key))
        if telling is Telling.DIGEST:
            yield self._message(in_order, CalendarMethod.PUBLISH, self._digest_subject(in_order), is_trainer)
            return
        for one in in_order:
            method = CalendarMethod.CANCEL if one.entry.cancelled else CalendarMethod.REQUEST
            yield self._message([one], method, self._subject(one), is_trainer)

    def _message(self, told: Sequence[Told], method: CalendarMethod, subject: str, is_trainer: bool) -> Message:
        first = told[0].entry
        role = "You lead" if is_trainer else "You have a place in"
        lines = "\n".join(f"- {self._sentence(one)}" for one in told)
        file = "The attached file puts these dates into your calendar.\n\n" if method is CalendarMethod.PUBLISH else ""
        body = (
            f"Hello {first.name},\n\n{role} the programme {self.programme.name}. "
            f"This is new or has changed:\n\n{lines}\n\n{file}{self._joining(told)}"
            f"{self.programme.organisation.name}\n"
        )
        calendar: dict[str, Any] = {
            "method": method.value,
            "zone": self.programme.settings["timezone"],
            "name": first.name,
            "events": [self._event(one.entry) for one in told],
        }
        return make_message(first.address, subject, body, programme_id=self.programme.id, calendar=calendar)

    def _digest_subject(self, told: Sequence[Told]) -> str:
        if len(told) == 1:
            return self._subject(told[0])
        return f"{self.programme.name}: {len(told)} dates are new or have changed"

    def _subject(self, one: Told) -> str:
        title, entry = self._title(one.entry), one.entry
        if entry.cancelled:
            return f"Cancelled: {title}, {self._day(entry.starts_at)}"
        if one.before is None:
            return f"{title}, {self._day(entry.starts_at)}"
        return f"Changed: {title}, now {self._day(entry.starts_at)}"

    def _sentence(self, one: Told) -> str:
        entry = one.entry
        when = f"{self._day(entry.starts_at)}, {self._clock(entry.starts_at)} to {self._clock(entry.ends_at)}"
        if entry.cancelled:
            return f"{self._title(entry)}: cancelled ({when})"
        place = f", {where}" if (where := self._place(entry)) else ""
        was = ""
        if one.before is not None and one.before != entry.starts_at:
            was = f" (before: {self._day(one.before)}, {self._clock(one.before)})"
        elif one.before is not None:
            was = " (same day and time, changed in place or length)"
        return f"{self._title(entry)}: {when}{place}{was}"

    def _joining(self, told: Sequence[Told]) -> str:
        strands = dict.fromkeys(one.entry.strand for one in told if not one.entry.cancelled)
        found = [self.strands[key] for key in strands if key in self.strands]
        return "".join(
            f"{one.title}: {one.joining_instructions.strip()}\n\n" for one in found if one.joining_instructions.strip()
        )

    def _event(self, entry: CalendarEntry) -> dict[str, Any]:
        """A date as `learning.outputs.icalendar` writes it; times are local to the programme's zone."""
        strand, venue = self.strands.get(entry.strand), self.venues.get(entry.venue_id)
        return {
            "uid": entry.uid,
            "sequence": entry.sequence,
            "start": self._local(entry.starts_at).replace(tzinfo=None).isoformat(),
            "end": self._local(entry.ends_at).replace(tzinfo=None).isoformat(),
            "summary": self._title(entry),
            "location": self._place(entry),
            "link": venue.link.strip() if venue else "",
            "description": strand.joining_instructions.strip() if strand else "",
            "cancelled": entry.cancelled,
        }

    def _title(self, entry: CalendarEntry) -> str:
        return self.strands[entry.strand].title if entry.strand in self.strands else entry.strand

    def _place(self, entry: CalendarEntry) -> str:
        venue = self.venues.get(entry.venue_id)
        return entry.venue_id if venue is None else venue.name or entry.venue_id

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)

    def _day(self, moment: datetime) -> str:
        local = self._local(moment)
        return f"{local:%A} {local.day} {local:%B %Y}"

    def _clock(self, moment: datetime) -> str:
        return f"{self._local(moment):%H:%M}"
