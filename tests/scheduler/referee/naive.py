"""A plain greedy maker of schedules, for trying the judge on schedules that nobody optimised.

It draws times, venues and trainers at random, takes whoever fits and says of everyone else why not.
Every rule is checked the slow and obvious way, from the problem alone, without the judge's code.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import product
from random import Random

from scheduler.problem import GroupingRule, KeepApart, Mode, Person, Problem, Strand, Trainer, Venue
from scheduler.schedule import Allocation, Reason, Schedule, Session, Unplaced

Span = tuple[datetime, datetime]


@dataclass
class Draft:
    """A schedule in the making; ``diary`` holds what people attend and lead."""

    problem: Problem
    random: Random
    sessions: list[Session] = field(default_factory=list)
    meetings: dict[tuple[str, str], list[Session]] = field(default_factory=dict)
    members: dict[tuple[str, str], list[Person]] = field(default_factory=dict)
    placed: dict[tuple[str, str], str] = field(default_factory=dict)
    diary: defaultdict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    away: defaultdict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.people = {person.staff_id: person for person in self.problem.people}
        self.trainers = {trainer.trainer_id: trainer for trainer in self.problem.trainers}
        self.venues = {venue.venue_id: venue for venue in self.problem.venues}
        self.team_sizes = Counter(person.team for person in self.problem.people)
        self.given = {strand.strand_id for strand in self.problem.strands if strand.given}
        self.audience = {strand.strand_id: audience(self.problem, strand) for strand in self.problem.strands}
        self.blocks = {strand.strand_id: blocks(strand, self.audience[strand.strand_id]) for strand in self.problem.strands}
        self.pins = {(lock.staff_id, lock.strand): lock.group_id for lock in self.problem.locks if lock.group_id}


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


def audience(problem: Problem, strand: Strand) -> list[Person]:
    def holds(person: Person, rule: dict[str, frozenset[str]]) -> bool:
        return all(values & (person.tags if key == "tags" else {person.value(key)}) for key, values in rule.items())

    exempt = {lock.staff_id for lock in problem.locks if lock.strand == strand.strand_id and not lock.group_id}
    wanted, unwanted = dict(strand.audience), dict(strand.exclude)
    return [
        p for p in problem.people
        if holds(p, wanted) and not (unwanted and holds(p, unwanted)) and p.staff_id not in exempt
    ]


def blocks(strand: Strand, people: list[Person]) -> list[list[Person]]:
    """People in the sets in which they have to be placed together."""
    column, found = strand.grouping.keep_together, defaultdict(list)
    for person in people:
        found[(column and person.value(column)) or "\n" + person.staff_id].append(person)
    return list(found.values())


def use_given(draft: Draft, strand: Strand) -> None:
    groups: defaultdict[str, list[Session]] = defaultdict(list)
    for row in sorted(draft.problem.given, key=lambda row: row.start):
        if row.strand == strand.strand_id:
            groups[row.group_id].append(Session(
                row.session_id, row.strand, row.group_id, row.meeting, row.start, row.end, row.venue_id, row.trainer_ids))
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
        rooms = [v for v in draft.problem.venues if v.mode in strand.modes and opens(v, at, at + length)]
        rooms = [v for v in rooms if all(not draft.trainers[i].modes or v.mode in draft.trainers[i].modes for i in team)]
        if not rooms:
            return None
        venue = r.choice(rooms).venue_id
        sessions.append(Session(f"{group_id}-{number}", strand.strand_id, group_id, number, at, at + length, venue, team))
    holds = trainers_hold(draft, sessions) and venues_hold(draft, sessions)
    return sessions if holds and all(kinds[kind] >= least for kind, least in strand.trainer_kinds.items()) else None


def opens(venue: Venue, start: datetime, end: datetime) -> bool:
    return (venue.pattern is None or venue.pattern.holds(start, end)) and not overlaps(venue.absences, start, end)


def overlaps(absences: Iterable[object], start: datetime, end: datetime) -> bool:
    return any(a.start < end and start < a.end for a in absences)  # type: ignore[attr-defined]


def leads(draft: Draft, trainer: Trainer, strand: Strand, start: datetime, end: datetime) -> bool:
    if strand.strand_id not in trainer.strands or overlaps(trainer.absences, start, end):
        return False
    if trainer.pattern and not trainer.pattern.holds(start, end):
        return False
    if not (trainer.first_day or date.min) <= start.date() <= (trainer.last_day or date.max):
        return False
    if any(a < end and start < b for a, b in draft.diary[trainer.staff_id]) and trainer.staff_id:
        return False
    if trainer.ready_after:
        group = draft.placed.get((trainer.staff_id, trainer.ready_after))
        return group is not None and draft.meetings[trainer.ready_after, group][-1].start.date() < start.date()
    return True


def trainers_hold(draft: Draft, new: list[Session]) -> bool:
    """Whether the trainers of the new sessions can lead them beside what they lead already."""
    p = draft.problem
    for trainer_id in {i for session in new for i in session.trainer_ids}:
        trainer = draft.trainers[trainer_id]
        led = [s for s in [*draft.sessions, *new] if trainer_id in s.trainer_ids]
        fresh = [s for s in led if s.strand not in draft.given]
        for one, two in product(led, led):
            if one.start > two.start or one is two or not (one in fresh or two in fresh):
                continue
            travel = p.travel_minutes if place(draft, one) and place(draft, two) and place(draft, one) != place(draft, two) else 0
            if two.start < one.end + timedelta(minutes=max(travel, p.break_minutes)):
                return False
        for s in fresh:
            if trainer.max_per_day is not None and sum(o.start.date() == s.start.date() for o in led) > trainer.max_per_day:
                return False
            week = s.start.isocalendar()[:2]
            if trainer.max_per_week is not None and sum(o.start.isocalendar()[:2] == week for o in led) > trainer.max_per_week:
                return False
        spans = draft.diary[trainer.staff_id] if trainer.staff_id else []
        if any(a < s.end and s.start < b for a, b in spans for s in new):
            return False
    return True


def place(draft: Draft, session: Session) -> str:
    venue = draft.venues.get(session.venue_id)
    return "" if venue is None or venue.mode is Mode.ONLINE else venue.site or "venue " + venue.venue_id


def venues_hold(draft: Draft, new: list[Session]) -> bool:
    for venue in {session.venue_id for session in new} & draft.venues.keys():
        room = draft.venues[venue]
        rest = timedelta(minutes=draft.problem.turnaround_minutes if room.mode is Mode.IN_PERSON else 0)
        held = [s for s in [*draft.sessions, *new] if s.venue_id == venue]
        for s in held:
            now = [o for o in held if o.start <= s.start < o.end + rest]
            if len(now) > room.parallel and any(o.strand not in draft.given for o in now):
                return False
    return True


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
            draft.diary[draft.trainers[trainer_id].staff_id or "\n"].append((session.start, session.end))
    for person in members:
        admit(draft, strand, group_id, sessions, person)
    return True


def seats(draft: Draft, strand: Strand, sessions: list[Session]) -> int:
    if strand.given:
        ids = {session.session_id for session in sessions}
        return min([strand.max_size, *(g.places for g in draft.problem.given if g.places and g.session_id in ids)])
    capacities = (draft.venues[session.venue_id].capacity for session in sessions)
    return min([strand.max_size, *(capacity for capacity in capacities if capacity is not None)])


def admit(draft: Draft, strand: Strand, group_id: str, sessions: list[Session], person: Person) -> None:
    draft.members[strand.strand_id, group_id].append(person)
    draft.placed[person.staff_id, strand.strand_id] = group_id
    spans = [(session.start, session.end) for session in sessions]
    draft.diary[person.staff_id] += spans
    if strand.grouping.rule is not GroupingRule.TEAM:
        draft.away[person.team] += spans


def joins(draft: Draft, strand: Strand, sessions: list[Session], members: Sequence[Person], person: Person) -> bool:
    """Whether one more person fits into a group with these members."""
    pinned = draft.pins.get((person.staff_id, strand.strand_id), sessions[0].group_id)
    return (
        pinned == sessions[0].group_id
        and all(comes(draft, person, s) and covered(draft, strand, members, person, s) for s in sessions)
        and ordered(draft, strand, sessions, person)
        and befits(draft, strand, sessions, members, person)
    )


def comes(draft: Draft, person: Person, session: Session) -> bool:
    venue = draft.venues.get(session.venue_id)
    own = {s.staff_id for i in session.trainer_ids if (s := draft.trainers[i]).staff_id}
    busy = any(a < session.end and session.start < b for a, b in draft.diary[person.staff_id])
    return (
        (venue is None or suits(person, venue)) and available(person, session.start, session.end)
        and not busy and person.staff_id not in own
    )


def suits(person: Person, venue: Venue) -> bool:
    if (person.modes and venue.mode not in person.modes) or not person.needs <= venue.features:
        return False
    return venue.mode is Mode.ONLINE or not person.sites or not venue.site or venue.site in person.sites


def available(person: Person, start: datetime, end: datetime) -> bool:
    in_post = (person.joins_on or date.min) <= start.date() <= (person.leaves_on or date.max)
    works = person.pattern is None or person.pattern.holds(start, end)
    return in_post and works and not overlaps(person.absences, start, end)


def covered(draft: Draft, strand: Strand, members: Sequence[Person], person: Person, session: Session) -> bool:
    cover = draft.problem.cover
    if cover is None or not person.team or strand.grouping.rule is GroupingRule.TEAM:
        return True
    inside = sum(member.team == person.team for member in members if (member.staff_id, strand.strand_id) not in draft.placed)
    spans = [(a, b) for a, b in draft.away[person.team] if a < session.end and session.start < b]
    instants = [session.start, *(a for a, _ in spans if a > session.start)]
    most = max(sum(a <= at < b for a, b in spans) for at in instants)
    return most + inside + 1 <= max(1, int(cover * draft.team_sizes[person.team]))


def ordered(draft: Draft, strand: Strand, sessions: list[Session], person: Person) -> bool:
    for earlier in strand.after.strands if strand.after else ():
        if person not in draft.audience[earlier]:
            continue
        group = draft.placed.get((person.staff_id, earlier))
        if group is None:
            return False
        last = draft.meetings[earlier, group][-1]
        gap = (sessions[0].start.date() - last.start.date()).days
        most = strand.after.max_days if strand.after and strand.after.max_days is not None else 10**6
        if sessions[0].start < last.end or strand.after is None or not strand.after.min_days <= gap <= most:
            return False
    return True


def befits(draft: Draft, strand: Strand, sessions: list[Session], members: Sequence[Person], person: Person) -> bool:
    rules, together = strand.grouping, [*members, person]
    for column, most in rules.max_same.items():
        value = person.value(column)
        if value and sum(other.value(column) == value for other in together) > most:
            return False
    if rules.rule is GroupingRule.TEAM and len({other.value(rules.fields[-1]) for other in together}) > 1:
        return False
    ids = {other.staff_id for other in members}
    bosses = {other.line_manager_id for other in members}
    if KeepApart.LINE_MANAGER in rules.keep_apart and (person.line_manager_id in ids or person.staff_id in bosses):
        return False
    if KeepApart.PAIRS in rules.keep_apart and any(frozenset((person.staff_id, i)) in draft.problem.apart for i in ids):
        return False
    heads = [draft.people.get(draft.trainers[i].staff_id) for s in sessions for i in s.trainer_ids]
    own = any(h and (h.staff_id == person.line_manager_id or (h.team and h.team == person.team)) for h in heads)
    return not (own and KeepApart.TRAINER_TEAM in rules.keep_apart)


def top_up(draft: Draft, strand: Strand) -> None:
    """Whoever could simply be added to a group that stands is added."""
    for block in draft.blocks[strand.strand_id]:
        person = block[0]
        if len(block) > 1 or (person.staff_id, strand.strand_id) in draft.placed:
            continue
        for (strand_id, group_id), sessions in draft.meetings.items():
            members = draft.members[strand_id, group_id]
            if strand_id == strand.strand_id and len(members) < seats(draft, strand, sessions):
                if joins(draft, strand, sessions, members, person):
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
        at for at in open_starts(problem, strand, earliest)
        if available(person, at, at + length)
        and any(v.mode in strand.modes and opens(v, at, at + length) and suits(person, v) for v in problem.venues)
    ]
    reached = good
    for _ in range(strand.meetings - 1):
        reached = [at for at in good if any(follows(strand, one, at, length) for one in reached)]
    return bool(reached)


def follows(strand: Strand, one: datetime, two: datetime, length: timedelta) -> bool:
    return strand.gap_days[0] <= (two.date() - one.date()).days <= strand.gap_days[1] and two >= one + length
