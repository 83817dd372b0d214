"""The earliest possible finish and who can never attend: every day worked out by hand."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from scheduler.problem import After, GivenSession, Lock, Mode, Person, Trainer, Venue
from scheduler.realism import FinishCause, Outlook, realism
from tests.scheduler.realism.tiny import FRIDAY, MONDAY, away, only, people, problem, strand, works_on

if TYPE_CHECKING:
    from scheduler.realism import FinishBound

BOTH = Trainer("T1", frozenset({"talk", "next"}))


def by_cause(bounds: tuple[FinishBound, ...]) -> dict[FinishCause, date]:
    """The latest day of each cause."""
    days: dict[FinishCause, date] = {}
    for bound in bounds:
        days.setdefault(bound.cause, bound.day)
    return days


def day(number: int) -> date:
    return date(2027, 1, number)


def test_finish_waits_for_the_trainers() -> None:
    """Nine groups and two sessions a day: the ninth is on the fifth day. Online has room for all on the first."""
    figures = only(problem([strand()], people(90)))
    assert by_cause(figures.finish_bounds)[FinishCause.TRAINERS] == day(15)
    assert by_cause(figures.finish_bounds)[FinishCause.VENUES] == day(11)
    assert figures.earliest_finish == day(15)


def test_finish_waits_for_the_trainers_weekly_limit() -> None:
    """Four a week: five groups reach into the second week."""
    weekly = Trainer("T1", frozenset({"talk"}), max_per_week=4)
    assert only(problem([strand()], people(50), trainers=(weekly,))).earliest_finish == day(18)


def test_finish_waits_for_the_venues() -> None:
    """One room, one session at a time, two a day, five groups, no trainer: the third day."""
    room = Venue("ROOM", Mode.IN_PERSON)
    figures = only(problem([strand(trainers=0)], people(50), venues=(room,)))
    assert by_cause(figures.finish_bounds) == {
        FinishCause.VENUES: day(13),
        FinishCause.PEOPLE: day(11),
    }


def test_finish_waits_for_the_last_person() -> None:
    """One of ten is away until the second Wednesday."""
    staff = [*people(9), Person("late", absences=(away(MONDAY, day(19)),))]
    figures = only(problem([strand()], staff))
    assert (figures.earliest_finish, figures.finish_bounds[0].cause) == (day(20), FinishCause.PEOPLE)
    assert figures.finish_bounds[0].sentence == "talk: one person cannot complete it before 20 January 2027."


def test_finish_of_a_person_needs_others_to_meet() -> None:
    """Someone who works on Wednesdays could come on the 13th, but nobody else can before the 20th."""
    staff = [Person("wednesday", pattern=works_on(2)), *people(9, absences=(away(MONDAY, day(19)),))]
    assert only(problem([strand()], staff)).first_possible_day == day(20)


def test_finish_shared_by_all_strands_is_later_than_of_any() -> None:
    """Five groups each: alone either ends on the third day, together ten sessions end on the fifth."""
    report = realism(problem([strand(), strand("next")], people(50), trainers=(BOTH,)))
    assert [item.earliest_finish for item in report.strands] == [day(13), day(13)]
    assert report.earliest_finish == day(15)
    assert report.finish_bounds[0].sentence == (
        "All strands: 10 trainer-sessions needed, no more than 8 possible before 15 January 2027."
    )


def test_finish_of_a_strand_that_follows_waits_for_the_last_of_the_earlier() -> None:
    """Five groups of the talk end on the 13th at the earliest; two days later is the 15th."""
    following = strand("next", max_size=50, after=After(("talk",), min_days=2))
    figures = only(problem([strand(), following], people(50), trainers=(BOTH,)), "next")
    assert (figures.first_possible_day, figures.earliest_finish) == (day(13), day(15))
    assert figures.finish_bounds[0].cause is FinishCause.PREREQUISITE


def test_finish_of_a_strand_that_follows_skips_days_without_a_start() -> None:
    """The 15th is a Friday; with Mondays alone the next start is on the 18th."""
    following = strand("next", max_size=50, weekdays=frozenset({0}), after=After(("talk",), min_days=2))
    assert only(problem([strand(), following], people(50), trainers=(BOTH,)), "next").earliest_finish == day(18)


def test_finish_beyond_the_window_proves_it_impossible() -> None:
    """The talk's last group is on the 15th at the earliest, and eight days later the window has ended."""
    following = strand("next", max_size=100, after=After(("talk",), min_days=8))
    report = realism(problem([strand(), following], people(90), trainers=(BOTH,)))
    assert only(report, "next").earliest_finish == day(23)
    assert (only(report, "next").outlook, report.outlook) == (Outlook.IMPOSSIBLE, Outlook.IMPOSSIBLE)


def test_finish_without_a_later_start_proves_it_impossible() -> None:
    """Nine groups of the talk end on the 15th; five days later is Wednesday the 20th, and Monday was the last start."""
    following = strand("next", max_size=100, weekdays=frozenset({0}), after=After(("talk",), min_days=5))
    report = realism(problem([strand(), following], people(90), trainers=(BOTH,)))
    assert (only(report, "next").earliest_finish, report.outlook) == (day(23), Outlook.IMPOSSIBLE)


def test_finish_of_a_series_counts_its_gaps() -> None:
    """Five groups begin two a day, the last on the 13th, and meet again after seven days at least."""
    figures = only(problem([strand(meetings=2, gap_days=(7, 9))], people(50)))
    assert figures.earliest_finish == day(20)


def test_finish_of_a_series_for_a_person_follows_their_days() -> None:
    """Away until the 12th, and on the 18th and 19th: the 13th and, five days later or more, the 20th."""
    gone = (away(MONDAY, day(12)), away(day(18), day(19)))
    staff = [Person("gone", absences=gone), *people(9)]
    bounds = only(problem([strand(meetings=2, gap_days=(5, 9))], staff)).finish_bounds
    assert by_cause(bounds)[FinishCause.PEOPLE] == day(20)


def test_finish_of_a_given_timetable_is_that_of_its_people() -> None:
    """Two standing groups; a person who is away on the first day can come to the second alone."""
    sessions = tuple(
        GivenSession(
            f"S{number}", "talk", f"G{number}", 1, datetime.combine(when, time(20)), datetime.combine(when, time(21))
        )
        for number, when in enumerate((day(11), day(21)))
    )
    staff = [*people(4), Person("late", absences=(away(MONDAY, MONDAY),))]
    figures = only(problem([strand(given=True)], staff, given=sessions))
    assert (figures.first_possible_day, figures.earliest_finish) == (day(11), day(21))
    assert figures.people_who_cannot_attend == 0


def test_people_for_whom_no_start_suits_are_counted() -> None:
    """Nights only, gone before the first day, a mode or a need that no venue has, joining after the last day."""
    never = [
        Person("nights", pattern=works_on(0, 1, 2, 3, 4, begin=0, end=360)),
        Person("gone", leaves_on=day(10)),
        Person("room", modes=frozenset({Mode.IN_PERSON})),
        Person("loop", needs=frozenset({"hearing_loop"})),
        Person("joins", joins_on=day(23)),
    ]
    figures = only(problem([strand()], [*people(10), *never]))
    assert (figures.people, figures.people_who_cannot_attend, figures.people_to_place) == (15, 5, 10)


def test_people_in_person_need_a_room_at_a_site_of_theirs() -> None:
    north = Venue("N", Mode.IN_PERSON, site="North")
    anywhere = Venue("A", Mode.IN_PERSON, pattern=works_on(4))
    staff = people(10, modes=frozenset({Mode.IN_PERSON}), sites=frozenset({"South"}))
    assert only(problem([strand()], staff, venues=(north,))).people_who_cannot_attend == 10
    assert only(problem([strand()], staff, venues=(north, anywhere))).first_possible_day == day(15)


def test_people_for_whom_no_series_keeps_the_gaps_are_counted() -> None:
    """Mondays alone, and 3 to 6 days between the meetings."""
    staff = [Person("mondays", pattern=works_on(0)), *people(9)]
    assert only(problem([strand(meetings=2, gap_days=(3, 6))], staff)).people_who_cannot_attend == 1
    assert only(problem([strand(meetings=2, gap_days=(3, 7))], staff)).people_who_cannot_attend == 0


def test_people_held_back_by_what_must_come_first_are_counted_apart() -> None:
    """One can never hear the talk; one hears it on the 20th at the earliest, too late for what follows after five days.

    A third is not in the talk's audience, and free to come.
    """
    talk = strand(audience={"team": frozenset({"Red"})}, modes=frozenset({Mode.IN_PERSON}))
    staff = [
        *people(10, team="Red"),
        Person("never", {"team": "Red"}, needs=frozenset({"bsl"})),
        Person("late", {"team": "Red"}, absences=(away(MONDAY, day(19)),)),
        Person("blue", {"team": "Blue"}),
    ]
    loop = Venue("LOOP", Mode.ONLINE, features=frozenset({"bsl"}), pattern=works_on(4), capacity=1)
    following = strand("next", after=After(("talk",), min_days=5))
    venues = (Venue("HALL", Mode.IN_PERSON), loop)
    case = problem([talk, following], staff, trainers=(BOTH,), venues=venues)
    assert only(case).people_who_cannot_attend == 1
    figures = only(case, "next")
    assert (figures.people, figures.people_who_cannot_attend, figures.people_held_back) == (13, 0, 2)


def test_people_exempt_by_a_lock_have_no_prerequisite() -> None:
    talk = strand(last_day=MONDAY)
    following = strand("next", last_day=MONDAY, after=After(("talk",), min_days=1))
    staff = people(4)
    assert only(problem([talk, following], staff, trainers=(BOTH,)), "next").people_held_back == 4
    locks = (Lock("E0", "talk"), Lock("E1", "talk"))
    assert only(problem([talk, following], staff, trainers=(BOTH,), locks=locks), "next").people_held_back == 2


def test_people_outside_the_audience_are_not_counted() -> None:
    chosen = strand(
        audience={"team": frozenset({"Red"}), "tags": frozenset({"manager"})}, exclude={"grade": frozenset({"F"})}
    )
    staff = [
        *people(3, "a", team="Red", tags=frozenset({"manager", "trainer"})),
        *people(5, "b", team="Red"),
        *people(7, "c", team="Blue", tags=frozenset({"manager"})),
        *people(2, "d", team="Red", grade="F", tags=frozenset({"manager"})),
    ]
    assert only(problem([chosen], staff)).people == 3


def test_report_of_nothing_is_comfortable() -> None:
    """No people, no trainers, no venues, not even a day: nothing is needed, and nothing fails."""
    empty = problem([strand(last_day=day(10))], [], trainers=(), venues=())
    assert (realism(empty).outlook, realism(empty).earliest_finish) == (Outlook.COMFORTABLE, None)
    assert realism(problem([], [])).outlook is Outlook.COMFORTABLE


def test_report_of_a_window_without_a_day_places_nobody() -> None:
    figures = only(problem([strand(first_day=FRIDAY, last_day=MONDAY)], people(10)))
    assert (figures.people_who_cannot_attend, figures.groups_at_least) == (10, 0)
