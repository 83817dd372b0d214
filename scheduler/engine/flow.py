"""Flow: who sits in which standing group, decided for a whole strand at once.

A maximum flow from people over (type of person, class of groups), then (value, group) for each
limit that nests in the next, then the group, to the sink (Ahuja, Magnanti and Orlin 1993, Network
Flows, ch. 6 to 8). People of one type share team and values; groups of one class meet at the same
time and suit the same people. For limits that nest, and teams that nest in them, the flow is exact
for sizes, limits and service cover together. What does not nest, and people who are kept apart, is
checked as people are seated, and mended by chains.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from ortools.graph.python import max_flow

from scheduler.engine.chains import immovable, may_join, place_by_chain
from scheduler.engine.instance import NO_LIMIT, Limit
from scheduler.engine.options import all_options
from scheduler.engine.plain import is_plain
from scheduler.engine.plan import Plan, StrandPlan, join, leave
from scheduler.engine.slots import Bools, Ints

MOST_ARCS = 8_000_000
"""Beyond so many pairs of a person and a class of groups, chains have to do: a flow would take gigabytes."""
SOURCE, SINK = 0, 1


@dataclass
class Network:
    """Arcs so far, as arrays, and the next free node."""

    tails: list[Ints] = field(default_factory=list)
    heads: list[Ints] = field(default_factory=list)
    capacities: list[Ints] = field(default_factory=list)
    nodes: int = 2
    arcs: int = 0

    def add(self, tails: Ints, heads: Ints, capacities: Ints) -> slice:
        """Add arcs; where they stand."""
        self.tails.append(tails)
        self.heads.append(heads)
        self.capacities.append(capacities)
        self.arcs += len(tails)
        return slice(self.arcs - len(tails), self.arcs)

    def new_nodes(self, count: int) -> Ints:
        self.nodes += count
        return np.arange(self.nodes - count, self.nodes)

    def solve(self) -> Ints:
        """The flow on every arc, most in all."""
        solver = max_flow.SimpleMaxFlow()
        arcs = solver.add_arcs_with_capacity(
            np.concatenate(self.tails).astype(np.int32),
            np.concatenate(self.heads).astype(np.int32),
            np.concatenate(self.capacities).astype(np.int64),
        )
        solver.solve(SOURCE, SINK)
        return np.asarray(solver.flows(arcs), dtype=np.int64)


def reallocate(plan: Plan, strand: StrandPlan) -> None:
    """Seat everybody of the strand anew in the groups that stand, as many as a flow can.

    People who may not be moved keep their seats. The caller keeps the outcome only if it is better.
    """
    groups = strand.open_groups()
    people = np.flatnonzero(~immovable(plan, strand))
    if not len(groups) or not len(people):
        return
    allowed = all_options(plan, strand, groups)[:, people]
    classes, class_of = group_classes(strand, groups, allowed)
    if int(classes.sum()) > MOST_ARCS:
        return
    before, plain = strand.place.copy(), is_plain(plan, strand)
    for person in people[strand.place[people] >= 0].tolist():
        leave(plan, strand, person)
    seats = most_seats(plan, strand, groups, people, classes, class_of)
    for person, group in zip(people.tolist(), seats.tolist(), strict=True):
        if group >= 0 and (plain or may_join(plan, strand, person, group)):
            join(plan, strand, person, group)
    if plain:
        # The flow is exact: it has left out nobody for whom there is a seat.
        return
    for person in people[strand.place[people] < 0].tolist():
        if before[person] >= 0 and may_join(plan, strand, person, int(before[person])):
            join(plan, strand, person, int(before[person]))
        elif strand.place[person] < 0:
            place_by_chain(plan, strand, person)


def group_classes(strand: StrandPlan, groups: Ints, allowed: Bools) -> tuple[Bools, Ints]:
    """(classes, people) who may be in which class, and (groups,) the class of each group."""
    found: dict[tuple[bytes, bytes], int] = {}
    class_of = np.array(
        [
            found.setdefault((strand.starts[group].tobytes(), allowed[row].tobytes()), len(found))
            for row, group in enumerate(groups.tolist())
        ],
        dtype=np.int64,
    )
    first = np.array([int(np.argmax(class_of == number)) for number in range(len(found))], dtype=np.int64)
    return allowed[first], class_of


def most_seats(plan: Plan, strand: StrandPlan, groups: Ints, people: Ints, classes: Bools, class_of: Ints) -> Ints:
    """(people,) the group of each in a maximum flow, -1 for none. The people hold no seats while this is asked."""
    limits = nested(strand.arrays.limits, people)
    type_of, example = person_types(plan, strand, limits, people)
    network = Network()
    person_nodes = network.new_nodes(len(people))
    network.add(np.full(len(people), SOURCE), person_nodes, np.ones(len(people), dtype=np.int64))
    rows, columns = np.nonzero(classes)
    meeting = type_of[columns] * len(classes) + rows
    pairs, pair_of = np.unique(meeting, return_inverse=True)
    into, out = network.new_nodes(len(pairs)), network.new_nodes(len(pairs))
    chosen = network.add(person_nodes[columns], into[pair_of], np.ones(len(columns), dtype=np.int64))
    network.add(
        into, out, cover_room(plan, strand, groups, class_of, example[pairs // len(classes)], pairs % len(classes))
    )
    # Every pair of a type and a group of a class that suits the type.
    of_class = [np.flatnonzero(class_of == number) for number in range(len(classes))]
    members = [of_class[number] for number in (pairs % len(classes)).tolist()]
    pair = np.repeat(np.arange(len(pairs)), [len(each) for each in members])
    group = np.concatenate(members) if members else np.zeros(0, dtype=np.int64)
    handed = through_limits(strand, network, limits, groups, example[pairs[pair] // len(classes)], out[pair], group)
    flow = network.solve()
    return read_seats(flow[chosen], flow[handed], columns, pair_of, pair, groups[group], len(people))


def nested(limits: tuple[Limit, ...], people: Ints) -> list[Limit]:
    """Limits, finest first, each of whose values has one value of the next."""
    chain: list[Limit] = []
    for limit in sorted(limits, key=lambda limit: -limit.count):
        if not chain or determines(chain[-1].values[people], limit.values[people]):
            chain.append(limit)
    return chain


def determines(fine: Ints, coarse: Ints) -> bool:
    pairs = np.unique(np.stack([fine, coarse]), axis=1)
    return bool(len(np.unique(pairs[0])) == pairs.shape[1])


def person_types(plan: Plan, strand: StrandPlan, limits: list[Limit], people: Ints) -> tuple[Ints, Ints]:
    """(people,) the type of each and (types,) one person of each type."""
    keys = [limit.values[people] for limit in limits]
    if strand.arrays.counts_for_cover:
        keys.append(plan.instance.team[people])
    if not keys:
        return np.zeros(len(people), dtype=np.int64), people[:1]
    _, first, type_of = np.unique(np.stack(keys), axis=1, return_index=True, return_inverse=True)
    return type_of.reshape(-1), people[first]


def cover_room(plan: Plan, strand: StrandPlan, groups: Ints, class_of: Ints, person: Ints, number: Ints) -> Ints:
    """(pairs,) how many of the person's team may still be away while groups of the class meet."""
    room = np.full(len(person), NO_LIMIT, dtype=np.int64)
    team = plan.instance.team[person]
    if not strand.arrays.counts_for_cover or not len(plan.instance.team_limit):
        return room
    first = np.array([int(groups[np.argmax(class_of == c)]) for c in range(int(class_of.max()) + 1)])
    for at in range(len(person)):
        if team[at] >= 0:
            group = first[number[at]]
            for low, high in zip(strand.moment_from[group], strand.moment_to[group], strict=True):
                away = int(plan.away[team[at], low:high].max(initial=0))
                room[at] = min(room[at], max(0, int(plan.instance.team_limit[team[at]]) - away))
    return room


def through_limits(
    strand: StrandPlan, network: Network, limits: list[Limit], groups: Ints, person: Ints, node: Ints, group: Ints
) -> slice:
    """Lead pairs of a type (by one person) and a group over the limits to the group and the sink.

    Returns where the first arc of each pair stands, in the order of the pairs.
    """
    group_nodes = network.new_nodes(len(groups))
    room = strand.capacity[groups] - strand.size[groups]
    network.add(group_nodes, np.full(len(groups), SINK), np.maximum(room, 0))
    target = group_nodes[group]
    # From the coarsest limit back to the finest: each level leads to the one after it.
    for number in range(len(limits) - 1, -1, -1):
        limit, counts = limits[number], strand.counts[position(strand, limits[number])]
        value = limit.values[person]
        known = value >= 0
        keys, key_of = np.unique(value[known] * len(groups) + group[known], return_inverse=True)
        nodes = network.new_nodes(len(keys))
        onward = np.zeros(len(keys), dtype=np.int64)
        onward[key_of] = target[known]
        left = limit.most - counts[groups[keys % len(groups)], keys // len(groups)]
        network.add(nodes, onward, np.maximum(left, 0))
        target = target.copy()
        target[known] = nodes[key_of]
    return network.add(node, target, np.full(len(node), NO_LIMIT, dtype=np.int64))


def position(strand: StrandPlan, limit: Limit) -> int:
    return next(i for i, each in enumerate(strand.arrays.limits) if each is limit)


def read_seats(chosen: Ints, handed: Ints, columns: Ints, pair_of: Ints, pair: Ints, group: Ints, people: int) -> Ints:
    """Give the people who flow into a pair, in their order, the seats that flow out of it."""
    seats = np.full(people, -1, dtype=np.int64)
    taken = np.flatnonzero(chosen > 0)
    taken = taken[np.lexsort([columns[taken], pair_of[taken]])]
    given = np.repeat(np.arange(len(pair)), handed)
    given = given[np.argsort(pair[given], kind="stable")]
    # Inflow and outflow of each pair are equal, so both lists run in step.
    seats[columns[taken]] = group[given]
    return seats
