"""Changing a draft by hand: what would break is shown first, and what an aim loses needs a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import delete
from sqlalchemy.orm import Session

import scheduler.changes
from learning.domain.actors import Actor
from learning.domain.scheduling.at_hand import at_hand, keep_at_hand, key_of, today_of
from learning.domain.scheduling.held import rewrites_what_was_held
from learning.domain.scheduling.problems import take_snapshot
from learning.domain.scheduling.schedules import keep_draft, plain, put_rows, schedule_of
from learning.domain.trace import record_change
from learning.errors import Refusal, StaleEdit
from learning.models import Allocation, LearningSession, Programme, Schedule, Snapshot, Unplaced
from learning.models.schedules import new_mark
from learning.queries.people import people_with_ids
from learning.vocabulary import ScheduleState
from scheduler.changes import (
    AimChange,
    CancelGroup,
    Change,
    ChangeError,
    ChangeSession,
    MovePerson,
    SwapPeople,
    TakeOut,
    carried,
)
from scheduler.measures import Value
from scheduler.schedule import Schedule as Found
from scheduler.summary import figures

__all__ = [
    "CancelGroup",
    "Change",
    "ChangeSession",
    "MovePerson",
    "SwapPeople",
    "TakeOut",
    "carry_out",
    "consider",
    "copy_as_draft",
]


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a change would do. ``broken`` are rules that it breaks, in words; ``affected`` counts people whose time,
    place or trainers change."""

    broken: tuple[str, ...]
    aims: tuple[AimChange, ...]
    affected: int

    @property
    def needs_reason(self) -> bool:
        return any(change.worse for change in self.aims)


def consider(session: Session, programme: Programme, draft: Schedule, change: Change) -> Consequences:
    """What the change would break and cost under the rules as they stand now; nothing is stored.

    A rule that was broken before is not held against the change; what was held already must stay. Refuses a change
    of something that is not there. Raises `UnreadableProgrammeError`.
    """
    loaded = at_hand(session, programme, draft, today_of(programme))
    try:
        found = scheduler.changes.consider(loaded, change)
    except ChangeError as error:
        raise Refusal(str(error), field=error.field) from error
    broken = rewrites_what_was_held(session, programme, loaded.schedule, change)
    broken += [one.sentence for one in found.broken]
    return Consequences(tuple(dict.fromkeys(broken)), found.aims, len(found.affected))


def carry_out(
    session: Session,
    actor: Actor,
    programme: Programme,
    draft: Schedule,
    change: Change,
    reason: str,
    version: int,
) -> Consequences:
    """Make the change in the draft.

    Refuses one that breaks a rule, one that gives up an aim without a reason, and any in a schedule that is no
    draft. Raises `StaleEdit` where somebody changed the draft since ``version``.
    """
    if draft.state is not ScheduleState.DRAFT:
        raise Refusal("Only a draft can be changed: make a draft from this schedule first")
    if draft.version != version:
        raise StaleEdit("Somebody else has changed this draft since you opened the page. Look at it again")
    found = consider(session, programme, draft, change)
    if found.broken:
        raise Refusal(f"This cannot be done: {found.broken[0]}")
    if found.needs_reason and not reason.strip():
        raise Refusal("Enter a reason: the schedule gets worse in an aim by this", field="reason")
    loaded = at_hand(session, programme, draft, today_of(programme))
    after = carried(loaded, change)
    _write(session, programme, draft, after.schedule)
    draft.mark = new_mark()
    draft.summary = {**draft.summary, **plain(figures(after.problem, after.schedule)), "changed_by_hand": True}
    session.flush()
    keep_at_hand(key_of(session, programme, draft, today_of(programme)), after)
    sentence = _sentence(session, programme, draft, change)
    record_change(
        session, actor, programme, _action(change), f"Draft {draft.number}", sentence, reason=reason.strip(),
        before={str(one.aim): _text(one.before) for one in found.aims},
        after={str(one.aim): _text(one.after) for one in found.aims},
    )  # fmt: skip
    return found


def copy_as_draft(session: Session, actor: Actor, programme: Programme, original: Schedule) -> Schedule:
    """A draft that begins as another schedule, to be changed by hand."""
    found = schedule_of(session, original)
    name = (
        f"Changes to {'release' if original.release_number else 'draft'} {original.release_number or original.number}"
    )
    snapshot = (
        session.get(Snapshot, original.snapshot_id) if original.snapshot_id else take_snapshot(session, programme)
    )
    return keep_draft(session, actor, programme, found, original.summary, name=name, snapshot=snapshot, parent=original)


def _write(session: Session, programme: Programme, draft: Schedule, after: Found) -> None:
    for model in (LearningSession, Allocation, Unplaced):
        session.execute(delete(model).where(model.schedule_id == draft.id))
    put_rows(session, draft, after, ZoneInfo(programme.settings["timezone"]))


def _action(change: Change) -> str:
    names: Mapping[type, str] = {
        MovePerson: "move person", TakeOut: "take person out", SwapPeople: "swap people",
        ChangeSession: "change session", CancelGroup: "cancel group",
    }  # fmt: skip
    return names[type(change)]


def _sentence(session: Session, programme: Programme, draft: Schedule, change: Change) -> str:
    ids: Sequence[str] = [
        one for name in ("staff_id", "other_id") if isinstance(one := getattr(change, name, None), str)
    ]
    people = people_with_ids(session, programme, ids)
    names = [people[one].name or one if one in people else one for one in ids]
    where = f"in draft {draft.number}"
    if isinstance(change, MovePerson):
        return f"{names[0]} was moved to group {change.group_id} {where}."
    if isinstance(change, TakeOut):
        return f"{names[0]} was taken out of {change.strand} {where}."
    if isinstance(change, SwapPeople):
        return f"{names[0]} and {names[1]} changed places in {change.strand} {where}."
    if isinstance(change, ChangeSession):
        return f"Session {change.session_id} was changed to {change.start:%-d %B %Y, %H:%M} {where}."
    return f"Group {change.group_id} was cancelled {where}."


def _text(value: Value) -> str | float | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else float(value)
