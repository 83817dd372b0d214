"""The schedule by trainer, venue, strand or team."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from learning.models import Schedule
from learning.presenters.dimensions import DIMENSIONS, Dimension, by_strand, by_team, by_trainer, by_venue
from learning.presenters.paging import A_PAGE, paging
from learning.presenters.schedules import schedule_name
from learning.queries.delivery import trainers_of, venues_of
from learning.queries.programmes import strands_of
from learning.queries.schedules import meetings_of
from learning.queries.standing import teams_of
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.coordinator.choosing import chosen_schedule, same_page, whole_number
from learning.web.current import programme, session

blueprint = Blueprint("dimensions", __name__, url_prefix="/programmes/<programme_key>/schedule/by")


@blueprint.get("/<dimension>")
@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
def one(dimension: str) -> str:
    if dimension not in DIMENSIONS:
        abort(404)
    schedule = chosen_schedule()
    if schedule is None:
        return render_template("coordinator/schedule/none.html")
    found = _table(dimension, schedule)
    pages = paging(
        len(found.rows), whole_number("page"), lambda page: same_page("dimensions.one", dimension=dimension, page=page)
    )
    return render_template(
        "coordinator/schedule/dimension.html",
        dimension=dimension, dimensions=DIMENSIONS, found=found, rows=found.rows[pages.offset : pages.offset + A_PAGE],
        paging=pages, schedule=schedule, name=schedule_name(schedule),
    )  # fmt: skip


def _table(dimension: str, schedule: Schedule) -> Dimension:
    if dimension == "team":
        return by_team(teams_of(session(), programme(), schedule))
    meetings = meetings_of(session(), schedule)
    if dimension == "trainer":
        return by_trainer(meetings, trainers_of(session(), programme()))
    if dimension == "venue":
        return by_venue(meetings, venues_of(session(), programme()))
    return by_strand(meetings, strands_of(session(), programme()))
