"""Who may be with whom: huge teams, tiny teams, units, foes, cover, sizes without play."""

from __future__ import annotations

from random import Random

from tests.cases.case import Case, Facts, Row, mixed, programme, strand
from tests.cases.people import online, pick, team_sizes, trainers, workforce

TEAM_BASED: Facts = {"rule": "team", "fields": ["team", "directorate"]}


def council(staff: int, rows: list[Row], least: int, most: int, grouping: Facts, **changes: object) -> Case:
    """One strand of small groups online with trainers enough."""
    return Case(
        programme(**changes),
        [strand("reflection", least, most, grouping=grouping)],
        rows,
        trainers(3 + staff // 100, "reflection", max_per_week=6),
        [online()],
    )


def one_huge_team(staff: int = 150, seed: int = 1, most: int = 4) -> Case:
    """A third of all in one team, the others in teams of one to four; at most ``most`` of a team in a group."""
    r = Random(seed)
    huge = staff // 3
    rows = workforce(r, staff, sizes=[huge, *team_sizes(r, staff - huge, 1, 4)])
    return council(staff, rows, 6, 12, mixed(most), cover=0.25)


def one_huge_team_by_team(staff: int = 150, seed: int = 1) -> Case:
    """The same people in groups of one directorate, of one team where that can be."""
    r = Random(seed)
    huge = staff // 3
    rows = workforce(r, staff, sizes=[huge, *team_sizes(r, staff - huge, 1, 4)], part_time=0.1)
    return council(staff, rows, 6, 12, TEAM_BASED)


def one_unit(staff: int = 150, seed: int = 1) -> Case:
    """Everybody in one team of one directorate, by team."""
    return council(staff, workforce(Random(seed), staff, sizes=[staff]), 6, 12, TEAM_BASED)


def exact_size(staff: int = 160, seed: int = 1, size: int = 8) -> Case:
    """Groups of exactly so many, and staff that divide by it."""
    return council(staff, workforce(Random(seed), staff), size, size, mixed(2))


def pairs(staff: int = 80, seed: int = 1) -> Case:
    """Mentoring pairs across directorates that meet three times."""
    r = Random(seed)
    case = council(staff, workforce(r, staff), 2, 2, {"rule": "mixed", "max_same": {"directorate": 1}})
    case.strands[0] |= {"trainers": 0, "meetings": 3, "gap_days": [21, 42], "duration_minutes": 60}
    case.trainers = []
    return case


def units_together(staff: int = 160, seed: int = 1) -> Case:
    """Units of two to eight from different teams stay together, within limits of two a team and six a directorate."""
    r = Random(seed)
    rows = workforce(r, staff, part_time=0)
    pool = r.sample(rows, len(rows))
    unit = 0
    while len(pool) > staff // 2:
        members = [pool.pop() for _ in range(r.randint(2, 8))]
        teams, areas = [m["team"] for m in members], [m["directorate"] for m in members]
        if max(map(teams.count, teams)) <= 2 and max(map(areas.count, areas)) <= 6:
            unit += 1
            for member in members:
                member["unit"] = f"U{unit}"
    grouping = {"rule": "mixed", "max_same": {"team": 2, "directorate": 6}, "keep_together": "unit"}
    return council(staff, rows, 6, 12, grouping)


def manager_of_many(staff: int = 150, seed: int = 1, reports: int = 90) -> Case:
    """One manager of most people, who may be with none of them; a dense list of pairs besides."""
    r = Random(seed)
    rows = workforce(r, staff)
    for row in rows[1 : reports + 1]:
        row["line_manager_id"] = rows[0]["staff_id"]
    case = council(staff, rows, 6, 12, mixed(3, keep_apart=["line_manager", "pairs"]))
    couples = {tuple(sorted(r.sample(range(staff), 2))) for _ in range(2 * staff)}
    case.tables["apart"] = [
        {"staff_id": rows[a]["staff_id"], "other_id": rows[b]["staff_id"]} for a, b in sorted(couples)
    ]
    return case


def thin_cover(staff: int = 150, seed: int = 1) -> Case:
    """Nearly every team may spare one person at a time, over all strands together."""
    r = Random(seed)
    return Case(
        programme(cover=0.05),
        [
            strand("information", 6, 40, duration_minutes=60),
            strand("reflection", 4, 12, grouping=mixed(), after={"strand": "information", "min_days": 7}),
        ],
        workforce(r, staff, sizes=team_sizes(r, staff, 6, 15)),
        trainers(4 + staff // 80, "information;reflection", max_per_week=6),
        [online()],
    )


def nobody_alone(staff: int = 150, seed: int = 1) -> Case:
    """A small minority of whom none should be the only one of a group."""
    r = Random(seed)
    rows = workforce(r, staff)
    for row in pick(r, rows, 0.08):
        row["affinity"] = "yes"
    return council(staff, rows, 6, 12, mixed(2, not_alone="affinity"))


def unwelcome_times(staff: int = 120, seed: int = 1) -> Case:
    """Half of all would rather not come on Mondays or in the afternoon."""
    r = Random(seed)
    case = council(staff, workforce(r, staff), 6, 12, mixed(2))
    case.tables["wishes"] = [
        {
            "staff_id": row["staff_id"],
            "strand": "",
            "weekdays": r.choice(["mon", ""]),
            "start_times": "15:15",
            "weight": -r.randint(1, 5),
        }
        for row in pick(r, case.staff, 0.5)
    ]
    return case
