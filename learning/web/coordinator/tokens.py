"""Tokens for other systems: made, shown once, taken back."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from learning.domain.tokens import make_token, revoke_token
from learning.errors import Refusal
from learning.forms.tokens import WORDS, TokenForm
from learning.presenters.schedules import day_words
from learning.queries.tokens import token_with_id, tokens_of
from learning.vocabulary import Role, Scope
from learning.web.access import for_roles
from learning.web.current import actor, local_now, programme, session
from learning.web.outcomes import flash_outcome

blueprint = Blueprint("tokens", __name__, url_prefix="/programmes/<programme_key>/tokens")
PLANNERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@blueprint.get("")
@for_roles(*PLANNERS)
def overview() -> str:
    return _page(TokenForm(formdata=None))


@blueprint.post("")
@for_roles(*PLANNERS)
def make() -> str | tuple[str, int]:
    """The token stands on the answer to this, and nowhere else."""
    form = TokenForm()
    if not form.validate_on_submit():
        return _page(form), 422
    assert form.expires_on.data is not None
    scopes = [Scope(one) for one in form.scopes.data or []]
    try:
        made = make_token(
            session(), actor(), programme(), form.name.data or "", scopes, form.expires_on.data, local_now().date()
        )
    except Refusal as refusal:
        form.refuse(refusal, "name")
        return _page(form), 422
    return _page(TokenForm(formdata=None), made)


@blueprint.post("/<int:token_id>/revoke")
@for_roles(*PLANNERS)
def revoke(token_id: int) -> Response:
    token = token_with_id(session(), programme(), token_id)
    if token is None:
        abort(404)
    flash_outcome(
        lambda: revoke_token(session(), actor(), programme(), token), f"The token for {token.name} opens nothing more."
    )
    return redirect(url_for("tokens.overview"), 303)


def _page(form: TokenForm, made: str = "") -> str:
    return render_template(
        "coordinator/programme/tokens.html",
        form=form, made=made, tokens=tokens_of(session(), programme()), words=WORDS, today=local_now().date(),
        scope=Scope, day_words=day_words,
    )  # fmt: skip
