"""A few changes by hand in a draft of the made-up council, as people ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import combinations, islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.scheduling.by_hand import carry_out
from learning.errors import Refusal
from learning.models import Allocation, LearningSession, Programme, Schedule
from scheduler.changes import SwapPeople

REASONS = ("They asked to change places", "A line manager asked, for the sake of the rota")
MOST_TRIES = 30
A_DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


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
    """People of two groups, the first with the first, second with second, and so on."""
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
    """Pairs of groups that have not met, in the strand that has most of them: first those whole weeks apart (most
    people work at both times), nearest first, then other days, then the same day."""
    meetings = session.execute(
        select(LearningSession.strand, LearningSession.group_id, LearningSession.starts_at)
        .where(LearningSession.schedule_id == draft.id)
        .order_by(LearningSession.starts_at, LearningSession.session_id)
    ).all()
    met = {(strand, group_id) for strand, group_id, starts_at in meetings if starts_at <= now()}
    ahead: dict[tuple[str, str], datetime] = {}
    for strand, group_id, starts_at in meetings:
        if (strand, group_id) not in met:
            ahead.setdefault((strand, group_id), starts_at)
    strands = [strand for strand, _ in ahead]
    largest = max(strands, key=strands.count, default="")
    groups = [(group_id, starts_at) for (strand, group_id), starts_at in ahead.items() if strand == largest]
    pairs = [
        (group_id, other, begins - starts_at) for (group_id, starts_at), (other, begins) in combinations(groups, 2)
    ]
    for group_id, other, _ in sorted(pairs, key=lambda pair: (pair[2] < A_DAY, bool(pair[2] % WEEK), pair[2])):
        yield largest, group_id, other
