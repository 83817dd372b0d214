"""Naming: a change in one sentence for a coordinator, figures from the schedule that it was verified with."""

from __future__ import annotations

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
from scheduler.bottlenecks.words import counted_in_words, people_words
from scheduler.explain.reasons import title_of
from scheduler.explain.sentences import MODE_WORDS, day, listed, pattern_words
from scheduler.problem import Mode, Problem, Strand
from scheduler.schedule import Session

WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
Sessions = tuple[Session, ...]


def change_sentence(change: Change, problem: Problem, sessions: Sessions) -> str:
    """What to change in ``problem``; ``sessions`` are those of the schedule made with the change."""
    return _sentence(change, problem, sessions)


@singledispatch
def _sentence(change: object, _problem: Problem, _sessions: Sessions) -> str:
    raise TypeError(f"no change: {change!r}")


@_sentence.register
def _(change: MoreTrainers, problem: Problem, sessions: Sessions) -> str:
    new = {trainer.trainer_id for trainer in change.trainers}
    led = [session for session in sessions if new & set(session.trainer_ids)]
    first = change.trainers[0]
    kind = f" of kind {first.kind}" if first.kind else ""
    titles = listed([title_of(problem, name) for name in sorted({session.strand for session in led})])
    venues = {venue.venue_id: venue.mode for venue in problem.venues}
    modes = sorted({MODE_WORDS[venues[s.venue_id]] for s in led if s.venue_id in venues})
    patterns = list(dict.fromkeys(pattern_words(trainer.pattern) for trainer in change.trainers))
    when = f", {' / '.join(patterns)}" if change.trainers[0].pattern is not None else ""
    days = [session.start.date() for session in led]
    span = f", {day(min(days))} to {day(max(days))}" if days else ""
    number = sum(len(new & set(session.trainer_ids)) for session in led)
    how = listed(modes) or "in any mode"
    return (
        f"{counted_in_words(len(new), 'more trainer')}{kind} for {titles}, {how}{when}{span}: "
        f"{counted_in_words(number, 'session')} to lead."
    )


@_sentence.register
def _(change: HigherLimits, problem: Problem, _sessions: Sessions) -> str:
    names = {trainer.trainer_id: trainer.name or trainer.trainer_id for trainer in problem.trainers}
    more = [
        f"{counted_in_words(count, 'more session')} a {span}"
        for count, span in ((change.more_per_day, "day"), (change.more_per_week, "week"))
        if count
    ]
    who = listed([names[trainer_id] for trainer_id in change.trainer_ids])
    return f"Up to {listed(more)} for {who}."


@_sentence.register
def _(change: MoreVenues, _problem: Problem, sessions: Sessions) -> str:
    venue, new = change.venues[0], {venue.venue_id for venue in change.venues}
    held = sum(session.venue_id in new for session in sessions)
    where = "online room" if venue.mode is Mode.ONLINE else "room"
    site = f" at {venue.site}" if venue.site else ""
    features = f" with {listed(sorted(venue.features))}" if venue.features else ""
    return (
        f"{counted_in_words(len(new), f'more {where}')}{site}{features} for {venue.capacity} people: "
        f"{counted_in_words(held, 'session')} to hold."
    )


@_sentence.register
def _(change: LargerVenue, problem: Problem, _sessions: Sessions) -> str:
    venue = next(venue for venue in problem.venues if venue.venue_id == change.venue_id)
    return (
        f"A room for {change.capacity} people instead of {venue.capacity} in place of {venue.name or venue.venue_id}."
    )


@_sentence.register
def _(change: MoreAtOnce, problem: Problem, _sessions: Sessions) -> str:
    venue = next(venue for venue in problem.venues if venue.venue_id == change.venue_id)
    return f"{change.parallel} sessions at once instead of {venue.parallel} in {venue.name or venue.venue_id}."


@_sentence.register
def _(change: LaterEnd, problem: Problem, _sessions: Sessions) -> str:
    strands = [strand for strand in problem.strands if strand.strand_id in change.strands]
    whole = "the programme" if change.last_day > problem.last_day else listed([_title(problem, s) for s in strands])
    before = problem.last_day if change.last_day > problem.last_day else min(strand.last_day for strand in strands)
    return f"{day(change.last_day)} instead of {day(before)} as the last day of {whole}."


@_sentence.register
def _(change: MoreStarts, problem: Problem, _sessions: Sessions) -> str:
    return (
        f"{listed([f'{start:%H:%M}' for start in change.start_times])} as one more start of {_name(problem, change)}."
    )


@_sentence.register
def _(change: MoreWeekdays, problem: Problem, _sessions: Sessions) -> str:
    return f"{_name(problem, change)} on {listed([WEEKDAYS[n] for n in change.weekdays])} too."


@_sentence.register
def _(change: StrandModes, problem: Problem, _sessions: Sessions) -> str:
    return f"{_name(problem, change)} held {MODE_WORDS[change.mode]} too."


@_sentence.register
def _(change: OtherSize, problem: Problem, _sessions: Sessions) -> str:
    strand = _strand(problem, change)
    if change.max_size > strand.max_size:
        return f"Groups of at most {change.max_size} instead of {strand.max_size} in {_title(problem, strand)}."
    return f"Groups of at least {change.min_size} instead of {strand.min_size} in {_title(problem, strand)}."


@_sentence.register
def _(change: MoreAlike, problem: Problem, _sessions: Sessions) -> str:
    before = _strand(problem, change).grouping.max_same[change.column]
    return f"At most {change.most} instead of {before} of one {change.column} in a group of {_name(problem, change)}."


@_sentence.register
def _(change: WiderCover, problem: Problem, _sessions: Sessions) -> str:
    assert problem.cover is not None
    return (
        f"At most {float(change.cover * 100):g} % instead of {float(problem.cover * 100):g} % of a team away at once."
    )


@_sentence.register
def _(change: UnitsApart, problem: Problem, _sessions: Sessions) -> str:
    column = _strand(problem, change).grouping.keep_together
    return f"People of one {column} no longer kept together in {_name(problem, change)}."


@_sentence.register
def _(change: OtherDistance, problem: Problem, _sessions: Sessions) -> str:
    strand = _strand(problem, change)
    assert strand.after is not None
    earlier = listed([title_of(problem, name) for name in strand.after.strands])
    if change.min_days < strand.after.min_days:
        days = f"At least {change.min_days} instead of {strand.after.min_days} days"
    else:
        days = f"At most {change.max_days} instead of {strand.after.max_days} days"
    return f"{days} between {earlier} and {_title(problem, strand)}."


@_sentence.register
def _(change: WiderGaps, problem: Problem, _sessions: Sessions) -> str:
    least, most = _strand(problem, change).gap_days
    return (
        f"{change.least_days} to {change.most_days} instead of {least} to {most} days between two meetings of "
        f"{_name(problem, change)}."
    )


@_sentence.register
def _(change: MoreModes, _problem: Problem, _sessions: Sessions) -> str:
    (bound,) = set(Mode) - {change.mode}
    verb = "takes" if len(change.staff_ids) == 1 else "take"
    who = people_words(len(change.staff_ids))
    return f"{who} {verb} part {MODE_WORDS[change.mode]} too, not only {MODE_WORDS[bound]}."


@_sentence.register
def _(change: MoreSites, _problem: Problem, _sessions: Sessions) -> str:
    verb = "goes" if len(change.staff_ids) == 1 else "go"
    return f"{people_words(len(change.staff_ids))} bound to other sites {verb} to {change.site} too."


OfStrand = MoreStarts | MoreWeekdays | StrandModes | OtherSize | MoreAlike | UnitsApart | OtherDistance | WiderGaps


def _strand(problem: Problem, change: OfStrand) -> Strand:
    return next(strand for strand in problem.strands if strand.strand_id == change.strand)


def _title(problem: Problem, strand: Strand) -> str:
    return title_of(problem, strand.strand_id)


def _name(problem: Problem, change: OfStrand) -> str:
    return title_of(problem, change.strand)
