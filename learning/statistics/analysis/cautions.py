"""Results as a reader gets them: without estimates that together tell of a few."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LATER = ("follow_up", "year_on")


def without_cautioned(results: Mapping[str, Any]) -> dict[str, Any]:
    """The same with every estimate held back that ``cautions`` names, and what rests on it."""
    items = {("item", each["item"], each["estimate"]) for each in results["cautions"] if "item" in each}
    outcomes = {("outcome", each["outcome"], each["estimate"]) for each in results["cautions"] if "outcome" in each}
    return {
        **results,
        "items": {name: _without(found, ("item", name), items) for name, found in results["items"].items()},
        "outcomes": [_without(found, ("outcome", found["outcome"]), outcomes) for found in results["outcomes"]],
        "suppressed": [*results["suppressed"], *_entries(results, "item")],
        "outcomes_suppressed": [*results["outcomes_suppressed"], *_entries(results, "outcome")],
        "cautions": [],
    }


def _entries(results: Mapping[str, Any], kind: str) -> list[dict[str, str]]:
    return [{**each, "figure": "all"} for each in results["cautions"] if kind in each]


def _without(found: Mapping[str, Any], name: tuple[str, str], hidden: set[tuple[str, str, str]]) -> dict[str, Any]:
    def kept(wave: str, estimates: Mapping[str, Any]) -> dict[str, Any]:
        prefix = "" if wave == "post" else f"{wave}."
        return {key: None if (*name, prefix + key) in hidden else figures for key, figures in estimates.items()}

    whole = {**found, "estimates": kept("post", found["estimates"])}
    whole["later"] = {wave: kept(wave, found["later"][wave]) for wave in LATER}
    if "test" in found and (*name, "linked") in hidden:
        whole["test"] = None
    return whole
