"""How the answers are spread, as diverging bars."""

from __future__ import annotations

from learning.outputs.charts import Likert, likert
from learning.outputs.report.html import drawn, heading, paragraph, section
from learning.presenters.evaluation import WAVE_NAMES, Results

SAID = "The share of each answer from strongly disagree to strongly agree, wave by wave."


def spread_of_answers(results: Results) -> str:
    """A chart for each question, wave by wave, the questions of a domain together."""
    by_domain: dict[str, list[tuple[str, str]]] = {}
    asked = {each["item_id"]: each for each in results["questions"]}
    alone = len({each["domain"] for each in results["questions"]}) == len(results["questions"])
    for item in (*asked, *(item for item in results["distributions"] if item not in asked)):
        if item not in results["distributions"]:
            continue
        question = asked.get(item)
        domain = question["domain"] if question and not alone else ""
        by_domain.setdefault(domain, []).append((item, question["question"] if question else item))
    parts = []
    for place, (domain, of_domain) in enumerate(by_domain.items()):
        charts = [
            drawn(likert(f"chart-answers-{place}-{number}", question, SAID, lines, first_column="Wave"))
            for number, (item, question) in enumerate(of_domain)
            if (lines := _lines(results, item))
        ]
        if charts:
            title = domain or "Other questions" if len(by_domain) > 1 else "All questions"
            parts += [heading(title), *charts]
    note = "All answers of a wave, joined or not; bars are parted in the middle of “neither”."
    return section("answers", "How people answered", paragraph(note), *parts) if parts else ""


def _lines(results: Results, item: str) -> list[Likert]:
    lines = []
    for wave, found in results["distributions"][item].items():
        if found is None and not results["response"][wave]["responses"]:
            continue
        counts = None
        if found is not None:
            one, two, three, four, five = (found["counts"][str(step)] for step in range(1, 6))
            counts = (one, two, three, four, five)
        lines.append(Likert(WAVE_NAMES[wave], counts))
    return lines
