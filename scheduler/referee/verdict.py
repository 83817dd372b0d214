"""What the judge says."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.rules import Rule


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule in one place.

    ``subject`` is the id of what breaks it (a session, group, person, trainer, venue or team) and
    ``strand`` the strand's id, blank where the breach belongs to none. ``sentence`` is for people.
    Confidential facts (who is kept apart from whom, who needs what) stand in neither. ``amount`` says how
    many there are of what there must not be so many, where the rule counts: two breaches of one subject can
    be told apart as better and worse.
    """

    rule: Rule
    strand: str
    subject: str
    sentence: str
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything that is wrong with a schedule; empty means that it may be used."""

    violations: tuple[Violation, ...] = ()

    @property
    def valid(self) -> bool:
        return not self.violations
