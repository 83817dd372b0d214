"""A few changes by hand in a draft of the made-up council, as people ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.scheduling.by_hand import carry_out
from learning.domain.scheduling.changes_by_hand import SwapPeople
from learning.errors import Refusal
from learning.models import Allocation, LearningSession, Programme, Schedule

REASONS = ("Asked for a later date: on a course that week", "Back from leave later than planned")
MOST_TRIES = 12


def few_changes(session: Session, actor: Actor, programme: Programme, draft: Schedule, most: int) -> None:
    """Let up to ``most`` pairs of people change places in groups that have not met, where every rule allows it."""
    done = 0
    for swap in islice(_swaps(session, draft), MOST_TRIES):
        if done == most:
            return
        try:
            carry_out(session, actor, programme, draft, swap, REASONS[done % len(REASONS)], draft.version)
        except Refusal:
            continue
        done += 1


def _swaps(session: Session, draft: Schedule) -> Iterator[SwapPeople]:
    """People of two groups on different days, the first with the first, second with second, and so on."""
    for strand, group_id, other_id in _neighbours(session, draft):
        people, others = (_people(session, draft, strand, one) for one in (group_id, other_id))
        for staff_id, other in islice(zip(people, others, strict=False), 3):
            yield SwapPeople(staff_id, other, strand)


def _people(session: Session, draft: Schedule, strand: str, group_id: str) -> list[str]:
    found = select(Allocation.staff_id).where(
        Allocation.schedule_id == draft.id, Allocation.strand == strand, Allocation.group_id == group_id
    )
    return list(session.scalars(found.order_by(Allocation.id)))


def _neighbours(session: Session, draft: Schedule) -> Iterator[tuple[str, str, str]]:
    """Groups that have not met, each with the first one on a later day, in the strand that has most of them."""
    meetings = session.execute(
        select(LearningSession.strand, LearningSession.group_id, LearningSession.starts_at)
        .where(LearningSession.schedule_id == draft.id)
        .order_by(LearningSession.starts_at, LearningSession.session_id)
    ).all()
    met = {(strand, group_id) for strand, group_id, starts_at in meetings if starts_at <= now()}
    ahead: dict[tuple[str, str], date] = {}
    for strand, group_id, starts_at in meetings:
        if (strand, group_id) not in met:
            ahead.setdefault((strand, group_id), starts_at.date())
    strands = [strand for strand, _ in ahead]
    largest = max(strands, key=strands.count, default="")
    groups = [(group_id, day) for (strand, group_id), day in ahead.items() if strand == largest]
    for group_id, day in groups:
        later = next((other for other, other_day in groups if other_day > day), None)
        if later is not None:
            yield largest, group_id, later
