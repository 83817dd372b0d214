"""Completion by strand and unit, and lists of those who have to catch up."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from learning.domain.certificates import issue_certificates
from learning.domain.completion import CATCHING_UP, Standing, State, completion_of
from learning.domain.rebooking import AT_ONCE, rebook
from learning.domain.scheduling.problems import UnreadableProgrammeError
from learning.models import Person, Schedule
from learning.outputs.completed import completions_of
from learning.outputs.completions import xapi_statements
from learning.presenters.completion import LOWEST, STATE_WORDS, UNITS, progress_of
from learning.presenters.paging import A_PAGE, paging
from learning.presenters.words import count
from learning.queries.certificates import certificates_of, count_certificates
from learning.queries.completion import columns_of_people
from learning.queries.people import people_with_ids
from learning.queries.schedules import release_in_force
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.coordinator.choosing import same_page, whole_number
from learning.web.current import actor, programme, session
from learning.web.outcomes import flash_outcome
from learning.web.papers import certificates_pdf
from learning.web.sheets import sheet

blueprint = Blueprint("completion", __name__, url_prefix="/programmes/<programme_key>/completion")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
A_FILE = 250


@blueprint.get("")
@for_roles(*PLANNERS)
def overview() -> str:
    release, by = release_in_force(session(), programme()), _by()
    units = columns_of_people(session(), programme(), by)
    standings = completion_of(session(), programme(), release) if release else ()
    return render_template(
        "coordinator/completion/overview.html",
        strands=[progress_of(one, units) for one in standings], by=by, units=UNITS, lowest=LOWEST,
        released=release is not None, certificates=count_certificates(session(), programme()), a_file=A_FILE,
    )  # fmt: skip


@blueprint.get("/table.csv")
@for_roles(*PLANNERS)
def table() -> FlaskResponse:
    by = _by()
    units = columns_of_people(session(), programme(), by)
    rows = [
        (strand.title, unit.name, str(unit.people), str(unit.completed), str(unit.to_come), str(unit.behind),
         f"{unit.rate:.1f}")
        for strand in (progress_of(one, units) for one in completion_of(session(), programme(), _release()))
        for unit in (strand.whole, *strand.units)
    ]  # fmt: skip
    headings = ("strand", by, "people", "completed", "date to come", "to catch up", "completed in per cent")
    return sheet(f"completion-by-{by}.csv", headings, rows)


@blueprint.get("/statements.json")
@for_roles(*PLANNERS)
def statements() -> FlaskResponse:
    """Every completion as statements of the Experience API, for a learning record store."""
    found = xapi_statements(
        completions_of(session(), programme()),
        programme_key=programme().key, programme=programme().name, home=current_app.config["SETTINGS"].base_url,
    )  # fmt: skip
    headers = {"Content-Disposition": 'attachment; filename="completions.json"', "Cache-Control": "no-store"}
    return FlaskResponse(json.dumps(found, ensure_ascii=False), mimetype="application/json", headers=headers)


@blueprint.get("/<strand_id>/catch-up")
@for_roles(*PLANNERS)
def catch_up(strand_id: str) -> str:
    standing, why = _standing(strand_id), _why()
    found = _listed(standing, why)
    pages = paging(
        len(found), whole_number("page"), lambda page: same_page("completion.catch_up", page=page, strand_id=strand_id)
    )
    return render_template(
        "coordinator/completion/catch_up.html",
        strand=standing.strand, why=why, words=STATE_WORDS, counts={one: standing.count(one) for one in CATCHING_UP},
        rows=found[pages.offset : pages.offset + A_PAGE], paging=pages, total=len(found), at_once=AT_ONCE,
    )  # fmt: skip


@blueprint.get("/<strand_id>/catch-up.csv")
@for_roles(*PLANNERS)
def catch_up_table(strand_id: str) -> FlaskResponse:
    rows = [
        (person.staff_id, person.name, person.email, person.team, person.directorate, STATE_WORDS[state])
        for person, state in _listed(_standing(strand_id), _why())
    ]
    headings = ("staff_id", "name", "email", "team", "directorate", "why")
    return sheet(f"catch-up-{strand_id}.csv", headings, rows)


@blueprint.post("/<strand_id>/catch-up")
@for_roles(*PLANNERS)
def give_dates(strand_id: str) -> Response:
    """Another date for those who missed theirs or have none."""
    why = _why()
    wanted = [
        person.staff_id for person, state in _listed(_standing(strand_id), why) if state is not State.NOT_RECORDED
    ]
    try:
        done = rebook(session(), actor(), programme(), strand_id, wanted)
    except UnreadableProgrammeError:
        flash("The programme cannot be read as it stands. See what is wrong with it first.", "important")
        return redirect(url_for("outlook.outlook"), 303)
    left = len(wanted) - len(done.given) - len(done.without)
    parts = [f"{count(len(done.given), 'person has', 'people have')} another date and {_is(len(done.given))} told."]
    if done.without:
        parts.append(f"For {count(len(done.without), 'person', 'people')} no date is free that keeps every rule.")
    if left:
        parts.append(f"{count(left, 'person', 'people')} not seen to yet: press again.")
    flash(" ".join(parts), "success" if done.given else "important")
    return redirect(url_for("completion.catch_up", strand_id=strand_id, why=why or None), 303)


@blueprint.post("/<strand_id>/certificates")
@for_roles(*PLANNERS)
def certify(strand_id: str) -> Response:
    """Certificates of everybody who has completed a strand."""
    standing = _standing(strand_id)
    done = [staff_id for staff_id, state in standing.people.items() if state is State.COMPLETED]
    people = list(people_with_ids(session(), programme(), done).values())
    flash_outcome(
        lambda: issue_certificates(session(), actor(), programme(), standing.strand, people),
        "The certificates are made; download them below.",
    )
    return redirect(url_for("completion.overview", _anchor=f"strand-{strand_id}"), 303)


@blueprint.get("/<strand_id>/certificates.pdf")
@for_roles(*PLANNERS)
def certificates(strand_id: str) -> FlaskResponse:
    """The certificates of a strand by name, a page for each, in files of so many that none takes long."""
    part = whole_number("part")
    start = (part - 1) * A_FILE
    found = certificates_of(session(), programme(), strand_id)[start : start + A_FILE] if part > 0 else ()
    if not found:
        abort(404)
    return certificates_pdf(f"certificates-{strand_id}-{part}.pdf", found)


def _is(people: int) -> str:
    return "is" if people == 1 else "are"


def _listed(standing: Standing, why: str) -> Sequence[tuple[Person, State]]:
    wanted = [State(why)] if why else list(CATCHING_UP)
    states = {staff_id: state for staff_id, state in standing.people.items() if state in wanted}
    people = people_with_ids(session(), programme(), list(states))
    found = [(person, states[staff_id]) for staff_id, person in people.items()]
    return sorted(found, key=lambda one: (one[0].name.casefold(), one[0].staff_id))


def _standing(strand_id: str) -> Standing:
    found = completion_of(session(), programme(), _release())
    return next((one for one in found if one.strand.strand_id == strand_id), None) or abort(404)


def _release() -> Schedule:
    return release_in_force(session(), programme()) or abort(404)


def _by() -> str:
    asked = request.args.get("by", "directorate")
    return asked if asked in UNITS else "directorate"


def _why() -> str:
    asked = request.args.get("why", "")
    return asked if asked in list(CATCHING_UP) else ""
