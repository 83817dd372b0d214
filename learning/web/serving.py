"""The application under gunicorn."""

from __future__ import annotations

from flask import Flask
from gunicorn.app.base import BaseApplication

GRACE_SECONDS = 10


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with an application that stands already; each worker opens connections of its own."""

    def __init__(self, app: Flask, host: str, port: int, workers: int) -> None:
        self._app = app
        self._options = {
            "bind": f"{host}:{port}",
            "workers": workers,
            "worker_class": "sync",
            "graceful_timeout": GRACE_SECONDS,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


def serve_application(app: Flask, host: str, port: int, workers: int) -> None:
    """Answer until interrupted; the tables must be up to date."""
    Server(app, host, port, workers).run()
