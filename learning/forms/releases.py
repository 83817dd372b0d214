"""Releasing a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from learning.forms.base import Form
from learning.forms.choices import choices_of
from learning.vocabulary import Telling

LONGEST_NAME = 200
HOW_TOLD: Mapping[Telling, str] = {
    Telling.NOBODY: "Nobody yet; the next release makes up for it",
    Telling.DIGEST: "Each person in one message, with their dates as a file for the calendar",
    Telling.INVITATIONS: "Each person by a calendar invitation for every date",
}


class ReleaseForm(Form):
    """The name of the release, and everything to have seen before it."""

    name = StringField(
        "What is the release called?",
        description="People see it in messages, for example “After half-term”.",
        validators=[
            InputRequired("Enter a name for the release"),
            Length(max=LONGEST_NAME, message="Enter a name of up to 200 characters"),
        ],
    )
    telling = RadioField(
        "Who is told?",
        choices=choices_of([(how.value, words) for how, words in HOW_TOLD.items()]),
        default=Telling.NOBODY.value,
        validators=[InputRequired("Choose who is told")],
    )
    acknowledged = SelectMultipleField(
        "Confirm that you know", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def ask_for(self, cautions: Sequence[tuple[str, str]]) -> None:
        """Ask to confirm each caution; the question goes where there is none."""
        if cautions:
            self.acknowledged.choices = choices_of(cautions)
        else:
            del self.acknowledged
