"""Trainers, venues and seats: every figure worked out by hand."""

from __future__ import annotations

from datetime import date, datetime, time
from fractions import Fraction

from scheduler.problem import After, Grouping, GroupingRule, Interval, KeepApart, Mode, Person, Trainer, Venue
from scheduler.realism import Outlook, Resource, realism
from tests.scheduler.realism.tiny import FRIDAY, ONLINE, TEACHER, away, only, people, problem, strand, works_on


def trainer(trainer_id: str = "T1", **fields: object) -> Trainer:
    return Trainer(trainer_id, frozenset({"talk"}), **fields)  # type: ignore[arg-type]


def sessions_of(*trainers: Trainer, **changes: object) -> int:
    """The trainer-sessions of the plain strand with these trainers."""
    return only(problem([strand()], people(10), trainers=trainers, **changes)).trainer_sessions_available


def test_trainers_hold_every_start_of_the_window() -> None:
    """Ten working days with two starts each, for one trainer and for two."""
    assert sessions_of(trainer()) == 20
    assert sessions_of(trainer(), trainer("T2")) == 40


def test_trainers_of_another_strand_do_not_count() -> None:
    assert sessions_of(trainer(), Trainer("T2", frozenset({"other"}))) == 20


def test_trainer_limits_a_day_and_a_week_are_kept() -> None:
    """One a day gives ten; seven a week gives fourteen of the twenty; both together the smaller."""
    assert sessions_of(trainer(max_per_day=1)) == 10
    assert sessions_of(trainer(max_per_week=7)) == 14
    assert sessions_of(trainer(max_per_day=1, max_per_week=3)) == 6


def test_trainer_pattern_leave_and_dates_are_kept() -> None:
    """Mondays and Tuesdays of two weeks; mornings alone; a week away; from the second Wednesday on."""
    assert sessions_of(trainer(pattern=works_on(0, 1))) == 8
    assert sessions_of(trainer(pattern=works_on(0, 1, 2, 3, 4, begin=480, end=720))) == 10
    assert sessions_of(trainer(absences=(away(date(2027, 1, 11), date(2027, 1, 15)),))) == 10
    assert sessions_of(trainer(first_day=date(2027, 1, 20))) == 6


def test_trainer_is_free_right_up_to_an_absence_and_right_after_it() -> None:
    """Away from 08:30 to 09:30 and from 10:30 to 13:00 on one day: both starts of that day stay."""
    morning = Interval(datetime(2027, 1, 12, 8, 30), datetime(2027, 1, 12, 9, 30))
    noon = Interval(datetime(2027, 1, 12, 10, 30), datetime(2027, 1, 12, 13))
    minute_more = Interval(datetime(2027, 1, 12, 10, 29), datetime(2027, 1, 12, 13, 1))
    assert sessions_of(trainer(absences=(morning, noon))) == 20
    assert sessions_of(trainer(absences=(morning, minute_more))) == 18


def test_trainer_sessions_that_lack_a_second_trainer_do_not_count() -> None:
    """Two trainers a session, and the second comes on Mondays: two Mondays of two starts for two trainers."""
    pair = (trainer(), trainer("T2", pattern=works_on(0)))
    figures = only(problem([strand(trainers=2)], people(10), trainers=pair))
    assert (figures.trainer_sessions_needed, figures.trainer_sessions_available) == (2, 8)


def test_trainer_closed_days_hold_nothing() -> None:
    assert sessions_of(trainer(), closed=frozenset({date(2027, 1, 13), date(2027, 1, 16)})) == 18


def test_trainer_break_between_sessions_is_kept() -> None:
    """Starts at 09:30, 10:30 and 11:30 for an hour: three back to back, two with a break of 15 minutes."""
    starts = (time(9, 30), time(10, 30), time(11, 30))
    case = problem([strand(start_times=starts)], people(10))
    assert only(case).trainer_sessions_available == 30
    assert only(problem([strand(start_times=starts)], people(10), break_minutes=15)).trainer_sessions_available == 20


def test_trainer_needs_a_venue_of_a_mode_that_they_deliver() -> None:
    room = Venue("ROOM", Mode.IN_PERSON, pattern=works_on(0))
    assert sessions_of(trainer(modes=frozenset({Mode.IN_PERSON})), venues=(ONLINE, room)) == 4
    assert sessions_of(trainer(modes=frozenset({Mode.IN_PERSON}))) == 0


def test_trainer_who_must_train_first_starts_on_a_later_day() -> None:
    """The trainer's own training is on Tuesday 12 January at the earliest: eight days of two starts are left."""
    first = strand("train", start_times=(time(9, 30),), weekdays=frozenset({1}), trainers=0)
    staff = people(10)
    own = trainer(staff_id="E0", ready_after="train")
    case = problem([strand(), first], staff, trainers=(own,))
    assert only(case).trainer_sessions_available == 16


def test_trainer_who_cannot_train_first_leads_nothing() -> None:
    first = strand("train", audience={"team": frozenset({"Red"})}, trainers=0)
    own = trainer(staff_id="E0", ready_after="train")
    assert only(problem([strand(), first], people(10), trainers=(own,))).trainer_sessions_available == 0


def test_trainer_sessions_that_too_few_people_can_attend_do_not_count() -> None:
    """Nobody is free in the second week, and a group has two people at least: ten starts of twenty."""
    busy = people(10, absences=(away(date(2027, 1, 18), FRIDAY),))
    assert only(problem([strand()], busy)).trainer_sessions_available == 10
    assert only(problem([strand()], [*busy, Person("free")])).trainer_sessions_available == 10
    assert only(problem([strand()], [*busy, *people(2, "free")])).trainer_sessions_available == 20


def test_trainer_hours_take_the_longest_sessions_that_fit() -> None:
    """Two sessions a day of an hour each, ten days; with one a day, ten hours."""
    figures = only(problem([strand()], people(25)))
    assert (figures.trainer_hours_needed, figures.trainer_hours_available) == (3.0, 20.0)
    assert only(problem([strand()], people(25), trainers=(trainer(max_per_day=1),))).trainer_hours_available == 10.0


def test_trainers_are_shared_between_strands() -> None:
    """Either strand alone has 20 starts; together the same trainer still has 20 only."""
    both = Trainer("T1", frozenset({"talk", "more"}))
    report = realism(problem([strand(), strand("more")], people(100), trainers=(both,)))
    assert [item.trainer_sessions_available for item in report.strands] == [20, 20]
    assert (report.whole.trainer_sessions_needed, report.whole.trainer_sessions_available) == (20, 20)
    assert report.outlook is Outlook.TIGHT
    assert report.use_per_cent == 100.0


def test_trainers_needed_beyond_those_there_are_prove_it_impossible() -> None:
    """22 groups of ten for 211 people, and one trainer with 20 sessions."""
    report = realism(problem([strand()], people(211)))
    scarcest = report.balances[0]
    assert (scarcest.resource, scarcest.needed, scarcest.available) == (Resource.TRAINERS, 22, 20)
    assert (report.outlook, report.use_per_cent) == (Outlook.IMPOSSIBLE, 110.0)


def test_trainers_of_a_kind_can_be_what_is_scarce() -> None:
    """Two trainers a session, one of them internal; the internal one comes on Mondays: four sessions for five."""
    internal = trainer("I", kind="internal", pattern=works_on(0))
    others = [trainer(f"P{number}", kind="provider") for number in range(4)]
    talk = strand(trainers=2, trainer_kinds={"internal": 1})
    report = realism(problem([talk], people(50), trainers=(internal, *others)))
    scarcest = report.balances[0]
    assert (scarcest.trainer_kind, scarcest.needed, scarcest.available) == ("internal", 5, 4)
    assert report.outlook is Outlook.IMPOSSIBLE


def test_trainers_none_at_all_is_impossible_and_has_no_percentage() -> None:
    report = realism(problem([strand()], people(10), trainers=()))
    assert (report.outlook, report.use_per_cent) == (Outlook.IMPOSSIBLE, None)
    assert report.earliest_finish == date(2027, 1, 23)


def test_venues_hold_parallel_sessions_with_their_turnaround() -> None:
    """A room with 09:30 and 10:30 holds both on ten days, one with turnaround; online needs none."""
    starts = (time(9, 30), time(10, 30))
    talk = strand(start_times=starts, trainers=0)
    room = Venue("ROOM", Mode.IN_PERSON, parallel=3)
    online = Venue("ONLINE", Mode.ONLINE)
    assert only(problem([talk], people(10), venues=(room,))).venue_sessions_available == 60
    assert only(problem([talk], people(10), venues=(room,), turnaround_minutes=15)).venue_sessions_available == 30
    assert only(problem([talk], people(10), venues=(online,), turnaround_minutes=15)).venue_sessions_available == 20


def test_venues_too_small_for_a_least_group_do_not_count() -> None:
    cupboard = Venue("CUPBOARD", Mode.IN_PERSON, capacity=1)
    assert only(problem([strand()], people(10), venues=(cupboard,))).venue_sessions_available == 0


def test_venues_of_a_mode_that_the_strand_does_not_permit_do_not_count() -> None:
    talk = strand(modes=frozenset({Mode.IN_PERSON}))
    assert only(problem([talk], people(10))).venue_sessions_available == 0


def test_seats_are_those_of_the_largest_venues_that_trainers_can_serve() -> None:
    """A room for 6 is open on Mondays (4 starts), one for 4 always (20); one trainer has 20 sessions.

    The best is 4 x 6 + 16 x 4 = 88 seats.
    """
    venues = (Venue("SMALL", Mode.ONLINE, capacity=4), Venue("LARGE", Mode.ONLINE, capacity=6, pattern=works_on(0)))
    figures = only(problem([strand()], people(30), venues=venues))
    assert (figures.seats_needed, figures.seats_available) == (30, 88)


def test_weeks_are_counted_from_the_richest() -> None:
    """20 sessions are needed; the weeks have 15 and 10, so both are needed; 15 would fit into one."""
    friday_off = trainer("T2", absences=(away(date(2027, 1, 13), FRIDAY),), max_per_day=1)
    third = trainer("T3", absences=(away(date(2027, 1, 14), FRIDAY),), max_per_day=1)
    three = (TEACHER, friday_off, third)
    assert [
        week.trainer_sessions_available for week in realism(problem([strand()], people(9), trainers=three)).weeks
    ] == [15, 10]
    assert only(problem([strand()], people(150), trainers=three)).weeks_needed == 1
    assert only(problem([strand()], people(151), trainers=three)).weeks_needed == 2


def test_lots_are_summed_over_their_strands() -> None:
    """Lot 2 has two strands of 3 groups for 25 people; people are counted once."""
    both = Trainer("T1", frozenset({"a", "b", "c"}))
    strands = [strand("a", lot="1"), strand("b", lot="2"), strand("c", lot="2", duration_minutes=120)]
    report = realism(problem(strands, people(25), trainers=(both,)))
    assert [(lot.lot, lot.strands, lot.people, lot.groups_at_least) for lot in report.lots] == [
        ("1", ("a",), 25, 3),
        ("2", ("b", "c"), 25, 6),
    ]
    assert report.lots[1].trainer_hours_needed == 9.0


def test_trainers_week_in_the_sentence_is_the_leanest() -> None:
    report = realism(
        problem([strand()], people(30), trainers=(trainer(absences=(away(date(2027, 1, 18), date(2027, 1, 19)),)),))
    )
    assert report.balances[0].sentence == (
        "Trainers, talk: 3 trainer-sessions needed, 16 possible until 22 January 2027: 18.8 %."
        " Scarcest: the week of 18 January 2027, 6 against 10 in the best."
    )


def test_cover_and_kept_apart_people_do_not_change_what_there_is() -> None:
    plain = only(problem([strand()], people(12, team="Red")))
    apart = strand(grouping=Grouping(GroupingRule.OPEN, keep_apart=frozenset({KeepApart.PAIRS})))
    strict = only(problem([apart], people(12, team="Red"), cover=Fraction(1, 4)))
    assert plain.trainer_sessions_available == strict.trainer_sessions_available


def test_supply_of_a_strand_that_follows_begins_after_the_wait() -> None:
    """The talk can be on 11 January; what follows after seven days begins on the 18th: five days of two starts."""
    both = Trainer("T1", frozenset({"talk", "next"}))
    following = strand("next", after=After(("talk",), min_days=7))
    figures = only(problem([strand(), following], people(10), trainers=(both,)), "next")
    assert figures.first_possible_day == date(2027, 1, 18)
    assert figures.trainer_sessions_available == 10


def test_seats_for_people_of_few_times_are_counted_apart() -> None:
    """21 people work on Mondays alone; the trainer has four sessions of five there, 20 seats; others have plenty."""
    mondays = people(21, "M", pattern=works_on(0))
    report = realism(problem([strand(max_size=5)], [*people(20), *mondays]))
    scarcest = report.balances[0]
    assert (scarcest.resource, scarcest.needed, scarcest.available) == (Resource.SEATS, 21, 20)
    assert scarcest.people == "the 21 people who work part of the week"
    assert report.outlook is Outlook.IMPOSSIBLE


def test_seats_for_people_of_few_places_are_counted_apart() -> None:
    """Five people need a hearing loop; the one room with a loop holds two and is open on the first Monday alone."""
    loop = Venue(
        "LOOP",
        Mode.IN_PERSON,
        capacity=2,
        pattern=works_on(0),
        features=frozenset({"hearing_loop"}),
        absences=(away(date(2027, 1, 18), FRIDAY),),
    )
    deaf = people(5, "D", needs=frozenset({"hearing_loop"}))
    report = realism(problem([strand()], [*people(20), *deaf], venues=(ONLINE, loop)))
    assert report.balances[0].sentence == (
        "Seats, talk, for the 5 people who need hearing_loop: 5 seats needed, 4 possible: 125 %."
    )
