"""How realistic is it, and how long will it take?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.realism.balances import by_scarcity, worst
from scheduler.realism.cases import JointCase, StrandCase, join_cases, open_cases
from scheduler.realism.groups import compare_groupings
from scheduler.realism.report import Balance, LotRealism, Realism, StrandRealism, WeekSupply
from scheduler.realism.sentences import answer_in_words
from scheduler.realism.study import StrandStudy, people_to_place, weeks_of
from scheduler.realism.words import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from scheduler.problem import Problem


def realism(problem: Problem) -> Realism:
    """Needs, supplies and the earliest possible finish of a programme, without any search.

    Needs are lower bounds and supplies upper bounds (see `scheduler.realism.report`). Takes well
    under two seconds for 4,500 people; raises nothing. The order of rows makes no difference.
    """
    problem = in_order_of_ids(problem)
    cases = open_cases(problem)
    lots = tuple(
        join_cases(problem, lot, [case for case in cases if case.study.strand.lot == lot])
        for lot in dict.fromkeys(case.study.strand.lot for case in cases if case.study.strand.lot)
    )
    whole = join_cases(problem, "", cases)
    balances = by_scarcity((*(item for lot in (whole, *lots) for item in lot.shared), *_of_strands(cases)))
    strands = tuple(_report_strand(problem, case) for case in cases)
    outlook = worst([whole.outlook, *(lot.outlook for lot in lots)])
    return Realism(
        programme=problem.name,
        people=len(problem.people),
        trainers=len(problem.trainers),
        first_day=problem.first_day,
        last_day=problem.last_day,
        strands=strands,
        lots=tuple(_report_lot(lot) for lot in lots),
        whole=_report_lot(whole),
        weeks=_report_weeks(whole),
        balances=balances,
        earliest_finish=whole.finish[0].day if whole.finish else None,
        finish_bounds=whole.finish,
        use_per_cent=_scarcest_use(balances),
        outlook=outlook,
        sentences=answer_in_words(problem, outlook, strands, balances, whole.finish),
    )


def in_order_of_ids(problem: Problem) -> Problem:
    """The same problem with its rows in one order, so that among equally scarce things the same is named first."""
    return replace(
        problem,
        people=tuple(sorted(problem.people, key=lambda person: person.staff_id)),
        trainers=tuple(sorted(problem.trainers, key=lambda trainer: trainer.trainer_id)),
        venues=tuple(sorted(problem.venues, key=lambda venue: venue.venue_id)),
    )


def _of_strands(cases: Sequence[StrandCase]) -> tuple[Balance, ...]:
    return tuple(balance for case in cases for balance in case.balances)


def _report_strand(problem: Problem, case: StrandCase) -> StrandRealism:
    study, finish = case.study, case.finish
    strand, survey, fewest = study.strand, study.survey, study.fewest
    weeks_needed, weeks_available = weeks_of(study)
    return StrandRealism(
        strand=strand.strand_id,
        title=study.title,
        lot=strand.lot,
        grouping_rule=strand.grouping.rule,
        people=len(survey.people),
        people_who_cannot_attend=int(survey.cannot_attend.sum()),
        people_held_back=int(survey.held_back.sum()),
        people_no_group_fits=int(survey.unit_too_small.sum()) + fewest.left_over,
        people_to_place=fewest.people,
        groups_at_least=fewest.groups,
        groups_cause=fewest.cause,
        groups_sentence=fewest.sentence,
        sessions_at_least=study.sessions,
        trainer_sessions_needed=study.trainer_sessions,
        trainer_sessions_available=study.trainers.sessions,
        trainer_hours_needed=study.trainer_minutes / 60,
        trainer_hours_available=study.trainers.hours,
        venue_sessions_available=study.venues.sessions,
        seats_needed=study.seats_needed,
        seats_available=study.seats,
        weeks_needed=weeks_needed,
        weeks_available=weeks_available,
        first_possible_day=_first_possible_day(problem, study),
        last_day=strand.last_day,
        earliest_finish=finish[0].day if finish else None,
        finish_bounds=finish,
        use_per_cent=_scarcest_use(case.balances),
        outlook=case.outlook,
        choice=compare_groupings(problem, strand, people_to_place(problem, survey)),
    )


def _first_possible_day(problem: Problem, study: StrandStudy) -> date | None:
    """The first day on which a group could meet: trainers, a venue and enough people could be there."""
    if study.strand.given:
        days = [session.start.date() for session in problem.given if session.strand == study.strand.strand_id]
        return min(days, default=None)
    usable = np.flatnonzero(study.survey.venues.any(axis=0))
    return day_of(int(study.survey.days[usable[0]])) if len(usable) else None


def _report_lot(case: JointCase) -> LotRealism:
    parts = [part.study for part in case.parts]
    weeks_needed, weeks_available = weeks_of(case.study)
    people = {int(row) for part in parts for row in part.survey.people}
    return LotRealism(
        lot=case.lot,
        strands=tuple(part.strand.strand_id for part in parts),
        people=len(people),
        groups_at_least=sum(part.fewest.groups for part in parts),
        sessions_at_least=sum(part.sessions for part in parts),
        trainer_sessions_needed=case.study.trainer_sessions,
        trainer_sessions_available=case.study.trainers.sessions,
        trainer_hours_needed=sum(part.trainer_minutes for part in parts) / 60,
        trainer_hours_available=case.study.trainers.hours,
        venue_sessions_available=case.study.venues.sessions,
        seats_needed=sum(part.seats_needed for part in parts),
        weeks_needed=weeks_needed,
        weeks_available=weeks_available,
        earliest_finish=case.finish[0].day if case.finish else None,
        finish_bounds=case.finish,
        use_per_cent=_scarcest_use(case.balances),
        outlook=case.outlook,
    )


def _scarcest_use(balances: Sequence[Balance]) -> float | None:
    ordered = by_scarcity(balances)
    return ordered[0].use_per_cent if ordered else 0.0


def _report_weeks(whole: JointCase) -> tuple[WeekSupply, ...]:
    return tuple(
        WeekSupply(day_of(monday), int(week.sum()), int((week > 0).sum()))
        for monday, week in whole.study.trainers.by_week().items()
    )
