"""More of anything never makes a bound worse: the figures of random small problems, compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scheduler.problem import After, Grouping, GroupingRule, Mode, Person, Problem, Trainer, Venue
from scheduler.realism import realism
from tests.scheduler.realism.tiny import MONDAY, away, problem, strand, works_on

if TYPE_CHECKING:
    from scheduler.problem import Interval, Pattern

PATTERNS = st.sampled_from([None, works_on(0, 1, 2), works_on(2, 3), works_on(0, 1, 2, 3, 4, begin=480, end=780)])
TEAMS = st.sampled_from(["Red", "Blue", ""])
LIMITS = st.one_of(st.none(), st.integers(1, 3))


@st.composite
def absences(draw: st.DrawFn) -> tuple[Interval, ...]:
    starts = draw(st.lists(st.integers(0, 11), max_size=2))
    length = draw(st.integers(0, 5))
    return tuple(away(MONDAY + timedelta(start), MONDAY + timedelta(start + length)) for start in starts)


@st.composite
def persons(draw: st.DrawFn, staff_id: str) -> Person:
    return Person(staff_id, {"team": draw(TEAMS)}, pattern=draw(PATTERNS), absences=draw(absences()))


@st.composite
def trainers(draw: st.DrawFn, trainer_id: str) -> Trainer:
    strands = draw(st.sampled_from([{"talk"}, {"next"}, {"talk", "next"}]))
    pattern: Pattern | None = draw(PATTERNS)
    limits = draw(LIMITS), draw(LIMITS)
    return Trainer(
        trainer_id, frozenset(strands), "", "", "", "", pattern, frozenset(), *limits, absences=draw(absences())
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    rule = draw(st.sampled_from(GroupingRule))
    grouping = Grouping(
        rule,
        max_same={"team": draw(st.integers(1, 3))} if rule is GroupingRule.MIXED else {},
        fields=("team",) if rule is GroupingRule.TEAM else (),
    )
    meetings = draw(st.integers(1, 2))
    talk = strand(
        max_size=draw(st.integers(2, 6)),
        grouping=grouping,
        meetings=meetings,
        gap_days=(2, 6),
        start_times=(time(9, 30), time(13)),
    )
    following = strand("next", after=After(("talk",), min_days=draw(st.integers(0, 4))))
    staff = [draw(persons(f"E{number}")) for number in range(draw(st.integers(0, 12)))]
    crew = tuple(draw(trainers(f"T{number}")) for number in range(draw(st.integers(0, 3))))
    venues = tuple(
        Venue(f"V{number}", Mode.ONLINE, draw(st.sampled_from([None, 2, 5])), pattern=draw(PATTERNS))
        for number in range(draw(st.integers(1, 2)))
    )
    return problem([talk, following], staff, trainers=crew, venues=venues)


def available(case: Problem) -> list[float]:
    """Every figure of what there is, of the strands and of the whole."""
    report = realism(case)
    figures: list[float] = [report.whole.trainer_sessions_available, report.whole.venue_sessions_available]
    for item in report.strands:
        figures += [item.trainer_sessions_available, item.trainer_hours_available, item.venue_sessions_available]
        figures += [item.seats_available, item.weeks_available, item.people_to_place]
    return figures


def needed(case: Problem) -> list[int]:
    """Every figure of what is needed."""
    figures = []
    for item in realism(case).strands:
        figures += [item.groups_at_least, item.sessions_at_least, item.trainer_sessions_needed, item.seats_needed]
    return figures


@settings(max_examples=25)
@given(problems(), trainers("new"))
def test_one_more_trainer_never_lowers_what_there_is(case: Problem, trainer: Trainer) -> None:
    """Where the first strand can be held at all: while it cannot, the second is counted from its own first day."""
    assume(realism(case).strands[0].trainer_sessions_available > 0)
    more = replace(case, trainers=(*case.trainers, trainer))
    assert all(after >= before for before, after in zip(available(case), available(more), strict=True))
    assert needed(more) == needed(case)


@settings(max_examples=25)
@given(problems(), st.sampled_from([None, 3, 8]))
def test_one_more_venue_never_lowers_what_there_is(case: Problem, capacity: int | None) -> None:
    more = replace(case, venues=(*case.venues, Venue("new", Mode.ONLINE, capacity)))
    assert all(after >= before for before, after in zip(available(case)[:2], available(more)[:2], strict=True))


@settings(max_examples=25)
@given(problems(), st.randoms(use_true_random=False))
def test_fewer_people_never_raise_what_is_needed(case: Problem, random: object) -> None:
    if not case.people:
        return
    gone = random.choice(case.people)  # type: ignore[attr-defined]
    fewer = replace(case, people=tuple(person for person in case.people if person is not gone))
    assert all(after <= before for before, after in zip(needed(case), needed(fewer), strict=True))
    assert all(after <= before for before, after in zip(available(case), available(fewer), strict=True))


@settings(max_examples=25)
@given(problems(), st.permutations(range(12)))
def test_order_of_the_rows_changes_nothing(case: Problem, order: list[int]) -> None:
    shuffled = tuple(case.people[number] for number in order if number < len(case.people))
    turned = replace(case, people=shuffled, trainers=case.trainers[::-1], venues=case.venues[::-1])
    assert realism(turned) == realism(case)


@settings(max_examples=25)
@given(problems(), st.integers(0, 11))
def test_one_more_closed_day_never_makes_the_finish_earlier(case: Problem, number: int) -> None:
    """Where the same people are still to be placed: otherwise less has to be done."""
    closed: frozenset[date] = frozenset({MONDAY + timedelta(number)})
    before, after = realism(case), realism(replace(case, closed=closed))
    same = [item.people_to_place for item in before.strands] == [item.people_to_place for item in after.strands]
    if same and before.earliest_finish and after.earliest_finish:
        assert after.earliest_finish >= before.earliest_finish
