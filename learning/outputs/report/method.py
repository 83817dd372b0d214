"""What can and cannot be told, what is held back, how it was done, and what the files hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from learning.outputs.report.html import heading, items, paragraph, section, table
from learning.presenters.evaluation import WAVE_NAMES, Results, can_tell
from learning.presenters.words import count, number

SOURCES = (
    "Errors of a mean where people sat in groups, CR2 with Satterthwaite's degrees of freedom: Bell and McCaffrey "
    "(2002), Survey Methodology 28(2), 169–181; Pustejovsky and Tipton (2018), doi 10.1080/07350015.2016.1247004.",
    "Adjusted p: Holm (1979), Scandinavian Journal of Statistics 6(2), 65–70; Benjamini and Hochberg (1995), "
    "doi 10.1111/j.2517-6161.1995.tb02031.x.",
    "Whether items of one scale agree: Cronbach (1951), doi 10.1007/BF02310555.",
    "Links by chance: Fellegi and Sunter (1969), doi 10.1080/01621459.1969.10501049.",
    "Levels of reaction, learning, behaviour and results: Kirkpatrick and Kirkpatrick (2006), Evaluating Training "
    "Programs, 3rd edition.",
)
DICTIONARY = (
    ("n", "people, or answers, that a figure stands on; between different people the smaller side"),
    ("clusters, cluster_by", "how many trainers or groups the error allows for, and which of the two"),
    (
        "mean_change",
        "mean change; index points of 0 to 100 on a scale of 1 to 5 (25 are one step), else the item's unit",
    ),
    ("se_naive, se_cr1, se_cr2, se_cr3", "standard errors: as if nobody shared a group, and three that know of groups"),
    ("df", "degrees of freedom of the interval"),
    ("low, high", "ends of the 95% interval of the mean change"),
    ("icc", "share of the spread that lies between groups"),
    ("d_z, d_av", "effect sizes: change by its own spread, and by the spread of answers"),
    ("positive_before, positive_after", "percent who agree or strongly agree; of a domain the mean of its items"),
    ("p, p_adjusted", "two-sided probability of such a change by chance, and adjusted for the number of comparisons"),
    ("base, rate", "people who attended, and answers as a share of them"),
    (
        "weighted, effective_n",
        "change weighted for non-response, and how many equal answers the weighted ones are worth",
    ),
    ("[c]", "held back"),
)


def can_and_cannot(results: Results) -> str:
    can, cannot = can_tell(results)
    halves = (
        f'<div class="half">{heading("It can tell")}{items(can, "can")}</div>',
        f'<div class="half">{heading("It cannot tell")}{items(cannot, "cannot")}</div>',
    )
    return section("can-and-cannot", "What this can and cannot tell", f'<div class="halves">{"".join(halves)}</div>')


def held_back(results: Results) -> str:
    entries = [
        *results["suppressed"],
        *results["breakdowns_suppressed"],
        *results["outcomes_suppressed"],
        *results["outcome_breakdowns_suppressed"],
    ]
    reasons = Counter((entry["figure"], entry["reason"]) for entry in entries)
    words = (
        f"[c] stands where a figure would rest on fewer than {results['settings']['min_base']} answers, or would give "
        "such a figure away by subtraction. Nobody can see it, coordinators included. It is never a zero."
    )
    names = {"all": "The figures", "interval": "The interval only"}
    rows = [(reason, names.get(figure, figure), number(times)) for (figure, reason), times in sorted(reasons.items())]
    parts = [paragraph(words)]
    if rows:
        parts.append(table("Held back or without an interval", ("Why", "What", "How many"), rows))
    return section("held-back", "What is held back", *parts)


def how_it_was_done(results: Results) -> str:
    waves = [
        f"{WAVE_NAMES[wave].lower()} ({count(found['responses'], 'answer')})"
        for wave, found in results["response"].items()
        if found["responses"]
    ]
    lines = [
        f"Waves: {', '.join(waves)}.",
        "Before and after were joined by a code that people make themselves; exact codes first, then one element off, "
        "only inside a group and only where each is the only one for the other.",
        "An outcome is, for each person, the mean of those of its questions that they answered both times; where "
        "agreeing is the unwanted answer, the scale is turned round.",
        "The mean change stands with a 95% interval whose error knows of trainers or groups; under 4 there is none.",
        *results["notes"],
        *_alpha(results),
        *_coders(results),
    ]
    if results["seed"] is not None:
        lines.append(f"The arms were drawn at random, with seed {results['seed']}.")
    return section("method", "How it was done", items(lines), heading("Sources"), items(SOURCES))


def _alpha(results: Results) -> list[str]:
    found = results["reliability"]["cronbach_alpha"]
    known = [f"{WAVE_NAMES[wave].lower()} {number(alpha, 2)}" for wave, alpha in found.items() if alpha is not None]
    return [f"Cronbach's alpha of all items on 1 to 5 together: {', '.join(known)}."] if known else []


def _coders(results: Results) -> list[str]:
    coding = results["coding"]
    if coding is None:
        return []
    who = (
        f"{coding['coders']} people read {coding['comments']} comments apart; Krippendorff's alpha of their agreement:"
    )
    return [f"{who} {', '.join(map(_theme, coding['themes']))}."]


def _theme(each: Mapping[str, Any]) -> str:
    alpha = each["krippendorff_alpha"]
    comments = "[c]" if each["comments"] is None else number(each["comments"])
    return f"{each['theme']} {'not defined' if alpha is None else number(alpha, 2)} ({comments} comments)"


def dictionary(results: Results) -> str:
    asked = [
        (each["item_id"], each["question"], each["domain"], each["level"], "yes" if each["reversed"] else "no")
        for each in results["questions"]
    ]
    head = ("Item", "Question", "Outcome", "Level", "Turned round")
    return section(
        "dictionary",
        "Data dictionary",
        paragraph("results.json and the tables beside this report hold every figure unrounded."),
        table("Figures", ("Name", "Meaning"), DICTIONARY),
        table("Items", head, asked),
    )
