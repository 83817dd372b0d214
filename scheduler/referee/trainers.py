"""Every session has trainers who may, can and are ready to lead it."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.problem import Trainer
from scheduler.referee.case import Case, Group
from scheduler.referee.verdict import Violation
from scheduler.referee.words import day, moment, opening, session_named, strand_named, trainer_named
from scheduler.rules import Rule
from scheduler.schedule import Session


def check_trainers(case: Case) -> Iterator[Violation]:
    """The first half of rule 5: who leads; not asked of a given timetable or of the past."""
    for group in case.groups.values():
        for session in group.sessions:
            if not case.is_fixed(session):
                yield from _enough(case, group, session)
                for trainer_id in dict.fromkeys(session.trainer_ids):
                    yield from _leader(case, session, trainer_id)


def _enough(case: Case, group: Group, session: Session) -> Iterator[Violation]:
    strand, ids = group.strand, session.trainer_ids
    if len(ids) != strand.trainers or len(set(ids)) != len(ids):
        phrase = f"has {len(set(ids))} different trainers ({len(ids)} named) instead of {strand.trainers}"
        yield _breach(case, Rule.TRAINER_COUNT, session, phrase)
    for kind, least in strand.trainer_kinds.items():
        found = sum(case.trainers[i].kind == kind for i in set(ids) if i in case.trainers)
        if found < least:
            yield _breach(case, Rule.TRAINER_KINDS, session, f'has {found} trainers of kind "{kind}"; it needs {least}')


def _leader(case: Case, session: Session, trainer_id: str) -> Iterator[Violation]:
    trainer = case.trainers.get(trainer_id)
    if trainer is None:
        phrase = f"is led by {trainer_id}, who does not stand in the trainers table"
        yield _breach(case, Rule.UNKNOWN_TRAINER, session, phrase)
        return
    led = f"is led by {trainer_named(trainer)}, who"
    if session.strand not in trainer.strands:
        phrase = f"{led} may not deliver {strand_named(case.strands[session.strand])}"
        yield _breach(case, Rule.TRAINER_NOT_QUALIFIED, session, phrase)
    venue = case.venues.get(session.venue_id)
    if venue and trainer.modes and venue.mode not in trainer.modes:
        yield _breach(case, Rule.TRAINER_MODE, session, f"{led} does not deliver in this mode")
    hindrance = _hindrance(trainer, session)
    if hindrance:
        yield _breach(case, Rule.TRAINER_NOT_AVAILABLE, session, f"{led} {hindrance}")
    unready = _unready(case, trainer, session)
    if unready:
        yield _breach(case, Rule.TRAINER_NOT_READY, session, f"{led} {unready}")


def _hindrance(trainer: Trainer, session: Session) -> str:
    start, end = session.start, session.end
    if trainer.first_day and start.date() < trainer.first_day:
        return f"delivers only from {day(trainer.first_day)}"
    if trainer.last_day and start.date() > trainer.last_day:
        return f"delivers only until {day(trainer.last_day)}"
    if trainer.pattern and not trainer.pattern.holds(start, end):
        return f"does not work from {start:%H:%M} to {end:%H:%M} on a {start:%A}"
    if any(absence.start < end and start < absence.end for absence in trainer.absences):
        return f"is absent at {moment(start)}"
    return ""


def _unready(case: Case, trainer: Trainer, session: Session) -> str:
    """Why the trainer is not ready: ``ready_after`` has to be completed on an earlier day."""
    if not trainer.ready_after:
        return ""
    first = case.strands.get(trainer.ready_after)
    title = strand_named(first) if first else trainer.ready_after
    group_id = case.placed.get((trainer.staff_id, trainer.ready_after), "")
    group = case.groups.get((trainer.ready_after, group_id))
    if group is None:
        return f"has no place in {title}, which they must complete first"
    if session.start.date() <= group.last.start.date():
        return f"completes {title} only on {day(group.last.start)}"
    return ""


def _breach(case: Case, rule: Rule, session: Session, phrase: str) -> Violation:
    return Violation(rule, session.strand, session.session_id, f"{opening(session_named(case, session))} {phrase}.")
