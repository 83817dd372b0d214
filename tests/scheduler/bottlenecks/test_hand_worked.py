"""Small programmes whose bottlenecks and smallest remedies can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

from scheduler.bottlenecks.changes import (
    LargerVenue,
    LaterEnd,
    MoreAlike,
    MoreAtOnce,
    MoreModes,
    MoreSites,
    MoreStarts,
    MoreTrainers,
    MoreVenues,
    OtherDistance,
    OtherSize,
    WiderCover,
    WiderGaps,
)
from scheduler.problem import (
    After,
    Grouping,
    GroupingRule,
    Interval,
    Mode,
    Pattern,
    Trainer,
    Venue,
)
from scheduler.schedule import Reason
from tests.scheduler.bottlenecks.checking import remedy, studied
from tests.scheduler.explain.small import FRIDAY, MONDAY, at, people, person, problem, strand

MONDAY_MORNING = Pattern((((480, 720),), (), (), (), (), (), ()))
ROOMY = (Venue("ONLINE", Mode.ONLINE, parallel=5),)


def test_early_shift_has_one_time_and_one_trainer_and_the_shortage_is_proven() -> None:
    # Nine people, all at work on Monday mornings alone: one start, one trainer, four seats.
    report = studied(problem([strand()], people(9, pattern=MONDAY_MORNING), venues=ROOMY))

    (found,) = report.bottlenecks
    assert (found.proven, found.short, found.starts, len(found.people), len(found.left)) == (True, 5, 1, 9, 5)
    assert found.short_of == ("trainers",)
    assert found.sentence == (
        "9 people of Talk who work Mon 08:00-12:00 can come at 1 time; trainers have 1 session there at most. "
        "At least 5 of them cannot be placed by any schedule."
    )
    # Five more need two groups at the same time, so two more trainers, on that morning alone.
    change = remedy(report, MoreTrainers).change
    assert isinstance(change, MoreTrainers)
    assert len(change.trainers) == 2
    assert {trainer.pattern for trainer in change.trainers} == {Pattern((((600, 660),), (), (), (), (), (), ()))}
    assert remedy(report, MoreTrainers).cost == 2 * 4 + 2 * 2
    assert len(remedy(report, MoreTrainers).places) == 5


def test_early_shift_may_be_short_of_places_to_meet_instead() -> None:
    # The same with three trainers, but one session at a time in the only place to meet.
    trainers = tuple(Trainer(f"T{n}", frozenset({"talk"})) for n in range(3))
    report = studied(problem([strand()], people(9, pattern=MONDAY_MORNING), trainers=trainers))

    (found,) = report.bottlenecks
    assert (found.proven, found.short, found.short_of) == (True, 5, ("venues",))
    assert "the venues that suit hold 4 seats there at most" in found.sentence
    assert remedy(report, MoreAtOnce).change == MoreAtOnce("ONLINE", 3)


def test_cheapest_set_is_of_two_small_remedies_where_they_cost_less_than_one_that_is_enough() -> None:
    # Another start that morning seats four more (5 points), groups of five the ninth (4); nothing alone does it for 9.
    report = studied(problem([strand()], people(9, pattern=MONDAY_MORNING), venues=ROOMY))

    assert report.together is not None
    assert {type(each.change) for each in report.together.remedies} == {MoreStarts, OtherSize}
    assert report.together.cost == 5 + 4
    assert min(each.cost for each in report.remedies if len(each.places) == 5) > 9
    assert report.together.left == frozenset()


def test_room_that_is_too_small_is_made_as_large_as_a_group_needs_and_no_larger() -> None:
    # Groups of three and more, in a room for two.
    room = Venue("ROOM", Mode.IN_PERSON, capacity=2, name="Small room")
    report = studied(problem([strand(min_size=3, max_size=6)], people(3), venues=(room,)))

    assert remedy(report, LargerVenue).change == LargerVenue("ROOM", 3)
    assert remedy(report, LargerVenue).sentence == "A room for 3 people instead of 2 in place of Small room."
    assert remedy(report, LargerVenue).edits[0].key == "capacity"


def test_people_of_a_site_without_a_venue_get_one_there_or_go_elsewhere() -> None:
    south = Venue("SOUTH", Mode.IN_PERSON, site="South")
    staff = people(3, sites=frozenset({"North"}))
    report = studied(problem([strand(modes=frozenset({Mode.IN_PERSON}))], staff, venues=(south,)))

    (found,) = report.bottlenecks
    assert (found.reason, found.proven, found.short) == (Reason.AVAILABILITY, True, 3)
    assert "can go to North only" in found.sentence
    venue = remedy(report, MoreVenues).change
    assert isinstance(venue, MoreVenues)
    assert [(each.site, each.mode) for each in venue.venues] == [("North", Mode.IN_PERSON)]
    assert remedy(report, MoreSites).change == MoreSites(("P1", "P2", "P3"), "South")
    assert remedy(report, MoreSites).sentence == "3 people bound to other sites go to South too."
    assert report.together is not None
    assert report.together.cost == 3 * 2


def test_people_who_need_a_step_free_room_get_one() -> None:
    staff = people(2, needs=frozenset({"step_free"}), modes=frozenset({Mode.IN_PERSON}))
    venues = (
        Venue("ROOM", Mode.IN_PERSON, site="Hall"),
        Venue("ONLINE", Mode.ONLINE, features=frozenset({"step_free"})),
    )
    report = studied(problem([strand()], staff, venues=venues))

    venue = remedy(report, MoreVenues).change
    assert isinstance(venue, MoreVenues)
    assert [each.features for each in venue.venues] == [frozenset({"step_free"})]
    assert remedy(report, MoreModes).change == MoreModes(("P1", "P2"), Mode.ONLINE)


def test_limit_on_people_alike_is_eased_by_one_and_no_more() -> None:
    # Two of one team and nobody else: a group of two must hold two of a team.
    grouping = Grouping(GroupingRule.MIXED, max_same={"team": 1})
    staff = people(2, attributes={"team": "Blue"})
    report = studied(problem([strand(grouping=grouping)], staff))

    assert [each.reason for each in report.bottlenecks] == [Reason.GROUPING]
    assert remedy(report, MoreAlike).change == MoreAlike("talk", "team", 2)


def test_cover_is_widened_as_far_as_a_team_needs() -> None:
    # A team of four at 25 %: one at a time, but a group needs two; half of them may go.
    report = studied(problem([strand()], people(4, attributes={"team": "Blue"}), cover=Fraction(1, 4)))

    assert remedy(report, WiderCover).change == WiderCover(Fraction(1, 2))
    assert remedy(report, WiderCover).cost == 25 * 2


def test_last_day_moves_on_to_the_first_day_that_serves() -> None:
    # Two join on the Tuesday after the last Friday.
    staff = people(2, joins_on=FRIDAY + timedelta(days=4))
    report = studied(problem([strand()], staff))

    change = remedy(report, LaterEnd)
    assert change.change == LaterEnd(("talk",), FRIDAY + timedelta(days=4))
    assert change.cost == 4
    assert [(edit.row, edit.key, edit.after) for edit in change.edits] == [
        ("programme", "last_day", "2027-05-18"),
        ("talk", "last_day", "2027-05-18"),
    ]


def test_later_day_that_is_closed_does_not_serve() -> None:
    staff = people(2, joins_on=FRIDAY + timedelta(days=4))
    closed = frozenset({FRIDAY + timedelta(days=4), FRIDAY + timedelta(days=5)})
    report = studied(problem([strand()], staff, closed_later=closed))

    assert remedy(report, LaterEnd).change == LaterEnd(("talk",), FRIDAY + timedelta(days=6))


def test_gaps_of_a_series_widen_as_far_as_the_calendar_asks() -> None:
    # Two meetings one to two days apart, for people who work on Mondays and Fridays: four days.
    day = ((0, 1440),)
    staff = people(2, pattern=Pattern((day, (), (), (), day, (), ())))
    report = studied(problem([strand(meetings=2, gap_days=(1, 2))], staff))

    assert remedy(report, WiderGaps).change == WiderGaps("talk", 1, 4)


def test_least_size_goes_down_to_the_people_there_are() -> None:
    report = studied(problem([strand(min_size=4, max_size=8)], people(3)))

    assert remedy(report, OtherSize).change == OtherSize("talk", 3, 8)


def test_days_between_two_strands_shrink_as_far_as_the_window_asks() -> None:
    # The talk is on Monday alone; the circle may be until Friday, but not sooner than seven days after.
    after = After(("talk",), min_days=7)
    strands = [strand(last_day=MONDAY), strand("circle", after=after)]
    report = studied(problem(strands, people(2)))

    assert remedy(report, OtherDistance).change == OtherDistance("circle", 4, None)


def test_people_who_wait_for_an_earlier_strand_follow_it() -> None:
    # Nobody leads the talk; the circle comes after it.
    trainers = (Trainer("T1", frozenset({"circle"})),)
    strands = [strand(), strand("circle", after=After(("talk",)))]
    report = studied(problem(strands, people(2), trainers=trainers))

    follows = next(each for each in report.bottlenecks if each.strand == "circle")
    assert (follows.reason, follows.follows, follows.proven) == (Reason.PREREQUISITE, ("talk",), False)
    # One more trainer of the talk lets all of them have both.
    assert len(remedy(report, MoreTrainers).places) == 4


def test_two_strands_that_share_a_trainer_are_short_of_the_same() -> None:
    # One trainer, two sessions in all, and each strand needs two groups of at most two.
    trainers = (replace(Trainer("T1", frozenset({"talk", "circle"})), max_per_week=2),)
    strands = [strand(max_size=2), strand("circle", max_size=2)]
    report = studied(problem(strands, people(4), trainers=trainers))

    assert {each.strands for each in report.bottlenecks} == {("circle", "talk")}
    assert {each.short for each in report.bottlenecks} == {4}
    assert all("trainers can lead at most 2 sessions in all" in each.sentence for each in report.bottlenecks)


def test_time_that_somebody_is_away_is_nobodys_remedy() -> None:
    # Away all week: no change to the programme within it helps, a later end does.
    away = (Interval(at(0, 0), at(5, 0)),)
    report = studied(problem([strand()], (*people(2), person("X", absences=away), person("Y", absences=away))))

    assert remedy(report, LaterEnd).places == {("talk", "X"), ("talk", "Y")}
    assert [each.reason for each in report.bottlenecks] == [Reason.AVAILABILITY]


def test_nobody_left_is_an_empty_report() -> None:
    report = studied(problem([strand()], people(4)))

    assert (report.complete, report.bottlenecks, report.remedies, report.together) == (True, (), (), None)


def test_schedule_that_could_be_better_with_nothing_changed_needs_no_remedy(tmp_path: Path) -> None:
    from scheduler.bottlenecks import bottlenecks
    from scheduler.judging import judge_found

    programme = problem([strand()], people(4))
    empty = judge_found(programme, (), ()).schedule
    report = bottlenecks(programme, empty)

    assert len(report.longer_search) == 4
    assert (report.left, report.remedies) == (frozenset(), ())
