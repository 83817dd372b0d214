"""Waiting lists: who waits for which dates, in the order in which places are offered, and what is kept for whom."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.clock import now
from learning.domain.scheduling.problems import UnreadableProgrammeError
from learning.domain.scheduling.staff_changes import settle_staff_changes
from learning.errors import Refusal
from learning.models import WaitingEntry
from learning.presenters.schedules import day_words
from learning.presenters.words import count
from learning.queries.people import people_with_ids
from learning.queries.schedules import meetings_of, release_in_force
from learning.queries.waiting import leavers_with_places, open_offers, waiting_in_order
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.coordinator.choosing import strands_by_id
from learning.web.current import programme, session

blueprint = Blueprint("waiting", __name__, url_prefix="/programmes/<programme_key>/people/waiting")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@blueprint.get("")
@for_roles(*PLANNERS)
def overview() -> str:
    release = release_in_force(session(), programme())
    if release is None:
        return render_template("coordinator/people/waiting.html", lists=[], hours=programme().offer_hours)
    offers, moment = open_offers(session(), programme()), now()
    days: dict[tuple[str, str], str] = {}
    for meeting in meetings_of(session(), release):
        key = meeting.session.strand, meeting.session.group_id
        days.setdefault(key, f"{day_words(meeting.session.start.date())}, {meeting.session.start:%H:%M}")
    lists = []
    for strand_id, (_, strand) in strands_by_id().items():
        entries = waiting_in_order(session(), programme(), release, strand_id)
        people = people_with_ids(session(), programme(), [entry.staff_id for entry in entries])
        rows = [
            {
                "entry": entry,
                "name": people[entry.staff_id].name if entry.staff_id in people else entry.staff_id,
                "dates": _dates(entry, days),
                "offer": offers[entry.id] if entry.id in offers and offers[entry.id].expires_at > moment else None,
            }
            for entry in entries
        ]
        if rows:
            lists.append((strand, rows))
    return render_template(
        "coordinator/people/waiting.html",
        lists=lists,
        hours=programme().offer_hours,
        days=days,
        leavers=leavers_with_places(session(), programme(), release),
    )


@blueprint.post("/leavers")
@for_roles(*PLANNERS)
def take_out_leavers() -> Response:
    """People who left the staff table lose their places, and are told."""
    try:
        done = settle_staff_changes(session(), programme())
    except UnreadableProgrammeError:
        flash("The programme cannot be read as it stands. See what is wrong with it first.", "important")
        return redirect(url_for("outlook.outlook"), 303)
    except Refusal as refusal:
        flash(f"{refusal.sentence}.", "important")
    else:
        flash(f"{count(len(done.left), 'person', 'people')} lost their places and are told.", "success")
    return redirect(url_for("waiting.overview"), 303)


def _dates(entry: WaitingEntry, days: dict[tuple[str, str], str]) -> list[str]:
    return [days.get((entry.strand, group_id), group_id) for group_id in entry.group_ids]
