"""Messages of the programme: where each is, why one failed, and sending it again."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from learning.domain.resending import OVER, try_again, try_all_again
from learning.models import Message
from learning.presenters.messages import STATES, event_words, filters, messages_lead, state_line
from learning.presenters.paging import A_PAGE, paging
from learning.queries.messages import count_by_state, count_messages, message_with_id, messages_page
from learning.queries.schedules import release_in_force
from learning.vocabulary import MessageState, Role
from learning.web.access import for_roles
from learning.web.coordinator.choosing import same_page, whole_number, words_looked_for
from learning.web.current import actor, programme, session
from learning.web.outcomes import flash_outcome
from learning.web.sheets import sheet
from learning.web.wording import local

blueprint = Blueprint("messages", __name__, url_prefix="/programmes/<programme_key>/programme/messages")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@blueprint.get("")
@for_roles(*PLANNERS)
def overview() -> str:
    """Every message, newest first, by what became of it."""
    state, words = _state(request.args.get("state", "")), words_looked_for()
    counts = count_by_state(session(), programme())
    total = count_messages(session(), programme(), state, words)
    pages = paging(total, whole_number("page"), lambda page: same_page("messages.overview", page=page))
    return render_template(
        "coordinator/messages/overview.html",
        lead=messages_lead(counts),
        failed=counts.get(MessageState.FAILED, 0),
        filters=filters(counts, lambda one: url_for("messages.overview", state=one, words=words or None)),
        state=state,
        words=words,
        messages=messages_page(session(), programme(), state, words, offset=pages.offset, most=A_PAGE),
        paging=pages,
        table_href=same_page("messages.table", page=None),
        line=lambda message: state_line(message, local),
        states=STATES,
        again=counts.get(state, 0) if state in OVER and not words else 0,
        release=release_in_force(session(), programme()),
    )


@blueprint.get("/all.csv")
@for_roles(*PLANNERS)
def table() -> FlaskResponse:
    """All that the list is narrowed to, as a table that holds no formula."""
    state, words = _state(request.args.get("state", "")), words_looked_for()
    rows = [
        (
            one.name, one.address, one.subject, STATES[one.state][0], str(one.tries), state_line(one, local),
            f"{local(one.created_at):%Y-%m-%d %H:%M}", f"{local(one.sent_at):%Y-%m-%d %H:%M}" if one.sent_at else "",
        )
        for one in messages_page(session(), programme(), state, words, offset=0, most=None)
    ]  # fmt: skip
    headings = ("name", "address", "subject", "state", "tries", "what became of it", "written", "sent")
    return sheet("messages.csv", headings, rows)


@blueprint.get("/<int:message_id>")
@for_roles(*PLANNERS)
def one(message_id: int) -> str:
    message = _message(message_id)
    return render_template(
        "coordinator/messages/one.html",
        message=message,
        line=state_line(message, local),
        state=STATES[message.state],
        event_words=event_words,
        can_try=message.state in OVER,
    )


@blueprint.post("/<int:message_id>/again")
@for_roles(*PLANNERS)
def again(message_id: int) -> Response:
    message = _message(message_id)
    flash_outcome(
        lambda: try_again(session(), actor(), programme(), message),
        "The message waits to be sent again.",
    )
    return redirect(url_for("messages.one", message_id=message_id), 303)


@blueprint.post("/again")
@for_roles(*PLANNERS)
def all_again() -> Response:
    """Let all that failed, or was held back, wait again."""
    state = _state(request.form.get("state", ""))
    if state not in OVER:
        abort(404)
    count = try_all_again(session(), actor(), programme(), state)
    words = "1 message waits" if count == 1 else f"{count:,} messages wait"
    flash(f"{words} to be sent again." if count else "Quiet mode keeps all of them back.", "success")
    return redirect(url_for("messages.overview"), 303)


def _state(text: str) -> MessageState | None:
    return MessageState(text) if text in {one.value for one in MessageState} else None


def _message(message_id: int) -> Message:
    found = message_with_id(session(), programme(), message_id)
    if found is None:
        abort(404)
    return found
