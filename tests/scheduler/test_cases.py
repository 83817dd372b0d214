"""The search on programmes of many kinds: everybody is placed who can be, and the others for the right reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.folder import read_folder
from scheduler.outcome import Limits, Progress
from scheduler.problem import Problem
from scheduler.referee import judge
from scheduler.schedule import Schedule
from scheduler.solve import solve
from tests.cases import delivery, hard, impossible, order, planted, presence, teams
from tests.cases.case import Case, write_case
from tests.cases.trial import unkept
from tests.scheduler.referee.outside import load_outside, outside_names, write_rows

TO_THE_END = frozenset({"after_several", "units_together", "trained_staff", "timetable", "awkward_audience"})
"""Cases whose search tries every aim; the others end as soon as everybody is placed who can be."""
CASES = {
    "series_for_everybody": order.series_for_everybody(60),
    "action_learning_sets": order.action_learning_sets(120),
    "paced": order.paced(120),
    "paced_twice": hard.paced_twice(120),
    "chain_of_five": order.chain_of_five(60),
    "after_several": order.after_several(80),
    "one_huge_team": teams.one_huge_team(90, most=2),
    "one_huge_team_by_team": teams.one_huge_team_by_team(90),
    "one_unit": teams.one_unit(100),
    "exact_size": teams.exact_size(80),
    "pairs": teams.pairs(40),
    "units_together": teams.units_together(100),
    "manager_of_many": teams.manager_of_many(120),
    "thin_cover": teams.thin_cover(120),
    "unwelcome_times": teams.unwelcome_times(60),
    "several_sites": presence.several_sites(120),
    "joiners_and_leavers": presence.joiners_and_leavers(100),
    "never_can_come": presence.never_can_come(80),
    "night_shifts": presence.night_shifts(100),
    "online_one_at_a_time": presence.online_one_at_a_time(100),
    "small_rooms": presence.small_rooms(80),
    "shared_trainers": delivery.shared_trainers(120),
    "trained_staff": delivery.trained_staff(100),
    "kinds_in_pairs": delivery.kinds_in_pairs(80),
    "travel": delivery.travel(80),
    "no_trainers": delivery.no_trainers(60),
    "over_subscribed": delivery.over_subscribed(120),
    "timetable": delivery.timetable(150, 12),
    "over_full_timetable": delivery.over_full_timetable(120, 12),
    "planted_week": planted.planted_week(200),
    "planted_choices": planted.planted_choices(200),
    "planted_chain": planted.planted_chain(150),
    "latin_timetable": planted.latin_timetable(100),
    "odd_weeks": hard.odd_weeks(80),
    "teams_after_information": hard.teams_after_information(120),
    "one_small_site": hard.one_small_site(80),
    "awkward_audience": hard.awkward_audience(audience=13),
    "visiting_trainers": hard.visiting_trainers(120),
    "many_strands": hard.many_strands(150, strands=4),
    "tiny_directorates": impossible.tiny_directorates(60),
    "units_too_alike": impossible.units_too_alike(100),
    "one_moment": impossible.one_moment(60),
    "room_too_small": impossible.room_too_small(60),
    "too_few_for_a_group": impossible.too_few_for_a_group(60),
    "own_boss_leads": impossible.own_boss_leads(60),
}


def solved(case: Case, problem: Problem, *, to_the_end: bool) -> Schedule:
    """The schedule that one worker finds, stopped once as many are placed as the case says, unless told otherwise."""
    reached = [False]

    def note(progress: Progress) -> None:
        wanted = case.least_placed if case.least_placed is not None else progress.audience - len(case.hopeless)
        reached[0] |= progress.placed >= wanted

    result = solve(
        problem,
        Limits(time_seconds=30, effort=0, workers=1),
        progress=note,
        stop=lambda: reached[0] and not to_the_end,
    )
    assert result.schedule is not None
    assert "reasons_corrected" not in result.summary
    return result.schedule


@pytest.mark.parametrize("name", CASES)
def test_search_reaches_what_a_case_says_must_hold(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    folder = write_case(case, tmp_path / "programme")
    problem = read_folder(folder).problem
    schedule = solved(case, problem, to_the_end=name in TO_THE_END)
    assert [violation.sentence for violation in judge(problem, schedule).violations] == []
    assert unkept(case, schedule) == []
    outside = load_outside()
    if outside is not None:
        out = write_rows(schedule, tmp_path / "schedule")
        assert outside_names(outside, outside.Programme(folder), out) == frozenset()
