"""Quiet mode, and telling people of the release in force."""

from __future__ import annotations

from wtforms import Field, RadioField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from learning.domain.addresses import is_reachable
from learning.forms.base import Form
from learning.forms.choices import choices_of
from learning.forms.lists import lines
from learning.forms.releases import HOW_TOLD
from learning.vocabulary import Telling

ON, OFF = "on", "off"


class QuietForm(Form):
    """Whether messages of the programme are kept back, and to whom they leave all the same."""

    quiet = RadioField(
        "Quiet mode",
        choices=choices_of(
            [
                (OFF, "Off: messages leave to everybody"),
                (ON, "On: messages leave only to the addresses below"),
            ]
        ),
        validators=[InputRequired("Choose whether quiet mode is on")],
    )
    addresses = TextAreaField(
        "Addresses that messages leave to while it is on",
        description="One a line. Leave it empty and nothing leaves at all.",
        render_kw={"rows": 6},
    )

    def validate_addresses(self, field: Field) -> None:
        for line in lines(field.data):
            if not is_reachable(line):
                raise ValidationError(f"Enter addresses like name@example.org, one a line; {line} is none")

    def named(self) -> list[str]:
        return lines(self.addresses.data)


class TellForm(Form):
    """How people are told of the release in force."""

    telling = RadioField(
        "How are they told?",
        choices=choices_of([(how.value, words) for how, words in HOW_TOLD.items() if how is not Telling.NOBODY]),
        default=Telling.DIGEST.value,
        validators=[InputRequired("Choose how they are told")],
    )
