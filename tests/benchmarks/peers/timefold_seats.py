"""Timefold on the case: each seat is a planning entity whose variable is its group; the greedy start is set.

``unassigned``: a seat may have no group, which costs; every rule is hard.
``overfull``: every seat has a group and rules may be broken, which costs; when nothing is broken,
everybody is placed. What is broken at the end is left out of the answer.

The free edition searches in one thread, whatever the number of cores. Annotations are read by
Timefold while this file runs, and its functions are turned into Java: both stay plain.
"""

# ruff: noqa: ARG005, SIM110 - a function takes all that its stream holds; loops become Java, generators do not

from dataclasses import dataclass, field
from typing import Annotated, Any

import numpy as np
from jpype import JImplements, JOverride
from timefold.solver import SolverFactory
from timefold.solver.config import Duration, ScoreDirectorFactoryConfig, SolverConfig, TerminationConfig
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

from tests.benchmarks.peers.case import NOWHERE, Case, Ints
from tests.benchmarks.peers.greedy import Seating, choices_of
from tests.benchmarks.peers.telling import Teller, called


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
    sizes = factory.for_each(kind).group_by(lambda seat: seat.group, ConstraintCollectors.count())
    alike = factory.for_each(kind).expand(lambda seat: seat.alike).flatten_last(lambda value: value)
    away = (
        factory.for_each(kind)
        .filter(lambda seat: seat.team >= 0)
        .expand(lambda seat: seat.group.moments)
        .flatten_last(lambda moment: moment)
    )
    return [
        sizes.filter(lambda group, size: size > group.most)
        .penalize(HardSoftScore.ONE_HARD, lambda group, size: size - group.most)
        .as_constraint("too many in a group"),
        sizes.filter(lambda group, size: size < group.least)
        .penalize(HardSoftScore.ONE_HARD, lambda group, size: group.least - size)
        .as_constraint("too few in a group"),
        alike.group_by(
            lambda seat, value: seat.group.number,
            lambda seat, value: value.number,
            lambda seat, value: value.most,
            ConstraintCollectors.count_bi(),
        )
        .filter(lambda group, value, most, count: count > most)
        .penalize(HardSoftScore.ONE_HARD, lambda group, value, most, count: count - most)
        .as_constraint("too many alike"),
        away.group_by(
            lambda seat, moment: seat.team,
            lambda seat, moment: moment,
            lambda seat, moment: seat.team_limit,
            ConstraintCollectors.count_bi(),
        )
        .filter(lambda team, moment, limit, count: count > limit)
        .penalize(HardSoftScore.ONE_HARD, lambda team, moment, limit, count: count - limit)
        .as_constraint("too many of a team away"),
        factory.for_each(Apart)
        .join(kind, Joiners.equal(lambda apart: apart.one, lambda seat: seat.number))
        .join(
            kind,
            Joiners.equal(lambda apart, seat: apart.other, lambda other: other.number),
            Joiners.equal(lambda apart, seat: seat.group.number, lambda other: other.group.number),
        )
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("together with whom they are kept apart from"),
        factory.for_each(Follow)
        .join(
            factory.for_each_including_unassigned(kind),
            Joiners.equal(lambda follow: follow.before, lambda before: before.number),
        )
        .join(kind, Joiners.equal(lambda follow, before: follow.after, lambda after: after.number))
        .filter(lambda follow, before, after: before.group is None or after.group.start < before.group.ready)
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("before what must come first"),
        factory.for_each(Clash)
        .join(kind, Joiners.equal(lambda clash: clash.one, lambda one: one.number))
        .join(kind, Joiners.equal(lambda clash, one: clash.other, lambda other: other.number))
        .filter(lambda clash, one, other: meet_together(one.group, other.group))
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("in two groups at one moment"),
    ]


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


def problem_of(case: Case, *, full: bool) -> Seats | FullSeats:
    """The case in Timefold's objects; full seats without a greedy group begin in their emptiest."""
    moments = [case.running[case.running[:, 1] == group, 0].tolist() for group in range(case.groups)]
    numbers = (case.group_least, case.group_most, case.group_start, case.group_ready)
    groups = [Group(g, *(int(each[g]) for each in numbers), moments[g]) for g in range(case.groups)]
    ties = [
        [Alike(limit * case.seats + value, int(most)) for value in range(int(values.max(initial=-1)) + 1)]
        for limit, (values, most) in enumerate(zip(case.limit_value, case.limit_most, strict=True))
    ]
    size = np.bincount(case.start[case.start >= 0], minlength=case.groups)
    seats: list[Any] = []
    for seat, choices in enumerate(choices_of(case)):
        group, team = int(case.start[seat]), int(case.seat_team[seat])
        if full and group == NOWHERE and len(choices):
            group = int(choices[np.argmin(size[choices] / case.group_most[choices])])
            size[group] += 1
        alike = [ties[limit][value] for limit, value in enumerate(case.limit_value[:, seat].tolist()) if value >= 0]
        limit = int(case.team_limit[team]) if team >= 0 else 0
        own = [groups[number] for number in choices.tolist()]
        if own:
            kind = FullSeat if full else Seat
            seats.append(kind(seat, team, limit, alike, own, groups[group] if group >= 0 else None))
    return (FullSeats if full else Seats)(
        [Apart(one, other) for one, other in case.apart.tolist()],
        [Follow(before, after) for before, after in case.follow.tolist()],
        [Clash(one, other) for one, other in clashes_of(case)],
        seats,
    )


def clashes_of(case: Case) -> list[tuple[int, int]]:
    """Seats of one person that no order keeps from meeting at one moment."""
    ordered = set(map(tuple, case.follow.tolist()))
    of_person: dict[int, list[int]] = {}
    for seat, person in enumerate(case.seat_person.tolist()):
        of_person.setdefault(person, []).append(seat)
    pairs = [(one, other) for own in of_person.values() for n, one in enumerate(own) for other in own[n + 1 :]]
    return [(one, other) for one, other in pairs if (one, other) not in ordered and (other, one) not in ordered]


def without_breaches(case: Case, group_of: Ints) -> Ints:
    """The same answer without whatever breaks a rule in it."""
    seating = Seating(case)
    for seat in np.lexsort([np.arange(case.seats), case.seat_strand]).tolist():
        if group_of[seat] in seating.open_to(seat):
            seating.take(seat, int(group_of[seat]))
    seating.close_small()
    return seating.group_of


def listener_of(seats: int, teller: Teller) -> Any:
    """Tells of every better score without a look at the solution, which would be copied."""
    from ai.timefold.solver.core.api.solver.event import SolverEventListener

    @JImplements(SolverEventListener)
    class Listener:
        @JOverride
        def bestSolutionChanged(self, event: Any) -> None:  # noqa: N802
            score = event.getNewBestScore()
            teller.score(seats + int(score.softScore()), -int(score.hardScore()))

    return Listener()


def solve(case: Case, formulation: str, teller: Teller) -> Ints:
    """Search until everybody is placed or the time is up; the group of each seat."""
    full = formulation == "overfull"
    problem = problem_of(case, full=full)
    left_out = case.seats - len(problem.seats)
    spare = max(0, case.seats - teller.enough - left_out)
    factory = SolverFactory.create(
        SolverConfig(
            solution_class=FullSeats if full else Seats,
            entity_class_list=[FullSeat if full else Seat],
            score_director_factory_config=ScoreDirectorFactoryConfig(
                constraint_provider_function=overfull_rules if full else unassigned_rules
            ),
            termination_config=TerminationConfig(
                best_score_limit=f"0hard/{-spare}soft", spent_limit=Duration(milliseconds=int(teller.left() * 1000))
            ),
        )
    )
    solver = factory.build_solver()
    solver._delegate.addEventListener(listener_of(len(problem.seats), teller))
    teller.tell("built", entities=len(problem.seats))
    solved = solver.solve(problem)
    group_of = np.full(case.seats, NOWHERE, dtype=np.int64)
    for seat in solved.seats:
        group_of[seat.number] = NOWHERE if seat.group is None else seat.group.number
    return group_of


def main() -> None:
    case, formulation, teller = called()
    teller.better(case.start)
    group_of = without_breaches(case, solve(case, formulation, teller))
    teller.better(group_of)
    teller.write(group_of)
    teller.tell("ended", status="ended")


if __name__ == "__main__":
    main()
