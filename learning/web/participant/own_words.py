"""What I need, and with whom I do not want to be in a group: stated by oneself, taken back at any time."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.domain.own_words import features_offered, keep_apart, own_pairs, state_needs, take_back_pair
from learning.errors import Refusal
from learning.forms.own_words import ApartForm, NeedsForm
from learning.models import Person
from learning.presenters.rooms import feature_words
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.current import actor, programme, session
from learning.web.participant.mine import own_person

blueprint = Blueprint("own_words", __name__, url_prefix="/programmes/<programme_key>/mine/needs")


@blueprint.get("")
@for_roles(Role.PARTICIPANT)
def overview() -> str:
    person = _person()
    return _page(person, NeedsForm(formdata=None, data={"needs": _needs(person)}), ApartForm(formdata=None))


@blueprint.post("")
@for_roles(Role.PARTICIPANT)
def needs() -> str | Response | tuple[str, int]:
    person, form = _person(), NeedsForm()
    _offer(person, form)
    if not form.validate_on_submit():
        return _page(person, form, ApartForm(formdata=None)), 422
    state_needs(session(), actor(), programme(), person, form.needs.data or [])
    flash("What you need is noted. Rooms that are chosen from now on have it.", "success")
    return redirect(url_for("own_words.overview"), 303)


@blueprint.post("/apart")
@for_roles(Role.PARTICIPANT)
def apart() -> str | Response | tuple[str, int]:
    person, form = _person(), ApartForm()
    needs_form = NeedsForm(formdata=None, data={"needs": _needs(person)})
    if not form.validate_on_submit():
        return _page(person, needs_form, form), 422
    try:
        keep_apart(session(), programme(), person, form.whom.data or "")
    except Refusal as refusal:
        form.refuse(refusal, "whom")
        return _page(person, needs_form, form), 422
    flash("It is noted, and nobody but you can read it. If you are in one group now, choose another date.", "success")
    return redirect(url_for("own_words.overview"), 303)


@blueprint.post("/apart/<int:pair_id>")
@for_roles(Role.PARTICIPANT)
def take_back(pair_id: int) -> Response:
    take_back_pair(session(), programme(), _person(), pair_id)
    flash("It is taken back.", "success")
    return redirect(url_for("own_words.overview"), 303)


def _page(person: Person, needs_form: NeedsForm, apart_form: ApartForm) -> str:
    _offer(person, needs_form)
    at_fault = next((form for form in (needs_form, apart_form) if form.errors), None)
    return render_template(
        "participant/needs.html",
        needs=needs_form, apart=apart_form, pairs=own_pairs(session(), programme(), person), at_fault=at_fault,
    )  # fmt: skip


def _offer(person: Person, form: NeedsForm) -> None:
    known = dict.fromkeys([*features_offered(session(), programme()), *_needs(person)])
    form.offer([(one, feature_words(one)) for one in known])


def _needs(person: Person) -> list[str]:
    return [one.strip() for one in person.needs.split(";") if one.strip()]


def _person() -> Person:
    return own_person() or abort(404)
