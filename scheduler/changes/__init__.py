"""One change to a schedule that stands: what it would break and cost, the best places for one person, who could swap.

``load`` looks a schedule up once; every question after that looks only at what the change touches, and its answer is
the one that judging the whole schedule before and after would give.
"""

from scheduler.changes.applying import ChangeError, changed
from scheduler.changes.carrying import carried
from scheduler.changes.considering import Consequences, consider
from scheduler.changes.costs import AimChange, aim_changes
from scheduler.changes.dates import ChoosableDate, Dates, dates_for, seats_left
from scheduler.changes.facts import CancelGroup, Change, ChangeSession, MovePerson, SwapPeople, TakeOut
from scheduler.changes.loaded import Loaded, load, reload
from scheduler.changes.places import Place, places_for
from scheduler.changes.swaps import Swap, swaps_for

__all__ = [
    "AimChange",
    "CancelGroup",
    "Change",
    "ChangeError",
    "ChangeSession",
    "ChoosableDate",
    "Consequences",
    "Dates",
    "Loaded",
    "MovePerson",
    "Place",
    "Swap",
    "SwapPeople",
    "TakeOut",
    "aim_changes",
    "carried",
    "changed",
    "consider",
    "dates_for",
    "load",
    "places_for",
    "reload",
    "seats_left",
    "swaps_for",
]
