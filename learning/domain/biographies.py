"""What trainers say of themselves, which participants read beside their sessions."""

from __future__ import annotations

from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.trace import record_change
from learning.models import Programme, Trainer


def change_biography(session: Session, actor: Actor, programme: Programme, trainer: Trainer, text: str) -> bool:
    """Put another text in the place of a trainer's; whether it differs. It is a cell of a table: one paragraph."""
    before, after = trainer.bio, " ".join(text.split())
    if before == after:
        return False
    trainer.bio = after
    session.flush()
    name = trainer.name or trainer.trainer_id
    record_change(
        session, actor, programme, "change biography", name, f"The biography of {name} was changed.",
        before={"bio": before}, after={"bio": after},
    )  # fmt: skip
    return True
