"""A real browser on a real server: Chromium, driven by playwright."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from learning.app import create_app
from learning.config import Settings
from learning.database import make_engine
from learning.domain.sign_in import make_link
from learning.models import Account
from learning.web.store import prepare_tables, store

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run")


@dataclass(frozen=True, slots=True)
class Site:
    """A running application: its address, its database and its instance folder."""

    app: Flask
    address: str
    instance: Path
    session: Session

    def link_for(self, account: Account) -> str:
        link = make_link(self.session, account, self.address)
        self.session.commit()
        return link


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where there is none, journeys are skipped and say so, except on a build server."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        assert "CI" not in os.environ, "a build server needs Chromium"
        pytest.skip("no Chromium is installed (Debian, Ubuntu: apt-get install chromium)")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The application on an empty SQLite database, answering in a thread."""
    with serving(tmp_path) as found:
        yield found


@contextmanager
def serving(folder: Path) -> Iterator[Site]:
    url = f"sqlite:///{folder / 'learning.sqlite'}"
    app = create_app(Settings(instance=folder, database_url=url, secret_key="of the journeys"))
    with app.app_context():
        prepare_tables()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    engine = make_engine(url)
    try:
        with Session(engine, expire_on_commit=False) as session:
            yield Site(app, f"http://127.0.0.1:{server.server_port}", folder, session)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        engine.dispose()
        with app.app_context():
            store.engine.dispose()


@contextmanager
def working(site: Site, **settings: str) -> Iterator[None]:
    """The process that works on runs and sends mail, for as long as the block lasts."""
    url = site.app.config["SQLALCHEMY_DATABASE_URI"]
    environment = {**os.environ, "LEARNING_INSTANCE": str(site.instance), "LEARNING_DATABASE_URL": url}
    environment |= {f"LEARNING_{name.upper()}": value for name, value in settings.items()}
    process = subprocess.Popen([sys.executable, "-m", "learning.cli", "work"], env=environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def no_faults(page: Page) -> list[str]:
    """Collects what the browser complains of: errors of scripts, and content that the policy refused."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: (
            faults.append(message.text) if message.type == "error" and "status of 4" not in message.text else None
        ),
    )
    return faults
