"""When and where people can come: shifts, sites, needs, joiners, leavers, and those who never can."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from scheduler.schedule import Reason
from tests.cases.case import FIRST_DAY, HALF_A_YEAR_ON, Case, mixed, programme, strand
from tests.cases.people import online, pick, room, trainers, workforce

SITES = ("North", "South", "East", "West")
INFORMATION_THEN_REFLECTION = "information;reflection"


def two_strands(**reflection: object) -> list[dict[str, object]]:
    return [
        strand("information", 10, 60, duration_minutes=60),
        strand("reflection", 6, 12, grouping=mixed(), after={"strand": "information", "min_days": 7}, **reflection),
    ]


def several_sites(staff: int = 200, seed: int = 1) -> Case:
    """Four sites with small rooms; a third come in person to their own site only, a few need the one room with BSL."""
    r = Random(seed)
    rows = workforce(r, staff)
    for row in rows:
        row["site"] = r.choice(SITES)
    for row in pick(r, rows, 0.33):
        row |= {"modes": "in_person", "sites": row["site"]}
    for row in pick(r, [row for row in rows if row.get("sites", "North") == "North"], 0.08):
        row |= {"needs": "bsl", "modes": "in_person"}
    rooms = [room(f"{site} {n}", 8 + n, site=site) for site in SITES for n in range(3)]
    return Case(
        programme(travel_minutes=60, turnaround_minutes=15),
        two_strands(),
        rows,
        trainers(5 + staff // 80, INFORMATION_THEN_REFLECTION, max_per_week=6),
        [online(), *rooms, room("North hall", 14, site="North", features="bsl;step_free")],
    )


def joiners_and_leavers(staff: int = 200, seed: int = 1) -> Case:
    """A third join later, a quarter leave earlier; nobody is in post for less than ten weeks of the programme."""
    r = Random(seed)
    rows = workforce(r, staff, part_time=0.1)
    for row in rows:
        kind = r.random()
        if kind < 0.33:
            row["joins_on"] = FIRST_DAY + timedelta(days=r.randint(1, 100))
        elif kind < 0.58:
            row["leaves_on"] = HALF_A_YEAR_ON - timedelta(days=r.randint(1, 100))
    return Case(
        programme(),
        two_strands(),
        rows,
        trainers(4 + staff // 80, INFORMATION_THEN_REFLECTION, max_per_week=6),
        [online()],
    )


def never_can_come(staff: int = 120, seed: int = 1) -> Case:
    """Some work at weekends only, need what no room has, join too late or left too soon; the others all can."""
    r = Random(seed)
    rows = workforce(r, staff)
    changes: list[dict[str, object]] = [
        {"pattern": "sat;sun"},
        {"pattern": "mon-fri 17:00-22:00"},
        {"modes": "in_person", "sites": "Elsewhere", "needs": ""},
        {"needs": "loop"},
        {"joins_on": HALF_A_YEAR_ON + timedelta(days=1)},
        {"leaves_on": FIRST_DAY - timedelta(days=1)},
        {"joins_on": date(2027, 7, 3), "leaves_on": date(2027, 7, 4)},
    ]
    out = r.sample(rows, 2 * len(changes))
    for n, row in enumerate(out):
        row |= changes[n % len(changes)]
    case = Case(
        programme(),
        two_strands(),
        rows,
        trainers(4 + staff // 80, INFORMATION_THEN_REFLECTION, max_per_week=6),
        [online(), room("Hall", 40, site="Here")],
    )
    for row in out:
        case.hopeless[str(row["staff_id"]), "information"] = Reason.AVAILABILITY
        case.hopeless[str(row["staff_id"]), "reflection"] = Reason.PREREQUISITE
    return case


def night_shifts(staff: int = 160, seed: int = 1) -> Case:
    """A quarter work nights from ten to six, and a few trainers with them; others by day."""
    r = Random(seed)
    rows = workforce(r, staff, part_time=0.1)
    nights = pick(r, rows, 0.25)
    for row in rows:
        row["pattern"] = row["pattern"] or "mon-fri 08:00-18:00"
    for row in nights:
        row["pattern"] = r.choice(["mon-fri 22:00-06:00", "sun-thu 22:00-06:00", "mon;tue;wed 22:00-06:00"])
    for_strands = INFORMATION_THEN_REFLECTION
    return Case(
        programme(start_times=["04:00", "09:30", "13:00", "15:15", "22:00"]),
        two_strands(),
        rows,
        trainers(4 + staff // 80, for_strands, pattern="mon-fri 08:00-18:00", max_per_week=6)
        + trainers(2 + staff // 200, for_strands, "N", pattern="mon-fri 21:00-07:00", max_per_week=4),
        [online()],
    )


def weekends(staff: int = 120, seed: int = 1) -> Case:
    """Saturdays and Sundays only; half of the people work on one of the two."""
    r = Random(seed)
    rows = workforce(r, staff, part_time=0)
    for row in pick(r, rows, 0.5):
        row["pattern"] = r.choice(["sat", "sun", "fri;sat;sun 08:00-14:00"])
    return Case(
        programme(weekdays=["sat", "sun"], start_times=["10:00", "14:00"]),
        two_strands(),
        rows,
        trainers(4 + staff // 60, INFORMATION_THEN_REFLECTION),
        [online()],
    )


def online_one_at_a_time(staff: int = 200, seed: int = 1) -> Case:
    """One online room for one session at a time: two thirds of its starts are needed."""
    r = Random(seed)
    case = Case(
        programme(),
        two_strands(),
        workforce(r, staff),
        trainers(6 + staff // 100, INFORMATION_THEN_REFLECTION),
        [online(1)],
    )
    starts = round(1.5 * (staff / 12 + staff / 50)) + 4
    case.programme["last_day"] = min(HALF_A_YEAR_ON, FIRST_DAY + timedelta(days=14 + 7 * (starts // 15 + 1)))
    return case


def small_rooms(staff: int = 160, seed: int = 1) -> Case:
    """Rooms for seven to nine where groups may be of twelve, all in person, one site."""
    r = Random(seed)
    return Case(
        programme(turnaround_minutes=30),
        [strand("reflection", 6, 12, modes=["in_person"], grouping=mixed())],
        workforce(r, staff),
        trainers(4 + staff // 80, "reflection"),
        [room(f"R{n}", 7 + n % 3) for n in range(2 + staff // 400)],
    )
