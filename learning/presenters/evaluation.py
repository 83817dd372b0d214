"""Figures of an evaluation in words: changes, averages, and what the results find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from learning.presenters.words import number

Results = Mapping[str, Any]
Figures = Mapping[str, Any]
Direction = Literal["rise", "fall", "unclear", "unknown"]
POINTS_PER_STEP = 25.0
"""Index points of one step on the scale of 1 to 5."""
SIGNIFICANCE = 0.05
WAVE_NAMES = {
    "baseline": "Before",
    "post": "After the session",
    "looking_back": "Looking back",
    "follow_up": "Follow-up",
    "year_on": "A year on",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of one outcome: the linked change after the session, in steps (or the unit of a number).

    ``direction`` is clear only where the interval leaves out zero and the adjusted p is under 0.05; ``unknown`` where
    there is no interval. ``held`` is true where the figures are held back.
    """

    outcome: str
    direction: Direction
    change: float | None
    low: float | None
    high: float | None
    held: bool
    of_scale: bool

    @property
    def span(self) -> str:
        """ "+0.31 (+0.22 to +0.40)"."""
        if self.change is None:
            return "[c]" if self.held else "no answers"
        return f"{signed(self.change)} ({interval(self.low, self.high)})"


def signed(value: float) -> str:
    """0.3125 -> "+0.31"; a true minus, and no sign where it rounds to zero."""
    text = number(value, 2)
    return f"+{text}" if value > 0 and text != "0.00" else text


def plain(value: float) -> str:
    return number(value, 2)


def interval(low: float | None, high: float | None) -> str:
    return "no interval" if low is None or high is None else f"{signed(low)} to {signed(high)}"


def in_steps(points: float | None, scale: str) -> float | None:
    """Index points as steps on the scale of 1 to 5; numbers stay as they are."""
    return points if points is None or scale != "1-5" else points / POINTS_PER_STEP


def on_scale(index: float) -> float:
    """An index of 0 to 100 as an average answer of 1 to 5."""
    return index / POINTS_PER_STEP + 1


def findings(results: Results) -> list[Finding]:
    """One of each outcome, in their order."""
    held = {(each["outcome"], each["estimate"], each["figure"]) for each in results["outcomes_suppressed"]}
    found = []
    for outcome in results["outcomes"]:
        figures, scale = outcome["estimates"]["linked"], outcome["scale"]
        low, high = bounds(figures, scale)
        found.append(
            Finding(
                outcome["outcome"],
                _direction(low, high, outcome["test"]),
                in_steps(figures["mean_change"], scale) if figures else None,
                low,
                high,
                (outcome["outcome"], "linked", "all") in held,
                scale == "1-5",
            )
        )
    return found


def bounds(figures: Figures | None, scale: str) -> tuple[float | None, float | None]:
    """The interval of a change in steps; None where there is none."""
    if not figures:
        return None, None
    return in_steps(figures["low"], scale), in_steps(figures["high"], scale)


def _direction(low: float | None, high: float | None, test: Mapping[str, Any] | None) -> Direction:
    if low is None or high is None:
        return "unknown"
    if test is None or test["p_adjusted"] is None or test["p_adjusted"] >= SIGNIFICANCE:
        return "unclear"
    return "rise" if low > 0 else "fall" if high < 0 else "unclear"


READINGS = {
    "rise": "clear rise",
    "fall": "clear fall",
    "unclear": "no clear change",
    "unknown": "no interval, so not known",
}


def reading(finding: Finding) -> str:
    if finding.change is None:
        return "held back" if finding.held else "no answers"
    return READINGS[finding.direction]


MOST_IN_HEADLINE = 4


def headline(results: Results) -> str:
    """The finding in plain words, before anything else."""
    found = findings(results)
    parts = [_part("People agree more", "Higher", found, "rise"), _part("People agree less", "Lower", found, "fall")]
    unclear = [finding.outcome for finding in found if finding.direction == "unclear"]
    said = [part for part in parts if part]
    if unclear:
        said.append(f"No clear change: {listed(unclear)}.")
    if not said:
        return "These answers do not tell whether anything changed."
    return " ".join(said)


def _part(agreeing: str, numbers: str, found: list[Finding], direction: Direction) -> str:
    sentences = []
    for of_scale, words in ((True, agreeing), (False, numbers)):
        those = [finding for finding in found if finding.direction == direction and finding.of_scale == of_scale]
        if those:
            named = [f"{finding.outcome}, by {_size(finding)}" for finding in those[:MOST_IN_HEADLINE]]
            rest = len(those) - len(named)
            more = f"; and {rest} more" if rest else ""
            sentences.append(f"{words} after the session: {'; '.join(named)}{more}.")
    return " ".join(sentences)


def _size(finding: Finding) -> str:
    """ "0.31 (0.22 to 0.40)": of a fall the size of the fall."""
    assert finding.change is not None and finding.low is not None and finding.high is not None  # noqa: PT018
    low, high = sorted((abs(finding.low), abs(finding.high)))
    return f"{plain(abs(finding.change))} ({plain(low)} to {plain(high)})"


def listed(names: list[str]) -> str:
    """At most four names, and how many more."""
    shown = names[:MOST_IN_HEADLINE]
    rest = len(names) - len(shown)
    return "; ".join(shown) + (f"; and {rest} more" if rest else "")


def can_tell(results: Results) -> tuple[list[str], list[str]]:
    """What these results can tell, and what they cannot: the same findings, so that neither contradicts the other."""
    found = findings(results)
    return _can(results, found), _cannot(results, found)


def _can(results: Results, found: list[Finding]) -> list[str]:
    can = []
    for direction, verb in (("rise", "rose"), ("fall", "fell")):
        names = [finding.outcome for finding in found if finding.direction == direction]
        if names:
            who = f"Among those who answered both times, {verb} by more than chance and grouping explain"
            can.append(f"{who}: {listed(names)}.")
    can += _clear_contrasts(results)
    if results["rates"]:
        waves = results["rates"]["waves"]
        if waves["post"]["rate"] is not None and waves["post"]["responses"]:
            can.append("How large a part of those who attended each figure speaks for.")
    return can or ["How many answered, and how the answers are spread; no change can be told from them."]


def _clear_contrasts(results: Results) -> list[str]:
    lines = []
    for line in results["contrasts"]:
        figures = line["figures"]
        if figures and figures["low"] is not None and not figures["low"] <= 0 <= figures["high"]:
            more = "more" if figures["difference"] > 0 else "less"
            drawn = ", and the draw at random rules out other reasons" if figures["wording"] == "randomised" else ""
            lines.append(f"{line['outcome']}: it rose {more} in {line['second']} than in {line['first']}{drawn}.")
    return lines


def _hidden_by_chance(results: Results, outcomes: list[str]) -> str:
    """How small a change these answers would have found."""
    found = [
        change
        for each in results["outcomes"]
        if each["outcome"] in outcomes and (change := in_steps(each["detectable"], each["scale"])) is not None
    ]
    if not found:
        return "A small change may be hidden by chance."
    least = f"{max(found):.2f} steps"
    return (
        f"A change under {least} may be hidden by chance: with answers like these one that large is found 4 times in 5."
    )


def _cannot(results: Results, found: list[Finding]) -> list[str]:
    cannot = []
    randomised = any(line["figures"] and line["figures"]["wording"] == "randomised" for line in results["contrasts"])
    if randomised:
        cannot.append(
            "Whether the programme as a whole caused the change: only the arms were drawn, nobody went without."
        )
    else:
        cannot.append("Whether the sessions caused a change: no comparison was drawn at random.")
    unclear = [finding.outcome for finding in found if finding.direction == "unclear"]
    if unclear:
        cannot.append(f"Whether anything changed in: {listed(unclear)}. {_hidden_by_chance(results, unclear)}")
    unknown = [finding.outcome for finding in found if finding.direction == "unknown"]
    if unknown:
        cannot.append(f"How sure a change is in: {listed(unknown)}. There is no interval, or it is held back.")
    if not _behaviour_later(results):
        cannot.append("Whether people do act differently at work: no behaviour was asked about weeks later.")
    cannot.append(
        "What those think who did not answer"
        + ("; weighting only evens out directorates and managers." if results["weighted"] else ".")
    )
    return cannot


def _behaviour_later(results: Results) -> bool:
    return any(
        outcome["level"] == "behaviour" and any(outcome["later"][wave]["linked"] for wave in outcome["later"])
        for outcome in results["outcomes"]
    )
