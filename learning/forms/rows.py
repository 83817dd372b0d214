"""A row of a table as a form: a field for each column, in its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wtforms import StringField, TextAreaField

from learning.forms.base import Form
from learning.forms.versions import VersionedForm

LONG_TEXTS = frozenset({"bio"})


def row_form(columns: Sequence[tuple[str, str]], values: Mapping[str, str], mark: str) -> VersionedForm:
    """A form with a text for each column (column, what it holds); ``mark`` is that of the values shown."""
    fields: dict[str, object] = {}
    for column, words in columns:
        kind = TextAreaField if column in LONG_TEXTS else StringField
        fields[f"cell_{column}"] = kind(words)
    kind_of_form = type("RowForm", (VersionedForm,), fields)
    form = kind_of_form(data={"version": mark, **values_of_row(values)})
    assert isinstance(form, VersionedForm)
    return form


def values_of_row(cells: Mapping[str, str]) -> dict[str, str]:
    """What the form shows of a row."""
    return {f"cell_{column}": cell for column, cell in cells.items()}


def cells_of_form(form: Form, columns: Sequence[str]) -> dict[str, str]:
    return {column: form[f"cell_{column}"].data or "" for column in columns}
