"""Who would be told what of a draft or of the release in force, with the very text; and telling them of the release."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from learning.domain.on_paper import mark_of_letters, note_told_on_paper, to_be_written_to, words_on_paper
from learning.domain.telling import Recipient, letters_to, outlook_for, recipients_of, tell_of_release
from learning.domain.trace import record_change
from learning.errors import Refusal
from learning.forms.messages import TellForm
from learning.models import Schedule
from learning.outputs.paper_letters import PaperLetter, letters_html
from learning.outputs.pdf import pdf_of
from learning.presenters.paging import A_PAGE, paging
from learning.presenters.telling import WHO, lines_of, narrowed, told_words, what_changes, why_not
from learning.presenters.words import count
from learning.queries.people import people_with_ids
from learning.queries.schedules import schedule_with_number
from learning.vocabulary import Reach, Role, ScheduleState, Telling
from learning.web.access import for_roles
from learning.web.coordinator.choosing import same_page, whole_number, words_looked_for
from learning.web.current import actor, local_now, programme, session
from learning.web.sheets import roster_pdf, sheet

blueprint = Blueprint("telling", __name__, url_prefix="/programmes/<programme_key>/schedule/release")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@blueprint.get("/<int:number>/telling")
@for_roles(*PLANNERS)
def ask(number: int) -> str:
    """Nobody is told by looking."""
    return _page(_schedule(number), TellForm())


@blueprint.post("/<int:number>/telling")
@for_roles(*PLANNERS)
def tell(number: int) -> str | Response | tuple[str, int]:
    """Tell everybody of the release in force who does not know their dates: after a pilot, or a quiet release."""
    schedule, form = _schedule(number), TellForm()
    if schedule.state is not ScheduleState.RELEASED:
        abort(404)
    if not form.validate_on_submit():
        return _page(schedule, form), 422
    told = told_words(tell_of_release(session(), programme(), schedule, Telling(form.telling.data)))
    record_change(session(), actor(), programme(), "tell people", f"Release {schedule.release_number}", told)
    flash(told, "success")
    return redirect(url_for("messages.overview"), 303)


@blueprint.get("/<int:number>/telling.csv")
@for_roles(*PLANNERS)
def table(number: int) -> FlaskResponse:
    """Everybody whom the list is narrowed to, as a table that holds no formula."""
    found = _found(recipients_of(session(), programme(), _schedule(number)))
    rows = [
        (one.name, one.owner.owner_id, one.owner.role.value, one.address, what_changes(one), why_not(one))
        for one in found
    ]
    return sheet(f"telling-{number}.csv", ("name", "id", "role", "address", "dates", "why nothing is sent"), rows)


@blueprint.get("/<int:number>/letters.pdf")
@for_roles(*PLANNERS)
def letters(number: int) -> Response:
    """A letter for each person without an e-mail address, sorted by site and team for handing out."""
    found = to_be_written_to(session(), programme(), _released(number))
    if not found or request.args.get("letters") != mark_of_letters(found):
        flash("Other letters are due by now. These are the ones.", "important")
        return redirect(url_for("telling.ask", number=number), 303)
    people = people_with_ids(session(), programme(), [one.owner.owner_id for one in found])
    papers = sorted(
        (
            PaperLetter(lines_of(one, people.get(one.owner.owner_id)), letter.subject, letter.body)
            for one, letter in words_on_paper(session(), programme(), found)
        ),
        key=lambda paper: (paper.lines[1:], paper.lines[:1]),
    )
    title = f"Letters: {programme().name}"
    on, organisation = local_now().date(), programme().organisation.name
    return roster_pdf("letters.pdf", pdf_of(letters_html(papers, organisation=organisation, title=title, on=on)))


@blueprint.post("/<int:number>/letters")
@for_roles(*PLANNERS)
def handed_out(number: int) -> Response:
    """The letters are on their way: whoever has one counts as told."""
    schedule, printed = _released(number), request.form.get("letters", "")
    try:
        told = note_told_on_paper(session(), actor(), programme(), schedule, printed)
    except Refusal as refusal:
        flash(f"{refusal.sentence}.", "important")
    else:
        flash(f"{count(told, 'person counts', 'people count')} as told on paper.", "success")
    return redirect(url_for("telling.ask", number=number), 303)


def _released(number: int) -> Schedule:
    found = _schedule(number)
    return found if found.state is ScheduleState.RELEASED else abort(404)


def _found(everybody: Sequence[Recipient]) -> Sequence[Recipient]:
    return narrowed(programme(), everybody, request.args.get("who", ""), words_looked_for())


def _schedule(number: int) -> Schedule:
    found = schedule_with_number(session(), programme(), number)
    if found is None or found.state not in (ScheduleState.DRAFT, ScheduleState.RELEASED):
        abort(404)
    return found


def _page(schedule: Schedule, form: TellForm) -> str:
    everybody = recipients_of(session(), programme(), schedule)
    who, words = request.args.get("who", ""), words_looked_for()
    how = Telling.INVITATIONS if request.args.get("how") == Telling.INVITATIONS else Telling.DIGEST
    found = _found(everybody)
    pages = paging(
        len(found), whole_number("page"), lambda page: same_page("telling.ask", number=schedule.number, page=page)
    )
    shown = found[pages.offset : pages.offset + A_PAGE]
    return render_template(
        "coordinator/schedule/telling.html",
        schedule=schedule,
        outlook=outlook_for(programme(), everybody),
        letters=mark_of_letters([one for one in everybody if one.reach is Reach.NO_ADDRESS]),
        rows=list(zip(shown, letters_to(session(), programme(), shown, how), strict=True)),
        table_href=same_page("telling.table", number=schedule.number, page=None, how=None),
        paging=pages,
        who=who,
        whos=WHO,
        words=words,
        how=how,
        form=form,
        what_changes=what_changes,
        why_not=why_not,
    )
