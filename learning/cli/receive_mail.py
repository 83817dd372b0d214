"""`learning receive-mail`: take one message from the mail server."""

from __future__ import annotations

import sys

import click

from learning.cli.exits import Exit
from learning.cli.terminal import print_lines


@click.command("receive-mail", short_help="Take one message from the mail server, on standard input.")
def receive_mail() -> None:
    """Read one message from standard input: an answer of a calendar to an invitation.

    For a pipe of the mail server, on the address that invitations come from. Who declines a date is shown to the
    coordinator; everything else is ignored. Ends with 0 whatever the message was, so that nothing is sent back.
    """
    from sqlalchemy.exc import OperationalError
    from sqlalchemy.orm import Session

    from learning.config import load_settings
    from learning.database import make_engine
    from learning.domain.answers import take_answer
    from learning.domain.replies import MOST_BYTES, NoReply, read_reply
    from learning.outputs.mail import host_of

    settings = load_settings()
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        reply = read_reply(content, host_of(settings))
    except NoReply as why:
        print_lines([f"Ignored: {why}."])
        return
    engine = make_engine(settings.database_url)
    try:
        with Session(engine) as session, session.begin():
            outcome = take_answer(session, reply)
    except OperationalError:
        print_lines(["The database cannot be reached; try again later."], to_stderr=True)
        sys.exit(Exit.TRY_LATER)
    finally:
        engine.dispose()
    print_lines([f"Read: {outcome}."])
