"""Facts that an exact model has proven, for the arguments to lean on where they are sharper.

They come from `scheduler.proofs`; without them every argument stands on its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

Key = tuple[str, str]
"""The team and the unit that no group may cross: values of the first and of the last field."""


@dataclass(frozen=True, slots=True)
class FewestFact:
    """A strand needs at least ``groups`` groups to place all whom it could place."""

    strand_id: str
    groups: int
    model: str
    """What the model holds, in words."""


@dataclass(frozen=True, slots=True)
class TeamFact:
    """At most ``most`` people of a team are in groups of their own, whoever is left out."""

    strand_id: str
    key: Key
    most: int


@dataclass(frozen=True, slots=True)
class UnitFact:
    """A unit that no group crosses, in every schedule that places all its people who could be placed."""

    strand_id: str
    unit: str
    most: int
    """The most people in groups of their own team."""
    groups: tuple[int, ...]
    """Place ``m``: the fewest groups of the unit when at least ``most - m`` are in groups of their own team."""


Fact = FewestFact | TeamFact | UnitFact


@dataclass(frozen=True)
class Facts:
    """All facts of one problem."""

    fewest: Mapping[str, FewestFact] = field(default_factory=dict)
    """By strand id."""
    teams: Mapping[tuple[str, Key], int] = field(default_factory=dict)
    """By strand id and team."""
    units: Mapping[tuple[str, str], UnitFact] = field(default_factory=dict)
    """By strand id and unit."""

    def beside(self, fact: Fact) -> Facts:
        """These facts and one more; of two about the same, the sharper one."""
        if isinstance(fact, FewestFact):
            known = self.fewest.get(fact.strand_id)
            sharper = known is None or known.groups < fact.groups
            return replace(self, fewest={**self.fewest, fact.strand_id: fact}) if sharper else self
        if isinstance(fact, TeamFact):
            name = fact.strand_id, fact.key
            return replace(self, teams={**self.teams, name: min(fact.most, self.teams.get(name, fact.most))})
        return replace(self, units={**self.units, (fact.strand_id, fact.unit): fact})
