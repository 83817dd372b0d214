"""What every form has: a token against forgery, and a place for refusals beside the fields' own errors."""

from __future__ import annotations

from collections.abc import Iterator

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SubmitField

from learning.errors import Refusal
from learning.forms.govuk import first_input


class Form(FlaskForm):
    """A form that can also show why what it asked for was refused."""

    def refuse(self, refusal: Refusal, field: str) -> None:
        """Show a refusal at the field that it names, or at ``field``."""
        name = refusal.field if refusal.field in self._fields else field
        self._fields[name].errors = [*self._fields[name].errors, refusal.sentence]

    def shown(self) -> Iterator[Field]:
        """The fields that people see, in their order; buttons and hidden ones are written by the page."""
        for field in self:
            if not isinstance(field, HiddenField | SubmitField):
                yield field

    def problems(self) -> list[dict[str, str]]:
        """Every error with a link to the control to mend, as GOV.UK's error summary takes them."""
        return [
            {"text": str(error), "href": f"#{first_input(field)}"} for field in self.shown() for error in field.errors
        ]
