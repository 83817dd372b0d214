"""What is asked of a grouping and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class GroupingError(ValueError):
    """What is asked cannot be: the sentence says why and what to change."""


@dataclass(frozen=True)
class Mix:
    """As few pairs of one group as can be who share a value; pairs with a blank do not count.

    With ``standardised`` a pair that shares a value counts one over the variance of having that value
    (a rare value more than a common one): groups of one size then are as diverse as can be in the
    squared Euclidean distance of the standardised values, each value an indicator of its own.
    """

    attribute: str
    weight: float = 1.0
    standardised: bool = False


@dataclass(frozen=True)
class NotAlone:
    """As few people as can be who are the only one of their group with their value; blanks do not count."""

    attribute: str
    weight: float = 1.0


@dataclass(frozen=True)
class Shares:
    """Of every value as many in each group as its share of all people, rounded; ``weight`` a head that differs.

    ``left_out`` names values that are not counted. A half is rounded to the even number.
    """

    attribute: str
    weight: float = 1.0
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Alike:
    """As many of each group as can be share one value, whichever; ``weight`` a head that has another."""

    attribute: str
    weight: float = 1.0


@dataclass(frozen=True)
class Different:
    """As few heads as can be whose value another of their group has already; blanks do not count."""

    attribute: str
    weight: float = 1.0


@dataclass(frozen=True)
class AtMost:
    """A rule: at most so many of one group share a value; a blank shares with nobody."""

    attribute: str
    most: int


Wanted = Mix | NotAlone | Shares | Alike | Different | AtMost


@dataclass(frozen=True)
class GroupingTask:
    """People (by their number, from 0) to be put into ``groups`` groups.

    ``attributes`` holds the value of each person for each attribute, "" where it is not known.
    ``together`` holds a name for each person: who share one stay in one group; "" is nobody's.
    ``apart`` are pairs who may not be in one group. ``smallest`` and ``largest`` are rules on the size.
    Within them sizes are as even as units and rules let them be, and that comes before the aims.
    """

    attributes: Mapping[str, Sequence[str]]
    groups: int
    aims: tuple[Wanted, ...]
    together: Sequence[str] = ()
    apart: frozenset[tuple[int, int]] = frozenset()
    smallest: int = 1
    largest: int | None = None

    @property
    def people(self) -> int:
        return max((len(values) for values in self.attributes.values()), default=len(self.together))


@dataclass(frozen=True)
class Grouped:
    """A grouping: the group of each person and what it costs.

    ``cost`` is the weighted sum over all aims. ``uneven`` counts the heads that groups have beyond, or
    lack of, an even size. ``breaches`` counts people above a limit, pairs who sit together but are to be
    kept apart, and heads beyond a permitted size: 0 unless no grouping that keeps every rule was found.
    Units are whole in every case. ``steps`` counts what was tried.
    """

    place: tuple[int, ...]
    cost: float
    uneven: int
    breaches: int
    seconds: float
    steps: int
