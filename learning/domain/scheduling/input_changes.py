"""When what a programme is planned with was last changed."""

from __future__ import annotations

from datetime import timedelta

from learning.clock import now
from learning.models import Programme

LEAST = timedelta(microseconds=1)


def note_input_changed(programme: Programme) -> None:
    """Note that staff, trainers, venues or rules were changed: later than any change before, whatever the clock says,
    so that what was made from the input knows that it is old."""
    programme.input_changed_at = max(now(), programme.input_changed_at + LEAST)
