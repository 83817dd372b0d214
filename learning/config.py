"""Settings: from the environment (``LEARNING_...``), then ``settings.toml`` of the instance folder, then defaults.

The environment is read nowhere else.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).parent.parent
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs between installations.

    ``database_url`` is a SQLAlchemy address: SQLite by default, ``postgresql+psycopg://...`` for an
    organisation. ``base_url`` is what links in messages begin with. Without ``smtp_host`` messages are
    written as files into ``outbox`` of the instance folder and nothing is sent; with ``notify_api_key`` they go to
    GOV.UK Notify instead, in its template ``notify_template_id``. ``secure`` says that the application is reached over
    https, so that cookies are never sent without it. ``trusted_proxies`` counts the proxies in front whose forwarding
    headers are believed.
    """

    instance: Path
    database_url: str
    secret_key: str
    base_url: str = "http://127.0.0.1:8000"
    secure: bool = False
    trusted_proxies: int = 0
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_starttls: bool = False
    mail_from: str = "learning@localhost"
    notify_api_key: str = ""
    notify_template_id: str = ""
    notify_url: str = "https://api.notifications.service.gov.uk"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = "your organisation's account"
    jobs_database_url: str = ""
    run_workers: int = 2


class SettingsError(Exception):
    """The settings cannot be used; the message says where and what to do."""


def load_settings(instance: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of an instance folder, which is made if it is missing.

    Raises `SettingsError` for an unknown key, a value of the wrong type, or one that needs another.
    """
    environment = os.environ if environment is None else environment
    folder = Path(environment.get("LEARNING_INSTANCE") or instance or ROOT / "instance").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    given = {**_from_file(folder / "settings.toml"), **_from_environment(environment)}
    given.setdefault("database_url", f"sqlite:///{folder / 'learning.sqlite'}")
    if given.get("notify_api_key") and not given.get("notify_template_id"):
        raise SettingsError(f"{folder.name}: notify_api_key is set, so set notify_template_id, the template’s id, too")
    given.setdefault("secret_key", _kept_key(folder / "secret-key"))
    return Settings(instance=folder, **given)  # type: ignore[arg-type]


def _kinds() -> dict[str, type]:
    named = {"str": str, "int": int, "bool": bool}
    return {field.name: named[str(field.type)] for field in fields(Settings) if field.name != "instance"}


def _from_file(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingsError(f"{path.name} is not TOML: {fault}") from fault
    kinds = _kinds()
    for key, value in given.items():
        if key not in kinds:
            raise SettingsError(f"{path.name}: {key} is no setting; remove it. Settings are {', '.join(kinds)}.")
        if type(value) is not kinds[key]:
            raise SettingsError(f"{path.name}: {key} must be {kinds[key].__name__}, not {value!r}")
    return given


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    given: dict[str, object] = {}
    for key, kind in _kinds().items():
        name = f"LEARNING_{key.upper()}"
        text = environment.get(name)
        if not text:
            continue
        try:
            given[key] = _read(text, kind)
        except ValueError as fault:
            raise SettingsError(f"{name} is {text!r}, which is not {fault}") from fault
    return given


def _read(text: str, kind: type) -> object:
    if kind is bool:
        if text not in ("true", "false"):
            raise ValueError("true or false")
        return text == "true"
    if kind is int:
        if not text.isascii() or not text.isdigit():
            raise ValueError("a whole number")
        return int(text)
    return text


def _kept_key(path: Path) -> str:
    """A secret made at the first start and kept beside the database, readable by its owner alone."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()
