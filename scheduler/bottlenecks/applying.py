"""Applying: a problem and a change in, the changed problem out.

What a change says is the least that is to hold: two changes of one thing make the easier of the two,
in whatever order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
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
from scheduler.problem import Mode, Person, Problem, Strand, Trainer, Venue


def apply_all(changes: Iterable[Change], problem: Problem) -> Problem:
    """The problem with every change made, one after the other."""
    for change in changes:
        problem = apply(change, problem)
    return problem


@singledispatch
def apply(change: object, _problem: Problem) -> Problem:
    """The problem with the change made; the problem given stays as it is."""
    raise TypeError(f"no change: {change!r}")


@apply.register
def _(change: MoreTrainers, problem: Problem) -> Problem:
    return replace(problem, trainers=(*problem.trainers, *change.trainers))


@apply.register
def _(change: HigherLimits, problem: Problem) -> Problem:
    def higher(trainer: Trainer) -> Trainer:
        if trainer.trainer_id not in change.trainer_ids:
            return trainer
        a_day, a_week = trainer.max_per_day, trainer.max_per_week
        return replace(
            trainer,
            max_per_day=None if a_day is None else a_day + change.more_per_day,
            max_per_week=None if a_week is None else a_week + change.more_per_week,
        )

    return replace(problem, trainers=tuple(map(higher, problem.trainers)))


@apply.register
def _(change: MoreVenues, problem: Problem) -> Problem:
    return replace(problem, venues=(*problem.venues, *change.venues))


@apply.register
def _(change: LargerVenue, problem: Problem) -> Problem:
    return _with_venue(
        problem, change.venue_id, lambda venue: replace(venue, capacity=max(change.capacity, venue.capacity or 0))
    )


@apply.register
def _(change: MoreAtOnce, problem: Problem) -> Problem:
    return _with_venue(
        problem, change.venue_id, lambda venue: replace(venue, parallel=max(change.parallel, venue.parallel))
    )


@apply.register
def _(change: LaterEnd, problem: Problem) -> Problem:
    # What is closed after the old last day stays closed in the longer window.
    last_day = max(problem.last_day, change.last_day)
    closed = problem.closed | {day for day in problem.closed_later if day <= last_day}
    later = frozenset(day for day in problem.closed_later if day > last_day)
    longer = replace(problem, last_day=last_day, closed=closed, closed_later=later)
    return _with_strands(longer, change.strands, lambda s: replace(s, last_day=max(s.last_day, change.last_day)))


@apply.register
def _(change: MoreStarts, problem: Problem) -> Problem:
    return _with_strands(
        problem,
        (change.strand,),
        lambda strand: replace(strand, start_times=tuple(sorted({*strand.start_times, *change.start_times}))),
    )


@apply.register
def _(change: MoreWeekdays, problem: Problem) -> Problem:
    return _with_strands(
        problem, (change.strand,), lambda strand: replace(strand, weekdays=strand.weekdays | set(change.weekdays))
    )


@apply.register
def _(change: StrandModes, problem: Problem) -> Problem:
    return _with_strands(problem, (change.strand,), lambda strand: replace(strand, modes=strand.modes | {change.mode}))


@apply.register
def _(change: OtherSize, problem: Problem) -> Problem:
    return _with_strands(
        problem,
        (change.strand,),
        lambda strand: replace(
            strand,
            min_size=min(strand.min_size, change.min_size),
            max_size=max(strand.max_size, change.max_size),
        ),
    )


@apply.register
def _(change: MoreAlike, problem: Problem) -> Problem:
    def relaxed(strand: Strand) -> Strand:
        most = max(change.most, strand.grouping.max_same[change.column])
        limits = {**strand.grouping.max_same, change.column: most}
        return replace(strand, grouping=replace(strand.grouping, max_same=limits))

    return _with_strands(problem, (change.strand,), relaxed)


@apply.register
def _(change: WiderCover, problem: Problem) -> Problem:
    return problem if problem.cover is None else replace(problem, cover=max(change.cover, problem.cover))


@apply.register
def _(change: UnitsApart, problem: Problem) -> Problem:
    return _with_strands(
        problem, (change.strand,), lambda strand: replace(strand, grouping=replace(strand.grouping, keep_together=""))
    )


@apply.register
def _(change: OtherDistance, problem: Problem) -> Problem:
    def relaxed(strand: Strand) -> Strand:
        assert strand.after is not None
        most = (
            None
            if None in (change.max_days, strand.after.max_days)
            else max(change.max_days or 0, strand.after.max_days or 0)
        )
        least = min(change.min_days, strand.after.min_days)
        return replace(strand, after=replace(strand.after, min_days=least, max_days=most))

    return _with_strands(problem, (change.strand,), relaxed)


@apply.register
def _(change: WiderGaps, problem: Problem) -> Problem:
    def relaxed(strand: Strand) -> Strand:
        least, most = strand.gap_days
        return replace(strand, gap_days=(min(least, change.least_days), max(most, change.most_days)))

    return _with_strands(problem, (change.strand,), relaxed)


@apply.register
def _(change: MoreModes, problem: Problem) -> Problem:
    def eased(person: Person) -> Person:
        modes = frozenset[Mode]() if not person.modes else person.modes | {change.mode}
        return replace(person, modes=modes, attributes={**person.attributes, "modes": ";".join(sorted(modes))})

    return _with_people(problem, change.staff_ids, eased)


@apply.register
def _(change: MoreSites, problem: Problem) -> Problem:
    def eased(person: Person) -> Person:
        sites = frozenset[str]() if not person.sites else person.sites | {change.site}
        return replace(person, sites=sites, attributes={**person.attributes, "sites": ";".join(sorted(sites))})

    return _with_people(problem, change.staff_ids, eased)


def _with_strands(problem: Problem, names: Iterable[str], changed: Callable[[Strand], Strand]) -> Problem:
    wanted = set(names)
    return replace(problem, strands=tuple(changed(s) if s.strand_id in wanted else s for s in problem.strands))


def _with_venue(problem: Problem, name: str, changed: Callable[[Venue], Venue]) -> Problem:
    return replace(problem, venues=tuple(changed(v) if v.venue_id == name else v for v in problem.venues))


def _with_people(problem: Problem, names: Iterable[str], changed: Callable[[Person], Person]) -> Problem:
    wanted = set(names)
    return replace(problem, people=tuple(changed(p) if p.staff_id in wanted else p for p in problem.people))
