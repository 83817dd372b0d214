"""Locks that no schedule could keep are defects of their row; locks that one could keep are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scheduler.errors import FolderError
from scheduler.folder import read_folder, write_schedule
from scheduler.problem import Lock
from scheduler.schedule import Schedule
from tests.scheduler.folder.small import PROGRAMME, defects_of, reading_of, write_folder
from tests.scheduler.folder.test_schedule_folder import SCHEDULE

SESSIONS = """\
session_id,strand,group_id,meeting,start,end,venue_id,trainer_ids,places
I1,information,I,1,2027-03-01T10:00,2027-03-01T11:00,NET,T1;T2,
I2,information,J,1,2027-03-20T10:00,2027-03-20T11:00,,T1;T2,
R1,reflection,R,1,2027-03-15T10:00,2027-03-15T11:30,,T1,3
R2,reflection,Q,1,2027-03-01T10:30,2027-03-01T12:00,,,
R3,reflection,H,1,2027-03-15T10:00,2027-03-15T11:00,HALL,,
R4,reflection,P,1,2027-03-05T10:00,2027-03-05T11:00,,,
L1,lead,L,1,2027-03-15T11:00,2027-03-15T12:00,,T3,
"""
STRANDS = """
[[strands]]
id = "information"
size = { min = 1, max = 4 }
grouping = { rule = "open" }

[[strands]]
id = "reflection"
size = { min = 1, max = 6 }
grouping = { rule = "mixed", max_same = { team = 2 }, keep_apart = ["line_manager", "pairs", "trainer_team"], \
keep_together = "unit" }
after = { strand = "information", min_days = 7 }

[[strands]]
id = "lead"
size = { min = 1, max = 6 }
grouping = { rule = "team", fields = ["team"] }
"""
STAFF = """\
staff_id,team,line_manager_id,pattern,modes,needs,leaves_on,unit
A,Red,,,,,,
B,Red,A,,,,,
C,Red,,,,,,
D,Blue,,,,,,u
E,Blue,,,,,,u
F,Green,,,,,,
G,,,mon 09:00-10:30,,,,
H,,,,online,,,
K,,,,,step_free,2027-03-10,
M,,,,,bsl,,
N,,,,,,,
"""
TRAINERS = "trainer_id,strands,staff_id\nT1,information;reflection,\nT2,information,\nT3,lead,N\n"
BASE: dict[str, str | bytes | None] = {
    "programme.toml": PROGRAMME.split("[[strands]]")[0].replace("cover = 0.5", "") + STRANDS,
    "staff.csv": STAFF,
    "trainers.csv": TRAINERS,
    "unavailability.csv": "kind,id,start,end\nstaff,C,2027-03-15,2027-03-15\n",
    "apart.csv": "staff_id,other_id\nA,F\n",
    "wishes.csv": None,
    "sessions.csv": SESSIONS,
    "locks.csv": None,
}

IMPOSSIBLE = [
    # locks, row, part of the message
    ("G,reflection,R", 2, "not at work"),
    ("C,reflection,R", 2, "absent"),
    ("K,reflection,R", 2, "not in post"),
    ("H,reflection,H", 2, "do not suit"),
    ("M,information,I", 2, "do not suit"),
    ("N,lead,L", 2, "led by the person themself"),
    ("A,information,I\nA,reflection,Q", 3, "same time"),
    ("A,information,I\nA,reflection,Q", 3, "does not keep the days"),
    ("A,information,J\nA,reflection,R", 3, "does not keep the days"),
    ("A,information,I\nA,reflection,P", 3, "does not keep the days"),
    ("A,reflection,Q", 2, "leaves the person no time"),
    ("A,reflection,R\nB,reflection,R", 3, "may not be in a group"),
    ("A,reflection,R\nF,reflection,R", 3, "may not be in a group"),
    ("D,reflection,R\nE,reflection,H", 3, "splits people"),
    ("A,lead,L\nD,lead,L", 3, "two values of team"),
    ("D,reflection,R\nF,reflection,R\nH,reflection,R", 4, "can hold 3"),
    ("A,lead,L\nN,reflection,R", 3, "leads group L"),
]

POSSIBLE = [
    "A,reflection,R",
    "A,information,I\nA,reflection,R",
    "D,reflection,R\nF,reflection,R",
    "A,information,\nA,reflection,Q",
    "A,lead,L\nB,lead,L",
    "A,reflection,R\nB,reflection,H",
    "H,information,I\nB,information,I",
]


@pytest.mark.parametrize(("locks", "row", "part"), IMPOSSIBLE)
def test_lock_that_no_schedule_could_keep_is_a_defect(tmp_path: Path, locks: str, row: int, part: str) -> None:
    folder = write_folder(tmp_path, {**BASE, "locks.csv": f"staff_id,strand,group_id\n{locks}\n"})
    defects = defects_of(folder)
    assert any(d.file == "locks.csv" and d.row == row and part in d.message for d in defects), defects


@pytest.mark.parametrize("locks", POSSIBLE)
def test_lock_that_a_schedule_can_keep_is_none(tmp_path: Path, locks: str) -> None:
    assert reading_of(tmp_path, {**BASE, "locks.csv": f"staff_id,strand,group_id\n{locks}\n"}).problem.locks


def test_refusal_never_says_who_is_kept_apart(tmp_path: Path) -> None:
    locks = "staff_id,strand,group_id\nA,reflection,R\nF,reflection,R\n"
    (defect,) = defects_of(write_folder(tmp_path, {**BASE, "locks.csv": locks}))
    assert "apart" not in str(defect)
    assert not {"A", "F", "pairs"} & set(str(defect).replace(",", " ").split())


def test_locks_count_against_service_cover(tmp_path: Path) -> None:
    programme = str(BASE["programme.toml"]).replace("closed =", "cover = 0.3\nclosed =")
    locks = "staff_id,strand,group_id\nA,information,I\nB,information,I\n"
    (defect,) = defects_of(write_folder(tmp_path, {**BASE, "programme.toml": programme, "locks.csv": locks}))
    assert (defect.row, "cover" in defect.message) == (3, True)


def test_locks_count_against_max_same(tmp_path: Path) -> None:
    programme = str(BASE["programme.toml"]).replace("team = 2", "team = 1")
    locks = "staff_id,strand,group_id\nB,reflection,H\nC,reflection,H\n"
    changes = {**BASE, "programme.toml": programme, "locks.csv": locks, "unavailability.csv": None}
    (defect,) = defects_of(write_folder(tmp_path, changes))
    assert (defect.row, "max_same" in defect.message) == (3, True)


def test_locked_group_must_be_able_to_reach_its_least_size(tmp_path: Path) -> None:
    programme = str(BASE["programme.toml"]).replace("min = 1, max = 6", "min = 4, max = 6")
    locks = "staff_id,strand,group_id\nA,reflection,R\n"
    (defect,) = defects_of(write_folder(tmp_path, {**BASE, "programme.toml": programme, "locks.csv": locks}))
    assert "3 places, fewer than size.min" in defect.message


def test_mate_who_cannot_come_makes_the_lock_impossible(tmp_path: Path) -> None:
    absences = "kind,id,start,end\nstaff,E,2027-03-15,2027-03-15\n"
    locks = "staff_id,strand,group_id\nD,reflection,R\n"
    (defect,) = defects_of(write_folder(tmp_path, {**BASE, "unavailability.csv": absences, "locks.csv": locks}))
    assert "cannot hold E" in defect.message


def test_lock_may_name_a_group_of_the_earlier_schedule(tmp_path: Path) -> None:
    write_schedule(SCHEDULE, {}, tmp_path / "earlier")
    locks = "staff_id,strand,group_id\n001,talk,G1\n"
    programme = PROGRAMME.replace(
        "size = { min = 1, max = 3 }", "duration_minutes = 60\ntrainers = 0\nsize = { min = 1, max = 3 }"
    )
    folder = write_folder(tmp_path / "p", {"programme.toml": programme, "sessions.csv": None, "locks.csv": locks})
    assert [d.column for d in defects_of(folder)] == ["group_id"]
    assert read_folder(folder, earlier=tmp_path / "earlier").problem.locks == (Lock("001", "talk", "G1"),)


def test_earlier_schedule_that_cannot_be_read_is_refused_with_its_own_defects(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "p")
    write_schedule(Schedule(), {}, tmp_path / "earlier")
    (tmp_path / "earlier" / "sessions.csv").write_text("nothing\n")
    with pytest.raises(FolderError, match=r"sessions\.csv"):
        read_folder(folder, earlier=tmp_path / "earlier")


def test_lock_of_a_group_that_has_met_is_a_fact_of_a_repair(tmp_path: Path) -> None:
    write_schedule(SCHEDULE, {}, tmp_path / "earlier")
    folder = write_folder(tmp_path / "p", {**BASE, "locks.csv": "staff_id,strand,group_id\nC,reflection,R\n"})
    assert defects_of(folder)
    assert read_folder(folder, earlier=tmp_path / "earlier", before=date(2027, 3, 16)).problem.locks
    assert read_folder(folder, earlier=tmp_path / "earlier").problem.locks
    with pytest.raises(FolderError, match="absent"):
        read_folder(folder, earlier=tmp_path / "earlier", before=date(2027, 3, 15))
