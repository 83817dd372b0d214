"""Festivals that a programme may keep free, with their days.

The days are those that the `holidays` package gives for countries that keep them as public holidays. Many begin at
sunset of the evening before; those by the moon may fall a day earlier or later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import holidays

SOURCES: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("Buddhist", "SG", (("Vesak Day", "Vesak"),)),
    ("Chinese", "SG", (("Chinese New Year", "Lunar New Year"),)),
    ("Hindu", "IN", (("Holi", "Holi"), ("Diwali", "Diwali"))),
    (
        "Jewish",
        "IL",
        (
            ("Pesach", "Passover, first day"),
            ("Seventh day of Pesach", "Passover, seventh day"),
            ("Shavuot", "Shavuot"),
            ("Rosh Hashanah", "Rosh Hashanah"),
            ("Yom Kippur", "Yom Kippur"),
            ("Sukkot", "Sukkot, first day"),
        ),
    ),
    ("Muslim", "SG", (("Eid al-Fitr", "Eid al-Fitr"), ("Eid al-Adha", "Eid al-Adha"))),
    (
        "Orthodox Christian",
        "GR",
        (("Good Friday", "Orthodox Good Friday"), ("Easter Monday", "Orthodox Easter Monday")),
    ),
    ("Sikh", "IN", (("Guru Nanak's Birthday", "Guru Nanak’s birthday"),)),
)
"""Whose festivals, the country whose list has them, and each festival's name there and here."""
YEARS = (2001, 2035)
"""For which the package knows every festival."""
BY_THE_MOON = frozenset({"Eid al-Fitr", "Eid al-Adha"})


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival's days in one year, one after another. ``likely``: the moon may move them by a day."""

    tradition: str
    name: str
    days: tuple[date, ...]

    @property
    def likely(self) -> bool:
        return self.name in BY_THE_MOON

    @property
    def closed(self) -> str:
        """As a closed day, or a first and a last one, of a programme."""
        first, last = self.days[0], self.days[-1]
        return first.isoformat() if first == last else f"{first}/{last}"


def festivals_between(first: date, last: date) -> Sequence[Festival]:
    """Every festival that has a day from ``first`` to ``last``, in order of time; none outside `YEARS`."""
    found = []
    years = range(max(first.year, YEARS[0]), min(last.year, YEARS[1]) + 1)
    for tradition, country, names in SOURCES:
        calendar = holidays.country_holidays(country, years=years, language="en_US")
        for theirs, ours in names:
            days = sorted(day for day, name in calendar.items() if theirs in _names(name))
            found += [Festival(tradition, ours, run) for run in _runs(days) if any(first <= day <= last for day in run)]
    return sorted(found, key=lambda festival: (festival.days[0], festival.tradition, festival.name))


def _names(text: str) -> list[str]:
    """The festivals of a day; those that are only expected are marked as estimated there."""
    return [name.strip().removesuffix("(estimated)").strip() for name in text.split(";")]


def _runs(days: Sequence[date]) -> list[tuple[date, ...]]:
    """Days that follow one another as one."""
    runs: list[list[date]] = [[day] for day in days[:1]]
    for before, day in pairwise(days):
        if (day - before).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [tuple(run) for run in runs]
