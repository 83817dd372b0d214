"""Change of each outcome, three ways to estimate it, directorates, awareness beside behaviour, arms and doses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from learning.outputs.charts import Dumbbell, Estimate, dumbbell, forest
from learning.outputs.charts.axis import fixed_axis
from learning.outputs.charts.forest import axis_of
from learning.outputs.report.html import drawn, heading, in_parts, paragraph, section, table
from learning.presenters.evaluation import (
    WAVE_NAMES,
    Finding,
    Results,
    bounds,
    findings,
    in_steps,
    interval,
    on_scale,
    plain,
    reading,
    signed,
)
from learning.presenters.words import count, number, percentage

Outcome = Mapping[str, Any]
MOST_FORESTS = 6
ESTIMATES = {
    "linked": "The same people before and after",
    "looking_back": "How they now judge their earlier selves",
    "unlinked": "Different people before and after",
}


def change_by_outcome(results: Results) -> str:
    found = findings(results)
    pairs = list(zip(results["outcomes"], found, strict=True))
    parts = [_dumbbells(pairs), _table(pairs), *_notes(results)]
    return section("change", "Change of each outcome", *parts, _three_ways(results))


def _dumbbells(pairs: list[tuple[Outcome, Finding]]) -> str:
    lines = []
    for outcome, finding in pairs:
        figures = outcome["estimates"]["linked"]
        if outcome["scale"] != "1-5" or (figures is None and not finding.held):
            continue
        sides = [on_scale(figures[key]) if figures else None for key in ("mean_before", "mean_after")]
        clear = finding.direction in ("rise", "fall")
        lines.append(Dumbbell(outcome["outcome"], sides[0], sides[1], finding.low, finding.high, clear))
    if not lines:
        return ""
    said = "Each outcome's average answer before and after the session, from 1 to 5, with the interval of the change."
    title = "Average answer from 1 (strongly disagree) to 5 (strongly agree), the same people both times"
    return drawn(dumbbell("chart-change", title, said, lines, fixed_axis(1, 5), written=plain, change_written=signed))


def _table(pairs: list[tuple[Outcome, Finding]]) -> str:
    rows = []
    for outcome, finding in pairs:
        figures, test = outcome["estimates"]["linked"], outcome["test"]
        if figures is None:
            rows.append((finding.outcome, *["[c]" if finding.held else "no answers"] * 5, reading(finding)))
            continue
        shares = [_share(figures[key]) for key in ("positive_before", "positive_after")]
        adjusted = "" if test is None or test["p_adjusted"] is None else _p(test["p_adjusted"])
        row = (finding.outcome, number(figures["n"]), *shares, finding.span, adjusted, reading(finding))
        rows.append(row)
    head = (
        "Outcome",
        "People",
        "Agreed before",
        "Agreed after",
        "Change in steps (95% interval)",
        "p, adjusted",
        "Reading",
    )
    return table("Change after the session", head, rows)


def _share(percent: float | None) -> str:
    return "not said" if percent is None else percentage(percent / 100)


def _p(value: float) -> str:
    return "under 0.001" if value < 0.001 else number(value, 3)


def _notes(results: Results) -> list[str]:
    clusters = {
        (figures["clusters"], figures["cluster_by"])
        for outcome in results["outcomes"]
        if (figures := outcome["estimates"]["linked"]) and figures["clusters"]
    }
    words = (
        "One step is from “agree” to “strongly agree”, say. Intervals allow for people having shared trainers or groups"
    )
    if len(clusters) == 1:
        number_of, by = clusters.pop()
        words += f" ({count(number_of, by)})"
    families = {outcome["test"]["family"] for outcome in results["outcomes"] if outcome["test"]}
    if "primary" in families:
        words += f"; p is adjusted for {count(len(results['outcomes']), 'comparison')} by Holm's method."
    else:
        words += "; p is adjusted by the method of Benjamini and Hochberg, and every finding is exploratory."
    return [paragraph(words, "note")]


def _three_ways(results: Results) -> str:
    rows = []
    for outcome in results["outcomes"]:
        cells = [_estimate(results, outcome, "post", estimate) for estimate in ESTIMATES]
        rows.append((outcome["outcome"], *cells))
    words = "The three answer different questions and are never pooled. Where they agree, a finding stands more firmly."
    head = ("Outcome", *ESTIMATES.values())
    return heading("Three ways to estimate the change") + paragraph(words) + table("Change in steps", head, rows)


def _estimate(results: Results, outcome: Outcome, wave: str, estimate: str) -> str:
    estimates = outcome["estimates"] if wave == "post" else outcome["later"][wave]
    figures = estimates[estimate]
    name = estimate if wave == "post" else f"{wave}.{estimate}"
    if figures is None:
        held = {
            (each["outcome"], each["estimate"]) for each in results["outcomes_suppressed"] if each["figure"] == "all"
        }
        return "[c]" if (outcome["outcome"], name) in held else "no answers"
    change = in_steps(figures["mean_change"], outcome["scale"])
    span = interval(*bounds(figures, outcome["scale"]))
    return f"{signed(change or 0.0)} ({span}), {number(figures['n'])} people"


def later(results: Results) -> str:
    """Whether a change lasts: each later wave against the baseline."""
    waves = [wave for wave in ("follow_up", "year_on") if results["response"][wave]["responses"]]
    if not waves:
        return ""
    rows = [
        (outcome["outcome"], *(_estimate(results, outcome, wave, "linked") for wave in ("post", *waves)))
        for outcome in results["outcomes"]
    ]
    head = ("Outcome", *(WAVE_NAMES[wave] for wave in ("post", *waves)))
    return section("later", "Whether it lasts", table("Change since before, in steps, the same people", head, rows))


def _forests(name: str, title: str, said: str, estimates: list[Estimate], overall: float | None) -> list[str]:
    """As many charts on one axis as it takes for each to fit on a page."""
    axis = axis_of([*estimates, *([] if overall is None else [Estimate("", None, overall)])])
    return [
        drawn(forest(f"{name}-{number}", title + part, said, some, written=signed, overall=overall, axis=axis))
        for number, (part, some) in enumerate(in_parts(estimates))
    ]


def by_directorate(results: Results) -> str:
    parts = []
    drawable = results["outcomes"][:MOST_FORESTS]
    for place, outcome in enumerate(drawable):
        lines = [
            line
            for line in results["outcome_breakdowns"]
            if (line["by"], line["estimate"], line["outcome"]) == ("directorate", "linked", outcome["outcome"])
        ]
        held = {
            each["value"]
            for each in results["outcome_breakdowns_suppressed"]
            if (each["by"], each["estimate"], each["outcome"], each["figure"])
            == ("directorate", "linked", outcome["outcome"], "all")
        }
        estimates = [
            _line(line["value"], line["figures"], outcome["scale"])
            for line in sorted(lines, key=_size, reverse=True)
            if line["figures"] or line["value"] in held
        ]
        estimates += _together(results, outcome)
        whole = outcome["estimates"]["linked"]
        if estimates:
            overall = in_steps(whole["mean_change"], outcome["scale"]) if whole else None
            said = f"{outcome['outcome']}: the change in each directorate with its interval, beside no change."
            parts += _forests(f"chart-forest-{place}", outcome["outcome"], said, estimates, overall)
    if not parts:
        return ""
    note = (
        "Exploratory: directorates were not compared by design, and among many some stand out by chance. Those with "
        "[c] cannot be shown alone; where there are enough of them, they stand together in one line."
    )
    if len(results["outcomes"]) > MOST_FORESTS:
        note += f" The first {MOST_FORESTS} outcomes are drawn; all stand in outcome_breakdowns.csv."
    return section("directorates", "By directorate", paragraph(note), *parts)


def _together(results: Results, outcome: Outcome) -> list[Estimate]:
    """Those who cannot be shown alone, in one line."""
    wanted = ("directorate", "linked", outcome["outcome"])
    return [
        _line("Shown together", line["figures"], outcome["scale"])
        for line in results["outcome_together"]
        if (line["by"], line["estimate"], line["outcome"]) == wanted
    ]


def _size(line: Mapping[str, Any]) -> float:
    return line["figures"]["mean_change"] if line["figures"] else -1e9


def _line(label: str, figures: Mapping[str, Any] | None, scale: str) -> Estimate:
    if figures is None:
        return Estimate(label, None, None)
    return Estimate(label, figures["n"], in_steps(figures["mean_change"], scale), *bounds(figures, scale))


def awareness_and_behaviour(results: Results) -> str:
    """What people know and would do beside what they say they did."""
    levels = [outcome for outcome in results["outcomes"] if outcome["level"] in ("learning", "behaviour")]
    if len({outcome["level"] for outcome in levels}) < 2:
        return ""
    estimates = []
    for outcome in levels:
        kind = "awareness" if outcome["level"] == "learning" else "behaviour"
        for wave in ("post", "follow_up", "year_on"):
            figures = (outcome["estimates"] if wave == "post" else outcome["later"][wave])["linked"]
            if figures:
                label = f"{outcome['outcome']} ({kind}), {WAVE_NAMES[wave].lower()}"
                estimates.append(_line(label, figures, outcome["scale"]))
    if not estimates:
        return ""
    words = "Awareness without behaviour is not the goal. Behaviour is what people say they did, not what was seen."
    said = "Change of awareness and of behaviour since before, with intervals."
    title = "Change since before, in steps"
    chart = forest("chart-levels", title, said, estimates, written=signed, first_column="Outcome and wave")
    return section("behaviour", "Awareness beside behaviour", paragraph(words), drawn(chart))


def arms_and_doses(results: Results) -> str:
    parts = []
    titles = {"arm": "Between arms", "dose": "By the number of sessions"}
    scales = {outcome["outcome"]: outcome["scale"] for outcome in results["outcomes"]}
    for by, title in titles.items():
        lines = [line for line in results["contrasts"] if line["by"] == by]
        if not lines:
            continue
        estimates = [_contrast(line, scales[line["outcome"]]) for line in lines]
        said = f"{title}: the difference of the changes with its interval."
        chart = forest(
            f"chart-{by}",
            "Difference of the changes, in steps",
            said,
            estimates,
            written=signed,
            first_column="Comparison",
        )
        wordings = sorted({line["figures"]["wording"] for line in lines if line["figures"]})
        parts += [heading(title), *(paragraph(f"This comparison is {words}.") for words in wordings), drawn(chart)]
        reasons = sorted({line["figures"]["why_no_interval"] for line in lines if line["figures"]} - {""})
        parts += [paragraph(f"No interval: {reason}.", "note") for reason in reasons]
    return section("arms", "Arms and doses", *parts)


def _contrast(line: Mapping[str, Any], scale: str) -> Estimate:
    label = f"{line['outcome']}: {line['second']} less {line['first']}"
    figures = line["figures"]
    if figures is None:
        return Estimate(label, None, None)
    low, high = bounds(figures, scale)
    return Estimate(label, sum(figures["n"]), in_steps(figures["difference"], scale), low, high)
