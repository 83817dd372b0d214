"""Solve, for real: processes that search, stop, run out of time or memory, or die; and one result whatever happens."""

from __future__ import annotations

import csv
import json
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic

import pytest

from scheduler.engine.answer import answer
from scheduler.engine.budget import Budget
from scheduler.engine.build import build_instance
from scheduler.engine.search import search
from scheduler.folder import read_folder, write_schedule
from scheduler.outcome import Limits, Progress, Result, Status
from scheduler.problem import Aim, Problem
from scheduler.proofs.prover import NAME
from scheduler.referee import judge
from scheduler.referee.summary import check_summary
from scheduler.sample import write_sample
from scheduler.schedule import Schedule
from scheduler.solve import solve
from tests.random_folders import write_random_folder
from tests.scheduler.explain.small import MONDAY, people, problem, strand

STAFF = 150
PATIENCE_SECONDS = 60.0


@pytest.fixture(scope="module")
def council_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("council") / "programme"
    write_sample(folder, staff=STAFF)
    return folder


@pytest.fixture(scope="module")
def council(council_folder: Path) -> Problem:
    return read_folder(council_folder).problem


@dataclass
class Watcher:
    """Hears all news and does something once, as soon as somebody is placed."""

    then: Callable[[], None] = lambda: None
    news: list[Progress] = field(default_factory=list)
    acted: bool = False

    def __call__(self, progress: Progress) -> None:
        self.news.append(progress)
        if progress.placed and not self.acted:
            self.acted = True
            self.then()


def is_a_result(case: Problem, result: Result) -> bool:
    """Whether there is a schedule that keeps every rule, and a summary that is true of it."""
    assert result.schedule is not None
    told = json.loads(json.dumps(result.summary))
    assert judge(case, result.schedule).violations == ()
    assert check_summary(case, result.schedule, told) == ()
    assert multiprocessing.active_children() == []
    return True


@pytest.fixture(scope="module")
def finished(council: Problem) -> tuple[Result, list[Progress]]:
    """A search that nothing disturbed, and all that was heard of it."""
    watcher = Watcher()
    result = solve(council, Limits(effort=3, seed=7, time_seconds=None, workers=1), progress=watcher)
    return result, watcher.news


def test_search_that_tried_every_aim_is_finished(council: Problem, finished: tuple[Result, list[Progress]]) -> None:
    result, _ = finished
    assert result.status is Status.FINISHED
    assert is_a_result(council, result)
    assert result.summary["aims"]["placed"]["value"] == result.summary["aims"]["placed"]["bound"]  # type: ignore[index]


def test_search_ends_long_before_its_limit_once_every_aim_is_proven_best() -> None:
    case = problem([strand(max_size=6)], people(12))
    result = solve(case, Limits(time_seconds=10 * PATIENCE_SECONDS))
    assert result.status is Status.FINISHED
    assert is_a_result(case, result)
    assert float(str(result.summary["seconds"])) < PATIENCE_SECONDS
    aims = result.summary["aims"]
    assert all(aim["value"] == aim["bound"] for aim in aims.values())  # type: ignore[attr-defined]


def test_search_until_complete_ends_with_the_first_complete_schedule(council: Problem) -> None:
    result = solve(council, Limits(time_seconds=10 * PATIENCE_SECONDS, until_complete=True))
    assert is_a_result(council, result)
    assert result.status is Status.STOPPED
    assert result.summary["aims"]["placed"]["value"] == result.summary["aims"]["placed"]["bound"]  # type: ignore[index]
    assert float(str(result.summary["seconds"])) < PATIENCE_SECONDS


def test_trace_gets_better_step_by_step_and_ends_with_what_was_reached(finished: tuple[Result, list[Progress]]) -> None:
    result, _ = finished
    aims = result.summary["aims"]
    last = result.trace[-1]
    assert last.aims["placed"] == aims["placed"]["value"]  # type: ignore[index]
    assert last.aims["groups"] == aims["groups"]["value"]  # type: ignore[index]
    placed = [int(str(step.aims["placed"])) for step in result.trace]
    assert placed == sorted(placed)
    assert [step.seconds for step in result.trace] == sorted(step.seconds for step in result.trace)


def test_stop_asked_at_once_leaves_at_once_with_whatever_there_is(council: Problem) -> None:
    started = monotonic()
    result = solve(council, Limits(time_seconds=None), stop=lambda: True)
    assert monotonic() - started < PATIENCE_SECONDS
    assert result.status in (Status.STOPPED, Status.NONE)
    assert (result.schedule is None) == (result.status is Status.NONE)
    assert result.schedule is None or is_a_result(council, result)


def test_stop_asked_after_the_first_schedule_keeps_the_best(council: Problem) -> None:
    watcher = Watcher()
    result = solve(council, Limits(time_seconds=None), progress=watcher, stop=lambda: watcher.acted)
    assert result.status is Status.STOPPED
    assert is_a_result(council, result)
    assert result.schedule is not None
    assert len(result.schedule.allocations) >= watcher.news[-1].placed > 0


@pytest.mark.parametrize("seconds", [0.0, 0.01])
def test_hardly_any_time_ends_soon_and_without_a_traceback(
    council: Problem, seconds: float, capfd: pytest.CaptureFixture[str]
) -> None:
    started = monotonic()
    result = solve(council, Limits(time_seconds=seconds))
    assert monotonic() - started < PATIENCE_SECONDS
    assert result.status in (Status.STOPPED, Status.NONE)
    assert result.schedule is None or is_a_result(council, result)
    assert "Traceback" not in capfd.readouterr().err


def test_time_that_ran_before_the_call_counts(council: Problem) -> None:
    result = solve(council, Limits(time_seconds=10, started=monotonic() - 10))
    assert result.status in (Status.STOPPED, Status.NONE)
    assert float(str(result.summary["seconds"])) >= 10


def kill_all_searches() -> None:
    for child in multiprocessing.active_children():
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)


def test_search_that_is_killed_leaves_the_best_schedule(council: Problem) -> None:
    watcher = Watcher(then=kill_all_searches)
    result = solve(council, Limits(time_seconds=PATIENCE_SECONDS), progress=watcher)
    assert result.status is Status.DIED
    assert is_a_result(council, result)
    assert result.schedule is not None
    assert len(result.schedule.allocations) > 0


def test_other_search_goes_on_when_one_is_killed(council: Problem) -> None:
    def kill_the_one_that_tells() -> None:
        child = min(multiprocessing.active_children(), key=lambda process: process.pid or 0)
        child.kill()

    result = solve(council, Limits(effort=0, time_seconds=None), progress=Watcher(then=kill_the_one_that_tells))
    assert result.status is Status.FINISHED
    assert is_a_result(council, result)


def test_search_killed_before_any_schedule_gives_none(council: Problem) -> None:
    def kill_and_go_on() -> bool:
        kill_all_searches()
        return False

    result = solve(council, Limits(time_seconds=PATIENCE_SECONDS), stop=kill_and_go_on)
    assert result.status is Status.NONE
    assert result.schedule is None
    assert result.summary["strands"] == {}
    json.dumps(result.summary)


@pytest.mark.parametrize("megabytes", [1, 60, 97, 103, 115])
def test_too_little_memory_is_a_status_and_never_a_traceback(
    council: Problem, megabytes: int, capfd: pytest.CaptureFixture[str]
) -> None:
    started = monotonic()
    result = solve(council, Limits(effort=0, time_seconds=PATIENCE_SECONDS, workers=1, memory_megabytes=megabytes))
    assert monotonic() - started < PATIENCE_SECONDS
    assert megabytes > 60 or result.status is Status.NONE
    assert (result.schedule is None) == (result.status is Status.NONE)
    assert result.schedule is None or is_a_result(council, result)
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux lets the limit of another process be lowered")
def test_memory_that_runs_out_on_the_way_leaves_the_best_schedule(
    council: Problem, capfd: pytest.CaptureFixture[str]
) -> None:
    def leave_no_more_memory() -> None:
        for child in multiprocessing.active_children():
            # The prover may only just be starting: Python itself would complain there.
            if child.name != NAME:
                resource.prlimit(child.pid or 0, resource.RLIMIT_DATA, (0, 0))

    watcher = Watcher(then=leave_no_more_memory)
    result = solve(council, Limits(effort=10_000, time_seconds=PATIENCE_SECONDS, workers=1), progress=watcher)
    assert result.status is Status.DIED
    assert is_a_result(council, result)
    assert "Traceback" not in capfd.readouterr().err


def test_nothing_is_left_running_when_whoever_listens_fails(council: Problem) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        solve(council, Limits(time_seconds=PATIENCE_SECONDS), progress=Watcher(then=fail))
    assert multiprocessing.active_children() == []


def test_progress_never_goes_back(council: Problem, finished: tuple[Result, list[Progress]]) -> None:
    result, news = finished
    assert result.schedule is not None
    assert [each.placed for each in news] == sorted(each.placed for each in news)
    assert [each.seconds for each in news] == sorted(each.seconds for each in news)
    assert {each.audience for each in news} == {len(result.schedule.allocations) + len(result.schedule.unplaced)}
    assert news[-1].placed <= len(result.schedule.allocations)
    assert all(each.stage and set(each.aims) == {str(aim) for aim in council.order} for each in news)
    bound = result.summary["aims"]["groups"]["bound"]  # type: ignore[index]
    assert news[-1].groups_bound == bound


def test_summary_says_all_that_the_contract_asks(council: Problem, finished: tuple[Result, list[Progress]]) -> None:
    result, _ = finished
    told = json.loads(json.dumps(result.summary))
    assert told["status"] == "finished"
    assert told["seed"] == 7
    assert set(told["versions"]) >= {"learning", "ortools", "numpy"}
    assert 0 < told["seconds_to_first_complete"] <= told["seconds"]
    assert set(told["strands"]) == {each.strand_id for each in council.strands}
    wanted = {"audience", "placed", "unplaced", "groups", "sessions", "first_day", "last_day", "aims"}
    wanted |= {"groups_at_least"}
    assert all(set(each) == wanted for each in told["strands"].values())
    assert list(told["aims"]) == [str(aim) for aim in council.order]
    for aim in told["aims"].values():
        assert set(aim) == {"value", "bound", "proof"}
        assert isinstance(aim["proof"], str)
    assert check_summary(council, result.schedule, told) == ()  # type: ignore[arg-type]


def test_seconds_to_first_complete_stay_open_while_somebody_could_still_be_placed() -> None:
    """Five people and four seats on the only day: one is left, and no bound says that it must be so."""
    case = problem([strand(last_day=MONDAY, min_size=1, max_size=2)], people(5), last_day=MONDAY)
    result = solve(case, Limits(effort=0, time_seconds=None, workers=1))
    assert is_a_result(case, result)
    placed = result.summary["aims"]["placed"]  # type: ignore[index]
    assert placed["value"] == 4
    assert (result.summary["seconds_to_first_complete"] is None) == (placed["bound"] > 4)


@pytest.mark.parametrize(
    "case",
    [
        problem([strand()], ()),
        problem([strand()], people(1)),
        problem([strand()], people(5), trainers=()),
        problem([strand()], people(5), venues=()),
        problem([strand(start_times=())], people(5)),
        problem([strand()], people(5), closed=frozenset(MONDAY.replace(day=day) for day in range(10, 15))),
    ],
    ids=["nobody", "too few", "no trainer", "no venue", "no time", "all closed"],
)
def test_programme_in_which_nobody_can_meet_has_an_empty_schedule(case: Problem) -> None:
    result = solve(case, Limits(effort=0, time_seconds=None, workers=1))
    assert result.status is Status.FINISHED
    assert is_a_result(case, result)
    assert result.schedule is not None
    assert result.schedule.allocations == ()
    assert len(result.schedule.unplaced) == len(case.people)


def shuffled(folder: Path, out: Path, seed: int) -> Path:
    """The same programme with the rows and columns of every table in another order."""
    r = Random(seed)
    out.mkdir()
    (out / "programme.toml").write_text((folder / "programme.toml").read_text(encoding="utf-8"), encoding="utf-8")
    for table in folder.glob("*.csv"):
        with table.open(newline="", encoding="utf-8") as file:
            head, *rows = list(csv.reader(file))
        order = r.sample(range(len(head)), len(head))
        with (out / table.name).open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerows([[row[column] for column in order] for row in [head, *r.sample(rows, len(rows))]])
    return out


def written(case: Problem, limits: Limits, out: Path) -> dict[str, bytes]:
    """The bytes of the three tables of the schedule."""
    result = solve(case, limits)
    assert result.schedule is not None
    write_schedule(result.schedule, {}, out)
    return {table.name: table.read_bytes() for table in out.glob("*.csv")}


def test_same_seed_and_effort_give_the_same_files_in_any_order_of_rows(council_folder: Path, tmp_path: Path) -> None:
    limits = Limits(effort=1, seed=3, time_seconds=None)
    first = written(read_folder(council_folder).problem, limits, tmp_path / "first")
    again = written(read_folder(council_folder).problem, limits, tmp_path / "again")
    other = written(read_folder(shuffled(council_folder, tmp_path / "in", 1)).problem, limits, tmp_path / "other")
    assert set(first) == {"sessions.csv", "allocations.csv", "unplaced.csv"}
    assert again == first
    assert other == first


@pytest.mark.parametrize("seed", [0, 3, 10])
def test_order_of_rows_changes_nothing_in_any_random_folder(seed: int, tmp_path: Path) -> None:
    write_random_folder(tmp_path / "in", seed)
    other = shuffled(tmp_path / "in", tmp_path / "other", seed)
    assert found_in(other, seed) == found_in(tmp_path / "in", seed)


def found_in(folder: Path, seed: int) -> object:
    """All that a search of a fixed effort finds, step by step."""
    instance = build_instance(read_folder(folder).problem)
    budget = Budget(None, 2, lambda: False)
    return [(found.score, answer(found.plan)) for found in search(instance, budget, seed) if found.better]


def test_more_effort_is_never_worse(council: Problem) -> None:
    values = []
    for effort in (0, 10):
        result = solve(council, Limits(effort=effort, time_seconds=None, workers=1))
        aims = result.summary["aims"]
        values.append((aims[Aim.PLACED]["value"], -aims[Aim.GROUPS]["value"]))  # type: ignore[index]
    assert values[1] >= values[0]


def test_better_schedules_are_handed_on_while_the_search_runs_and_another_can_begin_from_them(council: Problem) -> None:
    kept: list[Schedule] = []
    result = solve(council, Limits(time_seconds=4, workers=1), keep=kept.append)
    assert result.schedule is not None
    assert kept
    assert len(kept[-1].allocations) == len(result.schedule.allocations)
    again = solve(council, Limits(time_seconds=3, workers=1), start=kept[-1])
    assert again.schedule is not None
    assert len(again.schedule.allocations) >= len(kept[-1].allocations)
