"""People, and what else the folder says about them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from tests.random_folders.folder import FEATURES, PATTERNS, SITES, Folder, Row, audience

BOTH_MODES = ("online", "in_person", "online;in_person")
BONDS = ("pattern", "modes", "sites", "needs", "joins_on", "leaves_on", "unit", "line_manager_id")


def draw_staff(folder: Folder) -> None:
    r = folder.random
    count = r.randint(8, 60)
    teams = max(1, count // r.randint(3, 12))
    rows: list[Row] = []
    for number in range(count):
        team = r.randrange(teams)
        row = {
            "staff_id": f"E{number:03d}",
            "name": f"Person {number}",
            "email": f"e{number}@example.org",
            "team": f"Team {team}" if not folder.chance(0.05, "blank team") else "",
            "directorate": f"Dir {team % 2}",
            "site": SITES[team % 2],
            "grade": r.choice("ABC"),
            "affinity": r.choice(["", "", "x", "y"]),
            "line_manager_id": f"E{r.randrange(count):03d}" if r.random() < 0.6 else "",
            "tags": ";".join(tag for tag in ("lead", "trainer") if r.random() < 0.3),
            "pattern": r.choice(PATTERNS) if folder.chance(0.3, "pattern") else "",
            "modes": r.choice(BOTH_MODES) if folder.chance(0.15, "person modes") else "",
            "sites": r.choice(["North", "South", "North;South"]) if folder.chance(0.2, "sites") else "",
            "needs": r.choice([*FEATURES, ";".join(FEATURES)]) if folder.chance(0.08, "needs") else "",
            **draw_post(folder),
            "unit": f"U{r.randrange(8)}" if r.random() < 0.15 else "",
            "cost_centre": f"{number:04d}",
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


def draw_locks(folder: Folder) -> None:
    rows: list[Row] = []
    for strand in folder.strands:
        members = audience(folder, strand)
        if len(members) > 4 and folder.chance(0.25, "exempt"):
            exempt = folder.random.choice(members)["staff_id"]
            rows.append({"staff_id": exempt, "strand": str(strand["id"]), "group_id": ""})
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
        bound = any(row[column] for column in BONDS)
        if not bound and row["staff_id"] not in leads and (row["staff_id"], strand["id"]) not in exempt:
            row["cost_centre"] = "pinned"
            folder.options.add("lock")
            return {"staff_id": row["staff_id"], "strand": str(strand["id"]), "group_id": group["group_id"]}
    return None


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
            last = first + timedelta(days=r.choice([0, 1, 6]))
            end = str(last) if whole else f"{first}T{r.choice(['15:30', '16:00', '22:30'])}"
            rows.append({"kind": kind, "id": ident, "start": start, "end": end, "reason": "leave"})
    if rows:
        folder.tables["unavailability"] = rows


def draw_wishes(folder: Folder) -> None:
    r = folder.random
    rows: list[Row] = []
    for row in folder.tables["staff"]:
        if folder.chance(0.15, "wishes"):
            strand = str(r.choice(folder.strands)["id"]) if r.random() < 0.5 else ""
            rows.append(
                {
                    "staff_id": row["staff_id"],
                    "strand": strand,
                    "weekdays": r.choice(["", "mon;tue", "fri"]),
                    "start_times": r.choice(["", "13:00", "09:30;15:15"]),
                    "modes": r.choice(["", "online"]),
                    "weight": str(r.choice([1, 2, 5, -3])),
                }
            )
    if rows:
        folder.tables["wishes"] = rows


def draw_apart(folder: Folder) -> None:
    ids = [row["staff_id"] for row in folder.tables["staff"] if row["cost_centre"] != "pinned"]
    pairs = [folder.random.sample(ids, 2) for _ in range(folder.random.choice([0, 2, 5]))]
    seen = Counter(frozenset(pair) for pair in pairs)
    rows = [{"staff_id": a, "other_id": b} for a, b in pairs if seen[frozenset((a, b))] == 1]
    if rows:
        folder.tables["apart"] = rows
