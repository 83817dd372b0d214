"""Another date: choose one, wait for one, take the place that is kept."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.clock import now
from learning.domain.scheduling.in_force import has_missed
from learning.domain.scheduling.problems import UnreadableProgrammeError
from learning.domain.waiting import (
    MOST_DATES,
    accept_offer,
    choose_date,
    dates_to_choose,
    decline_offer,
    join_waiting_list,
    leave_waiting_list,
)
from learning.errors import Refusal
from learning.forms.dates import ChooseDateForm, WaitForm
from learning.models import LearningSession, Person, Schedule, Strand, WaitingEntry
from learning.presenters.dates import Choice, free_choices, full_choices
from learning.presenters.schedules import day_words, time_words
from learning.queries.schedules import meetings_of_group, names_of_venues
from learning.queries.waiting import entry_of, open_offers, waiting_in_order
from learning.vocabulary import Role
from learning.web.access import for_roles
from learning.web.current import actor, local_now, programme, session
from learning.web.outcomes import flash_outcome
from learning.web.participant.mine import own_sessions, strands_in_order

blueprint = Blueprint("dates", __name__, url_prefix="/programmes/<programme_key>/mine/dates/<strand_id>")
MOVED = "Your date is changed. A new invitation is on its way if mail reaches you."
SWAPPED = "Somebody wished for your date and had one that you wish for: you have changed places."
WAITING = "You are on the waiting list. You keep the place that you have until you take another."


@blueprint.get("")
@for_roles(Role.PARTICIPANT)
def overview(strand_id: str) -> str | tuple[str, int]:
    """The dates of a strand that one can have, and those that one can wait for."""
    return _page(strand_id, ChooseDateForm(formdata=None), WaitForm(formdata=None))


@blueprint.post("/choose")
@for_roles(Role.PARTICIPANT)
def choose(strand_id: str) -> str | Response | tuple[str, int]:
    person, _, _, _ = _own(strand_id)
    form = ChooseDateForm()
    if not form.group.data:
        return _refused(_page(strand_id, form, WaitForm(formdata=None), validate=form))
    try:
        choose_date(session(), actor(), programme(), person.staff_id, strand_id, form.group.data)
    except Refusal as refusal:
        flash(f"{refusal.sentence}.", "important")
    else:
        flash(MOVED, "success")
    return _back(strand_id)


@blueprint.post("/wait")
@for_roles(Role.PARTICIPANT)
def wait(strand_id: str) -> str | Response | tuple[str, int]:
    person, _, _, _ = _own(strand_id)
    form = WaitForm()
    if not form.groups.data:
        return _refused(_page(strand_id, ChooseDateForm(formdata=None), form, validate=form))
    try:
        swapped = join_waiting_list(session(), actor(), programme(), person.staff_id, strand_id, form.groups.data)
    except Refusal as refusal:
        flash(f"{refusal.sentence}.", "important")
    else:
        flash(SWAPPED if swapped else WAITING, "success")
    return _back(strand_id)


@blueprint.post("/leave")
@for_roles(Role.PARTICIPANT)
def leave(strand_id: str) -> Response:
    staff_id = _own(strand_id)[0].staff_id
    flash_outcome(
        lambda: leave_waiting_list(session(), programme(), staff_id, strand_id), "You are on the waiting list no more."
    )
    return _back(strand_id)


@blueprint.post("/take")
@for_roles(Role.PARTICIPANT)
def take(strand_id: str) -> Response:
    staff_id = _own(strand_id)[0].staff_id
    flash_outcome(lambda: accept_offer(session(), actor(), programme(), staff_id, strand_id), MOVED)
    return _back(strand_id)


@blueprint.post("/let-go")
@for_roles(Role.PARTICIPANT)
def let_go(strand_id: str) -> Response:
    staff_id = _own(strand_id)[0].staff_id
    flash_outcome(
        lambda: decline_offer(session(), programme(), staff_id, strand_id), "The next person is offered this place."
    )
    return _back(strand_id)


def _page(
    strand_id: str, choosing: ChooseDateForm, waiting: WaitForm, validate: ChooseDateForm | WaitForm | None = None
) -> str | tuple[str, int]:
    person, release, strand, mine = _own(strand_id)
    try:
        dates = dates_to_choose(session(), programme(), release, person.staff_id, strand_id)
    except UnreadableProgrammeError:
        return render_template("participant/no_dates.html", strand=strand), 503
    places = names_of_venues(session(), programme())
    queue = waiting_in_order(session(), programme(), release, strand_id)
    own = entry_of(session(), programme(), person.staff_id, strand_id)
    choosing.offer(_pairs(free_choices(dates.free, places)))
    waiting.offer(_pairs(full_choices(dates.full, places, queue, own)))
    if own is not None and not waiting.groups.data:
        waiting.groups.data = own.group_ids
    if validate is not None:
        validate.validate()
    begun = any(one.start.date() <= local_now().date() for one in mine)
    missed = begun and has_missed(session(), programme(), person.staff_id, [one.session_id for one in mine])
    return render_template(
        "participant/dates.html",
        strand=strand, mine=[_when(one) for one in mine], tied=dates.tied, choosing=choosing, waiting=waiting,
        begun=begun and not missed, missed=missed, entry=own,
        offer=_offer(release, strand_id, own),
        at_fault=validate, hours=programme().offer_hours, most=MOST_DATES,
    )  # fmt: skip


def _offer(release: Schedule, strand_id: str, own: WaitingEntry | None) -> dict[str, object] | None:
    found = open_offers(session(), programme()).get(own.id) if own is not None else None
    if found is None or found.expires_at <= now():
        return None
    meetings = meetings_of_group(session(), release, strand_id, found.group_id)
    return {"when": [_when(one) for one in meetings], "until": found.expires_at}


def _own(strand_id: str) -> tuple[Person, Schedule, Strand, list[LearningSession]]:
    """Whoever asks, and the strand; of a strand that there is not there is no page."""
    person, release, mine = own_sessions()
    strand = strands_in_order().get(strand_id)
    if person is None or release is None or strand is None:
        abort(404)
    return person, release, strand[1], [one for one in mine if one.strand == strand_id]


def _when(one: LearningSession) -> str:
    return f"{day_words(one.start.date())}, {time_words(one.start, one.end)}"


def _pairs(choices: Sequence[Choice]) -> list[tuple[str, str]]:
    return [(one.group_id, one.words) for one in choices]


def _refused(page: str | tuple[str, int]) -> tuple[str, int]:
    return page if isinstance(page, tuple) else (page, 422)


def _back(strand_id: str) -> Response:
    return redirect(url_for("dates.overview", strand_id=strand_id), 303)
