"""The judge agrees with a reference judge that was written apart from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

from scheduler.folder import read_folder
from scheduler.referee import judge
from scheduler.rules import Rule
from scheduler.schedule import Schedule
from tests.agreement import Court, kept_schedule, middle, open_court, trials
from tests.scheduler.referee.breaking import MUTATIONS, REPAIR_MUTATIONS
from tests.scheduler.referee.mutations import Mutation
from tests.scheduler.referee.naive import naive_schedule
from tests.scheduler.referee.outside import MEANING, ONLY_HERE, load_outside, shared_folder

FOLDERS = 60


@pytest.fixture(scope="module")
def outside() -> ModuleType:
    module = load_outside()
    if module is None:
        pytest.skip("the reference judge is not here; LEARNING_SHARED names the folder that holds it")
    return module


@dataclass
class Bench:
    """Random folders with a schedule that keeps every rule, made when first asked for."""

    outside: ModuleType
    root: Path

    def __post_init__(self) -> None:
        self.seen: list[tuple[Court, Schedule]] = []
        self.seed = 1000

    def cases(self, most: int = 150) -> Iterator[tuple[Court, Schedule]]:
        for number in range(most):
            while number >= len(self.seen):
                self._add()
            yield self.seen[number]

    def _add(self) -> None:
        court = open_court(self.outside, self.root / str(self.seed), self.seed)
        schedule = naive_schedule(court.problem, self.seed)
        if judge(court.problem, schedule).valid and schedule.allocations:
            self.seen.append((court, schedule))
        self.seed += 1


@pytest.fixture(scope="module")
def bench(outside: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(outside, tmp_path_factory.mktemp("bench"))


def test_judges_agree_on_random_folders_made_broken_and_repaired(outside: ModuleType, tmp_path: Path) -> None:
    judged = [
        trial
        for seed in range(FOLDERS)
        for trial in trials(open_court(outside, tmp_path / str(seed), seed), mutations=3)
    ]

    assert [f"{trial.name}: {trial.differences}" for trial in judged if trial.differences] == []
    assert sum(not trial.rules for trial in judged) > FOLDERS
    assert sum(bool(trial.rules) for trial in judged) > 2 * FOLDERS


@pytest.mark.parametrize("rule", MUTATIONS, ids=lambda rule: rule.value)
def test_mutation_breaks_its_rule_before_both_judges(rule: Rule, bench: Bench) -> None:
    def spoil(court: Court, schedule: Schedule, mutation: Mutation, r: Random) -> bool:
        spoilt = mutation(court.problem, schedule, r)
        return spoilt is not None and found_by_both(rule, court, spoilt)

    assert any_case(bench, MUTATIONS[rule], spoil)


@pytest.mark.parametrize("rule", REPAIR_MUTATIONS, ids=lambda rule: rule.value)
def test_mutation_of_a_repair_breaks_its_rule_before_both_judges(rule: Rule, bench: Bench) -> None:
    def spoil(court: Court, schedule: Schedule, mutation: Mutation, r: Random) -> bool:
        before = middle(court.problem)
        spoilt = mutation(court.problem, kept_schedule(court.problem, schedule, before), r)
        return spoilt is not None and found_by_both(rule, court, spoilt, schedule, before)

    assert any_case(bench, REPAIR_MUTATIONS[rule], spoil)


def test_every_rule_is_broken_by_some_mutation() -> None:
    of_the_summary = {Rule.SUMMARY_WRONG, Rule.BOUND_BEATEN}

    assert set(MUTATIONS) | set(REPAIR_MUTATIONS) | of_the_summary == set(Rule)


@pytest.mark.parametrize("name", ["tiny-60", "planted1-1200"])
def test_judges_agree_on_a_real_case(name: str, outside: ModuleType, tmp_path: Path) -> None:
    shared = shared_folder()
    assert shared
    folder = shared / "instances" / name
    problem = read_folder(folder).problem
    court = Court(0, tmp_path, problem, outside, outside.Programme(folder))

    trial = court.trial(name, naive_schedule(problem, tries=5))

    assert (trial.names, trial.rules) == (frozenset(), frozenset())


def any_case(
    bench: Bench, mutations: tuple[Mutation, ...], spoil: Callable[[Court, Schedule, Mutation, Random], bool]
) -> bool:
    r = Random(1)
    return any(
        spoil(court, schedule, mutation, r)
        for court, schedule in bench.cases()
        for mutation in mutations
        for _ in range(3)
    )


def found_by_both(
    rule: Rule, court: Court, spoilt: Schedule, earlier: Schedule | None = None, before: date | None = None
) -> bool:
    """Whether the schedule breaks the rule here; then the reference judge has to say so too."""
    verdict = judge(court.problem, spoilt, earlier=earlier, before=before)
    if not any(violation.rule is rule for violation in verdict.violations):
        return False
    trial = court.trial(rule.value, spoilt, earlier, before)
    assert trial.differences == []
    return rule in ONLY_HERE or any(rule in MEANING[name] for name in trial.names)
