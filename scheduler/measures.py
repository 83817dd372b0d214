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

from scheduler.problem import Aim, GroupingRule, Problem, Strand
from scheduler.referee.audience import audiences
from scheduler.schedule import Reason, Schedule, Session
from scheduler.tally import Tally, counting_of, mix_of, tally_of

Value = int | Fraction | date | None
Groups = Mapping[tuple[str, str], Tally]
"""Strand and group id -> the counts of the group."""


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
class Part:
    """What of a schedule belongs to one strand."""

    strand: Strand
    tally: Tally
    sessions: Sequence[Session]


def measure(problem: Problem, schedule: Schedule) -> Measures:
    """Measure a schedule; it need not keep the rules. Unknown strands and people are left out."""
    parts = parts_of(problem, group_tallies(problem, schedule), schedule.sessions)
    audience = audiences(problem)
    reasons = Counter((row.strand, row.reason) for row in schedule.unplaced)
    strands = {part.strand.strand_id: _strand(part, len(audience[part.strand.strand_id]), reasons) for part in parts}
    return Measures(aims_of(parts), strands)


def group_tallies(problem: Problem, schedule: Schedule) -> dict[tuple[str, str], Tally]:
    """The counts of every group of a known strand that has members."""
    meetings: defaultdict[tuple[str, str], list[Session]] = defaultdict(list)
    for session in schedule.sessions:
        meetings[session.strand, session.group_id].append(session)
    members: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for row in schedule.allocations:
        members[row.strand, row.group_id][row.staff_id] = None
    counting, strands = counting_of(problem), {strand.strand_id: strand for strand in problem.strands}
    return {
        key: tally_of(counting, strands[key[0]], staff_ids, meetings.get(key, ()))
        for key, staff_ids in members.items()
        if key[0] in strands
    }


def parts_of(problem: Problem, groups: Groups, sessions: Sequence[Session]) -> tuple[Part, ...]:
    """The strands in the order of the problem, each with its counts and its sessions."""
    sums: defaultdict[str, Tally] = defaultdict(Tally)
    for (strand_id, _), tally in groups.items():
        sums[strand_id] = sums[strand_id].plus(tally)
    held: defaultdict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        held[session.strand].append(session)
    return tuple(Part(strand, sums[strand.strand_id], held[strand.strand_id]) for strand in problem.strands)


def aims_of(parts: Sequence[Part]) -> dict[Aim, Value]:
    """The value of every aim of a programme."""
    mixes = [value for part in parts if (value := mix_of(part.strand, part.tally)) is not None]
    return {
        Aim.PLACED: sum(part.tally.placed for part in parts),
        Aim.OWN_TEAM: _own_team(parts),
        Aim.GROUPS: sum(part.tally.groups for part in parts),
        Aim.FINISH: max((session.start.date() for part in parts for session in part.sessions), default=None),
        Aim.MIX: sum(mixes, Fraction()) / len(mixes) if mixes else None,
        Aim.ALONE: _alone(parts),
        Aim.LOAD: _load([session for part in parts for session in part.sessions]),
        Aim.WISHES: sum(part.tally.wishes for part in parts),
    }


def _strand(part: Part, audience: int, reasons: Counter[tuple[str, Reason]]) -> StrandMeasures:
    days = [session.start.date() for session in part.sessions]
    strand_id, tally = part.strand.strand_id, part.tally
    unplaced = {reason: reasons[strand_id, reason] for reason in Reason if reasons[strand_id, reason]}
    return StrandMeasures(
        strand_id, audience, tally.placed, unplaced, tally.groups, len(part.sessions),
        min(days, default=None), max(days, default=None), aims_of([part]),
    )  # fmt: skip


def _own_team(parts: Sequence[Part]) -> Fraction | None:
    teams = [part.tally for part in parts if part.strand.grouping.rule is GroupingRule.TEAM]
    placed = sum(tally.placed for tally in teams)
    return Fraction(sum(tally.together for tally in teams), placed) if placed else None


def _alone(parts: Sequence[Part]) -> int | None:
    """How many are the only one of their group with their value; None where no strand asks."""
    asking = [part.tally.alone for part in parts if part.strand.grouping.not_alone]
    return sum(asking) if asking else None


def _load(sessions: Sequence[Session]) -> int:
    led = Counter(trainer_id for session in sessions for trainer_id in set(session.trainer_ids))
    return max(led.values(), default=0)
