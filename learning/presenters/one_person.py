"""Places for one person, swaps, and what one change would do, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learning.presenters.aims import NAMES, words
from learning.presenters.words import count, long_day, printable

if TYPE_CHECKING:
    from scheduler.changes import AimChange, Consequences, Place, Swap
    from scheduler.schedule import Session


@dataclass(frozen=True, slots=True)
class Offer:
    """A place or a swap as a row of a page: ``costs`` are aims that get worse, ``breaks`` sentences of rules."""

    group_id: str
    when: Sequence[str]
    room: str
    costs: Sequence[str]
    breaks: Sequence[str]
    other_id: str = ""
    other: str = ""


def place_offers(places: Iterable[Place]) -> Sequence[Offer]:
    """Places as rows of a page."""
    return [
        Offer(
            place.group_id,
            _times(place.sessions),
            _seats(place.seats),
            _costs(place.aims),
            [one.sentence for one in place.broken],
        )
        for place in places
    ]


def swap_offers(swaps: Iterable[Swap], names: Mapping[str, str]) -> Sequence[Offer]:
    """Swaps as rows of a page; ``names`` by staff id."""
    return [
        Offer(
            swap.group_id, _times(swap.sessions), "", _costs(swap.aims), (), swap.other_id,
            names.get(swap.other_id) or swap.other_id,
        )
        for swap in swaps
    ]  # fmt: skip


def place_lines(places: Sequence[Place], who: str, strand: str) -> list[str]:
    """The places that break nothing, then the others with what they would break."""
    free = [place for place in places if not place.broken]
    others = [place for place in places if place.broken]
    lines = [f"{count(len(free), 'place')} for {printable(who)} in {printable(strand)} that {_break(free)} no rule."]
    for place in free:
        lines += [f"  {_group(place.group_id, place.sessions)}; {_seats(place.seats)}", *_cost_lines(place.aims)]
    if others:
        lines += ["", "Groups that would break a rule, the nearest first:"]
    for place in others:
        lines.append(f"  {_group(place.group_id, place.sessions)}; {_seats(place.seats)}")
        lines += [f"    {printable(one.sentence)}" for one in place.broken]
    return lines


def swap_lines(swaps: Sequence[Swap], who: str, strand: str) -> list[str]:
    """Who could change places with somebody."""
    if not swaps:
        return [f"Nobody could change places with {printable(who)} in {printable(strand)} without breaking a rule."]
    lines = [f"{count(len(swaps), 'person', 'people')} could change places with {printable(who)} and break no rule."]
    for swap in swaps:
        group = _group(swap.group_id, swap.sessions)
        lines += [f"  {printable(swap.other_id)}, {group}", *_cost_lines(swap.aims)]
    return lines


def consequence_lines(found: Consequences) -> list[str]:
    """What a change would break and cost, and how many people it affects."""
    lines = ["It breaks no rule."] if not found.broken else [f"It breaks {count(len(found.broken), 'rule')}:"]
    lines += [f"  {printable(one.sentence)}" for one in found.broken]
    lines += ["The aims stay as they are."] if not found.aims else ["The aims change:", *_cost_lines(found.aims)]
    return [*lines, f"{count(len(found.affected), 'person is', 'people are')} affected."]


def aim_change_words(change: AimChange) -> tuple[str, str, str, bool]:
    """An aim's name, its value before and after, and whether it gets worse."""
    return NAMES[change.aim], words(change.aim, change.before), words(change.aim, change.after), change.worse


def _break(places: Sequence[Place]) -> str:
    return "breaks" if len(places) == 1 else "break"


def _group(group_id: str, sessions: Iterable[Session]) -> str:
    return f"{printable(group_id)}: {', '.join(_times(sessions))}"


def _times(sessions: Iterable[Session]) -> Sequence[str]:
    return [f"{long_day(one.start.date())}, {one.start:%H:%M} to {one.end:%H:%M}" for one in sessions]


def _costs(aims: Iterable[AimChange]) -> Sequence[str]:
    found = [aim_change_words(change) for change in aims if change.worse]
    return [f"{name} from {before} to {after}" for name, before, after, _ in found if before != after]


def _seats(seats: int) -> str:
    return f"{count(seats, 'place')} left" if seats else "full"


def _cost_lines(aims: Iterable[AimChange]) -> list[str]:
    lines = []
    for change in aims:
        name, before, after, worse = aim_change_words(change)
        if before != after:
            lines.append(f"    {name}: {before} to {after}{' (worse)' if worse else ''}")
    return lines
