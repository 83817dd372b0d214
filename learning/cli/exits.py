"""With what status a command ends."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit statuses of every command; `RULES_BROKEN` is only for judging a schedule."""

    DONE = 0
    RULES_BROKEN = 1
    INPUT_AT_FAULT = 2
    STOPPED_EARLY = 3
    SEARCH_DIED = 4
    NO_SCHEDULE = 5
    TRY_LATER = 75
    """What mail servers take for a fault that passes (EX_TEMPFAIL): they hand the message over again."""
    LEFT_AT_ONCE = 130
    """Interrupted a second time; the number is the shell's own for that."""
