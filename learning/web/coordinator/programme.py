"""The programme: its dates, strands and rules, and the whole of it as a folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from learning.domain.scheduling.folder_out import folder_texts, packed
from learning.domain.scheduling.guarding import BreaksProgramme
from learning.domain.scheduling.settings import add_strand, change_programme, change_strand, remove_strand
from learning.domain.scheduling.tables import STORED
from learning.errors import Refusal
from learning.forms.programme import ProgrammeForm, values_of_programme
from learning.forms.strands import StrandForm, values_of_strand
from learning.forms.versions import TwoVersions, bring_up_to_date
from learning.models import Strand
from learning.presenters.rules import programme_sentences, strand_sentences
from learning.queries.programmes import strands_of
from learning.queries.rows import count_rows
from learning.queries.trace import last_change_of
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.current import actor, programme, session

blueprint = Blueprint("programme", __name__, url_prefix="/programmes/<programme_key>/programme")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@blueprint.get("")
@for_roles(*PLANNERS)
def overview() -> str:
    """Everything that the programme is planned with, in sentences and counts."""
    strands = strands_of(session(), programme())
    titles = {strand.strand_id: strand.title for strand in strands}
    return render_template(
        "coordinator/programme/overview.html",
        sentences=programme_sentences(programme().settings, programme().notice_days),
        strands=[(place, strand, strand_sentences(strand.settings, titles)) for place, strand in enumerate(strands)],
        counts={stored.name: count_rows(session(), programme(), stored.model) for stored in STORED},
    )


@blueprint.get("/dates")
@for_roles(*PLANNERS)
def dates() -> str:
    values = _values()
    return _dates(ProgrammeForm(data=values))


@blueprint.post("/dates")
@for_roles(*PLANNERS)
def change_dates() -> str | BaseResponse | tuple[str, int]:
    form = ProgrammeForm()
    if not form.validate_on_submit():
        return _dates(form), 422
    stored = _values()
    two = bring_up_to_date(form, stored, str(programme().version))
    if two:
        return _dates(form, two=two), 409
    settings = {**form.settings(), "timezone": programme().settings.get("timezone", "Europe/London")}
    try:
        change_programme(
            session(), actor(), programme(), form.name.data or "", settings, _version(form.version.data),
            form.notice_days.data, form.offer_hours.data,
        )  # fmt: skip
    except BreaksProgramme as fault:
        return _dates(form, fault.sentences), 422
    flash("The dates and rules of the programme were changed.", "success")
    return redirect(url_for("programme.overview"), 303)


@blueprint.get("/strands/add")
@for_roles(*PLANNERS)
def new_strand() -> str:
    form = StrandForm(data=values_of_strand("", "", ("", ""), {"size": {"min": 6, "max": 12}, "trainers": 1}, 0))
    form.offer_strands(_others(None))
    return _strand(form, None)


@blueprint.post("/strands/add")
@for_roles(*PLANNERS)
def make_strand() -> str | BaseResponse | tuple[str, int]:
    form = StrandForm()
    form.offer_strands(_others(None))
    if not form.validate_on_submit():
        return _strand(form, None), 422
    try:
        strand = add_strand(session(), actor(), programme(), form.title.data or "", form.settings({}))
        strand.joining_instructions = form.joining_instructions.data or ""
        strand.materials = form.materials.data or ""
        strand.reminder_days = form.reminder_days.data or 0
    except BreaksProgramme as fault:
        return _strand(form, None, fault.sentences), 422
    flash(f"The strand {strand.title} was added.", "success")
    return redirect(url_for("programme.overview"), 303)


@blueprint.get("/strands/<strand_id>")
@for_roles(*PLANNERS)
def strand(strand_id: str) -> str:
    found = _found(strand_id)
    form = StrandForm(data=_stored(found))
    form.offer_strands(_others(found))
    return _strand(form, found)


@blueprint.post("/strands/<strand_id>")
@for_roles(*PLANNERS)
def edit_strand(strand_id: str) -> str | BaseResponse | tuple[str, int]:
    found = _found(strand_id)
    form = StrandForm()
    form.offer_strands(_others(found))
    if not form.validate_on_submit():
        return _strand(form, found), 422
    stored = _stored(found)
    two = bring_up_to_date(form, stored, str(found.version))
    if two:
        return _strand(form, found, two=two), 409
    changed = {
        "title": form.title.data or "",
        "code": form.code.data or found.code,
        "joining_instructions": form.joining_instructions.data or "",
        "materials": form.materials.data or "",
        "reminder_days": form.reminder_days.data or 0,
        "settings": form.settings(found.settings),
    }
    try:
        change_strand(session(), actor(), programme(), found, changed, _version(form.version.data))
    except BreaksProgramme as fault:
        return _strand(form, found, fault.sentences), 422
    except Refusal as refusal:
        form.refuse(refusal, "title")
        return _strand(form, found), 422
    flash(f"The strand {found.title} was changed.", "success")
    return redirect(url_for("programme.overview"), 303)


@blueprint.post("/strands/<strand_id>/remove")
@for_roles(*PLANNERS)
def drop_strand(strand_id: str) -> BaseResponse | tuple[str, int]:
    found = _found(strand_id)
    title = found.title
    try:
        remove_strand(session(), actor(), programme(), found)
    except BreaksProgramme as fault:
        session().rollback()
        sentences = "It cannot be removed yet: " + " ".join(fault.sentences[:3])
        flash(sentences, "important")
        return redirect(url_for("programme.overview"), 303)
    flash(f"The strand {title} was removed.", "success")
    return redirect(url_for("programme.overview"), 303)


@blueprint.get("/folder.zip")
@for_roles(Role.ADMINISTRATOR)
def folder() -> Response:
    """The whole programme as its folder, confidential pairs included: for administrators alone."""
    return Response(
        packed(folder_texts(session(), programme())),
        mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{programme().key}.zip"'},
    )


def _found(strand_id: str) -> Strand:
    found = next((one for one in strands_of(session(), programme()) if one.strand_id == strand_id), None)
    if found is None:
        abort(404)
    return found


def _stored(found: Strand) -> dict[str, Any]:
    texts = found.joining_instructions, found.materials
    return values_of_strand(found.title, found.code, texts, found.settings, found.version, found.reminder_days)


def _others(own: Strand | None) -> list[tuple[str, str]]:
    others = [
        (one.strand_id, one.title) for one in strands_of(session(), programme()) if own is None or one.id != own.id
    ]
    after = (own.settings.get("after") or {}).get("strand") if own else None
    if isinstance(after, list):
        titles = dict(others)
        others.append((",".join(after), " and ".join(str(titles.get(one, one)) for one in after)))
    return others


def _version(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _values() -> dict[str, Any]:
    own = programme()
    return values_of_programme(own.name, own.settings, own.notice_days, own.offer_hours, own.version)


def _dates(form: ProgrammeForm, sentences: Sequence[str] = (), two: Sequence[TwoVersions] = ()) -> str:
    change = last_change_of(session(), programme(), programme().name) if two else None
    return render_template("coordinator/programme/dates.html", form=form, sentences=sentences, two=two, change=change)


def _strand(
    form: StrandForm, found: Strand | None, sentences: Sequence[str] = (), two: Sequence[TwoVersions] = ()
) -> str:
    if request.method == "POST":
        session().rollback()
    change = last_change_of(session(), programme(), found.title) if found and two else None
    return render_template(
        "coordinator/programme/strand.html", form=form, strand=found, sentences=sentences, two=two, change=change
    )
