"""Who has no start at all, and which cause binds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scheduler.explain.facts import Obstacle, Unavailable
from scheduler.explain.openings import Fixed, Offer, complete, suiting_kinds, suiting_slots
from scheduler.explain.presence import Presence, presence_of
from scheduler.explain.slots import Bits, rows_with_any
from scheduler.problem import Mode, Person


def available(people: Sequence[Person], offer: Offer) -> Bits:
    """Whether some permitted start (given group, set of starts) suits each person: shape (people,)."""
    suits = presence_of(people, offer.slots).free & suiting_slots(suiting_kinds(people, offer), offer.open)
    return rows_with_any(complete(offer, suits))


def why_unavailable(people: Sequence[Person], offer: Offer) -> list[Unavailable]:
    """The facts about people for whom `available` is false."""
    if not people:
        return []
    presence = presence_of(people, offer.slots)
    venue = suiting_slots(suiting_kinds(people, offer), offer.open)
    without = _without(people, offer, presence, venue)
    gains = {cause: complete(offer, bits).sum(axis=1) for cause, bits in without.items()}
    alone = {cause: complete(offer, bits).sum(axis=1) for cause, bits in _alone(people, offer, presence).items()}
    single = (presence.free & venue).sum(axis=1)
    options, anywhere = len(offer.first_slots), _opened(offer)
    whole = int(complete(offer, anywhere[None, :]).sum())
    opened = whole if isinstance(offer.shape, Fixed) else int(anywhere.sum())
    return [
        Unavailable(
            options,
            opened,
            whole,
            int(single[row]),
            _largest(person, {cause: int(found[row]) for cause, found in gains.items()}),
            tuple((cause, int(found[row])) for cause, found in alone.items() if found[row] < whole),
            person.pattern,
            person.absences,
            person.joins_on,
            person.leaves_on,
            tuple(sorted(person.modes)),
            tuple(sorted(person.sites)),
            tuple(sorted(person.needs)),
        )
        for row, person in enumerate(people)
    ]


def _largest(person: Person, gains: dict[Obstacle, int]) -> tuple[tuple[Obstacle, int], ...]:
    real = [(cause, gain) for cause, gain in gains.items() if gain and _has(person, cause)]
    return tuple(sorted(real, key=lambda pair: -pair[1]))


def _without(people: Sequence[Person], offer: Offer, presence: Presence, venue: Bits) -> dict[Obstacle, Bits]:
    """Slots that would suit if one obstacle were gone."""
    found = {
        Obstacle.POST: presence.in_hours & presence.not_away & venue,
        Obstacle.HOURS: presence.in_post & presence.not_away & venue,
        Obstacle.ABSENCE: presence.in_post & presence.in_hours & venue,
    }
    for cause in (Obstacle.MODE, Obstacle.SITE, Obstacle.NEEDS):
        eased = [_eased(person, cause) for person in people]
        found[cause] = presence.free & suiting_slots(suiting_kinds(eased, offer), offer.open)
    return found


def _alone(people: Sequence[Person], offer: Offer, presence: Presence) -> dict[Obstacle, Bits]:
    """Slots that suit if one obstacle alone were there."""
    anywhere = _opened(offer)
    found = {
        Obstacle.POST: presence.in_post & anywhere,
        Obstacle.HOURS: presence.in_hours & anywhere,
        Obstacle.ABSENCE: presence.not_away & anywhere,
    }
    for cause in (Obstacle.MODE, Obstacle.SITE, Obstacle.NEEDS):
        only = [_only(person, cause) for person in people]
        found[cause] = suiting_slots(suiting_kinds(only, offer), offer.open)
    return found


def _opened(offer: Offer) -> Bits:
    """Slots with any open venue: shape (slots,)."""
    return rows_with_any(offer.open.T)


def _has(person: Person, cause: Obstacle) -> bool:
    """Whether the person's row says anything that could be this obstacle."""
    return {
        Obstacle.POST: bool(person.joins_on or person.leaves_on),
        Obstacle.HOURS: person.pattern is not None,
        Obstacle.ABSENCE: bool(person.absences),
        Obstacle.MODE: bool(person.modes) and person.modes != frozenset(Mode),
        Obstacle.SITE: bool(person.sites),
        Obstacle.NEEDS: bool(person.needs),
    }[cause]


def _eased(person: Person, cause: Obstacle) -> Person:
    match cause:
        case Obstacle.MODE:
            return replace(person, modes=frozenset()) if person.modes else person
        case Obstacle.SITE:
            return replace(person, sites=frozenset()) if person.sites else person
        case _:
            return replace(person, needs=frozenset()) if person.needs else person


def _only(person: Person, cause: Obstacle) -> Person:
    return Person(
        person.staff_id,
        modes=person.modes if cause is Obstacle.MODE else frozenset(),
        sites=person.sites if cause is Obstacle.SITE else frozenset(),
        needs=person.needs if cause is Obstacle.NEEDS else frozenset(),
    )
