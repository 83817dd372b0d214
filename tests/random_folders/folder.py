"""The folder in the making: its random source, its rows so far and the options that they use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

Row = dict[str, str]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SITES = ("North", "South")
FEATURES = ("step_free", "hearing_loop")
PATTERNS = (
    "mon-fri 09:00-17:00",
    "mon;tue;wed;thu",
    "mon;wed 09:00-13:00;fri",
    "tue;thu",
    "mon-fri 12:00-20:00",
    "tue 22:00-06:00;wed;fri",
    "sun-thu 20:00-06:00",
    "mon-thu 09:30-16:15;fri 09:00-12:30",
)


@dataclass
class Folder:
    """What is being drawn: the random source, the rows so far and the options that they use."""

    random: Random
    programme: dict[str, object] = field(default_factory=dict)
    strands: list[dict[str, object]] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    options: set[str] = field(default_factory=set)

    def chance(self, share: float, option: str = "") -> bool:
        """True with the given probability; then the named option counts as used."""
        happens = self.random.random() < share
        if happens and option:
            self.options.add(option)
        return happens

    @property
    def first_day(self) -> date:
        day = self.programme["first_day"]
        assert isinstance(day, date)
        return day

    @property
    def days(self) -> int:
        last = self.programme["last_day"]
        assert isinstance(last, date)
        return (last - self.first_day).days + 1

    def day(self) -> date:
        return self.first_day + timedelta(days=self.random.randrange(self.days))


def audience(folder: Folder, strand: Mapping[str, object]) -> list[Row]:
    def holds(row: Row, rule: object) -> bool:
        assert isinstance(rule, dict)
        return all(set(row[key].split(";")) & set(values) for key, values in rule.items())

    rule, out = strand.get("audience") or {}, strand.get("exclude") or {}
    return [row for row in folder.tables["staff"] if holds(row, rule) and not (out and holds(row, out))]
