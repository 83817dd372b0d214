"""Joiners and leavers in a schedule in force: who joins is listed until they have a date, who leaves frees a place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, delete, insert, or_
from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.scheduling.in_force import hold_release, loaded_release
from learning.domain.telling import tell_of_release
from learning.domain.trace import record_change
from learning.models import Allocation, Programme, Schedule, Unplaced
from learning.models.schedules import new_mark
from learning.queries.appointments import Owner
from learning.vocabulary import Role, Telling
from scheduler.changes import Loaded
from scheduler.explain import explain
from scheduler.schedule import Reason
from scheduler.schedule import Unplaced as Row

STAFF_CHANGES = Actor("The staff table")
MOST_UNASKED = 20
"""So many people lose their places without anybody being asked."""
SEEN = "staff_as_of"
Place = tuple[str, str]
"""Staff id and strand."""


@dataclass(frozen=True, slots=True)
class StaffChanges:
    """``joined`` are people listed without a place from now on, ``left`` those who lost a place or were listed."""

    joined: frozenset[str]
    left: frozenset[str]


def is_staff_seen(programme: Programme, release: Schedule) -> bool:
    """Whether the schedule in force takes in the staff table as it stands."""
    return bool(release.summary.get(SEEN) == programme.input_changed_at.isoformat())


def settle_staff_changes(session: Session, programme: Programme, most: int | None = None) -> StaffChanges:
    """Bring the schedule in force up to the staff table: whom a strand is for now has a place or is listed with the
    reason; who is in the table no more loses a place in a group that has not met, and is told. Safe to repeat.

    Where more than ``most`` people would lose their places, none does: a faulty extract looks like that, and a
    coordinator is asked. Who is in the table and for whom a strand is not any more keeps a place until a release.

    Raises `UnreadableProgrammeError`; refuses where nothing is in force.
    """
    release = hold_release(session, programme)
    loaded = loaded_release(session, programme, release)
    gone, joined = _gone(loaded), _joined(loaded)
    if most is not None and len({staff_id for staff_id, _ in gone}) > most:
        gone = []
    for model in (Allocation, Unplaced):
        for some in _batches(gone):
            pairs = or_(*(and_(model.staff_id == staff_id, model.strand == strand) for staff_id, strand in some))
            session.execute(delete(model).where(model.schedule_id == release.id, pairs))
    _list(session, release, loaded, joined)
    release.mark = new_mark()
    release.summary = {**release.summary, SEEN: programme.input_changed_at.isoformat()}
    session.flush()
    left = frozenset(staff_id for staff_id, _ in gone)
    if gone or joined:
        _record(session, programme, release, joined, left)
    if left:
        owners = {Owner(Role.PARTICIPANT, staff_id) for staff_id in left}
        tell_of_release(session, programme, release, Telling.INVITATIONS, only=owners)
    return StaffChanges(joined, left)


def _gone(loaded: Loaded) -> list[Place]:
    """Places and rows of people who have left, but for places in groups that have met: they are a fact."""
    case = loaded.case
    found = []
    for (staff_id, strand), group_id in case.placed.items():
        group = case.groups.get((strand, group_id))
        met = group is not None and case.has_begun(group)
        if staff_id not in case.people and not met:
            found.append((staff_id, strand))
    found += [place for place in case.unplaced if place[0] not in case.people]
    return found


def _joined(loaded: Loaded) -> frozenset[str]:
    case = loaded.case
    return frozenset(
        staff_id
        for strand, audience in case.audience.items()
        for staff_id in audience
        if (staff_id, strand) not in case.placed and (staff_id, strand) not in case.unplaced
    )


def _list(session: Session, release: Schedule, loaded: Loaded, joined: Collection[str]) -> None:
    if not joined:
        return
    schedule = loaded.schedule
    found = explain(loaded.problem, schedule.sessions, schedule.allocations, earliest=loaded.before, only=joined)
    rows = [
        {
            "schedule_id": release.id, "staff_id": row.staff_id, "strand": row.strand, "reason": row.reason.value,
            "detail": row.detail,
        }
        for row in _lacking(loaded, found, joined)
    ]  # fmt: skip
    if rows:
        session.execute(insert(Unplaced), rows)


def _lacking(loaded: Loaded, found: Collection[Row], joined: Collection[str]) -> list[Row]:
    known = {(row.staff_id, row.strand): row for row in found}
    return [
        known.get((staff_id, strand), Row(staff_id, strand, Reason.CAPACITY, "A place is looked for."))
        for strand, audience in loaded.case.audience.items()
        for staff_id in sorted(audience & set(joined))
        if (staff_id, strand) not in loaded.case.placed and (staff_id, strand) not in loaded.case.unplaced
    ]


def _record(
    session: Session, programme: Programme, release: Schedule, joined: Collection[str], left: Collection[str]
) -> None:
    parts = [
        f"{len(some):,} {'person' if len(some) == 1 else 'people'} {what}"
        for some, what in ((joined, "joined and have no place yet"), (left, "left and lost their places"))
        if some
    ]
    record_change(
        session, STAFF_CHANGES, programme, "take in staff", f"Release {release.release_number}",
        f"{' and '.join(parts)} in release {release.release_number}.",
    )  # fmt: skip


def _batches(places: list[Place], size: int = 200) -> list[list[Place]]:
    return [places[start : start + size] for start in range(0, len(places), size)]
