"""Accessibility, and what is kept and who sees it, in plain words."""

from __future__ import annotations

from flask import Blueprint, render_template

from learning.web.access import for_everyone

blueprint = Blueprint("statements", __name__)


@blueprint.get("/accessibility")
@for_everyone
def accessibility() -> str:
    return render_template("statements/accessibility.html")


@blueprint.get("/what-we-keep")
@for_everyone
def privacy() -> str:
    return render_template("statements/privacy.html")
