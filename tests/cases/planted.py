"""Programmes with a perfect answer by construction and no play at all."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from tests.cases.case import FIRST_DAY, Case, Row, mixed, programme, strand
from tests.cases.people import online, trainers

STARTS = (time(9, 30), time(13), time(15, 15))
DAYS = ("mon", "tue", "wed", "thu", "fri")


def planted_week(staff: int = 300, seed: int = 1, size: int = 10) -> Case:
    """One week; everybody can come at a single start only, and exactly full groups come out at each start.

    As many trainers as the busiest start needs; groups hold at most two of a team.
    """
    r = Random(seed)
    starts = [(day, at) for day in range(5) for at in range(3)]
    groups = [r.choice(starts) for _ in range(staff // size)]
    rows: list[Row] = []
    absences: list[Row] = []
    for number, (day, at) in enumerate(groups):
        for member in range(size):
            staff_id = f"E{len(rows):05}"
            team = (number * 7 + member // 2) % max(6, staff // 12)
            rows.append({"staff_id": staff_id, "team": f"T{team}", "pattern": DAYS[day]})
            absences += [away(staff_id, day, other) for other in range(3) if other != at]
    r.shuffle(rows)
    busiest = max(map(groups.count, groups))
    return Case(
        programme(last_day=FIRST_DAY + timedelta(days=4)),
        [strand("reflection", size, size, grouping=mixed())],
        rows,
        trainers(busiest, "reflection", max_per_day=3),
        [online(busiest)],
        {"unavailability": absences},
    )


def away(staff_id: str, day: int, start: int) -> Row:
    """An absence over one start of a day of the first week."""
    at = datetime.combine(FIRST_DAY + timedelta(days=day), STARTS[start])
    return {"kind": "staff", "id": staff_id, "start": iso(at), "end": iso(at + timedelta(hours=2))}


def iso(at: datetime) -> str:
    return at.isoformat(timespec="minutes")


def planted_chain(staff: int = 300, seed: int = 1) -> Case:
    """Three strands over four weeks; everybody has one start for each, all groups full, and trainers to match.

    The starts of the three are drawn together for blocks of thirty people: information for thirty, then
    three circles of ten, then two clinics of fifteen.
    """
    r = Random(seed)
    blocks = staff // 30
    rows: list[Row] = []
    absences: list[Row] = []
    used: dict[tuple[str, date, int], int] = {}
    for block in range(blocks):
        people = [f"E{30 * block + n:05}" for n in range(30)]
        open_starts: dict[str, set[tuple[date, int]]] = {each: set() for each in people}
        for name, week, size in (("information", 0, 30), ("circle", r.choice([1, 2]), 10), ("clinic", 3, 15)):
            shuffled = r.sample(people, 30)
            for first in range(0, 30, size):
                day, at = FIRST_DAY + timedelta(days=7 * week + r.randrange(5)), r.randrange(3)
                used[name, day, at] = used.get((name, day, at), 0) + 1
                for each in shuffled[first : first + size]:
                    open_starts[each].add((day, at))
        for n, each in enumerate(people):
            rows.append({"staff_id": each, "team": f"T{(30 * block + n) // 2 * 7 % max(6, staff // 12)}"})
            absences += closed_except(each, open_starts[each])
    r.shuffle(rows)
    return Case(
        programme(last_day=FIRST_DAY + timedelta(days=25)),
        [
            strand("information", 30, 30, duration_minutes=120),
            strand("circle", 10, 10, after={"strand": "information", "min_days": 1}),
            strand("clinic", 15, 15, after={"strand": "circle", "min_days": 1}),
        ],
        rows,
        [
            row
            for name in ("information", "circle", "clinic")
            for row in trainers(most_at_once(used, name), name, name[:2].upper(), max_per_day=3)
        ],
        [online(200)],
        {"unavailability": absences},
    )


def most_at_once(used: dict[tuple[str, date, int], int], name: str) -> int:
    return max(count for (strand_id, _, _), count in used.items() if strand_id == name)


def closed_except(staff_id: str, kept: set[tuple[date, int]]) -> list[Row]:
    """Absences over every start of the four weeks but the kept ones."""
    rows: list[Row] = []
    for offset in range(26):
        day = FIRST_DAY + timedelta(days=offset)
        for number, at in enumerate(STARTS):
            if day.weekday() < 5 and (day, number) not in kept:
                start = datetime.combine(day, at)
                rows.append(
                    {"kind": "staff", "id": staff_id, "start": iso(start), "end": iso(start + timedelta(hours=2))}
                )
    return rows


def planted_choices(staff: int = 300, seed: int = 1, size: int = 10, choices: int = 3) -> Case:
    """One week; everybody can come at a few starts, and trainers are there for exactly the groups that all need.

    One perfect answer is planted; every seat of it is taken.
    """
    r = Random(seed)
    starts = [(day, at) for day in range(5) for at in range(3)]
    groups = [r.choice(starts) for _ in range(staff // size)]
    rows: list[Row] = []
    absences: list[Row] = []
    for number, planted in enumerate(groups):
        for member in range(size):
            staff_id = f"E{len(rows):05}"
            kept = {planted, *r.sample(starts, choices - 1)}
            rows.append({"staff_id": staff_id, "team": f"T{(number * 7 + member // 2) % max(6, staff // 12)}"})
            absences += [away(staff_id, day, at) for day, at in starts if (day, at) not in kept]
    r.shuffle(rows)
    return Case(
        programme(last_day=FIRST_DAY + timedelta(days=4)),
        [strand("reflection", size // 2, size)],
        rows,
        [
            {"trainer_id": f"T{n:03}", "strands": "reflection", "pattern": f"{DAYS[day]} {span(at)}"}
            for n, (day, at) in enumerate(groups)
        ],
        [online(len(groups))],
        {"unavailability": absences},
    )


def span(start: int) -> str:
    """The two hours of a start, as a pattern writes them."""
    at = datetime.combine(FIRST_DAY, STARTS[start])
    return f"{at:%H:%M}-{at + timedelta(hours=2):%H:%M}"


def latin_timetable(
    staff: int = 120, seed: int = 1, strands: int = 6, blocks: int = 8, seats: float = 1.0, away_share: float = 0.2
) -> Case:
    """A given timetable of many strands over few times, with just enough places; everybody is in every strand.

    Planted: person p takes strand s in block (s + p) mod blocks, and is free then; at other blocks some are away.
    """
    r = Random(seed)
    times = [datetime.combine(FIRST_DAY + timedelta(days=n // 3), STARTS[n % 3]) for n in range(blocks)]
    rows: list[Row] = [{"staff_id": f"E{n:05}"} for n in range(staff)]
    absences: list[Row] = []
    for n in range(staff):
        planted = {(s + n) % blocks for s in range(strands)}
        for block in set(range(blocks)) - planted:
            if r.random() < away_share:
                start = times[block]
                end = start + timedelta(hours=2)
                absences.append({"kind": "staff", "id": rows[n]["staff_id"], "start": iso(start), "end": iso(end)})
    sessions: list[Row] = []
    for s in range(strands):
        for block, start in enumerate(times):
            planned = sum((s + n) % blocks == block for n in range(staff))
            sessions.append(
                {
                    "session_id": f"S{s}-{block}",
                    "strand": f"subject{s}",
                    "group_id": f"S{s}-{block}",
                    "meeting": 1,
                    "start": iso(start),
                    "end": iso(start + timedelta(hours=2)),
                    "places": max(1, int(seats * planned + 0.999)),
                }
            )
    r.shuffle(rows)
    return Case(
        programme(last_day=FIRST_DAY + timedelta(days=blocks // 3 + 7)),
        [strand(f"subject{s}", 1, staff) for s in range(strands)],
        rows,
        [],
        [],
        {"unavailability": absences, "sessions": sessions},
    )
