"""Releasing a schedule: what must be known first, what it changes, and the one that it supersedes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.telling import tell_of_release
from learning.domain.trace import record_change
from learning.domain.waiting import withdraw_offers
from learning.errors import Refusal
from learning.models import Allocation, LearningSession, Programme, Schedule, Unplaced
from learning.queries.schedules import changed_between, people_in_groups, places_that_differ, release_in_force
from learning.queries.waiting import moved_since
from learning.vocabulary import ScheduleState, Telling


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to know before a release. ``key`` is what acknowledges it."""

    key: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a release would change against the one in force: people by what happens to them, and sessions."""

    placed: int
    moved: int
    lost: int
    new_sessions: int
    changed_sessions: int
    cancelled_sessions: int


def cautions_of(session: Session, programme: Programme, draft: Schedule) -> Sequence[Caution]:
    """What a coordinator must have seen before the draft is released."""
    found = []
    unplaced = session.scalar(
        select(func.count(func.distinct(Unplaced.staff_id))).where(Unplaced.schedule_id == draft.id)
    )
    if unplaced:
        people = "1 person has" if unplaced == 1 else f"{unplaced:,} people have"
        found.append(Caution("unplaced", f"{people} no place in at least one strand."))
    moment = now()
    first = session.scalar(select(func.min(LearningSession.starts_at)).where(LearningSession.schedule_id == draft.id))
    if first is not None and first < moment:
        past = session.scalar(
            select(func.count()).where(LearningSession.schedule_id == draft.id, LearningSession.starts_at < moment)
        )
        found.append(Caution("past", f"{past:,} {'session has' if past == 1 else 'sessions have'} begun already."))
    soon = _soon(session, programme, draft, moment)
    if soon:
        days = "1 day" if programme.notice_days == 1 else f"{programme.notice_days} days"
        verb = "session begins" if soon == 1 else "sessions begin"
        found.append(Caution("notice", f"{soon:,} new or changed {verb} less than {days} from now."))
    moved = places_taken_back(session, programme, draft)
    if moved:
        people = "1 person has" if moved == 1 else f"{moved:,} people have"
        found.append(Caution("moved", f"{people} changed places since this draft was made; a release takes that back."))
    if draft.created_at < programme.input_changed_at:
        found.append(
            Caution(
                "old",
                "Staff, trainers, venues or rules were changed after this draft was made; a new run takes them in.",
            )
        )
    return found


def places_taken_back(session: Session, programme: Programme, draft: Schedule) -> int:
    """How many people changed places in the release in force after the draft was made and would be moved back."""
    release = release_in_force(session, programme)
    if release is None or release.id == draft.id:
        return 0
    latest = {(one.staff_id, one.strand): one.to_group for one in moved_since(session, release, draft.created_at)}
    rows = session.execute(
        select(Allocation.staff_id, Allocation.strand, Allocation.group_id).where(
            Allocation.schedule_id == draft.id, Allocation.staff_id.in_({staff_id for staff_id, _ in latest})
        )
    )
    kept = {(staff_id, strand): group_id for staff_id, strand, group_id in rows}
    return sum(kept.get(place) != group_id for place, group_id in latest.items())


def _soon(session: Session, programme: Programme, draft: Schedule, moment: datetime) -> int:
    """How many sessions that people do not know of yet begin within the notice that they are to get."""
    until = moment + timedelta(days=programme.notice_days)
    coming = session.scalars(
        select(LearningSession).where(
            LearningSession.schedule_id == draft.id,
            LearningSession.starts_at >= moment,
            LearningSession.starts_at < until,
        )
    ).all()
    release = release_in_force(session, programme)
    if release is None or not coming:
        return len(coming)
    days = [one.start.date() for one in coming]
    changed = changed_between(session, draft, release, min(days), max(days))
    return sum(one.session_id in changed for one in coming)


def release_draft(
    session: Session,
    actor: Actor,
    programme: Programme,
    draft: Schedule,
    name: str,
    acknowledged: Collection[str],
    telling: Telling = Telling.NOBODY,
) -> int:
    """Put a draft in force and tell people of it; how many are told. The release before is superseded.

    Refuses without a name, a draft that is none any more, and one of whose warnings any is not acknowledged.
    """
    if draft.state is not ScheduleState.DRAFT:
        raise Refusal(f"Draft {draft.number} is {draft.state} already")
    if not name.strip():
        raise Refusal("Enter a name for the release", field="name")
    for caution in cautions_of(session, programme, draft):
        if caution.key not in acknowledged:
            raise Refusal(f"Confirm that you know: {caution.sentence}", field="acknowledged")
    moment = now()
    last = session.scalar(select(func.max(Schedule.release_number)).where(Schedule.programme_id == programme.id)) or 0
    session.execute(
        update(Schedule)
        .where(Schedule.programme_id == programme.id, Schedule.state == ScheduleState.RELEASED)
        .values(state=ScheduleState.SUPERSEDED)
    )
    draft.state, draft.release_number, draft.release_name = ScheduleState.RELEASED, last + 1, name.strip()
    draft.released_at, draft.released_by = moment, actor.name
    session.flush()
    record_change(
        session, actor, programme, "release schedule", f"Release {last + 1}",
        f"Draft {draft.number} was released as release {last + 1}, {name.strip()}.",
    )  # fmt: skip
    withdraw_offers(session, programme)
    told = tell_of_release(session, programme, draft, telling)
    if told:
        record_change(
            session, actor, programme, "tell people", f"Release {last + 1}",
            f"{told:,} {'person is' if told == 1 else 'people are'} told of release {last + 1} by mail.",
        )  # fmt: skip
    return told


def difference(session: Session, programme: Programme, draft: Schedule) -> Difference | None:
    """What the draft changes against the release in force; None where none is."""
    earlier = release_in_force(session, programme)
    if earlier is None or earlier.id == draft.id:
        return None
    return difference_between(session, earlier, draft)


def difference_between(session: Session, earlier: Schedule, later: Schedule) -> Difference:
    """What changes from one schedule to another."""
    before, after = _meetings(session, earlier), _meetings(session, later)
    differing = places_that_differ(session, later, earlier)
    elsewhere = [(one.strand, one.then, one.now) for one in differing if one.then is not None and one.now is not None]
    changed = {group for group in before.keys() | after.keys() if before.get(group) != after.get(group)}
    people = people_in_groups(session, later)
    arrived = Counter((one.strand, one.now) for one in differing)
    moved = sum(before.get((strand, then)) != after.get((strand, now)) for strand, then, now in elsewhere)
    moved += sum(people.get(group, 0) - arrived[group] for group in changed)
    return Difference(
        placed=sum(one.then is None for one in differing),
        moved=moved,
        lost=sum(one.now is None for one in differing),
        new_sessions=sum(len(after[group]) for group in after.keys() - before.keys()),
        changed_sessions=sum(
            one != other
            for group in after.keys() & before.keys()
            for one, other in zip(after[group], before[group], strict=False)
        ),
        cancelled_sessions=sum(len(before[group]) for group in before.keys() - after.keys()),
    )


def _meetings(session: Session, schedule: Schedule) -> dict[tuple[str, str], tuple[tuple[datetime, str], ...]]:
    """When and where each group meets."""
    rows = session.execute(
        select(LearningSession.strand, LearningSession.group_id, LearningSession.start, LearningSession.venue_id)
        .where(LearningSession.schedule_id == schedule.id)
        .order_by(LearningSession.meeting)
    )
    meetings: dict[tuple[str, str], tuple[tuple[datetime, str], ...]] = {}
    for strand, group_id, start, venue_id in rows:
        meetings[strand, group_id] = (*meetings.get((strand, group_id), ()), (start, venue_id))
    return meetings
