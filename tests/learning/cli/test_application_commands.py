"""The commands of the application: an organisation founded, a table imported by night, a link for who gets no mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.cli import main
from learning.cli.exits import Exit
from learning.clock import now
from learning.config import SettingsError, load_settings
from learning.database import make_engine
from learning.domain.scheduling.folder_out import folder_texts
from learning.models import Account, Change, TableImport
from learning.queries.answers import count_declined
from learning.vocabulary import MessageState
from tests.learning.domain.test_bounces import report, sent
from tests.learning.domain.test_replies import HOST, entry, mail, reply_text
from tests.learning.programmes import fill
from tests.learning.world import World, make_world


@pytest.fixture
def instance(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """An installation of its own for the commands, and its database."""
    monkeypatch.setenv("LEARNING_INSTANCE", str(tmp_path))
    monkeypatch.setenv("LEARNING_DATABASE_URL", sqlite_url)
    engine = make_engine(sqlite_url)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def hr_extract(session: Session, world: World, folder: Path, *, without: int = 0, broken: bool = False) -> Path:
    text = folder_texts(session, world.programme)["staff.csv"]
    session.commit()
    lines = text.splitlines()
    lines = lines[: len(lines) - without]
    if broken:
        lines[3] = lines[3].replace(",,", ",tomorrow,", 1) + ",one,too,many"
    path = folder / "hr.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_organisation_is_founded_and_its_administrator_signs_in(instance: Session) -> None:
    done = run("found", "Northmere Trust", "Ama@northmere.example", "Ama Boateng")
    assert done.exit_code == Exit.DONE, done.output
    assert "http://127.0.0.1:8000/sign-in/link/" in done.output
    assert instance.scalars(select(Account)).one().email == "ama@northmere.example"
    instance.commit()
    again = run("found", "Northmere Trust", "x@northmere.example", "X")
    assert again.exit_code == Exit.INPUT_AT_FAULT
    assert "already" in again.output


def test_link_signs_in_who_gets_no_mail(instance: Session) -> None:
    run("found", "Northmere Trust", "ama@northmere.example", "Ama Boateng")
    link = run("link", "ama@northmere.example").output.strip()
    assert link.startswith("http://127.0.0.1:8000/sign-in/link/")
    stranger = run("link", "nobody@northmere.example")
    assert stranger.exit_code == Exit.INPUT_AT_FAULT


def test_nightly_extract_is_imported(instance: Session, tmp_path: Path) -> None:
    world = make_world(instance)
    fill(instance, world)
    file = hr_extract(instance, world, tmp_path, without=2)
    tried = run("import", world.programme.key, "staff", str(file), "--dry-run")
    assert (tried.exit_code, tried.output) == (Exit.DONE, "Would be: 0 new, 0 changed, 2 left.\n")
    assert instance.scalars(select(TableImport)).all() == []
    instance.commit()
    done = run("import", world.programme.key, "staff", str(file))
    assert (done.exit_code, done.output) == (Exit.DONE, "Imported: 0 new, 0 changed, 2 left.\n")
    change = instance.scalars(select(Change).where(Change.action == "import table")).one()
    assert change.actor_name == "The nightly import"
    instance.commit()
    assert "Nothing to change" in run("import", world.programme.key, "staff", str(file)).output


def test_extract_that_is_cut_off_is_refused(instance: Session, tmp_path: Path) -> None:
    world = make_world(instance)
    fill(instance, world)
    file = hr_extract(instance, world, tmp_path, without=40)
    done = run("import", world.programme.key, "staff", str(file))
    assert done.exit_code == Exit.INPUT_AT_FAULT
    assert "40 of 90 rows are missing" in done.output
    assert "are missing" not in run("import", world.programme.key, "staff", str(file), "--most-left", "60").output


def test_faulty_extract_changes_nothing_and_names_its_rows(instance: Session, tmp_path: Path) -> None:
    world = make_world(instance)
    fill(instance, world)
    file = tmp_path / "hr.csv"
    file.write_text("staff_id,joins_on\nE1,tomorrow\nE1,\n", encoding="utf-8")
    done = run("import", world.programme.key, "staff", str(file), "--most-left", "100")
    assert done.exit_code == Exit.INPUT_AT_FAULT
    assert "row 2, joins_on: tomorrow" in done.output
    assert "row 3, staff_id: E1" in done.output
    assert run("import", "nowhere", "staff", str(file)).exit_code == Exit.INPUT_AT_FAULT
    assert run("import", world.programme.key, "cutlery", str(file)).exit_code == Exit.INPUT_AT_FAULT


def test_settings_come_from_the_environment_then_the_file_then_defaults(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('base_url = "https://file.example"\nsmtp_port = 587\n', encoding="utf-8")
    settings = load_settings(tmp_path, {"LEARNING_BASE_URL": "https://environment.example"})
    assert (settings.base_url, settings.smtp_port) == ("https://environment.example", 587)
    assert settings.database_url == f"sqlite:///{tmp_path / 'learning.sqlite'}"
    assert len(settings.secret_key) == 64
    assert load_settings(tmp_path, {}).secret_key == settings.secret_key
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("text", "environment", "words"),
    [
        ("colour = 1", {}, "colour is no setting"),
        ('smtp_port = "many"', {}, "smtp_port must be int"),
        ("smtp_port = ", {}, "is not TOML"),
        ("", {"LEARNING_SMTP_PORT": "many"}, "which is not a whole number"),
        ("", {"LEARNING_SECURE": "perhaps"}, "which is not true or false"),
    ],
)
def test_setting_that_makes_no_sense_is_named(
    tmp_path: Path, text: str, environment: dict[str, str], words: str
) -> None:
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=words):
        load_settings(tmp_path, environment)


def test_mail_server_hands_over_a_decline_and_the_coordinator_sees_it(
    instance: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEARNING_MAIL_FROM", f"learning@{HOST}")
    world = make_world(instance)
    entry(instance, world, starts_at=now() + timedelta(days=3), ends_at=now() + timedelta(days=3, hours=1))
    for content, said in ((mail(reply_text()), "Read: it was noted."), (b"Spam", "Ignored: it has not one calendar")):
        done = CliRunner().invoke(main, ["receive-mail"], input=content)
        assert done.exit_code == Exit.DONE, done.output
        assert said in done.output
    assert count_declined(instance, world.programme) == 1


def test_mail_is_kept_for_later_where_the_database_is_away(
    instance: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LEARNING_MAIL_FROM", f"learning@{HOST}")
    monkeypatch.setenv("LEARNING_DATABASE_URL", f"sqlite:///{tmp_path / 'nowhere' / 'learning.sqlite'}")
    done = CliRunner().invoke(main, ["receive-mail"], input=mail(reply_text()))
    assert done.exit_code == Exit.TRY_LATER


def test_mail_server_says_that_a_message_came_back(instance: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEARNING_MAIL_FROM", f"learning@{HOST}")
    message = sent(instance)
    instance.commit()
    done = CliRunner().invoke(main, ["receive-mail"], input=report())
    assert (done.exit_code, done.output) == (Exit.DONE, "Read: a message came back.\n")
    instance.refresh(message)
    assert message.state is MessageState.FAILED
