"""A participant's sessions in words: the next one, and the way from the first to the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from learning.models import LearningSession, Strand
from learning.presenters.calendar import named
from learning.presenters.schedules import day_words, time_words
from learning.vocabulary import Attendance

WAS_THERE = {
    Attendance.ATTENDED: "You were there.",
    Attendance.PARTLY: "You were there for a part.",
    Attendance.ABSENT: "The register says that you were not there.",
    Attendance.APOLOGIES: "You sent apologies.",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One session on the way. ``kind`` is done, now (the next one) or later; ``said`` what there is to say of it."""

    kind: str
    session_id: str
    title: str
    when: str
    said: str


def steps_of(
    sessions: Sequence[LearningSession],
    strands: Mapping[str, tuple[int, Strand]],
    marks: Mapping[str, Attendance],
    declined: frozenset[str],
    moment: datetime,
) -> list[Step]:
    """In order of time; ``moment`` is now on the programme's clocks, without zone."""
    coming = [one.session_id for one in sessions if one.end > moment]
    found = []
    for one in sessions:
        kind = "done" if one.end <= moment else "now" if one.session_id == coming[0] else "later"
        said = WAS_THERE.get(marks[one.session_id], "") if one.session_id in marks else ""
        if kind != "done" and f"{one.strand}/{one.meeting}" in declined:
            said = "You have said that you cannot come. The coordinator will be in touch."
        found.append(Step(kind, one.session_id, title_of(one, strands[one.strand][1]), when_of(one), said))
    return found


def title_of(one: LearningSession, strand: Strand) -> str:
    return f"{strand.title}, {named(strand, one.group_id)}"


def when_of(one: LearningSession) -> str:
    return f"{day_words(one.start.date())}, {time_words(one.start, one.end)}"
