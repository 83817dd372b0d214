"""A programme small enough to see through: four people, one strand of an hour, two trainers, two rooms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from scheduler.problem import Mode, Person, Problem, Strand, Trainer, Venue
from scheduler.referee import judge
from scheduler.rules import Rule
from scheduler.schedule import Allocation, Reason, Schedule, Session, Unplaced

MONDAY = date(2027, 1, 11)
TIMES = (time(9, 30), time(11), time(13))


def strand(strand_id: str = "talk", **changes: object) -> Strand:
    plain = Strand(
        strand_id,
        1,
        10,
        MONDAY,
        MONDAY + timedelta(days=60),
        frozenset(range(5)),
        TIMES,
        duration_minutes=60,
        trainers=1,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def person(staff_id: str, team: str = "", line_manager_id: str = "", **attributes: str) -> Person:
    return Person(staff_id, {"team": team, "name": f"Name of {staff_id}", **attributes}, line_manager_id)


def trainer(trainer_id: str, *strands: str, **changes: object) -> Trainer:
    return replace(Trainer(trainer_id, frozenset(strands or ["talk"])), **changes)  # type: ignore[arg-type]


def problem(*strands: Strand, **changes: object) -> Problem:
    plain = Problem(
        "Small",
        "Europe/London",
        MONDAY,
        MONDAY + timedelta(days=60),
        strands or (strand(),),
        tuple(person(staff_id) for staff_id in "ABCD"),
        (trainer("T1"), trainer("T2")),
        (Venue("R1", Mode.IN_PERSON, site="North"), Venue("R2", Mode.IN_PERSON, site="South")),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def session(group_id: str, day: int = 0, at: time = TIMES[0], strand_id: str = "talk", **changes: object) -> Session:
    """The first meeting of a group, so many days after the first Monday."""
    start = datetime.combine(MONDAY + timedelta(days=day), at)
    plain = Session(f"{group_id}-1", strand_id, group_id, 1, start, start + timedelta(hours=1), "R1", ("T1",))
    return replace(plain, **changes)  # type: ignore[arg-type]


def placed(group_id: str, *staff_ids: str, strand_id: str = "talk") -> tuple[Allocation, ...]:
    return tuple(Allocation(staff_id, strand_id, group_id) for staff_id in staff_ids)


def unplaced(*staff_ids: str, reason: Reason = Reason.CAPACITY, strand_id: str = "talk") -> tuple[Unplaced, ...]:
    return tuple(Unplaced(staff_id, strand_id, reason, "A larger room would help.") for staff_id in staff_ids)


def broken(case: Problem, schedule: Schedule, **repair: object) -> list[Rule]:
    """The rules that the judge finds broken, one for each breach."""
    return [violation.rule for violation in judge(case, schedule, **repair).violations]  # type: ignore[arg-type]
