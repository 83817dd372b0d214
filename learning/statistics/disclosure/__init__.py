"""Disclosure control of tables of counts: what to hide, what an attacker still finds out, what came out before."""

from learning.statistics.disclosure.audit import intervals
from learning.statistics.disclosure.exact import Interval
from learning.statistics.disclosure.primary import primary_cells
from learning.statistics.disclosure.suppression import CannotProtectError, Suppression, suppress
from learning.statistics.disclosure.system import System, system_of
from learning.statistics.disclosure.tables import TOTAL, Axis, CountTable, flat_axis, nested_axis

__all__ = [
    "TOTAL",
    "Axis",
    "CannotProtectError",
    "CountTable",
    "Interval",
    "Suppression",
    "System",
    "flat_axis",
    "intervals",
    "nested_axis",
    "primary_cells",
    "suppress",
    "system_of",
]
