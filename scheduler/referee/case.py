"""The case before the judge: problem and schedule side by side, looked up once."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from math import floor

from scheduler.problem import Lock, Person, Problem, Strand, Trainer, Venue
from scheduler.referee.audience import audiences
from scheduler.schedule import Schedule, Session, Unplaced

GroupKey = tuple[str, str]
"""Strand id and group id."""

PlaceKey = tuple[str, str]
"""Staff id and strand id."""


@dataclass(frozen=True, slots=True)
class Group:
    """People who meet together: sessions in the order of time, each member's staff id once."""

    strand: Strand
    group_id: str
    sessions: tuple[Session, ...]
    members: tuple[str, ...]

    @property
    def first(self) -> Session:
        return self.sessions[0]

    @property
    def last(self) -> Session:
        return self.sessions[-1]


@dataclass(frozen=True, slots=True)
class Engagement:
    """A session in somebody's diary; ``trainer_id`` is blank where they attend it."""

    session: Session
    trainer_id: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the checks look up of the problem, whatever the schedule.

    ``cover`` is the most members of each team who may be away at once, exactly; empty without a cover rule.
    """

    problem: Problem
    people: dict[str, Person]
    trainers: dict[str, Trainer]
    venues: dict[str, Venue]
    strands: dict[str, Strand]
    audience: dict[str, frozenset[str]]
    locks: tuple[Lock, ...]
    leaders: dict[str, str]
    """Trainer id -> staff id of those trainers who are staff themselves."""
    cover: dict[str, int]


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that the checks look up.

    ``groups`` holds groups of known strands that have sessions; ``placed`` and ``unplaced`` the last
    row where a person wrongly has several; ``diary`` what people attend and, as trainers, lead.
    """

    problem: Problem
    schedule: Schedule
    earlier: Schedule | None
    before: date | None
    people: dict[str, Person]
    trainers: dict[str, Trainer]
    venues: dict[str, Venue]
    strands: dict[str, Strand]
    audience: dict[str, frozenset[str]]
    locks: tuple[Lock, ...]
    cover: dict[str, int]
    groups: dict[GroupKey, Group]
    members: dict[GroupKey, tuple[str, ...]]
    placed: dict[PlaceKey, str]
    unplaced: dict[PlaceKey, Unplaced]
    diary: dict[str, list[Engagement]]

    def is_past(self, session: Session) -> bool:
        """Whether the session lies before the day of the repair and is therefore a fact."""
        return self.before is not None and session.start.date() < self.before

    def is_fixed(self, session: Session) -> bool:
        """Whether the session was no choice of the schedule: it is past, or of a given timetable."""
        return self.strands[session.strand].given or self.is_past(session)

    def has_begun(self, group: Group) -> bool:
        """Whether the group met before the day of the repair, so that its members are a fact."""
        return self.is_past(group.first)

    def own_members(self, group: Group) -> list[Person]:
        """The members who stand in the staff table."""
        return [self.people[i] for i in group.members if i in self.people]

    def waits_for(self, staff_id: str, strand: Strand) -> str:
        """The first strand that must come first and has no place for the person; blank if none."""
        for earlier in strand.after.strands if strand.after else ():
            if staff_id in self.audience[earlier] and (staff_id, earlier) not in self.placed:
                return earlier
        return ""


def open_case(problem: Problem, schedule: Schedule, earlier: Schedule | None, before: date | None) -> Case:
    """Lay a schedule beside its problem."""
    return lay(ground_of(problem), schedule, earlier, before)


def ground_of(problem: Problem) -> Ground:
    """Look a problem's facts up once; serves any number of schedules."""
    return Ground(
        problem=problem,
        people={person.staff_id: person for person in problem.people},
        trainers={trainer.trainer_id: trainer for trainer in problem.trainers},
        venues={venue.venue_id: venue for venue in problem.venues},
        strands={strand.strand_id: strand for strand in problem.strands},
        audience=audiences(problem),
        locks=problem.locks,
        leaders={trainer.trainer_id: trainer.staff_id for trainer in problem.trainers if trainer.staff_id},
        cover=_cover(problem),
    )


def lay(ground: Ground, schedule: Schedule, earlier: Schedule | None, before: date | None) -> Case:
    """A case of a schedule, or of a part of one, on known ground."""
    members = _members(schedule)
    groups = _groups(schedule, ground.strands, members)
    return Case(
        problem=ground.problem,
        schedule=schedule,
        earlier=earlier,
        before=before,
        people=ground.people,
        trainers=ground.trainers,
        venues=ground.venues,
        strands=ground.strands,
        audience=ground.audience,
        locks=ground.locks,
        cover=ground.cover,
        groups=groups,
        members=members,
        placed={(row.staff_id, row.strand): row.group_id for row in schedule.allocations},
        unplaced={(row.staff_id, row.strand): row for row in schedule.unplaced},
        diary=_diary(ground, groups),
    )


def _cover(problem: Problem) -> dict[str, int]:
    if problem.cover is None:
        return {}
    sizes = Counter(person.team for person in problem.people if person.team)
    return {team: max(1, floor(problem.cover * size)) for team, size in sizes.items()}


def _members(schedule: Schedule) -> dict[GroupKey, tuple[str, ...]]:
    members: defaultdict[GroupKey, dict[str, None]] = defaultdict(dict)
    for row in schedule.allocations:
        members[row.strand, row.group_id][row.staff_id] = None
    return {key: tuple(ids) for key, ids in members.items()}


def _groups(
    schedule: Schedule, strands: dict[str, Strand], members: dict[GroupKey, tuple[str, ...]]
) -> dict[GroupKey, Group]:
    sessions: defaultdict[GroupKey, list[Session]] = defaultdict(list)
    for session in schedule.sessions:
        if session.strand in strands:
            sessions[session.strand, session.group_id].append(session)
    return {
        key: Group(
            strands[key[0]], key[1], tuple(sorted(rows, key=lambda s: (s.start, s.meeting))), members.get(key, ())
        )
        for key, rows in sessions.items()
    }


def _diary(ground: Ground, groups: dict[GroupKey, Group]) -> dict[str, list[Engagement]]:
    people, leaders = ground.people, ground.leaders
    diary: defaultdict[str, list[Engagement]] = defaultdict(list)
    for group in groups.values():
        attended = [Engagement(session) for session in group.sessions]
        for staff_id in group.members:
            if staff_id in people:
                diary[staff_id] += attended
        for session in group.sessions:
            for trainer_id in dict.fromkeys(session.trainer_ids):
                if trainer_id in leaders:
                    diary[leaders[trainer_id]].append(Engagement(session, trainer_id))
    return diary
