"""Races for the last place on a date: forty people ask for it at the same moment, and exactly one gets it.

``python -m tests.races --races 1000`` runs so many on SQLite and on PostgreSQL and prints how many were won by one
person, how often a group was overbooked, and how long a race takes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from threading import Barrier

from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.database import prepare_engine
from learning.domain.releases import cautions_of, release_draft
from learning.domain.scheduling.folder_in import take_in_folder
from learning.domain.scheduling.schedules import keep_draft
from learning.domain.waiting import choose_date
from learning.errors import Refusal
from learning.models import Allocation, Message, PlaceChange, Programme, Schedule
from learning.vocabulary import Telling
from scheduler.schedule import Allocation as Place
from scheduler.schedule import Schedule as Found
from scheduler.schedule import Session as Meeting
from tests.learning.conftest import KINDS, make_tables
from tests.learning.databases import open_databases
from tests.learning.world import SYSTEM, make_world

CLIENTS = 40
HALF = CLIENTS // 2
MOST = HALF + 1
LAST = "talk-3"


@dataclass(frozen=True)
class Course:
    """Where a race is run: a programme with one place left in its third group, and the people of the other two."""

    engine: Engine
    programme_id: int
    schedule_id: int
    runners: Sequence[tuple[str, str]]
    """Staff id and own group."""


@dataclass(frozen=True)
class Outcome:
    """``winners`` got the place, ``members`` is how many the group has then, ``told`` how many messages went out."""

    winners: Sequence[str]
    members: int
    told: int
    seconds: float


def lay_out(engine: Engine, folder: Path) -> Course:
    """A programme of three groups of twenty for at most twenty-one, in force and told."""
    first = (now() + timedelta(days=30)).date()
    write_programme(folder, first.isoformat(), (first + timedelta(days=60)).isoformat())
    with Session(engine, expire_on_commit=False) as session:
        programme = make_world(session).programme
        take_in_folder(session, SYSTEM, programme, folder)
        draft = keep_draft(session, SYSTEM, programme, schedule(first.isoformat()), {}, name="Races", snapshot=None)
        known = [one.key for one in cautions_of(session, programme, draft)]
        release_draft(session, SYSTEM, programme, draft, "Races", known, Telling.INVITATIONS)
        session.commit()
        runners = [(f"E{number:02}", f"talk-{number // HALF + 1}") for number in range(CLIENTS)]
        return Course(engine, programme.id, draft.id, runners)


def write_programme(folder: Path, first: str, last: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "programme.toml").write_text(
        f"""[programme]
name = "Races"
timezone = "Europe/London"
first_day = {first}
last_day = {last}
weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
start_times = ["09:00", "11:00", "13:00"]

[[strands]]
id = "talk"
size = {{ min = 1, max = {MOST} }}
duration_minutes = 60
trainers = 0
grouping = {{ rule = "open" }}
"""
    )
    people = "\n".join(f"E{number:02},Person {number},e{number:02}@races.example" for number in range(HALF * 3))
    (folder / "staff.csv").write_text(f"staff_id,name,email\n{people}\n")
    (folder / "trainers.csv").write_text("trainer_id,strands\n")
    (folder / "venues.csv").write_text("venue_id,mode,parallel\nV1,online,9\n")


def schedule(first: str) -> Found:
    day = datetime.fromisoformat(first)
    starts = [day + timedelta(hours=hour) for hour in (9, 11, 13)]
    sessions = tuple(
        Meeting(f"talk-{place}-1", "talk", f"talk-{place}", 1, start, start + timedelta(hours=1), "V1")
        for place, start in enumerate(starts, 1)
    )
    places = tuple(Place(f"E{number:02}", "talk", f"talk-{number // HALF + 1}") for number in range(HALF * 3))
    return Found(sessions, places)


def race(course: Course, clients: int = CLIENTS) -> Outcome:
    """Let everybody ask for the last place at once; afterwards the winner goes back to where they were."""
    barrier = Barrier(clients)
    runners = (course.runners * (clients // len(course.runners) + 1))[:clients]

    def ask(runner: tuple[str, str]) -> str:
        with Session(course.engine, expire_on_commit=False) as session:
            barrier.wait()
            programme = session.get_one(Programme, course.programme_id)
            try:
                choose_date(session, SYSTEM, programme, runner[0], "talk", LAST)
                session.commit()
            except Refusal:
                session.rollback()
                return ""
            return runner[0]

    before = messages(course)
    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        winners = [one for one in pool.map(ask, runners) if one]
    seconds = time.perf_counter() - began
    outcome = Outcome(winners, members(course), messages(course) - before, seconds)
    go_back(course, winners)
    return outcome


def members(course: Course) -> int:
    with Session(course.engine) as session:
        inside = Allocation.schedule_id == course.schedule_id, Allocation.group_id == LAST
        return session.scalar(select(func.count()).select_from(Allocation).where(*inside)) or 0


def messages(course: Course) -> int:
    with Session(course.engine) as session:
        return session.scalar(select(func.count()).select_from(Message)) or 0


def go_back(course: Course, winners: Sequence[str]) -> None:
    homes = dict(course.runners)
    with Session(course.engine, expire_on_commit=False) as session:
        programme = session.get_one(Programme, course.programme_id)
        for winner in winners:
            choose_date(session, SYSTEM, programme, winner, "talk", homes[winner])
        session.commit()


def changes_of(course: Course) -> int:
    with Session(course.engine) as session:
        schedule_id = session.get_one(Schedule, course.schedule_id).id
        found = select(func.count()).select_from(PlaceChange).where(PlaceChange.schedule_id == schedule_id)
        return session.scalar(found) or 0


def engine_for(url: str, clients: int = CLIENTS) -> Engine:
    """An engine with a connection for each client."""
    engine = create_engine(url, pool_size=clients + 2, max_overflow=0)
    prepare_engine(engine)
    return engine


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--races", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    asked = parser.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory() as name, open_databases(Path(name), make_tables) as databases:
        for kind in KINDS:
            with databases.copy(kind) as url:
                engine = engine_for(url, asked.clients)
                course = lay_out(engine, Path(name) / kind)
                outcomes = [race(course, asked.clients) for _ in range(asked.races)]
                engine.dispose()
            fair = sum(len(one.winners) == 1 and one.members == MOST and one.told == 1 for one in outcomes)
            over = sum(one.members > MOST for one in outcomes)
            faults += asked.races - fair
            print(
                f"{kind}: {asked.races} races of {asked.clients}: {fair} won by exactly one, who was told once; "
                f"{over} overbooked; median {median(one.seconds for one in outcomes):.2f} s"
            )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
