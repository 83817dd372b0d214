"""Quiet mode, for pilots: while a programme is quiet, its messages leave only to the addresses that are named."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.trace import record_change
from learning.models import Programme


def is_kept_back(programme: Programme, address: str) -> bool:
    """Whether quiet mode keeps messages to an address from leaving."""
    return programme.quiet and address.strip().lower() not in programme.quiet_addresses


def change_quiet(
    session: Session, actor: Actor, programme: Programme, addresses: Sequence[str], *, quiet: bool
) -> None:
    """Turn quiet mode on or off, and say to whom messages leave while it is on."""
    before = _facts(programme)
    programme.quiet = quiet
    programme.quiet_addresses = list(dict.fromkeys(address.strip().lower() for address in addresses))
    if _facts(programme) == before:
        return
    session.flush()
    sentence = "Quiet mode was turned on." if quiet else "Quiet mode was turned off."
    if quiet == before["quiet"]:
        sentence = "The addresses of quiet mode were changed."
    record_change(
        session, actor, programme, "change quiet mode", "Quiet mode", sentence, before=before, after=_facts(programme)
    )


def _facts(programme: Programme) -> dict[str, object]:
    return {"quiet": programme.quiet, "addresses": ", ".join(programme.quiet_addresses)}
