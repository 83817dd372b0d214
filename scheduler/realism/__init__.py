"""How realistic a programme is, and how long it takes, before anything is searched for."""

from scheduler.realism.assess import realism
from scheduler.realism.report import (
    Balance,
    FinishBound,
    FinishCause,
    GroupingChoice,
    GroupsCause,
    LotRealism,
    Outlook,
    Realism,
    Resource,
    StrandRealism,
    UnitChoice,
    WeekSupply,
)

__all__ = [
    "Balance",
    "FinishBound",
    "FinishCause",
    "GroupingChoice",
    "GroupsCause",
    "LotRealism",
    "Outlook",
    "Realism",
    "Resource",
    "StrandRealism",
    "UnitChoice",
    "WeekSupply",
    "realism",
]
