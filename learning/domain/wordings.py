"""The words around the dates in messages: what coordinators may say, in which fields, and which version is in use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.entities import html5

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.trace import record_change
from learning.errors import Refusal, StaleEdit
from learning.models import Programme, Wording
from learning.vocabulary import Part

FIELDS = ("name", "programme", "organisation")
FIELD = re.compile(r"\(\(([^()]*)\)\)")
TAG = re.compile(r"<[a-z!/?]|&#x?[0-9a-f]+;", re.IGNORECASE)
ENTITY = re.compile(r"&([A-Za-z]+;)")
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Kind:
    """A part of messages: what it is called, where it stands, and its words until a coordinator changes them."""

    title: str
    where: str
    words: str


KINDS: Mapping[Part, Kind] = {
    Part.GREETING: Kind("Greeting", "The first line of every message.", "Hello ((name)),"),
    Part.PLACE: Kind(
        "Introduction for participants",
        "Before the dates, when they are new or have changed.",
        "You have a place in the programme ((programme)). This is new or has changed:",
    ),
    Part.LEAD: Kind(
        "Introduction for trainers",
        "Before the dates, when they are new or have changed.",
        "You lead the programme ((programme)). This is new or has changed:",
    ),
    Part.REMINDER: Kind(
        "Reminder",
        "Before the dates that come soon; for participants and trainers.",
        "Coming up in ((programme)):",
    ),
    Part.REGISTER: Kind(
        "Reminder of a register",
        "For trainers, before the sessions whose register is not filled in yet.",
        "Please sign in and say who came. These registers are still to be filled in:",
    ),
    Part.ENDING: Kind("Ending", "The last lines of every message.", "((organisation))"),
}


def words_in_use(session: Session, programme: Programme) -> Mapping[Part, str]:
    """The words of every part."""
    own = session.scalars(select(Wording).where(Wording.programme_id == programme.id).order_by(Wording.version))
    return {**{part: kind.words for part, kind in KINDS.items()}, **{one.part: one.text for one in own}}


def versions_of(session: Session, programme: Programme, part: Part) -> Sequence[Wording]:
    """Every version of a part that coordinators made, newest first."""
    found = select(Wording).where(Wording.programme_id == programme.id, Wording.part == part)
    return session.scalars(found.order_by(Wording.version.desc())).all()


def change_words(session: Session, actor: Actor, programme: Programme, part: Part, text: str, version: int) -> None:
    """Make a new version of a part; ``version`` is the newest that its author has seen, 0 for none.

    Raises `StaleEdit` where somebody made another in between, `Refusal` for words that cannot be used.
    """
    found = next(iter(versions_of(session, programme, part)), None)
    if (found.version if found else 0) != version:
        raise StaleEdit("Somebody else has changed these words since you opened them", field="text")
    wanted = checked(text)
    before = found.text if found else KINDS[part].words
    if wanted == before:
        return
    session.add(
        Wording(
            programme_id=programme.id, part=part, version=version + 1, text=wanted, made_at=now(),
            actor_name=actor.name,
        )
    )  # fmt: skip
    session.flush()
    title = KINDS[part].title
    record_change(
        session, actor, programme, "change words", title, f"The words of messages were changed: {title.lower()}.",
        before={"text": before}, after={"text": wanted},
    )  # fmt: skip


def checked(text: str) -> str:
    """Words as they are kept. Refuses none at all, too many, HTML, and fields that do not exist."""
    lines = ("".join(char for char in line if char.isprintable()) for line in text.strip().splitlines())
    wanted = "\n".join(line.rstrip() for line in lines)
    if not wanted:
        raise Refusal("Enter the words", field="text")
    if len(wanted) > LONGEST:
        raise Refusal(f"Enter up to {LONGEST:,} characters", field="text")
    possible = " ".join(f"(({name}))" for name in FIELDS)
    unknown = [name for name in FIELD.findall(wanted) if name not in FIELDS]
    if unknown:
        raise Refusal(f"There is no field (({unknown[0]})). These are possible: {possible}", field="text")
    rest = FIELD.sub("", wanted)
    if "((" in rest or "))" in rest:
        raise Refusal(f"Write a field with two brackets on each side. These are possible: {possible}", field="text")
    if TAG.search(wanted) or any(name in html5 for name in ENTITY.findall(wanted)):
        raise Refusal("Enter plain words: messages cannot hold HTML", field="text")
    return wanted


def filled(text: str, values: Mapping[str, str]) -> str:
    """Words with a value in the place of each field; what a value holds is never taken for a field."""
    return FIELD.sub(lambda found: values.get(found[1], found[0]), text)
