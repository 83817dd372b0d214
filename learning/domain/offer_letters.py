"""The letter that offers a place that became free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from learning.domain.addresses import is_reachable
from learning.domain.outbox import make_message
from learning.domain.quiet import is_kept_back
from learning.domain.surroundings import clock_of, day_of, surroundings_of
from learning.models import Message, Programme, WaitingEntry
from learning.queries.appointments import Owner, name_and_address
from learning.vocabulary import Part, Role
from scheduler.schedule import Session as Meeting


def write_offer(
    session: Session, programme: Programme, entry: WaitingEntry, meetings: Sequence[Meeting], until: datetime
) -> Message | None:
    """A message that offers the place; None where mail does not reach them: the offer stands on their own page."""
    owner = Owner(Role.PARTICIPANT, entry.staff_id)
    name, address = name_and_address(session, programme, owner)
    if not is_reachable(address) or is_kept_back(programme, address):
        return None
    around = surroundings_of(session, programme)
    title = around.strands[entry.strand].title if entry.strand in around.strands else entry.strand
    dates = "\n".join(
        f"- {one.start:%A} {one.start.day} {one.start:%B %Y}, {one.start:%H:%M} to {one.end:%H:%M}" for one in meetings
    )
    body = "\n\n".join(
        [
            around.say(Part.GREETING, name),
            f"A place has become free on a date that you wait for. {title}:",
            dates,
            f"It is kept for you until {day_of(around, until)}, {clock_of(around, until)}. Take it or leave it on your "
            "page, My sessions. If you do nothing, the next person is offered it, and you keep the place that you have "
            "and stay on the waiting list for your other dates.",
            around.say(Part.ENDING, name),
        ]
    )
    return make_message(
        address, f"A place is free: {title}, {meetings[0].start:%A} {meetings[0].start.day} {meetings[0].start:%B}",
        body + "\n", programme_id=programme.id, role=owner.role, owner_id=owner.owner_id, name=name, useful_until=until,
    )  # fmt: skip
