"""The schedule: a week, a list, one session, and the versions with their release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, abort, render_template, request

from learning.domain.scheduling.closing import closed_days
from learning.models import LearningSession, Schedule
from learning.outputs.pdf import pdf_of
from learning.outputs.rosters import rosters_html, rosters_of
from learning.presenters.attendance import MARK_WORDS
from learning.presenters.calendar import Look, week_of
from learning.presenters.paging import A_PAGE, paging
from learning.presenters.schedules import (
    changes_lead,
    day_words,
    hours_words,
    loads,
    range_words,
    schedule_name,
    shade,
    shares,
    time_words,
    week_lead,
)
from learning.queries.attendance import marks_of_session, note_of_session
from learning.queries.delivery import trainers_of
from learning.queries.people import directorates_of, people_in_group, shares_of
from learning.queries.schedules import (
    Meeting,
    first_and_last_day,
    meetings_between,
    meetings_of,
    meetings_of_group,
    names_of_trainers,
    names_of_venues,
    schedules_of,
    session_with_id,
)
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.coordinator.beside import changes_in, session_beside
from learning.web.coordinator.choosing import chosen_schedule, same_page, strands_by_id, whole_number
from learning.web.current import local_now, programme, session
from learning.web.sheets import roster_pdf

blueprint = Blueprint("schedule", __name__, url_prefix="/programmes/<programme_key>/schedule")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
A_WEEK = timedelta(days=7)


@blueprint.get("")
@for_roles(*PLANNERS)
def week() -> str:
    """A week of sessions, and the load of the trainers in it."""
    schedule = chosen_schedule()
    if schedule is None:
        return render_template("coordinator/schedule/none.html")
    monday = _monday(schedule)
    strands, venues = strands_by_id(), names_of_venues(session(), programme())
    every = meetings_between(session(), schedule, monday, monday + timedelta(days=6))
    shown = _filtered(every)
    days = max(5, 1 + max((meeting.session.start.weekday() for meeting in every), default=0))
    trainers = {trainer.trainer_id: trainer for trainer in trainers_of(session(), programme())}
    changed = changes_in(schedule, monday)
    beside = session_beside(schedule, shown)
    look = Look(strands, venues, beside.one.session_id if beside else None, changed)
    return render_template(
        "coordinator/schedule/week.html",
        schedule=schedule,
        heading=range_words(monday, monday + timedelta(days=days - 1)),
        lead=week_lead(shown, strands),
        changes=changes_lead(schedule, shown, changed),
        week=week_of(monday, shown, look, closed_days(programme().settings, monday, monday + A_WEEK)),
        beside=beside,
        loads=loads(every, trainers, monday, days),
        neighbours=[
            (monday + step, range_words(monday + step, monday + step + timedelta(days=days - 1)), rel)
            for step, rel in ((-A_WEEK, "prev"), (A_WEEK, "next"))
        ],
        monday=monday,
        days=days,
        strands=strands,
        venues=venues,
        trainers={trainer_id: trainer.name or trainer_id for trainer_id, trainer in trainers.items()},
        **_surroundings(schedule),
    )


@blueprint.get("/list")
@for_roles(*PLANNERS)
def sessions() -> str:
    """Every session of the schedule as a table, a page at a time."""
    schedule = chosen_schedule()
    if schedule is None:
        return render_template("coordinator/schedule/none.html")
    strands = strands_by_id()
    shown = _filtered(meetings_of(session(), schedule))
    pages = paging(len(shown), whole_number("page"), lambda page: same_page("schedule.sessions", page=page))
    return render_template(
        "coordinator/schedule/list.html",
        schedule=schedule,
        meetings=shown[pages.offset : pages.offset + A_PAGE],
        paging=pages,
        strands=strands,
        venues=names_of_venues(session(), programme()),
        trainers=names_of_trainers(session(), programme()),
        **_surroundings(schedule),
    )


@blueprint.get("/rosters.pdf")
@for_roles(*PLANNERS)
def rosters() -> Response:
    """The sign-in sheets of a week, as it is filtered on the page."""
    schedule = chosen_schedule()
    if schedule is None:
        abort(404)
    monday = _monday(schedule)
    shown = _filtered(meetings_between(session(), schedule, monday, monday + timedelta(days=6)))
    days = range_words(monday, monday + timedelta(days=6))
    return _sheets(schedule, [meeting.session for meeting in shown], f"Rosters, {days}", f"rosters-{monday}.pdf")


@blueprint.get("/sessions/<session_id>/roster.pdf")
@for_roles(*PLANNERS)
def roster(session_id: str) -> Response:
    """The sign-in sheet of one session."""
    schedule = chosen_schedule()
    found = session_with_id(session(), schedule, session_id) if schedule else None
    if schedule is None or found is None:
        abort(404)
    return _sheets(schedule, [found], f"Roster: {session_id}", f"roster-{found.start:%Y-%m-%d-%H%M}.pdf")


def _sheets(schedule: Schedule, sessions: Sequence[LearningSession], title: str, name: str) -> Response:
    if not sessions:
        abort(404)
    html = rosters_html(rosters_of(session(), programme(), schedule, sessions), title, programme().name)
    return roster_pdf(name, pdf_of(html))


@blueprint.get("/sessions/<session_id>")
@for_roles(*PLANNERS)
def one(session_id: str) -> str:
    """One session: when, where, who leads, who comes, and how they mix."""
    schedule = chosen_schedule()
    found = session_with_id(session(), schedule, session_id) if schedule else None
    if schedule is None or found is None:
        abort(404)
    strands = strands_by_id()
    people = people_in_group(session(), programme(), schedule, found.strand, found.group_id)
    return render_template(
        "coordinator/schedule/session.html",
        schedule=schedule,
        one=found,
        monday=found.start.date() - timedelta(days=found.start.weekday()),
        day=day_words(found.start.date(), year=True),
        time=time_words(found.start, found.end),
        people=people,
        marks=marks_of_session(session(), programme(), found.session_id),
        labels=MARK_WORDS,
        note=note_of_session(session(), programme(), found.session_id),
        shares=shares(people, shares_of(session(), programme(), "directorate"), "directorate"),
        meetings=meetings_of_group(session(), schedule, found.strand, found.group_id),
        strands=strands,
        venues=names_of_venues(session(), programme()),
        trainers=names_of_trainers(session(), programme()),
        **_surroundings(schedule),
    )


@blueprint.get("/versions")
@for_roles(*PLANNERS)
def versions() -> str:
    """Every draft and release, newest first."""
    return render_template("coordinator/schedule/versions.html", schedules=schedules_of(session(), programme()))


def _surroundings(schedule: Schedule) -> dict[str, Any]:
    return {
        "name": schedule_name(schedule),
        "versions": [(one.number, schedule_name(one)) for one in schedules_of(session(), programme())],
        "directorates": directorates_of(session(), programme()),
        "asked": request.args,
        "hours_words": hours_words,
        "shade": shade,
        "day_words": day_words,
        "time_words": time_words,
    }


def _monday(schedule: Schedule) -> date:
    """The Monday of the week that is asked for, by default this one, or the nearest that has sessions."""
    text = request.args.get("week", "")
    try:
        wanted = date.fromisoformat(text)
    except ValueError:
        days = first_and_last_day(session(), schedule)
        first, last = days or [date.fromisoformat(str(programme().settings["first_day"]))] * 2
        wanted = min(max(local_now().date(), first), last)
    if not 2000 <= wanted.year <= 2100:
        abort(404)
    return wanted - timedelta(days=wanted.weekday())


def _filtered(meetings: Sequence[Meeting]) -> Sequence[Meeting]:
    strand, venue, trainer, day = (request.args.get(name, "") for name in ("strand", "venue", "trainer", "day"))
    return [
        meeting
        for meeting in meetings
        if (not strand or meeting.session.strand == strand)
        and (not venue or meeting.session.venue_id == venue)
        and (not trainer or trainer in meeting.session.trainer_ids)
        and (not day or meeting.session.start.date().isoformat() == day)
    ]
