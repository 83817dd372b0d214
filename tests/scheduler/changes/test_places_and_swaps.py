"""Places and swaps that are offered break nothing, and none that would do is left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.changes import (
    ChangeError,
    Dates,
    MovePerson,
    SwapPeople,
    consider,
    dates_for,
    load,
    places_for,
    swaps_for,
)
from scheduler.changes.loaded import Loaded
from scheduler.referee import judge
from scheduler.schedule import Schedule
from tests.changes_agreement import ABOUT_REASONS, loaded_of
from tests.scheduler.referee.small import person, placed, problem, session, strand

ALL = 10**6


def sound(seed: int) -> Loaded | None:
    """A random schedule that breaks no rule, or nothing."""
    loaded = loaded_of(seed)
    if loaded is None or loaded.before:
        return None
    broken = {one.rule for one in judge(loaded.problem, loaded.schedule).violations}
    return loaded if broken <= ABOUT_REASONS else None


SOUND = [seed for seed in range(60) if sound(seed)][:12]


def test_enough_random_schedules_break_no_rule() -> None:
    assert len(SOUND) == 12


@pytest.mark.parametrize("seed", SOUND)
def test_the_places_offered_are_exactly_the_groups_into_which_a_move_breaks_nothing(seed: int) -> None:
    loaded = sound(seed)
    assert loaded
    for one in loaded.schedule.allocations[:6]:
        offered = places_for(loaded, one.staff_id, one.strand, best=ALL, nearest=ALL)
        groups = {key[1] for key in loaded.case.groups if key[0] == one.strand and key[1] != one.group_id}
        free = {group for group in groups if not consider(loaded, MovePerson(one.staff_id, one.strand, group)).broken}
        assert {place.group_id for place in offered if not place.broken} == free
        assert {place.group_id for place in offered} == groups


@pytest.mark.parametrize("seed", SOUND)
def test_the_swaps_offered_are_exactly_those_that_break_nothing(seed: int) -> None:
    loaded = sound(seed)
    assert loaded
    for one in loaded.schedule.allocations[:4]:
        offered = swaps_for(loaded, one.staff_id, one.strand, most=ALL, a_group=ALL)
        others = {
            row.staff_id
            for row in loaded.schedule.allocations
            if row.strand == one.strand and row.group_id != one.group_id
        }
        free = {other for other in others if not consider(loaded, SwapPeople(one.staff_id, other, one.strand)).broken}
        assert {swap.other_id for swap in offered} == free


def three_groups() -> Loaded:
    people = tuple(map(person, ("A", "B", "C", "D", "E", "F")))
    sessions = (session("G1"), session("G2", day=3), session("G3", day=1))
    rows = placed("G1", "A", "B", "C") + placed("G2", "D", "E") + placed("G3", "F")
    return load(problem(strand(min_size=1, max_size=3), people=people), Schedule(sessions, rows))


def test_of_places_that_cost_the_same_the_earliest_stands_first() -> None:
    found = places_for(three_groups(), "A", "talk")
    assert [(place.group_id, place.seats) for place in found if not place.broken] == [("G3", 2), ("G2", 1)]


def test_a_full_group_is_offered_last_with_what_it_would_break() -> None:
    found = places_for(three_groups(), "D", "talk")
    assert found[-1].group_id == "G1"
    assert [one.sentence for one in found[-1].broken] == ["Group G1 (talk) has 4 people; it may have at most 3."]


def test_no_more_than_asked_for_are_listed() -> None:
    assert [place.group_id for place in places_for(three_groups(), "A", "talk", best=1, nearest=0)] == ["G3"]
    assert len(swaps_for(three_groups(), "A", "talk", most=1)) == 1
    assert {swap.group_id for swap in swaps_for(three_groups(), "A", "talk", group_id="G2")} == {"G2"}


def test_groups_that_have_met_are_no_places_and_nobody_leaves_one() -> None:
    loaded = three_groups()
    later = load(loaded.problem, loaded.schedule, before=session("G2", day=3).start.date())
    assert [place.group_id for place in places_for(later, "A", "talk", nearest=0)] == []
    assert swaps_for(later, "A", "talk") == ()


def test_a_strand_that_is_for_others_has_no_dates_for_somebody() -> None:
    loaded = three_groups()
    talk = replace(loaded.problem.strands[0], audience={"team": frozenset({"elsewhere"})})
    other = load(replace(loaded.problem, strands=(talk,)), loaded.schedule)
    assert dates_for(loaded, "A", "talk", held={}, most=9).free
    assert dates_for(other, "A", "talk", held={}, most=9) == Dates((), (), tied=False)


@pytest.mark.parametrize(("staff_id", "strand_id"), [("Z", "talk"), ("A", "walk")])
def test_nobody_and_no_strand_are_refused_by_name(staff_id: str, strand_id: str) -> None:
    with pytest.raises(ChangeError, match=r"Z|walk"):
        places_for(three_groups(), staff_id, strand_id)
    with pytest.raises(ChangeError, match=r"Z|walk"):
        swaps_for(three_groups(), staff_id, strand_id)
