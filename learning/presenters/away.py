"""Absences of trainers in words, for themselves and for coordinators."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from learning.presenters.schedules import day_words, range_words
from learning.presenters.words import count
from learning.queries.away import Away

MOST = 5
"""Absences that are named one by one on the day's page."""
SOON = timedelta(days=7)


def days_words(away: Away) -> str:
    """ "12 to 14 May", or "Tuesday 12 May"."""
    first, last = away.days
    return day_words(first) if first == last else range_words(first, last)


def hit_words(away: Away) -> str:
    """ "3 sessions need another trainer"."""
    sessions = count(len(away.hit), "session needs", "sessions need")
    return f"{sessions} another trainer" if away.hit else "no session of yours lies in it"


def away_sentence(away: Away) -> str:
    """ "Amira Khan is away 12 to 14 May: 3 sessions need another trainer"."""
    return f"{away.name} is away {days_words(away)}: {hit_words(away)}"


def begins_soon(away: Away, today: date) -> bool:
    """Whether the first session that it hits is so near that it cannot wait."""
    return away.hit[0].start.date() - today <= SOON


def more_sentence(rest: Sequence[Away]) -> str:
    """ "4 more absences of trainers hit 9 sessions"."""
    hit = len({one.session_id for away in rest for one in away.hit})
    absences = count(len(rest), "more absence of a trainer hits", "more absences of trainers hit")
    return f"{absences} {count(hit, 'session')}"
