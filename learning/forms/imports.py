"""Uploading a folder, or a table and saying which of its columns is which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField
from wtforms.validators import InputRequired

from learning.forms.base import Form
from learning.forms.choices import choices_of


class UploadForm(Form):
    """A file, and which table it holds."""

    table = SelectField("What does the file hold?", validators=[InputRequired("Choose what the file holds")])
    file = FileField(
        "The file",
        description="A CSV file or an Excel workbook (its first sheet), with a heading row. Up to 32 MB.",
        validators=[FileRequired("Choose a file")],
        render_kw={"accept": ".csv,.xlsx,text/csv"},
    )

    def offer_tables(self, titles: Mapping[str, str]) -> None:
        self.table.choices = choices_of(titles.items())


class FolderForm(Form):
    """A programme folder, zipped."""

    folder = FileField(
        "The folder, as a zip file",
        description="programme.toml and the tables beside it, as this application gives them out. Up to 32 MB.",
        validators=[FileRequired("Choose a zip file")],
        render_kw={"accept": ".zip,application/zip"},
    )


def mapping_form(columns: Sequence[tuple[str, str]], headings: Sequence[str], mapping: Mapping[str, str]) -> Form:
    """A form with a choice of the file's headings for each of our columns (column, what it holds)."""
    offered = [("", "not in the file"), *((heading, heading) for heading in headings if heading)]
    fields = {
        column: SelectField(words, choices=choices_of(offered), default=mapping.get(column, ""), id=f"column-{column}")
        for column, words in columns
    }
    kind = type("MappingForm", (Form,), fields)
    form = kind()
    assert isinstance(form, Form)
    return form
