"""What the working process does about mail, again and again: reminders, sending, asking what arrived."""

from __future__ import annotations

import logging

from sqlalchemy.exc import IntegrityError

from learning.config import Settings
from learning.database import writing
from learning.domain.outbox import (
    Failure,
    give_up_lost,
    has_lost,
    note_undelivered,
    settle_message,
    take_message,
    waiting_messages,
)
from learning.domain.reminders import due_of, remind
from learning.domain.scheduling.problems import UnreadableProgrammeError
from learning.domain.scheduling.running import Transaction
from learning.domain.scheduling.staff_changes import MOST_UNASKED, is_staff_seen, settle_staff_changes
from learning.domain.waiting import see_to_waiting_lists
from learning.errors import Refusal
from learning.models import Programme
from learning.outputs.notify import undelivered_by_notify
from learning.outputs.sending import Send, sending
from learning.queries.messages import sent_among
from learning.queries.reminders import releases_in_force
from learning.queries.schedules import release_in_force
from learning.queries.waiting import programmes_waited_in

OWN_FAULT = Failure("The application met a fault of its own when it sent this. It may have arrived.", again=False)

log = logging.getLogger(__name__)


def send_mail(transaction: Transaction, settings: Settings) -> None:
    """Send what is due in the outbox. Where no other message would go out either, the rest waits for the next look."""
    writing.set(False)
    with transaction() as session:
        waiting, lost = waiting_messages(session), has_lost(session)
    writing.set(True)
    if lost:
        with transaction() as session:
            give_up_lost(session)
    with sending(settings) as send:
        for message_id in waiting:
            if not _send_one(transaction, message_id, send):
                return


def _send_one(transaction: Transaction, message_id: int, send: Send) -> bool:
    """Whether it makes sense to go on with the next message."""
    with transaction() as session:
        message = take_message(session, message_id)
    if message is None:
        return True
    try:
        failure = send(message)
    except Exception:  # whatever is wrong with one message must not end the process that works on runs, too
        log.exception("message %s was not sent", message_id)
        failure = OWN_FAULT
    if failure is not None:
        log.warning("message %s was not sent: %s", message_id, failure.reason)
    with transaction() as session:
        settle_message(session, message_id, failure)
    return failure is None or not failure.everywhere


def send_reminders(transaction: Transaction) -> None:
    """Write the reminders that are due. Where another machine writes the same at the same moment, one of both wins."""
    writing.set(False)
    with transaction() as session:
        due = [
            programme.id for programme, schedule in releases_in_force(session) if due_of(session, programme, schedule)
        ]
    writing.set(True)
    for programme_id in due:
        try:
            with transaction() as session:
                programme = session.get_one(Programme, programme_id)
                schedule = release_in_force(session, programme)
                if schedule is not None:
                    log.info("%s people are reminded", remind(session, programme, schedule))
        except IntegrityError:
            log.info("another process has written the reminders of programme %s", programme_id)


def see_to_waiting(transaction: Transaction) -> None:
    """End offers that nobody took in time and offer what is free; a programme that cannot be read now is left alone."""
    writing.set(False)
    with transaction() as session:
        waited_for = programmes_waited_in(session)
    writing.set(True)
    for programme_id in waited_for:
        try:
            with transaction() as session:
                done = see_to_waiting_lists(session, session.get_one(Programme, programme_id))
        except (Refusal, UnreadableProgrammeError) as fault:
            log.warning("the waiting lists of programme %s were left alone: %s", programme_id, fault)
        else:
            if done:
                log.info("%s people on waiting lists were offered a place or moved", done)


def take_in_staff(transaction: Transaction) -> None:
    """Bring schedules in force up to staff tables that have changed. One that cannot be read now waits."""
    writing.set(False)
    with transaction() as session:
        changed = [
            programme.id for programme, schedule in releases_in_force(session) if not is_staff_seen(programme, schedule)
        ]
    writing.set(True)
    for programme_id in changed:
        try:
            with transaction() as session:
                settle_staff_changes(session, session.get_one(Programme, programme_id), MOST_UNASKED)
        except (Refusal, UnreadableProgrammeError) as fault:
            log.warning("the staff of programme %s was not taken in: %s", programme_id, fault)


def ask_what_arrived(transaction: Transaction, settings: Settings) -> None:
    """Where GOV.UK Notify carries messages: say of those that it could not deliver that they failed."""
    if not settings.notify_api_key:
        return
    found = {reference: (got_at, reason) for reference, got_at, reason in undelivered_by_notify(settings)}
    writing.set(False)
    with transaction() as session:
        sent = sent_among(session, list(found))
    writing.set(True)
    for reference in sent:
        got_at, reason = found[reference]
        with transaction() as session:
            note_undelivered(session, reference, reason, since=got_at)
