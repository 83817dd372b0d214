"""Checking in by a code that the trainer shows: bound to one session and a time window, new every half minute.

The code is a keyed hash of the session and the half minute (as HOTP makes its own, RFC 4226, with letters in the place
of digits), so that nothing has to be stored and a code passed on is soon worth nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.attempts import Limit, count_attempt
from learning.domain.attendance import set_mark
from learning.errors import Refusal
from learning.models import LearningSession, Person, Programme, Schedule
from learning.queries.attendance import marks_of_session
from learning.queries.people import places_of
from learning.vocabulary import Attendance, AttendanceWay

LETTERS = "ACDEFHJKLMNPQRTUVWXY34679"
"""None that is taken for another, said aloud or read from the back row."""
LENGTH = 6
STEP = timedelta(seconds=30)
STEPS_KEPT = 4
"""Whoever types slowly has up to two minutes."""
MARGIN = timedelta(minutes=30)
"""From so long before a session begins until so long after it ends."""
TRIES = Limit("check-in", 10, timedelta(minutes=10))
WRONG = "This is not the code on the screen now. Look again, and enter it without delay"


def is_check_in_open(one: LearningSession, moment: datetime) -> bool:
    """Whether people can check in to a session."""
    return one.starts_at - MARGIN <= moment <= one.ends_at + MARGIN


def code_now(programme: Programme, one: LearningSession, moment: datetime) -> str:
    """The code that the trainer shows at a moment. Refuses outside the session's window."""
    if not is_check_in_open(one, moment):
        raise Refusal("People can check in from 30 minutes before the session until 30 minutes after it")
    return _code(programme, one, _step(moment))


def seconds_left(moment: datetime) -> int:
    """How long the code of a moment is still shown."""
    length = int(STEP.total_seconds())
    return length - int(moment.timestamp()) % length


def check_in(
    session: Session,
    actor: Actor,
    programme: Programme,
    schedule: Schedule,
    one: LearningSession,
    person: Person,
    words: str,
) -> None:
    """Mark somebody as attended who enters the code. Twice is once; what a trainer recorded stays as it is.

    Refuses a wrong or old code, a session that is not theirs, one outside its window, and too many tries.
    """
    moment = now()
    if not is_check_in_open(one, moment):
        raise Refusal("You can check in from 30 minutes before the session until 30 minutes after it", field="code")
    if places_of(session, schedule, person.staff_id).get(one.strand) != one.group_id:
        raise Refusal("You are not expected at this session: speak to its trainer", field="code")
    count_attempt(session, TRIES, f"{programme.id}/{person.staff_id}")
    entered = "".join(words.upper().split()).replace("-", "")
    codes = [_code(programme, one, _step(moment) - back) for back in range(STEPS_KEPT)]
    if not any(hmac.compare_digest(entered.encode(), code.encode()) for code in codes):
        raise Refusal(WRONG, field="code")
    known = marks_of_session(session, programme, one.session_id)
    if person.staff_id not in known:
        set_mark(session, actor, programme, one, person.staff_id, Attendance.ATTENDED, known, AttendanceWay.CHECK_IN)
        session.flush()


def _step(moment: datetime) -> int:
    return int(moment.timestamp() // STEP.total_seconds())


def _code(programme: Programme, one: LearningSession, step: int) -> str:
    content = f"check-in/{programme.id}/{one.session_id}/{one.starts_at.isoformat()}/{step}".encode()
    number = int.from_bytes(hmac.new(programme.uid_secret.encode(), content, hashlib.sha256).digest()[:16])
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)
