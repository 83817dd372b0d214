"""Facts to what stands on pages: calendars without overlaps, bars that tell the truth, pages that add up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.models import LearningSession, Person, Run, RunStep, Strand
from learning.presenters.aims import REACHABLE, aim_bars, aims_asked, words
from learning.presenters.calendar import MOST_BESIDE, Look, Slot, named, week_of
from learning.presenters.comparing import compared
from learning.presenters.curves import BOTTOM, LEFT, RIGHT, TOP, curve
from learning.presenters.paging import A_PAGE, paging
from learning.presenters.reasons import reasons
from learning.presenters.rules import programme_sentences, strand_sentences
from learning.presenters.runs import clock, run_page
from learning.presenters.schedules import range_words, shares, week_lead
from learning.presenters.studies import study_page
from learning.queries.schedules import Meeting
from learning.vocabulary import RunState

MONDAY = date(2027, 1, 11)
STRANDS = {
    "talk": (0, Strand(strand_id="talk", title="Talk", code="TA", settings={"size": {"min": 2, "max": 12}})),
    "walk": (1, Strand(strand_id="walk", title="Walk", code="WA", settings={"size": {"min": 2, "max": 8}})),
}


def meeting(number: int, start: datetime, minutes: int, strand: str = "talk", people: int = 5) -> Meeting:
    one = LearningSession(
        session_id=f"{strand}-{number:03d}-1",
        strand=strand,
        group_id=f"{strand}-{number:03d}",
        meeting=1,
        start=start,
        end=start + timedelta(minutes=minutes),
        venue_id="V",
        trainer_ids=[],
    )
    return Meeting(one, people)


MEETINGS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(6 * 4, 20 * 4), st.integers(1, 12), st.sampled_from(["talk", "walk"])),
    max_size=14,
).map(
    lambda drawn: sorted(
        (
            meeting(number, datetime(2027, 1, 11 + day) + timedelta(minutes=15 * quarter), 15 * length, strand)
            for number, (day, quarter, length, strand) in enumerate(drawn)
        ),
        key=lambda one: (one.session.start, one.session.session_id),
    )
)


def overlap(one: Slot, other: Slot) -> bool:
    beside = (one.lane - 1) / one.lanes < other.lane / other.lanes and (
        other.lane - 1
    ) / other.lanes < one.lane / one.lanes
    return beside and one.top < other.top + other.height and other.top < one.top + one.height


@given(MEETINGS)
def test_slots_of_a_day_never_lie_on_one_another(meetings: Sequence[Meeting]) -> None:
    week = week_of(MONDAY, meetings, Look(STRANDS, {"V": "Room"}), {})
    for day in week.days:
        long = [slot for slot in day.slots if slot.height > 2]
        assert not [
            (one, other) for place, one in enumerate(long) for other in long[place + 1 :] if overlap(one, other)
        ]
        assert all(1 <= slot.lane <= slot.lanes <= MOST_BESIDE for slot in day.slots)
        assert all(slot.top >= 0 and slot.top + slot.height <= 4 * week.span + 1 for slot in day.slots)


@given(MEETINGS)
def test_every_session_of_the_week_is_counted_once(meetings: Sequence[Meeting]) -> None:
    week = week_of(MONDAY, meetings, Look(STRANDS, {}), {})
    assert sum(day.sessions for day in week.days) == len(meetings)
    shown = [slot.session_id for day in week.days for slot in day.slots if slot.session_id]
    assert len(shown) == len(set(shown))
    people = sum(int(slot.second.split()[0]) for day in week.days for slot in day.slots)
    assert people == 5 * len(meetings)


def test_many_sessions_at_once_are_gathered() -> None:
    start = datetime(2027, 1, 11, 9, 30)
    week = week_of(MONDAY, [meeting(number, start, 90) for number in range(5)], Look(STRANDS, {}), {})
    (slot,) = week.days[0].slots
    assert (slot.label, slot.second, slot.session_id) == ("TA: 5 sessions", "25 people", None)


@pytest.mark.parametrize(("group", "label"), [("talk-007", "TA 7"), ("talk-120", "TA 120"), ("north", "TA north")])
def test_group_is_called_by_its_strand_and_number(group: str, label: str) -> None:
    assert named(STRANDS["talk"][1], group) == label


AIMS = {
    "placed": {"value": 95, "bound": 100},
    "own_team": {"value": None},
    "groups": {"value": 46, "bound": 46},
    "finish": {"value": "2027-06-02", "bound": "2027-05-14"},
    "load": {"value": 9, "bound": None},
}


def test_bars_say_how_far_a_value_has_come_on_its_way_to_the_bound() -> None:
    first = {"placed": 90, "groups": 50, "finish": "2027-06-11", "load": 12}
    placed, groups, finish, load = aim_bars(AIMS, first)
    assert dict(placed.parts)["reached"] == pytest.approx(REACHABLE * 0.5)
    assert (placed.state, placed.proven, placed.bound) == ("5 still open", False, "proven: at most 100")
    assert (groups.proven, dict(groups.parts)["reached"]) == (True, REACHABLE)
    assert (finish.figure, finish.state) == ("2 Jun", "19 days still open")
    assert (load.state, load.mark) == ("no bound known", None)
    assert [bar.rank for bar in (placed, groups, finish, load)] == [1, 2, 3, 4]


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_bar_is_full_only_when_it_is_proven(first: int, value: int, bound: int) -> None:
    (bar,) = aim_bars({"groups": {"value": value, "bound": bound}}, {"groups": first})
    assert sum(share for _, share in bar.parts) == pytest.approx(100)
    assert bar.proven == (value == bound)
    assert (dict(bar.parts)["reached"] == REACHABLE) == bar.proven


def test_only_aims_that_something_asks_for_are_shown() -> None:
    mixed = Strand(settings={"grouping": {"rule": "mixed"}})
    assert aims_asked([mixed], wishes=False) == {"placed", "groups", "finish", "mix", "load"}
    assert aims_asked([Strand(settings={"grouping": {"rule": "team", "not_alone": "x"}})], wishes=True) >= {
        "own_team",
        "alone",
        "wishes",
    }


@pytest.mark.parametrize(
    ("aim", "value", "text"),
    [
        ("mix", 0.8949, "89.5"),
        ("own_team", 0.999, "over 99%"),
        ("placed", 9592, "9,592"),
        ("finish", "2027-06-02", "2 Jun"),
        ("load", None, "none"),
    ],
)
def test_values_of_aims_stand_as_people_write_them(aim: str, value: object, text: str) -> None:
    assert words(aim, value) == text


@given(
    st.lists(st.tuples(st.floats(0, 600), st.integers(0, 5000)), min_size=1, max_size=20),
    st.one_of(st.none(), st.integers(0, 5000)),
)
def test_curve_stays_inside_its_frame(steps: list[tuple[float, int]], bound: int | None) -> None:
    drawn = curve("x", "y", sorted((at, float(value)) for at, value in steps), bound, 600, None)
    assert drawn is not None
    numbers = [
        float(part[1:] if part[0] in "MHV" else part) for path in (drawn.best, drawn.bound) for part in path.split()
    ]
    assert all(min(LEFT, TOP) - 1 <= number <= max(RIGHT, BOTTOM) + 1 for number in numbers)


def test_nothing_is_drawn_of_nothing() -> None:
    assert curve("x", "y", [], None, 60, None) is None


@given(st.integers(0, 5000), st.integers(-3, 500))
def test_pages_hold_every_row_once(total: int, wanted: int) -> None:
    found = paging(total, wanted, lambda page: f"?page={page}")
    assert 1 <= found.current <= found.count
    assert found.count == max(1, -(-total // A_PAGE))
    assert found.offset < max(1, total)
    assert {number for number, href in found.links if href} >= {1, found.count, found.current}
    assert (found.earlier_href is None) == (found.current == 1)
    assert (found.later_href is None) == (found.current == found.count)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2027, 6, 15), date(2027, 6, 19), "15 to 19 June"),
        (date(2027, 6, 28), date(2027, 7, 2), "28 June to 2 July"),
        (date(2026, 12, 28), date(2027, 1, 1), "28 December 2026 to 1 January 2027"),
    ],
)
def test_week_is_named_by_its_days(first: date, last: date, text: str) -> None:
    assert range_words(first, last) == text


def test_week_counts_its_places() -> None:
    held = [meeting(1, datetime(2027, 1, 11, 9), 60), meeting(2, datetime(2027, 1, 12, 9), 60, "walk", 8)]
    assert week_lead(held, STRANDS) == "2 sessions, 13 of 20 places taken."
    assert week_lead([], STRANDS) == "No sessions this week."


def test_shares_are_measured_against_all_staff() -> None:
    people = [Person(directorate=name) for name in ("Adults", "Adults", "Housing", "")]
    adults, housing = shares(people, {"Adults": 50, "Housing": 50, "Parks": 100}, "directorate")
    assert (adults.here, housing.here) == (2, 1)
    assert adults.here_percent == pytest.approx(2 * housing.here_percent)
    assert adults.expected_percent == pytest.approx(housing.here_percent)


RULES = {
    "audience": {"tags": ["manager"]},
    "exclude": {"grade": ["1", "2"]},
    "duration_minutes": 90,
    "meetings": 3,
    "gap_days": [14, 35],
    "trainers": 2,
    "trainer_kinds": {"provider": 1},
    "size": {"min": 6, "max": 12},
    "modes": ["online"],
    "grouping": {
        "rule": "mixed",
        "max_same": {"team": 2},
        "keep_apart": ["line_manager", "pairs"],
        "not_alone": "religion",
        "keep_together": "job_share",
    },
    "after": {"strand": ["info", "talk"], "min_days": 7, "max_days": 60},
    "first_day": "2027-03-01",
}


def test_every_rule_of_a_strand_has_its_sentence_and_the_confidential_one_no_name() -> None:
    said = " ".join(strand_sentences(RULES, {"info": "Information", "talk": "Talk"}))
    for words_of_rule in (
        "for people tagged manager, but not for people whose grade is 1 or 2",
        "6 to 12 people",
        "meets 3 times, for 90 minutes, with 14 to 35 days",
        "2 trainers lead each session (at least 1 provider)",
        "held online",
        "At most 2 members of a group share one team",
        "their own line manager",
        "shown to nobody",
        "job share are always in one group",
        "7 to 60 days after Information and Talk",
        "before Monday 1 March 2027",
    ):
        assert words_of_rule in said
    assert "religion" not in said


def test_rules_of_the_programme_are_said_as_a_whole() -> None:
    said = " ".join(
        programme_sentences(
            {
                "first_day": "2027-01-11",
                "last_day": "2027-07-16",
                "weekdays": ["mon"],
                "start_times": ["09:30"],
                "cover": 0.25,
                "travel_minutes": 45,
            },
            21,
        )
    )
    assert "from Monday 11 January 2027 to Friday 16 July 2027, on Monday, at 09:30" in said
    assert "At most 25% of a team is away at once." in said
    assert "People know of a session at least 21 days before." in said
    assert programme_sentences({}, 14) == ["The programme has no dates yet."]


def test_reasons_name_what_is_known_of_somebody_and_nothing_confidential() -> None:
    person = Person(pattern="mon 09:00-17:00", sites="North", needs="step_free")
    one = meeting(1, datetime(2027, 1, 11, 9, 30), 60).session
    said = " ".join(reasons(person, one, RULES, {"info": "Information", "talk": "Talk"}))
    assert "Works mon 09:00-17:00; 11 Jan, 09:30 lies inside." in said
    assert "step free" in said
    assert "religion" not in said


def run(state: RunState, **facts: object) -> Run:
    common = {
        "number": 3,
        "name": "Evenings",
        "state": state,
        "limits": {"time_seconds": 120},
        "progress": {},
        "summary": {},
        "asked_by": "Dana",
        "asked_at": datetime(2027, 1, 4, 10, 0, tzinfo=UTC),
        "seconds_used": 47.0,
        "fault": "",
    }
    return Run(**{**common, **facts})


def test_page_of_a_run_says_where_it_is() -> None:
    from zoneinfo import ZoneInfo

    zone, moment = ZoneInfo("Europe/London"), datetime(2027, 1, 4, 10, 1, tzinfo=UTC)
    steps = [
        RunStep(seconds=at, stage="groups", aims={"placed": 90, "groups": groups})
        for at, groups in ((1.0, 9), (5.0, 7))
    ]
    going = run(
        RunState.RUNNING,
        started_at=moment,
        best_at=moment - timedelta(seconds=3),
        progress={"placed": 90, "audience": 99, "groups_bound": 6, "aims": {"placed": 90, "groups": 7}},
    )
    page = run_page(going, steps, None, zone, moment, frozenset({"placed", "groups"}))
    assert page.lead.startswith("0:47 of 2:00. Started 10:00 by Dana. Best schedule kept 3 seconds ago")
    assert [kind for _, _, kind in page.stages] == ["done", "done", "now", "", ""]
    assert page.log[0] == ("0:05", "Groups: 7")
    assert page.curves[0].title == "Groups: 7, at least 6"
    assert page.refresh_seconds
    failed = run_page(run(RunState.FAILED, fault="No time."), [], None, zone, moment, frozenset())
    assert ("No time." in failed.lead, failed.refresh_seconds) == (True, None)


def test_clock_counts_minutes_and_seconds() -> None:
    assert [clock(seconds) for seconds in (0, 9.9, 61, 3700)] == ["0:00", "0:09", "1:01", "61:40"]


def test_comparison_says_which_is_better() -> None:
    one = {"aims": {"placed": {"value": 90}, "groups": {"value": 9}}, "strands": {}}
    other = {"aims": {"placed": {"value": 95}, "groups": {"value": 10}}, "strands": {}}
    placed, groups = compared(one, other, [], frozenset({"placed", "groups"}))
    assert (placed.judgement, groups.judgement) == ("second", "first")


def test_study_shows_what_helps_whom() -> None:
    place = {"strand": "talk", "staff_id": "A"}
    remedy = {"id": "R1", "sentence": "A larger room.", "cost": 2, "places": [place], "edits": []}
    report = {
        "complete": True,
        "left": [place, {"strand": "talk", "staff_id": "B"}],
        "longer_search": [],
        "bottlenecks": [
            {
                "strand": "talk",
                "left": ["A", "B"],
                "proven": True,
                "sentence": "Two are short of seats.",
                "remedies": ["R1"],
            }
        ],
        "remedies": [remedy],
        "cheapest_set": {"remedies": [{**remedy, "id": None}], "places": [place], "left": [{}], "cost": 2},
    }
    page = study_page(report, STRANDS)
    (card,) = page.cards
    assert (card.people, card.strand, card.sure) == (2, "Talk", "proven")
    assert [(one.places, one.of, one.chosen, one.share) for one in card.remedies] == [(1, 2, True, 50.0)]
    assert page.others == []
    assert page.together_words == "They fill 1 place; nothing was found for 1 place."
