"""The random folders of the tests: one seed one folder, all of them readable, every option drawn."""

from __future__ import annotations

from pathlib import Path

from scheduler.folder import read_folder
from scheduler.problem import Aim, GroupingRule, KeepApart
from tests.random_folders import write_random_folder

OPTIONS = {
    "audience",
    "exclude",
    "after",
    "after list",
    "max_days",
    "meetings",
    "trainer_kinds",
    "mix",
    "not_alone",
    "keep_together",
    "line_manager",
    "pairs",
    "trainer_team",
    "rule open",
    "rule mixed",
    "rule team",
    "given",
    "given with venue",
    "given without venue",
    "places",
    "lock",
    "exempt",
    "wishes",
    "cover",
    "holidays",
    "closed",
    "travel_minutes",
    "break_minutes",
    "turnaround_minutes",
    "order",
    "night",
    "weekend",
    "pattern",
    "person modes",
    "sites",
    "needs",
    "joins_on",
    "leaves_on",
    "blank team",
    "trainer staff_id",
    "ready_after",
    "trainer modes",
    "max_per_day",
    "max_per_week",
    "from",
    "until",
    "capacity",
    "parallel",
    "venue pattern",
    "strand modes",
    "strand first_day",
    "strand last_day",
    "strand weekdays",
    "strand start_times",
    "title and lot",
    "unavailability of staff",
    "unavailability of trainer",
    "unavailability of venue",
}


def test_random_folder_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    def texts(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        write_random_folder(tmp_path / name, seed)

    assert texts(tmp_path / "one") == texts(tmp_path / "two")
    assert texts(tmp_path / "one") != texts(tmp_path / "three")


def test_random_folders_are_readable_and_use_every_option_between_them(tmp_path: Path) -> None:
    used: set[str] = set()
    problems = []
    for seed in range(80):
        used |= write_random_folder(tmp_path / str(seed), seed)
        problems.append(read_folder(tmp_path / str(seed)).problem)

    assert used == OPTIONS
    assert {s.grouping.rule for p in problems for s in p.strands} == set(GroupingRule)
    assert {kind for p in problems for s in p.strands for kind in s.grouping.keep_apart} == set(KeepApart)
    assert {set(p.order) == set(Aim) for p in problems} == {True}
    assert {len(p.people) for p in problems} <= set(range(8, 61))
