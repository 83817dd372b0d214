"""The most weight of wishes that can be kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

import numpy as np

from scheduler.bounds.bound import Claim
from scheduler.problem import MINUTES_A_DAY, Aim, Mode, Wish

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

    from scheduler.bounds.ground import Ground
    from scheduler.problem import GivenSession, Strand
    from scheduler.realism.diaries import IntArray


@dataclass(frozen=True, slots=True)
class _When:
    """A kind of session that wishes tell apart. No mode: a session without a venue, which suits all."""

    weekday: int
    start: time
    mode: Mode | None


def bound_wishes(ground: Ground) -> Claim:
    """Each person's best kind of start in each strand; the wishes of others do not stand in the way."""
    if not ground.problem.wishes:
        return Claim(0, "nobody has a wish")
    forced = not ground.spare_people(Aim.WISHES)
    total = 0
    for strand in ground.strands_with_people:
        wishes = _wishes_by_row(ground, strand)
        if wishes:
            best = _best_given(ground, strand, wishes) if strand.given else _best(ground, strand, wishes)
            total += sum(best if forced else np.maximum(0, best))
    return Claim(int(total), "everyone with a wish has their best start that suits them, whatever the others have")


def _wishes_by_row(ground: Ground, strand: Strand) -> dict[int, list[Wish]]:
    """Place among the people who could be placed -> their wishes about the strand."""
    by_person: defaultdict[str, list[Wish]] = defaultdict(list)
    for wish in ground.problem.wishes:
        if wish.strand in ("", strand.strand_id):
            by_person[wish.staff_id].append(wish)
    people = ground.people(strand)
    return {place: by_person[p.staff_id] for place, p in enumerate(people) if p.staff_id in by_person}


def _best(ground: Ground, strand: Strand, wishes: dict[int, list[Wish]]) -> IntArray:
    """The best weight of each person; a series at its best has the best kind of start every time."""
    starts = ground.reaches[strand.strand_id].survey.starts
    kind_of_start = starts % MINUTES_A_DAY + MINUTES_A_DAY * ((starts // MINUTES_A_DAY + 6) % 7)
    kinds = np.unique(kind_of_start)
    rows = list(wishes)
    people = ground.reaches[strand.strand_id].rows[rows]
    free = ground.attendance(strand)[rows]
    best = np.full(len(rows), np.iinfo(np.int64).min, dtype=np.int64)
    for mode in sorted(strand.modes):
        in_mode = np.array([venue.mode is mode for venue in ground.problem.venues], dtype=np.bool_)
        takes_part = (ground.tables.suits[people] & in_mode).any(axis=1)
        for kind in kinds.tolist():
            could = takes_part & free[:, kind_of_start == kind].any(axis=1)
            weight = _weights(_when(kind, mode), wishes.values())
            best = np.where(could, np.maximum(best, weight), best)
    return np.where(best == np.iinfo(np.int64).min, 0, best) * strand.meetings


def _when(kind: int, mode: Mode) -> _When:
    weekday, minute = divmod(kind, MINUTES_A_DAY)
    return _When(weekday, time(minute // 60, minute % 60), mode)


def _best_given(ground: Ground, strand: Strand, wishes: dict[int, list[Wish]]) -> IntArray:
    """The best of all standing groups, whether or not the person is free for it."""
    modes = {venue.venue_id: venue.mode for venue in ground.problem.venues}
    groups: defaultdict[str, list[GivenSession]] = defaultdict(list)
    for session in ground.problem.given:
        if session.strand == strand.strand_id:
            groups[session.group_id].append(session)
    best = np.full(len(wishes), np.iinfo(np.int64).min, dtype=np.int64)
    for sessions in groups.values():
        kinds = [_When(s.start.weekday(), s.start.time(), modes.get(s.venue_id)) for s in sessions]
        kept = np.array([_weights(kind, wishes.values()) for kind in kinds], dtype=np.int64)
        best = np.maximum(best, kept.sum(axis=0))
    return best


def _weights(when: _When, wishes: Iterable[Sequence[Wish]]) -> npt.NDArray[np.int64]:
    """For each person the weight of all their wishes that a session of this kind keeps."""
    return np.array([sum(wish.weight for wish in own if _keeps(wish, when)) for own in wishes], dtype=np.int64)


def _keeps(wish: Wish, when: _When) -> bool:
    return (
        (not wish.weekdays or when.weekday in wish.weekdays)
        and (not wish.start_times or when.start in wish.start_times)
        and (not wish.modes or when.mode is None or when.mode in wish.modes)
    )
