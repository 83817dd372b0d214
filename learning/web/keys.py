"""The programme or organisation that an address names: taken off before the view, put into every link of its page."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g

KEYS = ("programme_key", "organisation_key")


def take_keys(app: Flask) -> None:
    app.url_value_preprocessor(_take_off)
    app.url_defaults(_put_in)


def key_in_address(name: str) -> str | None:
    """The key of that name in this request's address; None where the address has none."""
    found = g.get(name)
    return found if isinstance(found, str) else None


def _take_off(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    for name in KEYS:
        setattr(g, name, values.pop(name, None) if values else None)


def _put_in(endpoint: str, values: dict[str, Any]) -> None:
    for name in KEYS:
        key = g.get(name)
        if key is not None and name not in values and current_app.url_map.is_endpoint_expecting(endpoint, name):
            values[name] = key
