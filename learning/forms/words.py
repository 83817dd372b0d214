"""The words of messages."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import Field, StringField, TextAreaField
from wtforms.validators import InputRequired

from learning.forms.versions import VersionedForm


class WordsForm(VersionedForm):
    """One part of messages, and with whom it is tried out."""

    text = TextAreaField(
        "Words",
        description="Plain words. Fields: ((name)), ((programme)), ((organisation)).",
        validators=[InputRequired("Enter the words")],
        render_kw={"rows": 5},
    )
    person = StringField(
        "Try them with",
        description="A name, an id or an address. Leave it empty for the first person.",
    )

    def compared(self) -> Iterable[Field]:
        return (self.text,)
