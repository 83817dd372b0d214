"""Bottlenecks: groups of people short of the same thing, and the smallest changes that place them.

* ``bottlenecks`` makes the whole `Report`; ``find_bottlenecks`` only says who is short of what.
* ``apply`` makes a change to a problem, ``edits_of`` tells what to write into the folder for it.

No solver is loaded before one of the first two is called.
"""

from scheduler.bottlenecks.applying import apply, apply_all
from scheduler.bottlenecks.changes import Change
from scheduler.bottlenecks.costs import Costs
from scheduler.bottlenecks.editing import Edit, edits_of
from scheduler.bottlenecks.finding import find_bottlenecks
from scheduler.bottlenecks.report import Bottleneck, Remedy, Report, Together
from scheduler.bottlenecks.study import Step, bottlenecks
from scheduler.bottlenecks.verifying import Effort

__all__ = [
    "Bottleneck",
    "Change",
    "Costs",
    "Edit",
    "Effort",
    "Remedy",
    "Report",
    "Step",
    "Together",
    "apply",
    "apply_all",
    "bottlenecks",
    "edits_of",
    "find_bottlenecks",
]
