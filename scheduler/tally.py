"""What the aims count, group by group: sums over groups, so that a change of one group is a difference.

See `scheduler.measures` for how each aim is measured.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest

from scheduler.problem import GroupingRule, Mode, Person, Problem, Strand, Wish
from scheduler.schedule import Session

Wishes = Mapping[str, Sequence[Wish]]
"""Staff id -> what the person wishes."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one group, or of several together.

    ``together`` counts people whose whole group shares the first team field, ``pairs`` holds for each column of the
    strand's mix the pairs of members who have a value and those of them who share it, ``alone`` counts people who
    are the only one with their value, ``wishes`` is the weight of the wishes kept.
    """

    groups: int = 0
    placed: int = 0
    together: int = 0
    pairs: tuple[tuple[int, int], ...] = ()
    alone: int = 0
    wishes: int = 0

    def plus(self, other: Tally, sign: int = 1) -> Tally:
        """Both together; with ``sign`` -1 this without the other, which was counted in it."""
        return Tally(
            self.groups + sign * other.groups,
            self.placed + sign * other.placed,
            self.together + sign * other.together,
            tuple(
                (one[0] + sign * two[0], one[1] + sign * two[1])
                for one, two in zip_longest(self.pairs, other.pairs, fillvalue=(0, 0))
            ),
            self.alone + sign * other.alone,
            self.wishes + sign * other.wishes,
        )


@dataclass(frozen=True, slots=True)
class Counting:
    """What counting needs to know of a problem."""

    people: Mapping[str, Person]
    modes: Mapping[str, Mode]
    """Venue id -> its mode."""
    wishes: Wishes


def counting_of(problem: Problem) -> Counting:
    """Look up what counting needs."""
    wishes: defaultdict[str, list[Wish]] = defaultdict(list)
    for wish in problem.wishes:
        wishes[wish.staff_id].append(wish)
    return Counting(
        {person.staff_id: person for person in problem.people},
        {venue.venue_id: venue.mode for venue in problem.venues},
        wishes,
    )


def tally_of(counting: Counting, strand: Strand, staff_ids: Iterable[str], sessions: Sequence[Session]) -> Tally:
    """The counts of one group; each person once, unknown people left out."""
    members = [counting.people[one] for one in staff_ids if one in counting.people]
    if not members:
        return Tally()
    rules = strand.grouping
    together = rules.rule is GroupingRule.TEAM and len({person.value(rules.fields[0]) for person in members}) == 1
    return Tally(
        groups=1,
        placed=len(members),
        together=len(members) if together else 0,
        pairs=tuple(_pairs(members, column) for column in rules.mix),
        alone=_alone(members, rules.not_alone) if rules.not_alone else 0,
        wishes=sum(_kept(counting, person, sessions) for person in members) if counting.wishes else 0,
    )


def mix_of(strand: Strand, tally: Tally) -> Fraction | None:
    """The weighted mean over the columns of the share of pairs that differ; None without any pair."""
    total = weights = Fraction()
    for weight, (pairs, same) in zip(strand.grouping.mix.values(), tally.pairs, strict=False):
        if pairs:
            total += weight * (1 - Fraction(same, pairs))
            weights += weight
    return total / weights if weights else None


def _pairs(members: Sequence[Person], column: str) -> tuple[int, int]:
    counts = Counter(value for person in members if (value := person.value(column)))
    known = counts.total()
    return known * (known - 1) // 2, sum(count * (count - 1) // 2 for count in counts.values())


def _alone(members: Sequence[Person], column: str) -> int:
    return sum(
        count == 1 and bool(value) for value, count in Counter(person.value(column) for person in members).items()
    )


def _kept(counting: Counting, person: Person, sessions: Sequence[Session]) -> int:
    return sum(
        wish.weight
        for wish in counting.wishes.get(person.staff_id, ())
        for session in sessions
        if _keeps(wish, session, counting.modes.get(session.venue_id))
    )


def _keeps(wish: Wish, session: Session, mode: Mode | None) -> bool:
    return (
        wish.strand in ("", session.strand)
        and (not wish.weekdays or session.start.weekday() in wish.weekdays)
        and (not wish.start_times or session.start.time() in wish.start_times)
        and (not wish.modes or mode is None or mode in wish.modes)
    )
