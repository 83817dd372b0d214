"""Trainers, venues, absences and the other tables, row by row."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.domain.scheduling.guarding import BreaksProgramme, mark_of
from learning.domain.scheduling.importing.imports import TITLES
from learning.domain.scheduling.rows import THINGS, add_row, cells_of, change_row, name_of, remove_row
from learning.domain.scheduling.tables import BY_NAME, Stored
from learning.forms.base import Form
from learning.forms.rows import cells_of_form, row_form, values_of_row
from learning.forms.versions import TwoVersions, VersionedForm, bring_up_to_date
from learning.models.people import Row
from learning.presenters.imports import COLUMN_WORDS
from learning.presenters.paging import A_PAGE, paging
from learning.queries.rows import row_with_id, rows_page
from learning.queries.trace import last_change_of
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.coordinator.choosing import same_page, whole_number
from learning.web.current import actor, programme, session

blueprint = Blueprint("tables", __name__, url_prefix="/programmes/<programme_key>/programme/tables/<table>")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
COLUMNS_SHOWN = 6


@blueprint.get("")
@for_roles(*PLANNERS)
def rows(table: str) -> str:
    stored = _stored(table)
    words = request.args.get("words", "")
    wanted = whole_number("page")
    attributes = list(stored.attribute_of.values())
    offset = max(0, wanted - 1) * A_PAGE
    found, total = rows_page(session(), programme(), stored.model, attributes, words, offset, A_PAGE)
    pages = paging(total, wanted, lambda page: same_page("tables.rows", table=table, page=page))
    columns = [column for column in stored.layout.columns if column not in ("bio", "email", "link")][:COLUMNS_SHOWN]
    return render_template(
        "coordinator/programme/rows.html",
        table=table, title=TITLES[table], thing=THINGS[table], columns=columns, words=words, paging=pages,
        rows=[(row.id, name_of(cells_of(row, stored), stored), cells_of(row, stored)) for row in found],
    )  # fmt: skip


@blueprint.get("/add")
@for_roles(*PLANNERS)
def new(table: str) -> str:
    return _page(_stored(table), _form(_stored(table), {}), None)


@blueprint.post("/add")
@for_roles(*PLANNERS)
def add(table: str) -> str | Response | tuple[str, int]:
    stored = _stored(table)
    form = _form(stored, {})
    if not form.validate_on_submit():
        return _page(stored, form, None), 422
    cells = cells_of_form(form, stored.layout.columns)
    try:
        add_row(session(), actor(), programme(), table, cells)
    except BreaksProgramme as fault:
        session().rollback()
        return _page(stored, form, None, fault.sentences), 422
    flash(f"{name_of(cells, stored)} was added.", "success")
    return redirect(url_for("tables.rows", table=table), 303)


@blueprint.get("/<int:row_id>")
@for_roles(*PLANNERS)
def one(table: str, row_id: int) -> str:
    stored, row = _stored(table), _row(table, row_id)
    return _page(stored, _form(stored, cells_of(row, stored)), row)


@blueprint.post("/<int:row_id>")
@for_roles(*PLANNERS)
def change(table: str, row_id: int) -> str | Response | tuple[str, int]:
    stored, row = _stored(table), _row(table, row_id)
    form = _form(stored, cells_of(row, stored))
    if not form.validate_on_submit():
        return _page(stored, form, row), 422
    now = cells_of(row, stored)
    two = bring_up_to_date(form, values_of_row(now), mark_of(now))
    if two:
        return _page(stored, form, row, two=two), 409
    cells = cells_of_form(form, stored.layout.columns)
    try:
        change_row(session(), actor(), programme(), table, row, cells, form.version.data or "")
    except BreaksProgramme as fault:
        session().rollback()
        return _page(stored, form, _row(table, row_id), fault.sentences), 422
    flash(f"{name_of(cells, stored)} was changed.", "success")
    return redirect(url_for("tables.rows", table=table), 303)


@blueprint.post("/<int:row_id>/remove")
@for_roles(*PLANNERS)
def remove(table: str, row_id: int) -> Response:
    stored, row = _stored(table), _row(table, row_id)
    name = name_of(cells_of(row, stored), stored)
    try:
        remove_row(session(), actor(), programme(), table, row)
    except BreaksProgramme as fault:
        session().rollback()
        flash(f"{name} cannot be removed yet: {' '.join(fault.sentences[:3])}", "important")
        return redirect(url_for("tables.one", table=table, row_id=row_id), 303)
    flash(f"{name} was removed.", "success")
    return redirect(url_for("tables.rows", table=table), 303)


def _stored(table: str) -> Stored:
    if table not in THINGS:
        abort(404)
    return BY_NAME[table]


def _row(table: str, row_id: int) -> Row:
    found = row_with_id(session(), programme(), _stored(table).model, row_id)
    if found is None:
        abort(404)
    return found


def _form(stored: Stored, values: dict[str, str]) -> VersionedForm:
    columns = [(column, COLUMN_WORDS.get(column, column)) for column in stored.layout.columns]
    return row_form(columns, values, mark_of(values))


def _page(
    stored: Stored, form: Form, row: Row | None, sentences: Sequence[str] = (), two: Sequence[TwoVersions] = ()
) -> str:
    name = name_of(cells_of(row, stored), stored) if row is not None else None
    return render_template(
        "coordinator/programme/row.html",
        table=stored.name, title=TITLES[stored.name], thing=THINGS[stored.name], form=form, row=row, name=name,
        sentences=sentences, two=two, change=last_change_of(session(), programme(), name) if name and two else None,
    )  # fmt: skip
