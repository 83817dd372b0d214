"""Costs: what a change is taken to cost, in points, so that "cheapest" means something.

One point stands for about an hour of somebody's work or a small nuisance to many. An organisation
that sees it otherwise gives figures of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import singledispatch

from scheduler.bottlenecks.changes import (
    Change,
    HigherLimits,
    LargerVenue,
    LaterEnd,
    MoreAlike,
    MoreAtOnce,
    MoreModes,
    MoreSites,
    MoreStarts,
    MoreTrainers,
    MoreVenues,
    MoreWeekdays,
    OtherDistance,
    OtherSize,
    StrandModes,
    UnitsApart,
    WiderCover,
    WiderGaps,
)
from scheduler.problem import Problem
from scheduler.schedule import Session


@dataclass(frozen=True, slots=True)
class Costs:
    """Points for each kind of change; all of them whole numbers of 0 or more."""

    trainer: int = 4
    """Finding and briefing one more trainer."""
    trainer_session: int = 2
    """Each session that an added trainer leads in the schedule that the remedy was verified with."""
    limit_step: int = 3
    """One trainer leading one session more a day or a week than their limit."""
    venue: int = 6
    """Finding one more venue."""
    venue_session: int = 1
    """Each session held in an added venue."""
    room: int = 4
    """A larger room in place of one that there is."""
    at_once: int = 3
    """One session more at the same moment in a venue."""
    day_later: int = 1
    """Each day by which the end of a strand, and with it perhaps of the programme, moves on."""
    start_time: int = 5
    """One more time of day at which a strand may start."""
    weekday: int = 8
    """One more day of the week."""
    strand_mode: int = 10
    """A strand held in one more mode: venues to book and groups of two kinds to look after."""
    size_step: int = 4
    """Groups of a strand one person larger at most, or smaller at least."""
    alike_step: int = 5
    """One more member of a group who may share a value."""
    cover_point: int = 2
    """Each percentage point, begun or whole, of a team that may be away at one moment."""
    units: int = 20
    """Giving up that people are kept together in a strand."""
    gap_day: int = 1
    """Each day by which days between strands or meetings are eased."""
    person_mode: int = 2
    """One person taking part in one more mode."""
    person_site: int = 2
    """One person going to one more site."""


def cost_of(change: Change, problem: Problem, sessions: tuple[Session, ...], costs: Costs) -> int:
    """The points of a change to ``problem``; ``sessions`` are those of the schedule made with it."""
    return _cost(change, problem, sessions, costs)


@singledispatch
def _cost(change: object, _problem: Problem, _sessions: tuple[Session, ...], _costs: Costs) -> int:
    raise TypeError(f"no change: {change!r}")


@_cost.register
def _(change: MoreTrainers, _problem: Problem, sessions: tuple[Session, ...], costs: Costs) -> int:
    new = {trainer.trainer_id for trainer in change.trainers}
    led = sum(len(new & set(session.trainer_ids)) for session in sessions)
    return costs.trainer * len(new) + costs.trainer_session * led


@_cost.register
def _(change: HigherLimits, problem: Problem, _sessions: tuple[Session, ...], costs: Costs) -> int:
    theirs = [trainer for trainer in problem.trainers if trainer.trainer_id in change.trainer_ids]
    a_day = sum(trainer.max_per_day is not None for trainer in theirs) * change.more_per_day
    a_week = sum(trainer.max_per_week is not None for trainer in theirs) * change.more_per_week
    return costs.limit_step * (a_day + a_week)


@_cost.register
def _(change: MoreVenues, _problem: Problem, sessions: tuple[Session, ...], costs: Costs) -> int:
    new = {venue.venue_id for venue in change.venues}
    return costs.venue * len(new) + costs.venue_session * sum(session.venue_id in new for session in sessions)


@_cost.register
def _(_change: LargerVenue, _problem: Problem, _sessions: tuple[Session, ...], costs: Costs) -> int:
    return costs.room


@_cost.register
def _(change: MoreAtOnce, problem: Problem, _sessions: tuple[Session, ...], costs: Costs) -> int:
    venue = next(venue for venue in problem.venues if venue.venue_id == change.venue_id)
    return costs.at_once * (change.parallel - venue.parallel)


@_cost.register
def _(change: LaterEnd, problem: Problem, _sessions: tuple[Session, ...], costs: Costs) -> int:
    before = min(strand.last_day for strand in problem.strands if strand.strand_id in change.strands)
    return costs.day_later * ((change.last_day - before) // timedelta(days=1))


@_cost.register
def _(change: MoreStarts, _problem: Problem, _sessions: tuple[Session, ...], costs: Costs) -> int:
    return costs.start_time * len(change.start_times)


@_cost.register
def _(change: MoreWeekdays, _problem: Problem, _sessions: tuple[Session, ...], costs: Costs) -> int:
    return costs.weekday * len(change.weekdays)


@_cost.register
def _(_change: StrandModes, _problem: Problem, _sessions: tuple[Session, ...], costs: Costs) -> int:
    return costs.strand_mode


@_cost.register
def _(change: OtherSize, problem: Problem, _sessions: tuple[Session, ...], costs: Costs) -> int:
    strand = next(strand for strand in problem.strands if strand.strand_id == change.strand)
    return costs.size_step * (strand.min_size - change.min_size + change.max_size - strand.max_size)


@_cost.register
def _(change: MoreAlike, problem: Problem, _sessions: tuple[Session, ...], costs: Costs) -> int:
    strand = next(strand for strand in problem.strands if strand.strand_id == change.strand)
    return costs.alike_step * (change.most - strand.grouping.max_same[change.column])


@_cost.register
def _(change: WiderCover, problem: Problem, _sessions: tuple[Session, ...], costs: Costs) -> int:
    assert problem.cover is not None
    return costs.cover_point * -int(-(change.cover - problem.cover) * 100 // 1)


@_cost.register
def _(_change: UnitsApart, _problem: Problem, _sessions: tuple[Session, ...], costs: Costs) -> int:
    return costs.units


@_cost.register
def _(change: OtherDistance, problem: Problem, _sessions: tuple[Session, ...], costs: Costs) -> int:
    after = next(strand.after for strand in problem.strands if strand.strand_id == change.strand)
    assert after is not None
    longest = 0 if change.max_days is None or after.max_days is None else change.max_days - after.max_days
    return costs.gap_day * (after.min_days - change.min_days + longest)


@_cost.register
def _(change: WiderGaps, problem: Problem, _sessions: tuple[Session, ...], costs: Costs) -> int:
    least, most = next(strand.gap_days for strand in problem.strands if strand.strand_id == change.strand)
    return costs.gap_day * (least - change.least_days + change.most_days - most)


@_cost.register
def _(change: MoreModes, _problem: Problem, _sessions: tuple[Session, ...], costs: Costs) -> int:
    return costs.person_mode * len(change.staff_ids)


@_cost.register
def _(change: MoreSites, _problem: Problem, _sessions: tuple[Session, ...], costs: Costs) -> int:
    return costs.person_site * len(change.staff_ids)
