"""The programme's dates and rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import Field, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from learning.forms.choices import choices_of
from learning.forms.days import DayField
from learning.forms.lists import closed_days, start_times
from learning.forms.versions import VersionedForm
from learning.presenters.rules import WEEKDAYS

HOLIDAYS = (
    ("", "None"),
    ("GB-ENG", "England"),
    ("GB-WLS", "Wales"),
    ("GB-SCT", "Scotland"),
    ("GB-NIR", "Northern Ireland"),
    ("IE", "Ireland"),
)
LONGEST_NAME = 200
A_DAY_MINUTES = 1440


def minutes(label: str, hint: str) -> IntegerField:
    return IntegerField(
        label,
        description=hint,
        validators=[Optional(), NumberRange(0, A_DAY_MINUTES, message=f"{label} must be from 0 to 1,440")],
        render_kw={"suffix": "minutes"},
    )


class ProgrammeForm(VersionedForm):
    """Name, window, calendar and the rules that hold for every strand."""

    name = StringField(
        "Name of the programme",
        validators=[
            InputRequired("Enter the name of the programme"),
            Length(max=LONGEST_NAME, message="Enter a name of up to 200 characters"),
        ],
    )
    first_day = DayField("First day", "the first day", [])
    last_day = DayField("Last day", "the last day", [])
    weekdays = SelectMultipleField(
        "Weekdays with sessions",
        choices=choices_of(WEEKDAYS.items()),
        validators=[InputRequired("Choose at least one weekday")],
    )
    start_times = TextAreaField(
        "Start times",
        description="One a line, like 09:30. A session may begin at these times only.",
        render_kw={"rows": 5},
    )
    holidays = SelectField("Public holidays kept free", choices=choices_of(HOLIDAYS))
    closed = TextAreaField(
        "Festivals, school holidays and other closed days",
        description="One a line: a day like 2027-03-29, or a first and a last day like 2027-03-29/2027-04-02.",
        render_kw={"rows": 5},
    )
    cover = IntegerField(
        "Most of a team away at once",
        description="Leave blank for no limit. Sessions of whole teams are not counted.",
        validators=[Optional(), NumberRange(1, 100, message="Enter a percentage from 1 to 100")],
        render_kw={"suffix": "%"},
    )
    notice_days = IntegerField(
        "Notice that people get",
        description="Whoever releases a schedule is told which sessions come sooner than that.",
        validators=[
            InputRequired("Enter the notice that people get"),
            NumberRange(0, 365, message="Enter a number of days from 0 to 365"),
        ],
        render_kw={"suffix": "days"},
    )
    offer_hours = IntegerField(
        "Time to take a place that becomes free",
        description="Somebody on a waiting list is offered it; then the next one is.",
        validators=[
            InputRequired("Enter the time to take a place"),
            NumberRange(1, 336, message="Enter a number of hours from 1 to 336"),
        ],
        render_kw={"suffix": "hours"},
    )
    travel_minutes = minutes("Travel", "For a trainer between sessions at two sites.")
    break_minutes = minutes("Break", "For a trainer between any two sessions.")
    turnaround_minutes = minutes("Turnaround", "Between two sessions in one room.")

    def validate_start_times(self, field: Field) -> None:
        start_times(field.data)

    def validate_closed(self, field: Field) -> None:
        closed_days(field.data)

    def validate_first_day(self, field: Field) -> None:
        _required(field, "Enter the first day")

    def validate_last_day(self, field: Field) -> None:
        _required(field, "Enter the last day")

    def settings(self) -> dict[str, Any]:
        """The keys of the table ``[programme]`` that this form sets; None takes one out."""
        return {
            "timezone": "Europe/London",
            "first_day": self.first_day.data.isoformat() if self.first_day.data else None,
            "last_day": self.last_day.data.isoformat() if self.last_day.data else None,
            "weekdays": [day for day in WEEKDAYS if day in (self.weekdays.data or [])],
            "start_times": start_times(self.start_times.data),
            "holidays": self.holidays.data or None,
            "closed": closed_days(self.closed.data) or None,
            "cover": self.cover.data / 100 if self.cover.data is not None else None,
            "travel_minutes": self.travel_minutes.data or None,
            "break_minutes": self.break_minutes.data or None,
            "turnaround_minutes": self.turnaround_minutes.data or None,
        }


def _required(field: Field, sentence: str) -> None:
    from wtforms.validators import StopValidation

    if field.data is None and not field.process_errors:
        raise StopValidation(sentence)


def values_of_programme(
    name: str, settings: Mapping[str, Any], notice_days: int, offer_hours: int, version: int
) -> dict[str, Any]:
    """What the form shows of a programme."""
    from datetime import date

    cover = settings.get("cover")
    return {
        "version": str(version),
        "name": name,
        "notice_days": notice_days,
        "offer_hours": offer_hours,
        "first_day": date.fromisoformat(settings["first_day"]) if settings.get("first_day") else None,
        "last_day": date.fromisoformat(settings["last_day"]) if settings.get("last_day") else None,
        "weekdays": settings.get("weekdays", ["mon", "tue", "wed", "thu", "fri"]),
        "start_times": "\n".join(settings.get("start_times", [])),
        "holidays": settings.get("holidays", ""),
        "closed": "\n".join(settings.get("closed", [])),
        "cover": round(float(cover) * 100) if cover is not None else None,
        "travel_minutes": settings.get("travel_minutes"),
        "break_minutes": settings.get("break_minutes"),
        "turnaround_minutes": settings.get("turnaround_minutes"),
    }
