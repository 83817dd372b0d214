"""Another date: one that is free, or some to wait for."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, SelectMultipleField
from wtforms.validators import InputRequired

from learning.forms.base import Form
from learning.forms.choices import choices_of


class ChooseDateForm(Form):
    """One of the dates that are free."""

    group = RadioField("Dates that you can have now", validators=[InputRequired("Choose a date")])

    def offer(self, dates: Sequence[tuple[str, str]]) -> None:
        self.group.choices = choices_of(dates)


class WaitForm(Form):
    """Dates that are full and would do."""

    groups = SelectMultipleField("Dates that are full", validators=[InputRequired("Choose at least one date")])

    def offer(self, dates: Sequence[tuple[str, str]]) -> None:
        self.groups.choices = choices_of(dates)
