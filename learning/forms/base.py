"""What every form has: a token against forgery, and a place for refusals beside the fields' own errors."""

from __future__ import annotations

from flask_wtf import FlaskForm

from learning.errors import Refusal


class Form(FlaskForm):
    """A form that can also show why what it asked for was refused."""

    def refuse(self, refusal: Refusal, field: str) -> None:
        """Show a refusal at the field that it names, or at ``field``."""
        name = refusal.field if refusal.field in self._fields else field
        self._fields[name].errors = [*self._fields[name].errors, refusal.sentence]
