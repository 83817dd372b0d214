"""How long the pages of a large programme take on the server, and how many questions each asks of the database.

``python -m tests.benchmarks.pages --staff 4500`` makes a council, a schedule and a draft in a fresh SQLite database,
or in the PostgreSQL at ``--postgresql`` (an address of an empty database), and prints for each page the median
and the slowest of twenty fetches, the statements and the size.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from learning.app import create_app
from learning.config import Settings
from learning.demo import make_demo
from learning.domain.scheduling.by_hand import copy_as_draft
from learning.domain.sign_in import begin_sign_in
from learning.models import Account, LearningSession, Person, Programme, Schedule
from learning.queries.accounts import account_with_email, own_ids
from learning.queries.people import sessions_of_person
from learning.queries.schedules import release_in_force, sessions_led
from learning.vocabulary import Role
from learning.web.store import prepare_tables, store
from scheduler import Limits, read_folder, solve, write_sample, write_schedule
from tests.learning.counting import counted
from tests.learning.world import SYSTEM

FETCHES = 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--staff", type=int, default=4500)
    parser.add_argument("--postgresql", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), asked.staff, asked.postgresql)


def measure(folder: Path, staff: int, postgresql: str) -> None:
    write_sample(folder / "programme", staff=staff)
    result = solve(read_folder(folder / "programme").problem, Limits(time_seconds=30, until_complete=True))
    assert result.schedule is not None
    write_schedule(result.schedule, result.summary, folder / "schedule")
    url = postgresql or f"sqlite:///{folder / 'learning.sqlite'}"
    app = create_app(Settings(instance=folder, database_url=url, secret_key="of the benchmark"))
    with app.app_context():
        prepare_tables()
        programme = make_demo(store.session(), folder / "programme", folder / "schedule")
        release = release_in_force(store.session(), programme)
        assert release is not None
        copy_as_draft(store.session(), SYSTEM, programme, release)
        pages = {
            begin_sign_in(store.session(), account_of(role), "benchmark"): addresses
            for role, addresses in {
                "coordinator": pages_of(programme),
                **own_pages(programme, release),
            }.items()
        }
        store.session.commit()
    print(f"{staff:,} people, {url.split(':')[0]}")
    print(f"{'page':44} {'median':>9} {'slowest':>9} {'statements':>11} {'bytes':>9}")
    for token, addresses in pages.items():
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["sign_in"] = token
        for address in addresses:
            measure_page(app, client, address)


def measure_page(app: Flask, client: FlaskClient, address: str) -> None:
    client.get(address)
    times, size = [], 0
    for _ in range(FETCHES):
        began = time.perf_counter()
        answer = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, address
        size = len(answer.get_data())
    with counted(app) as statements:
        client.get(address)
    shown = address.split("/", 3)[3]
    median = statistics.median(times)
    print(f"{shown:44} {median:6.0f} ms {max(times):6.0f} ms {len(statements):11} {size:9,}", flush=True)


def account_of(role: str) -> Account:
    found = account_with_email(store.session(), f"{role}@eastmere.example")
    assert found is not None
    return found


def own_pages(programme: Programme, release: Schedule) -> dict[str, list[str]]:
    """The pages of a trainer, a participant and a manager, by role."""
    session, base = store.session(), f"/programmes/{programme.key}"
    trainer = own_ids(session, programme, account_of("trainer").id, Role.TRAINER)
    staff_id = own_ids(session, programme, account_of("participant").id, Role.PARTICIPANT)[0]
    led = sessions_led(session, release, trainer)[0].session_id
    mine = sessions_of_person(session, release, staff_id)[0].session_id
    return {
        "trainer": [f"{base}/leading", f"{base}/leading/{led}"],
        "participant": [f"{base}/mine", f"{base}/mine/{mine}"],
        "manager": [f"{base}/my-people"],
    }


def pages_of(programme: Programme) -> list[str]:
    session = store.session()
    one = session.query(LearningSession).filter_by(strand="reflection").first()
    person = session.query(Person).filter_by(programme_id=programme.id).first()
    assert one is not None
    assert person is not None
    base = f"/programmes/{programme.key}"
    return [
        f"{base}/{place}"
        for place in (
            "today", f"schedule?week={one.start.date()}", "schedule/list", f"schedule/sessions/{one.session_id}",
            "schedule/versions", "schedule/release/3", "schedule/release/3/telling",
            "programme/messages", "programme/messages?state=sent&words=an",
            f"schedule?schedule=3&week={one.start.date()}", "programme/festivals", "runs", "runs/start",
            "people", "people?words=an", f"people/one/{person.staff_id}", "people/unplaced", "import",
            "programme", "programme/strands/reflection", "programme/tables/unavailability", "programme/changes",
            f"schedule/3/change/people/{person.staff_id}/reflection",
        )
    ]  # fmt: skip


if __name__ == "__main__":
    main()
