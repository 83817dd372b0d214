"""The best value and its bound over the time of a run, as a drawing of steps with labels at the lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 40, 350, 14, 160


@dataclass(frozen=True, slots=True)
class Curve:
    """What the template draws: points of the lines as SVG has them, and texts with their places."""

    title: str
    description: str
    best: str
    bound: str
    between: str
    now: float | None
    ticks: tuple[tuple[float, str], ...]
    times: tuple[tuple[float, str], ...]
    best_label: tuple[float, str]
    bound_label: tuple[float, str] | None


def curve(
    title: str,
    description: str,
    steps: Sequence[tuple[float, float]],
    bound: float | None,
    limit: float,
    now: float | None,
) -> Curve | None:
    """A step line through ``(seconds, value)`` against the bound that stands now; None while there is nothing to draw.

    ``limit`` is the time that the run may take, in seconds: the right end of the drawing; ``now`` how long it has
    run, None once it has ended.
    """
    if not steps:
        return None
    end = max(limit, steps[-1][0], 1.0)
    values = [value for _, value in steps] + ([bound] if bound is not None else [])
    low, high = min(values), max(values)
    margin = max((high - low) * 0.12, 0.5)
    low, high = low - margin, high + margin

    def x(seconds: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * min(1.0, seconds / end), 1)

    def y(value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low), 1)

    last = x(end if now is None else now)
    path = [f"M{x(steps[0][0])} {y(steps[0][1])}"]
    path += [f"H{x(seconds)} V{y(value)}" for seconds, value in steps[1:]]
    best = " ".join([*path, f"H{last}"])
    line = f"M{x(steps[0][0])} {y(bound)} H{last}" if bound is not None else ""
    between = f"{best} V{y(bound)} H{x(steps[0][0])} Z" if bound is not None else ""
    best_y, bound_y = y(steps[-1][1]), y(bound) if bound is not None else None
    if bound_y is not None and abs(best_y - bound_y) < 16:
        middle = (best_y + bound_y) / 2
        above = best_y <= bound_y
        best_y, bound_y = (middle - 8, middle + 8) if above else (middle + 8, middle - 8)
    return Curve(
        title=title,
        description=description,
        best=best,
        bound=line,
        between=between,
        now=None if now is None else last,
        ticks=tuple((y(value), f"{value:,.0f}") for value in {round(steps[0][1]), round(values[-1])}),
        times=((LEFT, "0:00"), (RIGHT, f"{int(end) // 60}:{int(end) % 60:02d}")),
        best_label=(best_y - 6, f"best so far {steps[-1][1]:,.0f}" if now is not None else f"best {steps[-1][1]:,.0f}"),
        bound_label=(bound_y + 12, f"bound {bound:,.0f}") if bound_y is not None and bound is not None else None,
    )
