"""An organisation: its name and colour, its programmes, and who is what."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from learning.forms.base import Form
from learning.forms.choices import choices_of
from learning.forms.versions import VersionedForm
from learning.vocabulary import Role

LONGEST_NAME = 200
EMAIL = Regexp(r"^\s*[^@\s]+@[^@\s]+\s*$", message="Enter an email address like name@example.org")


def name(label: str, sentence: str) -> StringField:
    return StringField(
        label,
        validators=[InputRequired(sentence), Length(max=LONGEST_NAME, message="Enter a name of up to 200 characters")],
    )


class FoundProgrammeForm(Form):
    """A new programme."""

    name = name("Name of the programme", "Enter the name of the programme")


class GrantForm(Form):
    """Somebody gets a role."""

    email = StringField(
        "Work email address", validators=[InputRequired("Enter an email address"), Length(max=254), EMAIL]
    )
    name = name("Name", "Enter the name")
    role = SelectField("Role", validators=[InputRequired("Choose a role")])

    def offer(self, roles: list[Role]) -> None:
        self.role.choices = choices_of([(role.value, role.value.capitalize()) for role in roles])


class BrandForm(VersionedForm):
    """Name, colour and logo of an organisation."""

    name = name("Name of the organisation", "Enter the name of the organisation")
    accent = StringField(
        "Colour", description="# and six digits or letters, like #0b5560. Text in it must be readable on white.",
        validators=[InputRequired("Enter a colour")], render_kw={"width": 10},
    )  # fmt: skip
    logo = FileField(
        "Logo", description="A PNG or JPEG picture of up to 200 kB, best square. Leave it out to keep what there is.",
        render_kw={"accept": "image/png,image/jpeg"},
    )  # fmt: skip
