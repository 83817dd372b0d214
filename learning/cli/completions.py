"""`learning completions`: who has completed what, for a learning management system."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from learning.cli.exits import Exit
from learning.cli.terminal import print_lines


@click.command(short_help="Write who has completed what, as a table or as xAPI statements.")
@click.argument("programme_key", metavar="PROGRAMME")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Where to.")
@click.option("--xapi", is_flag=True, help="Statements of the Experience API instead of a table.")
def completions(programme_key: str, out: Path, xapi: bool) -> None:
    """Write every completion of PROGRAMME (its part of addresses) by the registers to a file.

    A completion has the same statement id whenever it is written: a record store takes it once. Exit status: 0
    written, 2 there is no such programme or the file cannot be written.
    """
    from learning.app import create_app
    from learning.config import load_settings
    from learning.outputs.completed import completions_of
    from learning.outputs.completions import completions_csv, xapi_statements
    from learning.queries.programmes import programme_with_key
    from learning.web.store import store

    settings = load_settings()
    with create_app(settings).app_context():
        programme = programme_with_key(store.session(), programme_key)
        if programme is None:
            print_lines([f"There is no programme {programme_key}."], to_stderr=True)
            sys.exit(Exit.INPUT_AT_FAULT)
        found = list(completions_of(store.session(), programme))
        statements = xapi_statements(
            found, programme_key=programme_key, programme=programme.name, home=settings.base_url
        )
    text = json.dumps(statements, ensure_ascii=False, indent=1) + "\n" if xapi else completions_csv(found)
    try:
        out.write_text(text, encoding="utf-8", newline="")
    except OSError as fault:
        print_lines([f"{out} cannot be written: {fault.strerror}."], to_stderr=True)
        sys.exit(Exit.INPUT_AT_FAULT)
    print_lines([f"{len(found):,} completions were written to {out}."])
