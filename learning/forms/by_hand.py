"""Changes by hand: somebody moved, a session changed, a group cancelled."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import Field, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Regexp, StopValidation

from learning.forms.base import Form
from learning.forms.choices import choices_of
from learning.forms.days import DayField


class ConsideredForm(Form):
    """What every change by hand has: the version of the draft, and the reason where an aim is given up."""

    version = HiddenField()
    reason = TextAreaField(
        "Reason", description="Other coordinators read it in the list of changes.", render_kw={"rows": 2}
    )


class MoveForm(Form):
    """Where somebody goes: a group, another person's place, or nowhere."""

    group = SelectField("Which group?", validators=[InputRequired("Choose a group")])
    other = StringField(
        "Or let them change places with somebody",
        description="The other’s staff id. Leave it blank for the group chosen above.",
        render_kw={"width": 10},
    )

    def offer_groups(self, groups: Sequence[tuple[str, str]]) -> None:
        self.group.choices = choices_of(groups)


class SessionForm(Form):
    """When, where and by whom a session is held."""

    day = DayField("Day", "the day")
    time = StringField(
        "Time",
        validators=[
            InputRequired("Enter a time"),
            Regexp(r"^\s*([01]?\d|2[0-3]):[0-5]\d\s*$", message="Enter a time like 09:30"),
        ],
        render_kw={"width": 5},
    )
    venue = SelectField("Venue")
    trainers = SelectMultipleField("Trainers")

    def offer(self, venues: Sequence[tuple[str, str]], trainers: Sequence[tuple[str, str]]) -> None:
        self.venue.choices = choices_of([("", "none"), *venues])
        self.trainers.choices = choices_of(trainers)

    def validate_day(self, field: Field) -> None:
        if field.data is None and not field.process_errors:
            raise StopValidation("Enter the day")
