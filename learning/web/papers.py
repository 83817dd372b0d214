"""Papers as PDF, under the organisation's name."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, current_app

from learning.models import Certificate, Organisation
from learning.outputs.certificates import certificates_html
from learning.outputs.pdf import pdf_of
from learning.web.current import programme, session
from learning.web.sheets import roster_pdf


def certificates_pdf(name: str, found: Sequence[Certificate]) -> Response:
    """Certificates of the programme, a page for each."""
    organisation = session().get_one(Organisation, programme().organisation_id)
    html = certificates_html(
        found,
        organisation=organisation.name,
        programme=programme().name,
        accent=organisation.accent,
        verify_at=f"{current_app.config['SETTINGS'].base_url.rstrip('/')}/verify",
    )
    return roster_pdf(name, pdf_of(html))
