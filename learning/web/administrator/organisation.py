"""An organisation: its programmes, who is what in them, its name and colour."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.domain.brand import change_brand
from learning.domain.organisations import found_programme, grant_role, open_account, withdraw_role
from learning.errors import Refusal
from learning.forms.organisations import BrandForm, FoundProgrammeForm, GrantForm
from learning.forms.versions import TwoVersions, bring_up_to_date
from learning.models import Membership, Programme
from learning.presenters.accent import refuse_faint
from learning.queries.accounts import members_of
from learning.queries.programmes import programmes_of
from learning.queries.trace import last_change_of
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.current import actor, organisation, session

blueprint = Blueprint("organisation", __name__, url_prefix="/organisations/<organisation_key>")
IN_PROGRAMMES: list[Role] = [role for role in Role if role is not Role.ADMINISTRATOR]


@blueprint.get("")
@for_roles(Role.ADMINISTRATOR)
def overview() -> str:
    return _overview(FoundProgrammeForm())


@blueprint.post("")
@for_roles(Role.ADMINISTRATOR)
def found() -> str | Response | tuple[str, int]:
    form = FoundProgrammeForm()
    if not form.validate_on_submit():
        return _overview(form), 422
    try:
        made = found_programme(session(), actor(), organisation(), form.name.data or "")
    except Refusal as refusal:
        form.refuse(refusal, "name")
        return _overview(form), 422
    flash(f"{made.name} was set up. Give somebody the role of coordinator in it.", "success")
    return redirect(url_for("organisation.people", place=made.key), 303)


@blueprint.get("/people/<place>")
@for_roles(Role.ADMINISTRATOR)
def people(place: str) -> str:
    """Who is what in the organisation itself, or in one of its programmes."""
    return _people(place, _grant_form(place))


@blueprint.post("/people/<place>")
@for_roles(Role.ADMINISTRATOR)
def grant(place: str) -> str | Response | tuple[str, int]:
    form = _grant_form(place)
    if not form.validate_on_submit():
        return _people(place, form), 422
    try:
        account = open_account(session(), form.email.data or "", form.name.data or "")
        grant_role(session(), actor(), account, Role(form.role.data), _place(place) or organisation())
    except Refusal as refusal:
        form.refuse(refusal, "email")
        return _people(place, form), 422
    flash(f"{account.name} is now {form.role.data}. They sign in with {account.email}.", "success")
    return redirect(url_for("organisation.people", place=place), 303)


@blueprint.post("/people/<place>/<int:membership_id>/withdraw")
@for_roles(Role.ADMINISTRATOR)
def withdraw(place: str, membership_id: int) -> Response:
    membership = session().get(Membership, membership_id)
    where = _place(place)
    if (
        membership is None
        or membership.organisation_id != organisation().id
        or membership.programme_id != (where.id if where else None)
    ):
        abort(404)
    try:
        withdraw_role(session(), actor(), membership, where or organisation())
        flash("The role was withdrawn.", "success")
    except Refusal as refusal:
        flash(f"{refusal.sentence}.", "important")
    return redirect(url_for("organisation.people", place=place), 303)


@blueprint.get("/brand")
@for_roles(Role.ADMINISTRATOR)
def brand() -> str:
    return _brand(BrandForm(data=_brand_values()))


@blueprint.post("/brand")
@for_roles(Role.ADMINISTRATOR)
def rebrand() -> str | Response | tuple[str, int]:
    form = BrandForm()
    if not form.validate_on_submit():
        return _brand(form), 422
    two = bring_up_to_date(form, _brand_values(), str(organisation().version))
    if two:
        return _brand(form, two), 409
    logo = form.logo.data.read() if form.logo.data else b""
    version = form.version.data or ""
    try:
        refuse_faint((form.accent.data or "").strip())
        change_brand(
            session(), actor(), organisation(), form.name.data or "", form.accent.data or "", logo,
            int(version) if version.isdigit() and len(version) < 10 else -1,
        )  # fmt: skip
    except Refusal as refusal:
        session().rollback()
        form.refuse(refusal, "name")
        return _brand(form), 422
    flash("Name, colour and logo were saved.", "success")
    return redirect(url_for("organisation.overview"), 303)


def _brand_values() -> dict[str, str]:
    own = organisation()
    return {"name": own.name, "accent": own.accent, "version": str(own.version)}


def _brand(form: BrandForm, two: Sequence[TwoVersions] = ()) -> str:
    change = last_change_of(session(), organisation(), organisation().name) if two else None
    return render_template("administrator/brand.html", form=form, two=two, change=change)


def _overview(form: FoundProgrammeForm) -> str:
    return render_template(
        "administrator/organisation.html", programmes=programmes_of(session(), organisation()), form=form
    )


def _place(place: str) -> Programme | None:
    """The programme of that key; None for the organisation itself."""
    if place == "organisation":
        return None
    found = next((one for one in programmes_of(session(), organisation()) if one.key == place), None)
    return found or abort(404)


def _grant_form(place: str) -> GrantForm:
    form = GrantForm()
    form.offer([Role.ADMINISTRATOR] if _place(place) is None else IN_PROGRAMMES)
    return form


def _people(place: str, form: GrantForm) -> str:
    where = _place(place)
    return render_template(
        "administrator/people.html",
        place=place, name=where.name if where else organisation().name, form=form,
        members=members_of(session(), organisation(), where),
    )  # fmt: skip
