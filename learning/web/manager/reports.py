"""A manager's own people: who has been where, and what comes. What they answered is nobody's to see here."""

from __future__ import annotations

from flask import Blueprint, render_template

from learning.presenters.reports import lead_of, reports_of
from learning.queries.accounts import own_ids
from learning.queries.attendance import marks_of_people
from learning.queries.people import people_managed, sessions_of_people
from learning.queries.programmes import strands_of
from learning.queries.schedules import release_in_force
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.current import account, local_now, programme, session

blueprint = Blueprint("reports", __name__, url_prefix="/programmes/<programme_key>/my-people")


@blueprint.get("")
@for_roles(Role.MANAGER)
def overview() -> str:
    ids = own_ids(session(), programme(), account().id, Role.MANAGER)
    people = people_managed(session(), programme(), ids) if ids else ()
    staff_ids = [person.staff_id for person in people]
    release = release_in_force(session(), programme())
    strands = {strand.strand_id: strand for strand in strands_of(session(), programme())}
    found = sessions_of_people(session(), release, staff_ids) if release and people else ()
    sessions = [(staff_id, one) for staff_id, one in found if one.strand in strands]
    marks = marks_of_people(session(), programme(), staff_ids) if people else {}
    reports = reports_of(people, sessions, strands, marks, local_now().replace(tzinfo=None))
    return render_template(
        "manager/overview.html", reports=reports, lead=lead_of(reports), released=release is not None
    )
