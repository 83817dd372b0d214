"""Random programmes, tightened: whatever a report says holds, and it says nothing that is confidential."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from scheduler.bottlenecks import Effort, bottlenecks, find_bottlenecks
from scheduler.folder import read_folder
from scheduler.problem import Problem
from tests.random_folders import write_random_folder
from tests.scheduler.bottlenecks.checking import best_known, faults

SEEDS = range(5)
LITTLE = Effort(rounds=1)


def tightened(folder: Path, seed: int) -> Problem:
    """A random programme with some of its trainers and venues gone."""
    write_random_folder(folder, seed)
    programme, random = read_folder(folder).problem, Random(seed)
    given = {name for session in programme.given for name in (*session.trainer_ids, session.venue_id)}
    trainers = tuple(t for t in programme.trainers if t.trainer_id in given or random.random() < 0.5)
    venues = tuple(v for v in programme.venues if v.venue_id in given or random.random() < 0.7)
    return replace(programme, trainers=trainers, venues=venues)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_remedy_places_whom_it_says_and_nothing_proven_is_contradicted(seed: int, tmp_path: Path) -> None:
    programme = tightened(tmp_path, seed)
    schedule = best_known(programme)

    report = bottlenecks(programme, schedule, effort=LITTLE, time_seconds=3)

    assert faults(programme, schedule, report) == []


@pytest.mark.parametrize("seed", range(25))
def test_what_is_proven_short_is_short_in_every_schedule(seed: int, tmp_path: Path) -> None:
    programme = tightened(tmp_path, seed)
    first, second = best_known(programme), best_known(programme, seed=1)

    for found in (each for each in find_bottlenecks(programme, first) if each.proven):
        assert found.short <= sum(row.strand in found.strands for row in second.unplaced)


def test_confidential_pairs_and_values_by_which_nobody_should_be_alone_stay_out_of_the_report(tmp_path: Path) -> None:
    found = 0
    for seed in range(60):
        folder = tmp_path / str(seed)
        programme = tightened(folder, seed)
        hidden = {strand.grouping.not_alone for strand in programme.strands} - {""}
        if not hidden or not programme.apart or found == 2:
            continue
        values = {person.value(column) for person in programme.people for column in hidden} - {""}
        marked = replace(
            programme,
            people=tuple(
                replace(p, attributes={**p.attributes, **{c: f"secret-{p.value(c)}" for c in hidden if p.value(c)}})
                for p in programme.people
            ),
        )
        report = bottlenecks(marked, best_known(marked), effort=LITTLE, time_seconds=2)
        if not values or not report.left:
            continue
        found += 1
        text = json.dumps(report.as_json())
        assert "secret-" not in text
        assert not any(f'"{column}"' in text or f" {column} " in text for column in hidden)
        assert "pairs" not in text
        assert "apart" not in text.replace("units_apart", "")
    assert found == 2


def test_limit_on_a_column_by_which_nobody_should_be_alone_is_never_eased(tmp_path: Path) -> None:
    from scheduler.problem import Grouping, GroupingRule
    from tests.scheduler.explain.small import people, problem, strand

    grouping = Grouping(GroupingRule.MIXED, max_same={"affinity": 1}, not_alone="affinity")
    programme = problem([strand(grouping=grouping)], people(2, attributes={"affinity": "secret-x"}))
    report = bottlenecks(programme, best_known(programme))

    assert len(report.left) == 2
    assert "affinity" not in json.dumps(report.as_json())


def test_same_effort_gives_the_same_report_whatever_the_order_of_rows(tmp_path: Path) -> None:
    programme = tightened(tmp_path, 0)
    turned = replace(
        programme,
        people=programme.people[::-1],
        trainers=programme.trainers[::-1],
        venues=programme.venues[::-1],
    )
    reports = [bottlenecks(each, best_known(each), effort=LITTLE).as_json() for each in (programme, turned)]

    assert reports[0] == reports[1]
