"""Facts as plain JSON values."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

from learning.presenters.plain_json import as_plain
from scheduler.errors import Defect
from scheduler.problem import Aim
from scheduler.referee import Violation
from scheduler.rules import Rule


def test_facts_become_values_that_json_knows() -> None:
    facts = {
        Aim.FINISH: date(2027, 1, 11),
        "share": Fraction(1, 4),
        "where": Path("out"),
        "ids": frozenset({"b", "a"}),
        "defects": (Defect("staff.csv", "is blank", row=2),),
        "violations": [Violation(Rule.COVER, "", "Team 1", "Too many away.")],
        "none": None,
    }
    assert json.loads(json.dumps(as_plain(facts))) == {
        "finish": "2027-01-11",
        "share": 0.25,
        "where": "out",
        "ids": ["a", "b"],
        "defects": [{"file": "staff.csv", "message": "is blank", "row": 2, "column": "", "value": ""}],
        "violations": [
            {"rule": "cover", "strand": "", "subject": "Team 1", "sentence": "Too many away.", "amount": None}
        ],
        "none": None,
    }
