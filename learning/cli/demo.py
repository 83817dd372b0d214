"""`learning demo`: the application with a believable council in it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from learning.cli.exits import Exit
from learning.cli.serve import WORKERS, run_application
from learning.cli.terminal import print_lines


@click.command(short_help="Run the application with a made-up council in it.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("schedule", metavar="SCHEDULE", type=click.Path(path_type=Path), required=False)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, metavar="N", help="The port.")
@click.option("--serve/--no-serve", default=True, show_default=True, help="Run the application afterwards.")
def demo(folder: Path, schedule: Path | None, port: int, serve: bool) -> None:
    """Take the programme folder DIR, and SCHEDULE as its released schedule, into the application, print a link that
    signs in for each role, and run the application until interrupted.

    What is in the database stays; a council that is there already is not taken in again.
    """
    from learning.app import create_app
    from learning.demo import accounts_by_role, make_demo
    from learning.domain.sign_in import make_link
    from learning.presenters.defects import defect_lines
    from learning.web.store import prepare_tables, store
    from scheduler.errors import FolderError

    app = create_app()
    base_url = app.config["SETTINGS"].base_url.rsplit(":", 1)[0] + f":{port}"
    with app.app_context():
        prepare_tables()
        try:
            programme = make_demo(store.session(), folder, schedule)
        except FolderError as fault:
            print_lines(defect_lines(fault.defects), to_stderr=True)
            sys.exit(Exit.INPUT_AT_FAULT)
        links = [
            f"  {role:14} {account.name:24} {make_link(store.session(), account, base_url)}"
            for role, account in accounts_by_role(store.session(), programme).items()
        ]
        store.session.commit()
        store.engine.dispose()
    print_lines(["", f"{programme.name} is at {base_url}. Sign in by one of these links, each good once:", *links, ""])
    if serve:
        run_application("127.0.0.1", port, WORKERS, jobs=True)
