"""What the cells of a valid folder mean once they are read."""

from __future__ import annotations

import pickle
from datetime import date, datetime, time
from fractions import Fraction
from pathlib import Path

import pytest

from scheduler.errors import FolderError
from scheduler.folder import read_folder
from scheduler.problem import DEFAULT_ORDER, After, Aim, GivenSession, Interval, KeepApart, Lock, Mode, Pattern, Wish
from tests.scheduler.folder.small import FILES, PROGRAMME, added, defects_of, reading_of, replaced, write_folder

INSTANCES = ("everything-300", "mixed-4500", "planted1-1200", "planted3-1200", "team-4500", "tight-4500", "tiny-60")


def test_programme_settings_are_read_exactly(tmp_path: Path) -> None:
    changes = replaced(
        "programme.toml", "cover = 0.5", 'cover = 0.1\norder = ["finish", "placed"]\ntravel_minutes = 45'
    )
    problem = reading_of(tmp_path, changes).problem
    assert problem.cover == Fraction(1, 10)
    assert problem.order == (Aim.FINISH, Aim.PLACED, *(a for a in DEFAULT_ORDER if a not in (Aim.FINISH, Aim.PLACED)))
    assert (problem.travel_minutes, problem.break_minutes, problem.turnaround_minutes) == (45, 0, 0)
    assert problem.closed == {date(2027, 2, 1), date(2027, 2, 2)}


def test_public_holidays_inside_the_window_are_closed(tmp_path: Path) -> None:
    problem = reading_of(tmp_path, replaced("programme.toml", "cover = 0.5", 'holidays = "GB-ENG"')).problem
    assert problem.closed == {date(2027, 2, 1), date(2027, 2, 2), date(2027, 3, 26), date(2027, 3, 29)}


def test_strands_are_read_with_their_rules(tmp_path: Path) -> None:
    information, reflection, talk = reading_of(tmp_path).problem.strands
    assert (information.trainers, information.trainer_kinds) == (2, {"internal": 1})
    assert information.modes == frozenset(Mode)
    assert reflection.audience == {"tags": {"staff"}, "grade": {"A", "B"}}
    assert (reflection.meetings, reflection.gap_days) == (2, (7, 21))
    assert reflection.after == After(("information",), 7, 60)
    assert reflection.grouping.mix == {"team": Fraction(1)}
    assert reflection.grouping.keep_apart == {KeepApart.LINE_MANAGER, KeepApart.PAIRS}
    assert reflection.start_times == (time(9, 30), time(13, 0))
    assert (talk.given, information.given, talk.duration_minutes) == (True, False, 0)
    assert talk.grouping.fields == ("team", "directorate")


def test_own_window_of_a_strand_is_cut_to_the_programme(tmp_path: Path) -> None:
    changes = replaced("programme.toml", "trainers = 2", "trainers = 2\nfirst_day = 2026-01-01\nlast_day = 2027-02-26")
    information = reading_of(tmp_path, changes).problem.strands[0]
    assert (information.first_day, information.last_day) == (date(2027, 1, 11), date(2027, 2, 26))


def test_people_are_read_with_their_attributes(tmp_path: Path) -> None:
    ann, ben, cat, dan, _ = reading_of(tmp_path).problem.people
    assert (ann.staff_id, ann.name, ann.team, ann.tags) == ("001", "Ann", "Red", {"staff", "lead"})
    assert ann.value("grade") == "A"
    assert ann.value("no such column") == ""
    assert ann.absences == (Interval(datetime(2027, 3, 1), datetime(2027, 3, 6)),)
    day = ((540, 1020),)
    assert ben.pattern == Pattern((day, day, day, day, ((0, 1440),), (), ()))
    assert (ben.modes, ben.line_manager_id) == ({Mode.ONLINE}, "001")
    assert (cat.sites, cat.needs, cat.joins_on, dan.leaves_on) == (
        {"Hall"}, {"loop"}, date(2027, 1, 18), date(2027, 4, 20),
    )  # fmt: skip
    assert pickle.loads(pickle.dumps(ann)) == ann


def test_pattern_over_midnight_goes_on_into_the_next_day(tmp_path: Path) -> None:
    changes = replaced("staff.csv", "mon-thu 09:00-17:00;fri", "sat-sun 22:00-06:00;tue 20:00-24:00")
    pattern = reading_of(tmp_path, changes).problem.people[1].pattern
    assert pattern is not None
    assert pattern.windows[5] == ((1320, 1440),)
    assert pattern.windows[6] == ((0, 360), (1320, 1440))
    assert pattern.windows[0] == ((0, 360),)
    assert pattern.windows[1] == ((1200, 1440),)


def test_other_tables_are_read(tmp_path: Path) -> None:
    problem = reading_of(tmp_path).problem
    tess, tom, tim = problem.trainers
    assert (tess.strands, tess.max_per_day, tess.max_per_week) == ({"information", "reflection"}, 2, 5)
    assert (tom.staff_id, tom.modes, tim.ready_after) == ("005", {Mode.ONLINE}, "information")
    net, hall = problem.venues
    assert (net.capacity, net.parallel, hall.capacity, hall.parallel) == (None, 2, 12, 1)
    assert hall.absences == (Interval(datetime(2027, 3, 10), datetime(2027, 3, 12, 12)),)
    assert problem.apart == {frozenset(("001", "004"))}
    assert problem.wishes == (
        Wish("001", "reflection", frozenset((0, 1)), frozenset((time(9, 30),)), frozenset((Mode.ONLINE,)), 2),
        Wish("002", weight=-1),
    )
    assert problem.locks == (Lock("001", "talk", "G1"), Lock("005", "information"))


def test_given_session_may_end_at_midnight(tmp_path: Path) -> None:
    assert reading_of(tmp_path).problem.given[2] == GivenSession(
        "S3", "talk", "G2", 1, datetime(2027, 4, 6, 22), datetime(2027, 4, 7), "NET"
    )


def test_absence_for_ever_does_not_overflow(tmp_path: Path) -> None:
    problem = reading_of(tmp_path, added("unavailability.csv", "staff,004,2027-04-01,9999-12-31,gone")).problem
    assert problem.people[3].absences[0].end >= datetime(9999, 12, 31)


WARNINGS = [
    ("staff.csv", "003,Cat,cat@", "003,Cat,BEN@", 4, "email", "row 3 too"),
    ("staff.csv", "Hall,001,staff,mon", "Hall,1,staff,mon", 3, "line_manager_id", 'Did you mean "001"?'),
    ("staff.csv", "Hall,001,staff,mon", "Hall,002,staff,mon", 3, "line_manager_id", "themself"),
    ("staff.csv", ",Hall,loop", ",Annexe,loop", 4, "sites", "without a venue"),
    ("staff.csv", ",Hall,loop", ",Hall,bsl", 4, "needs", "no venue's features"),
    ("staff.csv", "needs,", "Needs,", 1, "Needs", 'if "needs" is meant'),
    ("staff.csv", "005,Eve", "5.0,Eve", 6, "staff_id", "format the column as text"),
    ("programme.toml", "trainers = 2", "trainers = 2\nstart_times = ['09:30', '23:30']", None,
     'strand "information", start_times', "after midnight"),
    ("programme.toml", "trainers = 2", "trainers = 2\nweekdays = ['mon', 'mon']", None,
     'strand "information", weekdays', "twice"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "row", "column", "part"), WARNINGS)
def test_oddity_is_a_warning_and_not_a_defect(
    tmp_path: Path, file: str, old: str, new: str, row: int | None, column: str, part: str
) -> None:
    changes = replaced(file, old, new)
    if new.startswith("5.0"):
        changes |= replaced("locks.csv", "005,", "5,") | replaced("trainers.csv", "005", "5")
    warnings = reading_of(tmp_path, changes).warnings
    assert [(w.file, w.row, w.column) for w in warnings] == [(file, row, column)]
    assert part in warnings[0].message


def test_strand_that_too_few_trainers_deliver_is_a_warning(tmp_path: Path) -> None:
    warnings = reading_of(tmp_path, replaced("programme.toml", "trainers = 2", "trainers = 3")).warnings
    assert [w.file for w in warnings] == ["trainers.csv"]


def test_strand_without_a_day_is_a_warning(tmp_path: Path) -> None:
    changes = replaced("programme.toml", "trainers = 2", "trainers = 2\nlast_day = 2027-01-12\nweekdays = ['fri']")
    changes["locks.csv"] = None
    assert "no day" in reading_of(tmp_path, changes).warnings[0].message


@pytest.mark.parametrize("optional", ["unavailability", "apart", "wishes", "locks", "sessions"])
def test_optional_table_may_be_absent_or_a_heading_alone(tmp_path: Path, optional: str) -> None:
    heading = FILES[f"{optional}.csv"].splitlines()[0]
    without: dict[str, str | bytes | None] = {}
    if optional == "sessions":
        talk = "duration_minutes = 60\ntrainers = 0\nsize = { min = 1, max = 3 }"
        without = {"programme.toml": PROGRAMME.replace("size = { min = 1, max = 3 }", talk), "locks.csv": None}
    absent = reading_of(tmp_path / "a", {**without, f"{optional}.csv": None}).problem
    assert reading_of(tmp_path / "b", {**without, f"{optional}.csv": heading}).problem == absent


@pytest.mark.parametrize("required", ["programme.toml", "staff.csv", "trainers.csv", "venues.csv"])
def test_required_file_that_is_missing_is_named(tmp_path: Path, required: str) -> None:
    assert [d.file for d in defects_of(write_folder(tmp_path, {required: None}))] == [required]


@pytest.mark.parametrize("name", sorted(FILES))
@pytest.mark.parametrize("content", [b"", b"\0", b"\xff\xfe\0", b"\x81", b"PK\x03\x04", b"\n\n", b'"', b"a,b\n1,2\n"])
def test_ruined_file_is_a_defect_of_that_file(tmp_path: Path, name: str, content: bytes) -> None:
    assert name in {d.file for d in defects_of(write_folder(tmp_path, {name: content}))}


@pytest.mark.parametrize("name", sorted(FILES))
def test_folder_in_place_of_a_file_is_a_defect(tmp_path: Path, name: str) -> None:
    (write_folder(tmp_path, {name: None}) / name).mkdir()
    assert name in {d.file for d in defects_of(tmp_path)}


def test_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "nothing", tmp_path / "file", tmp_path / ("x" * 300), Path("a\0b")):
        with pytest.raises(FolderError):
            read_folder(path)


@pytest.mark.parametrize("name", INSTANCES)
def test_shared_instance_is_read_without_a_warning(shared: Path, name: str) -> None:
    assert read_folder(shared / "instances" / name).warnings == ()


def test_optional_table_under_another_name_is_a_warning(tmp_path: Path) -> None:
    (write_folder(tmp_path, {"locks.csv": None}) / "Locks.csv").write_text(FILES["locks.csv"])
    warnings = reading_of(tmp_path, {"locks.csv": None}).warnings
    assert [(w.file, "Locks.csv" in w.message) for w in warnings] == [("locks.csv", True)]
