"""Small random programme folders on disk: every option of the file contract, one seed one folder.

The generator knows no engine and no judge. What it writes is always a folder that can be read; whether
everybody can be placed is left to chance, because the rules have to hold either way.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

Row = dict[str, str]

FIRST_DAYS = (date(2026, 12, 14), date(2027, 3, 15), date(2027, 5, 3), date(2027, 9, 6))
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SITES = ("North", "South")
FEATURES = ("step_free", "hearing_loop")
PATTERNS = (
    "mon-fri 09:00-17:00", "mon;tue;wed;thu", "mon;wed 09:00-13:00;fri", "tue;thu", "mon-fri 12:00-20:00",
    "tue 22:00-06:00;wed;fri", "sun-thu 20:00-06:00", "mon-thu 09:30-16:15;fri 09:00-12:30",
)
OFFICE_STARTS = ("09:30", "13:00", "15:15")
NIGHT_STARTS = ("21:00", "22:30")
AIMS = ("placed", "own_team", "groups", "finish", "mix", "alone", "load", "wishes")
STRAND_IDS = ("prepare", "information", "reflection", "team_day", "circle")


@dataclass
class Folder:
    """What is being drawn: the random source, the rows so far and the options that they use."""

    random: Random
    programme: dict[str, object] = field(default_factory=dict)
    strands: list[dict[str, object]] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    options: set[str] = field(default_factory=set)

    def chance(self, share: float, option: str = "") -> bool:
        """True with the given probability; then the named option counts as used."""
        happens = self.random.random() < share
        if happens and option:
            self.options.add(option)
        return happens

    @property
    def first_day(self) -> date:
        day = self.programme["first_day"]
        assert isinstance(day, date)
        return day

    @property
    def days(self) -> int:
        last = self.programme["last_day"]
        assert isinstance(last, date)
        return (last - self.first_day).days + 1

    def day(self) -> date:
        return self.first_day + timedelta(days=self.random.randrange(self.days))


def write_random_folder(out: Path, seed: int) -> frozenset[str]:
    """Write the folder of a seed into ``out`` (made if missing); return the options that it uses."""
    folder = Folder(Random(seed))
    draw_programme(folder)
    draw_staff(folder)
    draw_strands(folder)
    draw_trainers(folder)
    draw_venues(folder)
    draw_given(folder)
    draw_locks(folder)
    draw_unavailability(folder)
    draw_wishes(folder)
    draw_apart(folder)
    out.mkdir(parents=True, exist_ok=True)
    (out / "programme.toml").write_text(toml_text(folder), encoding="utf-8")
    for name, rows in folder.tables.items():
        write_table(out / f"{name}.csv", rows)
    return frozenset(folder.options)


def draw_programme(folder: Folder) -> None:
    first = folder.random.choice(FIRST_DAYS)
    programme: dict[str, object] = {
        "name": "Random programme", "timezone": "Europe/London", "first_day": first,
        "last_day": first + timedelta(days=folder.random.choice([13, 27, 41])),
        "weekdays": list(WEEKDAYS if folder.chance(0.2, "weekend") else WEEKDAYS[:5]),
        "start_times": list(NIGHT_STARTS if folder.chance(0.15, "night") else OFFICE_STARTS),
    }
    folder.programme = programme
    if folder.chance(0.4, "holidays"):
        programme["holidays"] = "GB-ENG"
    if folder.chance(0.5, "closed"):
        a = folder.day()
        programme["closed"] = [f"{a}/{a + timedelta(days=2)}", str(folder.day())]
    if folder.chance(0.6, "cover"):
        programme["cover"] = folder.random.choice([0.25, 0.34, 0.5])
    for key, minutes in (("travel_minutes", 60), ("break_minutes", 15), ("turnaround_minutes", 30)):
        if folder.chance(0.5, key):
            programme[key] = folder.random.choice([minutes, 2 * minutes, 225])
    if folder.chance(0.3, "order"):
        programme["order"] = ["placed", *folder.random.sample(AIMS[1:], len(AIMS) - 1)]


def draw_staff(folder: Folder) -> None:
    r = folder.random
    count = r.randint(8, 60)
    teams = max(1, count // r.randint(3, 12))
    rows: list[Row] = []
    for number in range(count):
        team = r.randrange(teams)
        row = {
            "staff_id": f"E{number:03d}", "name": f"Person {number}", "email": f"e{number}@example.org",
            "team": f"Team {team}" if not folder.chance(0.05, "blank team") else "", "directorate": f"Dir {team % 2}",
            "site": SITES[team % 2], "grade": r.choice("ABC"), "affinity": r.choice(["", "", "x", "y"]),
            "line_manager_id": f"E{r.randrange(count):03d}" if r.random() < 0.6 else "",
            "tags": ";".join(tag for tag in ("lead", "trainer") if r.random() < 0.3),
            "pattern": r.choice(PATTERNS) if folder.chance(0.3, "pattern") else "",
            "modes": r.choice(["online", "in_person", "online;in_person"]) if folder.chance(0.15, "person modes") else "",
            "sites": r.choice(["North", "South", "North;South"]) if folder.chance(0.2, "sites") else "",
            "needs": r.choice([*FEATURES, ";".join(FEATURES)]) if folder.chance(0.08, "needs") else "",
            **draw_post(folder),
            "unit": f"U{r.randrange(8)}" if r.random() < 0.15 else "", "cost_centre": f"{number:04d}",
        }
        rows.append(row)
    folder.tables["staff"] = rows


def draw_post(folder: Folder) -> Row:
    """First and last day in post, mostly blank."""
    first, last = sorted((folder.day(), folder.day()))
    return {
        "joins_on": str(first) if folder.chance(0.06, "joins_on") else "",
        "leaves_on": str(last) if folder.chance(0.06, "leaves_on") else "",
    }


def draw_strands(folder: Folder) -> None:
    r = folder.random
    ids = STRAND_IDS[: r.randint(1, 5)]
    given = r.choice(ids) if folder.chance(0.4, "given") else ""
    for strand_id in ids:
        strand: dict[str, object] = {"id": strand_id, "size": draw_size(r, strand_id == given)}
        if folder.chance(0.5, "title and lot"):
            strand |= {"title": strand_id.title(), "lot": r.choice("123")}
        if strand_id != given or folder.chance(0.3):
            strand |= draw_delivery(folder)
        draw_audience(folder, strand)
        draw_window(folder, strand)
        if folder.chance(0.3, "strand modes"):
            strand["modes"] = r.choice([["online"], ["in_person"], ["online", "in_person"]])
        strand["grouping"] = draw_grouping(folder)
        earlier = [str(other["id"]) for other in folder.strands]
        if earlier and folder.chance(0.5, "after"):
            strand["after"] = draw_after(folder, earlier)
        folder.strands.append(strand)
    if given:
        folder.options.add("given")
        folder.tables["sessions"] = [{"strand": given}]


def draw_size(r: Random, given: bool) -> dict[str, int]:
    least = 1 if given else r.choice([1, 2, 2, 3, 4])
    return {"min": least, "max": least + r.choice([0, 1, 2, 4, 8, 20])}


def draw_delivery(folder: Folder) -> dict[str, object]:
    r = folder.random
    delivery: dict[str, object] = {"duration_minutes": r.choice([45, 60, 90]), "trainers": r.choice([0, 1, 1, 1, 2])}
    if delivery["trainers"] and folder.chance(0.25, "trainer_kinds"):
        both = delivery["trainers"] == 2 and r.random() < 0.5
        delivery["trainer_kinds"] = {"internal": 1, "provider": 1} if both else {"internal": 1}
    if folder.chance(0.25, "meetings"):
        least = r.choice([1, 1, 7])
        delivery |= {"meetings": r.choice([2, 2, 3]), "gap_days": [least, least + r.choice([3, 7, 14])]}
    return delivery


def draw_audience(folder: Folder, strand: dict[str, object]) -> None:
    shapes: tuple[dict[str, list[str]], ...] = (
        {"tags": ["lead"]}, {"tags": ["lead", "trainer"]}, {"grade": ["A", "B"]}, {"grade": ["A", "C"], "site": ["North"]})
    if folder.chance(0.35, "audience"):
        strand["audience"] = drawn_values(folder, shapes)
    if folder.chance(0.2, "exclude"):
        strand["exclude"] = drawn_values(folder, ({"grade": ["C"]}, {"tags": ["trainer"], "directorate": ["Dir 0"]}))


def drawn_values(folder: Folder, shapes: Sequence[dict[str, list[str]]]) -> dict[str, list[str]]:
    """One of the shapes, cut to the values that occur in the table: an unknown value cannot be read."""
    shape = folder.random.choice(shapes)
    present = {key: {v for row in folder.tables["staff"] for v in row[key].split(";")} for key in shape}
    kept = {key: [v for v in values if v in present[key]] for key, values in shape.items()}
    return kept if all(kept.values()) else {"grade": [folder.tables["staff"][0]["grade"]]}


def draw_window(folder: Folder, strand: dict[str, object]) -> None:
    if folder.chance(0.2, "strand first_day"):
        strand["first_day"] = folder.first_day + timedelta(days=folder.days // 4)
    if folder.chance(0.2, "strand last_day"):
        strand["last_day"] = folder.first_day + timedelta(days=3 * folder.days // 4)
    if folder.chance(0.2, "strand weekdays"):
        strand["weekdays"] = ["tue", "wed", "thu"]
    if folder.chance(0.15, "strand start_times"):
        strand["start_times"] = ["10:00", "14:30"]


def draw_grouping(folder: Folder) -> dict[str, object]:
    r = folder.random
    rule = r.choice(["open", "mixed", "mixed", "team"])
    folder.options.add(f"rule {rule}")
    grouping: dict[str, object] = {"rule": rule}
    if rule == "mixed":
        limits = {"team": r.choice([1, 2, 3]), "directorate": r.choice([2, 4, 6]), "grade": 3}
        grouping["max_same"] = {key: limits[key] for key in r.sample(list(limits), r.randint(1, 2))}
        if folder.chance(0.5, "mix"):
            grouping["mix"] = {"directorate": 1.0, "grade": 0.5}
    if rule == "team":
        grouping["fields"] = r.choice([["team", "directorate"], ["directorate"], ["team"]])
    apart = [kind for kind in ("line_manager", "pairs", "trainer_team") if folder.chance(0.35, kind)]
    if apart:
        grouping["keep_apart"] = apart
    if rule != "team" and folder.chance(0.3, "keep_together"):
        grouping["keep_together"] = "unit"
    if folder.chance(0.3, "not_alone"):
        grouping["not_alone"] = "affinity"
    return grouping


def draw_after(folder: Folder, earlier: list[str]) -> dict[str, object]:
    r = folder.random
    several = len(earlier) > 1 and folder.chance(0.4, "after list")
    after: dict[str, object] = {"strand": r.sample(earlier, 2) if several else r.choice(earlier)}
    if r.random() < 0.8:
        after["min_days"] = r.choice([0, 0, 1, 3])
    if folder.chance(0.3, "max_days"):
        after["max_days"] = r.choice([7, 14])
    return after


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
        rows.append({
            "trainer_id": f"T{number}", "name": f"Trainer {number}", "kind": ("internal", "provider")[number % 2],
            "strands": ";".join(delivers), "staff_id": staff_id, "ready_after": ready if ready not in delivers else "",
            "pattern": r.choice(PATTERNS) if r.random() < 0.3 else "",
            "modes": r.choice(["online", "in_person"]) if folder.chance(0.15, "trainer modes") else "",
            "max_per_day": r.choice("12") if folder.chance(0.4, "max_per_day") else "",
            "max_per_week": r.choice("234") if folder.chance(0.4, "max_per_week") else "",
            "from": str(folder.first_day + timedelta(days=3)) if folder.chance(0.15, "from") else "",
            "until": str(folder.first_day + timedelta(days=folder.days - 4)) if folder.chance(0.15, "until") else "",
            "bio": "Writes things down.",
        })
    folder.tables["trainers"] = rows


def draw_venues(folder: Folder) -> None:
    r = folder.random
    rows: list[Row] = []
    for number in range(r.randint(1, 4)):
        online = number == 0 and r.random() < 0.8
        rows.append({
            "venue_id": f"V{number}", "mode": "online" if online else "in_person", "name": f"Venue {number}",
            "site": "" if online else r.choice([*SITES, ""]), "link": "https://example.org/meet" if online else "",
            "capacity": str(r.choice([4, 6, 12, 30])) if folder.chance(0.6, "capacity") else "",
            "parallel": str(r.choice([2, 3])) if folder.chance(0.4, "parallel") else "",
            "pattern": "mon-fri 09:00-16:00" if folder.chance(0.2, "venue pattern") else "",
            "features": ";".join(feature for feature in FEATURES if r.random() < 0.6),
        })
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
        start = datetime.combine(folder.first_day + timedelta(days=offset), time(r.choice([8, 10, 13]), r.choice([0, 30])))
        end = start + timedelta(minutes=r.choice([40, 60, 120]))
        rows.append({
            "session_id": f"{group_id}-{meeting}", "strand": strand, "group_id": group_id, "meeting": str(meeting),
            "start": start.isoformat(timespec="minutes"), "end": end.isoformat(timespec="minutes"),
            "venue_id": venue, "trainer_ids": ";".join(trainers), "places": places,
        })
    return rows


def draw_locks(folder: Folder) -> None:
    rows: list[Row] = []
    for strand in folder.strands:
        members = audience(folder, strand)
        if len(members) > 4 and folder.chance(0.25, "exempt"):
            rows.append({"staff_id": folder.random.choice(members)["staff_id"], "strand": str(strand["id"]), "group_id": ""})
    pinned = drawn_pin(folder, {(row["staff_id"], row["strand"]) for row in rows})
    folder.tables["locks"] = rows + ([pinned] if pinned else [])
    if not folder.tables["locks"]:
        del folder.tables["locks"]


def drawn_pin(folder: Folder, exempt: set[tuple[str, str]]) -> Row | None:
    """Pin one person whom nothing hinders to a given group, so that the lock can surely be kept."""
    given = folder.tables.get("sessions", [])
    strand = next((s for s in folder.strands if given and s["id"] == given[0]["strand"]), None)
    if strand is None or "after" in strand or not folder.chance(0.8):
        return None
    group = folder.random.choice(given)
    leads = {row["staff_id"] for row in folder.tables["trainers"]}
    grouping = strand["grouping"]
    assert isinstance(grouping, dict)
    if (group["venue_id"] and strand.get("modes")) or "trainer_team" in grouping.get("keep_apart", ()):
        return None
    for row in audience(folder, strand):
        bound = any(row[c] for c in ("pattern", "modes", "sites", "needs", "joins_on", "leaves_on", "unit", "line_manager_id"))
        if not bound and row["staff_id"] not in leads and (row["staff_id"], strand["id"]) not in exempt:
            row["cost_centre"] = "pinned"
            folder.options.add("lock")
            return {"staff_id": row["staff_id"], "strand": str(strand["id"]), "group_id": group["group_id"]}
    return None


def audience(folder: Folder, strand: Mapping[str, object]) -> list[Row]:
    def holds(row: Row, rule: object) -> bool:
        assert isinstance(rule, dict)
        return all(set(row[key].split(";")) & set(values) for key, values in rule.items())

    rule, out = strand.get("audience") or {}, strand.get("exclude") or {}
    return [row for row in folder.tables["staff"] if holds(row, rule) and not (out and holds(row, out))]


def draw_unavailability(folder: Folder) -> None:
    r = folder.random
    rows: list[Row] = []
    pinned = {row["staff_id"] for row in folder.tables["staff"] if row["cost_centre"] == "pinned"}
    subjects = [("staff", row["staff_id"], 0.5) for row in folder.tables["staff"] if row["staff_id"] not in pinned]
    subjects += [("trainer", row["trainer_id"], 0.5) for row in folder.tables["trainers"]]
    subjects += [("venue", row["venue_id"], 0.3) for row in folder.tables["venues"]]
    for kind, ident, share in subjects:
        if folder.chance(share, f"unavailability of {kind}"):
            first = folder.day()
            whole = r.random() < 0.5
            start = str(first) if whole else f"{first}T{r.choice(['09:00', '12:00', '15:15'])}"
            end = str(first + timedelta(days=r.choice([0, 1, 6]))) if whole else f"{first}T{r.choice(['15:30', '16:00', '22:30'])}"
            rows.append({"kind": kind, "id": ident, "start": start, "end": end, "reason": "leave"})
    if rows:
        folder.tables["unavailability"] = rows


def draw_wishes(folder: Folder) -> None:
    r = folder.random
    rows: list[Row] = []
    for row in folder.tables["staff"]:
        if folder.chance(0.15, "wishes"):
            strand = str(r.choice(folder.strands)["id"]) if r.random() < 0.5 else ""
            rows.append({
                "staff_id": row["staff_id"], "strand": strand, "weekdays": r.choice(["", "mon;tue", "fri"]),
                "start_times": r.choice(["", "13:00", "09:30;15:15"]), "modes": r.choice(["", "online"]),
                "weight": str(r.choice([1, 2, 5, -3])),
            })
    if rows:
        folder.tables["wishes"] = rows


def draw_apart(folder: Folder) -> None:
    ids = [row["staff_id"] for row in folder.tables["staff"] if row["cost_centre"] != "pinned"]
    pairs = [folder.random.sample(ids, 2) for _ in range(folder.random.choice([0, 2, 5]))]
    seen = Counter(frozenset(pair) for pair in pairs)
    if pairs:
        folder.tables["apart"] = [{"staff_id": a, "other_id": b} for a, b in pairs if seen[frozenset((a, b))] == 1]


def toml_text(folder: Folder) -> str:
    lines = ["[programme]", *key_lines(folder.programme)]
    for strand in folder.strands:
        lines += ["", "[[strands]]", *key_lines(strand)]
    return "\n".join(lines) + "\n"


def key_lines(values: Mapping[str, object]) -> Iterable[str]:
    return (f"{key} = {toml_value(value)}" for key, value in values.items())


def toml_value(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    return str(value) if isinstance(value, date) else json.dumps(value)


def write_table(path: Path, rows: list[Row]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
