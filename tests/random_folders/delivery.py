"""Trainers, venues and a timetable that already stands."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from tests.random_folders.folder import FEATURES, PATTERNS, SITES, Folder, Row


def draw_trainers(folder: Folder) -> None:
    r = folder.random
    ids = [str(strand["id"]) for strand in folder.strands]
    rows: list[Row] = []
    for number in range(r.randint(2, 5)):
        staff_id = r.choice(folder.tables["staff"])["staff_id"] if folder.chance(0.4, "trainer staff_id") else ""
        if staff_id in {row["staff_id"] for row in rows}:
            staff_id = ""
        ready = r.choice(ids) if staff_id and folder.chance(0.4, "ready_after") else ""
        delivers = [k for k in ids if k != ready and r.random() < 0.8] or [r.choice(ids)]
        rows.append(
            {
                "trainer_id": f"T{number}",
                "name": f"Trainer {number}",
                "kind": ("internal", "provider")[number % 2],
                "strands": ";".join(delivers),
                "staff_id": staff_id,
                "ready_after": ready if ready not in delivers else "",
                "pattern": r.choice(PATTERNS) if r.random() < 0.3 else "",
                "modes": r.choice(["online", "in_person"]) if folder.chance(0.15, "trainer modes") else "",
                "max_per_day": r.choice("12") if folder.chance(0.4, "max_per_day") else "",
                "max_per_week": r.choice("234") if folder.chance(0.4, "max_per_week") else "",
                "from": str(folder.first_day + timedelta(days=3)) if folder.chance(0.15, "from") else "",
                "until": str(folder.first_day + timedelta(days=folder.days - 4))
                if folder.chance(0.15, "until")
                else "",
                "bio": "Writes things down.",
            }
        )
    folder.tables["trainers"] = rows


def draw_venues(folder: Folder) -> None:
    r = folder.random
    rows: list[Row] = []
    for number in range(r.randint(1, 4)):
        online = number == 0 and r.random() < 0.8
        rows.append(
            {
                "venue_id": f"V{number}",
                "mode": "online" if online else "in_person",
                "name": f"Venue {number}",
                "site": "" if online else r.choice([*SITES, ""]),
                "link": "https://example.org/meet" if online else "",
                "capacity": str(r.choice([4, 6, 12, 30])) if folder.chance(0.6, "capacity") else "",
                "parallel": str(r.choice([2, 3])) if folder.chance(0.4, "parallel") else "",
                "pattern": "mon-fri 09:00-16:00" if folder.chance(0.2, "venue pattern") else "",
                "features": ";".join(feature for feature in FEATURES if r.random() < 0.6),
            }
        )
    folder.tables["venues"] = rows


def draw_given(folder: Folder) -> None:
    """Fill the given timetable: odd lengths and hours, some without venue or trainers."""
    if "sessions" not in folder.tables:
        return
    strand = folder.tables["sessions"][0]["strand"]
    rows: list[Row] = []
    for number in range(folder.random.randint(1, 4)):
        rows += drawn_given_group(folder, strand, f"G{number}")
    folder.tables["sessions"] = rows


def drawn_given_group(folder: Folder, strand: str, group_id: str) -> list[Row]:
    r = folder.random
    venue = r.choice(folder.tables["venues"])["venue_id"] if r.random() < 0.6 else ""
    folder.options.add("given with venue" if venue else "given without venue")
    trainers = r.sample([row["trainer_id"] for row in folder.tables["trainers"]], r.choice([0, 1, 2]))
    places = str(r.randint(1, 8)) if folder.chance(0.4, "places") else ""
    days = sorted(r.sample(range(folder.days), r.choice([1, 1, 2, 3])))
    rows: list[Row] = []
    for meeting, offset in enumerate(days, 1):
        on = folder.first_day + timedelta(days=offset)
        start = datetime.combine(on, time(r.choice([8, 10, 13]), r.choice([0, 30])))
        end = start + timedelta(minutes=r.choice([40, 60, 120]))
        rows.append(
            {
                "session_id": f"{group_id}-{meeting}",
                "strand": strand,
                "group_id": group_id,
                "meeting": str(meeting),
                "start": start.isoformat(timespec="minutes"),
                "end": end.isoformat(timespec="minutes"),
                "venue_id": venue,
                "trainer_ids": ";".join(trainers),
                "places": places,
            }
        )
    return rows
