"""Who asks, among the people of the programme, and what is theirs in the schedule in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import abort

from learning.models import LearningSession, Person, Schedule, Strand
from learning.queries.accounts import own_ids
from learning.queries.people import person_with_id, sessions_of_person
from learning.queries.programmes import strands_of
from learning.queries.schedules import release_in_force
from learning.vocabulary import Role
from learning.web.current import account, programme, session


def own_person() -> Person | None:
    """Whoever asks, as the staff table has them; None where their account belongs to nobody in it."""
    ids = own_ids(session(), programme(), account().id, Role.PARTICIPANT)
    return person_with_id(session(), programme(), ids[0]) if ids else None


def own_sessions() -> tuple[Person | None, Schedule | None, Sequence[LearningSession]]:
    release, person = release_in_force(session(), programme()), own_person()
    if person is None or release is None:
        return person, release, ()
    known = strands_in_order()  # a strand can be removed while a release still has it
    mine = sessions_of_person(session(), release, person.staff_id)
    return person, release, [one for one in mine if one.strand in known]


def own_session(session_id: str) -> tuple[Person, Schedule, LearningSession]:
    """A session of one's own; of others there is no such page."""
    person, release, mine = own_sessions()
    found = next((one for one in mine if one.session_id == session_id), None)
    if person is None or release is None or found is None:
        abort(404)
    return person, release, found


def strands_in_order() -> Mapping[str, tuple[int, Strand]]:
    """Strands by id, each with its place."""
    return {strand.strand_id: (place, strand) for place, strand in enumerate(strands_of(session(), programme()))}
