"""An attendance report of an online meeting."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from learning.forms.base import Form


class MeetingReportForm(Form):
    """The file, and from what share of the session on somebody has attended."""

    report = FileField(
        "The attendance report",
        validators=[FileRequired("Choose the report")],
        description="The CSV file that Teams, Zoom or Webex gives the organiser after the meeting.",
        render_kw={"accept": ".csv,.txt"},
    )
    share = IntegerField(
        "Attended from this share of the session on",
        default=75,
        description="Less, but five minutes at least, counts as partly.",
        validators=[
            InputRequired("Enter a percentage"),
            NumberRange(10, 100, message="Enter a percentage from 10 to 100"),
        ],
        render_kw={"suffix": "%"},
    )
