"""A trainer's own sessions: the list, one of them with its roster, and its register."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from learning.clock import now
from learning.domain.attendance import is_open, record_register
from learning.domain.check_in import code_now, is_check_in_open, seconds_left
from learning.domain.meeting_reports.matching import match_report
from learning.domain.meeting_reports.reading import UnreadableReport, read_report
from learning.errors import Refusal
from learning.forms.meeting_report import MeetingReportForm
from learning.forms.register import RegisterForm, name_of, proposed_form, register_form
from learning.forms.versions import TwoVersions, bring_up_to_date
from learning.models import LearningSession, Person, Schedule, Strand
from learning.outputs.pdf import pdf_of
from learning.outputs.rosters import rosters_html, rosters_of
from learning.presenters.faculty import load_words, loads_of
from learning.presenters.leading import days_of, lead_of, needs_of, reported_lines, where_facts
from learning.presenters.schedules import day_words, time_words
from learning.queries.accounts import own_ids
from learning.queries.attendance import marks_by_session, marks_of_session, note_of_session
from learning.queries.delivery import trainers_of, venues_of
from learning.queries.people import people_in_group
from learning.queries.programmes import strands_of
from learning.queries.schedules import (
    meetings_of,
    meetings_of_group,
    names_of_venues,
    people_in_groups,
    release_in_force,
    session_with_id,
    sessions_led,
)
from learning.vocabulary import AttendanceWay, Role
from learning.web.access import for_roles
from learning.web.current import account, actor, local_now, programme, session
from learning.web.sheets import roster_pdf

blueprint = Blueprint("leading", __name__, url_prefix="/programmes/<programme_key>/leading")
MOVED = "Somebody was moved to another group since you opened the register: look over who is here now, and save again"


@blueprint.get("")
@for_roles(Role.TRAINER)
def overview() -> str:
    """My sessions: today's first, then registers that wait, then what comes."""
    release = release_in_force(session(), programme())
    mine = _own(release)
    marked = marks_by_session(session(), programme(), [one.session_id for one in mine]) if mine else {}
    people = people_in_groups(session(), release) if release and mine else {}
    days = days_of(mine, _strands(), names_of_venues(session(), programme()), people, marked, local_now())
    return render_template(
        "trainer/overview.html", days=days, lead=lead_of(days), released=release is not None, load=_load(release, mine)
    )


def _load(release: Schedule | None, mine: Sequence[LearningSession]) -> str:
    """How much I lead, against an equal share; blank for who leads nothing."""
    if release is None or not mine:
        return ""
    own = own_ids(session(), programme(), account().id, Role.TRAINER)
    sessions = [meeting.session for meeting in meetings_of(session(), release)]
    loads = loads_of(trainers_of(session(), programme()), sessions)
    return next((load_words(load) for load in loads if load.trainer_id in own), "")


@blueprint.get("/<session_id>")
@for_roles(Role.TRAINER)
def one(session_id: str) -> str:
    """One session: who comes, what they need, where, with whom; and the register once it can be filled in."""
    release, found = _one(session_id)
    people = people_in_group(session(), programme(), release, found.strand, found.group_id)
    return _page(release, found, people, register_form(people, _stored(found, people)))


@blueprint.post("/<session_id>/register")
@for_roles(Role.TRAINER)
def register(session_id: str) -> str | Response | tuple[str, int]:
    """Save the register: all of it, or nothing with both versions where somebody else saved meanwhile."""
    release, found = _one(session_id)
    people = people_in_group(session(), programme(), release, found.strand, found.group_id)
    stored = _stored(found, people)
    form = register_form(people, stored)
    if not form.validate_on_submit():
        return _page(release, found, people, form), 422
    differing = bring_up_to_date(form, stored, _version(stored)) if is_open(found) else ()
    if any(row.both for row in differing):
        return _page(release, found, people, form, differing), 409
    if form.strangers(request.form):
        form.refuse(Refusal(MOVED), "note")
        return _page(release, found, people, form), 409
    marks = form.marks([person.staff_id for person in people])
    way = AttendanceWay.IMPORT if request.args.get("way") == AttendanceWay.IMPORT else AttendanceWay.REGISTER
    try:
        record_register(session(), actor(), programme(), release, found, marks, form["note"].data or "", way)
    except Refusal as refusal:
        form.refuse(refusal, "note")
        return _page(release, found, people, form), 422
    open_still = sum(mark is None for mark in marks.values())
    missing = f"{open_still} of {len(marks)} have no mark yet" if open_still else ""
    flash(f"Saved. {missing}." if missing else "The register is saved.", "success")
    return redirect(url_for("leading.one", session_id=session_id), 303)


@blueprint.get("/<session_id>/report")
@for_roles(Role.TRAINER)
def report(session_id: str) -> str:
    """Take the marks from the attendance report of an online meeting."""
    _, found = _one(session_id)
    return _report_page(found, MeetingReportForm(formdata=None))


@blueprint.post("/<session_id>/report")
@for_roles(Role.TRAINER)
def take_report(session_id: str) -> str | tuple[str, int]:
    """What the report says, in the register: nothing is saved before the register is."""
    release, found = _one(session_id)
    form = MeetingReportForm()
    if not form.validate_on_submit():
        return _report_page(found, form), 422
    people = people_in_group(session(), programme(), release, found.strand, found.group_id)
    leaders = [one.name for one in trainers_of(session(), programme()) if one.trainer_id in found.trainer_ids]
    try:
        stays = read_report(form.report.data.read(), form.report.data.filename or "the file")
    except UnreadableReport as fault:
        return _report_page(found, form, fault.sentences), 422
    matched = match_report(stays, people, leaders, found.end - found.start, (form.share.data or 75) / 100)
    stored = _stored(found, people)
    filled = proposed_form(people, stored, {one.staff_id: matched.mark_of(one.staff_id) for one in people})
    filled.version.data = _version(stored)
    return _page(release, found, people, filled, reported=reported_lines(matched, people))


def _report_page(found: LearningSession, form: MeetingReportForm, sentences: Sequence[str] = ()) -> str:
    _, strand = _strands()[found.strand]
    return render_template(
        "trainer/report.html",
        one=found, strand=strand, day=day_words(found.start.date()), hours=time_words(found.start, found.end),
        form=form, sentences=sentences, is_open=is_open(found),
    )  # fmt: skip


@blueprint.get("/<session_id>/check-in")
@for_roles(Role.TRAINER)
def check_in(session_id: str) -> Response:
    """The code to show in the room; the page asks for the next by itself."""
    release, found = _one(session_id)
    moment = now()
    code = code_now(programme(), found, moment) if is_check_in_open(found, moment) else ""
    _, strand = _strands()[found.strand]
    page = render_template(
        "trainer/check_in.html",
        one=found, strand=strand, day=day_words(found.start.date()), hours=time_words(found.start, found.end),
        code=code, seconds=seconds_left(moment), came=len(marks_of_session(session(), programme(), session_id)),
        expected=len(people_in_group(session(), programme(), release, found.strand, found.group_id)),
    )  # fmt: skip
    headers = {"Refresh": str(seconds_left(moment) + 1), "Cache-Control": "no-store"} if code else {}
    return FlaskResponse(page, headers=headers)


@blueprint.get("/<session_id>/roster.pdf")
@for_roles(Role.TRAINER)
def roster(session_id: str) -> Response:
    """The sign-in sheet of one session."""
    release, found = _one(session_id)
    sheets = rosters_of(session(), programme(), release, [found])
    title = f"Roster: {sheets[0].title}, {sheets[0].when}"
    return roster_pdf("roster.pdf", pdf_of(rosters_html(sheets, title, programme().name)))


def _own(release: Schedule | None) -> Sequence[LearningSession]:
    ids = own_ids(session(), programme(), account().id, Role.TRAINER)
    if release is None or not ids:
        return ()
    known = _strands()  # a strand can be removed while a release still has it
    return [one for one in sessions_led(session(), release, ids) if one.strand in known]


def _one(session_id: str) -> tuple[Schedule, LearningSession]:
    """A session that this trainer leads; for others there is no such page."""
    release = release_in_force(session(), programme())
    found = session_with_id(session(), release, session_id) if release else None
    ids = own_ids(session(), programme(), account().id, Role.TRAINER)
    if release is None or found is None or found.strand not in _strands() or not set(ids) & set(found.trainer_ids):
        abort(404)
    return release, found


def _strands() -> Mapping[str, tuple[int, Strand]]:
    return {strand.strand_id: (place, strand) for place, strand in enumerate(strands_of(session(), programme()))}


def _stored(found: LearningSession, people: Sequence[Person]) -> dict[str, str]:
    """What is recorded, by field of the form."""
    marks = marks_of_session(session(), programme(), found.session_id)
    note = note_of_session(session(), programme(), found.session_id)
    values = {
        name_of(person.staff_id): marks[person.staff_id].mark.value for person in people if person.staff_id in marks
    }
    return {**values, "note": note.text if note else ""}


def _version(stored: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()[:16]


def _page(
    release: Schedule,
    found: LearningSession,
    people: Sequence[Person],
    form: RegisterForm,
    differing: Sequence[TwoVersions] = (),
    reported: Sequence[str] = (),
) -> str:
    if not form.is_submitted():
        form.version.data = _version(_stored(found, people))
    place, strand = _strands()[found.strand]
    venue = next((one for one in venues_of(session(), programme()) if one.venue_id == found.venue_id), None)
    own = own_ids(session(), programme(), account().id, Role.TRAINER)
    meetings = meetings_of_group(session(), release, found.strand, found.group_id)
    others = [
        trainer.name or trainer.trainer_id
        for trainer in trainers_of(session(), programme())
        if trainer.trainer_id in found.trainer_ids and trainer.trainer_id not in own
    ]
    return render_template(
        "trainer/session.html",
        one=found,
        strand=strand,
        place=place,
        day=day_words(found.start.date()),
        hours=time_words(found.start, found.end),
        facts=[
            *where_facts(venue),
            ("With", ", ".join(others) or "nobody else"),
            ("Meeting", f"{found.meeting} of {len(meetings)}"),
        ],
        link=venue.link if venue else "",
        people=people,
        needs=needs_of(people),
        form=form,
        fields=[form[name_of(person.staff_id)] for person in people],
        is_open=is_open(found),
        differing=differing,
        reported=reported,
    )
