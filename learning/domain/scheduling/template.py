"""The programme that the source documents describe, to begin with: four strands, and evaluation around them.

Large information sessions, trainers made from the organisation's own people, small reflection groups, and support
for managers; the fifth element, evaluation, goes with every session and is no strand of its own.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.organisations import key_of
from learning.domain.scheduling.folder_in import strand_code
from learning.domain.scheduling.input_changes import note_input_changed
from learning.domain.trace import record_change
from learning.errors import Refusal
from learning.models import Programme, Strand
from learning.queries.programmes import strands_of

PREPARATION = timedelta(weeks=8)
LENGTH = timedelta(weeks=40)

STRANDS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "Train the trainer",
        {
            "lot": "2", "audience": {"tags": ["trainer"]}, "duration_minutes": 180, "trainers": 1,
            "size": {"min": 3, "max": 12}, "grouping": {"rule": "open"},
        },
    ),
    (
        "Information session",
        {
            "lot": "1", "duration_minutes": 60, "trainers": 2, "size": {"min": 30, "max": 100},
            "grouping": {"rule": "open"},
        },
    ),
    (
        "Reflection session",
        {
            "lot": "3", "duration_minutes": 90, "trainers": 1, "size": {"min": 6, "max": 12},
            "grouping": {"rule": "mixed", "max_same": {"team": 2}, "keep_apart": ["line_manager", "pairs"]},
            "after": {"strand": "information_session", "min_days": 7},
        },
    ),
    (
        "Manager support",
        {
            "lot": "3", "audience": {"tags": ["manager"]}, "duration_minutes": 90, "trainers": 1,
            "size": {"min": 6, "max": 14}, "grouping": {"rule": "mixed", "max_same": {"directorate": 5}},
            "after": {"strand": "information_session", "min_days": 7},
        },
    ),
)  # fmt: skip


def begin_with_template(session: Session, actor: Actor, programme: Programme, today: date) -> None:
    """Give a programme without strands the four of the source documents, and dates if it has none.

    They are not checked against the staff, who are imported afterwards: a tag that nobody has is told of then.
    """
    if strands_of(session, programme):
        raise Refusal("The programme has strands already")
    if not programme.settings.get("first_day"):
        first = today + PREPARATION
        first += timedelta(days=-first.weekday() % 7)
        programme.settings = {
            "timezone": "Europe/London",
            "first_day": first.isoformat(),
            "last_day": (first + LENGTH - timedelta(days=3)).isoformat(),
            "weekdays": ["mon", "tue", "wed", "thu", "fri"],
            "start_times": ["09:30", "11:15", "13:30", "15:15"],
            "holidays": "GB-ENG",
            "cover": 0.25,
            "travel_minutes": 45,
            "break_minutes": 15,
        }
        session.flush()
    codes: list[str] = []
    for position, (title, settings) in enumerate(STRANDS):
        codes.append(strand_code(title, codes))
        strand_id = key_of(title).replace("-", "_")
        session.add(
            Strand(
                programme_id=programme.id, position=position, strand_id=strand_id, title=title, code=codes[-1],
                settings=settings,
            )
        )  # fmt: skip
    note_input_changed(programme)
    session.flush()
    record_change(
        session, actor, programme, "begin with template", programme.name,
        "The programme was begun with information, reflection, manager and trainer strands.",
    )  # fmt: skip
