"""What is still free: venues with a moment to spare, and trainers who could lead one more session.

Nothing here is optimised. A slot counts as free when one more session could simply be put there
while everything that stands stays where it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, islice

import numpy as np

from scheduler.explain.openings import Offer, VenueKind, given_groups, kind_of, open_slots, sorted_venues
from scheduler.explain.slots import Bits, Slots, end_minute_of, minute_of, overlaps, peak_load, slots_of, within
from scheduler.explain.standing import Standing
from scheduler.problem import Mode, Problem, Strand, Trainer, Venue
from scheduler.schedule import Session

MOST_CREWS = 300
"""The most sets of trainers that are tried for a series, which keeps its trainers throughout."""


@dataclass(frozen=True, slots=True)
class Resources:
    """Trainers who may deliver a strand, in order of id, and when each is free.

    ``free[trainer, kind, slot]``: could lead one more session then, in a venue of that kind.
    """

    trainers: tuple[Trainer, ...]
    free: Bits
    unready: int
    """How many of them must first be placed in the strand that makes them ready."""


def free_trainers(problem: Problem, strand: Strand, offer: Offer, standing: Standing) -> Resources:
    """When each trainer of the strand could lead one more session of it."""
    mine = (trainer for trainer in problem.trainers if strand.strand_id in trainer.strands and not strand.given)
    able = sorted(mine, key=lambda trainer: trainer.trainer_id)
    free = np.zeros((len(able), len(offer.kinds), len(offer.slots)), dtype=bool)
    places = sorted({(kind.mode or "", kind.site) for kind in offer.kinds})
    for row, trainer in enumerate(able):
        base = _has_time(problem, trainer, offer.slots, standing)
        for mode, site in places:
            if trainer.modes and mode not in trainer.modes:
                continue
            here = [n for n, kind in enumerate(offer.kinds) if (kind.mode or "", kind.site) == (mode, site)]
            free[row, here] = base & ~_in_transit(problem, trainer, offer.slots, standing, VenueKind(Mode(mode), site))
    unready = sum(bool(t.ready_after) and (t.staff_id, t.ready_after) not in standing.group_of for t in able)
    return Resources(tuple(able), free, unready)


def _has_time(problem: Problem, trainer: Trainer, slots: Slots, standing: Standing) -> Bits:
    """Slots at which a trainer works, is ready, has neither a session nor a break, and has limits to spare."""
    led = standing.led_by.get(trainer.trainer_id, ())
    sits = standing.attends.get(trainer.staff_id, ()) if trainer.staff_id else ()
    rest = problem.break_minutes
    busy = [(0, minute_of(s.start) - rest, end_minute_of(s.end) + rest) for s in led]
    busy += [(0, minute_of(s.start), end_minute_of(s.end)) for s in sits]
    busy += [(0, minute_of(a.start), end_minute_of(a.end)) for a in trainer.absences]
    has = within(slots, trainer.pattern) & ~overlaps(slots, 1, busy)[0] & _delivers(trainer, slots, standing)
    out: Bits = has & _below_limits(trainer, slots, led)
    return out


def _delivers(trainer: Trainer, slots: Slots, standing: Standing) -> Bits:
    days = slots.days
    out = np.ones(len(slots), dtype=bool)
    if trainer.first_day:
        out &= days >= trainer.first_day.toordinal()
    if trainer.last_day:
        out &= days <= trainer.last_day.toordinal()
    if trainer.ready_after:
        group = standing.group_of.get((trainer.staff_id, trainer.ready_after))
        out &= days > group.meetings[-1].start.toordinal() if group else np.zeros(len(slots), dtype=bool)
    return out


def _below_limits(trainer: Trainer, slots: Slots, led: Sequence[Session]) -> Bits:
    # Day 1 was a Monday: whole weeks counted from it are ISO weeks.
    a_day = Counter(session.start.toordinal() for session in led)
    a_week = Counter((day - 1) // 7 for day in a_day.elements())
    out = np.ones(len(slots), dtype=bool)
    if trainer.max_per_day is not None:
        full = [day for day, count in a_day.items() if count >= trainer.max_per_day]
        out &= ~np.isin(slots.days, full) if trainer.max_per_day else False
    if trainer.max_per_week is not None:
        weeks = [week for week, count in a_week.items() if count >= trainer.max_per_week]
        out &= ~np.isin((slots.days - 1) // 7, weeks) if trainer.max_per_week else False
    return out


def _in_transit(problem: Problem, trainer: Trainer, slots: Slots, standing: Standing, to: VenueKind) -> Bits:
    """Slots that leave no time to travel between a session in person elsewhere and one at ``to``."""
    if to.mode is not Mode.IN_PERSON or not problem.travel_minutes:
        return np.zeros(len(slots), dtype=bool)
    venues = {venue.venue_id: venue for venue in problem.venues}
    way = problem.travel_minutes
    busy = [
        (0, minute_of(session.start) - way, end_minute_of(session.end) + way)
        for session in standing.led_by.get(trainer.trainer_id, ())
        if (venue := venues.get(session.venue_id)) and venue.mode is Mode.IN_PERSON and venue.site != to.site
    ]
    out: Bits = overlaps(slots, 1, busy)[0]
    return out


def free_venues(problem: Problem, strand: Strand, offer: Offer, standing: Standing, seats: int) -> Bits:
    """Slots with a venue of each kind that is open, free and holds ``seats``: (kinds, slots)."""
    out = np.zeros((len(offer.kinds), len(offer.slots)), dtype=bool)
    for venue in sorted_venues(problem):
        if venue.mode in strand.modes and (venue.capacity is None or venue.capacity >= seats):
            opened = open_slots(venue, offer.slots) & has_room(problem, venue, offer.slots, standing)
            out[offer.kinds.index(kind_of(venue))] |= opened
    return out


def has_room(problem: Problem, venue: Venue, slots: Slots, standing: Standing) -> Bits:
    """Slots at which the venue could hold one more session, turnaround included."""
    turn = problem.turnaround_minutes if venue.mode is Mode.IN_PERSON else 0
    held = [(minute_of(s.start), end_minute_of(s.end) + turn) for s in standing.held_in.get(venue.venue_id, ())]
    longer = slots_of(list(zip(slots.starts.tolist(), (slots.ends + turn).tolist(), strict=True))) if turn else slots
    out: Bits = peak_load(longer, held) < venue.parallel
    return out


def crews(strand: Strand, resources: Resources, absent: frozenset[str], shape: tuple[int, int]) -> Iterator[Bits]:
    """When enough trainers of the kinds asked are free, without those of the staff ids in ``absent``.

    Yields arrays of ``shape`` (kinds, slots): one for a strand of single meetings; for a series one
    for each set of trainers, since it is led by the same throughout (the first `MOST_CREWS` sets).
    Given groups bring their own trainers, of whom `free_given` knows.
    """
    if not strand.trainers or strand.given:
        yield np.ones(shape, dtype=bool)
        return
    able = [n for n, t in enumerate(resources.trainers) if not t.staff_id or t.staff_id not in absent]
    if strand.meetings == 1:
        yield _enough(strand, resources, able)
        return
    for crew in islice(combinations(able, strand.trainers), MOST_CREWS):
        together = _enough(strand, resources, list(crew))
        if together.any():
            yield together


def _enough(strand: Strand, resources: Resources, able: list[int]) -> Bits:
    free = resources.free[able]
    out: Bits = free.sum(axis=0) >= strand.trainers
    for kind, least in strand.trainer_kinds.items():
        of_kind = [n for n, row in enumerate(able) if resources.trainers[row].kind == kind]
        out &= free[of_kind].sum(axis=0) >= least
    return out


def free_given(problem: Problem, offer: Offer, standing: Standing, strand: Strand, earliest: date | None) -> Bits:
    """Slots of given groups that nobody uses yet and whose venue and trainers are free: (kinds, slots)."""
    usable = np.zeros(len(offer.slots), dtype=bool)
    venues = {venue.venue_id: venue for venue in problem.venues}
    trainers = {trainer.trainer_id: trainer for trainer in problem.trainers}
    meetings = [meeting for group in given_groups(problem, strand, earliest) for meeting in group]
    for n, meeting in enumerate(meetings):
        if (strand.strand_id, meeting.group_id) in standing.groups:
            continue
        slot = slots_of([(int(offer.slots.starts[n]), int(offer.slots.ends[n]))])
        venue = venues.get(meeting.venue_id)
        roomy = venue is None or bool(has_room(problem, venue, slot, standing)[0])
        usable[n] = roomy and all(
            _could_lead_given(problem, trainers[t], slot, standing) for t in meeting.trainer_ids if t in trainers
        )
    out: Bits = offer.open & usable
    return out


def _could_lead_given(problem: Problem, trainer: Trainer, slot: Slots, standing: Standing) -> bool:
    """A trainer's given sessions may overlap one another, not the sessions made around them."""
    given = {meeting.session_id for meeting in problem.given}
    apart = max(problem.break_minutes, problem.travel_minutes)
    made = [s for s in standing.led_by.get(trainer.trainer_id, ()) if s.session_id not in given]
    sits = standing.attends.get(trainer.staff_id, ()) if trainer.staff_id else ()
    busy = [(0, minute_of(s.start) - apart, end_minute_of(s.end) + apart) for s in made]
    busy += [(0, minute_of(s.start), end_minute_of(s.end)) for s in sits]
    return not overlaps(slot, 1, busy)[0, 0]
