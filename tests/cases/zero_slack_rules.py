"""More programmes with nothing to spare: rooms, series, exact gaps, team limits that bind, line managers."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from tests.cases.case import FIRST_DAY, Case, mixed, strand
from tests.cases.people import online, room
from tests.cases.planting import Planted, decoys, staff_ids, starts_from
from tests.cases.zero_slack import CHOICES, FULL, case_of

SITES = ("North", "South", "East")


def full_rooms(staff: int = 300, seed: int = 1) -> Case:
    """Rooms of two sizes at three sites and one online place, each taken at every planted start.

    Trainers come in person or online alone; people go to one site, or take part online.
    """
    r = Random(seed)
    places = [(f"{site} {size}", site, size) for site in SITES for size in (8, FULL)] + [("ONLINE", "", FULL)]
    rounds = -(-staff // sum(size for _, _, size in places))
    starts = starts_from(FIRST_DAY, rounds)
    everybody = staff_ids(rounds * sum(size for _, _, size in places))
    r.shuffle(everybody)
    groups: list[Planted] = []
    where: dict[str, str] = {}
    for start in starts:
        for n, (venue, site, size) in enumerate(places):
            members = [everybody.pop() for _ in range(size)]
            where |= dict.fromkeys(members, site)
            groups.append(Planted("reflection", len(groups), (start,), 120, venue, (f"T{n}",), members))
    case = case_of(r, groups, starts, [strand("reflection", 4, FULL)], (1, 2, 3))
    for row in case.staff:
        site = where[str(row["staff_id"])]
        row |= {"sites": site, "modes": "in_person" if site else "online"}
    for n, row in enumerate(case.trainers):
        row["modes"] = "in_person" if places[n][1] else "online"
    case.venues = [room(venue, size, site=site) for venue, site, size in places[:-1]] + [online(1)]
    return case


def full_series(staff: int = 288, seed: int = 1, trainers: int = 6) -> Case:
    """Groups that meet three times, a fortnight apart; the trainers' diaries hold these meetings alone."""
    r = Random(seed)
    count = staff // FULL
    starts = starts_from(FIRST_DAY, -(-count // trainers))
    people = r.sample(staff_ids(count * FULL), count * FULL)
    groups = [
        Planted(
            "circle",
            n,
            series(starts[n // trainers]),
            90,
            "ONLINE",
            (f"T{n % trainers}",),
            people[n * FULL : (n + 1) * FULL],
        )
        for n in range(count)
    ]
    kept = [at for start in starts for at in series(start)]

    def others(_person: str) -> list[tuple[datetime, datetime]]:
        chosen = r.sample(starts, min(len(starts), r.choice((0, 1, 2))))
        whole = [(at, at + timedelta(minutes=90)) for start in chosen for at in series(start)]
        return whole + decoys(r, kept, 90, (0, 1, 3))

    return case_of(
        r,
        groups,
        starts,
        [strand("circle", 6, FULL, duration_minutes=90, meetings=3, gap_days=[14, 14])],
        CHOICES,
        others,
    )


def series(start: datetime) -> tuple[datetime, ...]:
    return tuple(start + timedelta(days=14 * n) for n in range(3))


def exact_gap(staff: int = 288, seed: int = 1, gap_days: int = 7) -> Case:
    """Two strands, the second on exactly the seventh day after the first; talks of 24, circles of 12."""
    r = Random(seed)
    talks = staff // 24
    starts = starts_from(FIRST_DAY, 15)
    people = r.sample(staff_ids(talks * 24), talks * 24)
    groups: list[Planted] = []
    by_day: dict[int, list[str]] = {}
    for n in range(talks):
        start = starts[n * len(starts) // talks]
        members = people[24 * n : 24 * n + 24]
        groups.append(Planted("talk", n, (start,), 60, "ONLINE", (f"A{n % 4}{start:%H}",), members))
        by_day.setdefault(start.day, []).extend(members)
    for day, those in sorted(by_day.items()):
        r.shuffle(those)
        for n in range(len(those) // FULL):
            on = FIRST_DAY + timedelta(days=day - FIRST_DAY.day + gap_days)
            start = datetime.combine(on, starts[n % 3].time())
            members = those[n * FULL : (n + 1) * FULL]
            groups.append(Planted("circle", len(groups), (start,), 120, "ONLINE", (f"B{n // 3}",), members))
    for group in groups:
        if group.strand == "talk":
            same = [each for each in groups if each.strand == "talk" and each.starts == group.starts]
            group.trainers = (f"A{same.index(group)}",)
    later = [at + timedelta(days=gap_days) for at in starts]
    case = case_of(
        r,
        groups,
        starts + later,
        [
            strand("talk", 12, 24, duration_minutes=60),
            strand("circle", 6, FULL, after={"strand": "talk", "min_days": gap_days, "max_days": gap_days}),
        ],
        (1, 2, 4, 8),
    )
    for row in case.trainers:
        row["strands"] = "talk" if str(row["trainer_id"]).startswith("A") else "circle"
    return case


def full_teams(staff: int = 288, seed: int = 1) -> Case:
    """Every team has exactly two members in every group of its start, and nobody sits with their line manager.

    Six teams and three groups meet at each start: two of each team in each, so that no other sharing out is
    possible there. The first of each team manages the others and sits in another start's groups.
    """
    r = Random(seed)
    blocks = staff // (3 * FULL)
    starts = starts_from(FIRST_DAY, blocks)
    groups: list[Planted] = []
    managers: dict[str, str] = {}
    team_of: dict[str, str] = {}
    ids = iter(r.sample(staff_ids(blocks * 3 * FULL), blocks * 3 * FULL))
    teams = [[[next(ids) for _ in range(6)] for _ in range(6)] for _ in range(blocks)]
    for block, start in enumerate(starts):
        trio = [Planted("reflection", 3 * block + n, (start,), 120, "ONLINE", (f"T{n}",)) for n in range(3)]
        for number, members in enumerate(teams[block]):
            team_of |= dict.fromkeys(members, f"Team {block}-{number}")
            above = teams[block - 1][number][0]
            managers |= dict.fromkeys(members, above)
            for n, each in enumerate(members):
                trio[n // 2].members.append(each)
        groups += trio
    rule = mixed(keep_apart=["line_manager"])
    case = case_of(r, groups, starts, [strand("reflection", 6, FULL, grouping=rule)], CHOICES)
    for row in case.staff:
        each = str(row["staff_id"])
        row |= {"team": team_of[each], "line_manager_id": managers[each]}
    return case
