"""The case in Timefold's terms: what a seat is, what it may have, and every rule as a constraint stream.

Annotations are read by Timefold while this file runs, and functions are turned into Java: both stay
plain.
"""

# ruff: noqa: ARG005, SIM110 - a function takes all that its stream holds; loops become Java, generators do not

from dataclasses import dataclass, field
from typing import Annotated

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)


@dataclass
class Group:
    """A group that stands. ``ready`` is when one that follows may begin."""

    number: int
    least: int
    most: int
    start: int
    ready: int
    moments: list[int]

    def __hash__(self) -> int:
        return self.number


@dataclass
class Alike:
    """A value that at most so many members of a group may share."""

    number: int
    most: int


@dataclass
class Apart:
    """Two seats that may not be in one group."""

    one: int
    other: int


@dataclass
class Follow:
    """Two seats of one person, the earlier first."""

    before: int
    after: int


@dataclass
class Clash:
    """Two seats of one person that may not be taken at one moment."""

    one: int
    other: int


@planning_entity
@dataclass
class Seat:
    """One person in one strand that may be left out."""

    number: Annotated[int, PlanningId]
    team: int
    team_limit: int
    alike: list[Alike]
    choices: Annotated[list[Group], ValueRangeProvider]
    group: Annotated[Group | None, PlanningVariable(allows_unassigned=True)] = field(default=None)


@planning_entity
@dataclass
class FullSeat:
    """One person in one strand that always has a group."""

    number: Annotated[int, PlanningId]
    team: int
    team_limit: int
    alike: list[Alike]
    choices: Annotated[list[Group], ValueRangeProvider]
    group: Annotated[Group | None, PlanningVariable] = field(default=None)


@planning_solution
@dataclass
class Seats:
    """The case, with seats that may be left out."""

    apart: Annotated[list[Apart], ProblemFactCollectionProperty]
    follow: Annotated[list[Follow], ProblemFactCollectionProperty]
    clash: Annotated[list[Clash], ProblemFactCollectionProperty]
    seats: Annotated[list[Seat], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)


@planning_solution
@dataclass
class FullSeats:
    """The case, with seats that always have a group."""

    apart: Annotated[list[Apart], ProblemFactCollectionProperty]
    follow: Annotated[list[Follow], ProblemFactCollectionProperty]
    clash: Annotated[list[Clash], ProblemFactCollectionProperty]
    seats: Annotated[list[FullSeat], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)


def meet_together(one: Group, other: Group) -> bool:
    for moment in one.moments:
        if moment in other.moments:
            return True
    return False


def rules(factory: ConstraintFactory, kind: type) -> list[Constraint]:
    """Every rule of the case, over seats of one kind."""
    return [
        *sizes_kept(factory, kind),
        few_alike(factory, kind),
        few_away(factory, kind),
        kept_apart(factory, kind),
        in_order(factory, kind),
        one_at_a_time(factory, kind),
    ]


def sizes_kept(factory: ConstraintFactory, kind: type) -> list[Constraint]:
    sizes = factory.for_each(kind).group_by(lambda seat: seat.group, ConstraintCollectors.count())
    return [
        sizes.filter(lambda group, size: size > group.most)
        .penalize(HardSoftScore.ONE_HARD, lambda group, size: size - group.most)
        .as_constraint("too many in a group"),
        sizes.filter(lambda group, size: size < group.least)
        .penalize(HardSoftScore.ONE_HARD, lambda group, size: group.least - size)
        .as_constraint("too few in a group"),
    ]


def few_alike(factory: ConstraintFactory, kind: type) -> Constraint:
    return (
        factory.for_each(kind)
        .expand(lambda seat: seat.alike)
        .flatten_last(lambda value: value)
        .group_by(
            lambda seat, value: seat.group.number,
            lambda seat, value: value.number,
            lambda seat, value: value.most,
            ConstraintCollectors.count_bi(),
        )
        .filter(lambda group, value, most, count: count > most)
        .penalize(HardSoftScore.ONE_HARD, lambda group, value, most, count: count - most)
        .as_constraint("too many alike")
    )


def few_away(factory: ConstraintFactory, kind: type) -> Constraint:
    return (
        factory.for_each(kind)
        .filter(lambda seat: seat.team >= 0)
        .expand(lambda seat: seat.group.moments)
        .flatten_last(lambda moment: moment)
        .group_by(
            lambda seat, moment: seat.team,
            lambda seat, moment: moment,
            lambda seat, moment: seat.team_limit,
            ConstraintCollectors.count_bi(),
        )
        .filter(lambda team, moment, limit, count: count > limit)
        .penalize(HardSoftScore.ONE_HARD, lambda team, moment, limit, count: count - limit)
        .as_constraint("too many of a team away")
    )


def kept_apart(factory: ConstraintFactory, kind: type) -> Constraint:
    return (
        factory.for_each(Apart)
        .join(kind, Joiners.equal(lambda apart: apart.one, lambda seat: seat.number))
        .join(
            kind,
            Joiners.equal(lambda apart, seat: apart.other, lambda other: other.number),
            Joiners.equal(lambda apart, seat: seat.group.number, lambda other: other.group.number),
        )
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("together with whom they are kept apart from")
    )


def in_order(factory: ConstraintFactory, kind: type) -> Constraint:
    return (
        factory.for_each(Follow)
        .join(
            factory.for_each_including_unassigned(kind),
            Joiners.equal(lambda follow: follow.before, lambda before: before.number),
        )
        .join(kind, Joiners.equal(lambda follow, before: follow.after, lambda after: after.number))
        .filter(lambda follow, before, after: before.group is None or after.group.start < before.group.ready)
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("before what must come first")
    )


def one_at_a_time(factory: ConstraintFactory, kind: type) -> Constraint:
    return (
        factory.for_each(Clash)
        .join(kind, Joiners.equal(lambda clash: clash.one, lambda one: one.number))
        .join(kind, Joiners.equal(lambda clash, one: clash.other, lambda other: other.number))
        .filter(lambda clash, one, other: meet_together(one.group, other.group))
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("in two groups at one moment")
    )


@constraint_provider
def unassigned_rules(factory: ConstraintFactory) -> list[Constraint]:
    return [
        *rules(factory, Seat),
        factory.for_each_including_unassigned(Seat)
        .filter(lambda seat: seat.group is None)
        .penalize(HardSoftScore.ONE_SOFT)
        .as_constraint("no place"),
    ]


@constraint_provider
def overfull_rules(factory: ConstraintFactory) -> list[Constraint]:
    return rules(factory, FullSeat)
