"""Writing a schedule folder and reading it again."""

from __future__ import annotations

import json
import os
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.errors import FolderError
from scheduler.folder import read_schedule, write_schedule
from scheduler.problem import Aim
from scheduler.schedule import Allocation, Reason, Schedule, Session, Unplaced
from tests.scheduler.folder.small import reading_of, write_folder

SCHEDULE = Schedule(
    sessions=(
        Session("S2", "talk", "G1", 2, datetime(2027, 3, 29, 22), datetime(2027, 3, 30), "", ()),
        Session("S1", "talk", "G1", 1, datetime(2027, 3, 22, 9, 30), datetime(2027, 3, 22, 11), "NET", ("T1", "T3")),
    ),
    allocations=(Allocation("002", "talk", "G1"), Allocation("001", "talk", "G1")),
    unplaced=(Unplaced("003", "talk", Reason.CAPACITY, 'No place; "another" trainer, say, would help.'),),
)


def test_written_files_have_the_columns_of_the_contract(tmp_path: Path) -> None:
    write_schedule(SCHEDULE, {"status": "finished"}, tmp_path / "new" / "out")
    out = tmp_path / "new" / "out"
    assert sorted(path.name for path in out.iterdir()) == [
        "allocations.csv", "sessions.csv", "summary.json", "unplaced.csv",
    ]  # fmt: skip
    assert (out / "sessions.csv").read_text() == (
        "session_id,strand,group_id,meeting,start,end,venue_id,trainer_ids\n"
        "S1,talk,G1,1,2027-03-22T09:30,2027-03-22T11:00,NET,T1;T3\n"
        "S2,talk,G1,2,2027-03-29T22:00,2027-03-30T00:00,,\n"
    )
    assert (out / "allocations.csv").read_text() == "staff_id,strand,group_id\n001,talk,G1\n002,talk,G1\n"
    assert (out / "unplaced.csv").read_text() == (
        'staff_id,strand,reason,detail\n003,talk,capacity,"No place; ""another"" trainer, say, would help."\n'
    )


def test_empty_schedule_is_written_with_headings(tmp_path: Path) -> None:
    write_schedule(Schedule(), {}, tmp_path)
    assert read_schedule(tmp_path) == Schedule()
    assert (tmp_path / "unplaced.csv").read_text() == "staff_id,strand,reason,detail\n"


def test_summary_holds_exact_numbers_and_days_as_plain_json(tmp_path: Path) -> None:
    write_schedule(Schedule(), {"mix": Fraction(1, 4), "on": date(2027, 1, 2), "aims": {Aim.MIX: None}}, tmp_path)
    assert json.loads((tmp_path / "summary.json").read_text()) == {
        "mix": 0.25, "on": "2027-01-02", "aims": {"mix": None},
    }  # fmt: skip


def test_order_of_input_does_not_show_in_the_files(tmp_path: Path) -> None:
    turned = Schedule(SCHEDULE.sessions[::-1], SCHEDULE.allocations[::-1], SCHEDULE.unplaced)
    write_schedule(SCHEDULE, {}, tmp_path / "a")
    write_schedule(turned, {}, tmp_path / "b")
    for name in ("sessions.csv", "allocations.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_programme_folder_is_never_written_into(tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in write_folder(tmp_path).iterdir()}
    with pytest.raises(FolderError):
        write_schedule(SCHEDULE, {}, tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_earlier_result_stays_whole_when_the_new_one_cannot_be_written(tmp_path: Path) -> None:
    write_schedule(SCHEDULE, {"status": "finished"}, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(TypeError):
        write_schedule(Schedule(), {"status": object()}, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_foreign_files_of_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    write_schedule(SCHEDULE, {}, tmp_path)
    write_schedule(Schedule(), {}, tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 5


def test_target_that_cannot_be_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "taken" / "sessions.csv").mkdir(parents=True)
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "unplaced.xlsx").write_text("")
    for out in ("file", "file/below", "taken", "beside"):
        with pytest.raises(FolderError):
            write_schedule(SCHEDULE, {}, tmp_path / out)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_permission_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(FolderError):
        write_schedule(SCHEDULE, {}, tmp_path / "out")


WORDS = st.text("aZ09éß日-_.,'\"=/", max_size=6).map("x".__add__)
MINUTES = st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 31)).map(lambda t: t.replace(second=0, microsecond=0))


@given(
    st.lists(
        st.builds(Session, WORDS, WORDS, WORDS, st.integers(1, 9), MINUTES, MINUTES, st.just("") | WORDS,
                  st.lists(WORDS, max_size=2).map(tuple)), max_size=4,
    ),
    st.lists(st.builds(Allocation, WORDS, WORDS, WORDS), max_size=4),
    st.lists(st.builds(Unplaced, WORDS, WORDS, st.sampled_from(Reason), WORDS), max_size=4),
)  # fmt: skip
def test_schedule_comes_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory,
    sessions: list[Session],
    allocations: list[Allocation],
    unplaced: list[Unplaced],
) -> None:
    out = tmp_path_factory.mktemp("schedule")
    write_schedule(Schedule(tuple(sessions), tuple(allocations), tuple(unplaced)), {}, out)
    back = read_schedule(out)
    assert sorted(back.sessions, key=repr) == sorted(sessions, key=repr)
    assert sorted(back.allocations, key=repr) == sorted(allocations, key=repr)
    assert sorted(back.unplaced, key=repr) == sorted(unplaced, key=repr)


@pytest.mark.parametrize(
    ("file", "old", "new", "row", "column"),
    [
        ("sessions.csv", "2027-03-22T09:30", "22/03/2027", 2, "start"),
        ("sessions.csv", "G1,1,", "G1,one,", 2, "meeting"),
        ("sessions.csv", "S1,", ",", 2, "session_id"),
        ("sessions.csv", "trainer_ids", "trainers", 1, "trainer_ids"),
        ("allocations.csv", "002", "", 3, "staff_id"),
        ("allocations.csv", "group_id", "group", 1, "group_id"),
        ("unplaced.csv", "capacity", "full", 2, "reason"),
    ],
)
def test_schedule_defect_names_its_place(tmp_path: Path, file: str, old: str, new: str, row: int, column: str) -> None:
    write_schedule(SCHEDULE, {}, tmp_path)
    path = tmp_path / file
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(FolderError) as refusal:
        read_schedule(tmp_path)
    assert [(d.file, d.row, d.column) for d in refusal.value.defects] == [(file, row, column)]


def test_schedule_of_another_programme_is_refused_where_it_must_belong(tmp_path: Path) -> None:
    problem = reading_of(tmp_path / "p").problem
    write_schedule(Schedule(allocations=(Allocation("999", "walk", "G1"),)), {}, tmp_path / "s")
    assert read_schedule(tmp_path / "s").allocations
    with pytest.raises(FolderError) as refusal:
        read_schedule(tmp_path / "s", problem)
    assert [d.column for d in refusal.value.defects] == ["staff_id", "strand"]


def test_schedule_folder_without_its_tables_names_each(tmp_path: Path) -> None:
    with pytest.raises(FolderError) as refusal:
        read_schedule(tmp_path)
    assert [d.file for d in refusal.value.defects] == ["allocations.csv", "sessions.csv", "unplaced.csv"]
