"""What would help those without a place: asked for, watched, tried."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from learning.domain.scheduling.problems import UnreadableProgrammeError
from learning.domain.scheduling.studies import adopt, ask_for_study, try_remedies
from learning.errors import Refusal
from learning.models import Schedule, Snapshot
from learning.queries.runs import run_with_number
from learning.queries.schedules import schedule_with_number
from learning.vocabulary import Role, RunKind, RunState, ScheduleState
from learning.web.access import for_roles
from learning.web.current import actor, programme, session

blueprint = Blueprint("studies", __name__, url_prefix="/programmes/<programme_key>/studies")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@blueprint.post("/<int:number>")
@for_roles(*PLANNERS)
def ask(number: int) -> Response:
    """Ask what would help those without a place in a schedule."""
    schedule = schedule_with_number(session(), programme(), number)
    if schedule is None or schedule.state is ScheduleState.DISCARDED:
        abort(404)
    try:
        ask_for_study(session(), actor(), programme(), schedule)
    except Refusal as refusal:
        flash(f"{refusal.sentence}.", "important")
    except UnreadableProgrammeError as fault:
        flash(" ".join(fault.sentences[:3]), "important")
    return redirect(url_for("people.unplaced", schedule=number), 303)


@blueprint.post("/runs/<int:number>/try")
@for_roles(*PLANNERS)
def attempt(number: int) -> Response:
    """Start a run with the remedies that were chosen."""
    found = run_with_number(session(), programme(), number)
    if found is None or found.kind is not RunKind.STUDY or found.state is not RunState.ENDED:
        abort(404)
    schedule = session().get_one(Schedule, found.start_id)
    try:
        run = try_remedies(
            session(), actor(), programme(), found, request.form.getlist("remedy"), request.form.get("name", "A remedy")
        )
    except Refusal as refusal:
        flash(f"{refusal.sentence}.", "important")
        return redirect(url_for("people.unplaced", schedule=schedule.number), 303)
    except UnreadableProgrammeError as fault:
        flash(" ".join(fault.sentences[:3]), "important")
        return redirect(url_for("people.unplaced", schedule=schedule.number), 303)
    return redirect(url_for("runs.watch", number=run.number), 303)


@blueprint.post("/runs/<int:number>/adopt")
@for_roles(*PLANNERS)
def take_over(number: int) -> Response:
    """Make the rules that a run was tried with those of the programme."""
    run = run_with_number(session(), programme(), number)
    if run is None:
        abort(404)
    adopt(session(), actor(), programme(), session().get_one(Snapshot, run.snapshot_id))
    flash("The programme now has the rules that this run was made with.", "success")
    return redirect(url_for("runs.watch", number=number), 303)
