"""Strands and their rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from tests.random_folders.folder import Folder

STRAND_IDS = ("prepare", "information", "reflection", "team_day", "circle")


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
        {"tags": ["lead"]},
        {"tags": ["lead", "trainer"]},
        {"grade": ["A", "B"]},
        {"grade": ["A", "C"], "site": ["North"]},
    )
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
