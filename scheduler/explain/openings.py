"""What a strand may choose from: permitted starts, given groups, and where a venue is open then.

Open is not free: a venue counts here by its pattern and absences, taken or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from scheduler.explain.slots import Bits, Slots, end_minute_of, minute_of, overlaps, slots_of, within
from scheduler.problem import MINUTES_A_DAY, GivenSession, Mode, Person, Problem, Strand, Venue
from scheduler.schedule import Session


@dataclass(frozen=True, slots=True, order=True)
class VenueKind:
    """Venues that are alike for those who come. ``mode`` None: a given group without a venue."""

    mode: Mode | None
    site: str = ""
    features: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Series:
    """A group takes ``meetings`` slots, each ``gap_days`` (least, most) after the one before."""

    meetings: int
    gap_days: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fixed:
    """The slots stand in groups: group g owns ``offsets[g]`` up to the next, the first meeting first."""

    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """Slots to meet in; ``open[kind, slot]`` tells whether a venue of that kind is open then."""

    slots: Slots
    kinds: tuple[VenueKind, ...]
    open: Bits
    shape: Series | Fixed

    @property
    def first_slots(self) -> list[int]:
        """The slot of the first meeting, for every column that `complete` returns."""
        return list(self.shape.offsets) if isinstance(self.shape, Fixed) else list(range(len(self.slots)))


def kind_of(venue: Venue) -> VenueKind:
    return VenueKind(venue.mode, venue.site, venue.features)


def kind_suits(person: Person, kind: VenueKind) -> bool:
    """Whether a person can take part in, reach and use a venue of this kind."""
    if kind.mode is None:
        return True
    return mode_suits(person, kind) and site_suits(person, kind) and person.needs <= kind.features


def mode_suits(person: Person, kind: VenueKind) -> bool:
    return not person.modes or kind.mode in person.modes


def site_suits(person: Person, kind: VenueKind) -> bool:
    return kind.mode is not Mode.IN_PERSON or not person.sites or not kind.site or kind.site in person.sites


def permitted_offer(problem: Problem, strand: Strand, earliest: date | None) -> Offer:
    """The permitted starts of a strand from ``earliest`` on, and the kinds of venues open at each."""
    slots = slots_of(_permitted_intervals(problem, strand, earliest))
    venues = [venue for venue in sorted_venues(problem) if venue.mode in strand.modes]
    kinds = tuple(sorted({kind_of(venue) for venue in venues}, key=_kind_order))
    opened = np.zeros((len(kinds), len(slots)), dtype=bool)
    for venue in venues:
        opened[kinds.index(kind_of(venue))] |= open_slots(venue, slots)
    return Offer(slots, kinds, opened, Series(strand.meetings, strand.gap_days))


def _permitted_intervals(problem: Problem, strand: Strand, earliest: date | None) -> list[tuple[int, int]]:
    first = max(problem.first_day, strand.first_day, earliest or problem.first_day)
    last = min(problem.last_day, strand.last_day)
    begins = sorted({start.hour * 60 + start.minute for start in strand.start_times})
    begins = [begin for begin in begins if begin + strand.duration_minutes <= MINUTES_A_DAY]
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [
        (day.toordinal() * MINUTES_A_DAY + begin, day.toordinal() * MINUTES_A_DAY + begin + strand.duration_minutes)
        for day in days
        if day.weekday() in strand.weekdays and day not in problem.closed
        for begin in begins
    ]


def group_offer(problem: Problem, groups: Sequence[Sequence[Session | GivenSession]]) -> Offer:
    """The offer of groups whose meetings are fixed; a meeting without a known venue suits everyone."""
    meetings = [meeting for group in groups for meeting in group]
    slots = slots_of([(minute_of(meeting.start), end_minute_of(meeting.end)) for meeting in meetings])
    venues = {venue.venue_id: kind_of(venue) for venue in problem.venues}
    held = [venues.get(meeting.venue_id, VenueKind(None)) for meeting in meetings]
    kinds = tuple(sorted(set(held), key=_kind_order))
    opened = np.array([[kind == own for own in held] for kind in kinds], dtype=bool).reshape(len(kinds), len(slots))
    offsets, at = [], 0
    for group in groups:
        offsets.append(at)
        at += len(group)
    return Offer(slots, kinds, opened, Fixed(tuple(offsets)))


def given_groups(problem: Problem, strand: Strand, earliest: date | None) -> list[list[GivenSession]]:
    """The given groups that first meet on or after the first day, or ``earliest``; in order of time."""
    opening = datetime.combine(max(problem.first_day, earliest or problem.first_day), datetime.min.time())
    by_group: dict[str, list[GivenSession]] = {}
    for meeting in sorted(problem.given, key=lambda m: (m.start, m.session_id)):
        if meeting.strand == strand.strand_id:
            by_group.setdefault(meeting.group_id, []).append(meeting)
    groups = [meetings for meetings in by_group.values() if meetings[0].start >= opening]
    return sorted(groups, key=lambda meetings: (meetings[0].start, meetings[0].group_id))


def open_slots(venue: Venue, slots: Slots) -> Bits:
    """Which slots lie inside the venue's pattern and outside its absences: shape (slots,)."""
    busy = [(0, minute_of(absence.start), end_minute_of(absence.end)) for absence in venue.absences]
    opened: Bits = within(slots, venue.pattern) & ~overlaps(slots, 1, busy)[0]
    return opened


def sorted_venues(problem: Problem) -> list[Venue]:
    return sorted(problem.venues, key=lambda venue: venue.venue_id)


def _kind_order(kind: VenueKind) -> tuple[str, str, list[str]]:
    return (kind.mode or "", kind.site, sorted(kind.features))


def suiting_kinds(people: Sequence[Person], offer: Offer) -> Bits:
    """Which kinds of venues suit which people: shape (people, kinds)."""
    known: dict[tuple[object, ...], list[bool]] = {}
    for person in people:
        key = (person.modes, person.sites, person.needs)
        if key not in known:
            known[key] = [kind_suits(person, kind) for kind in offer.kinds]
    table = [known[person.modes, person.sites, person.needs] for person in people]
    return np.array(table, dtype=bool).reshape(len(people), len(offer.kinds))


def suiting_slots(kinds: Bits, opened: Bits) -> Bits:
    """Slots with an open venue of a kind that suits: (people, kinds) and (kinds, slots) -> (people, slots)."""
    if not kinds.size or not opened.shape[1]:
        return np.zeros((len(kinds), opened.shape[1]), dtype=bool)
    distinct, row = np.unique(kinds, axis=0, return_inverse=True)
    found = np.array([opened[suits].any(axis=0) for suits in distinct], dtype=bool)
    out: Bits = found.reshape(len(distinct), opened.shape[1])[row.reshape(-1)]
    return out


def complete(offer: Offer, bits: Bits, first: Bits | None = None) -> Bits:
    """Where a whole group could begin if each meeting took a slot of ``bits``: (rows, columns).

    ``first`` binds the first meeting only. Columns are slots for a series (of one meeting or
    more, day by day: two meetings of a series may fall on one day only if the least gap is 0) and
    groups for fixed ones.
    """
    opening = bits if first is None else bits & first
    if not bits.shape[1]:
        return np.zeros((len(bits), len(offer.first_slots)), dtype=bool)
    if isinstance(offer.shape, Series):
        if offer.shape.meetings == 1:
            return opening
        out: Bits = opening & _followed(offer, bits, offer.shape)
        return out
    offsets = np.array(offer.shape.offsets)
    whole: Bits = np.logical_and.reduceat(bits, offsets, axis=1) & opening[:, offsets]
    return whole


def _followed(offer: Offer, bits: Bits, shape: Series) -> Bits:
    """Slots on whose day, and with a gap of 0 after whose end, a first meeting could be followed by all the others."""
    if shape.gap_days[0] == 0:
        return _followed_by_slot(offer, bits, shape)
    day = offer.slots.days - offer.slots.days.min()
    span = int(day.max()) + 1
    suits = np.zeros((len(bits), span), dtype=bool)
    for slot in range(len(offer.slots)):
        suits[:, day[slot]] |= bits[:, slot]
    least, most = shape.gap_days
    low = np.minimum(np.arange(span) + least, span)
    high = np.minimum(np.arange(span) + most + 1, span)
    reach, following = suits, suits
    for _ in range(shape.meetings - 1):
        total = np.zeros((len(bits), span + 1), dtype=np.int16)
        np.cumsum(reach, axis=1, out=total[:, 1:])
        following = total[:, high] > total[:, low]
        reach = suits & following
    out: Bits = following[:, day]
    return out


def _followed_by_slot(offer: Offer, bits: Bits, shape: Series) -> Bits:
    """The same slot by slot: two meetings may fall on one day, the later one after the end of the earlier."""
    order = np.argsort(offer.slots.starts, kind="stable")
    starts, days = offer.slots.starts[order], offer.slots.days[order]
    low = np.searchsorted(starts, offer.slots.ends[order], side="left")
    high = np.maximum(low, np.searchsorted(days, days + shape.gap_days[1], side="right"))
    suits = bits[:, order]
    reach, following = suits, suits
    for _ in range(shape.meetings - 1):
        total = np.zeros((len(bits), len(order) + 1), dtype=np.int32)
        np.cumsum(reach, axis=1, out=total[:, 1:])
        following = total[:, high] > total[:, low]
        reach = suits & following
    out = np.zeros_like(bits)
    out[:, order] = following
    return out
