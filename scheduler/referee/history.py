"""Repair: what lies before the day of the repair stays as it was."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.referee.case import Case, GroupKey
from scheduler.referee.verdict import Violation
from scheduler.referee.words import group_named, moment, staff_named
from scheduler.rules import Rule
from scheduler.schedule import Schedule, Session


def check_history(case: Case) -> Iterator[Violation]:
    """The rules of repair; nothing without an earlier schedule."""
    if case.earlier is None:
        return
    yield from _past_sessions(case, case.earlier)
    yield from _new_in_past(case, case.earlier)
    yield from _ids(case, case.earlier)
    begun = {(s.strand, s.group_id) for s in case.earlier.sessions if case.is_past(s)}
    was = {(row.staff_id, row.strand): row.group_id for row in case.earlier.allocations}
    yield from _left(case, begun, was)
    yield from _joined(case, begun, was)


def _past_sessions(case: Case, earlier: Schedule) -> Iterator[Violation]:
    now = {session.session_id: session for session in case.schedule.sessions}
    for session in earlier.sessions:
        if not case.is_past(session) or session.strand not in case.strands:
            continue
        kept = now.get(session.session_id)
        if kept is None or _facts(kept) != _facts(session):
            fate = "is missing" if kept is None else "has changed"
            sentence = f"Session {session.session_id} of {moment(session.start)} has been held but {fate}."
            yield Violation(Rule.HISTORY_CHANGED, session.strand, session.session_id, sentence)


def _new_in_past(case: Case, earlier: Schedule) -> Iterator[Violation]:
    was = {session.session_id: session for session in earlier.sessions}
    for session in case.schedule.sessions:
        old = was.get(session.session_id)
        if case.is_past(session) and (old is None or not case.is_past(old)):
            change = "new" if old is None else "moved"
            at = moment(session.start)
            sentence = f"Session {session.session_id} is {change} on {at}, before the day of the repair."
            yield Violation(Rule.NEW_IN_PAST, session.strand, session.session_id, sentence)


def _ids(case: Case, earlier: Schedule) -> Iterator[Violation]:
    """A session id means the same meeting of the same group, before and after."""
    was = {session.session_id: session for session in earlier.sessions}
    ids = {(s.strand, s.group_id, s.meeting): s.session_id for s in earlier.sessions}
    for session in case.schedule.sessions:
        key = session.strand, session.group_id, session.meeting
        old = was.get(session.session_id)
        changed = old is not None and (old.strand, old.group_id, old.meeting) != key
        if (changed or ids.get(key, session.session_id) != session.session_id) and not case.is_past(session):
            meeting = f"meeting {session.meeting} of group {session.group_id}"
            sentence = f"Session {session.session_id} ({meeting}) did not keep its ids through the repair."
            yield Violation(Rule.ID_CHANGED, session.strand, session.session_id, sentence)


def _left(case: Case, begun: set[GroupKey], was: dict[tuple[str, str], str]) -> Iterator[Violation]:
    for (staff_id, strand_id), group_id in was.items():
        key = strand_id, group_id
        if key in begun and case.placed.get((staff_id, strand_id)) != group_id and _stays(case, staff_id, key):
            sentence = f"{staff_named(case, staff_id)} was taken out of group {group_id} ({strand_id}), which has met."
            yield Violation(Rule.GROUP_LEFT, strand_id, staff_id, sentence)


def _stays(case: Case, staff_id: str, key: GroupKey) -> bool:
    """Whether the person is still for the strand and in post until the group's last meeting."""
    if staff_id not in case.audience.get(key[0], frozenset()):
        return False
    group, leaves_on = case.groups.get(key), case.people[staff_id].leaves_on
    last_day = group.last.start.date() if group else case.problem.last_day
    return leaves_on is None or leaves_on >= last_day


def _joined(case: Case, begun: set[GroupKey], was: dict[tuple[str, str], str]) -> Iterator[Violation]:
    for key in begun:
        strand_id, group_id = key
        group = case.groups.get(key)
        name = group_named(group) if group else f"group {group_id}"
        for staff_id in case.members.get(key, ()):
            if was.get((staff_id, strand_id)) != group_id:
                sentence = f"{staff_named(case, staff_id)} joined {name}, which has met before."
                yield Violation(Rule.GROUP_JOINED, strand_id, staff_id, sentence)


def _facts(session: Session) -> tuple[object, ...]:
    trainers = tuple(sorted(session.trainer_ids))
    return (
        session.strand,
        session.group_id,
        session.meeting,
        session.start,
        session.end,
        session.venue_id,
        trainers,
    )
