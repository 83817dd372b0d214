"""Rosters as pages for A4, one session a page, from which a tagged PDF is made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from learning.outputs.charts.drawing import inside
from learning.outputs.rosters.gathering import Expected, Roster
from learning.outputs.typeface import typeface
from learning.presenters.words import count

STYLE = Path(__file__).resolve().parent / "rosters.css"
HEADING = ("Name", "Team", "Directorate", "Needs", "Signature")


def rosters_html(rosters: Sequence[Roster], title: str, programme: str) -> str:
    """A document that stands alone; ``title`` is what a reader of the PDF hears first."""
    style = STYLE.read_text(encoding="utf-8").replace("TYPEFACE", typeface())
    body = "".join(_roster(roster, programme) for roster in rosters)
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{inside(title)}</title>'
        f"<style>{style}</style></head><body>{body}</body></html>\n"
    )


def _roster(roster: Roster, programme: str) -> str:
    facts = (("When", roster.when), ("Where", roster.where), ("Led by", roster.trainers))
    rows = "".join(map(_row, roster.people))
    head = "".join(f'<th scope="col">{name}</th>' for name in HEADING)
    said = "".join(f"<dt>{name}</dt><dd>{inside(text)}</dd>" for name, text in facts)
    return (
        f'<section><p class="programme">{inside(programme)}</p><h1>{inside(roster.title)}</h1><dl>{said}</dl>'
        f"<table><caption>{count(len(roster.people), 'person', 'people')} expected</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        '<p class="end">Destroy this sheet when its register is filled in.</p></section>'
    )


def _row(person: Expected) -> str:
    cells = "".join(f"<td>{inside(text)}</td>" for text in (person.team, person.directorate, person.needs))
    return f'<tr><th scope="row">{inside(person.name)}</th>{cells}<td class="signature"></td></tr>'
