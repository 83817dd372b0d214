"""A token for another system."""

from __future__ import annotations

from wtforms import Field, SelectMultipleField, StringField
from wtforms.validators import InputRequired, StopValidation

from learning.forms.base import Form
from learning.forms.choices import choices_of
from learning.forms.days import DayField
from learning.vocabulary import Scope

WORDS = {
    Scope.SCHEDULE_READ: "Read the schedule",
    Scope.ROSTERS_READ: "Read rosters: names and e-mail addresses",
    Scope.COMPLETION_READ: "Read who has completed what",
    Scope.STAFF_WRITE: "Add, change and remove staff",
    Scope.ABSENCES_WRITE: "Enter absences",
    Scope.ATTENDANCE_WRITE: "Read and record attendance",
}


class TokenForm(Form):
    """What it is for, what it may do, and until when."""

    name = StringField("Which system is it for?", validators=[InputRequired("Enter what the token is for")])
    scopes = SelectMultipleField(
        "What may it do?",
        choices=choices_of([(scope.value, words) for scope, words in WORDS.items()]),
        validators=[InputRequired("Choose what the token may be used for")],
    )
    expires_on = DayField("Until which day?", "the last day")

    def validate_expires_on(self, field: Field) -> None:
        if field.data is None and not field.process_errors:
            raise StopValidation("Enter the last day")
