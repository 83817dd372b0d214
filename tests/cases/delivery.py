"""Who delivers: shared trainers, trainers who are staff, kinds, travel, too few, none; timetables that stand."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from math import ceil
from random import Random

from scheduler.schedule import Reason
from tests.cases.case import FIRST_DAY, Case, Row, mixed, programme, strand
from tests.cases.people import online, pick, room, trainers, workforce


def shared_trainers(staff: int = 200, seed: int = 1, slack: float = 1.15) -> Case:
    """Two strands and one pool of trainers, whose weeks hold hardly more sessions than both strands need."""
    r = Random(seed)
    weeks, a_week = 12, 4
    needed = ceil(staff / 12) + ceil(staff / 20)
    return Case(
        programme(last_day=FIRST_DAY + timedelta(days=7 * weeks - 3)),
        [strand("talk", 8, 20, duration_minutes=60), strand("circle", 6, 12, grouping=mixed())],
        workforce(r, staff),
        trainers(ceil(slack * needed / weeks / a_week), "talk;circle", max_per_week=a_week),
        [online()],
    )


def trained_staff(staff: int = 200, seed: int = 1) -> Case:
    """Members of staff are the only trainers of reflection, once two providers have trained them."""
    r = Random(seed)
    rows = workforce(r, staff)
    able = pick(r, rows, max(0.06, 10 / staff))
    for row in able:
        row |= {"tags": f"{row['tags']};trainer".strip(";"), "pattern": ""}
    own = [
        {
            "trainer_id": f"S{n:03}",
            "strands": "reflection",
            "staff_id": row["staff_id"],
            "ready_after": "train",
            "max_per_day": 1,
            "max_per_week": 3,
        }
        for n, row in enumerate(able)
    ]
    return Case(
        programme(),
        [
            strand("train", 4, 12, audience={"tags": ["trainer"]}, meetings=2, gap_days=[7, 21], trainers=2),
            strand("information", 10, 60, duration_minutes=60),
            strand(
                "reflection",
                6,
                12,
                grouping=mixed(keep_apart=["line_manager", "trainer_team"]),
                after={"strand": "information", "min_days": 7},
            ),
        ],
        rows,
        trainers(3, "train;information", "P") + own,
        [online()],
    )


def kinds_in_pairs(staff: int = 200, seed: int = 1) -> Case:
    """Every session is led by one of our own and one of the provider's, who work on different days."""
    r = Random(seed)
    count = 3 + staff // 100
    return Case(
        programme(),
        [strand("reflection", 6, 12, trainers=2, trainer_kinds={"internal": 1, "provider": 1}, grouping=mixed())],
        workforce(r, staff),
        trainers(count, "reflection", "I", kind="internal", pattern="mon;tue;wed", max_per_week=4)
        + trainers(count, "reflection", "P", kind="provider", pattern="wed;thu;tue", max_per_week=4),
        [online()],
    )


def travel(staff: int = 160, seed: int = 1) -> Case:
    """Three sites half a day's travel apart, turnaround and breaks longer than the gaps between starts."""
    r = Random(seed)
    sites = ("North", "South", "East")
    rows = workforce(r, staff)
    for row in rows:
        row["sites"] = r.choice(sites)
    return Case(
        programme(travel_minutes=180, turnaround_minutes=45, break_minutes=30),
        [strand("reflection", 6, 12, modes=["in_person"], grouping=mixed())],
        rows,
        trainers(3 + staff // 120, "reflection", max_per_day=3, max_per_week=8),
        [room(f"{site} {n}", 12, site=site) for site in sites for n in range(1 + staff // 400)],
    )


def no_trainers(staff: int = 150, seed: int = 1) -> Case:
    """Self-organised circles that nobody leads, twice."""
    return Case(
        programme(),
        [strand("circle", 5, 9, trainers=0, meetings=2, gap_days=[7, 28], grouping=mixed())],
        workforce(Random(seed), staff),
        [],
        [online()],
    )


def over_subscribed(staff: int = 200, seed: int = 1, share: float = 0.6) -> Case:
    """Trainers for a share of the people: that many groups, all of them full, are what there can be."""
    r = Random(seed)
    weeks = 10
    groups = int(share * staff / 12)
    by_week = ceil(groups / weeks)
    case = Case(
        programme(last_day=FIRST_DAY + timedelta(days=7 * weeks - 3)),
        [strand("reflection", 6, 12, grouping=mixed(3))],
        workforce(r, staff),
        trainers(by_week, "reflection", max_per_week=1),
        [online()],
    )
    case.least_placed = min(staff, 12 * by_week * weeks)
    case.only_reason = Reason.CAPACITY
    return case


def timetable(staff: int = 200, groups: int = 24, seed: int = 1, seats: float = 1.15) -> Case:
    """Groups that stand already, in two strands, some overlapping, with places for a little more than everybody.

    A tenth are pinned to a group whose time suits them. Only people are placed, some part-time.
    """
    r = Random(seed)
    rows = workforce(r, staff)
    case = Case(
        programme(cover=0.5),
        [strand("course", 1, 40, grouping={"rule": "open"}), strand("circle", 1, 40, grouping={"rule": "open"})],
        rows,
        trainers(4, "course;circle"),
        [],
    )
    sessions: list[Row] = []
    for name in ("course", "circle"):
        places = ceil(seats * staff / groups)
        for n in range(groups):
            day = FIRST_DAY + timedelta(days=7 * r.randrange(20) + n % 5)
            start = datetime.combine(day, r.choice([time(9, 30), time(10), time(13), time(14, 30)]))
            sessions.append(
                {
                    "session_id": f"{name}-{n}-1",
                    "strand": name,
                    "group_id": f"{name}-{n}",
                    "meeting": 1,
                    "start": start.isoformat(timespec="minutes"),
                    "end": (start + timedelta(hours=2)).isoformat(timespec="minutes"),
                    "venue_id": "",
                    "trainer_ids": "",
                    "places": places,
                }
            )
    case.tables["sessions"] = sessions
    free = [row for row in rows if not row["pattern"]]
    case.tables["locks"] = [
        {"staff_id": row["staff_id"], "strand": "course", "group_id": f"course-{n % groups}"}
        for n, row in enumerate(pick(r, free, 0.1))
    ]
    return case


def over_full_timetable(staff: int = 200, groups: int = 20, seed: int = 1) -> Case:
    """A timetable with places for four in five; every place is taken."""
    case = timetable(staff, groups, seed, seats=0.8)
    places = sum(int(str(row["places"])) for row in case.tables["sessions"])
    case.least_placed = min(2 * staff, places)
    case.programme.pop("cover")
    return case
