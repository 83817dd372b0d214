"""A field as the parameters of the GOV.UK component that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wtforms import (
    BooleanField,
    DecimalField,
    EmailField,
    Field,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)

from learning.forms.days import PARTS, DayField

MOST_AS_RADIOS = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """``kind`` is the component, ``params`` what its macro takes."""

    kind: str
    params: dict[str, Any]


def as_govuk(field: Field) -> Shown:
    """The component for a field: a label, its hint if it has one, its first error if it has any."""
    common = _hint_and_error(field)
    options = dict(field.render_kw or {})
    if isinstance(field, DayField):
        return Shown("date", {**common, **_boxes(field)})
    if isinstance(field, BooleanField):
        item = {"value": "y", "text": field.label.text, "checked": bool(field.data), "id": field.id}
        return Shown("checkboxes", {**common, "idPrefix": field.id, "name": field.name, "items": [item]})
    if isinstance(field, SelectMultipleField):
        chosen = set(field.data or ())
        return Shown("checkboxes", {**common, **_legend(field), "items": _items(field, chosen, "checked")})
    if isinstance(field, RadioField):
        return Shown("radios", {**common, **_legend(field), "items": _items(field, {field.data}, "checked")})
    named = {**common, "id": field.id, "name": field.name, "label": _label(field)}
    if isinstance(field, SelectField):
        return Shown("select", {**named, "items": _items(field, {field.data}, "selected")})
    if isinstance(field, FileField):
        return Shown("file", {**named, "attributes": {"accept": options.get("accept", "")}})
    value = field._value() if hasattr(field, "_value") else field.data  # noqa: SLF001 - WTForms' own name for it
    if isinstance(field, TextAreaField):
        return Shown("textarea", {**named, "value": value or "", "rows": str(options.get("rows", 5))})
    return Shown("input", {**named, "value": value or "", **_kind_of_input(field), **_sizes(options)})


def _hint_and_error(field: Field) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    if field.description:
        parts["hint"] = {"text": str(field.description)}
    if field.errors:
        parts["errorMessage"] = {"text": str(field.errors[0])}
    return parts


def _label(field: Field) -> dict[str, Any]:
    return {"text": field.label.text, "classes": "govuk-label--s"}


def _legend(field: Field) -> dict[str, Any]:
    legend = {"text": field.label.text, "classes": "govuk-fieldset__legend--s"}
    return {"idPrefix": field.id, "name": field.name, "fieldset": {"legend": legend}, "classes": "govuk-radios--small"}


def _items(
    field: RadioField | SelectField | SelectMultipleField, chosen: Iterable[Any], mark: str
) -> list[dict[str, Any]]:
    texts = {str(value) for value in chosen if value is not None}
    items = []
    for place, (value, label, *_) in enumerate(field.iter_choices()):
        item: dict[str, Any] = {"value": str(value), "text": str(label), mark: str(value) in texts}
        if mark == "checked":
            item["id"] = field.id if place == 0 else f"{field.id}-{place + 1}"
        items.append(item)
    return items


def _boxes(field: DayField) -> dict[str, Any]:
    wide = {"day": 2, "month": 2, "year": 4}
    items = [
        {
            "id": f"{field.id}-{part}", "name": f"{field.name}-{part}", "label": part.capitalize(),
            "value": field.texts[part],
            "classes": f"govuk-input--width-{wide[part]}" + (" govuk-input--error" if _at_fault(field, part) else ""),
        }
        for part in PARTS
    ]  # fmt: skip
    legend = {"text": field.label.text, "classes": "govuk-fieldset__legend--s"}
    return {"id": field.id, "fieldset": {"legend": legend}, "items": items}


def _at_fault(field: DayField, part: str) -> bool:
    return bool(field.errors) and (not field.faulty or part in field.faulty)


def first_input(field: Field) -> str:
    """The id of the control that an error's link leads to: never that of a group around it."""
    if isinstance(field, DayField):
        return f"{field.id}-{field.faulty[0] if field.faulty else PARTS[0]}"
    return str(field.id)


def _kind_of_input(field: Field) -> dict[str, Any]:
    if isinstance(field, EmailField):
        return {"type": "email", "spellcheck": False, "autocomplete": "email"}
    if isinstance(field, PasswordField):
        return {"type": "password", "spellcheck": False, "autocomplete": "current-password"}
    if isinstance(field, IntegerField):
        return {"inputmode": "numeric", "spellcheck": False, "classes": "govuk-input--width-5"}
    if isinstance(field, DecimalField):
        return {"inputmode": "decimal", "spellcheck": False, "classes": "govuk-input--width-5"}
    return {}


def _sizes(options: dict[str, Any]) -> dict[str, Any]:
    known = {"width": "classes", "autocomplete": "autocomplete", "inputmode": "inputmode", "suffix": "suffix"}
    sizes: dict[str, Any] = {known[name]: value for name, value in options.items() if name in known}
    if "width" in options:
        sizes["classes"] = f"govuk-input--width-{options['width']}"
    if "suffix" in options:
        sizes["suffix"] = {"text": options["suffix"]}
    return sizes
