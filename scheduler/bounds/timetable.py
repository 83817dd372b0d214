"""A given timetable as arrays: whom each group suits, its places, and the moments that groups share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.realism.diaries import minute_of

if TYPE_CHECKING:
    from scheduler.bounds.ground import Ground
    from scheduler.problem import GivenSession, Strand
    from scheduler.realism.diaries import BoolArray, IntArray

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """One strand: who chooses among which groups."""

    strand_id: str
    rows: IntArray
    """Rows of `Problem.people` who could be placed, in the order of their ids."""
    groups: slice
    """Where its groups stand among those of all strands."""
    suits: BoolArray
    """Person x group."""


@dataclass(frozen=True, slots=True, eq=False)
class Timetable:
    """All given strands together."""

    strands: tuple[Choices, ...]
    places: IntArray
    """(groups,) 0 for one that could not find its least number."""
    moments: Floats
    """Group x moment: 1 where the group meets then. Groups that overlap share a moment.

    Only moments at which most groups meet are kept: another's are all among those of one of them.
    """


def read_timetable(ground: Ground) -> Timetable:
    """The strands whose timetable stands and that somebody could be placed in."""
    problem = ground.problem
    strands = [strand for strand in ground.strands_with_people if strand.given]
    sessions: dict[str, dict[str, list[GivenSession]]] = {strand.strand_id: {} for strand in strands}
    for session in problem.given:
        if session.strand in sessions:
            sessions[session.strand].setdefault(session.group_id, []).append(session)
    free = _free_at(ground, problem.given)
    by_id = np.argsort(np.argsort([person.staff_id for person in problem.people]))
    choices: list[Choices] = []
    places: list[int] = []
    meetings: list[list[GivenSession]] = []
    for strand in strands:
        groups = [those for _, those in sorted(sessions[strand.strand_id].items())]
        rows = ground.reaches[strand.strand_id].rows
        rows = rows[np.argsort(by_id[rows])]
        suits = np.ones((len(rows), len(groups)), dtype=np.bool_)
        for column, those in enumerate(groups):
            for session in those:
                suits[:, column] &= free[_key(session)][rows]
        span = slice(len(places), len(places) + len(groups))
        choices.append(Choices(strand.strand_id, rows, span, suits))
        places += [_places(strand, those) for those in groups]
        meetings += groups
    return Timetable(tuple(choices), np.array(places, dtype=np.int64), _moments(meetings))


def _key(session: GivenSession) -> tuple[int, int, str]:
    return minute_of(session.start), minute_of(session.end), session.venue_id


def _free_at(ground: Ground, given: tuple[GivenSession, ...]) -> dict[tuple[int, int, str], BoolArray]:
    """For each stretch and venue that occur, the people who are free then and whom the venue suits."""
    tables, found = ground.tables, {}
    columns = {venue.venue_id: column for column, venue in enumerate(ground.problem.venues)}
    for start, end, venue_id in {_key(session) for session in given}:
        free = tables.people.free(np.array([start], dtype=np.int64), end - start)[:, 0]
        if venue_id in columns:
            free = free & tables.suits[:, columns[venue_id]]
        found[start, end, venue_id] = free
    return found


def _places(strand: Strand, sessions: list[GivenSession]) -> int:
    places = min([strand.max_size, *(session.places for session in sessions if session.places is not None)])
    return places if places >= strand.min_size else 0


def _moments(groups: list[list[GivenSession]]) -> Floats:
    """Group x moment, from the starts of all sessions: stretches that overlap share the later of their starts."""
    spans = [[(minute_of(one.start), minute_of(one.end)) for one in those] for those in groups]
    starts = sorted({start for those in spans for start, _ in those})
    table = np.array([[any(a <= at < b for a, b in those) for at in starts] for those in spans], dtype=np.bool_)
    table = np.unique(table.reshape(len(groups), len(starts)), axis=1)
    sizes = table.sum(axis=0)
    shared = table.astype(np.int64).T @ table.astype(np.int64)
    inside = (shared == sizes[:, None]) & (sizes[:, None] < sizes[None, :])
    return table[:, ~inside.any(axis=1) & (sizes > 1)].astype(np.float64)
