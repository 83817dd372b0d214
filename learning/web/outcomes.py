"""What became of something that a button asked for, said at the top of the next page."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash

from learning.errors import Refusal


def flash_outcome(action: Callable[[], object], success: str) -> None:
    """Do it and say so; or say why it is refused."""
    try:
        action()
    except Refusal as refusal:
        flash(f"{refusal.sentence}.", "important")
    else:
        flash(success, "success")
