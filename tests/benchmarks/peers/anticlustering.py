"""Our grouping against must-link anticlustering on cases as in its paper.

Papenberg et al. 2025 (doi 10.1101/2025.03.03.641320) put 320 samples of 139 patients (1 to 8 of each,
always together) into 20 groups of 16, balanced on four categories, with their heuristic 2PML and 500
restarts. ``python -m tests.benchmarks.peers.anticlustering`` makes such cases, one for each seed, gives
2PML (`two_phase.py`, all its restarts, however long they take) and our grouping (one second) the same
case, and counts both results with one function: the diversity, the sum of the squared Euclidean
distances of all pairs of one group over the standardised indicators of all values. More is better.

``--table FILE`` takes the table of the paper's own example instead (columns patient_id, endo, site, phase,
stage),.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scheduler.grouping import GroupingTask, Mix, group_people
from tests.benchmarks.peers.two_phase import merged, two_phase_must_link

GROUPS, PEOPLE = 20, 320
UNIT_SIZES = {2: 41, 3: 23, 4: 11, 5: 10, 6: 1, 7: 1, 8: 1}
"""Size -> roughly how many of the 89 patients with more than one sample have it."""
ALONE = 50
ATTRIBUTES = ("endo", "site", "phase", "stage")
Table = dict[str, list[str]]


def random_case(seed: int) -> tuple[Table, list[str]]:
    """139 patients as in the paper: those with one sample are the healthy controls."""
    rng = np.random.default_rng(seed)
    sizes, chances = np.array(list(UNIT_SIZES)), np.array(list(UNIT_SIZES.values()), dtype=float)
    units = np.zeros(0, dtype=int)
    while units.sum() != PEOPLE - ALONE:
        units = rng.choice(sizes, size=89, p=chances / chances.sum())
    table: Table = {name: [] for name in ATTRIBUTES}
    names: list[str] = []
    for patient, size in enumerate([1] * ALONE + units.tolist()):
        control = size == 1
        stage = "none" if control else ("early" if rng.random() < 0.27 else "late")
        row = ("no" if control else "yes", draw(rng, 0.56 if control else 0.2), draw(rng, 0.65), stage)
        names += [f"patient {patient}"] * size
        for name, value in zip(ATTRIBUTES, row, strict=True):
            table[name] += [value] * size
    return table, names


def draw(rng: np.random.Generator, share: float) -> str:
    return "a" if rng.random() < share else "b"


def read_case(path: Path) -> tuple[Table, list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in ATTRIBUTES}, [row["patient_id"] for row in rows]


def distances(table: Table) -> NDArray[np.float64]:
    """(people, people) squared Euclidean distances over the standardised indicators of all values."""
    columns = [[float(value == each) for value in values] for values in table.values() for each in sorted(set(values))]
    features = np.array(columns).T
    features = (features - features.mean(axis=0)) / features.std(axis=0, ddof=1)
    square = (features**2).sum(axis=1)
    found: NDArray[np.float64] = square[:, None] + square[None, :] - 2 * features @ features.T
    return found


def diversity(apart: NDArray[np.float64], place: NDArray[np.int64]) -> float:
    """The sum of the distances of all pairs of one group, counted from nothing but who sits where."""
    return float(apart[place[:, None] == place[None, :]].sum()) / 2


def check(names: list[str], place: NDArray[np.int64]) -> None:
    """Groups are of one size and nobody of one unit sits apart from it."""
    assert set(np.bincount(place, minlength=GROUPS)) <= {len(names) // GROUPS, -(-len(names) // GROUPS)}
    assert len(set(zip(names, place.tolist(), strict=True))) == len(set(names))


def compare(table: Table, names: list[str], seed: int, restarts: int, seconds: float) -> tuple[float, float]:
    apart = distances(table)
    unit_of = np.unique(names, return_inverse=True)[1].astype(np.int64)
    began = time.perf_counter()
    units = two_phase_must_link(merged(apart, unit_of, GROUPS), np.random.default_rng(seed), restarts)
    took = time.perf_counter() - began
    task = GroupingTask(table, GROUPS, tuple(Mix(name, standardised=True) for name in table), together=names)
    began = time.perf_counter()
    ours = np.array(group_people(task, seconds=seconds, seed=seed).place)
    our_time = time.perf_counter() - began
    theirs = units[unit_of]
    check(names, ours)
    check(names, theirs)
    values = diversity(apart, theirs), diversity(apart, ours)
    print(
        f"{seed:5} {values[0]:14.2f} {took:8.2f} {values[1]:14.2f} {our_time:8.2f} {values[1] - values[0]:10.2f}",
        flush=True,
    )
    return values


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="how many cases")
    parser.add_argument("--restarts", type=int, default=500, help="of 2PML; the paper's example takes 500")
    parser.add_argument("--seconds", type=float, default=1.0, help="for our grouping")
    parser.add_argument("--table", type=Path, help="the table of the paper's example")
    asked = parser.parse_args()
    print(f"{'seed':>5} {'2PML':>14} {'seconds':>8} {'ours':>14} {'seconds':>8} {'more':>10}")
    found = []
    for seed in range(asked.seeds):
        table, names = read_case(asked.table) if asked.table else random_case(seed)
        found.append(compare(table, names, seed, asked.restarts, asked.seconds))
    more = np.array([ours - theirs for theirs, ours in found])
    better, worse = int((more > 1e-6).sum()), int((more < -1e-6).sum())
    print(f"ours better {better}, equal {len(more) - better - worse}, worse {worse}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
