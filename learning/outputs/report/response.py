"""Who answered: of whom, by directorate, how waves were linked, and what weighting changes."""

from __future__ import annotations

from learning.outputs.charts import Chart, Share, response
from learning.outputs.report.html import drawn, heading, in_parts, paragraph, section, table, tile
from learning.presenters.evaluation import WAVE_NAMES, Results, in_steps, on_scale, plain, signed
from learning.presenters.words import count, number, percentage


def tiles(results: Results) -> str:
    """Answers of each wave that has any; of its base where head-counts are known."""
    found = []
    for wave, of_wave in results["response"].items():
        answered = of_wave["responses"]
        if not answered:
            continue
        rates = results["rates"]["waves"][wave] if results["rates"] else None
        context = "answers"
        if rates and rates["rate"] is not None:
            context = f"of {number(rates['base'])} who attended, {percentage(rates['rate'])}"
        found.append(tile(WAVE_NAMES[wave], number(answered), context))
    post = results["linking"].get("post")
    if post and post["linked"]:
        found.append(tile("Both times", number(post["linked"]), "joined by their own code"))
    return f'<dl class="tiles">{"".join(found)}</dl>'


def who_answered(results: Results) -> str:
    parts = [drawn(_by_wave(results))]
    if results["rates"]:
        parts.append(paragraph("The base of every rate is the number of people who attended.", "note"))
    parts += _by_directorate(results)
    parts += _linking(results)
    return section("who-answered", "Who answered", *parts)


def _by_wave(results: Results) -> Chart:
    rates = results["rates"]["waves"] if results["rates"] else {}
    lines = [
        Share(WAVE_NAMES[wave], of_wave["responses"], rates[wave]["base"] if rates else None)
        for wave, of_wave in results["response"].items()
        if of_wave["responses"]
    ]
    said = "Bars of the answers in each wave" + (", each of all who attended." if rates else ".")
    return response("chart-waves", "Answers in each wave", said, lines, first_column="Wave")


def _by_directorate(results: Results) -> list[str]:
    rates = results["rates"]["waves"] if results["rates"] else {}
    wave = "post" if results["response"]["post"]["responses"] else "baseline"
    of_wave = rates[wave]["directorate"] if rates else results["response"][wave]["directorate"]
    lines = []
    for directorate, found in of_wave.items():
        given, base = (found["responses"], found["base"]) if rates else (found, None)
        lines.append(Share(directorate, given, base))
    if not lines:
        return []
    title = f"Answers by directorate, {WAVE_NAMES[wave].lower()}"
    said = "Bars of the answers by directorate."
    return [
        drawn(response(f"chart-directorates-{number}", title + part, said, some, first_column="Directorate"))
        for number, (part, some) in enumerate(in_parts(lines))
    ]


def _linking(results: Results) -> list[str]:
    rows = []
    for wave, found in results["linking"].items():
        if not found["after"]:
            continue
        share = "" if found["share"] is None else percentage(found["share"])
        false = "" if found["expected_false"] is None else number(found["expected_false"], 1)
        rows.append(
            (WAVE_NAMES[wave], number(found["after"]), number(found["linked"]), share, number(found["one_off"]), false)
        )
    head = (
        "Wave",
        "Answers",
        "Joined to before",
        "Share",
        "With one element off",
        "Joined wrongly by chance, expected",
    )
    return [table("How waves were joined", head, rows)] if rows else []


def nonresponse(results: Results) -> str:
    """What is known of those who did not answer, or not twice."""
    return section("non-response", "Those who did not answer", *_weighting(results), *_linked_and_others(results))


def _weighting(results: Results) -> list[str]:
    weighted = results["weighted"]
    if weighted is None:
        words = "Answers are not weighted, because nothing is known of how many attended in each directorate."
        return [paragraph(words)]
    scales = {outcome["outcome"]: outcome["scale"] for outcome in results["outcomes"]}
    rows = []
    for outcome, figures in weighted["outcomes"].items():
        if figures is None:
            rows.append((outcome, *["[c]"] * 4))
            continue
        change = [signed(in_steps(figures[key], scales[outcome]) or 0.0) for key in ("unweighted", "weighted")]
        rows.append((outcome, number(figures["n"]), *change, number(figures["effective_n"])))
    by = " and ".join(
        {"directorate": "directorate", "is_manager": "whether people are managers"}[key] for key in weighted["by"]
    )
    words = (
        f"Weighted by {by}, each answer counts as many as attended for it, in {count(weighted['cells'], 'cell')}; "
        f"{count(weighted['trimmed'], 'weight')} trimmed at three times the median."
    )
    if weighted["not_weighted"]:
        words += (
            f" {count(weighted['not_weighted'], 'answer')} of unknown directorate or manager flag left out of both."
        )
    head = ("Outcome", "People", "Change, unweighted", "Change, weighted", "Worth so many equal answers")
    return [paragraph(words), table("Change, unweighted and weighted", head, rows)]


def _linked_and_others(results: Results) -> list[str]:
    found = results["linking"].get("post")
    rows = []
    for item, means in (found["means"] if found else {}).items():
        if means is None:
            continue
        scale = results["scales"][item]
        written = [plain(on_scale(means[key]) if scale == "1-5" else means[key]) for key in ("linked", "unlinked")]
        rows.append((_question(results, item), *written))
    if not rows:
        return []
    head = ("Question", "Joined to before", "Not joined")
    return [
        heading("Whether those joined answered like the others"),
        table("Average answer after the session", head, rows),
    ]


def _question(results: Results, item: str) -> str:
    return next((each["question"] for each in results["questions"] if each["item_id"] == item), item)
