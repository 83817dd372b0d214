"""Locks against the order of strands: a pinned group must leave room for what has to come first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from scheduler.folder.pins import Locked, Pin, can_attend, can_reach, is_free, overlap
from scheduler.folder.start_times import permitted_days
from scheduler.problem import MINUTES_A_DAY, After, GivenSession, Interval, Person, Strand

Refuse = Callable[[Pin, str], None]


def refuse_wrong_order(locked: Locked, repairing: bool, refuse: Refuse) -> None:
    """Report every pin whose group meets too early or too late for a strand that must come first."""
    by_person = locked.by_person()
    for pin in locked.pins:
        after = pin.strand.after
        if after is None or not pin.sessions:
            continue
        own = by_person[pin.person.staff_id]
        for strand_id in after.strands:
            strand = locked.strands.get(strand_id)
            if strand is None or not locked.takes_part(pin.person, strand):
                continue
            if fault := _fault(pin, after, strand, own, locked, repairing):
                refuse(pin, fault)


def _fault(pin: Pin, after: After, strand: Strand, own: Sequence[Pin], locked: Locked, repairing: bool) -> str:
    earlier = next((other for other in own if other.strand is strand), None)
    if earlier is not None:
        if earlier.sessions and not _fits(earlier.sessions[-1], pin.sessions[0], after):
            return f"does not keep the days after group {earlier.group_id} of {strand.strand_id} in row {earlier.row}"
        return ""
    if repairing:
        return ""
    busy = [session for other in own for session in other.sessions]
    possible = (
        _given_group_before(pin, after, strand, busy, locked)
        if strand.given
        else _series_before(pin, after, strand, busy, locked)
    )
    return "" if possible else f"leaves the person no time for {strand.strand_id}, which must come first"


def _fits(last: GivenSession | Interval, first: GivenSession, after: After) -> bool:
    days = (first.start.date() - last.start.date()).days
    if first.start < last.end:
        return False
    return after.min_days <= days and (after.max_days is None or days <= after.max_days)


def _given_group_before(pin: Pin, after: After, strand: Strand, busy: Sequence[GivenSession], locked: Locked) -> bool:
    return any(
        _fits(sessions[-1], pin.sessions[0], after)
        and can_attend(pin.person, sessions, locked.venues)
        and not any(overlap(one, other) for one in sessions for other in busy)
        for (strand_id, _), sessions in locked.sessions.items()
        if strand_id == strand.strand_id
    )


def _series_before(pin: Pin, after: After, strand: Strand, busy: Sequence[GivenSession], locked: Locked) -> bool:
    """Whether some set of starts of the strand keeps its gaps and ends in time for the pinned group."""
    starts = _starts(pin.person, strand, busy, locked)
    least, most = strand.gap_days
    reach = set(starts)
    for _ in range(strand.meetings - 1):
        reach = {day for day in starts if any(day - timedelta(days=gap) in reach for gap in range(least, most + 1))}
    return any(_fits(start, pin.sessions[0], after) for day in reach for start in starts[day])


def _starts(person: Person, strand: Strand, busy: Sequence[GivenSession], locked: Locked) -> dict[date, list[Interval]]:
    """The sessions of the strand that the person could attend, by day, whoever delivers."""
    venues = [venue for venue in locked.problem.venues if venue.mode in strand.modes and can_reach(person, venue)]
    found: dict[date, list[Interval]] = {}
    for day in permitted_days(strand, locked.problem.closed):
        for start in strand.start_times:
            if start.hour * 60 + start.minute + strand.duration_minutes > MINUTES_A_DAY:
                continue
            begin = datetime.combine(day, start)
            session = Interval(begin, begin + timedelta(minutes=strand.duration_minutes))
            if not is_free(person, session) or any(overlap(session, other) for other in busy):
                continue
            if any(
                (venue.pattern is None or venue.pattern.holds(session.start, session.end))
                and not any(overlap(absence, session) for absence in venue.absences)
                for venue in venues
            ):
                found.setdefault(day, []).append(session)
    return found
