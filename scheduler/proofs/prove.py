"""All exact models of a problem, the quick ones first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.bounds.ground import Ground
from scheduler.measures import measure
from scheduler.proofs.rooms import fewest_by_rooms
from scheduler.proofs.standing import fewest_standing
from scheduler.proofs.teams import team_facts
from scheduler.schedule import Schedule

if TYPE_CHECKING:
    from scheduler.bounds.facts import Fact
    from scheduler.problem import Problem


def prove(problem: Problem) -> Iterator[Fact]:
    """What the models show of every valid schedule of the problem, as they are solved.

    The same problem gives the same facts, whatever the schedule and the order of rows.
    """
    ground = Ground(in_order(problem), measure(problem, Schedule()))
    for strand in ground.strands_with_people:
        fact = fewest_standing(ground, strand) if strand.given else fewest_by_rooms(ground, strand)
        if fact is not None:
            yield fact
    yield from team_facts(ground)


def in_order(problem: Problem) -> Problem:
    """The same problem with its rows in the order of their ids: a model stopped by its limit depends on their order."""
    return replace(
        problem,
        people=tuple(sorted(problem.people, key=lambda person: person.staff_id)),
        trainers=tuple(sorted(problem.trainers, key=lambda trainer: trainer.trainer_id)),
        venues=tuple(sorted(problem.venues, key=lambda venue: venue.venue_id)),
        given=tuple(sorted(problem.given, key=lambda session: (session.strand, session.group_id, session.meeting))),
    )
