"""Workforces and trainers to draw cases from."""

from __future__ import annotations

from random import Random

from tests.cases.case import Row

PART_TIME = ("mon;tue;wed;thu", "tue;wed;thu;fri", "mon;tue;wed", "wed;thu;fri", "mon-fri 09:00-16:00", "mon;wed;thu")


def team_sizes(r: Random, staff: int, low: int = 5, high: int = 14) -> list[int]:
    """Sizes that add up to the staff."""
    sizes: list[int] = []
    while sum(sizes) < staff:
        sizes.append(min(r.randint(low, high), staff - sum(sizes)))
    return sizes


def workforce(
    r: Random, staff: int, *, sizes: list[int] | None = None, directorates: int = 6, part_time: float = 0.2
) -> list[Row]:
    """Teams within directorates, the first of each team its manager; some work part of the week."""
    rows: list[Row] = []
    for team, size in enumerate(sizes or team_sizes(r, staff)):
        manager = ""
        for member in range(size):
            staff_id = f"E{len(rows):05}"
            rows.append(
                {
                    "staff_id": staff_id,
                    "team": f"Team {team}",
                    "directorate": f"Directorate {team % directorates}",
                    "line_manager_id": manager,
                    "tags": "manager" if member == 0 else "",
                    "pattern": r.choice(PART_TIME) if r.random() < part_time else "",
                }
            )
            manager = manager or staff_id
    return rows


def trainers(count: int, strands: str, prefix: str = "T", **columns: object) -> list[Row]:
    """Trainers for the strands (ids separated by semicolons), two sessions a day at most unless told otherwise."""
    return [{"trainer_id": f"{prefix}{n:03}", "strands": strands, "max_per_day": 2, **columns} for n in range(count)]


def online(parallel: int = 50, **columns: object) -> Row:
    return {"venue_id": "ONLINE", "mode": "online", "parallel": parallel, **columns}


def room(venue_id: str, capacity: int, **columns: object) -> Row:
    return {"venue_id": venue_id, "mode": "in_person", "capacity": capacity, **columns}


def pick(r: Random, rows: list[Row], share: float) -> list[Row]:
    """A share of the rows, drawn at random."""
    return r.sample(rows, round(share * len(rows)))
