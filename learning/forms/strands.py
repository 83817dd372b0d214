"""A strand and its rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import (
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from learning.forms.choices import choices_of
from learning.forms.days import DayField
from learning.forms.lists import as_lines, lines, numbered, valued
from learning.forms.versions import VersionedForm
from learning.presenters.rules import APART_WORDS, MODE_WORDS

LONGEST_TITLE = 200
REMINDER_DAYS, MOST_REMINDER_DAYS = 3, 60
RULES = (
    ("open", "Open: anyone with anyone"),
    ("mixed", "Mixed: people of many teams"),
    ("team", "Team: people of one team, where it is large enough"),
)


def whole(label: str, least: int, most: int, hint: str = "", needed: bool = True) -> IntegerField:
    sentence = f"{label} must be a whole number from {least} to {most:,}"
    first = InputRequired(sentence) if needed else Optional()
    return IntegerField(label, description=hint, validators=[first, NumberRange(least, most, message=sentence)])


SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("What it is", ("title", "code", "lot", "duration_minutes", "modes", "meetings", "gap_least", "gap_most")),
    ("Whom it is for", ("audience", "exclude")),
    ("Who leads it", ("trainers", "trainer_kinds")),
    (
        "How groups are made",
        ("size_min", "size_max", "rule", "max_same", "fields", "keep_apart", "keep_together", "not_alone"),
    ),
    ("When", ("after", "after_least", "after_most", "first_day", "last_day")),
    ("What people read", ("joining_instructions", "materials", "reminder_days")),
)
"""The parts of the form, in the order in which a strand is thought of; every field stands in one of them."""


class StrandForm(VersionedForm):
    """Everything that the coordinator says of a strand."""

    title = StringField(
        "Title",
        validators=[
            InputRequired("Enter a title"),
            Length(max=LONGEST_TITLE, message="Enter a title of up to 200 characters"),
        ],
    )
    code = StringField(
        "Two letters that stand for it",
        validators=[Optional(), Regexp(r"^\s*[A-Za-z]{2}\s*$", message="Enter two letters")],
        render_kw={"width": 2},
    )
    lot = StringField("Lot", description="The tender lot that it belongs to, if any.", render_kw={"width": 5})
    duration_minutes = whole("Length of a session in minutes", 1, 1440)
    size_min = whole("Fewest people in a group", 1, 10_000)
    size_max = whole("Most people in a group", 1, 10_000)
    trainers = whole("Trainers for each session", 0, 20, "0: nobody leads it.")
    trainer_kinds = TextAreaField(
        "Of them, at least",
        description="A kind and a number a line, like “provider 1”. Leave blank for any kind.",
        render_kw={"rows": 2},
    )
    modes = SelectMultipleField(
        "How it is held", choices=choices_of(MODE_WORDS.items()), validators=[InputRequired("Choose at least one")]
    )
    meetings = whole("How often a group meets", 1, 100)
    gap_least = whole("Fewest days between two meetings", 0, 366, needed=False)
    gap_most = whole("Most days between two meetings", 0, 366, needed=False)
    audience = TextAreaField(
        "Whom it is for",
        description="Leave blank for everyone. A column and its values a line, like “tags: manager”.",
        render_kw={"rows": 2},
    )
    exclude = TextAreaField("Whom it is not for", description="In the same way.", render_kw={"rows": 2})
    rule = RadioField(
        "How groups are made", choices=choices_of(RULES), validators=[InputRequired("Choose how groups are made")]
    )
    max_same = TextAreaField(
        "Most members of a mixed group who share a value",
        description="A column and a number a line, like “team 2”.",
        render_kw={"rows": 3},
    )
    fields = TextAreaField(
        "Columns of a team group, narrowest first",
        description="One a line, like team, then directorate. All members of a group share the last.",
        render_kw={"rows": 2},
    )
    keep_apart = SelectMultipleField("Who is kept apart", choices=choices_of(APART_WORDS.items()))
    keep_together = StringField(
        "Column whose values stay together", description="People who share a value are in one group, like job_share."
    )
    not_alone = StringField(
        "Column in which nobody should be the only one", description="Coordinators alone see which it is."
    )
    after = SelectField("What comes first")
    after_least = whole("At least so many days later", 0, 3660, needed=False)
    after_most = whole("At most so many days later", 0, 3660, needed=False)
    first_day = DayField("First day, if later than the programme's", "the first day")
    last_day = DayField("Last day, if earlier than the programme's", "the last day")
    joining_instructions = TextAreaField("Joining instructions", description="What people read before a session.")
    materials = TextAreaField("Materials", description="What people get afterwards: links or notes.")
    reminder_days = whole("Reminder", 0, MOST_REMINDER_DAYS, "How many days before a session. 0 is no reminder.")

    def sections(self) -> list[tuple[str, list[Field]]]:
        """The fields under the headings of their parts."""
        return [(title, [self[name] for name in names]) for title, names in SECTIONS]

    def offer_strands(self, others: Sequence[tuple[str, str]]) -> None:
        self.after.choices = choices_of([("", "Nothing"), *others])

    def validate_size_max(self, field: Field) -> None:
        if field.data is not None and self.size_min.data is not None and field.data < self.size_min.data:
            raise ValidationError("Most people must not be fewer than the fewest")

    def validate_trainer_kinds(self, field: Field) -> None:
        numbered(field.data, "kinds of trainers")

    def validate_max_same(self, field: Field) -> None:
        numbered(field.data, "columns")

    def validate_audience(self, field: Field) -> None:
        valued(field.data)

    def validate_exclude(self, field: Field) -> None:
        valued(field.data)

    def validate_gap_most(self, field: Field) -> None:
        if (self.meetings.data or 1) > 1 and (field.data is None or self.gap_least.data is None):
            raise ValidationError("Enter the fewest and the most days between two meetings")

    def settings(self, old: Mapping[str, Any]) -> dict[str, Any]:
        """The keys of the strand's table; None takes one out. What the form does not show stays as in ``old``."""
        several = (self.meetings.data or 1) > 1
        modes = [mode for mode in MODE_WORDS if mode in (self.modes.data or [])]
        return {
            "lot": (self.lot.data or "").strip() or None,
            "duration_minutes": self.duration_minutes.data,
            "size": {"min": self.size_min.data, "max": self.size_max.data},
            "trainers": self.trainers.data,
            "trainer_kinds": numbered(self.trainer_kinds.data, "kinds") or None,
            "modes": modes if len(modes) < len(MODE_WORDS) else None,
            "meetings": self.meetings.data if several else None,
            "gap_days": [self.gap_least.data, self.gap_most.data] if several else None,
            "audience": valued(self.audience.data) or None,
            "exclude": valued(self.exclude.data) or None,
            "grouping": self._grouping(old.get("grouping", {})),
            "after": self._after(old.get("after")),
            "first_day": self.first_day.data.isoformat() if self.first_day.data else None,
            "last_day": self.last_day.data.isoformat() if self.last_day.data else None,
        }

    def _grouping(self, old: Mapping[str, Any]) -> dict[str, Any]:
        rule = self.rule.data
        found: dict[str, Any] = {"rule": rule}
        if rule == "mixed":
            same = numbered(self.max_same.data, "columns")
            if same:
                found["max_same"] = same
            if old.get("rule") == "mixed" and "mix" in old:
                found["mix"] = old["mix"]
        if rule == "team":
            found["fields"] = lines(self.fields.data) or ["team"]
        elif (self.keep_together.data or "").strip():
            found["keep_together"] = (self.keep_together.data or "").strip()
        if self.keep_apart.data:
            found["keep_apart"] = [one for one in APART_WORDS if one in self.keep_apart.data]
        if (self.not_alone.data or "").strip():
            found["not_alone"] = (self.not_alone.data or "").strip()
        return found

    def _after(self, old: Mapping[str, Any] | None) -> dict[str, Any] | None:
        if not self.after.data:
            return None
        several = old["strand"] if old and isinstance(old.get("strand"), list) else None
        strand = several if several and ",".join(several) == self.after.data else self.after.data
        found: dict[str, Any] = {"strand": strand, "min_days": self.after_least.data or 0}
        if self.after_most.data is not None:
            found["max_days"] = self.after_most.data
        return found


def values_of_strand(
    title: str,
    code: str,
    texts: tuple[str, str],
    settings: Mapping[str, Any],
    version: int,
    reminder_days: int = REMINDER_DAYS,
) -> dict[str, Any]:
    """What the form shows of a strand; ``texts`` are its joining instructions and materials."""
    grouping, after = settings.get("grouping", {}), settings.get("after") or {}
    gap = settings.get("gap_days", [None, None])
    strand = after.get("strand", "")
    return {
        "version": str(version),
        "title": title,
        "code": code,
        "lot": settings.get("lot", ""),
        "duration_minutes": settings.get("duration_minutes"),
        "size_min": settings.get("size", {}).get("min"),
        "size_max": settings.get("size", {}).get("max"),
        "trainers": settings.get("trainers", 0),
        "trainer_kinds": as_lines(settings.get("trainer_kinds", {}).items()),
        "modes": settings.get("modes", list(MODE_WORDS)),
        "meetings": settings.get("meetings", 1),
        "gap_least": gap[0],
        "gap_most": gap[1],
        "audience": _valued(settings.get("audience")),
        "exclude": _valued(settings.get("exclude")),
        "rule": grouping.get("rule", "open"),
        "max_same": as_lines(grouping.get("max_same", {}).items()),
        "fields": "\n".join(grouping.get("fields", [])),
        "keep_apart": grouping.get("keep_apart", []),
        "keep_together": grouping.get("keep_together", ""),
        "not_alone": grouping.get("not_alone", ""),
        "after": ",".join(strand) if isinstance(strand, list) else strand,
        "after_least": after.get("min_days"),
        "after_most": after.get("max_days"),
        "first_day": _day(settings.get("first_day")),
        "last_day": _day(settings.get("last_day")),
        "joining_instructions": texts[0],
        "materials": texts[1],
        "reminder_days": reminder_days,
    }


def _valued(choice: Mapping[str, Any] | None) -> str:
    return as_lines(((column, "; ".join(map(str, values))) for column, values in (choice or {}).items()), ": ")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
