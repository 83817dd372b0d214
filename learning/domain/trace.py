"""Writing the trace of changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.models import Change, Organisation, Programme


def record_change(
    session: Session,
    actor: Actor,
    place: Programme | Organisation,
    action: str,
    subject: str,
    sentence: str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Change:
    """Add a change to the trace.

    ``action`` is a verb and a noun (``move person``), ``subject`` what was changed as people call it,
    ``sentence`` what happened, with a capital and a full stop. Values that are equal before and after are
    left out of both. Nothing confidential may be given here: coordinators read it.
    """
    earlier, later = dict(before or {}), dict(after or {})
    same = {key for key in earlier.keys() & later.keys() if earlier[key] == later[key]}
    change = Change(
        organisation_id=place.organisation_id if isinstance(place, Programme) else place.id,
        programme_id=place.id if isinstance(place, Programme) else None,
        account_id=actor.account_id,
        actor_name=actor.name,
        at=now(),
        action=action,
        subject=subject,
        sentence=sentence,
        reason=reason,
        before={key: value for key, value in earlier.items() if key not in same},
        after={key: value for key, value in later.items() if key not in same},
    )
    session.add(change)
    session.flush()
    return change
