"""Team-based groups made anew by an exact model: who meets with whom, and when, all at once.

The groups of one team and those that it shares with others are taken apart, in a small unit all of
them. CP-SAT (OR-Tools) then chooses meetings and members so that the aims that groups decide are best,
in their order; trainers and rooms are found for its answer one group after the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from scheduler.engine.meetings import Meeting, Openings, largest_meetings, openings
from scheduler.engine.moves import refill, take_apart
from scheduler.engine.objective import table_of
from scheduler.engine.plan import Plan, StrandPlan
from scheduler.engine.settle import Stop
from scheduler.engine.slots import Ints
from scheduler.engine.teams import open_with
from scheduler.problem import Aim

DETERMINISTIC_SECONDS = 0.15
MOST_PEOPLE = 45
SETS_OF_TEAM = 12
SETS_OF_ALL = 20
WEIGHT = 200
"""How much more one person of an earlier aim counts than one of the next."""


@dataclass
class Choice:
    """Variables for groups of one kind in one meeting: how many there are, and who sits in them."""

    meeting: Meeting
    groups: cp_model.IntVar
    seats: dict[int, cp_model.IntVar] = field(default_factory=dict)


def rebuild_teams(plan: Plan, rng: np.random.Generator, stop: Stop) -> None:
    """Take apart some groups of a unit, the shared ones first, and make them anew as well as can be."""
    strands = [s for s in plan.strands if s.arrays.team_based and not s.arrays.strand.given and s.open.any()]
    if not strands:
        return
    strand = strands[int(rng.integers(len(strands)))]
    people = free_people(plan, strand, rng)
    if not len(people):
        return
    # Now all columns, now some of them: what cannot be led where it would be best can be elsewhere.
    among = rng.random(len(strand.arrays.columns)) < float(rng.choice(np.array([1.0, 1.0, 0.7, 0.4])))
    for choice, members in solve(plan, strand, people, openings(plan, strand, people, among)):
        open_groups(plan, strand, choice, people[members])
    refill(plan, rng, stop)


def free_people(plan: Plan, strand: StrandPlan, rng: np.random.Generator) -> Ints:
    """Take groups of one unit apart and say who of it has none now.

    First a shared group, one that is nearly of one team sooner than others, then the other groups of
    that team and shared groups of the unit, as many as the model can hold.
    """
    groups = strand.open_groups()
    table = table_of(strand, strand.arrays.own, int(strand.arrays.own.max(initial=0)) + 1)[groups]
    shared = table.max(axis=1) < table.sum(axis=1)
    weight = np.where(shared if shared.any() else True, table.max(axis=1) ** 2, 0).astype(float)
    chosen = int(rng.choice(len(groups), p=weight / weight.sum()))
    unit, team = int(strand.label[groups[chosen]]), int(table[chosen].argmax())
    rank = np.where(table[:, team] > 0, 1, np.where(shared, 2, 3)) + rng.random(len(groups))
    rank[chosen] = 0
    left = MOST_PEOPLE
    for row in np.argsort(rank, kind="stable").tolist():
        if strand.label[groups[row]] == unit and strand.size[groups[row]] <= left:
            left -= int(strand.size[groups[row]])
            take_apart(plan, strand, int(groups[row]))
    return np.flatnonzero(strand.arrays.audience & (strand.place < 0) & (strand.arrays.unit == unit))[:MOST_PEOPLE]


def solve(plan: Plan, strand: StrandPlan, people: Ints, found: list[Openings]) -> list[tuple[Choice, list[int]]]:
    """Choices with the people (positions) who sit there; empty where the model finds nothing in time."""
    model = cp_model.CpModel()
    teams = [np.flatnonzero(strand.arrays.own[people] == team) for team in np.unique(strand.arrays.own[people])]
    own = [choice for team in teams for choice in choices(model, strand, people, found, team, SETS_OF_TEAM)]
    mixed = choices(model, strand, people, found, np.arange(len(people)), SETS_OF_ALL)
    for number in range(len(people)):
        model.add_at_most_one(choice.seats[number] for choice in (*own, *mixed) if number in choice.seats)
    weights = aim_weights(plan)
    pure = sum(seat for choice in own for seat in choice.seats.values())
    placed = pure + sum(seat for choice in mixed for seat in choice.seats.values())
    groups = sum(choice.groups for choice in (*own, *mixed))
    model.maximize(weights[Aim.PLACED] * placed + weights[Aim.OWN_TEAM] * pure - weights[Aim.GROUPS] * groups)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = DETERMINISTIC_SECONDS
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return []
    chosen = [(c, [n for n, seat in c.seats.items() if solver.boolean_value(seat)]) for c in (*own, *mixed)]
    return [(choice, members) for choice, members in chosen if members]


def aim_weights(plan: Plan) -> dict[Aim, int]:
    """What a person, or a group, counts for, by the order of the aims; nothing for an aim that is not one."""
    order = [aim for aim in plan.instance.problem.order if aim in (Aim.PLACED, Aim.OWN_TEAM, Aim.GROUPS)]
    weights = {aim: WEIGHT ** (len(order) - 1 - place) for place, aim in enumerate(order)}
    return {aim: weights.get(aim, 0) for aim in (Aim.PLACED, Aim.OWN_TEAM, Aim.GROUPS)}


def choices(
    model: cp_model.CpModel, strand: StrandPlan, people: Ints, found: list[Openings], rows: Ints, most_sets: int
) -> list[Choice]:
    """Groups of these people (their positions) alone in each of the largest meetings."""
    sizes, foes, chosen = strand.arrays.strand, foes_among(strand, people), []
    for meeting in largest_meetings(found, rows, sizes.min_size, most_sets):
        could = sorted(meeting.people)
        most = min(len(could) // sizes.min_size, -(-len(could) // meeting.seats) + 1)
        choice = Choice(meeting, model.new_int_var(0, most, ""))
        choice.seats = {number: model.new_bool_var("") for number in could}
        model.add(sum(choice.seats.values()) <= meeting.seats * choice.groups)
        model.add(sum(choice.seats.values()) >= sizes.min_size * choice.groups)
        keep_apart(model, choice, foes, sizes.min_size)
        chosen.append(choice)
    return chosen


def keep_apart(model: cp_model.CpModel, choice: Choice, foes: dict[int, set[int]], least: int) -> None:
    """Two who are kept apart need two groups, and each of them enough others whom they may meet."""
    for number, those in foes.items():
        if number not in choice.seats:
            continue
        for other in sorted(those):
            if other > number and other in choice.seats:
                model.add(choice.seats[number] + choice.seats[other] <= choice.groups)
        company = [seat for other, seat in choice.seats.items() if other != number and other not in those]
        model.add(sum(company) >= (least - 1) * choice.seats[number])


def foes_among(strand: StrandPlan, people: Ints) -> dict[int, set[int]]:
    """Positions of those who are kept apart from others of the people, and the positions of these."""
    number_of = {int(person): number for number, person in enumerate(people.tolist())}
    found = {
        number: {number_of[foe] for foe in strand.arrays.foes[person].tolist() if foe in number_of}
        for person, number in number_of.items()
        if person in strand.arrays.foes
    }
    return {number: foes for number, foes in found.items() if foes}


def open_groups(plan: Plan, strand: StrandPlan, choice: Choice, members: Ints) -> None:
    """Open the groups of a choice where trainers and rooms are found: the members in even parts."""
    unit = int(strand.arrays.unit[members[0]])
    sizes = strand.arrays.strand
    parts = max(1, -(-len(members) // choice.meeting.seats))
    if parts == 1 and len(members) >= 2 * sizes.min_size and at_odds(strand, members):
        parts = 2
    for part in split(strand, members, parts):
        for kind, column in choice.meeting.at:
            if open_with(plan, strand, kind, column, np.array(part, dtype=np.int64), unit):
                break


def at_odds(strand: StrandPlan, members: Ints) -> bool:
    return any(np.isin(members, strand.arrays.foes.get(int(person), ())).any() for person in members.tolist())


def split(strand: StrandPlan, members: Ints, parts: int) -> list[list[int]]:
    """Even parts; whoever is kept apart from most others comes first, and joins the part with the fewest of them."""
    found: list[list[int]] = [[] for _ in range(parts)]
    most = -(-len(members) // parts)
    foes = {p: set(strand.arrays.foes.get(p, np.zeros(0, np.int64)).tolist()) for p in members.tolist()}
    for person in sorted(foes, key=lambda p: (-len(foes[p] & set(foes)), p)):
        open_parts = [part for part in found if len(part) < most]
        min(open_parts, key=lambda part: (len(foes[person] & set(part)), len(part))).append(person)
    return found
