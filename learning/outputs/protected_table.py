"""A protected table and its audit as files."""

from __future__ import annotations

import csv
import io
import json

from learning.outputs.tables import safe_cell
from learning.statistics.disclosure.protecting import Protected

HELD_BACK = "[c]"


def protected_files(protected: Protected) -> dict[str, str]:
    """``protected.csv`` and ``audit.json``: name -> text. The audit tells no true count of a hidden cell."""
    return {"protected.csv": _table(protected), "audit.json": _audit(protected)}


def _table(protected: Protected) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    table = protected.table
    writer.writerow([*(safe_cell(column) for column in table.columns), "shown", "status"])
    for cell, label in enumerate(table.labels()):
        shown = HELD_BACK if protected.suppression.hidden[cell] else str(protected.shown(cell))
        writer.writerow([*(safe_cell(value) for value in label), shown, protected.status(cell)])
    return text.getvalue()


def _audit(protected: Protected) -> str:
    chosen, labels = protected.suppression, list(protected.table.labels())
    cells = [
        {
            "cell": dict(zip(protected.table.columns, labels[cell], strict=True)),
            "status": protected.status(cell),
            "low": interval.low,
            "high": interval.high,
            "width": interval.width,
            "exact": interval.exact,
        }
        for cell, interval in protected.intervals.items()
    ]
    whole = {
        "hidden": int(chosen.hidden.sum()),
        "loss": chosen.loss,
        "loss_bound": chosen.bound,
        "gap": chosen.gap,
        "proven_best": chosen.proven,
        "rounds": chosen.rounds,
        "rounded_to": protected.round_to,
        "cells": cells,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
