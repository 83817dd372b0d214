"""What a trainer says of themselves: when they are away, and who they are."""

from __future__ import annotations

import hashlib

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.domain.biographies import change_biography
from learning.domain.scheduling.guarding import BreaksProgramme
from learning.domain.scheduling.own_absences import enter_own_absence, take_back_absence
from learning.errors import Refusal
from learning.forms.own import AwayForm, BiographyForm
from learning.forms.versions import TwoVersions, bring_up_to_date
from learning.models import Trainer
from learning.presenters.away import days_words, hit_words
from learning.presenters.schedules import day_words, time_words
from learning.queries.accounts import own_ids
from learning.queries.away import Away, trainers_away
from learning.queries.delivery import trainers_of
from learning.queries.programmes import strands_of
from learning.queries.schedules import release_in_force
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.current import account, actor, local_now, programme, session
from learning.web.outcomes import flash_outcome

blueprint = Blueprint("own", __name__, url_prefix="/programmes/<programme_key>/trainer")


@blueprint.get("/away")
@for_roles(Role.TRAINER)
def away() -> str:
    """When I am away, with the sessions that each absence hits."""
    return _away_page(AwayForm())


@blueprint.post("/away")
@for_roles(Role.TRAINER)
def add_away() -> str | Response | tuple[str, int]:
    trainer, form = _me(), AwayForm()
    if trainer is None:
        abort(404)
    if not form.validate_on_submit() or form.first_day.data is None or form.last_day.data is None:
        return _away_page(form), 422
    first, last = form.first_day.data, form.last_day.data
    try:
        row = enter_own_absence(
            session(), actor(), programme(), trainer.trainer_id, first, last, today=local_now().date()
        )
    except BreaksProgramme as fault:
        session().rollback()
        form.refuse(Refusal(fault.sentences[0]), "first_day")
        return _away_page(form), 422
    except Refusal as refusal:
        form.refuse(refusal, "first_day")
        return _away_page(form), 422
    hit = next((one.hit for one in _own_away() if one.row_id == row.id), ())
    told = "The coordinator sees on their page which sessions need another trainer." if hit else ""
    flash(f"Your absence is entered. {told}".strip(), "success")
    return redirect(url_for("own.away"), 303)


@blueprint.post("/away/<int:row_id>/take-back")
@for_roles(Role.TRAINER)
def take_back(row_id: int) -> Response:
    found = next((one for one in _own_away() if one.row_id == row_id), None)
    if found is None:
        abort(404)
    flash_outcome(
        lambda: take_back_absence(session(), actor(), programme(), found), "It is taken back: you are there after all."
    )
    return redirect(url_for("own.away"), 303)


@blueprint.get("/about-me")
@for_roles(Role.TRAINER)
def biography() -> str:
    trainer = _me()
    form = BiographyForm(bio=trainer.bio if trainer else "")
    form.version.data = _version(trainer.bio) if trainer else ""
    return _biography_page(form, trainer)


@blueprint.post("/about-me")
@for_roles(Role.TRAINER)
def change() -> str | Response | tuple[str, int]:
    trainer, form = _me(), BiographyForm()
    if trainer is None:
        abort(404)
    if not form.validate_on_submit():
        return _biography_page(form, trainer), 422
    differing = bring_up_to_date(form, {"bio": trainer.bio}, _version(trainer.bio))
    if any(row.both for row in differing):
        return _biography_page(form, trainer, differing), 409
    change_biography(session(), actor(), programme(), trainer, form.bio.data or "")
    flash("Your biography is saved.", "success")
    return redirect(url_for("own.biography"), 303)


def _me() -> Trainer | None:
    """The row of trainers that this account is; None where its role names none that there is."""
    ids = own_ids(session(), programme(), account().id, Role.TRAINER)
    return next((one for one in trainers_of(session(), programme()) if one.trainer_id in ids), None)


def _own_away() -> list[Away]:
    ids = own_ids(session(), programme(), account().id, Role.TRAINER)
    release, moment = release_in_force(session(), programme()), local_now().replace(tzinfo=None)
    return list(trainers_away(session(), programme(), release, moment, ids))


def _away_page(form: AwayForm) -> str:
    return render_template(
        "trainer/away.html",
        form=form,
        known=_me() is not None,
        absences=[(one, days_words(one), hit_words(one)) for one in _own_away()],
        strands={strand.strand_id: (place, strand) for place, strand in enumerate(strands_of(session(), programme()))},
        day_words=day_words,
        time_words=time_words,
    )


def _biography_page(form: BiographyForm, trainer: Trainer | None, differing: tuple[TwoVersions, ...] = ()) -> str:
    return render_template("trainer/biography.html", form=form, trainer=trainer, differing=differing)


def _version(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
