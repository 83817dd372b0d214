"""Importing tables: upload, match columns, look at what would change, approve, undo."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from learning.domain.scheduling.importing.imports import (
    TITLES,
    apply_import,
    begin_import,
    discard_import,
    look_at_import,
    match_columns,
    undo_import,
)
from learning.domain.scheduling.rows import THINGS
from learning.domain.scheduling.tables import BY_NAME
from learning.errors import Refusal
from learning.forms.base import Form
from learning.forms.imports import FolderForm, UploadForm, mapping_form
from learning.models import TableImport
from learning.presenters.imports import COLUMN_WORDS, MOST_SHOWN, STATE_WORDS
from learning.queries.imports import folder_imports_of, import_with_id, imports_of
from learning.vocabulary import ImportState, Role
from learning.web.access import for_roles
from learning.web.current import actor, programme, session
from learning.web.outcomes import flash_outcome
from learning.web.sheets import sheet

blueprint = Blueprint("imports", __name__, url_prefix="/programmes/<programme_key>/import")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@blueprint.get("")
@for_roles(*PLANNERS)
def overview() -> str:
    return _overview(upload_form())


@blueprint.post("")
@for_roles(*PLANNERS)
def upload() -> str | BaseResponse | tuple[str, int]:
    form = upload_form()
    if not form.validate_on_submit():
        return _overview(form), 422
    file = form.file.data
    try:
        found = begin_import(session(), actor(), programme(), form.table.data, file.filename or "the file", file.read())
    except Refusal as refusal:
        form.refuse(refusal, "file")
        return _overview(form), 422
    return redirect(url_for("imports.columns", import_id=found.id), 303)


@blueprint.get("/<int:import_id>/columns")
@for_roles(*PLANNERS)
def columns(import_id: int) -> str:
    found = _open(import_id)
    return render_template(
        "coordinator/imports/columns.html", found=found, form=_mapping(found), title=TITLES[found.table]
    )


@blueprint.post("/<int:import_id>/columns")
@for_roles(*PLANNERS)
def match(import_id: int) -> str | BaseResponse | tuple[str, int]:
    found = _open(import_id)
    form = _mapping(found)
    names = [column for column in BY_NAME[found.table].layout.columns if column in form]
    try:
        if not form.validate_on_submit():
            raise Refusal("Choose a column of the file", field=names[0])
        match_columns(session(), programme(), found, {name: form[name].data or "" for name in names})
    except Refusal as refusal:
        form.refuse(refusal, names[0])
        page = render_template("coordinator/imports/columns.html", found=found, form=form, title=TITLES[found.table])
        return page, 422
    return redirect(url_for("imports.look", import_id=import_id), 303)


@blueprint.get("/<int:import_id>")
@for_roles(*PLANNERS)
def look(import_id: int) -> str | BaseResponse:
    """What is wrong, and what would change; once imported, what changed."""
    found = _import(import_id)
    if found.state is ImportState.UPLOADED:
        return redirect(url_for("imports.columns", import_id=import_id), 303)
    if found.state is not ImportState.CHECKED:
        return render_template(
            "coordinator/imports/done.html", found=found, title=TITLES[found.table], words=STATE_WORDS
        )
    looked = look_at_import(session(), programme(), found)
    confidential = found.table not in THINGS and found.table != "sessions"
    if confidential:
        looked = looked.without_names()
    return render_template(
        "coordinator/imports/look.html",
        confidential=confidential,
        found=found, title=TITLES[found.table], looked=looked, differs=looked.differs, most=MOST_SHOWN, titles=TITLES,
    )  # fmt: skip


@blueprint.get("/<int:import_id>/findings.csv")
@for_roles(*PLANNERS)
def findings(import_id: int) -> Response:
    """Everything that is wrong or odd, as a sheet to work through beside the file."""
    found = _import(import_id)
    if found.state is not ImportState.CHECKED:
        abort(404)
    looked = look_at_import(session(), programme(), found)
    rows = [
        (str(one.row or ""), one.column, one.value, kind, one.sentence)
        for kind, some in (("yes", looked.defects), ("no", looked.warnings))
        for one in some
    ]
    return sheet(f"findings-{found.id}.csv", ("row", "column", "value", "must be put right", "what"), rows)


@blueprint.post("/<int:import_id>/apply")
@for_roles(*PLANNERS)
def apply(import_id: int) -> BaseResponse:
    found = _import(import_id)
    try:
        differs = apply_import(session(), actor(), programme(), found)
    except Refusal as refusal:
        flash(f"{refusal.sentence}.", "important")
        return redirect(url_for("imports.look", import_id=import_id), 303)
    counts = f"{len(differs.new):,} new, {len(differs.changed):,} changed, {len(differs.left):,} left"
    flash(f"{TITLES[found.table]} imported: {counts}.", "success")
    return redirect(url_for("imports.overview"), 303)


@blueprint.post("/<int:import_id>/discard")
@for_roles(*PLANNERS)
def discard(import_id: int) -> BaseResponse:
    found = _import(import_id)
    flash_outcome(lambda: discard_import(session(), found), "The file was discarded. Nothing was changed.")
    return redirect(url_for("imports.overview"), 303)


@blueprint.post("/<int:import_id>/undo")
@for_roles(*PLANNERS)
def undo(import_id: int) -> BaseResponse:
    found = _import(import_id)
    title = TITLES[found.table].lower()
    flash_outcome(lambda: undo_import(session(), actor(), programme(), found), f"The import of {title} was undone.")
    return redirect(url_for("imports.overview"), 303)


def _import(import_id: int) -> TableImport:
    found = import_with_id(session(), programme(), import_id)
    if found is None:
        abort(404)
    return found


def _open(import_id: int) -> TableImport:
    found = _import(import_id)
    if found.state not in (ImportState.UPLOADED, ImportState.CHECKED):
        abort(404)
    return found


def upload_form(*, sent: bool = True) -> UploadForm:
    """The form for a table; empty where another form of the page was sent."""
    form = UploadForm() if sent else UploadForm(formdata=None)
    form.offer_tables(TITLES)
    return form


def _mapping(found: TableImport) -> Form:
    layout = BY_NAME[found.table].layout
    words = [(column, COLUMN_WORDS.get(column, column)) for column in layout.columns]
    return mapping_form(words, found.headings, found.mapping)


def _overview(form: UploadForm) -> str:
    return overview_page(form, FolderForm(formdata=None))


def overview_page(form: UploadForm, folder_form: FolderForm) -> str:
    """Every import so far, and where the next begins; the form that was refused says why."""
    return render_template(
        "coordinator/imports/overview.html",
        form=form, folder_form=folder_form, titles=TITLES, words=STATE_WORDS,
        imports=imports_of(session(), programme()), folders=folder_imports_of(session(), programme()),
    )  # fmt: skip
