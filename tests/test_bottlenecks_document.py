"""The description of bottlenecks.json names all that is written into it, and the costs are those of the code."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from scheduler.bottlenecks import Costs
from scheduler.bottlenecks.changes import KINDS
from tests.scheduler.bottlenecks.checking import studied
from tests.scheduler.explain.small import people, problem, strand

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs" / "bottlenecks.md").read_text(encoding="utf-8")


def test_costs_of_the_description_are_those_of_the_code() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", DOCUMENT, re.MULTILINE))
    assert {name: int(points) for name, points in told.items()} == {
        field.name: getattr(Costs(), field.name) for field in fields(Costs)
    }


def test_every_key_of_the_file_and_every_kind_of_change_is_described() -> None:
    report = studied(problem([strand(min_size=4, max_size=8)], people(3))).as_json()
    rows = [report]
    for name in ("bottlenecks", "remedies"):
        part = report[name]
        assert isinstance(part, list)
        rows.append(part[0])
    edits = rows[-1]["edits"]
    assert isinstance(edits, list)
    keys = {key for row in (*rows, edits[0]) for key in row}
    assert [key for key in sorted(keys | set(KINDS.values())) if f"`{key}`" not in DOCUMENT] == []


def test_readme_links_to_the_description() -> None:
    assert "](docs/bottlenecks.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
