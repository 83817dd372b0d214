"""A row of a table as a form: a field for each column, in its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wtforms import HiddenField, StringField, TextAreaField

from learning.forms.base import Form

LONG_TEXTS = frozenset({"bio"})


def row_form(columns: Sequence[tuple[str, str]], values: Mapping[str, str], mark: str) -> Form:
    """A form with a text for each column (column, what it holds); ``mark`` is that of the values shown."""
    fields: dict[str, object] = {"mark": HiddenField(default=mark)}
    for column, words in columns:
        kind = TextAreaField if column in LONG_TEXTS else StringField
        fields[f"cell_{column}"] = kind(words, default=values.get(column, ""))
    kind_of_form = type("RowForm", (Form,), fields)
    form = kind_of_form()
    assert isinstance(form, Form)
    return form


def cells_of_form(form: Form, columns: Sequence[str]) -> dict[str, str]:
    return {column: form[f"cell_{column}"].data or "" for column in columns}
