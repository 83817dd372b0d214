"""The bit sets of the judge agree with trying every start, every moment and every group."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.problem import Interval, Mode, Pattern, Person, Problem, Venue
from scheduler.referee import judge
from scheduler.referee.case import open_case
from scheduler.referee.choices import choices_of
from scheduler.referee.cover import Away, busiest
from scheduler.schedule import Allocation, Reason, Schedule, Session, Unplaced
from tests.scheduler.referee.naive import could_come
from tests.scheduler.referee.small import MONDAY, person, problem, session, strand

DAYS = 21
moments = st.builds(
    lambda day, minutes: datetime.combine(MONDAY, time()) + timedelta(days=day, minutes=minutes),
    st.integers(-1, DAYS),
    st.sampled_from([0, 570, 600, 660, 720, 780, 1439]),
)
spans = st.tuples(moments, moments).filter(lambda pair: pair[0] < pair[1])
absences = st.lists(spans.map(lambda pair: Interval(*pair)), max_size=4).map(tuple)
day_windows = st.sampled_from([(), ((0, 1440),), ((540, 660),), ((540, 630), (660, 840))])
patterns = st.none() | st.tuples(*[day_windows] * 7).map(Pattern)
days_in_post = st.none() | st.integers(0, DAYS).map(lambda day: MONDAY + timedelta(days=day))


@st.composite
def people(draw: st.DrawFn) -> Person:
    joins_on, leaves_on = draw(days_in_post), draw(days_in_post)
    return replace(
        person("A"),
        pattern=draw(patterns),
        absences=draw(absences),
        joins_on=joins_on,
        leaves_on=leaves_on,
        modes=draw(st.sampled_from([frozenset[Mode](), frozenset({Mode.ONLINE})])),
        sites=draw(st.sampled_from([frozenset[str](), frozenset({"North"}), frozenset({"West"})])),
        needs=draw(st.sampled_from([frozenset[str](), frozenset({"step_free"})])),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    least = draw(st.integers(0, 8))
    one = strand(
        meetings=draw(st.integers(1, 3)),
        gap_days=(least, least + draw(st.integers(0, 6))),
        last_day=MONDAY + timedelta(days=DAYS - 1),
        duration_minutes=draw(st.sampled_from([60, 120, 660])),
        start_times=tuple(draw(st.permutations([time(9, 30), time(11), time(13)]))),
    )
    venues = (
        Venue("R1", Mode.IN_PERSON, site="North", absences=draw(absences)),
        Venue("R2", Mode.IN_PERSON, site="South", features=frozenset({"step_free"})),
        Venue("ON", Mode.ONLINE, pattern=draw(patterns)),
    )
    closed = frozenset({MONDAY + timedelta(days=draw(st.integers(0, DAYS)))})
    return problem(one, people=(draw(people()),), venues=venues[draw(st.integers(0, 2)) :], closed=closed)


@given(problems(), st.none() | st.integers(0, DAYS))
def test_choices_find_a_start_exactly_where_trying_all_does(case: Problem, day: int | None) -> None:
    before = None if day is None else MONDAY + timedelta(days=day)
    opened = open_case(case, Schedule(), Schedule() if before else None, before)

    found = choices_of(opened, case.strands[0]).has_any(case.people[0])

    assert found == could_come(case, case.strands[0], case.people[0], before)


@given(st.lists(st.tuples(spans, st.sampled_from("ABC")).map(lambda pair: (*pair[0], pair[1])), max_size=8))
def test_busiest_moment_counts_people_once(stays: list[Away]) -> None:
    most = max((len({i for a, b, i in stays if a <= at < b}) for at, _, _ in stays), default=0)

    assert busiest(stays)[1] == most


names = st.sampled_from(["A", "B", "G1", "G2", "talk", "ghost", "T1", "R1", ""])
sessions = st.builds(
    lambda ident, strand_id, group_id, meeting, span, venue, leader: Session(
        ident, strand_id, group_id, meeting, *span, venue, leader
    ),
    names,
    names,
    names,
    st.integers(-1, 3),
    st.tuples(moments, moments),
    names,
    st.lists(names, max_size=3).map(tuple),
)
schedules = st.builds(
    Schedule,
    st.lists(sessions, max_size=5).map(tuple),
    st.lists(st.builds(Allocation, names, names, names), max_size=6).map(tuple),
    st.lists(st.builds(Unplaced, names, names, st.sampled_from(Reason), names), max_size=4).map(tuple),
)


@given(schedules, schedules, st.booleans())
def test_judge_has_an_answer_for_any_schedule_at_all(schedule: Schedule, earlier: Schedule, repair: bool) -> None:
    verdict = (
        judge(problem(), schedule, earlier=earlier, before=MONDAY + timedelta(days=5))
        if repair
        else judge(problem(), schedule)
    )

    assert all(violation.sentence.endswith(".") for violation in verdict.violations)
    assert not verdict.valid or len(schedule.allocations) + len(schedule.unplaced) == 4


@given(st.permutations(range(4)))
def test_verdict_does_not_depend_on_the_order_of_rows(order: list[int]) -> None:
    rows = tuple(Allocation(i, "talk", group) for i, group in (("A", "G1"), ("A", "G2"), ("B", "G2"), ("GHOST", "G1")))
    meetings = (session("G1"), session("G2", trainer_ids=("T2",), venue_id="R2"))

    verdict = judge(problem(), Schedule(meetings, tuple(rows[n] for n in order)))

    assert {(v.rule.value, v.subject) for v in verdict.violations} == {
        ("placed_twice", "A"),
        ("person_in_two_sessions", "A"),
        ("person_lost", "C"),
        ("person_lost", "D"),
        ("not_in_audience", "GHOST"),
        ("unknown_person", "GHOST"),
    }
