"""Letters as pages for A4, one person a letter, from which a tagged PDF is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from learning.outputs.charts.drawing import inside
from learning.outputs.typeface import typeface
from learning.presenters.words import long_day

STYLE = Path(__file__).resolve().parent / "letters.css"


@dataclass(frozen=True, slots=True)
class PaperLetter:
    """What one person gets: lines of where it is handed out, what it is about, and its text."""

    lines: tuple[str, ...]
    subject: str
    body: str


def letters_html(letters: Sequence[PaperLetter], *, organisation: str, title: str, on: date) -> str:
    """A document that stands alone; ``on`` is the day that stands on the letters."""
    style = STYLE.read_text(encoding="utf-8").replace("TYPEFACE", typeface())
    body = "".join(_letter(letter, organisation, on) for letter in letters)
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{inside(title)}</title>'
        f"<style>{style}</style></head><body>{body}</body></html>\n"
    )


def _letter(letter: PaperLetter, organisation: str, on: date) -> str:
    lines = "<br>".join(inside(line) for line in letter.lines if line)
    text = "\n".join(inside(line) for line in letter.body.strip().splitlines())
    return (
        f'<section><p class="sender">{inside(organisation)}</p><address>{lines}</address>'
        f'<p class="when">{long_day(on)}</p><h1>{inside(letter.subject)}</h1><div class="body">{text}</div></section>'
    )
