"""Taking in a whole programme folder: upload, look at what is wrong or would change, approve, undo."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from learning.domain.scheduling.importing.folders import (
    apply_folder_import,
    begin_folder_import,
    discard_folder_import,
    findings_of,
    undo_folder_import,
)
from learning.domain.scheduling.importing.imports import TITLES
from learning.errors import Refusal
from learning.forms.imports import FolderForm
from learning.models import FolderImport
from learning.presenters.imports import MOST_SHOWN, STATE_WORDS, settings_words
from learning.queries.imports import folder_import_with_id
from learning.vocabulary import ImportState, Role
from learning.web.access import for_roles
from learning.web.coordinator.imports import overview_page, upload_form
from learning.web.current import actor, programme, session
from learning.web.outcomes import flash_outcome
from learning.web.sheets import sheet

blueprint = Blueprint("folders", __name__, url_prefix="/programmes/<programme_key>/import/folders")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@blueprint.post("")
@for_roles(*PLANNERS)
def upload() -> BaseResponse | tuple[str, int]:
    form = FolderForm()
    try:
        if form.validate_on_submit():
            file = form.folder.data
            name = file.filename or "the file"
            found = begin_folder_import(session(), actor(), programme(), name, file.read())
            return redirect(url_for("folders.look", import_id=found.id), 303)
    except Refusal as refusal:
        form.refuse(refusal, "folder")
    return overview_page(upload_form(sent=False), form), 422


@blueprint.get("/<int:import_id>")
@for_roles(*PLANNERS)
def look(import_id: int) -> str:
    """What is wrong with the folder, and what it would change; once taken in, what it changed."""
    found = _import(import_id)
    findings = findings_of(found)
    return render_template(
        "coordinator/imports/folder.html",
        found=found, findings=findings, titles=TITLES, words=STATE_WORDS, most=MOST_SHOWN,
        settings=settings_words(findings.settings) if findings.settings else (),
    )  # fmt: skip


@blueprint.get("/<int:import_id>/findings.csv")
@for_roles(*PLANNERS)
def findings(import_id: int) -> Response:
    """Everything that is wrong or odd, as a sheet to work through beside the folder."""
    looked = findings_of(_import(import_id))
    rows = [
        (one.file, str(one.row or ""), one.column, one.value, kind, one.message)
        for kind, some in (("yes", looked.defects), ("no", looked.warnings))
        for one in some
    ]
    headings = ("file", "row", "column", "value", "must be put right", "what")
    return sheet(f"findings-folder-{import_id}.csv", headings, rows)


@blueprint.post("/<int:import_id>/apply")
@for_roles(*PLANNERS)
def apply(import_id: int) -> BaseResponse:
    found = _import(import_id)
    try:
        apply_folder_import(session(), actor(), programme(), found)
    except Refusal as refusal:
        flash(f"{refusal.sentence}.", "important")
        return redirect(url_for("folders.look", import_id=import_id), 303)
    flash(f"{found.file_name} was taken in. The programme is planned with it from now on.", "success")
    return redirect(url_for("imports.overview"), 303)


@blueprint.post("/<int:import_id>/discard")
@for_roles(*PLANNERS)
def discard(import_id: int) -> BaseResponse:
    found = _import(import_id)
    flash_outcome(lambda: discard_folder_import(session(), found), "The folder was discarded. Nothing was changed.")
    return redirect(url_for("imports.overview"), 303)


@blueprint.post("/<int:import_id>/undo")
@for_roles(*PLANNERS)
def undo(import_id: int) -> BaseResponse:
    found = _import(import_id)
    flash_outcome(
        lambda: undo_folder_import(session(), actor(), programme(), found), f"Taking in {found.file_name} was undone."
    )
    return redirect(url_for("imports.overview"), 303)


def _import(import_id: int) -> FolderImport:
    found = folder_import_with_id(session(), programme(), import_id)
    if found is None or found.state is ImportState.DISCARDED:
        abort(404)
    return found
