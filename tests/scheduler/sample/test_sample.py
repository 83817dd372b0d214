"""The sample council: believable, fictional, feasible on paper, the same for one seed."""

from __future__ import annotations

import hashlib
import math
import re
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.errors import FolderError
from scheduler.folder import Reading, read_folder
from scheduler.problem import Problem, Strand
from scheduler.realism import Outlook, Realism, Resource, realism
from scheduler.sample import LEAST_STAFF, MOST_STAFF, write_sample

STANDARD = "b302962ca76d63afdf17f10c696d9f5a3d33aca984d7d75c808408be4c4f73b0"
"""SHA-256 of the files of 300 people of seed 3, one after the other by name."""
SIZES = (20, 21, 33, 60, 149, 150, 399, 400, 1200, 4500)


@pytest.fixture(scope="module", params=SIZES)
def reading(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return read_sample(tmp_path_factory.mktemp("council"), request.param)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    return read_sample(tmp_path_factory.mktemp("council"), 4500).problem


@pytest.fixture(scope="module")
def report(large: Problem) -> Realism:
    return realism(large)


def read_sample(folder: Path, staff: int, seed: int = 1) -> Reading:
    write_sample(folder / "council", staff=staff, seed=seed)
    return read_folder(folder / "council")


def strand_of(problem: Problem, strand_id: str) -> Strand:
    return next(strand for strand in problem.strands if strand.strand_id == strand_id)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_sample_reads_back_without_warnings(reading: Reading) -> None:
    assert reading.warnings == ()


def test_sample_has_exactly_the_people_asked_for(reading: Reading) -> None:
    assert len(reading.problem.people) in SIZES


def test_sample_is_possible_on_paper_at_every_size(reading: Reading) -> None:
    outlook = realism(reading.problem)
    assert outlook.outlook is Outlook.COMFORTABLE
    assert [strand.people_no_group_fits for strand in outlook.strands] == [0, 0, 0, 0]


def test_sample_limits_leave_room_for_the_largest_team_and_directorate(reading: Reading) -> None:
    problem = reading.problem
    reflection = strand_of(problem, "reflection")
    groups = math.ceil(len(problem.people) / reflection.max_size)
    for column, most in reflection.grouping.max_same.items():
        largest = max(Counter(person.value(column) for person in problem.people).values())
        assert most * groups >= 1.5 * largest


def test_sample_cover_lets_enough_people_away_for_a_largest_session(reading: Reading) -> None:
    problem = reading.problem
    assert problem.cover is not None
    sizes = Counter(person.team for person in problem.people)
    away = sum(max(1, math.floor(problem.cover * size)) for size in sizes.values())
    assert away >= max(strand.max_size for strand in problem.strands if strand.strand_id != "manager")


def test_sample_line_managers_form_one_tree(reading: Reading) -> None:
    boss = {person.staff_id: person.line_manager_id for person in reading.problem.people}
    assert sum(1 for manager in boss.values() if not manager) == 1
    for person in boss:
        seen = set()
        while person:
            assert person not in seen
            seen.add(person)
            person = boss[person]


def test_sample_everyone_with_reports_is_tagged_a_manager(reading: Reading) -> None:
    people = reading.problem.people
    with_reports = {person.line_manager_id for person in people} - {""}
    assert with_reports == {person.staff_id for person in people if "manager" in person.tags}


def test_sample_has_about_one_manager_in_seven(large: Problem) -> None:
    managers = sum(1 for person in large.people if "manager" in person.tags)
    assert 0.13 <= managers / len(large.people) <= 0.15


def test_sample_teams_are_many_and_small_with_one_huge(large: Problem) -> None:
    sizes = sorted(Counter(person.team for person in large.people).values())
    assert 6 <= median(sizes) <= 12
    assert sizes[0] >= 4
    assert sizes[-1] >= 100 > sizes[-2]


def test_sample_one_in_two_hundred_can_attend_nothing(large: Problem, report: Realism) -> None:
    information = next(strand for strand in report.strands if strand.strand == "information")
    assert information.people_who_cannot_attend == len(large.people) * 5 // 1000
    assert sum(strand.people_held_back for strand in report.strands) == 0


def test_sample_has_trainers_for_about_half_as_much_again(report: Realism) -> None:
    whole = next(item for item in report.balances if item.resource is Resource.TRAINERS and len(item.strands) == 4)
    assert 1.3 <= whole.available / whole.needed <= 1.65


def test_sample_has_six_to_twelve_trainers_of_both_kinds(large: Problem) -> None:
    kinds = Counter(trainer.kind for trainer in large.trainers)
    assert 6 <= kinds.total() <= 12
    assert kinds["internal"] >= 2
    assert kinds["provider"] >= 2


def test_sample_internal_trainers_are_staff_who_train_first(large: Problem) -> None:
    staff = {person.staff_id: person for person in large.people}
    internal = [trainer for trainer in large.trainers if trainer.kind == "internal"]
    assert {trainer.ready_after for trainer in internal} == {"train_the_trainer"}
    assert all("trainer" in staff[trainer.staff_id].tags and trainer.bio for trainer in internal)


def test_sample_of_one_seed_is_the_same_to_the_byte(tmp_path: Path) -> None:
    write_sample(tmp_path / "one", staff=300, seed=7)
    write_sample(tmp_path / "two", staff=300, seed=7)
    write_sample(tmp_path / "other", staff=300, seed=8)
    assert content(tmp_path / "one") == content(tmp_path / "two")
    assert content(tmp_path / "one") != content(tmp_path / "other")


def test_sample_addresses_belong_to_reserved_domains(tmp_path: Path) -> None:
    write_sample(tmp_path / "council", staff=120)
    text = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "council").iterdir())
    domains = set(re.findall(r"@([\w.]+)", text)) | set(re.findall(r"https?://([\w.]+)", text))
    assert domains
    assert all(domain.endswith(".example") for domain in domains)


@settings(max_examples=25)
@given(
    staff=st.integers(LEAST_STAFF, 500), seed=st.integers(0, 10**6), starts=st.dates(date(2024, 1, 1), date(2040, 1, 1))
)
def test_sample_of_any_size_seed_and_start_can_be_read(staff: int, seed: int, starts: date) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_sample(Path(folder) / "council", staff=staff, seed=seed, starts=starts)
        reading = read_folder(Path(folder) / "council")
    assert (len(reading.problem.people), reading.warnings) == (staff, ())
    assert -7 < (reading.problem.first_day - starts).days <= 28
    assert reading.problem.first_day.weekday() == 0


def test_programme_does_not_begin_in_a_holiday(tmp_path: Path) -> None:
    """Easter Monday of 2031 is 14 April, and the council closes for the days after it."""
    write_sample(tmp_path / "council", staff=20, seed=1, starts=date(2031, 4, 14))
    assert read_folder(tmp_path / "council").problem.first_day == date(2031, 4, 21)


@settings(max_examples=25)
@given(staff=st.integers(LEAST_STAFF, 500), seed=st.integers(0, 10**6))
def test_sample_of_the_standard_year_is_comfortable(staff: int, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        reading = read_sample(Path(folder), staff, seed)
    assert realism(reading.problem).outlook is Outlook.COMFORTABLE


def test_sample_fills_an_empty_folder_and_makes_missing_ones(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_sample(tmp_path / "empty", staff=20)
    write_sample(tmp_path / "new" / "deep", staff=20)
    assert content(tmp_path / "empty") == content(tmp_path / "new" / "deep")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_sample_refuses_a_folder_with_anything_in_it(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(FolderError, match="not empty"):
        write_sample(tmp_path, staff=20)
    assert content(tmp_path) == {"notes.txt": b"mine"}


def test_sample_refuses_the_name_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "council").write_text("mine")
    with pytest.raises(FolderError, match="a file of this name"):
        write_sample(tmp_path / "council", staff=20)


def test_sample_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(FolderError, match="cannot be written"):
        write_sample(tmp_path / "file" / "council", staff=20)


def test_standard_year_stays_what_it_is(tmp_path: Path) -> None:
    """Figures that were measured on a sample can be measured again."""
    write_sample(tmp_path / "council", staff=300, seed=3)
    files = sorted(content(tmp_path / "council").items())
    assert hashlib.sha256(b"".join(text for _, text in files)).hexdigest() == STANDARD


@pytest.mark.parametrize("starts", [date(1850, 1, 1), date(2500, 1, 1)])
def test_sample_far_from_our_time_is_a_mistake_of_the_caller(tmp_path: Path, starts: date) -> None:
    with pytest.raises(ValueError, match="begins between"):
        write_sample(tmp_path / "council", staff=20, starts=starts)


@pytest.mark.parametrize("staff", [LEAST_STAFF - 1, MOST_STAFF + 1])
def test_sample_of_an_impossible_size_is_a_mistake_of_the_caller(tmp_path: Path, staff: int) -> None:
    with pytest.raises(ValueError, match="20 to 45,000 people"):
        write_sample(tmp_path / "council", staff=staff)
    assert list(tmp_path.iterdir()) == []
