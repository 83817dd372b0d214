"""People whom no schedule could place, each for a reason of their own."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from scheduler.schedule import Reason
from tests.cases.case import FIRST_DAY, HALF_A_YEAR_ON, Case, Row, mixed, programme, strand
from tests.cases.people import online, room, trainers, workforce
from tests.cases.teams import TEAM_BASED


def tiny_directorates(staff: int = 120, seed: int = 1, tiny: int = 4) -> Case:
    """By team, groups of six and more: directorates of three people cannot make one."""
    rows = workforce(Random(seed), staff)
    out: list[Row] = []
    for n in range(tiny):
        out += [{"staff_id": f"X{n}{m}", "team": f"Small {n}", "directorate": f"Small {n}"} for m in range(3)]
    case = Case(
        programme(),
        [strand("reflection", 6, 12, grouping=TEAM_BASED)],
        rows + out,
        trainers(3 + staff // 100, "reflection", max_per_week=6),
        [online()],
    )
    case.hopeless = {(str(row["staff_id"]), "reflection"): Reason.GROUPING for row in out}
    return case


def units_too_alike(staff: int = 120, seed: int = 1) -> Case:
    """Units of four of one team, where two of a team may share a group; one unit of three fits its group."""
    rows = workforce(Random(seed), staff)
    teams = sorted({str(row["team"]) for row in rows})
    out: list[Row] = []
    for team in teams[:3]:
        members = [row for row in rows if row["team"] == team][:4]
        for row in members:
            row |= {"unit": f"U {team}", "pattern": ""}
        out += members
    for row in rows[-30::10]:
        if not row.get("unit"):
            row |= {"unit": "fits", "pattern": ""}
    case = Case(
        programme(),
        [strand("reflection", 6, 12, grouping=mixed(keep_together="unit"))],
        rows,
        trainers(3 + staff // 100, "reflection", max_per_week=6),
        [online()],
    )
    case.hopeless = {(str(row["staff_id"]), "reflection"): Reason.GROUPING for row in out}
    return case


def one_moment(staff: int = 100, seed: int = 1) -> Case:
    """A few people work for one morning only, when both strands have their one chance: one of the two fails.

    They are pinned to the given talk, so that the circle at the same time is out.
    """
    r = Random(seed)
    rows = workforce(r, staff, part_time=0)
    out = r.sample(rows, 6)
    day = FIRST_DAY + timedelta(days=14)
    case = Case(
        programme(start_times=["09:30", "13:00"]),
        [strand("talk", 1, 200), strand("circle", 6, 12, grouping=mixed(3))],
        rows,
        trainers(4, "circle", max_per_week=6),
        [online()],
    )
    case.tables["sessions"] = [
        {
            "session_id": f"talk{n}",
            "strand": "talk",
            "group_id": f"talk{n}",
            "meeting": 1,
            "start": f"{day + timedelta(days=n)}T09:30",
            "end": f"{day + timedelta(days=n)}T11:30",
        }
        for n in range(3)
    ]
    case.tables["locks"] = [{"staff_id": row["staff_id"], "strand": "talk", "group_id": "talk0"} for row in out]
    for row in out:
        row |= {"joins_on": day, "leaves_on": day, "pattern": "mon-fri 08:00-12:00"}
    case.hopeless = {(str(row["staff_id"]), "circle"): Reason.CLASH for row in out}
    return case


def room_too_small(staff: int = 100, seed: int = 1) -> Case:
    """Five need a hearing loop, which only a room for four has, and groups are of six and more."""
    r = Random(seed)
    rows = workforce(r, staff)
    out = r.sample(rows, 5)
    for row in out:
        row |= {"needs": "hearing_loop", "pattern": ""}
    case = Case(
        programme(),
        [strand("reflection", 6, 12, grouping=mixed())],
        rows,
        trainers(4, "reflection", max_per_week=6),
        [online(), room("Loop", 4, features="hearing_loop")],
    )
    case.hopeless = {(str(row["staff_id"]), "reflection"): Reason.CAPACITY for row in out}
    return case


def too_few_for_a_group(staff: int = 100, seed: int = 1) -> Case:
    """Three people are in post for the last fortnight alone, when no trainer comes any more."""
    r = Random(seed)
    rows = workforce(r, staff)
    out = r.sample(rows, 3)
    for row in out:
        row |= {"joins_on": HALF_A_YEAR_ON - timedelta(days=11), "pattern": ""}
    case = Case(
        programme(),
        [strand("reflection", 6, 12, grouping=mixed())],
        rows,
        trainers(4, "reflection", max_per_week=6, until=HALF_A_YEAR_ON - timedelta(days=20)),
        [online()],
    )
    case.hopeless = {(str(row["staff_id"]), "reflection"): Reason.CAPACITY for row in out}
    return case


def own_boss_leads(staff: int = 100, seed: int = 1) -> Case:
    """The only trainer of the strand is one team's manager, whose people may not be led by them."""
    r = Random(seed)
    rows = workforce(r, staff, part_time=0)
    boss = rows[0]
    out = [row for row in rows if row["team"] == boss["team"]]
    case = Case(
        programme(),
        [strand("reflection", 6, 12, grouping=mixed(keep_apart=["trainer_team"]))],
        rows,
        [{"trainer_id": "BOSS", "strands": "reflection", "staff_id": boss["staff_id"]}],
        [online()],
    )
    case.hopeless = {(str(row["staff_id"]), "reflection"): Reason.GROUPING for row in out}
    # Whatever the grouping rules say, nobody else could lead a session that the manager attends.
    case.hopeless[str(boss["staff_id"]), "reflection"] = Reason.CAPACITY
    return case
