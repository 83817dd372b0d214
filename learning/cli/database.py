"""`learning database`: make the tables of a new installation, or bring those of an older one up to date."""

from __future__ import annotations

import click

from learning.cli.terminal import print_lines


@click.command(short_help="Make the application's tables, or bring them up to date.")
def database() -> None:
    """Make the tables of the application's database, or bring those of an earlier version up to date.

    The database is the one of LEARNING_DATABASE_URL or of settings.toml in the instance folder; without either,
    a SQLite file there. What is in it stays.
    """
    from learning.app import create_app
    from learning.web.store import prepare_tables

    app = create_app()
    with app.app_context():
        prepare_tables()
    print_lines(["The tables are up to date."])
