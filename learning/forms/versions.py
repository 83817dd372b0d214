"""Forms that two people may have open at once: no edit is lost, whoever saves first.

A form remembers what it was opened with. If somebody else saved in between, what only they changed is put into the
form, what only this person changed stays, and where both changed the same thing both versions are shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import Field, FileField, HiddenField, SelectField, SelectMultipleField

from learning.forms.base import Form
from learning.presenters.schedules import day_words

BLANK = "nothing"


class VersionedForm(Form):
    """A form that knows the version of what it shows, and the values that it was opened with."""

    version = HiddenField()
    base = HiddenField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.is_submitted():
            self.remember()

    def remember(self) -> None:
        """Take what the form shows for what it was opened with."""
        self.base.data = json.dumps({field.short_name: _plain(field.data) for field in self.compared()})

    def compared(self) -> Iterable[Field]:
        """The fields whose values can be compared: all that people see, without files."""
        return (field for field in self.shown() if not isinstance(field, FileField))


@dataclass(frozen=True, slots=True)
class TwoVersions:
    """One field that somebody else changed: what it was, what they made of it, and what is in the form.

    ``both`` says that this person changed it too, to something else; otherwise the form now has theirs.
    """

    label: str
    before: str
    theirs: str
    yours: str
    both: bool


def bring_up_to_date(form: VersionedForm, stored: Mapping[str, Any], version: str) -> tuple[TwoVersions, ...]:
    """Put the form on top of what is stored now, if that has another version than the form was opened with.

    ``stored`` are the values that the form would be opened with now. Returns every field that somebody else changed;
    with none, the form can be saved as it is.
    """
    if form.version.data == version:
        return ()
    base = _base(form)
    found = []
    for field in form.compared():
        was, theirs, yours = base.get(field.short_name), _plain(stored.get(field.short_name)), _plain(field.data)
        if theirs in (was, yours):
            continue
        both = yours != was
        before, saved, now = (_words(field, value) for value in (was, theirs, yours if both else theirs))
        found.append(TwoVersions(field.label.text, before, saved, now, both))
        if not both:
            field.raw_data = None
            field.process(None, stored.get(field.short_name))
    form.version.data = version
    form.base.data = json.dumps({field.short_name: _plain(stored.get(field.short_name)) for field in form.compared()})
    return tuple(found)


def _base(form: VersionedForm) -> Mapping[str, Any]:
    try:
        base = json.loads(form.base.data or "")
    except ValueError:
        return {}
    return base if isinstance(base, dict) else {}


def _plain(value: Any) -> str | list[str]:
    """A value as it can be compared, whether it comes from a form, from the form's memory or from the store."""
    if value is None:
        return ""
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").strip()


def _words(field: Field, value: str | list[str] | None) -> str:
    """A plain value as the form shows it."""
    if not value:
        return BLANK
    if isinstance(field, SelectField | SelectMultipleField):
        labels = {str(value): str(label) for value, label, *_ in field.iter_choices()}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(one, one) for one in chosen)
    if isinstance(value, list):
        return ", ".join(value)
    try:
        return day_words(date.fromisoformat(value))
    except ValueError:
        return value
