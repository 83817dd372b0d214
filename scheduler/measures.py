"""What a schedule reaches: the exact value of every aim, for the whole programme and each strand.

How the aims are measured where several readings would do:

* ``own_team``: over all team strands together, the people whose whole group shares the first of the
  strand's fields (blank belongs with blank), as a share of the people placed there.
* ``finish``: the day on which the last session starts; a session never passes midnight.
* ``mix``: of a strand the weighted mean over its columns of the share of pairs of members of one
  group that differ (Blau's index without replacement). Pairs with a blank are left out, and so is a
  column without any pair. Of the programme the plain mean over the strands that have a value, so
  that no strand counts for more than another.
* ``load``: the sessions of the busiest trainer, those of a given timetable included.
* ``wishes``: the sum of the weights of kept wishes. A wish counts once for each of the person's
  sessions that matches it; a session without a venue matches every mode.

Shares are fractions, exact. A value is None where nothing is measured: no strand of that kind, or
nobody placed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from scheduler.problem import Aim, GroupingRule, Mode, Person, Problem, Strand, Wish
from scheduler.referee.audience import audiences
from scheduler.schedule import Reason, Schedule, Session

Value = int | Fraction | date | None
Members = list[list[Person]]


@dataclass(frozen=True, slots=True)
class StrandMeasures:
    """The figures of one strand. ``unplaced`` counts people by reason; days are those of sessions."""

    strand: str
    audience: int
    placed: int
    unplaced: Mapping[Reason, int]
    groups: int
    sessions: int
    first_day: date | None
    last_day: date | None
    aims: Mapping[Aim, Value]


@dataclass(frozen=True, slots=True)
class Measures:
    """The value of every aim for the programme, and every strand's figures by strand id."""

    aims: Mapping[Aim, Value]
    strands: Mapping[str, StrandMeasures]

    @property
    def audience(self) -> int:
        """Pairs of a person and a strand that is for them."""
        return sum(strand.audience for strand in self.strands.values())


@dataclass(frozen=True, slots=True)
class _Part:
    """What of a schedule belongs to one strand; ``groups`` are the known members of each group."""

    strand: Strand
    sessions: list[Session]
    groups: Members
    wishes: int


def measure(problem: Problem, schedule: Schedule) -> Measures:
    """Measure a schedule; it need not keep the rules. Unknown strands and people are left out."""
    parts = _parts(problem, schedule)
    audience = audiences(problem)
    reasons = Counter((row.strand, row.reason) for row in schedule.unplaced)
    strands = {part.strand.strand_id: _strand(part, len(audience[part.strand.strand_id]), reasons) for part in parts}
    mixes = [value for value in (_mix(part) for part in parts) if value is not None]
    sessions = [session for part in parts for session in part.sessions]
    aims: dict[Aim, Value] = {
        Aim.PLACED: sum(figures.placed for figures in strands.values()),
        Aim.OWN_TEAM: _own_team(parts),
        Aim.GROUPS: sum(len(part.groups) for part in parts),
        Aim.FINISH: max((session.start.date() for session in sessions), default=None),
        Aim.MIX: sum(mixes, Fraction()) / len(mixes) if mixes else None,
        Aim.ALONE: _alone(parts),
        Aim.LOAD: _load(sessions),
        Aim.WISHES: sum(part.wishes for part in parts),
    }
    return Measures(aims, strands)


def _strand(part: _Part, audience: int, reasons: Counter[tuple[str, Reason]]) -> StrandMeasures:
    days = [session.start.date() for session in part.sessions]
    strand_id, placed = part.strand.strand_id, sum(map(len, part.groups))
    first, last = min(days, default=None), max(days, default=None)
    aims: dict[Aim, Value] = {
        Aim.PLACED: placed,
        Aim.OWN_TEAM: _own_team([part]),
        Aim.GROUPS: len(part.groups),
        Aim.FINISH: last,
        Aim.MIX: _mix(part),
        Aim.ALONE: _alone([part]),
        Aim.LOAD: _load(part.sessions),
        Aim.WISHES: part.wishes,
    }
    unplaced = {reason: reasons[strand_id, reason] for reason in Reason if reasons[strand_id, reason]}
    return StrandMeasures(
        strand_id, audience, placed, unplaced, len(part.groups), len(part.sessions), first, last, aims
    )


def _parts(problem: Problem, schedule: Schedule) -> list[_Part]:
    sessions: defaultdict[str, list[Session]] = defaultdict(list)
    meetings: defaultdict[tuple[str, str], list[Session]] = defaultdict(list)
    for session in schedule.sessions:
        sessions[session.strand].append(session)
        meetings[session.strand, session.group_id].append(session)
    people = {person.staff_id: person for person in problem.people}
    members: defaultdict[str, defaultdict[str, list[Person]]] = defaultdict(lambda: defaultdict(list))
    for staff_id, strand_id, group_id in {(row.staff_id, row.strand, row.group_id) for row in schedule.allocations}:
        if staff_id in people:
            members[strand_id][group_id].append(people[staff_id])
    kept = _kept_wishes(problem, schedule, meetings)
    return [
        _Part(strand, sessions[strand.strand_id], list(members[strand.strand_id].values()), kept[strand.strand_id])
        for strand in problem.strands
    ]


def _kept_wishes(
    problem: Problem, schedule: Schedule, meetings: Mapping[tuple[str, str], Sequence[Session]]
) -> Counter[str]:
    """Strand id -> weight of the wishes that its sessions keep."""
    modes = {venue.venue_id: venue.mode for venue in problem.venues}
    wishes: defaultdict[str, list[Wish]] = defaultdict(list)
    for wish in problem.wishes:
        wishes[wish.staff_id].append(wish)
    kept: Counter[str] = Counter()
    for row in schedule.allocations if wishes else ():
        for session in meetings.get((row.strand, row.group_id), ()) if row.staff_id in wishes else ():
            mode = modes.get(session.venue_id)
            kept[row.strand] += sum(wish.weight for wish in wishes[row.staff_id] if _keeps(wish, session, mode))
    return kept


def _keeps(wish: Wish, session: Session, mode: Mode | None) -> bool:
    return (
        wish.strand in ("", session.strand)
        and (not wish.weekdays or session.start.weekday() in wish.weekdays)
        and (not wish.start_times or session.start.time() in wish.start_times)
        and (not wish.modes or mode is None or mode in wish.modes)
    )


def _own_team(parts: Sequence[_Part]) -> Fraction | None:
    together = placed = 0
    for part in parts:
        rules = part.strand.grouping
        if rules.rule is not GroupingRule.TEAM:
            continue
        for group in part.groups:
            placed += len(group)
            if len({person.value(rules.fields[0]) for person in group}) == 1:
                together += len(group)
    return Fraction(together, placed) if placed else None


def _mix(part: _Part) -> Fraction | None:
    total = weight_sum = Fraction()
    for column, weight in part.strand.grouping.mix.items():
        pairs, same = _pairs(part.groups, column)
        if pairs:
            total += weight * (1 - Fraction(same, pairs))
            weight_sum += weight
    return total / weight_sum if weight_sum else None


def _pairs(groups: Members, column: str) -> tuple[int, int]:
    """All pairs of members of one group who have a value, and those of them who share it."""
    pairs = same = 0
    for group in groups:
        counts = Counter(value for person in group if (value := person.value(column)))
        known = counts.total()
        pairs += known * (known - 1) // 2
        same += sum(count * (count - 1) // 2 for count in counts.values())
    return pairs, same


def _alone(parts: Sequence[_Part]) -> int | None:
    """How many are the only one of their group with their value; None where no strand asks."""
    asking = [part for part in parts if part.strand.grouping.not_alone]
    if not asking:
        return None
    return sum(
        count == 1 and bool(value)
        for part in asking
        for group in part.groups
        for value, count in Counter(person.value(part.strand.grouping.not_alone) for person in group).items()
    )


def _load(sessions: Sequence[Session]) -> int:
    led = Counter(trainer_id for session in sessions for trainer_id in set(session.trainer_ids))
    return max(led.values(), default=0)
