"""The short form of the comparisons in `tests/benchmarks/peers`: same case, same count, by steps."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.grouping import GroupingTask, Mix, Shares, group_people
from tests.benchmarks.peers.anticlustering import GROUPS, check, distances, diversity, random_case
from tests.benchmarks.peers.teams import TEAM_SIZE, job_of, objective
from tests.benchmarks.peers.two_phase import diversity as unit_diversity
from tests.benchmarks.peers.two_phase import merged, two_phase_must_link


@pytest.mark.parametrize("seed", [1, 2])
def test_groups_are_at_least_as_diverse_as_those_of_must_link_anticlustering(seed: int) -> None:
    table, names = random_case(seed)
    apart, unit_of = distances(table), np.unique(names, return_inverse=True)[1].astype(np.int64)
    case = merged(apart, unit_of, GROUPS)
    units = two_phase_must_link(case, np.random.default_rng(seed), restarts=8)
    task = GroupingTask(table, GROUPS, tuple(Mix(name, standardised=True) for name in table), together=names)
    found = group_people(task, steps=2500, seed=seed)
    ours = np.array(found.place)
    check(names, ours)
    check(names, units[unit_of])
    assert diversity(apart, ours) >= diversity(apart, units[unit_of])
    # With groups of one size, what is made small is twice the diversity turned round, up to a constant.
    inside = diversity(apart, units[unit_of]) - unit_diversity(case, units)
    place = np.array([ours[unit_of == unit][0] for unit in range(len(units))])
    assert diversity(apart, ours) == pytest.approx(unit_diversity(case, place) + inside)


def test_shares_are_what_team_formation_counts() -> None:
    job = job_of(120, 1, 0)
    aims = tuple(Shares(name, 1, frozenset({max(values)})) for name, values in job["attributes"].items())
    found = group_people(GroupingTask(job["attributes"], 120 // TEAM_SIZE, aims), steps=2000)
    assert found.cost == objective(job, list(found.place))
    # team-formation proves 25 to be the least in four seconds.
    assert found.cost == 25
