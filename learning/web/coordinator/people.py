"""People: the list, one of them with their sessions, and those without a place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort, render_template, request

from learning.domain.scheduling.studies import last_study
from learning.models import Person
from learning.presenters.paging import A_PAGE, paging
from learning.presenters.reasons import reasons
from learning.presenters.schedules import day_words, schedule_name, time_words
from learning.presenters.studies import progress_words, study_page
from learning.presenters.unplaced import causes, unplaced_heading, unplaced_lead
from learning.queries.people import (
    count_people,
    count_unplaced,
    count_unplaced_rows,
    directorates_of,
    people_page,
    person_with_id,
    places_of,
    sessions_of_person,
    unplaced_by_strand_and_reason,
    unplaced_of_person,
    unplaced_page,
)
from learning.queries.schedules import names_of_trainers, names_of_venues
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.coordinator.choosing import chosen_schedule, same_page, strands_by_id, whole_number
from learning.web.current import programme, session
from learning.web.sheets import sheet

blueprint = Blueprint("people", __name__, url_prefix="/programmes/<programme_key>/people")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@blueprint.get("")
@for_roles(*PLANNERS)
def everybody() -> str:
    """Everybody of the programme, sorted and searched."""
    words, directorate = request.args.get("words", ""), request.args.get("directorate", "")
    sort, down = request.args.get("sort", "name"), request.args.get("order") == "down"
    total = count_people(session(), programme(), words, directorate)
    pages = paging(total, whole_number("page"), lambda page: same_page("people.everybody", page=page))
    people = people_page(
        session(),
        programme(),
        words=words,
        directorate=directorate,
        sort=sort,
        down=down,
        offset=pages.offset,
        most=A_PAGE,
    )
    return render_template(
        "coordinator/people/everybody.html",
        people=people,
        paging=pages,
        words=words,
        directorate=directorate,
        directorates=directorates_of(session(), programme()),
        sort=sort,
        down=down,
        sort_href=lambda column: same_page(
            "people.everybody", sort=column, order="down" if column == sort and not down else None, page=None
        ),
    )


@blueprint.get("/one/<staff_id>")
@for_roles(*PLANNERS)
def one(staff_id: str) -> str:
    """Somebody: their sessions, where they have none and why, and what the search knows of them."""
    person = person_with_id(session(), programme(), staff_id)
    if person is None:
        abort(404)
    schedule = chosen_schedule()
    line_manager = person_with_id(session(), programme(), person.line_manager_id) if person.line_manager_id else None
    context: dict[str, Any] = {"sessions": (), "left": (), "places": {}}
    if schedule is not None:
        context = {
            "sessions": sessions_of_person(session(), schedule, staff_id),
            "left": unplaced_of_person(session(), schedule, staff_id),
            "places": places_of(session(), schedule, staff_id),
        }
    return render_template(
        "coordinator/people/one.html",
        person=person,
        line_manager=line_manager,
        schedule=schedule,
        name=schedule_name(schedule) if schedule else None,
        strands=strands_by_id(),
        venues=names_of_venues(session(), programme()),
        trainers=names_of_trainers(session(), programme()),
        day_words=day_words,
        time_words=time_words,
        why=_why(person, context),
        **context,
    )


def _why(person: Person, context: dict[str, Any]) -> list[tuple[str, Sequence[str]]]:
    """For each of somebody's sessions the rules that led there."""
    strands = strands_by_id()
    titles = {strand_id: strand.title for strand_id, (_, strand) in strands.items()}
    found = []
    for one in context["sessions"]:
        if one.meeting == 1 and one.strand in strands:
            strand = strands[one.strand][1]
            found.append((strand.title, reasons(person, one, strand.settings, titles)))
    return found


@blueprint.get("/unplaced")
@for_roles(*PLANNERS)
def unplaced() -> str:
    """Who has no place, why, and what would help."""
    schedule = chosen_schedule()
    if schedule is None:
        return render_template("coordinator/schedule/none.html")
    people = count_unplaced(session(), schedule)
    pages = paging(
        count_unplaced_rows(session(), schedule),
        whole_number("page"),
        lambda page: same_page("people.unplaced", page=page),
    )
    strands = strands_by_id()
    study = last_study(session(), schedule)
    return render_template(
        "coordinator/people/unplaced.html",
        study=study,
        study_page=study_page(study.summary, strands) if study else None,
        progress=progress_words(study.progress) if study else "",
        schedule=schedule,
        name=schedule_name(schedule),
        heading=unplaced_heading(people),
        lead=unplaced_lead(schedule.summary),
        causes=causes(unplaced_by_strand_and_reason(session(), schedule), strands),
        rows=unplaced_page(session(), programme(), schedule, offset=pages.offset, most=A_PAGE),
        paging=pages,
        strands=strands,
    )


@blueprint.get("/unplaced.csv")
@for_roles(*PLANNERS)
def unplaced_table() -> Response:
    """All rows of people without a place, as a table that holds no formula."""
    schedule = chosen_schedule()
    if schedule is None:
        abort(404)
    rows = []
    for row, person in unplaced_page(session(), programme(), schedule, offset=0, most=None):
        known = (person.name, person.team, person.directorate) if person else ("", "", "")
        rows.append((row.staff_id, *known, row.strand, row.reason, row.detail))
    headings = ("staff_id", "name", "team", "directorate", "strand", "reason", "what would have to change")
    return sheet(f"unplaced-{schedule.number}.csv", headings, rows)
