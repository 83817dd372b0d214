"""Looking up a certificate."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import InputRequired, Length

from learning.forms.base import Form


class VerifyForm(Form):
    """The code of a certificate."""

    code = StringField(
        "The code on the certificate",
        description="Fifteen letters and figures; dashes and capitals do not matter.",
        validators=[InputRequired("Enter the code"), Length(max=60, message="This is longer than any code")],
        render_kw={"width": 20, "autocomplete": "off"},
    )
