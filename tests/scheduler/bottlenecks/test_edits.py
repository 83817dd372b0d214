"""What a remedy writes into the folder makes the very programme that it was verified with."""

from __future__ import annotations

from datetime import date, time, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from scheduler.bottlenecks import Change, apply, edits_of
from scheduler.bottlenecks.changes import (
    HigherLimits,
    LargerVenue,
    LaterEnd,
    MoreAlike,
    MoreAtOnce,
    MoreModes,
    MoreSites,
    MoreStarts,
    MoreTrainers,
    MoreVenues,
    MoreWeekdays,
    OtherDistance,
    OtherSize,
    StrandModes,
    UnitsApart,
    WiderCover,
    WiderGaps,
)
from scheduler.folder import read_folder
from scheduler.problem import Mode, Pattern, Trainer, Venue
from tests.cases.case import Case, mixed, programme, strand, write_case
from tests.cases.edited import edited
from tests.remedies import differing, tried
from tests.scheduler.bottlenecks.checking import studied
from tests.scheduler.referee.outside import load_outside

END = date(2027, 7, 9)
MORNINGS = Pattern((((540, 720),), (), ((0, 1440),), (), (), (), ()))
CHANGES: list[Change] = [
    MoreTrainers(
        (Trainer("NEW", frozenset({"talk"}), "New", "", "", "internal", MORNINGS, frozenset({Mode.ONLINE}), 2),)
    ),
    HigherLimits(("T1",), 1, 2),
    MoreVenues((Venue("NEW", Mode.IN_PERSON, 12, "New", "North", features=frozenset({"step_free"})),)),
    LargerVenue("ROOM", 9),
    MoreAtOnce("ONLINE", 3),
    LaterEnd(("circle", "talk"), END + timedelta(days=60)),
    MoreStarts("talk", (time(18, 30),)),
    MoreWeekdays("talk", (5,)),
    StrandModes("circle", Mode.ONLINE),
    OtherSize("talk", 1, 30),
    MoreAlike("circle", "team", 3),
    WiderCover(Fraction(35, 100)),
    UnitsApart("circle"),
    OtherDistance("circle", 2, 30),
    WiderGaps("circle", 5, 20),
    MoreModes(("P1",), Mode.ONLINE),
    MoreSites(("P1",), "North"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    talk = strand("talk", 2, 20)
    circle = strand(
        "circle",
        2,
        8,
        meetings=2,
        modes=["in_person"],
        gap_days=[7, 14],
        grouping=mixed(2, keep_together="unit"),
        after={"strand": "talk", "min_days": 7, "max_days": 21},
    )
    staff: list[dict[str, object]] = [
        {"staff_id": f"P{n}", "team": "A", "unit": "", "modes": "in_person", "sites": "South"} for n in range(4)
    ]
    trainers: list[dict[str, object]] = [
        {"trainer_id": "T1", "strands": "talk;circle", "kind": "internal", "max_per_day": 1, "max_per_week": 3}
    ]
    venues: list[dict[str, object]] = [
        {"venue_id": "ONLINE", "mode": "online"},
        {"venue_id": "ROOM", "mode": "in_person", "site": "South", "capacity": 4},
        {"venue_id": "HALL", "mode": "in_person", "site": "North", "features": "step_free"},
    ]
    facts = programme(cover=0.25, holidays="GB-ENG")
    return write_case(Case(facts, [talk, circle], staff, trainers, venues), tmp_path / "programme")


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: type(change).__name__)
def test_edits_make_the_programme_that_the_change_makes(change: Change, folder: Path, tmp_path: Path) -> None:
    before = read_folder(folder).problem

    after = read_folder(edited(folder, edits_of(change, before), tmp_path / "edited")).problem

    assert differing(after, apply(change, before)) == []
    assert differing(after, before) != []


def test_later_end_goes_past_a_public_holiday_as_the_calendar_has_it(folder: Path) -> None:
    change = LaterEnd(("circle", "talk"), date(2027, 9, 3))

    assert date(2027, 8, 30) in apply(change, read_folder(folder).problem).closed


def test_every_change_undone_in_part_is_still_an_easier_programme(folder: Path) -> None:
    before = read_folder(folder).problem
    strict = OtherSize("talk", 2, 25)

    assert apply(OtherSize("talk", 1, 22), apply(strict, before)) == apply(
        strict, apply(OtherSize("talk", 1, 22), before)
    )


def test_remedies_of_a_programme_pass_before_both_judges(folder: Path) -> None:
    problem = read_folder(folder).problem
    report = studied(problem)

    assert report.left
    assert report.remedies
    for remedy in report.remedies:
        assert tried(folder, problem, [remedy.change], remedy.edits, remedy.schedule, load_outside()) == []
