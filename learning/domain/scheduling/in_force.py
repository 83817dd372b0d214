"""A schedule in force changed in small: one or two people change places, checked, told and traced at once.

The release stays the release; who changed places since stands in `PlaceChange`. Changes come one after the other:
whoever makes one holds the schedule until their transaction ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.scheduling.at_hand import at_hand, keep_at_hand, key_of, today_of
from learning.domain.scheduling.schedules import plain
from learning.domain.telling import tell_of_release
from learning.domain.trace import record_change
from learning.errors import Refusal
from learning.models import Allocation, PlaceChange, Programme, Schedule, Unplaced
from learning.models.schedules import new_mark
from learning.queries.appointments import Owner
from learning.queries.attendance import marks_of_people
from learning.queries.people import people_with_ids
from learning.vocabulary import Attendance, PlaceWay, Role, ScheduleState, Telling
from scheduler.changes import ChangeError, Loaded, MovePerson, SwapPeople, carried, consider, reload
from scheduler.summary import figures

GONE = "This date cannot be had any more. Choose another"


@dataclass(frozen=True, slots=True)
class Step:
    """One person's way from one group of a strand to another; ``before`` is blank for a first place."""

    staff_id: str
    strand: str
    before: str
    after: str


def hold_release(session: Session, programme: Programme) -> Schedule:
    """The schedule in force as it is now, held until the transaction ends. Refuses where none is released."""
    found = session.scalar(
        select(Schedule)
        .where(Schedule.programme_id == programme.id, Schedule.state == ScheduleState.RELEASED)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise Refusal("No dates have been released yet")
    return found


def first_changeable_day(programme: Programme) -> date:
    """Tomorrow: of a session today its trainers have the roster in hand."""
    return today_of(programme) + timedelta(days=1)


def loaded_release(session: Session, programme: Programme, release: Schedule) -> Loaded:
    """The schedule in force ready to be asked. Raises `UnreadableProgrammeError`."""
    return at_hand(session, programme, release, first_changeable_day(programme))


def loaded_for(session: Session, programme: Programme, release: Schedule, staff_id: str, strand: str) -> Loaded:
    """The same, but without the place that somebody had and missed: who was at none of the meetings of a group that
    is over looks for a place as if they had had none. What they missed stays in the registers."""
    loaded = loaded_release(session, programme, release)
    group = loaded.case.groups.get((strand, loaded.case.placed.get((staff_id, strand), "")))
    if group is None or not has_missed(session, programme, staff_id, [one.session_id for one in group.sessions]):
        return loaded
    places = tuple(one for one in loaded.schedule.allocations if (one.staff_id, one.strand) != (staff_id, strand))
    return reload(loaded.basis, replace(loaded.schedule, allocations=places), loaded.before)


def has_missed(session: Session, programme: Programme, staff_id: str, session_ids: Sequence[str]) -> bool:
    """Whether the registers of all these meetings say that the person was not there."""
    marks = marks_of_people(session, programme, [staff_id])
    missed = (Attendance.ABSENT, Attendance.APOLOGIES)
    return bool(session_ids) and all(marks.get((staff_id, one)) in missed for one in session_ids)


def change_places(
    session: Session,
    actor: Actor,
    programme: Programme,
    release: Schedule,
    change: MovePerson | SwapPeople,
    way: PlaceWay,
) -> Sequence[Step]:
    """Make a change in the schedule in force, which the caller holds, and tell those whom it concerns.

    Refuses a change that breaks a rule, without saying which: the rule may be confidential.
    """
    whole = loaded_release(session, programme, release)
    loaded = loaded_for(session, programme, release, change.staff_id, change.strand)
    try:
        broken = consider(loaded, change).broken
        steps = _steps(whole, change)
    except ChangeError as error:
        raise Refusal(GONE) from error
    if broken:
        raise Refusal(GONE)
    after = carried(loaded, change)
    _write(session, release, after, steps)
    release.mark = new_mark()
    release.summary = {**release.summary, **plain(figures(after.problem, after.schedule)), "changed_by_hand": True}
    session.flush()
    keep_at_hand(key_of(session, programme, release, first_changeable_day(programme)), after)
    _record(session, actor, programme, release, steps, way)
    people = {Owner(Role.PARTICIPANT, step.staff_id) for step in steps}
    tell_of_release(session, programme, release, Telling.INVITATIONS, only=people)
    return steps


def _steps(loaded: Loaded, change: MovePerson | SwapPeople) -> Sequence[Step]:
    placed, strand = loaded.case.placed, change.strand
    own = placed.get((change.staff_id, strand), "")
    if isinstance(change, MovePerson):
        return [Step(change.staff_id, strand, own, change.group_id)]
    other = placed.get((change.other_id, strand), "")
    return [Step(change.staff_id, strand, own, other), Step(change.other_id, strand, other, own)]


def _write(session: Session, release: Schedule, after: Loaded, steps: Sequence[Step]) -> None:
    for step in steps:
        where = (
            Allocation.schedule_id == release.id,
            Allocation.staff_id == step.staff_id,
            Allocation.strand == step.strand,
        )
        if step.before:
            session.execute(update(Allocation).where(*where).values(group_id=step.after))
        else:
            row = {"schedule_id": release.id, "staff_id": step.staff_id, "strand": step.strand, "group_id": step.after}
            session.execute(insert(Allocation), [row])
        session.execute(delete(Unplaced).where(Unplaced.schedule_id == release.id, Unplaced.staff_id == step.staff_id))
        left = [
            {
                "schedule_id": release.id, "staff_id": row.staff_id, "strand": row.strand,
                "reason": row.reason.value, "detail": row.detail,
            }
            for row in after.unplaced.get(step.staff_id, ())
        ]  # fmt: skip
        if left:
            session.execute(insert(Unplaced), left)


def _record(
    session: Session, actor: Actor, programme: Programme, release: Schedule, steps: Sequence[Step], way: PlaceWay
) -> None:
    names = people_with_ids(session, programme, [step.staff_id for step in steps])
    said = {
        PlaceWay.CHOSE: "chose another date",
        PlaceWay.SWAP: "changed places with somebody who wished for the same",
        PlaceWay.OFFER: "took a place that became free",
        PlaceWay.REBOOKED: "was given another date after missing the first",
    }
    for step in steps:
        person = names.get(step.staff_id)
        name = person.name or step.staff_id if person else step.staff_id
        session.add(
            PlaceChange(
                schedule_id=release.id, staff_id=step.staff_id, strand=step.strand, from_group=step.before,
                to_group=step.after, way=way, made_at=now(), actor_name=actor.name,
            )
        )  # fmt: skip
        record_change(
            session, actor, programme, "change place", name,
            f"{name} {said[way]}: {step.after} in release {release.release_number}.",
            before={"group": step.before}, after={"group": step.after},
        )  # fmt: skip
