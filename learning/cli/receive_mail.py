"""`learning receive-mail`: take one message from the mail server."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from learning.cli.exits import Exit
from learning.cli.terminal import print_lines

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@click.command("receive-mail", short_help="Take one message from the mail server, on standard input.")
def receive_mail() -> None:
    """Read one message from standard input: an answer of a calendar to an invitation, or a report that a message of
    ours could not be delivered.

    For a pipe of the mail server, on the address that invitations come from. Who declines a date is shown to the
    coordinator, and so is what came back; everything else is ignored. Ends with 0 whatever the message was, so that
    nothing is sent back.
    """
    from sqlalchemy.exc import OperationalError
    from sqlalchemy.orm import Session

    from learning.config import load_settings
    from learning.database import make_engine
    from learning.domain.replies import MOST_BYTES
    from learning.outputs.mail import host_of

    settings = load_settings()
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    engine = make_engine(settings.database_url)
    try:
        with Session(engine) as session, session.begin():
            outcome = _take(session, content, host_of(settings))
    except OperationalError:
        print_lines(["The database cannot be reached; try again later."], to_stderr=True)
        sys.exit(Exit.TRY_LATER)
    finally:
        engine.dispose()
    print_lines([f"{outcome}."])


def _take(session: Session, content: bytes, host: str) -> str:
    """What became of a message, in words."""
    from learning.domain.answers import take_answer
    from learning.domain.bounces import read_bounce
    from learning.domain.outbox import note_undelivered
    from learning.domain.replies import NoReply, read_reply

    try:
        reply = read_reply(content, host)
    except NoReply as why:
        bounce = read_bounce(content, host)
        if bounce is None:
            return f"Ignored: {why}"
        noted = note_undelivered(session, bounce.reference, bounce.reason)
        return "Read: a message came back" if noted else "Ignored: no message that was sent came back"
    return f"Read: {take_answer(session, reply)}"
