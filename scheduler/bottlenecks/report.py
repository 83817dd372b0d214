"""What is found: bottlenecks, remedies that were verified, and a cheapest set of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

from scheduler.bottlenecks.changes import KINDS, Change
from scheduler.bottlenecks.costs import Costs
from scheduler.bottlenecks.editing import Edit
from scheduler.bottlenecks.verifying import Place
from scheduler.problem import Problem
from scheduler.schedule import Reason, Schedule


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """People of one strand who are short of the same thing.

    ``people`` are all who compete for it, ``left`` those of them without a place in the schedule.
    ``short`` says how many at least cannot be placed: by any schedule if ``proven`` (then counted over
    all strands of ``strands``), otherwise beside the schedule as it stands.
    """

    strand: str
    reason: Reason
    proven: bool
    sentence: str
    people: tuple[str, ...]
    left: tuple[str, ...]
    short: int
    starts: int | None = None
    """At how many permitted starts any of them could come; None where that was not counted."""
    short_of: tuple[str, ...] = ()
    """``trainers``, ``venues``, ``cover``, ``times``, ``grouping``, ``company`` or ``earlier_strand``."""
    strands: tuple[str, ...] = ()
    """The strands that share what is scarce, this one among them."""
    follows: tuple[str, ...] = ()
    """Strands that must come first and in which they have no place: what helps there may help here."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change that was verified: the schedule that the judge let pass with it places these people too."""

    change: Change
    sentence: str
    cost: int
    places: frozenset[Place]
    edits: tuple[Edit, ...]
    schedule: Schedule
    """The schedule that it was verified with."""

    @property
    def kind(self) -> str:
        return KINDS[type(self.change)]


@dataclass(frozen=True, slots=True)
class Together:
    """A cheapest set of remedies, verified by one solve with all of them."""

    remedies: tuple[Remedy, ...]
    cost: int
    places: frozenset[Place]
    left: frozenset[Place]
    """Whom nothing was found for."""
    sentence: str
    problem: Problem
    schedule: Schedule

    @property
    def edits(self) -> tuple[Edit, ...]:
        return tuple(edit for remedy in self.remedies for edit in remedy.edits)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was found about a schedule. ``complete`` is False where it was stopped on the way."""

    complete: bool
    left: frozenset[Place]
    """Everybody whom even the longer search leaves without a place."""
    longer_search: frozenset[Place] = frozenset()
    """Whom a longer search places with nothing changed."""
    bottlenecks: tuple[Bottleneck, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    together: Together | None = None
    costs: Costs = field(default_factory=Costs)
    longer_schedule: Schedule | None = None
    """The schedule that the longer search reached; every other figure is counted from it."""

    def as_json(self) -> dict[str, object]:
        """The content of bottlenecks.json: plain values, in an order that depends on their content alone."""
        names = {id(remedy): f"R{number}" for number, remedy in enumerate(self.remedies, 1)}
        return {
            "complete": self.complete,
            "left": _rows(self.left),
            "longer_search": _rows(self.longer_search),
            "bottlenecks": [
                {"id": f"B{number}", **_plain(each), "remedies": self._helping(each, names)}
                for number, each in enumerate(self.bottlenecks, 1)
            ],
            "remedies": [_remedy_row(names[id(remedy)], remedy) for remedy in self.remedies],
            "cheapest_set": self._together_row(names),
            "costs": asdict(self.costs),
        }

    def _helping(self, bottleneck: Bottleneck, names: Mapping[int, str]) -> list[str]:
        those = {(bottleneck.strand, staff_id) for staff_id in bottleneck.left}
        return [names[id(remedy)] for remedy in self.remedies if remedy.places & those]

    def _together_row(self, names: Mapping[int, str]) -> dict[str, object] | None:
        if self.together is None:
            return None
        return {
            "sentence": self.together.sentence,
            "remedies": [_remedy_row(names.get(id(each), ""), each) for each in self.together.remedies],
            "cost": self.together.cost,
            "places": _rows(self.together.places),
            "left": _rows(self.together.left),
        }


def _rows(places: Iterable[Place]) -> list[dict[str, str]]:
    return [{"strand": strand, "staff_id": staff_id} for strand, staff_id in sorted(places)]


def _remedy_row(name: str, remedy: Remedy) -> dict[str, object]:
    return {
        "id": name or None,
        "kind": remedy.kind,
        "sentence": remedy.sentence,
        "cost": remedy.cost,
        "places": _rows(remedy.places),
        "edits": [asdict(edit) for edit in remedy.edits],
    }


def _plain(bottleneck: Bottleneck) -> dict[str, object]:
    plain = asdict(bottleneck)
    plain["reason"] = str(bottleneck.reason)
    return plain
