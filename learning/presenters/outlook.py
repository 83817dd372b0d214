"""How realistic a programme is, for a page: the finding, the figures, and the same with other numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from learning.presenters.realism import CAVEAT, OUTLOOK_WORDS, answer_lines, finish_lines, realism_tables
from learning.presenters.tables import Table
from learning.presenters.words import long_day, number
from scheduler.realism import Outlook, Realism

MARKS = {Outlook.COMFORTABLE: "good", Outlook.TIGHT: "asks", Outlook.IMPOSSIBLE: "alarms"}
HEADINGS = {
    Outlook.COMFORTABLE: "Comfortable on paper",
    Outlook.TIGHT: "Tight",
    Outlook.IMPOSSIBLE: "Proven impossible as it stands",
}


@dataclass(frozen=True, slots=True)
class OutlookPage:
    """``comparison`` has a row for each figure: what it is, as it stands, with the numbers tried."""

    heading: str
    mark: str
    word: str
    sentences: Sequence[str]
    finish: Sequence[str]
    tables: Sequence[Table]
    comparison: Sequence[tuple[str, str, str]]
    caveat: str


def outlook_page(now: Realism, tried: Realism | None) -> OutlookPage:
    shown = tried or now
    return OutlookPage(
        heading=HEADINGS[shown.outlook] + (", with these numbers" if tried else ""),
        mark=MARKS[shown.outlook],
        word=OUTLOOK_WORDS[shown.outlook],
        sentences=[line.strip() for line in answer_lines(shown)[1:]],
        finish=[line.strip() for line in finish_lines(shown)],
        tables=[table for table in realism_tables(shown) if table.rows],
        comparison=_compared(now, tried) if tried else (),
        caveat=CAVEAT,
    )


def _compared(now: Realism, tried: Realism) -> Sequence[tuple[str, str, str]]:
    rows = [
        ("Outlook", OUTLOOK_WORDS[now.outlook], OUTLOOK_WORDS[tried.outlook]),
        ("Last session not before", _day(now), _day(tried)),
        *(
            (words, number(getattr(now.whole, name)), number(getattr(tried.whole, name)))
            for words, name in (
                ("Trainer hours needed, at least", "trainer_hours_needed"),
                ("Trainer hours there are, at most", "trainer_hours_available"),
                ("Weeks needed, at least", "weeks_needed"),
            )
        ),
    ]
    for before, after in zip(now.strands, tried.strands, strict=True):
        title = before.title or before.strand
        rows.append((f"{title}: groups, at least", number(before.groups_at_least), number(after.groups_at_least)))
    return rows


def _day(report: Realism) -> str:
    return long_day(report.earliest_finish) if report.earliest_finish else "none"
