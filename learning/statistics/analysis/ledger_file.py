"""The ledger of releases as a file: kept beside the answers, never published."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from learning.statistics.analysis.design import Design
from learning.statistics.analysis.keeping_back import WEIGHT_STEPS
from learning.statistics.analysis.ledger import Release, no_longer_there
from learning.statistics.answers.table import Answers
from scheduler.errors import Defect, FolderError

FORM = "learning-ledger-1"
MOST_NAMED = 20


def read_ledger(path: Path) -> tuple[Release, ...]:
    """The releases so far, none where there is no file; raises FolderError where it is not a ledger."""
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        if whole["form"] != FORM:
            raise ValueError(whole["form"])
        return tuple(_release(each) for each in whole["releases"])
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise FolderError([Defect(path.name, f"cannot be read: {error.strerror}.")]) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = "is not a ledger that learning analyse wrote; name another file, or restore it from a copy."
        raise FolderError([Defect(path.name, message)]) from error


def _release(each: dict[str, Any]) -> Release:
    return Release(
        str(each["made_on"]),
        int(each["min_base"]),
        {wave: dict(of_wave) for wave, of_wave in each["responses"].items()},
        {measure: frozenset(tuple(key) for key in keys) for measure, keys in each["shown"].items()},
        {response: steps / WEIGHT_STEPS for response, steps in each["weights"].items()},
        dict(each["sides"]),
    )


def ledger_text(releases: Sequence[Release]) -> str:
    return json.dumps({"form": FORM, "releases": [_plain(release) for release in releases]}, indent=None) + "\n"


def _plain(release: Release) -> dict[str, Any]:
    return {
        "made_on": release.made_on,
        "min_base": release.min_base,
        "responses": {wave: dict(of_wave) for wave, of_wave in release.responses.items()},
        "shown": {measure: sorted(keys) for measure, keys in release.shown.items()},
        "weights": {response: round(weight * WEIGHT_STEPS) for response, weight in release.weights.items()},
        "sides": dict(release.sides),
    }


def check_against(
    path: Path, releases: Sequence[Release], answers: Answers, design: Design, min_base: int
) -> list[Defect]:
    """Why these answers cannot be published beside the releases of a ledger: what the answers said then they must
    still say, and all must be held to one least number."""
    defects: list[Defect] = []
    for number, release in enumerate(releases, 1):
        name = f"release {number} of {release.made_on}"
        missing = {by: column for by, column in release.sides.items() if design.sides.get(by) != column}
        gone = [] if missing else no_longer_there(answers, release)
        for wave, response in gone[:MOST_NAMED]:
            message = f"was in {name} and is gone or says something else now; publish from answers that only grow."
            defects.append(Defect(path.name, message, column=wave, value=response))
        if len(gone) > MOST_NAMED:
            defects.append(Defect(path.name, f"{name}: {len(gone) - MOST_NAMED} further answers are gone or differ."))
        if release.min_base != min_base:
            message = f"{name} had --min-base {release.min_base}; use the same, or begin another ledger."
            defects.append(Defect(path.name, message, value=str(min_base)))
        defects += [
            Defect(path.name, f"{name} compared people by {column}; name it again with --{by}.", value=column)
            for by, column in missing.items()
        ]
    return defects
