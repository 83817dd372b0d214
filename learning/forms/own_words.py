"""What participants state of themselves."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import SelectMultipleField, StringField

from learning.forms.base import Form
from learning.forms.choices import choices_of


class NeedsForm(Form):
    """What a room must have."""

    needs = SelectMultipleField(
        "What I need in a room",
        description="Trainers of your sessions and coordinators see it. You are only given rooms that have it.",
    )

    def offer(self, features: Sequence[tuple[str, str]]) -> None:
        self.needs.choices = choices_of(features)


class ApartForm(Form):
    """Somebody whom one does not want to meet in a group."""

    whom = StringField("Their full name or e-mail address")
