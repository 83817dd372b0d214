"""From a plan to the sessions and allocations of a schedule."""

from __future__ import annotations

from scheduler.engine.plan import Plan, StrandPlan
from scheduler.schedule import Allocation, Session


def answer(plan: Plan) -> tuple[tuple[Session, ...], tuple[Allocation, ...]]:
    """Sessions and allocations; groups are numbered in the order in which they first meet.

    Groups of a given timetable keep their ids; one that nobody is in is left out.
    """
    sessions: list[Session] = []
    allocations: list[Allocation] = []
    taken = {session.session_id for session in plan.instance.problem.given}
    for strand in plan.strands:
        groups = [int(g) for g in strand.open_groups() if strand.size[g]]
        groups.sort(key=lambda g: (int(strand.first_start[g]), strand.venues[g], strand.trainers[g], strand.slots[g]))
        width = max(3, len(str(len(groups))))
        for number, group in enumerate(groups, 1):
            rows = given_rows(strand, group)
            if not rows:
                rows = made_rows(plan, strand, group, f"{strand.arrays.strand.strand_id}-{number:0{width}d}", taken)
            sessions += rows
            allocations += [
                Allocation(plan.instance.people[p].staff_id, strand.arrays.strand.strand_id, rows[0].group_id)
                for p in strand.members(group).tolist()
            ]
    return tuple(sessions), tuple(allocations)


def given_rows(strand: StrandPlan, group: int) -> list[Session]:
    if strand.given[group] < 0:
        return []
    return [
        Session(s.session_id, s.strand, s.group_id, s.meeting, s.start, s.end, s.venue_id, s.trainer_ids)
        for s in strand.arrays.given[strand.given[group]].sessions
    ]


def made_rows(plan: Plan, strand: StrandPlan, group: int, group_id: str, taken: set[str]) -> list[Session]:
    instance = plan.instance
    rows = []
    meetings = zip(strand.slots[group], strand.venues[group], strand.trainers[group], strict=True)
    for meeting, (slot, venue, trainers) in enumerate(meetings, 1):
        session_id = f"{group_id}-{meeting}"
        while session_id in taken:
            # The given timetable may use the same names.
            session_id += "x"
        rows.append(
            Session(
                session_id=session_id,
                strand=strand.arrays.strand.strand_id,
                group_id=group_id,
                meeting=meeting,
                start=instance.slots.starts_at(slot),
                end=instance.slots.ends_at(slot),
                venue_id=instance.venues[venue].venue_id if venue >= 0 else "",
                trainer_ids=tuple(instance.trainers[t].trainer_id for t in trainers),
            )
        )
    return rows
