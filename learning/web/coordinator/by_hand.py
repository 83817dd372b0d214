"""Changing a draft by hand: choose, see what it would do, then do it."""

from __future__ import annotations

from datetime import datetime, time
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.domain.scheduling.at_hand import today_of
from learning.domain.scheduling.by_hand import (
    CancelGroup,
    Change,
    ChangeSession,
    Consequences,
    MovePerson,
    SwapPeople,
    TakeOut,
    carry_out,
    consider,
    copy_as_draft,
)
from learning.domain.scheduling.one_person import places_of_person, swaps_of_person
from learning.domain.scheduling.problems import UnreadableProgrammeError
from learning.errors import Refusal, StaleEdit
from learning.forms.by_hand import ConsideredForm, MoveForm, SessionForm
from learning.models import LearningSession, Person, Schedule, Strand
from learning.presenters.aims import NAMES, words
from learning.presenters.one_person import Offer, place_offers, swap_offers
from learning.presenters.schedules import day_words, most_people, time_words
from learning.queries.delivery import trainers_of, venues_of
from learning.queries.people import people_with_ids, person_with_id, places_of
from learning.queries.programmes import strands_of
from learning.queries.schedules import meetings_of, schedule_with_number, session_with_id
from learning.queries.trace import last_change_of
from learning.vocabulary import Role, ScheduleState
from learning.web.access import for_roles
from learning.web.current import actor, programme, session

blueprint = Blueprint("by_hand", __name__, url_prefix="/programmes/<programme_key>/schedule/<int:number>/change")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
NOWHERE = "-"
BEST = 8
NEAREST = 4


@blueprint.post("/copy")
@for_roles(*PLANNERS)
def copy(number: int) -> Response:
    """A draft that begins as this schedule."""
    original = schedule_with_number(session(), programme(), number)
    if original is None or original.state is ScheduleState.DISCARDED:
        abort(404)
    draft = copy_as_draft(session(), actor(), programme(), original)
    flash(f"Draft {draft.number} was made. Change it, then release it.", "success")
    return redirect(url_for("schedule.week", schedule=draft.number), 303)


@blueprint.get("/people/<staff_id>/<strand_id>")
@for_roles(*PLANNERS)
def move(number: int, staff_id: str, strand_id: str) -> str | tuple[str, int]:
    """The best places in the strand, who could change places, and every group with the places left."""
    draft, person, strand = _draft(number), _person(staff_id), _strand(strand_id)
    return _move_page(draft, person, strand, _move_form(draft, person, strand))


@blueprint.post("/people/<staff_id>/<strand_id>")
@for_roles(*PLANNERS)
def choose(number: int, staff_id: str, strand_id: str) -> str | Response | tuple[str, int]:
    draft, person, strand = _draft(number), _person(staff_id), _strand(strand_id)
    form = _move_form(draft, person, strand)
    if not form.validate_on_submit():
        page = _move_page(draft, person, strand, form)
        return page if isinstance(page, tuple) else (page, 422)
    group, other = form.group.data, (form.other.data or "").strip()
    if other:
        chosen = {"other": other}
    else:
        chosen = {"out": "1"} if group == NOWHERE else {"group": group}
    return redirect(_considering(number, {"staff": staff_id, "strand": strand_id, **chosen}), 303)


@blueprint.get("/sessions/<session_id>")
@for_roles(*PLANNERS)
def edit(number: int, session_id: str) -> str:
    draft, one = _draft(number), _session(number, session_id)
    form = SessionForm(
        data={"day": one.start.date(), "time": f"{one.start:%H:%M}", "venue": one.venue_id, "trainers": one.trainer_ids}
    )
    return _session_page(draft, one, form)


@blueprint.post("/sessions/<session_id>")
@for_roles(*PLANNERS)
def change(number: int, session_id: str) -> str | Response | tuple[str, int]:
    draft, one = _draft(number), _session(number, session_id)
    form = SessionForm()
    _offer(form)
    if not form.validate_on_submit():
        return _session_page(draft, one, form), 422
    hour, minute = map(int, (form.time.data or "").strip().split(":"))
    assert form.day.data is not None
    start = datetime.combine(form.day.data, time(hour, minute))
    asked = {"session": session_id, "start": start.isoformat(timespec="minutes"), "venue": form.venue.data or ""}
    return redirect(_considering(number, {**asked, "trainers": ";".join(form.trainers.data or [])}), 303)


@blueprint.get("/consider")
@for_roles(*PLANNERS)
def considering(number: int) -> str | tuple[str, int]:
    """What the change in the address would break and cost; nothing is stored yet."""
    draft = _draft(number)
    return _consider_page(draft, ConsideredForm(data={"version": str(draft.version)}))


@blueprint.post("/consider")
@for_roles(*PLANNERS)
def do(number: int) -> str | Response | tuple[str, int]:
    draft = _draft(number)
    form = ConsideredForm()
    if not form.validate_on_submit():
        return _consider_page(draft, form)
    version = form.version.data or ""
    try:
        asked = _asked()
        found = carry_out(
            session(), actor(), programme(), draft, asked, form.reason.data or "",
            int(version) if version.isdigit() and len(version) < 10 else -1,
        )  # fmt: skip
    except StaleEdit:
        form.version.data = str(draft.version)
        page = _consider_page(draft, form, stale=True)
        return page if isinstance(page, tuple) else (page, 409)
    except Refusal as refusal:
        form.refuse(refusal, "reason")
        page = _consider_page(draft, form)
        return page if isinstance(page, tuple) else (page, 422)
    people = "1 person is" if found.affected == 1 else f"{found.affected:,} people are"
    flash(f"Draft {draft.number} was changed; {people} affected. Nobody is told before it is released.", "success")
    return redirect(_back(number, asked), 303)


def _consider_page(draft: Schedule, form: ConsideredForm, *, stale: bool = False) -> str | tuple[str, int]:
    try:
        asked = _asked()
        found = consider(session(), programme(), draft, asked)
    except UnreadableProgrammeError as fault:
        return render_template("coordinator/outlook/unreadable.html", sentences=fault.sentences), 422
    except Refusal as refusal:
        flash(f"{refusal.sentence}.", "important")
        return render_template("coordinator/by_hand/refused.html", draft=draft), 422
    if not found.needs_reason and "reason" in form and not form.reason.errors:
        del form.reason
    return render_template(
        "coordinator/by_hand/consider.html",
        draft=draft, form=form, found=found, aims=_aims(found), what=_what(asked), back=_back(draft.number, asked),
        stale=last_change_of(session(), programme(), f"Draft {draft.number}") if stale else None,
    )  # fmt: skip


def _aims(found: Consequences) -> list[tuple[str, str, str, bool]]:
    return [
        (NAMES.get(one.aim, one.aim), words(one.aim, one.before), words(one.aim, one.after), one.worse)
        for one in found.aims
    ]


def _asked() -> Change:
    """The change that the address describes; 404 where it describes none."""
    given = request.args
    if given.get("cancel"):
        return CancelGroup(given.get("strand", ""), given.get("group", ""))
    if given.get("staff") and given.get("other"):
        return SwapPeople(given["staff"], given["other"], given.get("strand", ""))
    if given.get("staff") and given.get("out"):
        return TakeOut(given["staff"], given.get("strand", ""))
    if given.get("staff") and given.get("group"):
        return MovePerson(given["staff"], given.get("strand", ""), given["group"])
    if given.get("session"):
        try:
            start = datetime.fromisoformat(given.get("start", ""))
        except ValueError:
            abort(404)
        if start.tzinfo is not None:
            abort(404)
        trainers = tuple(one for one in given.get("trainers", "").split(";") if one)
        return ChangeSession(given["session"], start, given.get("venue", ""), trainers)
    return abort(404)


def _what(asked: Change) -> str:
    titles = {strand.strand_id: strand.title for strand in strands_of(session(), programme())}
    if isinstance(asked, CancelGroup):
        return f"Cancel group {asked.group_id} of {titles.get(asked.strand, asked.strand)}"
    if isinstance(asked, ChangeSession):
        return f"Hold {asked.session_id} on {day_words(asked.start.date())}, {asked.start:%H:%M}"
    person = person_with_id(session(), programme(), asked.staff_id)
    name = person.name or asked.staff_id if person else asked.staff_id
    if isinstance(asked, MovePerson):
        return f"Move {name} to {asked.group_id}"
    if isinstance(asked, SwapPeople):
        other = person_with_id(session(), programme(), asked.other_id)
        return f"Let {name} and {other.name or asked.other_id if other else asked.other_id} change places"
    return f"Take {name} out of {titles.get(asked.strand, asked.strand)}"


def _back(number: int, asked: Change) -> str:
    if isinstance(asked, ChangeSession):
        return url_for("schedule.one", session_id=asked.session_id, schedule=number)
    if isinstance(asked, CancelGroup):
        return url_for("schedule.week", schedule=number)
    return url_for("people.one", staff_id=asked.staff_id, schedule=number)


def _considering(number: int, asked: dict[str, str | None]) -> str:
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    return f"{url_for('by_hand.considering', number=number)}?{query}"


def _draft(number: int) -> Schedule:
    found = schedule_with_number(session(), programme(), number)
    if found is None or found.state is not ScheduleState.DRAFT:
        abort(404)
    return found


def _person(staff_id: str) -> Person:
    return person_with_id(session(), programme(), staff_id) or abort(404)


def _strand(strand_id: str) -> Strand:
    found = next((one for one in strands_of(session(), programme()) if one.strand_id == strand_id), None)
    return found or abort(404)


def _session(number: int, session_id: str) -> LearningSession:
    return session_with_id(session(), _draft(number), session_id) or abort(404)


def _move_form(draft: Schedule, person: Person, strand: Strand) -> MoveForm:
    form = MoveForm()
    own = places_of(session(), draft, person.staff_id).get(strand.strand_id)
    first: dict[str, str] = {}
    for meeting in meetings_of(session(), draft):
        one = meeting.session
        if one.strand == strand.strand_id and one.group_id not in first and one.group_id != own:
            left = most_people(strand) - meeting.people
            room = "full" if left <= 0 else f"{left} {'place' if left == 1 else 'places'} left"
            when = f"{day_words(one.start.date())}, {time_words(one.start, one.end)}"
            first[one.group_id] = f"{one.group_id}: {when}, {room}"
    nowhere = [(NOWHERE, "No group: take them out of the strand")] if own else []
    form.offer_groups([*first.items(), *nowhere])
    return form


def _move_page(draft: Schedule, person: Person, strand: Strand, form: MoveForm) -> str | tuple[str, int]:
    own = places_of(session(), draft, person.staff_id).get(strand.strand_id)
    asked = (session(), programme(), draft, person.staff_id, strand.strand_id, today_of(programme()))
    try:
        places = places_of_person(*asked, best=BEST, nearest=NEAREST)
        swaps = swaps_of_person(*asked, most=BEST) if own else ()
    except UnreadableProgrammeError as fault:
        return render_template("coordinator/outlook/unreadable.html", sentences=fault.sentences), 422
    names = {
        one.staff_id: one.name for one in people_with_ids(session(), programme(), [s.other_id for s in swaps]).values()
    }
    rows = [(one, _considering_offer(draft, person, strand, one)) for one in place_offers(places)]
    return render_template(
        "coordinator/by_hand/move.html", draft=draft, person=person, strand=strand, form=form, own=own,
        free=[row for row in rows if not row[0].breaks], others=[row for row in rows if row[0].breaks],
        swaps=[(one, _considering_offer(draft, person, strand, one)) for one in swap_offers(swaps, names)],
    )  # fmt: skip


def _considering_offer(draft: Schedule, person: Person, strand: Strand, offer: Offer) -> str:
    chosen = {"other": offer.other_id} if offer.other_id else {"group": offer.group_id}
    return _considering(draft.number, {"staff": person.staff_id, "strand": strand.strand_id, **chosen})


def _offer(form: SessionForm) -> None:
    form.offer(
        [(venue.venue_id, venue.name or venue.venue_id) for venue in venues_of(session(), programme())],
        [(trainer.trainer_id, trainer.name or trainer.trainer_id) for trainer in trainers_of(session(), programme())],
    )


def _session_page(draft: Schedule, one: LearningSession, form: SessionForm) -> str:
    _offer(form)
    return render_template("coordinator/by_hand/session.html", draft=draft, one=one, form=form)
