"""How a search stands, in one line or a few."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from learning.presenters.result import amount
from learning.presenters.words import count, duration, number, printable
from scheduler.problem import Aim

if TYPE_CHECKING:
    from scheduler.outcome import Progress


AIM_NAMES = {
    Aim.PLACED: "placed",
    Aim.OWN_TEAM: "own team",
    Aim.GROUPS: "groups",
    Aim.FINISH: "finish",
    Aim.MIX: "mix",
    Aim.ALONE: "alone",
    Aim.LOAD: "busiest trainer",
    Aim.WISHES: "wishes",
}


def progress_line(progress: Progress, asked: Collection[Aim]) -> str:
    """One line that can stand alone in a log; ``asked`` are the aims that the programme asks for."""
    parts = [duration(progress.seconds), printable(progress.stage), placed_words(progress), groups_words(progress)]
    best = best_words(progress.aims, asked)
    return " · ".join([part for part in parts if part] + ([f"best so far: {best}"] if best else []))


def placed_words(progress: Progress) -> str:
    return f"placed {number(progress.placed)} of {number(progress.audience)}"


def groups_words(progress: Progress) -> str:
    """The groups so far against the proven bound; empty before there is a group."""
    if not progress.groups:
        return ""
    bound = f" (at least {number(progress.groups_bound)} needed)" if progress.groups_bound else ""
    return f"{count(progress.groups, 'group')}{bound}"


def best_words(aims: Mapping[str, object], asked: Collection[Aim]) -> str:
    """The values of the aims asked for, but for the placed and the groups, which are said beside them."""
    shown = [aim for aim in AIM_NAMES if aim in asked and aim not in (Aim.PLACED, Aim.GROUPS)]
    return ", ".join(f"{AIM_NAMES[aim]} {amount(aim, aims[aim])}" for aim in shown if aims.get(aim) is not None)
