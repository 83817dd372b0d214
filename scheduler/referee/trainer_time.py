"""Trainers are never in two places, have their break and travel, and keep their limits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator
from datetime import datetime, timedelta

from scheduler.problem import Mode, Trainer
from scheduler.referee.case import Case
from scheduler.referee.verdict import Violation
from scheduler.referee.words import day, moment, opening, trainer_named
from scheduler.rules import Rule
from scheduler.schedule import Session


def check_trainer_time(case: Case) -> Iterator[Violation]:
    """The second half of rule 5. Sessions that stand already count, but not against each other."""
    for trainer_id, sessions in _led(case).items():
        trainer = case.trainers[trainer_id]
        sessions.sort(key=lambda session: (session.start, session.session_id))
        yield from _two_places(case, trainer, sessions)
        yield from _limit(case, trainer, sessions, trainer.max_per_day, _DAY)
        yield from _limit(case, trainer, sessions, trainer.max_per_week, _WEEK)


def _led(case: Case) -> dict[str, list[Session]]:
    led: defaultdict[str, list[Session]] = defaultdict(list)
    for group in case.groups.values():
        for session in group.sessions:
            for trainer_id in dict.fromkeys(session.trainer_ids):
                if trainer_id in case.trainers:
                    led[trainer_id].append(session)
    return led


def _two_places(case: Case, trainer: Trainer, sessions: list[Session]) -> Iterator[Violation]:
    """Compare every session with all that start soon after it: travel counts whatever lies between."""
    longest = timedelta(minutes=max(case.problem.break_minutes, case.problem.travel_minutes))
    for number, one in enumerate(sessions):
        for two in sessions[number + 1 :]:
            if two.start >= one.end + longest:
                break
            minutes = _pause_minutes(case, one, two)
            fixed = case.is_fixed(one) and case.is_fixed(two)
            if not fixed and two.start < one.end + timedelta(minutes=minutes):
                yield _collision(trainer, one, two, minutes)


def _pause_minutes(case: Case, one: Session, two: Session) -> int:
    here, there = _site(case, one), _site(case, two)
    travels = here is not None and there is not None and here != there
    return max(case.problem.break_minutes, case.problem.travel_minutes if travels else 0)


def _site(case: Case, session: Session) -> tuple[str, str] | None:
    """Where the trainer has to be; None if nowhere. A venue without a site is a site of its own."""
    venue = case.venues.get(session.venue_id)
    if venue is None or venue.mode is not Mode.IN_PERSON:
        return None
    return ("site", venue.site) if venue.site else ("venue", venue.venue_id)


def _collision(trainer: Trainer, one: Session, two: Session, minutes: int) -> Violation:
    pair = f"{one.session_id} (until {moment(one.end)}) and {two.session_id} (from {moment(two.start)})"
    if two.start < one.end:
        sentence = f"{opening(trainer_named(trainer))} leads two sessions at once: {pair}."
    else:
        sentence = f"{opening(trainer_named(trainer))} needs {minutes} minutes between {pair}."
    return Violation(Rule.TRAINER_IN_TWO_PLACES, two.strand, trainer.trainer_id, sentence)


Period = tuple[Rule, str, Callable[[datetime], Hashable]]
_DAY: Period = (Rule.TRAINER_DAY_LIMIT, "on", lambda at: at.date())
_WEEK: Period = (Rule.TRAINER_WEEK_LIMIT, "in the week of", lambda at: tuple(at.isocalendar())[:2])


def _limit(
    case: Case, trainer: Trainer, sessions: list[Session], most: int | None, period: Period
) -> Iterator[Violation]:
    if most is None:
        return
    rule, when, key = period
    counts = Counter(key(session.start) for session in sessions)
    chosen = {key(session.start): session for session in reversed(sessions) if not case.is_fixed(session)}
    for at, session in chosen.items():
        if counts[at] > most:
            place = f"{when} {day(session.start)}"
            sentence = f"{opening(trainer_named(trainer))} leads {counts[at]} sessions {place}; the limit is {most}."
            yield Violation(rule, session.strand, trainer.trainer_id, sentence, counts[at])
