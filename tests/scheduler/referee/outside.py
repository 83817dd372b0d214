"""The reference judge that stands outside the project, where it can be found."""

from __future__ import annotations

import csv
import importlib.util
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import ModuleType

from scheduler.rules import Rule
from scheduler.schedule import Schedule

MEANING: dict[str, frozenset[Rule]] = {
    name: frozenset(rules)
    for name, rules in {
        "session ids repeat": {Rule.SESSION_ID_REPEATED},
        "person placed twice in a strand": {Rule.PLACED_TWICE},
        "person both placed and unplaced, or unplaced twice": {Rule.LISTED_TWICE},
        "lock not kept": {Rule.LOCK_BROKEN},
        "person lost": {Rule.PERSON_LOST},
        "person not in audience": {Rule.NOT_IN_AUDIENCE},
        "unknown person": {Rule.UNKNOWN_PERSON},
        "unknown strand": {Rule.UNKNOWN_STRAND},
        "given timetable changed": {Rule.GIVEN_CHANGED},
        "group size": {Rule.GROUP_SIZE},
        "group without session": {Rule.GROUP_WITHOUT_SESSION},
        "number of meetings": {Rule.MEETING_COUNT},
        "meeting numbers": {Rule.MEETING_NUMBERS},
        "gap between meetings": {Rule.MEETING_GAP},
        "trainers change between meetings": {Rule.TRAINERS_CHANGE},
        "day not permitted": {Rule.DAY_NOT_PERMITTED},
        "start time not permitted": {Rule.START_NOT_PERMITTED},
        "length": {Rule.LENGTH_WRONG},
        "unknown venue": {Rule.UNKNOWN_VENUE},
        "mode not permitted": {Rule.MODE_NOT_PERMITTED},
        "venue too small": {Rule.VENUE_TOO_SMALL},
        "venue closed": {Rule.VENUE_CLOSED},
        "venue lacks what a member needs": {Rule.VENUE_LACKS_FEATURE},
        "venue overbooked": {Rule.VENUE_OVERBOOKED},
        "number of trainers": {Rule.TRAINER_COUNT},
        "kinds of trainers": {Rule.TRAINER_KINDS},
        "unknown trainer": {Rule.UNKNOWN_TRAINER},
        "trainer may not deliver strand": {Rule.TRAINER_NOT_QUALIFIED},
        "trainer mode": {Rule.TRAINER_MODE},
        "trainer not available": {Rule.TRAINER_NOT_AVAILABLE},
        "trainer not ready": {Rule.TRAINER_NOT_READY},
        "trainer in two places": {Rule.TRAINER_IN_TWO_PLACES},
        "trainer day limit": {Rule.TRAINER_DAY_LIMIT},
        "trainer week limit": {Rule.TRAINER_WEEK_LIMIT},
        "person not available": {Rule.PERSON_NOT_AVAILABLE},
        "person cannot attend there": {Rule.PERSON_CANNOT_ATTEND},
        # A trainer who is on the staff and leads two sessions at once breaks one rule here, two there.
        "person in two sessions": {Rule.PERSON_IN_TWO_SESSIONS, Rule.TRAINER_IN_TWO_PLACES},
        "service cover": {Rule.COVER},
        "placed without the prerequisite": {Rule.PREREQUISITE_MISSING},
        # Which of the two it is called depends there on the day, here on the minute.
        "before the prerequisite": {Rule.BEFORE_PREREQUISITE},
        "prerequisite gap": {Rule.PREREQUISITE_GAP, Rule.BEFORE_PREREQUISITE},
        "more than": {Rule.TOO_MANY_ALIKE},
        "team group crosses units": {Rule.TEAM_GROUP_MIXED},
        "people to keep together are split": {Rule.UNIT_SPLIT},
        "with own line manager": {Rule.WITH_LINE_MANAGER},
        "led by someone of their own team": {Rule.LED_BY_OWN_TEAM},
        "kept-apart pair together": {Rule.APART_TOGETHER},
        "could simply be added to a group": {Rule.COULD_BE_ADDED},
        "reason without a sentence": {Rule.REASON_WITHOUT_SENTENCE},
        "false reason 'prerequisite'": {Rule.FALSE_PREREQUISITE},
        "reason should be 'prerequisite'": {Rule.MISSING_PREREQUISITE},
        "false reason 'availability'": {Rule.FALSE_AVAILABILITY},
        "reason should be 'availability'": {Rule.MISSING_AVAILABILITY},
        "false reason 'clash'": {Rule.FALSE_CLASH},
        "false reason 'grouping'": {Rule.FALSE_GROUPING},
        "history changed": {Rule.HISTORY_CHANGED, Rule.NEW_IN_PAST, Rule.GROUP_LEFT, Rule.GROUP_JOINED},
    }.items()
}
"""What the reference judge calls a breach -> the rules here that it may be."""

ONLY_HERE = frozenset({Rule.ID_CHANGED})
"""Rules of the contract that the reference judge does not ask."""

STRICTER_IN_REPAIR = frozenset({Rule.TRAINERS_CHANGE})
"""The coming meetings of a group that has met keep one set of trainers too."""

MEMBERSHIP = frozenset(
    {
        "group size",
        "more than",
        "with own line manager",
        "kept-apart pair together",
        "team group crosses units",
        "people to keep together are split",
    }
)

EXPLAINED_THERE: dict[Rule, frozenset[str]] = {
    # Whoever is placed, or waits for another strand, is not left out, whatever else is wrong with the row.
    Rule.LISTED_TWICE: frozenset({"could simply be added to a group"}),
    Rule.MISSING_PREREQUISITE: frozenset({"could simply be added to a group"}),
    Rule.LOCK_BROKEN: frozenset({"could simply be added to a group"}),
    # Nobody may join a group that has met: here that is the breach, there also what follows from it.
    Rule.GROUP_JOINED: MEMBERSHIP | {"venue lacks what a member needs"},
    Rule.GROUP_LEFT: MEMBERSHIP,
    # Trainers lead a session whether or not its venue is known.
    Rule.UNKNOWN_VENUE: frozenset({"could simply be added to a group"}),
    # Service cover counts people, not the sessions that they are in at once.
    Rule.PERSON_IN_TWO_SESSIONS: frozenset({"service cover"}),
    Rule.PLACED_TWICE: MEMBERSHIP,
}
"""A rule broken here -> the names that the reference judge may add, though the text does not."""

EXPLAINED_HERE: dict[str, frozenset[Rule]] = {
    # A false reason does not make anybody less left out.
    "false reason 'prerequisite'": frozenset({Rule.COULD_BE_ADDED}),
    # Sessions that were held stay as they were: their numbers too.
    "meeting numbers": frozenset({Rule.HISTORY_CHANGED}),
    "given timetable changed": frozenset({Rule.HISTORY_CHANGED}),
    # Trainers lead a session whether or not its venue is known.
    "unknown venue": frozenset(
        {
            Rule.TRAINER_COUNT,
            Rule.TRAINER_KINDS,
            Rule.UNKNOWN_TRAINER,
            Rule.TRAINER_NOT_QUALIFIED,
            Rule.TRAINER_NOT_AVAILABLE,
            Rule.TRAINER_NOT_READY,
            Rule.TRAINER_IN_TWO_PLACES,
            Rule.TRAINER_DAY_LIMIT,
            Rule.TRAINER_WEEK_LIMIT,
            Rule.PERSON_IN_TWO_SESSIONS,
        }
    ),
}
"""A name given there -> the rules that are broken too by the text."""


def shared_folder() -> Path | None:
    """The folder of the reference judge and the real cases, or None."""
    root = Path(__file__).parents[3]
    folder = Path(os.environ.get("LEARNING_SHARED") or root.parent / "shared")
    return folder if (folder / "referee" / "referee.py").is_file() else None


def load_outside() -> ModuleType | None:
    """The reference judge as a module, so that thousands of schedules can be judged."""
    folder = shared_folder()
    if folder is None:
        return None
    spec = importlib.util.spec_from_file_location("outside_referee", folder / "referee" / "referee.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_rows(schedule: Schedule, out: Path) -> Path:
    """The three tables of a schedule, whatever is wrong with it."""
    out.mkdir(parents=True, exist_ok=True)
    _write(
        out / "sessions.csv",
        "session_id strand group_id meeting start end venue_id trainer_ids",
        (
            (
                s.session_id,
                s.strand,
                s.group_id,
                s.meeting,
                f"{s.start:%Y-%m-%dT%H:%M}",
                f"{s.end:%Y-%m-%dT%H:%M}",
                s.venue_id,
                ";".join(s.trainer_ids),
            )
            for s in schedule.sessions
        ),
    )
    _write(
        out / "allocations.csv",
        "staff_id strand group_id",
        ((a.staff_id, a.strand, a.group_id) for a in schedule.allocations),
    )
    _write(
        out / "unplaced.csv",
        "staff_id strand reason detail",
        ((u.staff_id, u.strand, u.reason.value, u.detail) for u in schedule.unplaced),
    )
    return out


def _write(path: Path, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns.split())
        writer.writerows(rows)


def outside_names(
    outside: ModuleType, programme: object, schedule: Path, earlier: Path | None = None, before: date | None = None
) -> frozenset[str]:
    """The names of the breaches that the reference judge finds in a schedule folder."""
    broken, _, _ = outside.judge(programme, schedule, earlier, before)
    return frozenset("more than" if name.startswith("more than") else name for name in broken)


def differences(names: frozenset[str], rules: frozenset[Rule], repair: bool = False) -> list[str]:
    """What one judge found and the other did not, nor explains; empty where they agree."""
    there = frozenset[str]().union(*(EXPLAINED_THERE.get(rule, ()) for rule in rules))
    missed = [f"only outside: {name}" for name in sorted(names - there) if not MEANING[name] & rules]
    stricter = STRICTER_IN_REPAIR if repair else frozenset[Rule]()
    meant = (MEANING[name] | EXPLAINED_HERE.get(name, frozenset()) for name in names)
    known = ONLY_HERE.union(stricter, *meant)
    return missed + sorted(f"only here: {rule.value}" for rule in rules - known)
