"""Everyone stands exactly once in the lists, and those pinned stand where they were pinned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.referee.case import Case, PlaceKey
from scheduler.referee.verdict import Violation
from scheduler.referee.words import opening, staff_named, strand_named
from scheduler.rules import Rule


def check_listing(case: Case) -> Iterator[Violation]:
    """Rule 1, locks, and ids that occur twice or belong to nothing."""
    yield from _repeated_ids(case)
    yield from _unknown_strands(case)
    yield from _twice(case)
    yield from _lost(case)
    yield from _strangers(case)
    yield from _locks(case)


def _repeated_ids(case: Case) -> Iterator[Violation]:
    for session_id, times in Counter(session.session_id for session in case.schedule.sessions).items():
        if times > 1:
            sentence = f"The session id {session_id} stands {times} times; every session needs an id of its own."
            yield Violation(Rule.SESSION_ID_REPEATED, "", session_id, sentence)


def _unknown_strands(case: Case) -> Iterator[Violation]:
    for session in case.schedule.sessions:
        if session.strand not in case.strands:
            sentence = f"Session {session.session_id} is of strand {session.strand}, which the programme does not have."
            yield Violation(Rule.UNKNOWN_STRAND, session.strand, session.session_id, sentence)


def _twice(case: Case) -> Iterator[Violation]:
    placed = Counter((row.staff_id, row.strand) for row in case.schedule.allocations)
    unplaced = Counter((row.staff_id, row.strand) for row in case.schedule.unplaced)
    for key, times in placed.items():
        if times > 1:
            yield _listed(case, Rule.PLACED_TWICE, key, f"is placed {times} times in")
        if key in unplaced:
            yield _listed(case, Rule.LISTED_TWICE, key, "is listed both as placed and as unplaced in")
    for key, times in unplaced.items():
        if times > 1:
            yield _listed(case, Rule.LISTED_TWICE, key, f"is listed {times} times as unplaced in")


def _lost(case: Case) -> Iterator[Violation]:
    for strand_id, audience in case.audience.items():
        for staff_id in audience:
            key = staff_id, strand_id
            if key not in case.placed and key not in case.unplaced:
                yield _listed(case, Rule.PERSON_LOST, key, "is neither placed nor listed with a reason in")


def _strangers(case: Case) -> Iterator[Violation]:
    nobody: frozenset[str] = frozenset()
    for key in case.placed | case.unplaced:
        if key[0] not in case.audience.get(key[1], nobody):
            yield _listed(case, Rule.NOT_IN_AUDIENCE, key, "is not among the people for whom this strand is:")
    for staff_id in dict.fromkeys(row.staff_id for row in case.schedule.allocations):
        if staff_id not in case.people:
            sentence = f"{opening(staff_id)} is placed in a group but does not stand in the staff table."
            yield Violation(Rule.UNKNOWN_PERSON, "", staff_id, sentence)


def _locks(case: Case) -> Iterator[Violation]:
    for lock in case.locks:
        if lock.group_id and case.placed.get((lock.staff_id, lock.strand)) != lock.group_id:
            phrase = f"is pinned to group {lock.group_id} but not placed there in"
            yield _listed(case, Rule.LOCK_BROKEN, (lock.staff_id, lock.strand), phrase)


def _listed(case: Case, rule: Rule, key: PlaceKey, phrase: str) -> Violation:
    staff_id, strand_id = key
    strand = case.strands.get(strand_id)
    title = strand_named(strand) if strand else strand_id
    return Violation(rule, strand_id, staff_id, f"{staff_named(case, staff_id)} {phrase} {title}.")
