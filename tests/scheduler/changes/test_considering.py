"""What one change breaks and costs, reckoned around it, is what judging the whole schedule twice shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.changes import (
    CancelGroup,
    ChangeError,
    ChangeSession,
    MovePerson,
    SwapPeople,
    TakeOut,
    carried,
    consider,
    load,
)
from scheduler.changes.breaking import worse
from scheduler.problem import Aim, Grouping, KeepApart, Problem
from scheduler.referee import Violation, judge
from scheduler.rules import Rule
from scheduler.schedule import Reason, Schedule
from tests.changes_agreement import loaded_of, trials
from tests.scheduler.referee.small import person, placed, problem, session, strand, unplaced

SEEDS = range(24)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_changes_break_and_cost_what_judging_the_whole_schedule_shows(seed: int) -> None:
    loaded = loaded_of(seed)
    for trial in trials(loaded, seed, 12) if loaded else ():
        assert trial.near == trial.whole, trial.change
        assert trial.aims_agree, trial.change
        assert not trial.untrue, trial.change


def test_the_random_changes_break_rules_of_most_kinds() -> None:
    found = {
        violation.rule
        for seed in SEEDS
        if (loaded := loaded_of(seed))
        for trial in trials(loaded, seed, 12)
        for violation in trial.whole
    }
    assert len(found) >= 25


def crowded(size: int, *, most: int = 3) -> tuple[Problem, Schedule]:
    """A group of ``size`` for at most ``most``, and an empty-handed second group with two."""
    ids = [f"A{number}" for number in range(size)]
    case = problem(strand(max_size=most), people=tuple(map(person, [*ids, "B1", "B2"])))
    rows = placed("G1", *ids) + placed("G2", "B1", "B2")
    return case, Schedule((session("G1"), session("G2", day=3)), rows)


def test_moving_one_of_too_many_out_is_not_held_against_the_move() -> None:
    case, schedule = crowded(6, most=3)
    found = consider(load(case, schedule), MovePerson("A0", "talk", "G2"))
    assert found.broken == ()
    assert found.affected == {"A0"}


def test_moving_one_more_into_too_many_is() -> None:
    case, schedule = crowded(6, most=3)
    found = consider(load(case, schedule), MovePerson("B1", "talk", "G1"))
    assert [one.rule for one in found.broken] == [Rule.GROUP_SIZE]
    assert "has 7 people" in found.broken[0].sentence


def test_a_breach_that_stays_as_bad_or_gets_better_is_not_new_and_a_second_one_is() -> None:
    def full(amount: int) -> Violation:
        return Violation(Rule.GROUP_SIZE, "talk", "G1", f"{amount} too many.", amount)

    apart = Violation(Rule.APART_TOGETHER, "talk", "G1", "Two must be kept apart.")
    assert worse([full(3)], [full(2)]) == ()
    assert worse([full(3)], [full(3)]) == ()
    assert worse([full(3)], [full(4)]) == (full(4),)
    assert worse([apart], [apart, apart]) == (apart,)
    assert worse([], [apart]) == (apart,)


def test_people_who_must_be_kept_apart_are_named_by_no_sentence() -> None:
    rules = Grouping(keep_apart=frozenset({KeepApart.PAIRS}))
    case = problem(strand(grouping=rules), people=tuple(map(person, ("Ann", "Bea", "Cy", "Di"))))
    case = replace(case, apart=frozenset({frozenset({"Ann", "Di"})}))
    schedule = Schedule((session("G1"), session("G2", day=3)), placed("G1", "Ann", "Bea") + placed("G2", "Cy", "Di"))
    found = consider(load(case, schedule), MovePerson("Ann", "talk", "G2"))
    assert Rule.APART_TOGETHER in {one.rule for one in found.broken}
    for one in found.broken:
        if one.rule is Rule.APART_TOGETHER:
            assert "Ann" not in one.sentence
            assert "Di" not in one.sentence


def test_a_session_at_another_time_affects_its_whole_group_and_the_last_day() -> None:
    case, schedule = crowded(3)
    later = session("G2", day=4)
    found = consider(
        load(case, schedule), ChangeSession(later.session_id, later.start, later.venue_id, later.trainer_ids)
    )
    assert found.affected == {"B1", "B2"}
    assert [one.aim for one in found.aims] == [Aim.FINISH]
    assert found.aims[0].worse
    assert found.aims[0].loss == 1


def test_a_swap_affects_both_and_a_cancelled_group_everyone_in_it() -> None:
    case, schedule = crowded(3)
    assert consider(load(case, schedule), SwapPeople("A0", "B1", "talk")).affected == {"A0", "B1"}
    assert consider(load(case, schedule), CancelGroup("talk", "G2")).affected == {"B1", "B2"}


def test_whoever_loses_a_place_is_listed_with_a_true_reason() -> None:
    case, schedule = crowded(3)
    after = carried(load(case, schedule), TakeOut("B1", "talk")).schedule
    assert [(row.staff_id, row.reason) for row in after.unplaced] == [("B1", Reason.CAPACITY)]
    assert {one.rule for one in judge(case, after).violations} <= {Rule.COULD_BE_ADDED, Rule.GROUP_SIZE}


def test_whoever_gets_a_place_is_no_longer_listed_without_one() -> None:
    case, schedule = crowded(2)
    case = replace(case, people=(*case.people, person("New")))
    schedule = replace(schedule, unplaced=unplaced("New"))
    after = carried(load(case, schedule), MovePerson("New", "talk", "G2"))
    assert after.schedule.unplaced == ()
    assert after.aims[Aim.PLACED] == 5


@pytest.mark.parametrize(
    "change",
    [
        MovePerson("A0", "talk", "G9"),
        MovePerson("A0", "other", "G1"),
        TakeOut("nobody", "talk"),
        SwapPeople("A0", "nobody", "talk"),
        CancelGroup("talk", "G9"),
        ChangeSession("S9", session("G1").start, "", ()),
    ],
)
def test_a_change_of_what_is_not_there_is_refused(change: MovePerson) -> None:
    case, schedule = crowded(2)
    with pytest.raises(ChangeError):
        consider(load(case, schedule), change)
