"""Those who lead: load, rest, pairs, and who is becoming a trainer."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, render_template

from learning.domain.completion import completion_of
from learning.presenters.faculty import Load, becoming_of, loads_of, pairs_of
from learning.queries.completion import expected_people
from learning.queries.delivery import trainers_of
from learning.queries.schedules import meetings_of, release_in_force
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.coordinator.choosing import strands_by_id
from learning.web.current import programme, session
from learning.web.sheets import sheet

blueprint = Blueprint("faculty", __name__, url_prefix="/programmes/<programme_key>/trainers")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
MOST_PAIRS = 20


@blueprint.get("")
@for_roles(*PLANNERS)
def overview() -> str:
    release, trainers = release_in_force(session(), programme()), trainers_of(session(), programme())
    if release is None:
        return render_template("coordinator/schedule/faculty.html", loads=[], pairs=[], becoming=[], released=False)
    sessions = [meeting.session for meeting in meetings_of(session(), release)]
    states = {
        (standing.strand.strand_id, staff_id): state
        for standing in completion_of(session(), programme(), release)
        for staff_id, state in standing.people.items()
    }
    last: dict[tuple[str, str], date] = {}
    for one in sessions:
        last[one.strand, one.group_id] = max(one.start.date(), last.get((one.strand, one.group_id), one.start.date()))
    days = {
        place: last[place[0], group_id]
        for place, group_id in expected_people(session(), release).items()
        if (place[0], group_id) in last
    }
    titles = {strand_id: strand.title for strand_id, (_, strand) in strands_by_id().items()}
    pairs = pairs_of(trainers, sessions)
    return render_template(
        "coordinator/schedule/faculty.html",
        loads=loads_of(trainers, sessions), pairs=pairs[:MOST_PAIRS], more=max(0, len(pairs) - MOST_PAIRS),
        becoming=becoming_of(trainers, titles, states, days), released=True,
    )  # fmt: skip


@blueprint.get("/load.csv")
@for_roles(*PLANNERS)
def table() -> Response:
    release = release_in_force(session(), programme())
    sessions = [meeting.session for meeting in meetings_of(session(), release)] if release else []
    headings = (
        "trainer_id", "name", "kind", "sessions", "hours", "equal share", "most in a day", "most in a week",
        "longest run of days", "fewest days between",
    )  # fmt: skip
    return sheet("trainers.csv", headings, map(_row, loads_of(trainers_of(session(), programme()), sessions)))


def _row(load: Load) -> tuple[str, ...]:
    return (
        load.trainer_id, load.name, load.kind, str(load.sessions), f"{load.hours:.1f}", f"{load.share:.1f}",
        str(load.busiest_day), str(load.busiest_week), str(load.longest_run),
        "" if load.rest is None else str(load.rest),
    )  # fmt: skip
