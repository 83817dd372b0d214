"""Climbing: the smallest step of a ladder that places as many as the largest does, each step verified."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scheduler.bottlenecks.changes import Change, HigherLimits, MoreModes, MoreSites, MoreTrainers, MoreVenues
from scheduler.bottlenecks.costs import Costs, cost_of
from scheduler.bottlenecks.editing import edits_of
from scheduler.bottlenecks.ladders import Ladder
from scheduler.bottlenecks.naming import change_sentence
from scheduler.bottlenecks.report import Remedy
from scheduler.bottlenecks.verifying import Effort, Place, Stop, places_of, solved_with
from scheduler.problem import MINUTES_A_DAY, Pattern, Problem, Trainer
from scheduler.schedule import Schedule, Session


@dataclass(frozen=True, slots=True)
class Ground:
    """What every remedy is measured against: the problem as it is and the best schedule known of it."""

    problem: Problem
    schedule: Schedule
    effort: Effort
    costs: Costs


def climb(ground: Ground, ladder: Ladder, stop: Stop) -> tuple[Remedy, ...]:
    """Every step that was verified on the way, the chosen one first; none if even the largest places nobody.

    The steps are searched by halving: as a rule an easier change places no fewer. That it is a rule
    and not a law matters little, as each step that is told of has been verified itself.
    """
    top = verified(ground, ladder.steps[-1], stop)
    if top is None:
        return ()
    found, best = [top], top
    low, high = 0, len(ladder.steps) - 1
    while low < high and not stop():
        middle = (low + high) // 2
        tried = verified(ground, ladder.steps[middle], stop)
        if tried is not None:
            found.append(tried)
        if tried is not None and tried.places >= top.places:
            best, high = tried, middle
        else:
            low = middle + 1
    for change in smaller(ground.problem, best):
        tried = None if stop() else verified(ground, change, stop)
        if tried is not None and tried.places >= best.places and tried.cost <= best.cost:
            found.append(tried)
            best = tried
    return (best, *(remedy for remedy in found if remedy is not best and not remedy.places >= best.places))


def verified(ground: Ground, change: Change, stop: Stop) -> Remedy | None:
    """The change as a remedy, with whom it places; None if it places nobody or the judge refuses the schedule."""
    solved = solved_with(ground.problem, ground.schedule, [change], ground.effort, stop)
    if solved is None:
        return None
    _, schedule = solved
    places = places_of(schedule) - places_of(ground.schedule)
    if not places:
        return None
    cost = cost_of(change, ground.problem, schedule.sessions, ground.costs)
    sentence = change_sentence(change, ground.problem, schedule.sessions)
    return Remedy(change, sentence, cost, places, edits_of(change, ground.problem), schedule)


def smaller(problem: Problem, remedy: Remedy) -> list[Change]:
    """Narrower forms of a change, as far as its schedule made use of it; broader ones first."""
    change, sessions = remedy.change, remedy.schedule.sessions
    if isinstance(change, MoreTrainers):
        return _narrower_trainers(change, sessions)
    if isinstance(change, MoreVenues):
        used = {session.venue_id for session in sessions}
        kept = tuple(venue for venue in change.venues if venue.venue_id in used)
        return [MoreVenues(kept)] if kept and kept != change.venues else []
    if isinstance(change, HigherLimits):
        return _fewer_limits(change, problem, sessions)
    if isinstance(change, MoreModes | MoreSites):
        return _fewer_people(change, remedy.places)
    return []


def _narrower_trainers(change: MoreTrainers, sessions: tuple[Session, ...]) -> list[Change]:
    """The new trainers on the weekdays they were used on; then in those hours, modes and weeks alone."""
    led = {t.trainer_id: [s for s in sessions if t.trainer_id in s.trainer_ids] for t in change.trainers}
    kept = tuple(trainer for trainer in change.trainers if led[trainer.trainer_id])
    if not kept:
        return []
    on_days = tuple(replace(t, pattern=_pattern(led[t.trainer_id], whole_days=True)) for t in kept)
    in_hours = tuple(_in_hours(t, led[t.trainer_id]) for t in kept)
    return [MoreTrainers(on_days), MoreTrainers(in_hours)]


def _in_hours(trainer: Trainer, led: list[Session]) -> Trainer:
    return replace(
        trainer,
        pattern=_pattern(led, whole_days=False),
        first_day=min(session.start.date() for session in led),
        last_day=max(session.start.date() for session in led),
    )


def _pattern(led: list[Session], *, whole_days: bool) -> Pattern:
    """The weekdays of these sessions, whole or from the first start to the last end."""
    windows: list[tuple[tuple[int, int], ...]] = []
    for weekday in range(7):
        there = [session for session in led if session.start.weekday() == weekday]
        if not there or whole_days:
            windows.append(((0, MINUTES_A_DAY),) if there else ())
            continue
        starts = [session.start.hour * 60 + session.start.minute for session in there]
        ends = [s + (e.end - e.start).seconds // 60 for s, e in zip(starts, there, strict=True)]
        windows.append(((min(starts), max(ends)),))
    return Pattern(tuple(windows))


def _fewer_limits(change: HigherLimits, problem: Problem, sessions: tuple[Session, ...]) -> list[Change]:
    """The higher limits for those trainers alone who lead more than they could before."""
    beyond = []
    for trainer in problem.trainers:
        if trainer.trainer_id in change.trainer_ids:
            days = [s.start.date() for s in sessions if trainer.trainer_id in s.trainer_ids]
            weeks = [day.isocalendar()[:2] for day in days]
            a_day = max((days.count(day) for day in set(days)), default=0)
            a_week = max((weeks.count(week) for week in set(weeks)), default=0)
            if (trainer.max_per_day is not None and a_day > trainer.max_per_day) or (
                trainer.max_per_week is not None and a_week > trainer.max_per_week
            ):
                beyond.append(trainer.trainer_id)
    if not beyond or len(beyond) == len(change.trainer_ids):
        return []
    return [replace(change, trainer_ids=tuple(beyond))]


def _fewer_people(change: MoreModes | MoreSites, places: frozenset[Place]) -> list[Change]:
    placed = {staff_id for _, staff_id in places}
    kept = tuple(staff_id for staff_id in change.staff_ids if staff_id in placed)
    return [replace(change, staff_ids=kept)] if kept and kept != change.staff_ids else []
