"""Strands and sets of strands with their balances and finishes, ready to be reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.realism.balances import joint_balances, strand_balances, worst
from scheduler.realism.finish import joint_finish, latest_first, strand_finish
from scheduler.realism.report import Balance, FinishBound, Outlook
from scheduler.realism.study import JointStudy, StrandStudy, study_jointly, study_strands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.problem import Problem


@dataclass(frozen=True, slots=True, eq=False)
class StrandCase:
    """One strand by itself."""

    study: StrandStudy
    balances: tuple[Balance, ...]
    finish: tuple[FinishBound, ...]

    @property
    def outlook(self) -> Outlook:
        """The worst of the balances; impossible too where the strand cannot end within its window."""
        strand = self.study.strand
        if self.finish and not strand.given and self.finish[0].day > strand.last_day:
            return Outlook.IMPOSSIBLE
        return worst([balance.outlook for balance in self.balances])


@dataclass(frozen=True, slots=True, eq=False)
class JointCase:
    """Strands that share trainers and venues: the strands of one lot, or all of them."""

    lot: str
    parts: tuple[StrandCase, ...]
    study: JointStudy
    shared: tuple[Balance, ...]
    """What only arises from sharing; empty for one strand alone."""
    finish: tuple[FinishBound, ...]

    @property
    def balances(self) -> tuple[Balance, ...]:
        return (*self.shared, *(balance for part in self.parts for balance in part.balances))

    @property
    def outlook(self) -> Outlook:
        return worst([*(part.outlook for part in self.parts), *(balance.outlook for balance in self.shared)])


def open_cases(problem: Problem) -> tuple[StrandCase, ...]:
    """The case of each strand, in the programme's order."""
    studies = study_strands(problem)
    by_id = {study.strand.strand_id: study for study in studies}
    return tuple(
        StrandCase(study, tuple(strand_balances(problem, study)), strand_finish(study, by_id)) for study in studies
    )


def join_cases(problem: Problem, lot: str, parts: Sequence[StrandCase]) -> JointCase:
    """The strands of one lot together; of the whole programme where ``lot`` is blank."""
    title = f"lot {lot}" if lot else "all strands"
    study = study_jointly(problem, [part.study for part in parts])
    bounds = [bound for part in parts for bound in part.finish]
    if len(parts) < 2:
        return JointCase(lot, tuple(parts), study, (), latest_first(bounds))
    until = max(part.study.strand.last_day for part in parts)
    shared = tuple(joint_balances(problem, title, study, until))
    finish = latest_first([*joint_finish(title.capitalize(), study), *bounds])
    return JointCase(lot, tuple(parts), study, shared, finish)
