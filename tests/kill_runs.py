"""Runs whose worker is killed at random moments: each ends in exactly one draft, whatever happens.

``python -m tests.kill_runs --kills 50`` does so on SQLite and on PostgreSQL and prints what it found. The worker is
the real one, `learning work` in a process of its own; it gets SIGKILL and is started again.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.app import create_app
from learning.config import Settings
from learning.database import make_engine
from learning.domain.runs import ask_for_run
from learning.domain.scheduling.problems import take_snapshot
from learning.models import Run, Schedule
from learning.vocabulary import RunState
from learning.web.store import prepare_tables, store
from tests.learning.databases import Databases, open_databases
from tests.learning.programmes import fill
from tests.learning.world import SYSTEM, make_world

PATIENCE_SECONDS = 90
RUN_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the runs."""

    kills: int
    runs: int
    ended: int
    drafts: int
    seconds: float

    @property
    def exactly_once(self) -> bool:
        return self.runs == self.ended == self.drafts


def kill_and_count(databases: Databases, kind: str, kills: int, runs: int, folder: Path, seed: int = 0) -> Outcome:
    """Ask for runs, kill the worker so many times while they are worked on, then let it finish."""
    began = time.monotonic()
    with databases.empty(kind) as url:
        settings = Settings(instance=folder, database_url=url, secret_key="of the tests")
        app = create_app(settings)
        with app.app_context():
            prepare_tables()
        engine = make_engine(url)
        numbers = _ask(engine, runs)
        _kill(app, folder, kills, random.Random(seed))
        with _worker(url, folder):
            ended = _wait(engine, numbers)
        with Session(engine) as session:
            drafts = session.scalar(select(func.count()).select_from(Schedule)) or 0
        engine.dispose()
        with app.app_context():
            store.engine.dispose()
    return Outcome(kills, runs, ended, drafts, time.monotonic() - began)


def _ask(engine: object, runs: int) -> list[int]:
    with Session(engine, expire_on_commit=False) as session:  # type: ignore[arg-type]
        world = make_world(session)
        programme = fill(session, world)
        snapshot = take_snapshot(session, programme)
        asked = []
        for number in range(runs):
            place = (world.programme, world.other_programme, world.foreign_programme)[number % 3]
            asked.append(ask_for_run(session, SYSTEM, place, snapshot, f"Run {number}", RUN_SECONDS))
            place.settings = dict(programme.settings)
        session.commit()
        return [run.id for run in asked]


def _kill(app: Flask, folder: Path, kills: int, chance: random.Random) -> None:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    for _ in range(kills):
        with _worker(url, folder) as process:
            time.sleep(chance.uniform(0.5, 4.5))
            os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def _worker(url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "LEARNING_INSTANCE": str(folder), "LEARNING_DATABASE_URL": url}
    with (folder / "work.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "learning.cli", "work"], env=environment, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=log,
        )  # fmt: skip
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(engine: object, numbers: list[int]) -> int:
    """How many have ended once all have, or nothing has changed for long."""
    until = time.monotonic() + PATIENCE_SECONDS + RUN_SECONDS * 2 * len(numbers)
    ended = 0
    while ended < len(numbers) and time.monotonic() < until:
        time.sleep(0.5)
        with Session(engine) as session:  # type: ignore[arg-type]
            ended = session.scalar(select(func.count()).where(Run.id.in_(numbers), Run.state == RunState.ENDED)) or 0
            session.rollback()
    return ended


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--runs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    fine = True
    with tempfile.TemporaryDirectory() as name, open_databases(Path(name), lambda _url, _folder: None) as databases:
        for kind in ("sqlite", "postgresql"):
            folder = Path(name) / kind
            folder.mkdir()
            found = kill_and_count(databases, kind, asked.kills, asked.runs, folder, asked.seed)
            fine &= found.exactly_once
            print(
                f"{kind}: {found.kills} kills, {found.runs} runs, {found.ended} ended, {found.drafts} drafts, "
                f"{found.seconds:.0f} s: {'each exactly once' if found.exactly_once else 'NOT each exactly once'}",
                flush=True,
            )
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
