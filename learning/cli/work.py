"""`learning work`: the process that works on runs."""

from __future__ import annotations

import os
import sys
import threading
import time

import click

from learning.cli.exits import Exit
from learning.cli.terminal import print_lines


@click.command(short_help="Work on runs that were started in the application.")
@click.option("--with-parent", is_flag=True, hidden=True, help="End when the process that started this one has ended.")
def work(with_parent: bool) -> None:
    """Work on the runs that coordinators start, one after the other, until interrupted.

    `learning serve` starts this beside itself. On further machines, with the same PostgreSQL, start it by hand: each
    takes runs from the one queue. Killed at any moment, it goes on from the best schedule at its next start; the
    runs of a machine that does not come back are taken up by another within a minute.
    """
    from learning.config import load_settings
    from learning.jobs import WorkingAlreadyError
    from learning.jobs import work as go_on_working

    if with_parent:
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    try:
        go_on_working(load_settings())
    except WorkingAlreadyError as fault:
        print_lines([f"Nothing was started: {fault}."], to_stderr=True)
        sys.exit(Exit.INPUT_AT_FAULT)


def _end_with(parent: int) -> None:
    """A parent that was killed cannot end its children: they see that they have another one."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)
