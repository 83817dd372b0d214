"""The words of messages: each part, its versions, and what it looks like with a real person."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from learning.domain.preview import preview_of
from learning.domain.wordings import KINDS, change_words, checked, versions_of, words_in_use
from learning.errors import Refusal
from learning.forms.versions import TwoVersions, bring_up_to_date
from learning.forms.words import WordsForm
from learning.models import Message
from learning.queries.trace import last_change_of
from learning.vocabulary import Part, Role
from learning.web.access import for_roles
from learning.web.coordinator.choosing import chosen_schedule, printed, whole_number, words_looked_for
from learning.web.current import actor, programme, session

blueprint = Blueprint("words", __name__, url_prefix="/programmes/<programme_key>/programme/messages/words")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@blueprint.get("")
@for_roles(*PLANNERS)
def overview() -> str:
    return render_template("coordinator/messages/words.html", kinds=KINDS, words=words_in_use(session(), programme()))


@blueprint.get("/<part>")
@for_roles(*PLANNERS)
def ask(part: str) -> str:
    """The words in use, or those of an earlier version to be used again."""
    own = _part(part)
    versions = versions_of(session(), programme(), own)
    texts = {one.version: one.text for one in versions}
    number = whole_number("version", versions[0].version if versions else 0)
    text = texts.get(number, KINDS[own].words)
    person = words_looked_for("person")
    form = WordsForm(data={"text": text, "person": person, "version": str(versions[0].version if versions else 0)})
    return _page(own, form, _preview(own, text, person))


@blueprint.post("/<part>")
@for_roles(*PLANNERS)
def change(part: str) -> str | Response | tuple[str, int]:
    """Keep the words as a new version, or only show what they look like."""
    own, form = _part(part), WordsForm()
    if not form.validate_on_submit():
        return _page(own, form, None), 422
    person = form.person.data or ""
    try:
        text = checked(form.text.data or "")
    except Refusal as refusal:
        form.refuse(refusal, "text")
        return _page(own, form, None), 422
    if request.form.get("only_try"):
        return _page(own, form, _preview(own, text, person))
    versions = versions_of(session(), programme(), own)
    newest, stored = (versions[0].version, versions[0].text) if versions else (0, KINDS[own].words)
    two = bring_up_to_date(form, {"text": stored}, str(newest))
    if two:
        return _page(own, form, _preview(own, text, person), two), 409
    change_words(session(), actor(), programme(), own, text, newest)
    flash(f"{KINDS[own].title}: saved. Messages written from now on say so.", "success")
    return redirect(url_for("words.overview"), 303)


def _part(text: str) -> Part:
    if text not in {one.value for one in Part}:
        abort(404)
    return Part(text)


def _preview(part: Part, text: str, person: str) -> Message | None:
    schedule = chosen_schedule()
    if schedule is None:
        return None
    words = {**words_in_use(session(), programme()), part: text}
    return preview_of(session(), programme(), schedule, part, words, printed(person))


def _page(part: Part, form: WordsForm, preview: Message | None, two: Sequence[TwoVersions] = ()) -> str:
    return render_template(
        "coordinator/messages/word.html",
        part=part,
        kind=KINDS[part],
        form=form,
        preview=preview,
        versions=versions_of(session(), programme(), part),
        two=two,
        change=last_change_of(session(), programme(), KINDS[part].title) if two else None,
    )
