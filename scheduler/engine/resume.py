"""Resuming: a plan made from a schedule that stands, to search on from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from scheduler.engine.instance import Instance
from scheduler.engine.plan import Plan, StrandPlan, join, new_plan, open_group
from scheduler.engine.slots import minute_of
from scheduler.schedule import Allocation, Session


class NotOfThisProblemError(ValueError):
    """The schedule names what the problem does not have; ``sentences`` say what, one for each fault."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


def resume(instance: Instance, sessions: Sequence[Session], allocations: Sequence[Allocation]) -> Plan:
    """The schedule as a plan: its groups stand, with their times, venues, trainers and members.

    Whether it keeps the rules is for the caller to know: only what cannot be written down as a plan
    is refused. Raises `NotOfThisProblemError` for strands, people, trainers, venues and starts that the
    problem does not have. Groups of a given timetable stand whether the schedule uses them or not.
    """
    plan = new_plan(instance)
    faults: list[str] = []
    numbers = {strand.arrays.strand.strand_id: strand for strand in plan.strands}
    groups: dict[tuple[str, str], int] = {}
    for (strand_id, group_id), meetings in by_group(sessions).items():
        if strand_id not in numbers:
            faults.append(f"The programme has no strand {strand_id!r}.")
            continue
        strand = numbers[strand_id]
        groups.update({(strand_id, g.group_id): n for n, g in enumerate(strand.arrays.given)})
        if (strand_id, group_id) not in groups:
            group = stand(plan, strand, meetings, faults)
            if group is not None:
                groups[strand_id, group_id] = group
    staff = {person.staff_id: number for number, person in enumerate(instance.people)}
    for row in allocations:
        seat(
            plan, numbers.get(row.strand), staff.get(row.staff_id), groups.get((row.strand, row.group_id)), row, faults
        )
    if faults:
        raise NotOfThisProblemError(list(dict.fromkeys(faults)))
    return plan


def by_group(sessions: Sequence[Session]) -> dict[tuple[str, str], list[Session]]:
    """The meetings of every group in order of time; groups in an order that rows do not change."""
    found: defaultdict[tuple[str, str], list[Session]] = defaultdict(list)
    for session in sorted(sessions, key=lambda s: (s.start, s.strand, s.group_id, s.session_id)):
        found[session.strand, session.group_id].append(session)
    return found


def stand(plan: Plan, strand: StrandPlan, meetings: Sequence[Session], faults: list[str]) -> int | None:
    """Let a group stand as it did; None, and a fault, where it names what is not there."""
    instance = plan.instance
    venue_numbers = {venue.venue_id: number for number, venue in enumerate(instance.venues)}
    trainer_numbers = {trainer.trainer_id: number for number, trainer in enumerate(instance.trainers)}
    name = f"Group {meetings[0].group_id!r} of {meetings[0].strand!r}"
    slots, venues, trainers = [], [], []
    for meeting in meetings:
        origin = instance.slots.origin
        slot = instance.slots.index.get((minute_of(origin, meeting.start), minute_of(origin, meeting.end)))
        who = [trainer_numbers.get(trainer_id) for trainer_id in meeting.trainer_ids]
        if slot is None:
            faults.append(f"{name} meets on {meeting.start:%Y-%m-%dT%H:%M}, which is no permitted start.")
        elif meeting.venue_id not in venue_numbers:
            faults.append(f"{name} meets in {meeting.venue_id!r}, which is no venue of the programme.")
        elif None in who:
            faults.append(f"{name} is led by {';'.join(meeting.trainer_ids)!r}, not all of whom are trainers.")
        else:
            slots.append(slot)
            venues.append(venue_numbers[meeting.venue_id])
            trainers.append(tuple(number for number in who if number is not None))
    if len(slots) < len(meetings):
        return None
    return open_group(plan, strand, tuple(slots), tuple(venues), tuple(trainers))


def seat(
    plan: Plan, strand: StrandPlan | None, person: int | None, group: int | None, row: Allocation, faults: list[str]
) -> None:
    """Seat a person where they sat; those whom a lock holds sit there already."""
    if strand is None or group is None:
        faults.append(f"Group {row.group_id!r} of {row.strand!r} has members but no session that could stand.")
    elif person is None or not strand.arrays.audience[person]:
        faults.append(f"{row.staff_id!r} is not among those whom {row.strand!r} is for.")
    elif strand.place[person] < 0:
        join(plan, strand, person, group)
