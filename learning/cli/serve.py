"""`learning serve`: run the application."""

from __future__ import annotations

import os

import click

WORKERS = (os.cpu_count() or 1) + 1


@click.command(short_help="Run the application in this terminal.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="HOST", help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, metavar="N", help="The port to listen on."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=WORKERS,
    show_default="cores + 1",
    metavar="N",
    help="Processes that answer.",
)
def serve(host: str, port: int, workers: int) -> None:
    """Run the application until it is interrupted; the tables are brought up to date first.

    Anything but this machine must reach it through a server that speaks https (set secure and trusted_proxies).
    """
    from learning.app import create_app
    from learning.web.serving import serve_application

    serve_application(create_app(), host, port, workers)
