"""Our grouping against the PyPI package team-formation, on its own kind of job and by its own objective.

The jobs: 120, 240 and 600 people with three attributes, in teams of 12. Either all three are to be
diversified, or one is to be clustered and two diversified (``--kind``). team-formation's objective: for
each team and attribute to diversify, by how many heads each value differs from the value's share of all
people (rounded), without the last value of each attribute; for each team and attribute to cluster, the
heads that do not have the team's most common value. One function here counts both results so.

team-formation runs for ``--seconds`` with all cores; our grouping gets at most a tenth of the time that
team-formation took to its best solution. Make a virtual environment for it first, apart from the product:

    python -m venv FOLDER && FOLDER/bin/pip install -r tests/benchmarks/peers/requirements-grouping.txt
    python -m tests.benchmarks.peers.teams --python FOLDER/bin/python
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

TEAM_SIZE = 12
VALUES = {
    "department": {"care": 30, "culture": 8, "finance": 12, "housing": 20, "schools": 18, "streets": 12},
    "grade": {"entry": 35, "middle": 40, "senior": 18, "top": 7},
    "site": {"east": 25, "north": 45, "west": 30},
}
"""Attribute -> how common each value is."""
KINDS = {
    "diversify": {"department": "diversify", "grade": "diversify", "site": "diversify"},
    "cluster": {"department": "cluster", "grade": "diversify", "site": "diversify"},
}
"""Kind of job -> what is asked of each attribute, in team-formation's words."""
HERE = Path(__file__).resolve().parent
TENTH = 0.1
OVERHEAD_SECONDS = 0.02
"""What reading a task takes beyond the limit, at most."""


def job_of(people: int, seed: int, seconds: float, kind: str = "diversify") -> dict[str, Any]:
    rng = random.Random(seed)
    attributes = {
        name: rng.choices(list(shares), weights=list(shares.values()), k=people) for name, shares in VALUES.items()
    }
    return {"attributes": attributes, "types": KINDS[kind], "team_size": TEAM_SIZE, "seconds": seconds}


def objective(job: dict[str, Any], place: list[int]) -> int:
    """team-formation's cost, counted from nothing but who sits where."""
    total = 0
    for name, values in job["attributes"].items():
        teams: dict[int, Counter[str]] = {team: Counter() for team in place}
        for team, value in zip(place, values, strict=True):
            teams[team][value] += 1
        heads = Counter(values)
        for inside in teams.values():
            if job["types"][name] == "cluster":
                total += TEAM_SIZE - max(inside.values())
            else:
                wanted = {value: round(heads[value] / len(values) * TEAM_SIZE) for value in sorted(heads)[:-1]}
                total += sum(abs(inside[value] - number) for value, number in wanted.items())
    return total


def run(python: str, script: str, job: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        [python, str(HERE / script)],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
        cwd=HERE.parents[2],
        env={"PYTHONPATH": str(HERE.parents[2])},
    )
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def compare(people: int, asked: argparse.Namespace) -> None:
    job = job_of(people, asked.seed, asked.seconds, asked.kind)
    theirs = run(asked.python, "run_team_formation.py", job)
    if theirs["place"] is None:
        print(f"{people:6}   team-formation found nothing in {theirs['seconds']:.1f} s", flush=True)
        best = theirs["seconds"]
    else:
        best = theirs["seconds_to_best"]
    ours = run(sys.executable, "run_grouping.py", job | {"seconds": TENTH * best - OVERHEAD_SECONDS})
    assert set(Counter(ours["place"]).values()) == {TEAM_SIZE}
    value = "-" if theirs["place"] is None else str(objective(job, theirs["place"]))
    value += "*" if theirs["optimal"] else ""
    print(
        f"{people:6} {best:10.2f} {theirs['seconds']:8.2f} {value:>10} {theirs['megabytes']:8.0f}"
        f" {ours['seconds']:8.2f} {objective(job, ours['place']):10} {ours['megabytes']:8.0f}",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", required=True, help="the Python that has team-formation installed")
    parser.add_argument("--people", type=int, nargs="+", default=[120, 240, 600])
    parser.add_argument("--seconds", type=float, default=60.0, help="the limit of team-formation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=list(KINDS), default="diversify")
    asked = parser.parse_args()
    heads = ("people", "its best s", "all s", "its cost", "MB", "ours s", "our cost", "MB")
    print(" ".join(f"{head:>{width}}" for head, width in zip(heads, (6, 10, 8, 10, 8, 8, 10, 8), strict=True)))
    for people in asked.people:
        compare(people, asked)
    print("*: proven to be the least")
    return 0


if __name__ == "__main__":
    sys.exit(main())
