"""Starting a run."""

from __future__ import annotations

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from learning.forms.base import Form
from learning.forms.choices import choices_of

TIMES = (
    ("30", "30 seconds: a first look"),
    ("120", "2 minutes: usually close to the best"),
    ("600", "10 minutes"),
    ("3600", "1 hour"),
)
LONGEST_NAME = 200


class StartForm(Form):
    """What a run is called, how long it may take and what it goes on from."""

    name = StringField(
        "What do you want to try?",
        description="The draft will carry this name, for example “Two evening slots more”.",
        validators=[
            InputRequired("Enter a name, so that you find the draft again"),
            Length(max=LONGEST_NAME, message="Enter a name of up to 200 characters"),
        ],
    )
    seconds = RadioField(
        "How long may it take?",
        description="It ends earlier when nothing better is possible. You can stop it at any time and keep the best.",
        choices=choices_of(TIMES),
        default="120",
        validators=[InputRequired("Choose how long it may take")],
    )
    start = SelectField(
        "What does it begin with?",
        description="Going on from a schedule keeps its dates and groups where they are good.",
        validators=[InputRequired("Choose what it begins with")],
    )

    def offer_starts(self, starts: list[tuple[str, str]]) -> None:
        self.start.choices = choices_of(starts)
