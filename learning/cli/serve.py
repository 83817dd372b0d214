"""`learning serve`: run the application."""

from __future__ import annotations

import os
import subprocess
import sys

import click

WORKERS = (os.cpu_count() or 1) + 1


@click.command(short_help="Run the application in this terminal.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="HOST", help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, metavar="N", help="The port to listen on."
)
@click.option(
    "--jobs/--no-jobs",
    default=True,
    show_default=True,
    help="Work on runs too; without, another process must: learning work.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=WORKERS,
    show_default="cores + 1",
    metavar="N",
    help="Processes that answer.",
)
def serve(host: str, port: int, workers: int, jobs: bool) -> None:
    """Run the application until it is interrupted; the tables are brought up to date first.

    Anything but this machine must reach it through a server that speaks https (set secure and trusted_proxies).
    """
    run_application(host, port, workers, jobs=jobs)


def run_application(host: str, port: int, workers: int, *, jobs: bool) -> None:
    """Serve until interrupted, with the process that works on runs beside it, which ends with it."""
    from learning.app import create_app
    from learning.web.serving import serve_application
    from learning.web.store import prepare_tables

    app = create_app()
    with app.app_context():
        prepare_tables()
    worker = subprocess.Popen([sys.executable, "-m", "learning.cli", "work", "--with-parent"]) if jobs else None
    try:
        serve_application(app, host, port, workers)
    finally:
        if worker is not None:
            worker.terminate()
            worker.wait()
