"""Completion for learning management systems: a table, and statements of the Experience API.

Statements follow xAPI 1.0.3 (https://github.com/adlnet/xAPI-Spec): the actor by an account of the organisation and not
by an address, the verb "completed" of ADL, an id that is the same whenever the same completion is written out, so that
a record store that has it already takes it once.
"""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from learning.outputs.tables import safe_cell

COMPLETED = {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en-GB": "completed"}}
KIND = "http://adlnet.gov/expapi/activities/course"
HEADINGS = ("staff_id", "strand", "title", "completed_on")


@dataclass(frozen=True, slots=True)
class Completion:
    """One person's completion of one strand."""

    staff_id: str
    strand: str
    title: str
    completed_on: date


def completions_csv(completions: Iterable[Completion]) -> str:
    """A row for each, no cell of which a spreadsheet takes for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    for one in completions:
        writer.writerow(map(safe_cell, (one.staff_id, one.strand, one.title, one.completed_on.isoformat())))
    return text.getvalue()


def xapi_statements(
    completions: Iterable[Completion], *, programme_key: str, programme: str, home: str
) -> Sequence[Mapping[str, Any]]:
    """A statement for each. ``home`` is the address of this installation: it names accounts and activities."""
    base = home.rstrip("/")
    place = f"{base}/programmes/{programme_key}"
    return [
        {
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{place}/{one.strand}/{one.staff_id}/completed")),
            "actor": {"objectType": "Agent", "account": {"homePage": base, "name": one.staff_id}},
            "verb": COMPLETED,
            "object": {
                "objectType": "Activity",
                "id": f"{place}/strands/{one.strand}",
                "definition": {"type": KIND, "name": {"en-GB": one.title}},
            },
            "result": {"completion": True},
            "context": {
                "contextActivities": {
                    "parent": [{"id": place, "definition": {"type": KIND, "name": {"en-GB": programme}}}]
                }
            },
            "timestamp": f"{one.completed_on.isoformat()}T12:00:00Z",
        }
        for one in completions
    ]
