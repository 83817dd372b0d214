"""The page that releases a draft: it says beforehand who would be told, and tells them when they are to be."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.clock import as_of
from learning.domain.releases import cautions_of
from learning.models import LearningSession, Message
from learning.vocabulary import Role
from tests.learning.domain.test_telling import before_all
from tests.learning.pages import Pages
from tests.learning.programmes import with_draft
from tests.learning.world import World


@pytest.mark.parametrize(("telling", "are_told"), [("nobody", False), ("digest", True), ("invitations", True)])
def test_people_are_told_as_the_coordinator_chooses(
    app: Flask, session: Session, world: World, telling: str, are_told: bool
) -> None:
    draft = with_draft(session, world)
    with as_of(before_all(session, draft)):
        keys = [caution.key for caution in cautions_of(session, world.programme, draft)]
        session.commit()
        pages = Pages(app).as_(world.people[Role.COORDINATOR])
        address = f"/programmes/{world.programme.key}/schedule/release/{draft.number}"
        assert "People who do not know their dates yet" in pages.get(f"{address}/telling").text
        assert f"{address}/telling" in pages.get(address).links().values()
        pages.post(address, {"name": "Spring", "telling": telling, "acknowledged": keys})
    waiting = session.scalar(select(func.count()).select_from(Message)) or 0
    dates = session.scalar(select(func.count()).where(LearningSession.schedule_id == draft.id)) or 0
    assert (waiting > 0) is are_told
    assert dates > 0
