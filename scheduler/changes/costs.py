"""What a change does to the aims, reckoned from the groups that it touches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from scheduler.changes.facts import CancelGroup, Change, ChangeSession
from scheduler.changes.loaded import Loaded
from scheduler.measures import Part, Value, aims_of
from scheduler.problem import Aim
from scheduler.referee.case import Case, GroupKey
from scheduler.schedule import Session
from scheduler.tally import Tally, tally_of

BETTER_IF_MORE = frozenset({Aim.PLACED, Aim.OWN_TEAM, Aim.MIX, Aim.WISHES})


@dataclass(frozen=True, slots=True)
class AimChange:
    """An aim before and after; ``worse`` where it is given up in part."""

    aim: Aim
    before: Value
    after: Value
    worse: bool

    @property
    def loss(self) -> Fraction:
        """By how much it is worse, in its own unit (days, people, shares); less than 0 where it is better."""
        if self.before is None or self.after is None:
            return Fraction(int(self.worse))
        step = _number(self.after) - _number(self.before)
        return -step if self.aim in BETTER_IF_MORE else step


def aims_after(loaded: Loaded, change: Change, after: Case, groups: Collection[GroupKey]) -> Mapping[Aim, Value]:
    """The value of every aim once the groups are as they stand in ``after``."""
    if isinstance(change, ChangeSession | CancelGroup):
        parts = _parts(loaded, {key: _counted(loaded, after, key, after.members.get(key, ())) for key in groups})
        return aims_of([replace(part, sessions=_sessions(part.sessions, after, groups)) for part in parts])
    return aims_with(loaded, {key: after.members.get(key, ()) for key in groups})


def aims_with(loaded: Loaded, members: Mapping[GroupKey, Sequence[str]]) -> Mapping[Aim, Value]:
    """The value of every aim once the groups have these members; every session stays as it is."""
    tallies = {key: tally_in(loaded, key, staff_ids) for key, staff_ids in members.items()}
    same = {Aim.FINISH: loaded.aims[Aim.FINISH], Aim.LOAD: loaded.aims[Aim.LOAD]}
    return aims_of([replace(part, sessions=()) for part in _parts(loaded, tallies)]) | same


def tally_in(loaded: Loaded, key: GroupKey, staff_ids: Sequence[str]) -> Tally:
    """The counts of a group of the schedule if it had these members."""
    return _counted(loaded, loaded.case, key, staff_ids)


def losses(loaded: Loaded, changes: Iterable[AimChange]) -> tuple[Fraction, ...]:
    """What each aim loses, in the order in which the programme compares them; gains are below 0."""
    lost = {change.aim: change.loss for change in changes}
    return tuple(lost.get(aim, Fraction()) for aim in loaded.problem.order)


def _parts(loaded: Loaded, tallies: Mapping[GroupKey, Tally]) -> Sequence[Part]:
    parts = {part.strand.strand_id: part for part in loaded.parts}
    for key, tally in tallies.items():
        if part := parts.get(key[0]):
            parts[key[0]] = replace(part, tally=part.tally.plus(loaded.tallies.get(key, Tally()), -1).plus(tally))
    return tuple(parts.values())


def _sessions(before: Sequence[Session], after: Case, groups: Collection[GroupKey]) -> list[Session]:
    """The sessions of a strand, with those of the groups as they are after the change."""
    kept = [one for one in before if (one.strand, one.group_id) not in groups]
    return kept + [
        one for key in groups if key in after.groups for one in after.groups[key].sessions
        if before and one.strand == before[0].strand
    ]  # fmt: skip


def aim_changes(loaded: Loaded, after: Mapping[Aim, Value]) -> tuple[AimChange, ...]:
    """The aims that change, in the order in which the programme compares them."""
    before = loaded.aims
    return tuple(
        AimChange(aim, before[aim], after[aim], _worse(aim, before[aim], after[aim]))
        for aim in loaded.problem.order
        if before[aim] is not None and before[aim] != after[aim]
    )


def _counted(loaded: Loaded, case: Case, key: GroupKey, staff_ids: Sequence[str]) -> Tally:
    if key[0] not in case.strands:
        return Tally()
    sessions = case.groups[key].sessions if key in case.groups else ()
    return tally_of(loaded.basis.counting, case.strands[key[0]], staff_ids, sessions)


def _worse(aim: Aim, before: Value, after: Value) -> bool:
    if before is None or after is None:
        return after is None and before is not None
    return _number(after) < _number(before) if aim in BETTER_IF_MORE else _number(after) > _number(before)


def _number(value: int | Fraction | date) -> Fraction:
    return Fraction(value.toordinal() if isinstance(value, date) else value)
