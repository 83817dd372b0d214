"""Collecting what is wrong with a folder, with the nearest right name beside every wrong one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from scheduler.errors import Defect

LONGEST_SHOWN = 80
DIFFLIB_CALLS = 25

_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_SEPARATORS = re.compile(r"[\W_]+")


class Findings:
    """Defects (the folder cannot be used) and warnings (it can), in the order in which they are met."""

    def __init__(self) -> None:
        self._defects: dict[Defect, None] = {}
        self._warnings: dict[Defect, None] = {}

    def refuse(self, file: str, message: str, *, row: int | None = None, column: str = "", value: str = "") -> None:
        self._defects[Defect(file, message, row, column, shortened(value))] = None

    def warn(self, file: str, message: str, *, row: int | None = None, column: str = "", value: str = "") -> None:
        self._warnings[Defect(file, message, row, column, shortened(value))] = None

    @property
    def defects(self) -> tuple[Defect, ...]:
        return _in_place_order(self._defects)

    @property
    def warnings(self) -> tuple[Defect, ...]:
        return _in_place_order(self._warnings)


def _in_place_order(found: Iterable[Defect]) -> tuple[Defect, ...]:
    return tuple(sorted(found, key=lambda defect: (defect.file, defect.row or 0, defect.column)))


def shortened(text: str) -> str:
    """The text as it fits into one line of a message."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else line[: LONGEST_SHOWN - 1] + "…"


def plain_form(name: str) -> str:
    """What is left of a name without case, separators, leading zeros and Excel's ``.0``."""
    return _LEADING_ZEROS.sub("", _SEPARATORS.sub("", name.removesuffix(".0")).casefold())


class Names:
    """The names that exist, and the nearest of them to one that does not."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = dict.fromkeys(names)
        self._plain: dict[str, str] | None = None
        self._hints: dict[str, str] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def __len__(self) -> int:
        return len(self._names)

    def hint(self, name: str) -> str:
        """`` Did you mean "x"?``, or what there is to choose from, or nothing; for the end of a message."""
        if name not in self._hints:
            self._hints[name] = self._new_hint(name)
        return self._hints[name]

    def _new_hint(self, name: str) -> str:
        if near := self._nearest(name):
            return f' Did you mean "{near}"?'
        if 0 < len(self._names) <= 12:
            return f" There is: {', '.join(self._names)}."
        return ""

    def _nearest(self, name: str) -> str | None:
        if self._plain is None:
            self._plain = {plain_form(known): known for known in self._names}
        if same := self._plain.get(plain_form(name)):
            return same
        if (
            len(name) > 2
            and (longer := [known for known in self._names if known.startswith(name)][:2])
            and not longer[1:]
        ):
            return longer[0]
        # One search through thousands of names takes a tenth of a second: a wholly wrong table must not take minutes.
        if len(name) > LONGEST_SHOWN or len(self._hints) > DIFFLIB_CALLS:
            return None
        return next(iter(difflib.get_close_matches(name, self._names, n=1, cutoff=0.75)), None)


class AnyName(Names):
    """Stands for the names of a table that could not be read, so that one defect does not cause thousands."""

    def __init__(self) -> None:
        super().__init__(())

    def __contains__(self, name: str) -> bool:
        return True
