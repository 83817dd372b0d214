"""What trainers say of themselves: when they are away, and who they are."""

from __future__ import annotations

from wtforms import Field, TextAreaField
from wtforms.validators import Length, ValidationError

from learning.forms.base import Form
from learning.forms.days import DayField
from learning.forms.versions import VersionedForm

LONGEST_BIOGRAPHY = 1200


class AwayForm(Form):
    """The first and the last day of an absence."""

    first_day = DayField("First day that you are away", "the first day", [])
    last_day = DayField("Last day that you are away", "the last day", [])

    def validate_first_day(self, field: Field) -> None:
        _wanted(field, "Enter the first day")

    def validate_last_day(self, field: Field) -> None:
        _wanted(field, "Enter the last day")


class BiographyForm(VersionedForm):
    """A few sentences for participants."""

    bio = TextAreaField(
        "What participants read about you",
        description="A few sentences: who you are and what you bring. They stand beside each session of yours.",
        validators=[
            Length(max=LONGEST_BIOGRAPHY, message=f"Your biography must be {LONGEST_BIOGRAPHY:,} characters or fewer")
        ],
        render_kw={"rows": 8},
    )


def _wanted(field: Field, sentence: str) -> None:
    if field.data is None and not field.errors:
        raise ValidationError(sentence)
