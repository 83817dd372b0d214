"""The schedule indexed for questions: groups, diaries, and who leads what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.problem import Problem
from scheduler.schedule import Allocation, Session


@dataclass(frozen=True, slots=True)
class Group:
    """A group that stands: its meetings in order of time, its members in order of id."""

    strand: str
    group_id: str
    meetings: tuple[Session, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a schedule occupies.

    ``group_of`` knows (staff_id, strand) and ``groups`` (strand, group_id); ``attends`` and
    ``leads`` hold sessions by staff_id, ``led_by`` by trainer_id, ``held_in`` by venue_id.
    """

    groups: Mapping[tuple[str, str], Group]
    group_of: Mapping[tuple[str, str], Group]
    attends: Mapping[str, tuple[Session, ...]]
    leads: Mapping[str, tuple[Session, ...]]
    led_by: Mapping[str, tuple[Session, ...]]
    held_in: Mapping[str, tuple[Session, ...]]

    def groups_in(self, strand: str) -> tuple[Group, ...]:
        return tuple(group for group in self.groups.values() if group.strand == strand)


def standing_of(problem: Problem, sessions: Sequence[Session], allocations: Sequence[Allocation]) -> Standing:
    """Index a schedule; allocations to a group without a session stand nowhere and are left out."""
    ordered = sorted(sessions, key=lambda session: (session.start, session.session_id))
    meetings: dict[tuple[str, str], list[Session]] = defaultdict(list)
    members: dict[tuple[str, str], list[str]] = defaultdict(list)
    led_by: dict[str, list[Session]] = defaultdict(list)
    held_in: dict[str, list[Session]] = defaultdict(list)
    for session in ordered:
        meetings[session.strand, session.group_id].append(session)
        held_in[session.venue_id].append(session)
        for trainer_id in session.trainer_ids:
            led_by[trainer_id].append(session)
    for allocation in allocations:
        members[allocation.strand, allocation.group_id].append(allocation.staff_id)
    groups = {
        key: Group(key[0], key[1], tuple(meetings[key]), tuple(sorted(members.get(key, ()))))
        for key in sorted(meetings)
    }
    group_of = {(staff_id, group.strand): group for group in groups.values() for staff_id in group.members}
    attends: dict[str, list[Session]] = defaultdict(list)
    for (staff_id, _), group in group_of.items():
        attends[staff_id].extend(group.meetings)
    leads: dict[str, list[Session]] = defaultdict(list)
    for trainer in problem.trainers:
        if trainer.staff_id:
            leads[trainer.staff_id].extend(led_by.get(trainer.trainer_id, ()))
    return Standing(groups, group_of, _frozen(attends), _frozen(leads), _frozen(led_by), _frozen(held_in))


def _frozen(lists: Mapping[str, list[Session]]) -> dict[str, tuple[Session, ...]]:
    return {key: tuple(sorted(found, key=lambda s: (s.start, s.session_id))) for key, found in lists.items()}
