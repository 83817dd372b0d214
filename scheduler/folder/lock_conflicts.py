"""Locks that no schedule could keep: each is a defect of its row, with what to change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import combinations

from scheduler.folder.findings import Findings
from scheduler.folder.lock_order import refuse_wrong_order
from scheduler.folder.pins import Locked, Pin, can_attend, can_reach, is_free, overlap
from scheduler.problem import GivenSession, GroupingRule, KeepApart, Lock, Problem

ELSEWHERE = "choose another group or delete the row"


class Refusals:
    """Says of a pin why it cannot be kept."""

    def __init__(self, file: str, findings: Findings) -> None:
        self._file = file
        self._findings = findings

    def refuse(self, pin: Pin, fault: str) -> None:
        if not pin.named:
            fault = f"cannot hold {pin.person.staff_id}, who must be in one group with the person named: {fault}"
        message = f"{fault}; {ELSEWHERE}"
        self._findings.refuse(self._file, message, row=pin.row, column="group_id", value=pin.group_id)


def refuse_unkeepable(
    file: str, locks: Mapping[int, Lock], problem: Problem, since: date | None, findings: Findings
) -> None:
    """Check every lock alone, with the others of its person, and with the others of its group.

    ``since`` is the day from which an earlier schedule is being repaired: only groups of the given
    timetable that meet from then on are looked at, and what comes first may have happened already.
    """
    locked, refusals = Locked(locks, problem, since), Refusals(file, findings)
    if not locked.pins:
        return
    for pin in locked.pins:
        _check_attendance(pin, locked, refusals)
    for pins in locked.by_person().values():
        _check_person(pins, refusals)
    for pins in locked.by_group().values():
        _check_group(pins, locked, refusals)
    _check_leading(locked, refusals)
    _check_cover(locked, refusals)
    refuse_wrong_order(locked, since is not None, refusals.refuse)


def _check_attendance(pin: Pin, locked: Locked, refusals: Refusals) -> None:
    for session in pin.sessions:
        when = f"{session.start:%Y-%m-%d %H:%M}"
        if not is_free(pin.person, session):
            refusals.refuse(pin, f"meets at {when}, when the person is not in post, not at work or absent")
        if not can_reach(pin.person, locked.venues.get(session.venue_id)):
            message = f"meets in {session.venue_id}, whose mode, site or features do not suit the person"
            refusals.refuse(pin, message)
        if any(_is(locked, trainer_id, pin) for trainer_id in session.trainer_ids):
            refusals.refuse(pin, "is led by the person themself")


def _is(locked: Locked, trainer_id: str, pin: Pin) -> bool:
    trainer = locked.trainers.get(trainer_id)
    return trainer is not None and trainer.staff_id == pin.person.staff_id


def _check_person(pins: Sequence[Pin], refusals: Refusals) -> None:
    for one, other in combinations(pins, 2):
        if one.strand is other.strand:
            if one.group_id != other.group_id and not (one.named and other.named):
                last = other if one.row <= other.row else one
                refusals.refuse(last, f"splits people whom keep_together keeps in one group (see row {one.row})")
        elif any(overlap(a, b) for a in one.sessions for b in other.sessions):
            refusals.refuse(other, f"meets at the same time as group {one.group_id} in row {one.row}")


def _check_group(pins: Sequence[Pin], locked: Locked, refusals: Refusals) -> None:
    first, last, limit = pins[0], pins[-1], locked.limit(pins[0])
    if len(pins) > limit:
        refusals.refuse(last, f"has to hold {len(pins)} people because of locks, and can hold {limit}")
    _check_values(pins, refusals)
    _check_apart(pins, locked, refusals)
    if first.sessions:
        _check_smallest(pins, locked, refusals)


def _check_values(pins: Sequence[Pin], refusals: Refusals) -> None:
    grouping = pins[0].strand.grouping
    for column, most in grouping.max_same.items():
        counts: Counter[str] = Counter()
        for pin in pins:
            value = pin.person.value(column)
            counts[value] += 1
            if value and counts[value] == most + 1:
                refusals.refuse(pin, f"would hold more than {most} of one {column} (max_same) because of locks")
    if grouping.rule is GroupingRule.TEAM and grouping.fields:
        column = grouping.fields[-1]
        for pin in pins[1:]:
            if pin.person.value(column) != pins[0].person.value(column):
                refusals.refuse(
                    pin, f"would hold people of two values of {column} because of the lock in row {pins[0].row}"
                )


def _check_apart(pins: Sequence[Pin], locked: Locked, refusals: Refusals) -> None:
    """Refuse company that must not be; the sentence never says which rule, as apart.csv is confidential."""
    apart = pins[0].strand.grouping.keep_apart
    for one, other in combinations(pins, 2) if apart else ():
        ids = one.person.staff_id, other.person.staff_id
        line = ids[0] == other.person.line_manager_id or ids[1] == one.person.line_manager_id
        if (KeepApart.LINE_MANAGER in apart and line) or (
            KeepApart.PAIRS in apart and frozenset(ids) in locked.problem.apart
        ):
            refusals.refuse(other, "holds somebody by another lock with whom the person may not be in a group")
    if KeepApart.TRAINER_TEAM in apart:
        for pin in pins:
            if any(_leads_own(locked, trainer_id, pin) for s in pin.sessions for trainer_id in s.trainer_ids):
                refusals.refuse(pin, "is led by somebody of the person's own team, or by their line manager")


def _leads_own(locked: Locked, trainer_id: str, pin: Pin) -> bool:
    trainer = locked.trainers.get(trainer_id)
    leader = locked.people.get(trainer.staff_id) if trainer and trainer.staff_id else None
    if leader is None:
        return False
    return leader.staff_id == pin.person.line_manager_id or bool(leader.team and leader.team == pin.person.team)


def _check_smallest(pins: Sequence[Pin], locked: Locked, refusals: Refusals) -> None:
    """Refuse a group that has to be held and can never reach its least size."""
    pin, least = pins[0], pins[0].strand.min_size
    if locked.limit(pin) < least:
        refusals.refuse(pin, f"has {locked.limit(pin)} places, fewer than size.min ({least})")
        return
    elsewhere = {
        other.person.staff_id for other in locked.pins if other.strand is pin.strand and other.group_id != pin.group_id
    }
    able = 0
    for person in locked.audience(pin.strand):
        if person.staff_id not in elsewhere and can_attend(person, pin.sessions, locked.venues):
            able += 1
            if able == least:
                return
    refusals.refuse(pin, f"can be attended by {able} people, fewer than size.min ({least})")


def _check_leading(locked: Locked, refusals: Refusals) -> None:
    """Refuse attending while leading a session that locks make necessary."""
    leading: defaultdict[str, dict[str, GivenSession]] = defaultdict(dict)
    for pin in locked.pins:
        for session in pin.sessions:
            for trainer_id in session.trainer_ids:
                trainer = locked.trainers.get(trainer_id)
                if trainer and trainer.staff_id:
                    leading[trainer.staff_id][session.session_id] = session
    for pin in locked.pins:
        for session in leading.get(pin.person.staff_id, {}).values():
            if (session.strand, session.group_id) != pin.group and any(overlap(session, own) for own in pin.sessions):
                refusals.refuse(
                    pin, f"meets while the person leads group {session.group_id}, which locks make necessary"
                )
                break


def _check_cover(locked: Locked, refusals: Refusals) -> None:
    cover = locked.problem.cover
    if cover is None:
        return
    sizes = Counter(person.team for person in locked.problem.people)
    away: defaultdict[str, list[tuple[datetime, bool, Pin]]] = defaultdict(list)
    for pin in locked.pins:
        if pin.person.team and pin.strand.grouping.rule is not GroupingRule.TEAM:
            for session in pin.sessions:
                away[pin.person.team] += [(session.start, True, pin), (session.end, False, pin)]
    for team, moves in away.items():
        limit, now = max(1, int(cover * sizes[team])), 0
        for _, leaves, pin in sorted(moves, key=lambda move: move[:2]):
            now += 1 if leaves else -1
            if leaves and now == limit + 1:
                refusals.refuse(
                    pin, f"takes more than {limit} of the person's team away at once because of locks (cover)"
                )
