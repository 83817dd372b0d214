"""Runs: start, watch, stop, discard."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.clock import now
from learning.domain.runs import ask_for_run, discard_run, stop_run
from learning.domain.scheduling.problems import UnreadableProgrammeError, is_as_it_stands, take_snapshot
from learning.errors import Refusal
from learning.forms.runs import StartForm
from learning.models import Run, Schedule, Snapshot
from learning.presenters.aims import aims_asked
from learning.presenters.runs import STATE_WORDS, run_page
from learning.presenters.schedules import schedule_name
from learning.queries.programmes import has_wishes, strands_of
from learning.queries.runs import run_with_number, runs_of, steps_of
from learning.queries.schedules import schedule_with_number, schedules_of
from learning.vocabulary import Role, RunKind, RunState
from learning.web.access import for_roles
from learning.web.current import actor, programme, session

blueprint = Blueprint("runs", __name__, url_prefix="/programmes/<programme_key>/runs")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@blueprint.get("")
@for_roles(*PLANNERS)
def overview() -> str:
    """Every run, newest first."""
    return render_template(
        "coordinator/runs/overview.html",
        runs=runs_of(session(), programme()),
        numbers={schedule.id: schedule.number for schedule in schedules_of(session(), programme())},
        words=STATE_WORDS,
        zone=_zone(),
    )


@blueprint.get("/start")
@for_roles(*PLANNERS)
def ask() -> str:
    form = StartForm()
    form.offer_starts(_starts())
    return render_template("coordinator/runs/start.html", form=form, defects=())


@blueprint.post("/start")
@for_roles(*PLANNERS)
def start() -> str | Response | tuple[str, int]:
    """Put a run into the queue; what the programme says now is kept with it."""
    form = StartForm()
    form.offer_starts(_starts())
    if not form.validate_on_submit():
        return render_template("coordinator/runs/start.html", form=form, defects=()), 422
    chosen = form.start.data or ""
    begin = schedule_with_number(session(), programme(), int(chosen)) if chosen.isdigit() and chosen != "0" else None
    try:
        snapshot = take_snapshot(session(), programme())
        run = ask_for_run(
            session(), actor(), programme(), snapshot, form.name.data or "", int(form.seconds.data), begin
        )
    except UnreadableProgrammeError as fault:
        return render_template("coordinator/runs/start.html", form=form, defects=fault.sentences), 422
    except Refusal as refusal:
        form.refuse(refusal, "name")
        return render_template("coordinator/runs/start.html", form=form, defects=()), 422
    return redirect(url_for("runs.watch", number=run.number), 303)


@blueprint.get("/<int:number>")
@for_roles(*PLANNERS)
def watch(number: int) -> str:
    """The run as it stands; the page asks again while it runs."""
    run = _run(number)
    draft = session().get(Schedule, run.schedule_id) if run.schedule_id else None
    asked = aims_asked(strands_of(session(), programme()), wishes=has_wishes(session(), programme()))
    snapshot = session().get_one(Snapshot, run.snapshot_id)
    page = run_page(run, steps_of(session(), run), draft, _zone(), now(), asked)
    other_rules = run.state is RunState.ENDED and not is_as_it_stands(session(), programme(), snapshot)
    return render_template("coordinator/runs/watch.html", run=run, page=page, draft=draft, other_rules=other_rules)


@blueprint.post("/<int:number>/stop")
@for_roles(*PLANNERS)
def stop(number: int) -> Response:
    run = _run(number)
    try:
        stop_run(session(), actor(), programme(), run)
    except Refusal as refusal:
        flash(refusal.sentence, "important")
    return redirect(url_for("runs.watch", number=number), 303)


@blueprint.post("/<int:number>/discard")
@for_roles(*PLANNERS)
def discard(number: int) -> Response:
    run = _run(number)
    try:
        discard_run(session(), actor(), programme(), run)
    except Refusal as refusal:
        flash(refusal.sentence, "important")
        return redirect(url_for("runs.watch", number=number), 303)
    flash(f"Run {run.number} was discarded.", "success")
    return redirect(url_for("runs.overview"), 303)


def _run(number: int) -> Run:
    run = run_with_number(session(), programme(), number)
    if run is None or run.kind is not RunKind.SEARCH:
        abort(404)
    return run


def _starts() -> list[tuple[str, str]]:
    schedules = schedules_of(session(), programme())
    named = [(str(one.number), schedule_name(one)) for one in schedules]
    return [("0", "Nothing: every date and group is made anew"), *named]


def _zone() -> ZoneInfo:
    return ZoneInfo(programme().settings.get("timezone", "Europe/London"))
