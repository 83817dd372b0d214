"""Addresses of static files that change when the file does, so that browsers may keep them."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, current_app, url_for

HASH_LETTERS = 12
KEPT_SECONDS = 365 * 24 * 3600


def offer_assets(app: Flask) -> None:
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = KEPT_SECONDS
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """The address of a static file."""
    folder = current_app.static_folder
    assert folder is not None
    return url_for("static", filename=name, v=_hash(Path(folder) / name))


@lru_cache
def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_LETTERS]
