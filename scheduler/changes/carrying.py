"""A change made: the schedule after it, with true reasons for those who have no place."""

from __future__ import annotations

from dataclasses import replace

from scheduler.changes.applying import changed
from scheduler.changes.circle import touched_by
from scheduler.changes.facts import Change
from scheduler.changes.loaded import Loaded, reload
from scheduler.explain import explain
from scheduler.judging import corrected
from scheduler.referee.reasons import check_reasons


def carried(loaded: Loaded, change: Change) -> Loaded:
    """The schedule after the change, ready to be asked in turn.

    Whoever the change touches and has no place in a strand gets the reason of the schedule as it stands then; the
    reasons of all others stay true and as they were. Rules are not asked: see `consider`. Raises `ChangeError`.
    """
    people = _with_units(loaded, touched_by(loaded, change).people)
    after = changed(loaded.schedule, change)
    kept = tuple(row for row in after.unplaced if row.staff_id not in people)
    fresh = explain(loaded.problem, after.sessions, after.allocations, earliest=loaded.before, only=people)
    found = reload(loaded.basis, replace(after, unplaced=(*kept, *fresh)), loaded.before)
    refused = tuple(check_reasons(replace(found.case, unplaced={(r.staff_id, r.strand): r for r in fresh})))
    if not refused:
        return found
    rows = (*kept, *corrected(fresh, refused))
    return reload(loaded.basis, replace(after, unplaced=rows), loaded.before)


def _with_units(loaded: Loaded, people: frozenset[str]) -> frozenset[str]:
    """The people and everyone who must be in one group with one of them."""
    together = [
        everyone
        for units in loaded.basis.units.values()
        for everyone in units.values()
        if not everyone.isdisjoint(people)
    ]
    return people.union(*together)
