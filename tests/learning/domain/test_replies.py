"""Answers of calendars: a decline by who was invited is noted once; everything else changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.clock import as_of
from learning.domain.answers import settle_answer, take_answer
from learning.domain.replies import MOST_BYTES, NoReply, read_reply
from learning.errors import Refusal
from learning.models import CalendarAnswer, CalendarEntry, Change
from learning.outputs.invitations import as_icalendar
from learning.queries.answers import count_declined
from learning.vocabulary import Role
from tests.learning.world import SYSTEM, World

HOST = "eastmere.example"
DANA = "dana@eastmere.example"
BEGINS = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)
BEFORE = BEGINS - timedelta(days=7)
UID = "0123456789abcdef" * 2


def entry(session: Session, world: World, **changes: object) -> CalendarEntry:
    facts = {
        "role": Role.PARTICIPANT, "owner_id": "E1", "key": "reflection/1", "uid": UID, "sequence": 2,
        "name": "Dana Okafor", "address": "Dana@Eastmere.example", "strand": "reflection", "venue_id": "HALL",
        "starts_at": BEGINS, "ends_at": BEGINS + timedelta(hours=2), "cancelled": False, "told_at": BEFORE, **changes,
    }  # fmt: skip
    found = CalendarEntry(programme_id=world.programme.id, **facts)
    session.add(found)
    session.commit()
    return found


def reply_text(status: str = "DECLINED", uid: str = f"{UID}@{HOST}", sequence: int = 2, address: str = DANA) -> str:
    """As calendars answer: their own product, the date's own name, one attendee (RFC 5546, 3.2.3)."""
    return "\r\n".join(
        [
            "BEGIN:VCALENDAR", "PRODID:-//Another//Calendar//EN", "VERSION:2.0", "METHOD:REPLY", "BEGIN:VEVENT",
            f"ATTENDEE;CN=Dana;PARTSTAT={status}:mailto:{address}", f"UID:{uid}", f"SEQUENCE:{sequence}",
            "DTSTAMP:20270104T120000Z", "DTSTART:20270111T093000Z", "DTEND:20270111T113000Z",
            "ORGANIZER:mailto:learning@eastmere.example", "SUMMARY:Reflection", "END:VEVENT", "END:VCALENDAR", "",
        ]
    )  # fmt: skip


def mail(text: str, sender: str = f"Dana Okafor <{DANA}>", kind: str = "calendar") -> bytes:
    found = EmailMessage()
    found["From"], found["To"], found["Subject"] = sender, "learning@eastmere.example", "Declined: Reflection"
    found.set_content("Dana Okafor has declined.")
    found.add_alternative(text.encode(), "text", kind, params={"method": "REPLY", "charset": "utf-8"})
    return found.as_bytes()


def take(session: Session, content: bytes) -> str:
    with as_of(BEFORE):
        outcome = take_answer(session, read_reply(content, HOST))
        session.commit()
    return outcome


def answers(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(CalendarAnswer)) or 0


def test_decline_of_who_was_invited_is_noted_once_and_settled_once(session: Session, world: World) -> None:
    entry(session, world)
    assert take(session, mail(reply_text())) == "it was noted"
    assert take(session, mail(reply_text())) == "it came before"
    with as_of(BEFORE):
        assert (answers(session), count_declined(session, world.programme)) == (1, 1)
        one = session.scalars(select(CalendarAnswer)).one()
        settle_answer(session, SYSTEM, world.programme, one)
        assert count_declined(session, world.programme) == 0
        with pytest.raises(Refusal, match="settled this already"):
            settle_answer(session, SYSTEM, world.programme, one)
    said = session.scalars(select(Change.sentence).where(Change.actor_name == "The mail server")).all()
    assert said == [
        "Dana Okafor declined a date in their calendar.",
        "An answer from a calendar was ignored: it came before.",
    ]


def test_answer_to_our_own_invitation_is_understood(session: Session, world: World) -> None:
    """The invitation as we write it, turned into a reply as RFC 5546 says: attendee, UID and sequence kept."""
    entry(session, world)
    event = {
        "uid": UID, "sequence": 2, "start": "2027-01-11T09:30:00", "end": "2027-01-11T11:30:00", "cancelled": False,
        "summary": "Reflection", "location": "", "link": "", "description": "",
    }  # fmt: skip
    calendar = {"method": "REQUEST", "zone": "Europe/London", "name": "Dana Okafor", "events": [event]}
    invitation = as_icalendar(calendar, address=DANA, organiser="learning@eastmere.example", stamp=BEFORE, host=HOST)
    found = Calendar.from_ical(invitation)
    found["method"] = "REPLY"
    (one,) = found.walk("VEVENT")
    one["attendee"].params["PARTSTAT"] = "DECLINED"
    assert take(session, mail(found.to_ical().decode())) == "it was noted"


@pytest.mark.parametrize(
    ("text", "sender", "outcome"),
    [
        (reply_text("ACCEPTED"), DANA, "it says ACCEPTED, which changes nothing"),
        (reply_text("TENTATIVE"), DANA, "it says TENTATIVE, which changes nothing"),
        (reply_text(), "evil@elsewhere.example", "it does not come from the address that was invited"),
        (reply_text(address="evil@elsewhere.example"), DANA, "it does not come from the address that was invited"),
        (
            reply_text(address="evil@elsewhere.example"),
            "evil@elsewhere.example",
            "it does not come from the address that was invited",
        ),
        (reply_text(sequence=1), DANA, "the date has changed since"),
        (reply_text(sequence=3), DANA, "the date has changed since"),
        (reply_text(uid=f"{'f' * 32}@{HOST}"), DANA, "it names no date that there is"),
    ],
)
def test_what_is_no_decline_of_the_invited_changes_nothing(
    session: Session, world: World, text: str, sender: str, outcome: str
) -> None:
    entry(session, world)
    assert take(session, mail(text, sender)) == outcome
    assert answers(session) == 0


@pytest.mark.parametrize(
    "changes", [{"cancelled": True}, {"starts_at": BEFORE - timedelta(hours=1)}], ids=["cancelled", "past"]
)
def test_date_that_does_not_stand_cannot_be_declined(
    session: Session, world: World, changes: dict[str, object]
) -> None:
    entry(session, world, **changes)
    assert take(session, mail(reply_text())) == "the date is cancelled or past"
    assert answers(session) == 0


def test_declined_date_that_moved_afterwards_waits_for_nobody(session: Session, world: World) -> None:
    one = entry(session, world)
    take(session, mail(reply_text()))
    one.sequence += 1
    session.commit()
    with as_of(BEFORE):
        assert count_declined(session, world.programme) == 0


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it has not one calendar part"),
        (mail(reply_text(), kind="plain"), "it has not one calendar part"),
        (mail(reply_text().replace("METHOD:REPLY", "METHOD:REQUEST")), "it is no reply"),
        (mail(reply_text().replace("METHOD:REPLY\r\n", "")), "it is no reply"),
        (mail("BEGIN:VCALENDAR\r\nnonsense"), "its calendar part cannot be read"),
        (mail(reply_text().replace(HOST, "elsewhere.example")), "it is about no date of ours"),
        (mail(reply_text(uid=f"' OR 1=1@{HOST}")), "it is about no date of ours"),
        (mail(reply_text(), sender=f"{DANA}, {DANA}"), "it is not from one sender"),
        (mail(reply_text().replace(f"mailto:{DANA}", "tel:123")), "its attendee has no address"),
        (
            mail(reply_text().replace("UID:", f"ATTENDEE;PARTSTAT=DECLINED:mailto:b@{HOST}\r\nUID:")),
            "it is not of one attendee",
        ),
        (mail(reply_text().replace("UID:", "RECURRENCE-ID:20270111T093000Z\r\nUID:")), "it is not about one date"),
        (
            mail(reply_text().replace("END:VCALENDAR", "BEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT\r\nEND:VCALENDAR")),
            "it is not about one date",
        ),
        (mail(reply_text()) + b"x" * MOST_BYTES, "it is too large"),
    ],
)
def test_everything_else_is_no_answer(content: bytes, why: str) -> None:
    with pytest.raises(NoReply, match=why):
        read_reply(content, HOST)


WHOLE = mail(reply_text())


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.one_of(
        st.binary(max_size=2000),
        st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 40), st.binary(max_size=40)).map(
            lambda cut: WHOLE[: cut[0]] + cut[2] + WHOLE[cut[0] + cut[1] :]
        ),
    )
)
def test_no_message_does_anything_but_be_read_or_refused(content: bytes) -> None:
    try:
        reply = read_reply(content, HOST)
    except NoReply:
        return
    assert len(reply.uid) == 32
