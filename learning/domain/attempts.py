"""Counting attempts, in the database, so that every worker counts together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.errors import Refusal
from learning.models import Attempt


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``count`` attempts of a kind in a stretch of time."""

    kind: str
    count: int
    window: timedelta


def count_attempt(session: Session, limit: Limit, subject: str) -> None:
    """Count one attempt of ``subject`` (an account, a token; never the address of a whole office).

    Refuses when there were more than the limit allows, and says how long to wait.
    """
    moment = now()
    name = f"{limit.kind}:{subject}"
    attempt = session.scalar(select(Attempt).where(Attempt.subject == name).with_for_update())
    if attempt is None:
        attempt = Attempt(subject=name, count=0, since=moment)
        session.add(attempt)
    elif moment - attempt.since >= limit.window:
        attempt.count, attempt.since = 0, moment
    if attempt.count >= limit.count:
        minutes = max(1, round((attempt.since + limit.window - moment) / timedelta(minutes=1)))
        raise Refusal(f"Too many tries. Wait {minutes} {'minute' if minutes == 1 else 'minutes'}, then try again")
    attempt.count += 1
    session.flush()
