"""A participant's own sessions: the way through the programme, one session, and what they can say about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, abort, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response as Redirection

from learning.clock import now
from learning.domain.answers import decline_own_date
from learning.domain.certificates import issue_certificates
from learning.domain.check_in import is_check_in_open
from learning.domain.completion import meetings_in
from learning.domain.feeds import feed_of
from learning.domain.scheduling.in_force import has_missed
from learning.models import LearningSession, Person, Schedule
from learning.outputs.mail import feed_as_file
from learning.presenters.coming import steps_of, title_of
from learning.presenters.reasons import reasons
from learning.presenters.rooms import features_words
from learning.presenters.schedules import day_words, time_words
from learning.queries.accounts import planners_of
from learning.queries.answers import declined_keys
from learning.queries.appointments import Owner, appointment_of
from learning.queries.attendance import marks_of_people
from learning.queries.certificates import certificate_of, days_there
from learning.queries.delivery import trainers_of, venues_of
from learning.queries.people import people_in_group, unplaced_of_person
from learning.queries.waiting import strands_offered
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.current import actor, local_now, programme, session
from learning.web.outcomes import flash_outcome
from learning.web.papers import certificates_pdf
from learning.web.participant.mine import own_session, own_sessions, strands_in_order

blueprint = Blueprint("coming", __name__, url_prefix="/programmes/<programme_key>/mine")


@blueprint.get("")
@for_roles(Role.PARTICIPANT)
def overview() -> str:
    """My sessions: the next one on top, then the whole way."""
    person, release, mine = own_sessions()
    strands, moment = strands_in_order(), local_now().replace(tzinfo=None)
    owner = Owner(Role.PARTICIPANT, person.staff_id if person else "")
    marks = marks_of_people(session(), programme(), [owner.owner_id]) if mine else {}
    steps = steps_of(
        mine,
        strands,
        {session_id: mark for (_, session_id), mark in marks.items()},
        declined_keys(session(), programme(), owner),
        moment,
    )
    following = next((one for one in mine if one.end > moment), None)
    return render_template(
        "participant/overview.html",
        name=_first_name(person),
        steps=steps,
        following=_details(release, following) if release and following else None,
        released=release is not None,
        without=_without_place(person, release),
        offered=_offered(person),
        completed=_completed(person),
    )


def _without_place(person: Person | None, release: Schedule | None) -> Sequence[tuple[str, str, str]]:
    """Strands in which one has no place: id, title, and why."""
    if person is None or release is None:
        return ()
    known = strands_in_order()
    rows = unplaced_of_person(session(), release, person.staff_id)
    return [(row.strand, known[row.strand][1].title, row.detail) for row in rows if row.strand in known]


def _completed(person: Person | None) -> Sequence[tuple[str, str, bool]]:
    """Strands that one has completed: id, title, and whether there is a certificate."""
    if person is None:
        return ()
    return [
        (strand_id, strand.title, certificate_of(session(), programme(), strand_id, person.staff_id) is not None)
        for strand_id, (_, strand) in strands_in_order().items()
        if len(days_there(session(), programme(), strand_id, person.staff_id).get(person.staff_id, ()))
        >= meetings_in(strand)
    ]


def _offered(person: Person | None) -> Sequence[tuple[str, str]]:
    """Strands in which a place is kept for one: id and title."""
    if person is None:
        return ()
    known = strands_in_order()
    kept = strands_offered(session(), programme(), person.staff_id, now())
    return [(strand, known[strand][1].title) for strand in kept if strand in known]


@blueprint.get("/<session_id>")
@for_roles(Role.PARTICIPANT)
def one(session_id: str) -> str:
    """One session of mine: where, with whom, what to expect, why I am in this group."""
    person, release, found = own_session(session_id)
    strand = strands_in_order()[found.strand][1]
    titles = {strand_id: each.title for strand_id, (_, each) in strands_in_order().items()}
    owner = Owner(Role.PARTICIPANT, person.staff_id)
    return render_template(
        "participant/session.html",
        details=_details(release, found),
        why=reasons(person, found, strand.settings, titles),
        declined=_key(found) in declined_keys(session(), programme(), owner),
        over=found.end <= local_now().replace(tzinfo=None),
        check_in=is_check_in_open(found, now()),
        missed=has_missed(session(), programme(), person.staff_id, [session_id]),
    )


@blueprint.post("/<session_id>/cannot-come")
@for_roles(Role.PARTICIPANT)
def cannot_come(session_id: str) -> Redirection:
    person, _, found = own_session(session_id)
    date = appointment_of(Owner(Role.PARTICIPANT, person.staff_id), _key(found), found)
    said = "Thank you for saying so. Your place is kept until the coordinator has found another with you."
    flash_outcome(lambda: decline_own_date(session(), actor(), programme(), date), said)
    return redirect(url_for("coming.one", session_id=session_id), 303)


@blueprint.post("/certificates/<strand_id>")
@for_roles(Role.PARTICIPANT)
def certify(strand_id: str) -> Redirection:
    """Make my certificate of a strand that I completed."""
    person, _, _ = own_sessions()
    found = strands_in_order().get(strand_id)
    if person is None or found is None:
        abort(404)
    flash_outcome(
        lambda: issue_certificates(session(), actor(), programme(), found[1], [person]),
        "Your certificate is made; download it below.",
    )
    return redirect(url_for("coming.overview"), 303)


@blueprint.get("/certificates/<strand_id>.pdf")
@for_roles(Role.PARTICIPANT)
def certificate(strand_id: str) -> Response:
    person, _, _ = own_sessions()
    found = certificate_of(session(), programme(), strand_id, person.staff_id) if person else None
    if found is None:
        abort(404)
    return certificates_pdf(f"certificate-{strand_id}.pdf", [found])


@blueprint.get("/dates.ics")
@for_roles(Role.PARTICIPANT)
def dates() -> Response:
    """All my dates as a file for a calendar, under the names that invitations give them."""
    person, _, _ = own_sessions()
    if person is None:
        abort(404)
    feed = feed_of(session(), programme(), Owner(Role.PARTICIPANT, person.staff_id))
    content = feed_as_file(current_app.config["SETTINGS"], feed)
    headers = {"Content-Disposition": 'attachment; filename="my-sessions.ics"', "Cache-Control": "no-store"}
    return Response(content, mimetype="text/calendar", headers=headers)


@blueprint.get("/support")
@for_roles(Role.PARTICIPANT)
def support() -> str:
    """Whom to turn to when something happened; nothing notes who looks."""
    return render_template("participant/support.html", planners=planners_of(session(), programme()))


def _key(found: LearningSession) -> str:
    return f"{found.strand}/{found.meeting}"


def _first_name(person: Person | None) -> str:
    return person.name.split()[0] if person and person.name.strip() else ""


def _details(release: Schedule, found: LearningSession) -> Mapping[str, object]:
    """What a page says of a session: where, with whom, in what company."""
    strand = strands_in_order()[found.strand][1]
    venue = next((each for each in venues_of(session(), programme()) if each.venue_id == found.venue_id), None)
    people = people_in_group(session(), programme(), release, found.strand, found.group_id)
    directorates = {person.directorate for person in people if person.directorate}
    company = f"{len(people)} people" + (f" from {len(directorates)} directorates" if len(directorates) > 1 else "")
    return {
        "one": found,
        "strand": strand,
        "title": title_of(found, strand),
        "day": day_words(found.start.date()),
        "hours": time_words(found.start, found.end),
        "where": (venue.name or venue.venue_id) if venue else "not said yet",
        "features": features_words(venue.features) if venue and venue.mode == "in_person" else "",
        "link": venue.link if venue else "",
        "company": company,
        "trainers": [
            trainer for trainer in trainers_of(session(), programme()) if trainer.trainer_id in found.trainer_ids
        ],
    }
