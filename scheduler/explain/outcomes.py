"""Clash, grouping or capacity: which holds for people whom some permitted start suits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scheduler.explain.company import company
from scheduler.explain.cover import covered
from scheduler.explain.facts import Barred, Clash, StrandFacts, UnitBar
from scheduler.explain.openings import Fixed, Offer, complete
from scheduler.explain.places import NOWHERE, Places, first_place
from scheduler.explain.presence import own_sessions
from scheduler.explain.public_rules import has_rules
from scheduler.explain.resources import free_given, free_trainers, free_venues
from scheduler.explain.room import Room, room_for, suiting_venues
from scheduler.explain.sentences import capacity_sentence, clash_sentence, grouping_sentence, unit_sentence
from scheduler.explain.shortage import Shortage, short_of, shortage_of
from scheduler.explain.situation import Party, Programme, Times, times_of
from scheduler.explain.slots import Bits, end_minute_of, minute_of, moment_of, rows_with_any
from scheduler.problem import Person, Strand
from scheduler.schedule import Reason


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything asked about the rows of a party.

    First columns of new groups (or `NOWHERE`) within cover: ``anywhere`` as if nobody were in other
    sessions, ``beside_own`` clear of the person's own, ``beside_unit`` of the whole unit's, and
    ``beside`` of those of all who would come. ``unruled`` is as ``beside``, whatever the cover.
    """

    programme: Programme
    strand: Strand
    party: Party
    times: Times
    room: Room
    anywhere: NDArray[np.int64]
    beside_own: NDArray[np.int64]
    beside_unit: NDArray[np.int64]
    beside: NDArray[np.int64]
    unruled: NDArray[np.int64]
    shortage: Shortage


def outcomes(
    programme: Programme, strand: Strand, facts: StrandFacts, offer: Offer, party: Party
) -> Iterator[tuple[Person, Reason, str]]:
    """Reason and sentence of each row of a party."""
    times = times_of(programme, strand, party, offer)
    common = rows_with_any(complete(offer, times.free & suiting_venues(times)))
    sizes = party.sizes.tolist()
    findings = _findings(programme, strand, party, times)
    for row, person in enumerate(party.people):
        size = sizes[row]
        if size > 1 and not common[row]:
            yield person, Reason.GROUPING, unit_sentence(facts, UnitBar.NO_COMMON_TIME, size - 1)
        else:
            yield person, *_outcome(findings, facts, row, size)


def _findings(programme: Programme, strand: Strand, party: Party, times: Times) -> Findings:
    problem, standing, offer = programme.problem, programme.standing, times.offer
    given = isinstance(offer.shape, Fixed)

    @cache
    def venues(seats: int) -> Bits:
        if given:
            return free_given(problem, offer, standing, strand, programme.earliest)
        return free_venues(problem, strand, offer, standing, seats)

    resources = free_trainers(problem, strand, offer, standing)
    places = Places(strand, party, times, venues, resources, *company(programme, strand, times))
    spare = times.free & covered(problem, strand, party, offer.slots, standing)
    beside = first_place(places, spare & times.clear, places.company)
    beside_own = first_place(places, spare & ~times.own, places.wishful)
    alone = len(party.heads) == len(party.people)
    return Findings(
        programme,
        strand,
        party,
        times,
        room_for(programme, strand, party),
        first_place(places, spare, places.wishful),
        beside_own,
        beside_own if alone else first_place(places, spare & times.clear, places.wishful),
        beside,
        beside if problem.cover is None else first_place(places, times.free & times.clear, places.company),
        shortage_of(places),
    )


def _outcome(findings: Findings, facts: StrandFacts, row: int, size: int) -> tuple[Reason, str]:
    room = findings.room
    open_to = room.suits[row] & room.spacious[row] & room.allowed[row] & room.covered[row]
    some = findings.anywhere[row] != NOWHERE or open_to.any()
    clear = findings.beside_unit[row] != NOWHERE or bool((open_to & room.clear[row]).any())
    own_clear = findings.beside_own[row] != NOWHERE or bool((open_to & room.own_clear[row]).any())
    if some and not own_clear:
        return Reason.CLASH, clash_sentence(facts, _clash(findings, open_to, row))
    if some and not clear:
        return Reason.GROUPING, unit_sentence(facts, UnitBar.NO_COMMON_FREE_TIME, size - 1)
    barred = room.suits[row] & room.spacious[row] & room.clear[row]
    ready = open_to & room.clear[row]
    ruled = has_rules(findings.programme.problem, findings.strand) and not ready.any()
    if ruled and (barred.any() or findings.unruled[row] != NOWHERE):
        return Reason.GROUPING, grouping_sentence(facts, _barred(findings, barred, row))
    return Reason.CAPACITY, capacity_sentence(facts, short_of(findings.shortage, row, *_found(findings, ready, row)))


def _found(findings: Findings, ready: Bits, row: int) -> tuple[datetime | None, int, tuple[datetime, ...]]:
    """Where a place stands open after all, how many suiting groups are full, and the earlier strands' last meetings."""
    room, place = findings.room, None
    if ready.any():
        place = _meets(room, int(ready.argmax()))
    elif findings.beside[row] != NOWHERE:
        place = _begins(findings.times.offer, int(findings.beside[row]))
    full = int((room.suits[row] & room.clear[row] & ~room.spacious[row]).sum())
    person, after = findings.party.people[row].staff_id, findings.strand.after
    groups = [findings.programme.standing.group_of.get((person, earlier)) for earlier in after.strands] if after else []
    return place, full, tuple(group.meetings[-1].start for group in groups if group)


def _barred(findings: Findings, barred: Bits, row: int) -> Barred:
    room, new = findings.room, int(findings.unruled[row])
    by_cover = barred & room.allowed[row] & ~room.covered[row]
    return Barred(
        int(barred.sum()),
        int(by_cover.sum()),
        _meets(room, int(barred.argmax())) if barred.any() else None,
        _begins(findings.times.offer, new) if new != NOWHERE else None,
    )


def _clash(findings: Findings, open_to: Bits, row: int) -> Clash:
    """The first place that overlaps a session of theirs, and that session."""
    room, offer = findings.room, findings.times.offer
    if open_to.any():
        column = int(open_to.argmax())
        begin, slots, within = _meets(room, column), room.times.offer.slots, _columns(room.times.offer, column)
        own = room.times.own[row]
    else:
        column = int(findings.anywhere[row])
        begin, slots, within = _begins(offer, column), offer.slots, _columns(offer, column)
        own = findings.times.own[row] & findings.times.free[row]
    overlapped = [slot for slot in within if own[slot]]
    slot = overlapped[0]
    for session in own_sessions(findings.party.people[row], findings.programme.standing):
        starts_in = minute_of(session.start) < slots.ends[slot] and slots.starts[slot] < end_minute_of(session.end)
        if starts_in and session.strand != findings.strand.strand_id:
            break
    leads = session in findings.programme.standing.leads.get(findings.party.people[row].staff_id, ())
    title = next((s.title for s in findings.programme.problem.strands if s.strand_id == session.strand), "")
    return Clash(begin, int(open_to.sum()), title or session.strand, session.start, leads)


def _columns(offer: Offer, column: int) -> list[int]:
    """The slots to look through for an overlap: of the group, or from the start of a series on."""
    if isinstance(offer.shape, Fixed):
        ends = [*offer.shape.offsets[1:], len(offer.slots)]
        return list(range(offer.shape.offsets[column], ends[column]))
    return list(range(column, len(offer.slots) if offer.shape.meetings > 1 else column + 1))


def _meets(room: Room, column: int) -> datetime:
    return room.groups[column].meetings[0].start


def _begins(offer: Offer, column: int) -> datetime:
    return moment_of(int(offer.slots.starts[offer.first_slots[column]]))
