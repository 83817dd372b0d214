"""Several difficulties at once, and sizes of tables that nobody expects."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from scheduler.schedule import Reason
from tests.cases.case import FIRST_DAY, HALF_A_YEAR_ON, Case, Row, mixed, programme, strand
from tests.cases.people import online, pick, room, trainers, workforce
from tests.cases.teams import TEAM_BASED


def many_starts(staff: int = 120, seed: int = 1, minutes: int = 30, meetings: int = 1) -> Case:
    """A start every so many minutes from eight to half past five, all year."""
    r = Random(seed)
    starts = [f"{at // 60:02}:{at % 60:02}" for at in range(480, 1051, minutes)]
    series = {"meetings": meetings, "gap_days": [14, 35]} if meetings > 1 else {}
    return Case(
        programme(start_times=starts, last_day=date(2027, 12, 17), cover=0.34),
        [
            strand("information", 10, 60, duration_minutes=60),
            strand("reflection", 6, 12, grouping=mixed(), after={"strand": "information", "min_days": 7}, **series),
        ],
        workforce(r, staff),
        trainers(3 + staff // 120, "information;reflection", max_per_week=6, max_per_day=3),
        [online()],
    )


def odd_weeks(staff: int = 150, seed: int = 1, meetings: int = 4) -> Case:
    """A series for people of whom four in five work part-time, with leave of two weeks each and thin cover."""
    r = Random(seed)
    rows = workforce(r, staff, part_time=0.8)
    leave: list[Row] = []
    for row in rows:
        first = FIRST_DAY + timedelta(days=r.randrange(160))
        leave.append({"kind": "staff", "id": row["staff_id"], "start": first, "end": first + timedelta(days=13)})
    return Case(
        programme(cover=0.2),
        [strand("circle", 5, 10, meetings=meetings, gap_days=[14, 28], grouping=mixed(3))],
        rows,
        trainers(4 + staff // 60, "circle", max_per_week=6),
        [online()],
        {"unavailability": leave},
    )


def paced_twice(staff: int = 240, seed: int = 1, slack: float = 1.25) -> Case:
    """Reflection 7 to 28 days after information, follow-up 21 to 42 days after reflection, trainers scarce for both."""
    r = Random(seed)
    count = max(2, round(slack * staff / 12 / 20 / 3 + 0.5))
    return Case(
        programme(),
        [
            strand("information", 6, 60, duration_minutes=60),
            strand(
                "reflection", 6, 12, grouping=mixed(), after={"strand": "information", "min_days": 7, "max_days": 28}
            ),
            strand(
                "follow_up", 6, 12, grouping=mixed(), after={"strand": "reflection", "min_days": 21, "max_days": 42}
            ),
        ],
        workforce(r, staff),
        trainers(3 + staff // 400, "information", "I")
        + trainers(count, "reflection", "R", max_per_week=3)
        + trainers(count, "follow_up", "F", max_per_week=3),
        [online()],
    )


def teams_after_information(staff: int = 150, seed: int = 1) -> Case:
    """Team-based reflection within five weeks of information, in person, by trainers who travel between two sites."""
    r = Random(seed)
    rows = workforce(r, staff, part_time=0.1, directorates=max(2, staff // 60))
    for row in rows:
        row["sites"] = "North" if str(row["directorate"])[-1] in "02468" else "South"
    return Case(
        programme(travel_minutes=60, turnaround_minutes=15),
        [
            strand("information", 10, 60, duration_minutes=60, modes=["online"]),
            strand(
                "reflection",
                5,
                14,
                modes=["in_person"],
                grouping=TEAM_BASED,
                after={"strand": "information", "min_days": 7, "max_days": 35},
            ),
        ],
        rows,
        trainers(3 + staff // 80, "information;reflection", max_per_week=6),
        [
            online(),
            *(room(f"{site} {n}", 14, site=site) for site in ("North", "South") for n in range(1 + staff // 400)),
        ],
    )


def one_small_site(staff: int = 150, seed: int = 1) -> Case:
    """In person only; a site of four people who cannot go elsewhere, where groups are of six and more."""
    r = Random(seed)
    rows = workforce(r, staff)
    for row in rows:
        row["sites"] = r.choice(["North", "South", "North;South"])
    out = r.sample(rows, 4)
    for row in out:
        row |= {"sites": "Island", "pattern": ""}
    case = Case(
        programme(),
        [strand("reflection", 6, 12, modes=["in_person"], grouping=mixed())],
        rows,
        trainers(4 + staff // 80, "reflection", max_per_week=6),
        [room(f"{site} {n}", 12, site=site) for site in ("North", "South", "Island") for n in range(1 + staff // 600)],
    )
    case.hopeless = {(str(row["staff_id"]), "reflection"): Reason.CAPACITY for row in out}
    return case


def awkward_audience(staff: int = 60, seed: int = 1, audience: int = 13, least: int = 6, most: int = 12) -> Case:
    """An audience that only just divides into groups: thirteen are six and seven."""
    rows = workforce(Random(seed), staff, part_time=0)
    for row in rows[:audience]:
        row["tags"] = "chosen"
    return Case(
        programme(),
        [strand("clinic", least, most, audience={"tags": ["chosen"]}, meetings=2, gap_days=[14, 28])],
        rows,
        trainers(2, "clinic"),
        [online()],
    )


def visiting_trainers(staff: int = 240, seed: int = 1) -> Case:
    """Every trainer comes on two days only; one room is open on Tuesdays, another on Thursdays."""
    r = Random(seed)
    days = [FIRST_DAY + timedelta(days=n) for n in range(100) if n % 7 < 5]
    crew = trainers(3 + staff // 40, "reflection", max_per_day=2)
    absences: list[Row] = []
    for row in crew:
        first = r.choice(days[:-8])
        row |= {"from": first, "until": first + timedelta(days=7)}
        kept = r.sample([first + timedelta(days=n) for n in range(8) if (first + timedelta(days=n)).weekday() < 5], 2)
        for n in range(8):
            day = first + timedelta(days=n)
            if day not in kept:
                absences.append({"kind": "trainer", "id": row["trainer_id"], "start": day, "end": day})
    return Case(
        programme(),
        [strand("reflection", 6, 12, grouping=mixed())],
        workforce(r, staff),
        crew,
        [online(3 + staff // 400), room("Tuesday", 12, pattern="tue"), room("Thursday", 12, pattern="thu")],
        {"unavailability": absences},
    )


def many_strands(staff: int = 150, seed: int = 1, strands: int = 8) -> Case:
    """Many short strands for overlapping parts of the staff, with one pool of trainers."""
    r = Random(seed)
    names = [f"topic{n}" for n in range(strands)]
    rows = workforce(r, staff)
    for row in rows:
        row["tags"] = ";".join(r.sample(names, max(1, strands // 2)))
    return Case(
        programme(cover=0.25),
        [
            strand(name, 6, 16, duration_minutes=90, audience={"tags": [name]}, grouping=mixed(3))
            for n, name in enumerate(names)
        ],
        rows,
        trainers(4 + strands * staff // 600, ";".join(names), max_per_week=6),
        [online()],
    )


def hospital(staff: int = 300, seed: int = 1) -> Case:
    """Shifts, wards with thin cover, sites, joiners, leavers, needs, a series after information, staff who train."""
    r = Random(seed)
    rows = workforce(r, staff, part_time=0)
    for row in rows:
        site = r.choice(["North", "South"])
        row["pattern"] = r.choice(
            ["", "mon-fri 08:00-17:00", "mon;tue;wed;thu 07:00-15:30", "mon-fri 13:00-21:30", "sun-thu 21:00-07:00"]
        )
        row["sites"] = site
        row["modes"] = r.choice(["", "", "", "in_person", "online"])
        if r.random() < 0.1:
            row["joins_on"] = FIRST_DAY + timedelta(days=r.randrange(60))
        elif r.random() < 0.1:
            row["leaves_on"] = HALF_A_YEAR_ON - timedelta(days=r.randrange(60))
    for row in pick(r, rows, 0.03):
        row |= {"needs": "step_free", "modes": ""}
    leave: list[Row] = []
    for row in pick(r, rows, 0.6):
        first = FIRST_DAY + timedelta(days=r.randrange(160))
        leave.append({"kind": "staff", "id": row["staff_id"], "start": first, "end": first + timedelta(days=9)})
    starts = ["04:30", "07:30", "09:30", "11:00", "13:30", "15:30", "19:00", "21:30"]
    return Case(
        programme(start_times=starts, cover=0.2, turnaround_minutes=15, travel_minutes=45),
        [
            strand("information", 8, 40, duration_minutes=60),
            strand(
                "reflection",
                5,
                12,
                duration_minutes=90,
                meetings=2,
                gap_days=[14, 42],
                grouping=mixed(2, keep_apart=["line_manager"]),
                after={"strand": "information", "min_days": 7},
            ),
        ],
        rows,
        trainers(8 + staff // 60, "information;reflection", max_per_week=6)
        + trainers(2 + staff // 300, "information;reflection", "N", pattern="sun-fri 18:00-09:00", max_per_week=4),
        [
            online(),
            *(
                room(f"{site} {n}", 14, site=site, features="step_free")
                for site in ("North", "South")
                for n in range(2 + staff // 300)
            ),
        ],
        {"unavailability": leave},
    )
