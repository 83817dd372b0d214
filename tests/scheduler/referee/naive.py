"""A plain greedy maker of schedules, for trying the judge on schedules that nobody optimised.

It draws times, venues and trainers at random, takes whoever fits and says of everyone else why not.
Every rule is checked the slow and obvious way, from the problem alone, without the judge's code.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from random import Random

from scheduler.problem import GroupingRule, Person, Problem, Strand
from scheduler.schedule import Allocation, Reason, Schedule, Session, Unplaced
from tests.scheduler.referee.fitting import (
    Draft,
    available,
    joins,
    leads,
    opens,
    seats,
    suits,
    trainers_hold,
    venues_hold,
)


def naive_schedule(problem: Problem, seed: int = 0, tries: int = 40) -> Schedule:
    """A schedule that keeps the rules (a pinned group that stays too small aside) and rarely places everyone."""
    draft = Draft(problem, Random(seed))
    for strand in in_order(problem):
        if strand.given:
            use_given(draft, strand)
        else:
            make_groups(draft, strand, tries)
    for strand in in_order(problem):
        top_up(draft, strand)
    return finished(draft)


def in_order(problem: Problem) -> list[Strand]:
    """The strands, each after those that must come first."""
    left, found = list(problem.strands), []
    while left:
        names = {strand.strand_id for strand in left}
        ready = next(s for s in left if s.after is None or not names & set(s.after.strands))
        left.remove(ready)
        found.append(ready)
    return found


def use_given(draft: Draft, strand: Strand) -> None:
    groups: defaultdict[str, list[Session]] = defaultdict(list)
    for row in sorted(draft.problem.given, key=lambda row: row.start):
        if row.strand == strand.strand_id:
            groups[row.group_id].append(
                Session(
                    row.session_id,
                    row.strand,
                    row.group_id,
                    row.meeting,
                    row.start,
                    row.end,
                    row.venue_id,
                    row.trainer_ids,
                )
            )
    for group_id, sessions in groups.items():
        if trainers_hold(draft, sessions) and venues_hold(draft, sessions):
            fill(draft, strand, group_id, sessions, draft.random.randint(strand.min_size, strand.max_size))


def make_groups(draft: Draft, strand: Strand, tries: int) -> None:
    starts = open_starts(draft.problem, strand)
    misses = 0
    while starts and misses < tries:
        sessions = drawn_sessions(draft, strand, starts)
        missed = sessions is None or not fill(draft, strand, sessions[0].group_id, sessions, strand.max_size)
        misses = misses + 1 if missed else 0
        if all((person.staff_id, strand.strand_id) in draft.placed for person in draft.audience[strand.strand_id]):
            return


def open_starts(problem: Problem, strand: Strand, earliest: date | None = None) -> list[datetime]:
    length, day = timedelta(minutes=strand.duration_minutes), max(strand.first_day, earliest or strand.first_day)
    found: list[datetime] = []
    while day <= strand.last_day:
        for at in strand.start_times:
            start = datetime.combine(day, at)
            ends_in_time = (start + length - timedelta(minutes=1)).date() == day
            if day.weekday() in strand.weekdays and day not in problem.closed and ends_in_time:
                found.append(start)
        day += timedelta(days=1)
    return found


def drawn_sessions(draft: Draft, strand: Strand, starts: list[datetime]) -> list[Session] | None:
    """The meetings of one more group at random times, or None where the draw does not work out."""
    r, length = draft.random, timedelta(minutes=strand.duration_minutes)
    times = [r.choice(starts)]
    for _ in range(strand.meetings - 1):
        least, most = strand.gap_days
        later = [s for s in starts if least <= (s.date() - times[-1].date()).days <= most and s >= times[-1] + length]
        if not later:
            return None
        times.append(r.choice(later))
    group_id = f"{strand.strand_id}{len(draft.members) + 1:04d}"
    pool = [t for t in draft.problem.trainers if all(leads(draft, t, strand, at, at + length) for at in times)]
    if len(pool) < strand.trainers:
        return None
    team = tuple(trainer.trainer_id for trainer in r.sample(pool, strand.trainers))
    kinds = Counter(draft.trainers[i].kind for i in team)
    sessions: list[Session] = []
    for number, at in enumerate(times, 1):
        modes = [draft.trainers[i].modes for i in team if draft.trainers[i].modes]
        rooms = [v for v in draft.problem.venues if v.mode in strand.modes and opens(v, at, at + length)]
        rooms = [v for v in rooms if all(v.mode in own for own in modes)]
        if not rooms:
            return None
        venue = r.choice(rooms).venue_id
        name = f"{group_id}-{number}"
        sessions.append(Session(name, strand.strand_id, group_id, number, at, at + length, venue, team))
    holds = trainers_hold(draft, sessions) and venues_hold(draft, sessions)
    return sessions if holds and all(kinds[kind] >= least for kind, least in strand.trainer_kinds.items()) else None


def fill(draft: Draft, strand: Strand, group_id: str, sessions: list[Session], most: int) -> bool:
    """Take people into the group as far as they fit; False, and nothing done, where too few do."""
    members: list[Person] = []
    waiting = [b for b in draft.blocks[strand.strand_id] if (b[0].staff_id, strand.strand_id) not in draft.placed]
    draft.random.shuffle(waiting)
    waiting.sort(key=lambda block: all((p.staff_id, strand.strand_id) not in draft.pins for p in block))
    most = min(most, seats(draft, strand, sessions))
    for block in waiting:
        if len(members) + len(block) > most:
            continue
        taken = len(members)
        for person in block:
            if not joins(draft, strand, sessions, members, person):
                break
            members.append(person)
        if len(members) < taken + len(block):
            del members[taken:]
        if len(members) == most:
            break
    if len(members) < strand.min_size:
        return False
    draft.sessions += sessions
    draft.meetings[strand.strand_id, group_id] = sessions
    draft.members[strand.strand_id, group_id] = []
    for session in sessions:
        for trainer_id in session.trainer_ids:
            if staff_id := draft.trainers[trainer_id].staff_id:
                draft.diary[staff_id].append((session.start, session.end))
    for person in members:
        admit(draft, strand, group_id, sessions, person)
    return True


def admit(draft: Draft, strand: Strand, group_id: str, sessions: list[Session], person: Person) -> None:
    draft.members[strand.strand_id, group_id].append(person)
    draft.placed[person.staff_id, strand.strand_id] = group_id
    spans = [(session.start, session.end) for session in sessions]
    draft.diary[person.staff_id] += spans
    if strand.grouping.rule is not GroupingRule.TEAM:
        draft.away[person.team] += spans


def top_up(draft: Draft, strand: Strand) -> None:
    """Whoever could simply be added to a group that stands is added."""
    for block in draft.blocks[strand.strand_id]:
        person = block[0]
        if len(block) > 1 or (person.staff_id, strand.strand_id) in draft.placed:
            continue
        for (strand_id, group_id), sessions in draft.meetings.items():
            members = draft.members[strand_id, group_id]
            has_room = strand_id == strand.strand_id and len(members) < seats(draft, strand, sessions)
            if has_room and joins(draft, strand, sessions, members, person):
                admit(draft, strand, group_id, sessions, person)
                break


def finished(draft: Draft) -> Schedule:
    unplaced = [
        Unplaced(person.staff_id, strand.strand_id, reason(draft, strand, person), "Somebody has to look into this.")
        for strand in draft.problem.strands
        for person in draft.audience[strand.strand_id]
        if (person.staff_id, strand.strand_id) not in draft.placed
    ]
    rows = [Allocation(staff_id, strand_id, group_id) for (staff_id, strand_id), group_id in draft.placed.items()]
    return Schedule(tuple(draft.sessions), tuple(rows), tuple(unplaced))


def reason(draft: Draft, strand: Strand, person: Person) -> Reason:
    for earlier in strand.after.strands if strand.after else ():
        if person in draft.audience[earlier] and (person.staff_id, earlier) not in draft.placed:
            return Reason.PREREQUISITE
    return Reason.CAPACITY if could_come(draft.problem, strand, person) else Reason.AVAILABILITY


def could_come(problem: Problem, strand: Strand, person: Person, earliest: date | None = None) -> bool:
    """Whether any start, or set of starts, suits the person, by trying them all."""
    venues = {venue.venue_id: venue for venue in problem.venues}
    if strand.given:
        groups: defaultdict[str, list[bool]] = defaultdict(list)
        for row in problem.given:
            if row.strand == strand.strand_id:
                fits = row.venue_id not in venues or suits(person, venues[row.venue_id])
                early = earliest is not None and row.start.date() < earliest
                groups[row.group_id].append(fits and available(person, row.start, row.end) and not early)
        return any(all(meetings) for meetings in groups.values())
    length = timedelta(minutes=strand.duration_minutes)
    good = [
        at
        for at in open_starts(problem, strand, earliest)
        if available(person, at, at + length)
        and any(v.mode in strand.modes and opens(v, at, at + length) and suits(person, v) for v in problem.venues)
    ]
    reached = good
    for _ in range(strand.meetings - 1):
        reached = [at for at in good if any(follows(strand, one, at, length) for one in reached)]
    return bool(reached)


def follows(strand: Strand, one: datetime, two: datetime, length: timedelta) -> bool:
    return strand.gap_days[0] <= (two.date() - one.date()).days <= strand.gap_days[1] and two >= one + length
