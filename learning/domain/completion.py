"""Completion: whoever was, wholly or in part, at as many sessions of a strand as it has meetings has completed it.

Counted over everybody whom the strand is for by the schedule in force, with a place or without; people who left the
staff table are not counted, and neither are those who are listed nowhere yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from learning.clock import now
from learning.models import Programme, Schedule, Strand
from learning.queries.completion import expected_people, groups_over, marks_of_places
from learning.queries.programmes import strands_of
from learning.vocabulary import Attendance


class State(StrEnum):
    """Where somebody stands in a strand."""

    COMPLETED = "completed"
    TO_COME = "to-come"
    NO_PLACE = "no-place"
    MISSED = "missed"
    NOT_RECORDED = "not-recorded"


THERE = frozenset({Attendance.ATTENDED, Attendance.PARTLY})
CATCHING_UP = (State.MISSED, State.NO_PLACE, State.NOT_RECORDED)


@dataclass(frozen=True, slots=True)
class Standing:
    """One strand: staff id -> where they stand."""

    strand: Strand
    people: Mapping[str, State]

    def count(self, state: State) -> int:
        return sum(one is state for one in self.people.values())


def meetings_in(strand: Strand) -> int:
    """How often a group of the strand meets."""
    return int(strand.settings.get("meetings", 1))


def completion_of(session: Session, programme: Programme, release: Schedule) -> Sequence[Standing]:
    """Where everybody stands in each strand, in the order of the strands."""
    marks, over = marks_of_places(session, programme), groups_over(session, release, now())
    strands = {strand.strand_id: strand for strand in strands_of(session, programme)}
    people: dict[str, dict[str, State]] = {strand_id: {} for strand_id in strands}
    for (strand_id, staff_id), group_id in sorted(expected_people(session, release).items()):
        if strand_id in strands:
            found = marks.get((strand_id, staff_id), ())
            met = (strand_id, group_id) in over
            people[strand_id][staff_id] = state_of(found, meetings_in(strands[strand_id]), group_id, over=met)
    return [Standing(strand, people[strand_id]) for strand_id, strand in strands.items()]


def state_of(marks: Sequence[Attendance], meetings: int, group_id: str, *, over: bool) -> State:
    """Where somebody with these marks stands; ``over``: whether their group has had its last meeting."""
    if sum(mark in THERE for mark in marks) >= meetings:
        return State.COMPLETED
    if not group_id:
        return State.NO_PLACE
    if not over:
        return State.TO_COME
    return State.MISSED if len(marks) >= meetings else State.NOT_RECORDED
