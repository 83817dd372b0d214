"""An organisation's name, colour and logo."""

from __future__ import annotations

from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.trace import record_change
from learning.errors import Refusal, StaleEdit
from learning.models import Organisation

MOST_LOGO_BYTES = 200_000
STARTS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def change_brand(
    session: Session, actor: Actor, organisation: Organisation, name: str, accent: str, logo: bytes, version: int
) -> None:
    """Give an organisation another name, colour or logo (blank: the one that it has).

    Refuses a picture that is neither PNG nor JPEG, or too large. Raises `StaleEdit` for an old form.
    """
    if organisation.version != version:
        raise StaleEdit("Somebody else has changed this since you opened it")
    if logo:
        kind = next((kind for start, kind in STARTS.items() if logo.startswith(start)), None)
        if kind is None:
            raise Refusal("Choose a picture in PNG or JPEG format", field="logo")
        if len(logo) > MOST_LOGO_BYTES:
            raise Refusal("Choose a picture of up to 200 kB", field="logo")
        organisation.logo, organisation.logo_type = logo, kind
    before = {"name": organisation.name, "colour": organisation.accent}
    organisation.name, organisation.accent = name.strip(), accent.strip().lower()
    session.flush()
    record_change(
        session, actor, organisation, "change brand", organisation.name, "Name, colour or logo were changed.",
        before=before, after={"name": organisation.name, "colour": organisation.accent},
    )  # fmt: skip
