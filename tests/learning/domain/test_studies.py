"""What would help those without a place: found by the worker, tried as a draft, taken over by the programme."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.database import make_engine
from learning.domain.scheduling.edits import edited
from learning.domain.scheduling.folder_in import take_in_folder
from learning.domain.scheduling.folder_out import folder_texts
from learning.domain.scheduling.problems import is_as_it_stands, take_snapshot
from learning.domain.scheduling.running import work_on_run
from learning.domain.scheduling.schedules import keep_draft
from learning.domain.scheduling.studies import adopt, ask_for_study, last_study, try_remedies
from learning.errors import Refusal, StaleEdit
from learning.jobs import transactions
from learning.models import Programme, Run, Schedule, Snapshot
from learning.presenters.studies import study_page
from learning.vocabulary import RunState
from scheduler import Limits, read_folder, solve
from tests.learning.world import SYSTEM, World

SETTINGS = """
[programme]
name = "Small"
timezone = "Europe/London"
first_day = 2027-01-11
last_day = 2027-01-15
weekdays = ["mon", "tue"]
start_times = ["09:30"]

[[strands]]
id = "talk"
title = "Talk"
duration_minutes = 60
trainers = 1
size = { min = 2, max = 4 }
grouping = { rule = "open" }
"""


@pytest.fixture
def short_of_evenings(tmp_path: Path) -> Path:
    """A programme of eight people, two of whom work in the evening, when no session may begin."""
    (tmp_path / "programme.toml").write_text(SETTINGS, encoding="utf-8")
    people = [f"E{number},mon-fri 09:00-17:00" for number in range(6)] + [
        "N1,mon-fri 17:00-22:00",
        "N2,mon-fri 17:00-22:00",
    ]
    (tmp_path / "staff.csv").write_text("staff_id,pattern\n" + "\n".join(people) + "\n", encoding="utf-8")
    (tmp_path / "trainers.csv").write_text("trainer_id,strands\nT1,talk\n", encoding="utf-8")
    (tmp_path / "venues.csv").write_text("venue_id,mode\nV1,online\n", encoding="utf-8")
    return tmp_path


def draft_of(session: Session, programme: Programme, folder: Path) -> Schedule:
    take_in_folder(session, SYSTEM, programme, folder)
    result = solve(read_folder(folder).problem, Limits(time_seconds=10, workers=1))
    assert result.schedule is not None
    draft = keep_draft(
        session,
        SYSTEM,
        programme,
        result.schedule,
        result.summary,
        name="First",
        snapshot=take_snapshot(session, programme),
    )
    session.commit()
    return draft


def worked_on(app: Flask, session: Session, run: Run) -> Run:
    session.commit()
    engine = make_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    assert work_on_run(transactions(engine), run.id, "here")
    engine.dispose()
    session.refresh(run)
    assert run.state is RunState.ENDED, run.fault
    return run


def test_remedy_that_was_found_is_tried_and_taken_over(
    app: Flask, session: Session, world: World, short_of_evenings: Path
) -> None:
    programme = world.programme
    draft = draft_of(session, programme, short_of_evenings)
    assert draft.summary["aims"]["placed"]["value"] == 6
    found = worked_on(app, session, ask_for_study(session, SYSTEM, programme, draft))
    assert len(found.summary["left"]) == 2
    page = study_page(found.summary, {})
    helping = next(remedy for card in page.cards for remedy in card.remedies if remedy.places == 2)
    run = worked_on(app, session, try_remedies(session, SYSTEM, programme, found, [helping.id], helping.sentence, 5))
    tried = session.get_one(Schedule, run.schedule_id)
    assert tried.summary["aims"]["placed"]["value"] == 8
    snapshot = session.get_one(Snapshot, run.snapshot_id)
    assert not is_as_it_stands(session, programme, snapshot)
    adopt(session, SYSTEM, programme, snapshot)
    assert is_as_it_stands(session, programme, snapshot)


def test_cheapest_set_is_tried_as_a_whole(app: Flask, session: Session, world: World, short_of_evenings: Path) -> None:
    draft = draft_of(session, world.programme, short_of_evenings)
    found = worked_on(app, session, ask_for_study(session, SYSTEM, world.programme, draft))
    run = worked_on(app, session, try_remedies(session, SYSTEM, world.programme, found, ["cheapest"], "All", 5))
    assert session.get_one(Schedule, run.schedule_id).summary["aims"]["placed"]["value"] == 8


def test_study_is_asked_for_once_at_a_time(session: Session, world: World, short_of_evenings: Path) -> None:
    draft = draft_of(session, world.programme, short_of_evenings)
    first = ask_for_study(session, SYSTEM, world.programme, draft)
    assert ask_for_study(session, SYSTEM, world.programme, draft) is first
    assert last_study(session, draft) is first
    assert len(session.scalars(select(Run)).all()) == 1


def test_remedy_that_the_study_has_not_found_is_refused(
    app: Flask, session: Session, world: World, short_of_evenings: Path
) -> None:
    draft = draft_of(session, world.programme, short_of_evenings)
    found = worked_on(app, session, ask_for_study(session, SYSTEM, world.programme, draft))
    with pytest.raises(Refusal, match="Choose a change"):
        try_remedies(session, SYSTEM, world.programme, found, ["R999"], "x")


def test_edits_are_made_where_they_belong(session: Session, world: World, short_of_evenings: Path) -> None:
    take_in_folder(session, SYSTEM, world.programme, short_of_evenings)
    texts = folder_texts(session, world.programme)
    after = edited(
        texts,
        [
            {"file": "programme.toml", "row": "talk", "key": "size.max", "before": "4", "after": "9"},
            {
                "file": "programme.toml",
                "row": "programme",
                "key": "last_day",
                "before": "2027-01-15",
                "after": "2027-01-22",
            },
            {"file": "trainers.csv", "row": "T1", "key": "max_per_day", "before": "", "after": "3"},
            {"file": "trainers.csv", "row": "T2", "key": "trainer_id", "before": None, "after": "T2"},
            {"file": "trainers.csv", "row": "T2", "key": "strands", "before": None, "after": "talk"},
        ],
    )
    settings = tomllib.loads(after["programme.toml"])
    assert settings["strands"][0]["size"] == {"min": 2, "max": 9}
    assert str(settings["programme"]["last_day"]) == "2027-01-22"
    rows = after["trainers.csv"].splitlines()
    assert len(rows) == 3
    assert rows[2].startswith("T2,talk")
    assert after["staff.csv"] == texts["staff.csv"]


@pytest.mark.parametrize(
    "edit",
    [
        {"file": "programme.toml", "row": "gone", "key": "size.max", "before": "4", "after": "9"},
        {"file": "trainers.csv", "row": "T9", "key": "max_per_day", "before": "", "after": "3"},
    ],
)
def test_edit_of_something_that_is_gone_is_refused(
    session: Session, world: World, short_of_evenings: Path, edit: dict[str, str]
) -> None:
    take_in_folder(session, SYSTEM, world.programme, short_of_evenings)
    with pytest.raises(StaleEdit, match="was changed since"):
        edited(folder_texts(session, world.programme), [edit])
