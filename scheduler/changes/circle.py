"""What a change touches, as two small cases: before and after.

A rule speaks of a group, a person, a trainer, a venue or a team. Around a change stand all groups that have to do
with anything whose facts the change alters; every rule about those is judged on all that it speaks of. Rules about
whatever else happens to stand in the circle may be judged on a part only, but on the same part before and after, so
that they drop out of the difference. Service cover stands apart, in `scheduler.changes.crowding`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain

from scheduler.changes.applying import ChangeError, changed
from scheduler.changes.facts import CancelGroup, Change, ChangeSession, MovePerson, SwapPeople
from scheduler.changes.loaded import Loaded
from scheduler.referee.case import Case, Ground, GroupKey, lay
from scheduler.schedule import Allocation, Reason, Schedule, Unplaced

NEAR = timedelta(days=8)
"""More than a week, the longest stretch that a limit of trainers counts in, or than any pause."""
NOT_YET_TOLD = "Lost the place by a change; the reason is given when the change is made."


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change alters: groups (members or sessions), people and trainers (diaries), venues."""

    groups: frozenset[GroupKey]
    people: frozenset[str]
    trainers: frozenset[str] = frozenset()
    venues: frozenset[str] = frozenset()
    moments: frozenset[datetime] = frozenset()
    """When sessions that it alters begin, before and after."""


def touched_by(loaded: Loaded, change: Change) -> Touched:
    """What the change alters. Raises `ChangeError` for a change of something that is not there."""
    if isinstance(change, ChangeSession):
        return _by_session(loaded, change)
    if isinstance(change, CancelGroup):
        return _whole_group(loaded, (change.strand, change.group_id))
    if change.strand not in loaded.case.strands:
        raise ChangeError(f"The programme has no strand {change.strand}", "strand")
    people = {change.staff_id, change.other_id} if isinstance(change, SwapPeople) else {change.staff_id}
    groups = {key for one in people for key in loaded.of_person.get(one, ()) if key[0] == change.strand}
    if isinstance(change, MovePerson):
        groups.add((change.strand, change.group_id))
    return Touched(frozenset(groups), frozenset(people))


def cases_around(loaded: Loaded, change: Change, touched: Touched) -> tuple[Case, Case]:
    """The part of the schedule around a change, before and after it, each as a case that the judge's checks take."""
    keys = set(touched.groups)
    keys.update(*(loaded.of_person.get(one, ()) for one in touched.people))
    keys.update(*(loaded.of_trainer.get(one, ()) for one in _led_by(loaded, touched.people)))
    keys.update(_nearby(loaded, touched))
    part = _part(loaded, keys, touched)
    ground = _ground(loaded, part, touched)
    after = changed(part, change)
    return (
        lay(ground, part, part if loaded.before else None, loaded.before),
        lay(ground, _all_listed(ground, after, touched.people), part if loaded.before else None, loaded.before),
    )


def _nearby(loaded: Loaded, touched: Touched) -> Iterator[GroupKey]:
    """Groups of the same trainers and venues that meet in the weeks concerned: no rule about either reaches further."""
    of_trainers = (loaded.of_trainer.get(one, ()) for one in touched.trainers)
    of_venues = (loaded.of_venue.get(one, ()) for one in touched.venues)
    for key in dict.fromkeys(chain(*of_trainers, *of_venues)):
        sessions = loaded.case.groups[key].sessions
        if any(abs(session.start - moment) < NEAR for session in sessions for moment in touched.moments):
            yield key


def _by_session(loaded: Loaded, change: ChangeSession) -> Touched:
    session = next((one for one in loaded.schedule.sessions if one.session_id == change.session_id), None)
    if session is None:
        raise ChangeError(f"There is no session {change.session_id}", "session")
    whole = _whole_group(loaded, (session.strand, session.group_id))
    trainers = whole.trainers | set(change.trainer_ids)
    return replace(
        whole,
        people=whole.people | _staff_of(loaded, trainers),
        trainers=trainers,
        venues=whole.venues | {change.venue_id},
        moments=whole.moments | {change.start},
    )


def _whole_group(loaded: Loaded, key: GroupKey) -> Touched:
    group = loaded.case.groups.get(key)
    if group is None:
        raise ChangeError(f"Strand {key[0]} has no group {key[1]}", "group")
    trainers = frozenset(one for session in group.sessions for one in session.trainer_ids)
    return Touched(
        frozenset({key}),
        frozenset(group.members) | _staff_of(loaded, trainers),
        trainers,
        frozenset(session.venue_id for session in group.sessions),
        frozenset(session.start for session in group.sessions),
    )


def _staff_of(loaded: Loaded, trainers: Iterable[str]) -> frozenset[str]:
    leaders = loaded.basis.ground.leaders
    return frozenset(leaders[one] for one in trainers if one in leaders)


def _led_by(loaded: Loaded, people: frozenset[str]) -> set[str]:
    """Trainers who are among the people."""
    return {trainer for trainer, staff_id in loaded.basis.ground.leaders.items() if staff_id in people}


def _part(loaded: Loaded, keys: set[GroupKey], touched: Touched) -> Schedule:
    """The sessions of the groups, all members of those that the change alters, and every row of its people."""
    case = loaded.case
    ordered = sorted(keys)
    sessions = tuple(session for key in ordered if key in case.groups for session in case.groups[key].sessions)
    rows = [Allocation(one, *key) for key in sorted(touched.groups) for one in case.members.get(key, ())]
    rows += [Allocation(one, *key) for one in sorted(touched.people) for key in loaded.of_person.get(one, ())]
    left = tuple(row for one in sorted(touched.people) for row in loaded.unplaced.get(one, ()))
    return Schedule(sessions, tuple(dict.fromkeys(rows)), left)


def _ground(loaded: Loaded, part: Schedule, touched: Touched) -> Ground:
    """The ground of a part: of an altered strand those in it and whoever must be together with them are its audience,
    of any other strand the people whose diaries change."""
    ground = loaded.basis.ground
    strands = {strand_id for strand_id, _ in touched.groups}
    inside = touched.people | {row.staff_id for row in part.allocations}
    audience = {
        strand_id: (inside & everyone).union(*_mates(loaded, strand_id, inside))
        if strand_id in strands
        else touched.people & everyone
        for strand_id, everyone in ground.audience.items()
    }
    locks = tuple(lock for lock in ground.locks if lock.staff_id in touched.people)
    return replace(ground, audience=audience, locks=locks)


def _mates(loaded: Loaded, strand_id: str, inside: frozenset[str]) -> Iterator[frozenset[str]]:
    units, column = loaded.basis.units[strand_id], loaded.case.strands[strand_id].grouping.keep_together
    for staff_id in inside if units else ():
        person = loaded.case.people.get(staff_id)
        if person is not None:
            yield units.get(person.value(column), frozenset())


def _all_listed(ground: Ground, part: Schedule, people: frozenset[str]) -> Schedule:
    """The part with a row for those of the people whom a strand is for and who have no place in it any more."""
    known = {(row.staff_id, row.strand) for row in part.allocations}
    known |= {(row.staff_id, row.strand) for row in part.unplaced}
    rows = tuple(
        Unplaced(staff_id, strand_id, Reason.CAPACITY, NOT_YET_TOLD)
        for strand_id, audience in ground.audience.items()
        for staff_id in sorted(people & audience)
        if (staff_id, strand_id) not in known
    )
    return replace(part, unplaced=(*part.unplaced, *rows))
