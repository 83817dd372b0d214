"""Columns of tables and states of imports, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from learning.domain.scheduling.importing.contents import SettingsChanged
from learning.vocabulary import ImportState

COLUMN_WORDS: Mapping[str, str] = {
    "staff_id": "Staff id (required): the number that HR knows somebody by",
    "name": "Name",
    "email": "Work email address",
    "team": "Team",
    "directorate": "Directorate",
    "site": "Site: where somebody works",
    "line_manager_id": "Line manager’s staff id",
    "tags": "Tags, parted by ; (manager, trainer, ...)",
    "pattern": "Working pattern, like mon-wed 09:00-17:00",
    "modes": "How they can take part: online; in_person",
    "sites": "Sites that they can come to, parted by ;",
    "needs": "What the room must have for them, like step_free",
    "joins_on": "First day in post",
    "leaves_on": "Last day in post",
    "trainer_id": "Trainer id (required)",
    "strands": "Strands that they may deliver, parted by ; (required)",
    "bio": "Biography",
    "kind": "Kind: internal, provider, ... or staff, trainer, venue",
    "max_per_day": "Most sessions a day",
    "max_per_week": "Most sessions a week",
    "from": "First day that they deliver",
    "until": "Last day that they deliver",
    "ready_after": "Strand that they must have completed first",
    "venue_id": "Venue id (required)",
    "mode": "online or in_person (required)",
    "capacity": "Places",
    "parallel": "Sessions at one moment",
    "features": "Features, like step_free; hearing_loop",
    "link": "Joining link",
    "id": "Whose absence: their id (required)",
    "start": "From (required)",
    "end": "To (required)",
    "reason": "Reason",
    "other_id": "The other’s staff id (required)",
    "strand": "Strand",
    "weekdays": "Weekdays",
    "start_times": "Start times",
    "weight": "Weight",
    "session_id": "Session id (required)",
    "group_id": "Group id",
    "meeting": "Number of the meeting (required)",
    "trainer_ids": "Trainers’ ids, parted by ;",
    "places": "Places in the group",
}
STATE_WORDS = {
    ImportState.UPLOADED: "columns to match",
    ImportState.CHECKED: "waits for approval",
    ImportState.APPLIED: "imported",
    ImportState.UNDONE: "undone",
    ImportState.DISCARDED: "discarded",
}
MOST_SHOWN = 50


def settings_words(changed: SettingsChanged) -> Sequence[tuple[str, str]]:
    """What would differ in the programme's rules, as facts with a name each."""
    some = (
        ("New strands", changed.strands_new),
        ("Strands whose rules change", changed.strands_changed),
        ("Strands that go", changed.strands_left),
        ("Rules of the whole programme that change", changed.own),
    )
    return [(words, ", ".join(titles)) for words, titles in some if titles]
