"""Certificates as pages for A4, from which a tagged PDF is made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from learning.domain.certificates import shown_code
from learning.models import Certificate
from learning.outputs.charts.drawing import inside
from learning.outputs.typeface import typeface
from learning.presenters.words import long_day

STYLE = Path(__file__).resolve().parent / "certificates.css"
PLAIN = "#0b5560"


def certificates_html(
    certificates: Sequence[Certificate], *, organisation: str, programme: str, accent: str, verify_at: str
) -> str:
    """A document that stands alone, a page for each; ``verify_at`` is the address at which codes are looked up."""
    style = STYLE.read_text(encoding="utf-8").replace("TYPEFACE", typeface()).replace("ACCENT", accent or PLAIN)
    one = certificates[0]
    title = f"Certificate: {one.title}, {one.name}" if len(certificates) == 1 else f"Certificates: {one.title}"
    body = "".join(_page(each, organisation, programme, verify_at) for each in certificates)
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{inside(title)}</title>'
        f"<style>{style}</style></head><body>{body}</body></html>\n"
    )


def _page(one: Certificate, organisation: str, programme: str, verify_at: str) -> str:
    return (
        f'<section><p class="organisation">{inside(organisation)}</p><h1>Certificate of completion</h1>'
        f'<p class="name">{inside(one.name)}</p>'
        f'<p class="what">has completed <b>{inside(one.title)}</b></p>'
        f'<p class="what">{inside(programme)}</p>'
        f'<p class="when">{long_day(one.completed_on)}</p>'
        f'<p class="code">{shown_code(one.code)}</p>'
        f'<p class="check">Anybody can check that this certificate stands: enter the code at {inside(verify_at)}.</p>'
        "</section>"
    )
