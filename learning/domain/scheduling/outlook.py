"""How realistic the programme is, and what other numbers would make of it; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from sqlalchemy.orm import Session

from learning.domain.scheduling.problems import read_programme_as_it_stands
from learning.errors import Refusal
from learning.models import Programme
from scheduler.bottlenecks.applying import apply_all
from scheduler.bottlenecks.changes import Change, HigherLimits, LaterEnd, MoreTrainers, OtherSize
from scheduler.problem import Problem, Trainer
from scheduler.realism import Realism, realism

MOST_MORE_TRAINERS = 50
MOST_MORE_A_WEEK = 20


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Numbers to try: None or nothing means as it stands. ``largest`` are greatest group sizes by strand id."""

    last_day: date | None = None
    more_trainers: int = 0
    more_a_week: int = 0
    largest: Mapping[str, int] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        return self == WhatIf()


@dataclass(frozen=True, slots=True)
class Outlooks:
    """The programme as it stands and, where numbers are tried, as it would be."""

    now: Realism
    tried: Realism | None


def outlooks(session: Session, programme: Programme, what_if: WhatIf) -> Outlooks:
    """Assess the programme, and what other numbers make of it.

    Raises `UnreadableProgrammeError` where it cannot be planned, and refuses numbers that make no sense.
    """
    problem = read_programme_as_it_stands(session, programme).problem
    now = _assessed(_Same(problem))
    if what_if.nothing:
        return Outlooks(now, None)
    return Outlooks(now, realism(apply_all(changes_of(problem, what_if), problem)))


def changes_of(problem: Problem, what_if: WhatIf) -> tuple[Change, ...]:
    """The numbers as changes to the programme."""
    changes: list[Change] = []
    if what_if.last_day is not None and what_if.last_day != problem.last_day:
        if what_if.last_day < problem.last_day:
            raise Refusal(
                f"Enter a last day from {problem.last_day:%-d %B %Y} on; try an earlier one by changing the programme",
                field="last_day",
            )
        strands = tuple(strand.strand_id for strand in problem.strands if strand.last_day == problem.last_day)
        changes.append(LaterEnd(strands, what_if.last_day))
    if not 0 <= what_if.more_trainers <= MOST_MORE_TRAINERS:
        raise Refusal(f"Enter 0 to {MOST_MORE_TRAINERS} more trainers", field="more_trainers")
    if not 0 <= what_if.more_a_week <= MOST_MORE_A_WEEK:
        raise Refusal(f"Enter 0 to {MOST_MORE_A_WEEK} more sessions a week", field="more_a_week")
    if what_if.more_trainers:
        changes.append(MoreTrainers(_like_those(problem, what_if.more_trainers)))
    if what_if.more_a_week:
        limited = tuple(trainer.trainer_id for trainer in problem.trainers if trainer.max_per_week is not None)
        changes.append(HigherLimits(limited, more_per_week=what_if.more_a_week))
    for strand in problem.strands:
        largest = what_if.largest.get(strand.strand_id)
        if largest is not None and largest != strand.max_size:
            if largest < strand.min_size:
                raise Refusal(f"Enter at least {strand.min_size} people for {strand.title}", field=strand.strand_id)
            changes.append(OtherSize(strand.strand_id, strand.min_size, largest))
    return tuple(changes)


def _like_those(problem: Problem, count: int) -> tuple[Trainer, ...]:
    """More trainers like those that there are, one after the other, for every strand and without absences."""
    if not problem.trainers:
        raise Refusal("Add a trainer first: more can only be like those that there are", field="more_trainers")
    every = frozenset(strand.strand_id for strand in problem.strands)
    models = problem.trainers
    found = []
    for number in range(count):
        model = models[number % len(models)]
        found.append(
            replace(model, trainer_id=f"more-{number + 1}", strands=every, staff_id="", ready_after="", absences=())
        )
    return tuple(found)


class _Same:
    """A problem by its identity: what is read once is assessed once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.problem is self.problem

    def __hash__(self) -> int:
        return id(self.problem)


@lru_cache(maxsize=4)
def _assessed(same: _Same) -> Realism:
    return realism(same.problem)
