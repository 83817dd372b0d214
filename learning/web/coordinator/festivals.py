"""Festivals within the programme, to be kept free."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from learning.domain.scheduling.closing import closed_days
from learning.domain.scheduling.festivals import Festival, festivals_between
from learning.domain.scheduling.guarding import BreaksProgramme
from learning.domain.scheduling.settings import close_days
from learning.presenters.schedules import day_words
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.current import actor, programme, session

blueprint = Blueprint("festivals", __name__, url_prefix="/programmes/<programme_key>/programme/festivals")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@blueprint.get("")
@for_roles(*PLANNERS)
def choose() -> str:
    """Festivals within the programme, to be kept free."""
    window = _window()
    free = closed_days(programme().settings, *window) if window else {}
    return render_template(
        "coordinator/programme/festivals.html",
        festivals=[
            (one, _days_words(one), all(day in free for day in one.days if window[0] <= day <= window[1]))
            for one in festivals_between(*window)
        ]
        if window
        else (),
    )


@blueprint.post("")
@for_roles(*PLANNERS)
def keep_free() -> BaseResponse:
    window = _window()
    offered = {one.closed for one in festivals_between(*window)} if window else set()
    chosen = [one for one in request.form.getlist("closed") if one in offered]
    try:
        count = close_days(session(), actor(), programme(), chosen)
    except BreaksProgramme as fault:
        session().rollback()
        flash(f"These days cannot be kept free: {' '.join(fault.sentences[:3])}", "important")
        return redirect(url_for("festivals.choose"), 303)
    if not count:
        flash("Choose at least one festival to keep free.", "important")
        return redirect(url_for("festivals.choose"), 303)
    flash(f"{count} more {'festival is' if count == 1 else 'festivals are'} kept free.", "success")
    return redirect(url_for("programme.overview"), 303)


def _window() -> tuple[date, date] | None:
    """The first and the last day of the programme; None while it has none."""
    settings = programme().settings
    if not (settings.get("first_day") and settings.get("last_day")):
        return None
    return date.fromisoformat(settings["first_day"]), date.fromisoformat(settings["last_day"])


def _days_words(festival: Festival) -> str:
    first, last = festival.days[0], festival.days[-1]
    return day_words(first, year=True) if first == last else f"{day_words(first)} to {day_words(last, year=True)}"
