"""The earliest possible finish: proven lower bounds on the last day, each with its cause."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from scheduler.realism.report import FinishBound, FinishCause
from scheduler.realism.series import NEVER
from scheduler.realism.words import counted, day_in_words, day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scheduler.realism.study import JointStudy, StrandStudy
    from scheduler.realism.supply import Supply


def strand_finish(study: StrandStudy, studies: Mapping[str, StrandStudy]) -> tuple[FinishBound, ...]:
    """The bounds on the strand's last session, latest first; none if nothing is to be held.

    A strand that cannot be held within its window has a bound after its last day.
    """
    if not study.fewest.groups:
        return ()
    return latest_first([*_by_supply(study), *_by_prerequisite(study, studies), *_by_people(study)])


def joint_finish(title: str, study: JointStudy) -> tuple[FinishBound, ...]:
    """The bounds that only sharing brings: all the sessions of these strands need that long."""
    last_day = max(part.strand.last_day for part in study.strands).toordinal()
    needs = (
        (FinishCause.TRAINERS, study.trainers, study.trainer_sessions),
        (FinishCause.VENUES, study.venues, study.venue_sessions),
    )
    return latest_first(_by_sessions(title, cause, supply, need, last_day) for cause, supply, need in needs if need)


def latest_first(bounds: Iterable[FinishBound]) -> tuple[FinishBound, ...]:
    return tuple(sorted(dict.fromkeys(bounds), key=lambda bound: -bound.day.toordinal()))


def _by_supply(study: StrandStudy) -> Iterator[FinishBound]:
    """By the last day there are trainers and venues for all sessions; and all groups have begun early enough."""
    if study.strand.given:
        return
    last_day = study.strand.last_day.toordinal()
    for cause, supply, each in (
        (FinishCause.TRAINERS, study.trainers, study.strand.trainers),
        (FinishCause.VENUES, study.venues, 1),
    ):
        if each:
            yield _by_sessions(study.title, cause, supply, study.sessions * each, last_day)
        if each and study.strand.meetings > 1:
            yield _after_last_begins(study, cause, supply.first_day_with(study.fewest.groups * each, last_day))


def _after_last_begins(study: StrandStudy, cause: FinishCause, begun: int) -> FinishBound:
    """The last group to begin still has all its other meetings before it."""
    rest = (study.strand.meetings - 1) * study.strand.gap_days[0]
    return FinishBound(
        day_of(_next_usable(study, begun + rest)),
        cause,
        f"{study.title}: the last of {counted(study.fewest.groups, 'group')} cannot begin before"
        f" {day_in_words(day_of(begun))}, and meets for {rest} days after that.",
    )


def _by_sessions(title: str, cause: FinishCause, supply: Supply, needed: int, last_day: int) -> FinishBound:
    """The first day by which there is supply for all that is needed."""
    day = supply.first_day_with(needed, last_day)
    column = int(np.searchsorted(supply.days, day))
    before = int(supply.until_day[:, column - 1].sum()) if column else 0
    unit = "trainer-session" if cause is FinishCause.TRAINERS else "venue session"
    when = day_in_words(day_of(day))
    sentence = f"{title}: {counted(needed, unit)} needed, no more than {before:,} possible before {when}."
    return FinishBound(day_of(day), cause, sentence if before else f"{title}: no session is possible before {when}.")


def _by_prerequisite(study: StrandStudy, studies: Mapping[str, StrandStudy]) -> Iterator[FinishBound]:
    """The people who need both strands fill a known number of sessions of the earlier one.

    The last of those sessions cannot be before the day by which so many can be held at all, and
    whoever sits in it has still to wait and to attend here.
    """
    after = study.strand.after
    for name in after.strands if after else ():
        earlier = studies[name]
        both = _people_of_both(study, earlier)
        day = _last_completes(earlier, both)
        if after is None or day is None or not both:
            continue
        rest = after.min_days + (study.strand.meetings - 1) * study.strand.gap_days[0]
        wait = f", and {counted(rest, 'day')} must pass" if rest else ""
        yield FinishBound(
            day_of(_next_usable(study, day + rest)),
            FinishCause.PREREQUISITE,
            f"{study.title}: the last of {counted(both, 'person', 'people')} cannot complete {earlier.title}"
            f" before {day_in_words(day_of(day))}{wait}.",
        )


def _people_of_both(study: StrandStudy, earlier: StrandStudy) -> int:
    if study.fewest.left_over or earlier.fewest.left_over:
        return 0
    here = study.survey.people[study.survey.to_place]
    there = earlier.survey.people[earlier.survey.to_place]
    return len(np.intersect1d(here, there))


def _last_completes(study: StrandStudy, people: int) -> int | None:
    """A day on or before the one on which the last of so many people completes the strand."""
    if study.strand.given or not people:
        return None
    groups = math.ceil(people / study.strand.max_size)
    last_day = study.strand.last_day.toordinal()
    day = study.venues.first_day_with(groups, last_day)
    if study.strand.trainers:
        day = max(day, study.trainers.first_day_with(groups * study.strand.trainers, last_day))
    return day + (study.strand.meetings - 1) * study.strand.gap_days[0]


def _by_people(study: StrandStudy) -> Iterator[FinishBound]:
    """The latest of everybody's own earliest possible day."""
    if study.fewest.left_over:
        return
    last = study.survey.earliest_last
    last = last[last < NEVER]
    if len(last):
        day, people = int(last.max()), int((last == last.max()).sum())
        whom = "one person" if people == 1 else f"{people:,} people"
        yield FinishBound(
            day_of(day),
            FinishCause.PEOPLE,
            f"{study.title}: {whom} cannot complete it before {day_in_words(day_of(day))}.",
        )


def _next_usable(study: StrandStudy, day: int) -> int:
    """The first day from ``day`` on with a start at which a group could meet; ``day`` if given.

    Without such a day the strand cannot be finished within its window: a day after its last one.
    """
    if study.strand.given:
        return day
    usable = np.unique(study.survey.days[study.survey.venues.any(axis=0)])
    later = usable[usable >= day]
    return int(later[0]) if len(later) else max(day, study.strand.last_day.toordinal() + 1)
