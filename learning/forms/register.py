"""The register of a session: a mark for each person, and a note."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from wtforms import RadioField, TextAreaField
from wtforms.validators import Length, Optional

from learning.forms.choices import choices_of
from learning.forms.versions import VersionedForm
from learning.models import Person
from learning.presenters.attendance import MARK_WORDS
from learning.vocabulary import Attendance

CHOICES = [(mark.value, label) for mark, label in MARK_WORDS.items()]
LONGEST_NOTE = 2000
PERSON = "person_"


class RegisterForm(VersionedForm):
    """``people`` are asked about in their order. Whoever has no mark is left open."""

    def marks(self, staff_ids: Sequence[str]) -> Mapping[str, Attendance | None]:
        return {staff_id: _mark(self[name_of(staff_id)].data) for staff_id in staff_ids}

    def strangers(self, names: Iterable[str]) -> bool:
        """Whether marks were sent of somebody who is no longer asked about."""
        return any(name.startswith(PERSON) and name not in self for name in names)


def name_of(staff_id: str) -> str:
    """The field of a person, which stays theirs when others join or leave. Staff ids may hold anything."""
    return PERSON + hashlib.sha256(staff_id.encode()).hexdigest()[:16]


def _mark(value: str | None) -> Attendance | None:
    return Attendance(value) if value else None


def proposed_form(
    people: Sequence[Person], values: Mapping[str, str], proposed: Mapping[str, Attendance]
) -> RegisterForm:
    """A form on what is recorded, with marks proposed by staff id for those who have none yet; not yet sent."""
    form = register_form(people, values, sent=False)
    form.remember()
    for staff_id, mark in proposed.items():
        field = form[name_of(staff_id)]
        field.data = field.data or mark.value
    return form


def register_form(people: Sequence[Person], values: Mapping[str, str], *, sent: bool = True) -> RegisterForm:
    """A form for these people; ``values`` by field is what is recorded. ``sent``: with what the request brings."""

    class Register(RegisterForm):
        note = TextAreaField(
            "Notes for the coordinators",
            validators=[Length(max=LONGEST_NOTE, message=f"The note must be {LONGEST_NOTE} characters or fewer")],
            description="What should they know? Nothing about what people said in confidence.",
            render_kw={"rows": 3},
        )

    for person in people:
        field = RadioField(person.name or person.staff_id, choices=choices_of(CHOICES), validators=[Optional()])
        setattr(Register, name_of(person.staff_id), field)
    return Register(data=dict(values)) if sent else Register(formdata=None, data=dict(values))
