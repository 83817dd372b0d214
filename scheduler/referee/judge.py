"""Judging a schedule: all checks, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from scheduler.problem import Problem
from scheduler.referee.attendance import check_attendance
from scheduler.referee.case import Case, open_case
from scheduler.referee.cover import check_cover
from scheduler.referee.given import check_given
from scheduler.referee.grouping import check_grouping
from scheduler.referee.history import check_history
from scheduler.referee.leftovers import check_leftovers
from scheduler.referee.listing import check_listing
from scheduler.referee.meetings import check_meetings
from scheduler.referee.prerequisites import check_prerequisites
from scheduler.referee.reasons import check_reasons
from scheduler.referee.trainer_time import check_trainer_time
from scheduler.referee.trainers import check_trainers
from scheduler.referee.venues import check_venues
from scheduler.referee.verdict import Verdict, Violation
from scheduler.schedule import Schedule

CHECKS: tuple[Callable[[Case], Iterator[Violation]], ...] = (
    check_listing,
    check_given,
    check_meetings,
    check_venues,
    check_trainers,
    check_trainer_time,
    check_attendance,
    check_cover,
    check_prerequisites,
    check_grouping,
    check_history,
    check_leftovers,
    check_reasons,
)


def judge(
    problem: Problem, schedule: Schedule, *, earlier: Schedule | None = None, before: date | None = None
) -> Verdict:
    """Every rule that the schedule breaks, each breach once.

    With ``earlier`` (the schedule that was repaired) and ``before`` (the first day that could still
    change) sessions before that day are facts: they must be unchanged and are not judged again.
    Raises ValueError if only one of the two is given.
    """
    if (earlier is None) != (before is None):
        raise ValueError("a repair is judged with the earlier schedule and the day together")
    case = open_case(problem, schedule, earlier, before)
    return Verdict(tuple(violation for check in CHECKS for violation in check(case)))
