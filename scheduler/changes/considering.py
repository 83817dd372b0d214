"""What a change would do, before anybody makes it."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.changes.breaking import new_breaches
from scheduler.changes.circle import cases_around, touched_by
from scheduler.changes.costs import AimChange, aim_changes, aims_after
from scheduler.changes.facts import Change
from scheduler.changes.loaded import Loaded
from scheduler.referee.case import Case
from scheduler.referee.verdict import Violation


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a change would do.

    ``broken`` are the rules that it breaks, ``aims`` those that change, ``affected`` the staff ids of everyone one
    of whose places or sessions is new, gone, at another time or place or by other trainers.
    """

    broken: tuple[Violation, ...]
    aims: tuple[AimChange, ...]
    affected: frozenset[str]

    @property
    def worse(self) -> bool:
        """Whether some aim is given up in part."""
        return any(change.worse for change in self.aims)


def consider(loaded: Loaded, change: Change) -> Consequences:
    """What the change would break, in words, what it costs and whom it affects; the schedule stays as it is.

    The breaches are those that judging the whole schedule before and after would show (`scheduler.referee.judge`).
    A breach that was there before is not held against the change. Raises `ChangeError` for a change of something
    that is not there.
    """
    touched = touched_by(loaded, change)
    before, after = cases_around(loaded, change, touched)
    aims = aim_changes(loaded, aims_after(loaded, change, after, touched.groups))
    return Consequences(new_breaches(loaded, before, after, touched.groups), aims, _affected(before, after))


def _affected(before: Case, after: Case) -> frozenset[str]:
    return frozenset(str(seat[0]) for seat in _seats(before) ^ _seats(after))


def _seats(case: Case) -> set[tuple[object, ...]]:
    meetings = {
        key: tuple((one.start, one.venue_id, one.trainer_ids) for one in group.sessions)
        for key, group in case.groups.items()
    }
    return {
        (row.staff_id, row.strand, meetings.get((row.strand, row.group_id), ())) for row in case.schedule.allocations
    }
