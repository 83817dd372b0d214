"""A bound: a figure that no schedule can beat, and the sentence that proves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from scheduler.problem import Aim

Value = int | Fraction | date | None

AIMS_TO_RAISE = frozenset({Aim.PLACED, Aim.OWN_TEAM, Aim.MIX, Aim.WISHES})
"""Aims of which more is better: their bound is an upper one, of the others a lower one."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one aim's argument yields. ``value`` None: nothing is measured, or nothing is proven.

    ``joint`` says that the argument counts what the strands take from one another; without it every
    strand is looked at as if it had people, trainers and venues to itself.
    """

    value: Value
    proof: str
    joint: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """What no valid schedule can beat that reaches the same in the aims before this one."""

    value: Value
    """A share is a fraction; None where nothing is measured."""
    proof: str
    """The argument in one sentence, and whether it is for all strands together."""
    joint: bool
    reached: Value
    """What the schedule itself reaches."""

    @property
    def best(self) -> bool:
        """Whether the schedule reaches the bound, so that it is proven best in this aim."""
        return self.value == self.reached


def as_json(bounds: Mapping[Aim, Bound]) -> dict[str, dict[str, object]]:
    """For each aim value, bound, proof, joint and best; days as ISO text, shares as floats."""
    return {
        aim.value: {
            "value": plain(bound.reached),
            "bound": plain(bound.value),
            "proof": bound.proof,
            "joint": bound.joint,
            "best": bound.best,
        }
        for aim, bound in bounds.items()
    }


def plain(value: Value) -> int | float | str | None:
    """A value as JSON knows it."""
    if isinstance(value, Fraction):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value
