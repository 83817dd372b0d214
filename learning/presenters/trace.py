"""The search over time: a drawing of every aim against its bound, and the figures behind it.

The drawing is one SVG that stands alone: real text, a title and a description, colours that follow a
dark screen, no script. Each panel is a step curve, since what was reached holds until it is bettered.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from learning.presenters.progress import AIM_NAMES
from learning.presenters.result import amount
from learning.presenters.words import printable, short_day
from scheduler.problem import Aim

if TYPE_CHECKING:
    from scheduler.outcome import Step

WIDTH, PANEL_WIDTH, PANEL_HEIGHT, HEAD, GAP = 960, 464, 190, 76, 32
LEFT, RIGHT, TOP, BOTTOM = 64, 128, 40, 28
"""What each panel keeps free around its curve, for labels."""
LINE_HEIGHT = 16
BOUND_WORDS = {
    Aim.PLACED: "at most {}",
    Aim.OWN_TEAM: "at most {}",
    Aim.GROUPS: "at least {}",
    Aim.FINISH: "not before {}",
    Aim.MIX: "at most {}",
    Aim.ALONE: "at least {}",
    Aim.LOAD: "at least {}",
    Aim.WISHES: "at most {}",
}
LEGEND = (
    "Solid: the best so far. Dashed: proven, no schedule does better. Shaded: still open. "
    "An aim may lose where one before it gains."
)
STYLE = """
text { font-family: "IBM Plex Sans", Arial, sans-serif; font-size: 13px; fill: #475553 }
.title { font-size: 22px; font-weight: 700; fill: #13201f } .panel { font-size: 16px; font-weight: 600; fill: #13201f }
.now { font-weight: 600; fill: #13201f } .paper { fill: #fff } .line { stroke: #d3dad9 } .open { fill: #e1eff0 }
.reached { fill: none; stroke: #0b5560; stroke-width: 2 }
.bound { stroke: #13201f; stroke-width: 1.5; stroke-dasharray: 5 4 }
@media (prefers-color-scheme: dark) {
  text { fill: #b6c2c0 } .title, .panel, .now { fill: #e9eeed } .paper { fill: #17201f } .line { stroke: #33403e }
  .open { fill: #26302f } .reached { stroke: #74c0ca } .bound { stroke: #e9eeed }
}
"""


@dataclass(frozen=True, slots=True)
class Curve:
    """One aim: when it reached what, and its bound; None where nothing is proven."""

    aim: Aim
    seconds: tuple[float, ...]
    values: tuple[object, ...]
    bound: object

    @property
    def finding(self) -> str:
        """ "groups 466, at least 461": what the panel says in words."""
        return f"{AIM_NAMES[self.aim]} {short(self.aim, self.values[-1])}, {self.limit or 'no bound is known'}"

    @property
    def limit(self) -> str:
        if self.bound is None:
            return ""
        if level(self.bound) == level(self.values[-1]):
            return "proven best"
        return BOUND_WORDS[self.aim].format(short(self.aim, self.bound))


def trace_table(steps: Sequence[Step]) -> str:
    """The figures as CSV: a row for each time that the best got better, a column for each aim."""
    aims = list(steps[0].aims) if steps else []
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["seconds", "stage", *aims])
    for step in steps:
        writer.writerow([f"{step.seconds:.3f}", step.stage, *(step.aims[aim] for aim in aims)])
    return text.getvalue()


def trace_drawing(name: str, steps: Sequence[Step], asked: Sequence[Aim], summary: Mapping[str, object]) -> str:
    """The drawing as SVG: a panel for each of the aims that the programme asks for, two beside each other."""
    entries, seconds = summary.get("aims"), summary.get("seconds")
    total = max([float(seconds) if isinstance(seconds, (int, float)) else 0.0, *(step.seconds for step in steps)])
    curves = [_curve(aim, steps, entries.get(aim) if isinstance(entries, Mapping) else None) for aim in asked]
    curves = [curve for curve in curves if curve.values]
    height = HEAD + -(-len(curves) // 2) * (PANEL_HEIGHT + GAP)
    title = f"{printable(name)}: the search over {clock(total)}"
    description = "What was reached in each aim, over time, against what is proven. At the end: "
    description += "; ".join(curve.finding for curve in curves) + "."
    panels = [
        f'<g transform="translate({(n % 2) * (PANEL_WIDTH + GAP)} {HEAD + n // 2 * (PANEL_HEIGHT + GAP)})">'
        f"{_panel(curve, total)}</g>"
        for n, curve in enumerate(curves)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-24 0 {WIDTH + 48} {height}" role="img" lang="en" '
        f'aria-labelledby="trace-title trace-description">\n'
        f'<title id="trace-title">{escape(title)}</title>\n<desc id="trace-description">{escape(description)}</desc>\n'
        f"<style>{STYLE}</style>\n"
        f'<rect class="paper" x="-24" width="{WIDTH + 48}" height="{height}"/>\n'
        f'<text class="title" y="36">{escape(title)}</text>\n'
        f'<text y="58">{LEGEND}</text>\n' + "\n".join(panels) + "\n</svg>\n"
    )


def _curve(aim: Aim, steps: Sequence[Step], entry: object) -> Curve:
    known = [(step.seconds, step.aims[aim]) for step in steps if step.aims.get(aim) is not None]
    bound = entry.get("bound") if isinstance(entry, Mapping) else None
    return Curve(aim, tuple(at for at, _ in known), tuple(value for _, value in known), bound)


def _panel(curve: Curve, total: float) -> str:
    levels = [level(value) for value in curve.values]
    bound = None if curve.bound is None else level(curve.bound)
    low, high = min([*levels, *([] if bound is None else [bound])]), max([*levels, *([] if bound is None else [bound])])
    right, bottom = PANEL_WIDTH - RIGHT, PANEL_HEIGHT - BOTTOM

    def across(at: float) -> float:
        return round(LEFT + (right - LEFT) * at / total, 1) if total else LEFT

    def down(value: float) -> float:
        return round(bottom - (bottom - TOP) * (value - low) / (high - low), 1) if high > low else (TOP + bottom) / 2

    path = f"M{across(curve.seconds[0])} {down(levels[0])}"
    path += "".join(f"H{across(at)}V{down(value)}" for at, value in zip(curve.seconds[1:], levels[1:], strict=True))
    path += f"H{right}"
    parts = [f'<text class="panel" y="16">{escape(_capital(curve.finding))}</text>']
    for value, shown in {down(low): low, down(high): high}.items():
        words = escape(short(curve.aim, shown))
        parts.append(f'<line class="line" x1="{LEFT}" x2="{right}" y1="{value}" y2="{value}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{value + 4}" text-anchor="end">{words}</text>')
    if bound is not None:
        area = f"{path}V{down(bound)}H{across(curve.seconds[0])}Z"
        parts.append(f'<path class="open" d="{area}"/>')
        parts.append(f'<line class="bound" x1="{LEFT}" x2="{right}" y1="{down(bound)}" y2="{down(bound)}"/>')
    parts.append(f'<path class="reached" d="{path}"/>')
    parts += _labels(curve, right + 8, down(levels[-1]), None if bound is None else down(bound))
    parts.append(f'<text x="{LEFT}" y="{PANEL_HEIGHT - 6}">{clock(0)}</text>')
    parts.append(f'<text x="{right}" y="{PANEL_HEIGHT - 6}" text-anchor="end">{clock(total)}</text>')
    return "".join(parts)


def _labels(curve: Curve, x: float, reached: float, bound: float | None) -> list[str]:
    """What the two lines are, beside their ends, moved apart where they would touch."""
    reached_at, bound_at = reached + 4, None if bound is None else bound + 4
    if bound_at is not None and abs(bound_at - reached_at) < LINE_HEIGHT:
        middle, above = (bound_at + reached_at) / 2, reached_at <= bound_at
        reached_at = middle + (-LINE_HEIGHT / 2 if above else LINE_HEIGHT / 2)
        bound_at = middle + (LINE_HEIGHT / 2 if above else -LINE_HEIGHT / 2)
    best = escape(f"best {short(curve.aim, curve.values[-1])}")
    labels = [f'<text class="now" x="{x}" y="{reached_at}">{best}</text>']
    if bound_at is not None:
        labels.append(f'<text x="{x}" y="{bound_at}">{escape(curve.limit)}</text>')
    return labels


def level(value: object) -> float:
    """How high a value stands: days by their number, everything else as it is."""
    if isinstance(value, str):
        value = date.fromisoformat(value)
    if isinstance(value, date):
        return float(value.toordinal())
    assert isinstance(value, (int, float))
    return float(value)


def short(aim: Aim, value: object) -> str:
    """A value or bound as a label, days without their weekday."""
    if aim is Aim.FINISH:
        return short_day(date.fromordinal(round(level(value))))
    return amount(aim, value)


def clock(seconds: float) -> str:
    """83 -> "1:23"."""
    return f"{round(seconds) // 60}:{round(seconds) % 60:02}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
