"""Results of an analysis as CSV tables for a spreadsheet: ``[c]`` is held back, blank is not defined."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from learning.outputs.tables import safe_cell

HELD_BACK = "[c]"
FIGURES = (
    *("n", "clusters", "cluster_by", "mean_change", "se_naive", "se_cr1", "se_cr2", "se_cr3"),
    *("df", "low", "high", "icc", "d_z", "d_av", "positive_before", "positive_after"),
)
OUTCOME_FIGURES = (*FIGURES, "mean_before", "mean_after")
TEST = ("p", "p_adjusted", "family")
LINKING = (
    *("before", "after", "linked", "exact", "one_off", "share", "share_one_off", "borne_twice"),
    "expected_false",
)
Results = Mapping[str, Any]


def figure_tables(results: Results) -> dict[str, str]:
    """Name of each file -> its text."""
    return {
        "estimates.csv": _csv(("item", "wave", "estimate", *FIGURES), _estimates(results)),
        "breakdowns.csv": _csv(("by", "value", "item", "wave", "estimate", *FIGURES), _breakdowns(results)),
        "suppressed.csv": _csv(("item", "estimate", "figure", "by", "value", "reason"), _suppressed(results)),
        "response.csv": _csv(("wave", "directorate", "responses"), _response(results)),
        "outcomes.csv": _csv(("outcome", "wave", "estimate", *OUTCOME_FIGURES, *TEST), _outcomes(results)),
        "outcome_breakdowns.csv": _csv(
            ("by", "value", "outcome", "wave", "estimate", *FIGURES), _outcome_breakdowns(results)
        ),
        "linking.csv": _csv(("wave", *LINKING), _linking(results)),
    }


def _csv(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heading)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return safe_cell(value) if isinstance(value, str) else repr(value)


def _figures(figures: Mapping[str, object] | None, held: set[str], keys: Sequence[str] = FIGURES) -> list[object]:
    """All figures of an estimate; ``held`` names what of it is held back: all, or the interval."""
    if figures is None:
        return [HELD_BACK if "all" in held else None] * len(keys)
    return [HELD_BACK if key in ("low", "high") and "interval" in held else figures[key] for key in keys]


def _estimates(results: Results) -> Iterable[Sequence[object]]:
    held: dict[tuple[str, str], set[str]] = {}
    for entry in results["suppressed"]:
        held.setdefault((entry["item"], entry["estimate"]), set()).add(entry["figure"])
    for item, of_item in results["items"].items():
        for wave, estimates in {"post": of_item["estimates"], **of_item["later"]}.items():
            for estimate, figures in estimates.items():
                name = estimate if wave == "post" else f"{wave}.{estimate}"
                yield item, wave, estimate, *_figures(figures, held.get((item, name), set()))


def _outcomes(results: Results) -> Iterable[Sequence[object]]:
    held: dict[tuple[str, str], set[str]] = {}
    for entry in results["outcomes_suppressed"]:
        held.setdefault((entry["outcome"], entry["estimate"]), set()).add(entry["figure"])
    for outcome in results["outcomes"]:
        for wave, estimates in {"post": outcome["estimates"], **outcome["later"]}.items():
            for estimate, figures in estimates.items():
                name = estimate if wave == "post" else f"{wave}.{estimate}"
                found = _figures(figures, held.get((outcome["outcome"], name), set()), OUTCOME_FIGURES)
                test = outcome["test"] if name == "linked" else None
                yield outcome["outcome"], wave, estimate, *found, *(test[key] if test else None for key in TEST)


def _breakdowns(results: Results) -> Iterable[Sequence[object]]:
    return _lines("item", results["breakdowns"], results["breakdowns_suppressed"])


def _outcome_breakdowns(results: Results) -> Iterable[Sequence[object]]:
    return _lines("outcome", results["outcome_breakdowns"], results["outcome_breakdowns_suppressed"])


def _lines(
    of: str, lines: Sequence[Mapping[str, Any]], suppressed: Sequence[Mapping[str, Any]]
) -> Iterable[Sequence[object]]:
    """Lines of breakdowns ``of`` items or outcomes."""
    keys = ("by", "value", of, "estimate")
    held: dict[tuple[str, ...], set[str]] = {}
    for entry in suppressed:
        held.setdefault(tuple(entry[key] for key in keys), set()).add(entry["figure"])
    for line in lines:
        wave, _, estimate = line["estimate"].rpartition(".")
        figures = _figures(line["figures"], held.get(tuple(line[key] for key in keys), set()))
        yield line["by"], line["value"], line[of], wave or "post", estimate, *figures


def _suppressed(results: Results) -> Iterable[Sequence[object]]:
    outcomes = (*results["outcomes_suppressed"], *results["outcome_breakdowns_suppressed"])
    for entry in (*results["suppressed"], *results["breakdowns_suppressed"], *outcomes):
        by, value = entry.get("by", ""), entry.get("value", "")
        yield (
            entry["item"] if "item" in entry else entry["outcome"],
            entry["estimate"],
            entry["figure"],
            by,
            value,
            entry["reason"],
        )


def _response(results: Results) -> Iterable[Sequence[object]]:
    for wave, of_wave in results["response"].items():
        yield wave, "total", of_wave["responses"]
        for directorate, number in of_wave["directorate"].items():
            yield wave, directorate, HELD_BACK if number is None else number


def _linking(results: Results) -> Iterable[Sequence[object]]:
    for wave, of_wave in results["linking"].items():
        yield wave, *(of_wave[key] for key in LINKING)
