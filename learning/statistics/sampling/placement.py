"""Who sat where: what a schedule says of the people of one strand, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from learning.statistics.arrays import Ints

if TYPE_CHECKING:
    from scheduler.problem import Problem
    from scheduler.schedule import Schedule


@dataclass(frozen=True, slots=True)
class Placement:
    """A row for each person placed, as places in the names beside it. A cohort is the month of the first meeting."""

    strand: str
    group: Ints
    trainer: Ints
    cohort: Ints
    directorate: Ints
    manager: Ints
    groups: tuple[str, ...]
    trainers: tuple[str, ...]
    cohorts: tuple[str, ...]
    directorates: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.group)


def placement(problem: Problem, schedule: Schedule, strand: str = "") -> Placement:
    """The people of ``strand``, or of the strand with the most groups. ValueError where nobody is placed in it."""
    found = strand or _most_groups(schedule)
    people = {person.staff_id: person for person in problem.people}
    seats = sorted((a.staff_id, a.group_id) for a in schedule.allocations if a.strand == found and a.staff_id in people)
    if not seats:
        raise ValueError(f"nobody is placed in the strand {found or 'that the schedule should have'}")
    first = {s.group_id: s for s in sorted(schedule.sessions, key=lambda s: -s.meeting) if s.strand == found}
    missing = sorted({group for _, group in seats} - first.keys())
    if missing:
        raise ValueError(f"the group {missing[0]} has people but no meeting in sessions.csv")
    group, groups = _codes([group for _, group in seats])
    trainer, trainers = _codes([" ".join(first[group].trainer_ids[:1]) for _, group in seats])
    cohort, cohorts = _codes([f"{first[group].start:%Y-%m}" for _, group in seats])
    directorate, names = _codes([people[one].attributes.get("directorate", "") for one, _ in seats])
    manager = np.array(["manager" in people[one].tags for one, _ in seats], dtype=np.int64)
    return Placement(found, group, trainer, cohort, directorate, manager, groups, trainers, cohorts, names)


def _most_groups(schedule: Schedule) -> str:
    groups: dict[str, set[str]] = {}
    for allocation in schedule.allocations:
        groups.setdefault(allocation.strand, set()).add(allocation.group_id)
    return max(sorted(groups), key=lambda strand: len(groups[strand]), default="")


def _codes(texts: list[str]) -> tuple[Ints, tuple[str, ...]]:
    names, codes = np.unique(np.array(texts, dtype=np.str_), return_inverse=True)
    return codes.astype(np.int64), tuple(map(str, names))
