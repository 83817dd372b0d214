"""What the judge says of schedules that can be seen through by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest

from scheduler.problem import (
    After,
    GivenSession,
    Grouping,
    GroupingRule,
    Interval,
    KeepApart,
    Lock,
    Mode,
    Pattern,
    Venue,
)
from scheduler.referee import judge
from scheduler.rules import Rule
from scheduler.schedule import Reason, Schedule
from tests.scheduler.referee.small import (
    MONDAY,
    TIMES,
    broken,
    person,
    placed,
    problem,
    session,
    strand,
    trainer,
    unplaced,
)


def test_judge_finds_nothing_wrong_with_a_good_schedule() -> None:
    schedule = Schedule((session("G1"),), placed("G1", "A", "B", "C", "D"))

    assert judge(problem(), schedule).valid


def test_judge_reports_every_breach_not_only_the_first() -> None:
    schedule = Schedule((session("G1", at=time(9, 31), trainer_ids=()),), placed("G1", "A", "B"))

    assert sorted(rule.value for rule in broken(problem(), schedule)) == [
        "person_lost",
        "person_lost",
        "start_not_permitted",
        "trainer_count",
    ]


def test_judge_refuses_half_a_repair() -> None:
    with pytest.raises(ValueError, match="together"):
        judge(problem(), Schedule(), before=MONDAY)


def test_sentence_names_group_strand_and_limits() -> None:
    case = problem(strand(title="Talk about it", max_size=3))
    schedule = Schedule((session("G1"),), placed("G1", "A", "B", "C", "D"))

    sentences = [violation.sentence for violation in judge(case, schedule).violations]

    assert sentences == ["Group G1 (Talk about it) has 4 people; it may have at most 3."]


def test_apart_pair_is_reported_without_either_person() -> None:
    rules = Grouping(GroupingRule.MIXED, keep_apart=frozenset({KeepApart.PAIRS}))
    case = problem(strand(grouping=rules), apart=frozenset({frozenset("AB")}))
    verdict = judge(case, Schedule((session("G1"),), placed("G1", "A", "B", "C", "D")))

    (violation,) = verdict.violations
    assert violation.rule is Rule.APART_TOGETHER
    assert violation.sentence == "Group G1 (talk) has two members who must be kept apart."
    assert violation.subject == "G1"


def test_apart_pair_left_out_of_a_group_is_not_called_addable() -> None:
    rules = Grouping(GroupingRule.MIXED, keep_apart=frozenset({KeepApart.PAIRS}))
    case = problem(strand(grouping=rules), apart=frozenset({frozenset("AD")}))
    schedule = Schedule((session("G1"),), placed("G1", "A", "B", "C"), unplaced("D", reason=Reason.GROUPING))

    assert broken(case, schedule) == []


def test_value_of_a_column_that_nobody_may_be_alone_in_is_withheld() -> None:
    rules = Grouping(GroupingRule.MIXED, max_same={"affinity": 1}, not_alone="affinity")
    people = tuple(person(staff_id, affinity="secret-value") for staff_id in "AB")
    verdict = judge(problem(strand(grouping=rules), people=people), Schedule((session("G1"),), placed("G1", "A", "B")))

    assert [violation.rule for violation in verdict.violations] == [Rule.TOO_MANY_ALIKE]
    assert "secret-value" not in repr(verdict)


def test_need_is_reported_without_the_person_who_has_it() -> None:
    people = (replace(person("A"), needs=frozenset({"hearing_loop"})), person("B"))
    (violation,) = judge(problem(people=people), Schedule((session("G1"),), placed("G1", "A", "B"))).violations

    assert violation.rule is Rule.VENUE_LACKS_FEATURE
    assert "hearing_loop" in violation.sentence
    assert "Name of A" not in violation.sentence


@pytest.mark.parametrize(
    ("sites", "at", "expected"),
    [
        (("North", "South"), time(11), [Rule.TRAINER_IN_TWO_PLACES]),
        (("North", "South"), time(13), []),
        (("North", "North"), time(11), []),
        (("", ""), time(11), [Rule.TRAINER_IN_TWO_PLACES]),
    ],
)
def test_trainer_travels_between_sites_and_a_venue_without_site_is_its_own(
    sites: tuple[str, str], at: time, expected: list[Rule]
) -> None:
    venues = tuple(Venue(f"R{n}", Mode.IN_PERSON, site=site) for n, site in enumerate(sites, 1))
    case = problem(venues=venues, travel_minutes=45)
    sessions = (session("G1"), session("G2", at=at, venue_id="R2"))

    assert broken(case, Schedule(sessions, placed("G1", "A", "B") + placed("G2", "C", "D"))) == expected


def test_trainer_travels_whatever_lies_between() -> None:
    venues = (*problem().venues, Venue("ON", Mode.ONLINE))
    case = problem(venues=venues, travel_minutes=180)
    sessions = (session("G1"), session("G2", at=time(11), venue_id="ON"), session("G3", at=time(13), venue_id="R2"))
    schedule = Schedule(sessions, placed("G1", "A", "B") + placed("G2", "C") + placed("G3", "D"))

    assert broken(case, schedule) == [Rule.TRAINER_IN_TWO_PLACES]


def test_week_limit_counts_iso_weeks_over_new_year() -> None:
    thursday, friday, monday = date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4)
    long = strand(first_day=date(2026, 12, 1), last_day=date(2028, 12, 1))
    case = problem(long, trainers=(trainer("T1", max_per_week=1), trainer("T2")))

    def on(one: date, two: date) -> list[Rule]:
        sessions = tuple(session(f"G{n}", (day - MONDAY).days) for n, day in enumerate((one, two), 1))
        return broken(case, Schedule(sessions, placed("G1", "A", "B") + placed("G2", "C", "D")))

    assert on(thursday, friday) == [Rule.TRAINER_WEEK_LIMIT]
    assert on(friday, monday) == []
    assert on(date(2027, 1, 11), date(2028, 1, 10)) == []


def test_cover_is_exact_where_floating_point_is_not() -> None:
    people = tuple(person(f"P{n}", team="T") for n in range(100))
    case = problem(strand(max_size=100), people=people, cover=Fraction("0.29"))
    ids = [someone.staff_id for someone in people]

    def away(count: int) -> list[Rule]:
        rest = tuple(session(f"H{n}", day=n % 5 + 7 * (n // 5 + 1)) for n in range(5))
        others = sum((placed(f"H{n}", *ids[count:][n::5]) for n in range(5)), ())
        return broken(case, Schedule((session("G"), *rest), placed("G", *ids[:count]) + others))

    assert away(29) == []
    assert away(30) == [Rule.COVER]


def test_cover_leaves_room_where_two_colleagues_are_away_one_after_the_other() -> None:
    """Two half-hour sessions fall into the hour, never both at once: one more may go."""
    people = (*(person(staff_id, team="T") for staff_id in "ABC"), person("D"))
    starts = {"half": TIMES[0], "other": time(10)}
    halves = tuple(strand(name, duration_minutes=30, start_times=(at,), max_size=1) for name, at in starts.items())
    case = problem(strand(), *halves, people=people, cover=Fraction(2, 3), trainers=(trainer("T1", "talk", *starts),))
    half = tuple(
        session(
            name,
            at=at,
            strand_id=name,
            trainer_ids=("T1",),
            venue_id="R2",
            end=datetime.combine(MONDAY, at) + timedelta(minutes=30),
        )
        for name, at in starts.items()
    )
    rows = placed("G1", "D") + placed("half", "A", strand_id="half") + placed("other", "B", strand_id="other")

    verdict = judge(case, Schedule((session("G1"), *half), rows, unplaced("C")))

    assert [v.subject for v in verdict.violations if v.rule is Rule.COULD_BE_ADDED] == ["C"]


def test_series_needs_two_starts_even_on_one_day() -> None:
    """With a gap of no days the same start cannot serve twice."""
    monday = ((9 * 60, 12 * 60),)
    once = replace(person("A"), pattern=Pattern((((9 * 60, 11 * 60),), (), (), (), (), (), ())))
    twice = replace(person("B"), pattern=Pattern((monday, (), (), (), (), (), ())))
    case = problem(strand(meetings=2, gap_days=(0, 0)), people=(once, twice))

    assert broken(case, Schedule(unplaced=unplaced("A", reason=Reason.AVAILABILITY) + unplaced("B"))) == []
    assert broken(case, Schedule(unplaced=unplaced("A") + unplaced("B", reason=Reason.AVAILABILITY))) == [
        Rule.MISSING_AVAILABILITY,
        Rule.FALSE_AVAILABILITY,
    ]


def test_availability_ends_where_the_window_does() -> None:
    away = Interval(datetime.combine(MONDAY, time()), datetime.combine(MONDAY + timedelta(days=60), time()))
    case = problem(people=(replace(person("A"), absences=(away,)), person("B")))
    last_day_left = unplaced("A", reason=Reason.AVAILABILITY)

    assert broken(case, Schedule((session("G1"),), placed("G1", "B"), last_day_left)) == [Rule.FALSE_AVAILABILITY]


def test_clash_with_a_session_that_they_lead_counts() -> None:
    case = problem(
        strand(max_size=1, last_day=MONDAY, start_times=(TIMES[0],)),
        strand("other", trainers=1),
        people=(person("A"), person("B")),
        trainers=(trainer("T1"), trainer("T2", "other", staff_id="B")),
    )
    led = session("O", strand_id="other", trainer_ids=("T2",), venue_id="R2")
    rows = placed("G1", "A") + placed("O", "A", strand_id="other")

    moved = replace(led, start=led.start + timedelta(days=1), end=led.end + timedelta(days=1))
    left = unplaced("B", reason=Reason.CLASH) + unplaced("B", strand_id="other")
    assert Rule.FALSE_CLASH not in broken(case, Schedule((session("G1"), led), rows, left))
    assert Rule.FALSE_CLASH in broken(case, Schedule((session("G1"), moved), rows, left))


def test_given_sessions_may_overlap_for_their_trainer_but_nobody_attends_while_leading() -> None:
    given = tuple(
        GivenSession(f"{g}-1", "talk", g, 1, session(g).start, session(g).end, "", ("T1",)) for g in ("G1", "G2")
    )
    sessions = tuple(session(g, venue_id="") for g in ("G1", "G2"))
    case = problem(strand(given=True, trainers=0), given=given, trainers=(trainer("T1", staff_id="D"),))

    fine = Schedule(sessions, placed("G1", "A", "B") + placed("G2", "C"), unplaced("D", reason=Reason.CLASH))
    leading = Schedule(sessions, placed("G1", "A", "B") + placed("G2", "C", "D"))

    assert broken(case, fine) == [Rule.FALSE_CLASH]  # their own strand is no other strand
    assert set(broken(case, leading)) == {Rule.PERSON_IN_TWO_SESSIONS}


def test_given_sessions_may_overlap_for_somebody_who_stands_twice_among_the_trainers() -> None:
    given = tuple(
        GivenSession(f"{g}-1", "talk", g, 1, session(g).start, session(g).end, "", (leader,))
        for g, leader in (("G1", "T1"), ("G2", "T2"))
    )
    sessions = tuple(session(g, venue_id="", trainer_ids=(leader,)) for g, leader in (("G1", "T1"), ("G2", "T2")))
    rows = placed("G1", "A", "B") + placed("G2", "C"), unplaced("D")
    leaders = (trainer("T1", staff_id="D"), trainer("T2", staff_id="D"))

    assert broken(problem(strand(given=True), given=given, trainers=leaders), Schedule(sessions, *rows)) == []
    assert Rule.PERSON_IN_TWO_SESSIONS in broken(problem(trainers=leaders), Schedule(sessions, *rows))


def test_places_of_a_given_group_bind_where_they_are_fewer() -> None:
    given = (GivenSession("G1-1", "talk", "G1", 1, session("G1").start, session("G1").end, "", (), 3),)
    case = problem(strand(given=True), given=given)
    sessions = (session("G1", venue_id="", trainer_ids=()),)

    assert broken(case, Schedule(sessions, placed("G1", *"ABCD"))) == [Rule.GROUP_SIZE]
    assert broken(case, Schedule(sessions, placed("G1", *"ABC"), unplaced("D"))) == []


def test_after_binds_only_people_of_the_earlier_audience() -> None:
    first = strand("first", audience={"team": frozenset({"X"})})
    later = strand(after=After(("first",), min_days=1))
    people = (person("A", team="X"), person("B"))
    case = problem(first, later, people=people, trainers=(trainer("T1", "first", "talk"),))
    sessions = (session("F", strand_id="first"), session("G1", day=1))

    assert broken(case, Schedule(sessions, placed("F", "A", strand_id="first") + placed("G1", "A", "B"))) == []
    exempt = replace(case, locks=(Lock("A", "first"),))
    assert broken(exempt, Schedule(sessions[1:], placed("G1", "A", "B"))) == []


def test_after_wants_the_earlier_meeting_ended_on_the_same_day() -> None:
    case = problem(strand("first"), strand(after=After(("first",))), trainers=(trainer("T1", "first", "talk"),))

    def at(start: time) -> list[Rule]:
        early, late = session("F", at=time(11), strand_id="first"), session("G1", at=start, venue_id="R2")
        rows = placed("F", *"ABCD", strand_id="first") + placed("G1", *"ABCD")
        return list(dict.fromkeys(broken(case, Schedule((early, late), rows))))

    assert at(time(13)) == []
    assert at(time(9, 30)) == [Rule.BEFORE_PREREQUISITE]
    assert Rule.BEFORE_PREREQUISITE in at(time(11))


def test_unit_is_placed_together_or_not_at_all() -> None:
    rules = Grouping(GroupingRule.OPEN, keep_together="unit")
    people = (person("A", unit="U"), person("B", unit="U"), person("C"))
    case = problem(strand(grouping=rules), people=people)
    sessions = (session("G1"),)

    assert broken(case, Schedule(sessions, placed("G1", "A", "C"), unplaced("B"))) == [Rule.UNIT_SPLIT]
    assert broken(case, Schedule(sessions, placed("G1", "C"), unplaced("A", "B"))) == []
