"""Strands in order: chains, series, windows after the strand before."""

from __future__ import annotations

from datetime import date
from random import Random

from tests.cases.case import Case, mixed, programme, strand
from tests.cases.people import online, trainers, workforce


def series_for_everybody(staff: int = 150, seed: int = 1, meetings: int = 3) -> Case:
    """Everybody meets the same group several times, two to five weeks apart."""
    r = Random(seed)
    return Case(
        programme(),
        [strand("circle", 6, 12, meetings=meetings, gap_days=[14, 35], grouping=mixed())],
        workforce(r, staff),
        trainers(4 + staff // 100, "circle", max_per_week=5),
        [online()],
    )


def action_learning_sets(staff: int = 240, seed: int = 1) -> Case:
    """Managers meet six times in sets of five to seven, three to six weeks apart, none with their own directorate."""
    r = Random(seed)
    return Case(
        programme(last_day=date(2027, 12, 17)),
        [
            strand("information", 20, 60, trainers=2, duration_minutes=60),
            strand(
                "set",
                5,
                7,
                audience={"tags": ["manager"]},
                meetings=6,
                gap_days=[21, 42],
                grouping={"rule": "mixed", "max_same": {"directorate": 2}},
                after={"strand": "information", "min_days": 7},
            ),
        ],
        workforce(r, staff),
        trainers(5 + staff // 150, "information;set", max_per_week=5),
        [online()],
    )


def paced(staff: int = 240, seed: int = 1, slack: float = 1.2) -> Case:
    """Reflection 7 to 28 days after information over half a year: information must be spread as reflection is.

    Trainers give reflection ``slack`` times the sessions that everybody needs, if all weeks are used.
    """
    r = Random(seed)
    weeks, a_week = 24, 4
    count = max(2, round(slack * staff / 12 / weeks / a_week))
    a_week = max(1, round(slack * staff / 12 / weeks / count + 0.5))
    return Case(
        programme(),
        [
            strand("information", 10, 60, trainers=1, duration_minutes=60),
            strand(
                "reflection",
                6,
                12,
                grouping=mixed(),
                after={"strand": "information", "min_days": 7, "max_days": 28},
            ),
        ],
        workforce(r, staff),
        trainers(count, "reflection", max_per_week=a_week) + trainers(3, "information", "I"),
        [online()],
    )


def chain_of_five(staff: int = 120, seed: int = 1) -> Case:
    """Five strands, each a week to six weeks after the one before."""
    r = Random(seed)
    names = [f"step{n}" for n in range(1, 6)]
    strands = [
        strand(
            name,
            6,
            15,
            duration_minutes=90,
            grouping=mixed(3),
            **({"after": {"strand": names[n - 1], "min_days": 7, "max_days": 42}} if n else {}),
        )
        for n, name in enumerate(names)
    ]
    return Case(
        programme(),
        strands,
        workforce(r, staff),
        trainers(4 + staff // 60, ";".join(names), max_per_week=6),
        [online()],
    )


def after_several(staff: int = 150, seed: int = 1) -> Case:
    """The last strand comes after whichever of two earlier ones a person is in, or both."""
    r = Random(seed)
    rows = workforce(r, staff)
    for row in rows:
        row["tags"] = r.choice(["a", "b", "a;b", ""])
    return Case(
        programme(),
        [
            strand("first", 6, 20, audience={"tags": ["a"]}),
            strand("second", 6, 20, audience={"tags": ["b"]}),
            strand(
                "last", 6, 12, grouping=mixed(), after={"strand": ["first", "second"], "min_days": 7, "max_days": 60}
            ),
        ],
        rows,
        trainers(4 + staff // 120, "first;second;last", max_per_week=6),
        [online()],
    )
