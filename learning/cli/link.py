"""`learning link`: let somebody in without mail, from the machine that runs the application."""

from __future__ import annotations

import sys

import click

from learning.cli.exits import Exit
from learning.cli.terminal import print_lines


@click.command("link", short_help="Print a link that signs somebody in.")
@click.argument("email", metavar="EMAIL")
def link(email: str) -> None:
    """Print a link that signs the account of EMAIL in, once, within half an hour.

    For the first administrator, and for when no mail arrives. Whoever can run this can read the database anyway.
    """
    from learning.app import create_app
    from learning.domain.sign_in import make_link
    from learning.queries.accounts import account_with_email
    from learning.web.store import store

    app = create_app()
    with app.app_context():
        account = account_with_email(store.session(), email)
        if account is None:
            print_lines([f"There is no account with the address {email}."], to_stderr=True)
            sys.exit(Exit.INPUT_AT_FAULT)
        found = make_link(store.session(), account, app.config["SETTINGS"].base_url)
        store.session.commit()
    print_lines([found])
