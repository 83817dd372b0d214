"""Timefold on the case: each seat is a planning entity whose variable is its group; the greedy start is set.

``unassigned``: a seat may have no group, which costs; every rule is hard.
``overfull``: every seat has a group and rules may be broken, which costs; when nothing is broken,
everybody is placed. What is broken at the end is left out of the answer.

The free edition searches in one thread, whatever the number of cores.
"""

from __future__ import annotations

from threading import Event, Thread
from typing import Any

import numpy as np
from jpype import JImplements, JOverride
from timefold.solver import Solver, SolverFactory
from timefold.solver.config import ScoreDirectorFactoryConfig, SolverConfig, TerminationConfig

from tests.benchmarks.peers.case import NOWHERE, Case, Ints
from tests.benchmarks.peers.greedy import Seating, choices_of
from tests.benchmarks.peers.telling import Teller, called
from tests.benchmarks.peers.timefold_model import (
    Alike,
    Apart,
    Clash,
    Follow,
    FullSeat,
    FullSeats,
    Group,
    Seat,
    Seats,
    overfull_rules,
    unassigned_rules,
)


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


def end_in_time(solver: Solver[Any], teller: Teller, over: Event) -> None:
    """End the search at the limit, which counts from the start of the process and not of the search.

    Asked again and again: until its search begins, Timefold takes no notice.
    """
    over.wait(teller.left())
    while not over.wait(1.0):
        solver.terminate_early()


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
            termination_config=TerminationConfig(best_score_limit=f"0hard/{-spare}soft"),
        )
    )
    solver = factory.build_solver()
    solver._delegate.addEventListener(listener_of(len(problem.seats), teller))
    teller.tell("built", entities=len(problem.seats))
    over = Event()
    Thread(target=end_in_time, args=(solver, teller, over), daemon=True).start()
    solved = solver.solve(problem)
    over.set()
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
