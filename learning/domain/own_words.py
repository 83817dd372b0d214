"""What participants state of themselves: what they need in a room, and with whom they do not want to be in a group."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.scheduling.input_changes import note_input_changed
from learning.domain.trace import record_change
from learning.errors import Refusal
from learning.models import ApartPair, Person, Programme, Venue

UNKNOWN = "We found nobody of that name or e-mail address. Check it, or give their e-mail address"
SEVERAL = "Several people have that name. Give the e-mail address of the one whom you mean"


def features_offered(session: Session, programme: Programme) -> Sequence[str]:
    """Everything that some room of the programme has, by name: what can be asked of a room."""
    texts = session.scalars(select(Venue.features).where(Venue.programme_id == programme.id, Venue.features != ""))
    return sorted({one.strip() for text in texts for one in text.split(";") if one.strip()})


def state_needs(session: Session, actor: Actor, programme: Programme, person: Person, needs: Collection[str]) -> None:
    """Say what one needs in a room. Refuses what no room of the programme has and was not needed before."""
    before = [one for one in person.needs.split(";") if one]
    if set(needs) - {*features_offered(session, programme), *before}:
        raise Refusal("Choose from what rooms of the programme have", field="needs")
    if set(needs) == set(before):
        return
    person.needs = ";".join(sorted(needs))
    note_input_changed(programme)
    session.flush()
    name = person.name or person.staff_id
    record_change(session, actor, programme, "state needs", name, f"{name} changed what they need in a room.")


def own_pairs(session: Session, programme: Programme, person: Person) -> Sequence[tuple[int, str]]:
    """The pairs that somebody stated themselves, each with the other's name; those of others they do not see."""
    rows = session.execute(
        select(ApartPair.id, ApartPair.staff_id, ApartPair.other_id)
        .where(ApartPair.programme_id == programme.id, ApartPair.stated_by == person.staff_id)
        .order_by(ApartPair.position)
    ).all()
    others = {pair_id: other if one == person.staff_id else one for pair_id, one, other in rows}
    known = session.execute(
        select(Person.staff_id, Person.name).where(
            Person.programme_id == programme.id, Person.staff_id.in_(others.values())
        )
    )
    names = {staff_id: name for staff_id, name in known.all()}  # noqa: C416 - rows are no pairs to a reader
    return [(pair_id, names.get(staff_id) or "Somebody who has left") for pair_id, staff_id in others.items()]


def keep_apart(session: Session, programme: Programme, person: Person, whom: str) -> None:
    """Never be in one group with somebody, named or by e-mail address. No trace is kept: nobody else may read it.

    Refuses oneself, and words that name nobody or several people; saying it twice is saying it once.
    """
    other = _named(session, programme, whom)
    if other.staff_id == person.staff_id:
        raise Refusal("Name somebody else", field="whom")
    pair = {person.staff_id, other.staff_id}
    mine = session.execute(
        select(ApartPair.staff_id, ApartPair.other_id).where(
            ApartPair.programme_id == programme.id, ApartPair.stated_by == person.staff_id
        )
    )
    if any({one, two} == pair for one, two in mine):
        return
    last = session.scalar(select(func.max(ApartPair.position)).where(ApartPair.programme_id == programme.id))
    session.add(
        ApartPair(
            programme_id=programme.id, position=(-1 if last is None else last) + 1, attributes={},
            staff_id=person.staff_id, other_id=other.staff_id, stated_by=person.staff_id,
        )
    )  # fmt: skip
    note_input_changed(programme)
    session.flush()


def take_back_pair(session: Session, programme: Programme, person: Person, pair_id: int) -> None:
    """Take back what one stated; of what others stated nothing is taken. Twice is once."""
    found = session.scalar(
        select(ApartPair).where(
            ApartPair.programme_id == programme.id, ApartPair.id == pair_id, ApartPair.stated_by == person.staff_id
        )
    )
    if found is not None:
        session.delete(found)
        note_input_changed(programme)
        session.flush()


def _named(session: Session, programme: Programme, whom: str) -> Person:
    words = " ".join(whom.split()).lower()
    if not words:
        raise Refusal("Enter a name or an e-mail address", field="whom")
    by_name = or_(func.lower(Person.name) == words, func.lower(Person.email) == words)
    found = session.scalars(select(Person).where(Person.programme_id == programme.id, by_name).limit(2)).all()
    if len(found) != 1:
        raise Refusal(SEVERAL if found else UNKNOWN, field="whom")
    return found[0]
