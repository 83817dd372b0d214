"""The aims of a schedule as bars: from the first schedule on the left to the proven bound on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from learning.models import Strand
from learning.presenters.words import number, percentage, short_day

REACHABLE = 85.0
"""How much of the bar lies before the bound; the rest is proven out of reach."""

NAMES = {
    "placed": "Places given",
    "own_team": "In their own team",
    "groups": "Groups",
    "finish": "Last session",
    "mix": "Mix of people",
    "alone": "Anyone the only one",
    "load": "Busiest trainer",
    "wishes": "Wishes kept",
}
MORE_IS_BETTER = frozenset({"placed", "own_team", "mix", "wishes"})
AFTER = {
    "placed": "given", "own_team": "of people", "groups": "fewest is best", "finish": "", "mix": "of 100",
    "alone": "people", "load": "sessions", "wishes": "of their weight",
}  # fmt: skip
BOUND = {
    "placed": "proven: at most {}", "own_team": "proven: at most {}", "groups": "proven: at least {}",
    "finish": "proven: not before {}", "mix": "proven: at most {}", "alone": "proven: at least {}",
    "load": "proven: at least {}", "wishes": "proven: at most {}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AimBar:
    """One aim: ``parts`` are for the meter, ``mark`` is where its bound lies; ``state`` says what is still open."""

    rank: int
    name: str
    figure: str
    after: str
    first: str
    bound: str
    parts: tuple[tuple[str, float], ...]
    mark: float | None
    state: str
    proven: bool
    proof: str = ""


def aims_asked(strands: Sequence[Strand], *, wishes: bool) -> frozenset[str]:
    """The aims that something in the programme asks for."""
    groupings = [strand.settings.get("grouping", {}) for strand in strands]
    asked = {
        "own_team": any(grouping.get("rule") == "team" for grouping in groupings),
        "mix": any(grouping.get("rule") == "mixed" for grouping in groupings),
        "alone": any(grouping.get("not_alone") for grouping in groupings),
        "wishes": wishes,
    }
    return frozenset(aim for aim in NAMES if asked.get(aim, True))


def aim_bars(
    aims: Mapping[str, Mapping[str, Any]], first: Mapping[str, Any], running: bool = False
) -> Sequence[AimBar]:
    """A bar for each aim that a strand asks for, in the order that matters.

    ``aims`` holds ``value``, ``bound`` and ``proof`` by aim, as a summary does; ``first`` the values of the first
    schedule; while it is ``running``, most bounds are still to come.
    """
    shown = [(name, entry) for name, entry in aims.items() if entry.get("value") is not None]
    unknown = "bound comes at the end" if running else "no bound known"
    return [_bar(rank, name, entry, first.get(name), unknown) for rank, (name, entry) in enumerate(shown, 1)]


def _bar(rank: int, name: str, entry: Mapping[str, Any], first: Any, unknown: str) -> AimBar:
    value, bound = entry["value"], entry.get("bound")
    reached, begun, best = (_amount(name, one) for one in (value, first, bound))
    bar = AimBar(
        rank=rank, name=NAMES.get(name, name), figure=words(name, value), after=AFTER.get(name, ""),
        first=f"first {words(name, first)}" if first is not None else "", bound="", parts=(("reached", REACHABLE),),
        mark=None, state=unknown, proven=False, proof=str(entry.get("proof") or ""),
    )  # fmt: skip
    if best is None or reached is None:
        return bar
    proven = reached == best
    share = 1.0 if proven else _share(reached, begun, best)
    return replace(
        bar,
        bound=BOUND[name].format(words(name, bound)),
        parts=(("reached", REACHABLE * share), ("open", REACHABLE * (1 - share)), ("never", 100 - REACHABLE)),
        mark=REACHABLE,
        state="proven best" if proven else _open(name, reached, best),
        proven=proven,
    )


def _share(reached: float, begun: float | None, best: float) -> float:
    """How far the value has come on the way from the first schedule to the bound; a bar is never quite full by it."""
    if begun is None or begun == best or (reached - begun) * (best - begun) <= 0:
        return 0.05 if begun is not None and begun != best else 0.9
    return min(0.98, max(0.05, (reached - begun) / (best - begun)))


def _amount(name: str, value: Any) -> float | None:
    if value is None:
        return None
    if name == "finish":
        return float(date.fromisoformat(str(value)[:10]).toordinal())
    if name == "mix":
        return round(float(value) * 100, 1)
    return float(value)


def words(name: str, value: Any) -> str:
    """A value of an aim as it stands on pages."""
    if value is None:
        return "none"
    if name == "finish":
        return short_day(date.fromisoformat(str(value)[:10]))
    if name == "own_team":
        return percentage(float(value))
    if name == "mix":
        return number(float(value) * 100, 1)
    return number(float(value))


def _open(name: str, reached: float, best: float) -> str:
    gap = abs(reached - best)
    if name == "finish":
        return f"{number(gap)} {'day' if gap == 1 else 'days'} still open"
    if name == "own_team":
        return f"{number(gap * 100, 1)} points still open"
    return f"{number(gap, 1 if name == 'mix' else 0)} still open"
