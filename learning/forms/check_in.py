"""Checking in by the code on the screen."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import InputRequired

from learning.forms.base import Form


class CheckInForm(Form):
    """The code that the trainer shows."""

    code = StringField(
        "The code on the screen",
        description="Six letters and figures; small letters will do.",
        validators=[InputRequired("Enter the code")],
        render_kw={"width": 10, "autocomplete": "off"},
    )
