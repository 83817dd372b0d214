"""Signing in: an address, then a code or a button."""

from __future__ import annotations

from wtforms import PasswordField, StringField, SubmitField
from wtforms.validators import InputRequired, Length, Regexp

from learning.forms.base import Form

LONGEST_ADDRESS = 254


class AskForm(Form):
    """The address that a link and a code are mailed to."""

    email = StringField(
        "Your work email address",
        validators=[
            InputRequired("Enter your work email address"),
            Length(max=LONGEST_ADDRESS, message="Enter an email address of up to 254 characters"),
            Regexp(r"^\s*[^@\s]+@[^@\s]+\s*$", message="Enter an email address like name@example.org"),
        ],
    )
    submit = SubmitField("Send me a link")


class CodeForm(Form):
    """The code of six digits from the message."""

    code = StringField(
        "Code",
        validators=[InputRequired("Enter the code"), Length(max=20, message="Enter a code of six digits")],
    )
    submit = SubmitField("Sign in")


class ConfirmForm(Form):
    """Only a button: opening a link signs nobody in."""

    submit = SubmitField("Sign in")


class PasswordForm(Form):
    """An administrator's address and password."""

    email = StringField("Your work email address", validators=[InputRequired("Enter your work email address")])
    password = PasswordField("Password", validators=[InputRequired("Enter your password")])


class SetPasswordForm(Form):
    """A new password."""

    password = PasswordField(
        "New password",
        description="At least 14 characters. Four words that have nothing to do with one another are easy to keep.",
        validators=[InputRequired("Enter a password")],
    )
