"""The register of a session: a mark for each person, and a note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wtforms import RadioField, TextAreaField
from wtforms.validators import Length, Optional

from learning.forms.choices import choices_of
from learning.forms.versions import VersionedForm
from learning.models import Person
from learning.presenters.attendance import MARK_WORDS
from learning.vocabulary import Attendance

CHOICES = [(mark.value, label) for mark, label in MARK_WORDS.items()]
LONGEST_NOTE = 2000


class RegisterForm(VersionedForm):
    """``people`` are asked about in their order. Whoever has no mark is left open."""

    def marks(self, staff_ids: Sequence[str]) -> Mapping[str, Attendance | None]:
        return {staff_id: _mark(self[name_of(place)].data) for place, staff_id in enumerate(staff_ids)}


def name_of(place: int) -> str:
    """The field of a person: by place, as staff ids may hold anything."""
    return f"person_{place}"


def _mark(value: str | None) -> Attendance | None:
    return Attendance(value) if value else None


def register_form(people: Sequence[Person], values: Mapping[str, str]) -> RegisterForm:
    """A form for these people; ``values`` by field is what is recorded."""

    class Register(RegisterForm):
        note = TextAreaField(
            "Notes for the coordinators",
            validators=[Length(max=LONGEST_NOTE, message=f"The note must be {LONGEST_NOTE} characters or fewer")],
            description="What should they know? Nothing about what people said in confidence.",
            render_kw={"rows": 3},
        )

    for place, person in enumerate(people):
        field = RadioField(person.name or person.staff_id, choices=choices_of(CHOICES), validators=[Optional()])
        setattr(Register, name_of(place), field)
    return Register(data=dict(values))
