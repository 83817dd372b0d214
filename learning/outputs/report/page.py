"""The whole report as one page of HTML, made of results.json alone: it never sees an answer."""

from __future__ import annotations

from pathlib import Path

from learning.outputs.charts.drawing import inside
from learning.outputs.report.answers import spread_of_answers
from learning.outputs.report.changes import (
    arms_and_doses,
    awareness_and_behaviour,
    by_directorate,
    change_by_outcome,
    later,
)
from learning.outputs.report.method import can_and_cannot, dictionary, held_back, how_it_was_done
from learning.outputs.report.response import nonresponse, tiles, who_answered
from learning.outputs.typeface import typeface
from learning.presenters.evaluation import Results, headline

TITLE = "What changed: results of the evaluation"
HERE = Path(__file__).resolve().parent
SECTIONS = (
    change_by_outcome,
    can_and_cannot,
    who_answered,
    later,
    by_directorate,
    awareness_and_behaviour,
    arms_and_doses,
    spread_of_answers,
    nonresponse,
    held_back,
    how_it_was_done,
    dictionary,
)


def report_html(results: Results, title: str = TITLE) -> str:
    """A page that stands alone: style and typeface are in it, no script, nothing fetched."""
    style = (HERE / "report.css").read_text(encoding="utf-8").replace("TYPEFACE", typeface())
    body = "".join(part(results) for part in SECTIONS)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{inside(title)}</title>'
        f"<style>{style}</style></head><body><main><header><h1>{inside(title)}</h1>"
        f'<p class="finding">{inside(headline(results))}</p>{tiles(results)}</header>{body}</main></body></html>\n'
    )
