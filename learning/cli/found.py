"""`learning found`: a new organisation with its first administrator."""

from __future__ import annotations

import sys

import click

from learning.cli.exits import Exit
from learning.cli.terminal import print_lines


@click.command(short_help="Set up an organisation with its first administrator.")
@click.argument("organisation", metavar="ORGANISATION")
@click.argument("email", metavar="EMAIL")
@click.argument("name", metavar="NAME")
def found(organisation: str, email: str, name: str) -> None:
    """Set up ORGANISATION, make NAME with the address EMAIL its administrator, and print a link that signs them in.

    The tables are made, or brought up to date, first.
    """
    from learning.app import create_app
    from learning.domain.actors import Actor
    from learning.domain.organisations import found_organisation, grant_role, open_account
    from learning.domain.sign_in import make_link
    from learning.errors import Refusal
    from learning.vocabulary import Role
    from learning.web.store import prepare_tables, store

    app = create_app()
    with app.app_context():
        prepare_tables()
        actor = Actor("The command line")
        try:
            made = found_organisation(store.session(), actor, organisation)
            account = open_account(store.session(), email, name)
            grant_role(store.session(), actor, account, Role.ADMINISTRATOR, made)
        except Refusal as refusal:
            print_lines([f"Nothing was set up. {refusal.sentence}."], to_stderr=True)
            sys.exit(Exit.INPUT_AT_FAULT)
        link = make_link(store.session(), account, app.config["SETTINGS"].base_url)
        store.session.commit()
    print_lines([f"{made.name} is set up. {account.name} signs in by this link:", link, "Next: learning serve"])
