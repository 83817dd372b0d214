"""When people could come: in post, at work, not away; and what they already sit in or lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.explain.audience import Audience
from scheduler.explain.slots import Bits, Minutes, Slots, end_minute_of, minute_of, overlaps, within
from scheduler.explain.standing import Standing
from scheduler.problem import MINUTES_A_DAY, Pattern, Person, Strand
from scheduler.schedule import Session

FOREVER = 10**7
"""A number of days past every date."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Shape (people, slots) each: inside time in post, inside working hours, outside absences."""

    in_post: Bits
    in_hours: Bits
    not_away: Bits

    @property
    def free(self) -> Bits:
        out: Bits = self.in_post & self.in_hours & self.not_away
        return out


def presence_of(people: Sequence[Person], slots: Slots) -> Presence:
    """When each person is in post, at work and not away, whatever else they attend."""
    joins = np.array([p.joins_on.toordinal() if p.joins_on else 0 for p in people], dtype=np.int64)
    leaves = np.array([p.leaves_on.toordinal() if p.leaves_on else FOREVER for p in people], dtype=np.int64)
    in_post = (slots.days >= joins[:, None]) & (slots.days <= leaves[:, None])
    away = (
        (row, minute_of(absence.start), end_minute_of(absence.end))
        for row, person in enumerate(people)
        for absence in person.absences
    )
    return Presence(in_post, _in_hours(people, slots), ~overlaps(slots, len(people), away))


def _in_hours(people: Sequence[Person], slots: Slots) -> Bits:
    patterns: dict[Pattern | None, int] = {}
    rows = [patterns.setdefault(person.pattern, len(patterns)) for person in people]
    distinct = np.array([within(slots, pattern) for pattern in patterns], dtype=bool)
    out: Bits = distinct.reshape(len(patterns), len(slots))[rows]
    return out


def own_sessions(person: Person, standing: Standing) -> tuple[Session, ...]:
    """Every session that a person sits in or leads, in order of time."""
    both = standing.attends.get(person.staff_id, ()) + standing.leads.get(person.staff_id, ())
    return tuple(sorted(both, key=lambda session: (session.start, session.session_id)))


def clashes(
    people: Sequence[Person], slots: Slots, standing: Standing, strand: Strand, *, same_strand: bool = False
) -> Bits:
    """Slots that overlap a session of theirs in another strand (or, if asked, in this one)."""
    busy = (
        (row, minute_of(session.start), end_minute_of(session.end))
        for row, person in enumerate(people)
        for session in own_sessions(person, standing)
        if (session.strand == strand.strand_id) == same_strand
    )
    return overlaps(slots, len(people), busy)


def after_earlier(
    people: Sequence[Person], slots: Slots, standing: Standing, strand: Strand, audiences: dict[str, Audience]
) -> Bits:
    """Slots at which a first meeting keeps the days after the earlier strands: (people, slots)."""
    out = np.ones((len(people), len(slots)), dtype=bool)
    after = strand.after
    if after is None:
        return out
    most = FOREVER if after.max_days is None else after.max_days
    for earlier in after.strands:
        last, ended = _last_meetings(people, earlier, standing, audiences)
        gap = slots.days - last[:, None]
        kept = (gap >= after.min_days) & (gap <= most) & (slots.starts >= ended[:, None])
        out &= kept | (ended < 0)[:, None]
    return out


def _last_meetings(
    people: Iterable[Person], earlier: str, standing: Standing, audiences: dict[str, Audience]
) -> tuple[Minutes, Minutes]:
    """Day and end of each person's last meeting in an earlier strand; -1 where nothing binds them."""
    days, ends = [], []
    for person in people:
        group = standing.group_of.get((person.staff_id, earlier))
        if group is None or person.staff_id not in audiences[earlier]:
            days.append(-1)
            ends.append(-1)
        else:
            last = group.meetings[-1]
            days.append(minute_of(last.start) // MINUTES_A_DAY)
            ends.append(end_minute_of(last.end))
    return np.array(days, dtype=np.int64), np.array(ends, dtype=np.int64)
