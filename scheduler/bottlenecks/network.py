"""The network: people -> starts that suit them -> venues -> trainers, and the minimum cut through it.

The unit of flow is a share of one trainer's session, so that strands with groups of different sizes
can draw on the same trainers: a full session carries ``SESSION`` units for each of its trainers. A
maximum flow smaller than the demand proves that not everybody can have a seat; the minimum cut tells
who and what stands in the way (Ford and Fulkerson 1956, doi:10.4153/CJM-1956-045-5; Hall 1935,
doi:10.1112/jlms/s1-10.37.26). What lies apart on the people's side of the cut are shortages apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
SESSION = 10**6
"""Units that a full session carries for each trainer; a person's share of it is rounded down."""
ENDLESS = 10**14
MOST_ARCS = 8_000_000
SOURCE, SINK = 0, 1


class Scarce(IntEnum):
    """What an arc stands for; those from `COVER` on are what there may be too little of."""

    PEOPLE = 0
    COMING = 1
    ONWARD = 2
    COVER = 3
    SEATS = 4
    TRAINER = 5


@dataclass(frozen=True, eq=False)
class Side:
    """One strand as people and what it may use. Rows of people follow ``staff_ids``, columns ``starts``."""

    strand: str
    staff_ids: tuple[str, ...]
    starts: Ints
    comes: Bools
    """Person x start."""
    reaches: Bools
    """Person x venue."""
    seats: Ints
    """Venue x start: seats, over all sessions that the venue could hold then."""
    leads: Bools
    """Trainer x start."""
    meetings: int
    trainers: int
    """How many lead a session; 0 if it needs none."""
    max_size: int
    team: Ints
    """(people,) -1 for none, and everywhere where service cover does not count."""
    cover: Ints
    """(teams,) how many may be away at one moment."""

    @property
    def share(self) -> int:
        """The units of flow that a person takes at each meeting."""
        return SESSION * max(1, self.trainers) // self.max_size


@dataclass(frozen=True, eq=False)
class Staffing:
    """What the trainers could lead in all: sessions of each on each day and in each week."""

    days: Ints
    """Ordinals of days, ascending."""
    by_day: Ints
    """Trainer x day."""
    by_week: Ints
    """(trainers,) the most in one week."""
    delivers: Bools
    """Trainer x venue: whether the trainer delivers in the venue's mode."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """People short of the same thing: more of them than it can serve.

    ``missing`` and ``capacity`` count units of flow, ``scarce`` the cut capacity of each kind.
    """

    people: dict[str, tuple[str, ...]]
    """Strand -> staff ids."""
    missing: int
    scarce: dict[Scarce, int]
    starts: dict[str, int]
    """Strand -> at how many starts any of them could come."""


@dataclass
class Arcs:
    """Arcs so far, as arrays, and the next free node."""

    tails: list[Ints] = field(default_factory=list)
    heads: list[Ints] = field(default_factory=list)
    capacities: list[Ints] = field(default_factory=list)
    kinds: list[Ints] = field(default_factory=list)
    nodes: int = 2

    def add(self, tails: Ints, heads: Ints, capacities: Ints, kind: Scarce) -> None:
        self.tails.append(np.asarray(tails, dtype=np.int64))
        self.heads.append(np.asarray(heads, dtype=np.int64))
        self.capacities.append(np.asarray(capacities, dtype=np.int64))
        self.kinds.append(np.full(len(self.tails[-1]), kind, dtype=np.int64))

    def new(self, count: int) -> Ints:
        self.nodes += count
        return np.arange(self.nodes - count, self.nodes)


def shortfalls(sides: Sequence[Side], staffing: Staffing) -> tuple[Shortfall, ...]:
    """Every shortage of a smallest minimum cut; none if everybody could have a seat, or it would be too large."""
    if not sides or sum(int(side.comes.sum()) for side in sides) > MOST_ARCS:
        return ()
    arcs = Arcs()
    trainer_days = lead_to_sink(arcs, staffing)
    people = [lead_side(arcs, side, staffing, trainer_days) for side in sides]
    tails, heads, caps, kinds = (np.concatenate(part) for part in (arcs.tails, arcs.heads, arcs.capacities, arcs.kinds))
    near = people_side(arcs.nodes, tails, heads, caps)
    label = components(arcs.nodes, tails, heads, near)
    cut = near[tails] & ~near[heads]
    everyone = np.concatenate(people)
    apart: dict[object, Bools] = {}
    for root in np.unique(label[everyone[near[everyone]]]).tolist():
        mine = near & (label == root)
        # Those of one strand for whom there is nothing at all are short of the same, though no arc joins them.
        nothing = not caps[cut & mine[tails]].any()
        key = ("nothing", *(n for n, nodes in enumerate(people) if mine[nodes].any())) if nothing else root
        apart[key] = apart.get(key, np.zeros_like(mine)) | mine
    found = []
    for mine in apart.values():
        scarce = {kind: int(caps[cut & mine[tails] & (kinds == kind)].sum()) for kind in Scarce if kind > Scarce.PEOPLE}
        demand = int(caps[(tails == SOURCE) & mine[heads]].sum())
        inside = {side.strand: (side, mine[nodes]) for side, nodes in zip(sides, people, strict=True)}
        inside = {strand: (side, rows) for strand, (side, rows) in inside.items() if rows.any()}
        who = {s: tuple(np.array(side.staff_ids, dtype=object)[rows].tolist()) for s, (side, rows) in inside.items()}
        starts = {s: int(side.comes[rows].any(axis=0).sum()) for s, (side, rows) in inside.items()}
        found.append(Shortfall(who, demand - sum(scarce.values()), scarce, starts))
    return tuple(found)


def lead_to_sink(arcs: Arcs, staffing: Staffing) -> Ints:
    """Trainers' days over their weeks to the sink; (trainers, days) the node of each day, -1 where idle."""
    monday = staffing.days - (staffing.days + 6) % 7
    rows, columns = np.nonzero(staffing.by_day)
    table = np.full(staffing.by_day.shape, -1, dtype=np.int64)
    table[rows, columns] = arcs.new(len(rows))
    weeks, week_of = np.unique(np.stack([rows, monday[columns]]), axis=1, return_inverse=True)
    week_nodes = arcs.new(weeks.shape[1])
    arcs.add(
        table[rows, columns], week_nodes[week_of.reshape(-1)], staffing.by_day[rows, columns] * SESSION, Scarce.TRAINER
    )
    arcs.add(week_nodes, np.full(len(week_nodes), SINK), staffing.by_week[weeks[0]] * SESSION, Scarce.TRAINER)
    return table


def lead_side(arcs: Arcs, side: Side, staffing: Staffing, trainer_days: Ints) -> Ints:
    """One strand: people over starts (past service cover) and venues to the trainers; the people's nodes."""
    people = arcs.new(len(side.staff_ids))
    share = side.share
    arcs.add(np.full(len(people), SOURCE), people, np.full(len(people), share * side.meetings), Scarce.PEOPLE)
    profiles, profile_of = np.unique(side.reaches, axis=0, return_inverse=True)
    profile_of = profile_of.reshape(-1)
    row, start = np.nonzero(side.comes)
    keys, key_of = np.unique(profile_of[row] * len(side.starts) + start, return_inverse=True)
    places = arcs.new(len(keys))
    target = places[key_of]
    covered = side.team[row] >= 0
    if covered.any():
        spans, span_of = np.unique(np.stack([side.team[row[covered]], key_of[covered]]), axis=1, return_inverse=True)
        nodes = arcs.new(spans.shape[1])
        arcs.add(nodes, places[spans[1]], side.cover[spans[0]] * share, Scarce.COVER)
        target = target.copy()
        target[covered] = nodes[span_of.reshape(-1)]
    arcs.add(people[row], target, np.full(len(row), share), Scarce.COMING)
    venue_nodes = lead_venues(arcs, side, staffing, trainer_days)
    for profile in range(len(profiles)):
        of = np.flatnonzero(keys // len(side.starts) == profile) if len(side.starts) else np.zeros(0, dtype=np.int64)
        for venue in np.flatnonzero(profiles[profile]).tolist():
            ends = venue_nodes[venue, keys[of] % max(1, len(side.starts))]
            open_ = ends >= 0
            arcs.add(places[of][open_], ends[open_], np.full(int(open_.sum()), ENDLESS), Scarce.ONWARD)
    return people


def lead_venues(arcs: Arcs, side: Side, staffing: Staffing, trainer_days: Ints) -> Ints:
    """Seats in venues to the trainers who could lead there; (venues, starts) the node of each, -1 where shut."""
    table = np.full(side.seats.shape, -1, dtype=np.int64)
    venue, start = np.nonzero(side.seats)
    if not len(venue):
        return table
    table[venue, start] = arcs.new(len(venue))
    crews, crew_of = np.unique(staffing.delivers.T[venue], axis=0, return_inverse=True)
    keys, key_of = np.unique(crew_of.reshape(-1) * len(side.starts) + start, return_inverse=True)
    onward = arcs.new(len(keys))
    arcs.add(table[venue, start], onward[key_of], side.seats[venue, start] * side.share, Scarce.SEATS)
    if not side.trainers:
        arcs.add(onward, np.full(len(onward), SINK), np.full(len(onward), ENDLESS), Scarce.ONWARD)
        return table
    at = keys % len(side.starts)
    column = np.searchsorted(staffing.days, side.starts[at] // 1440)
    for trainer in range(len(side.leads)):
        could = side.leads[trainer, at] & crews[keys // len(side.starts), trainer]
        ends = trainer_days[trainer, np.minimum(column, trainer_days.shape[1] - 1)]
        could &= ends >= 0
        arcs.add(onward[could], ends[could], np.full(int(could.sum()), SESSION), Scarce.TRAINER)
    return table


def people_side(nodes: int, tails: Ints, heads: Ints, capacities: Ints) -> Bools:
    """(nodes,) what can still be reached from the source past a maximum flow: the smallest side of a minimum cut."""
    # Loaded here: whoever only reads a report needs no solver.
    from ortools.graph.python import max_flow

    solver = max_flow.SimpleMaxFlow()
    solver.add_arcs_with_capacity(tails.astype(np.int32), heads.astype(np.int32), capacities)
    near = np.zeros(nodes, dtype=bool)
    if len(tails) and solver.solve(SOURCE, SINK) == solver.OPTIMAL:
        near[np.array(solver.get_source_side_min_cut(), dtype=np.int64)] = True
    near[SOURCE] = False
    return near


def components(nodes: int, tails: Ints, heads: Ints, near: Bools) -> Ints:
    """(nodes,) a number that all nodes near the source share which arcs among them connect."""
    inner = near[tails] & near[heads]
    a, b = tails[inner], heads[inner]
    label = np.arange(nodes)
    while True:
        before = label.copy()
        least = np.minimum(label[a], label[b])
        np.minimum.at(label, a, least)
        np.minimum.at(label, b, least)
        label = label[label]
        if np.array_equal(before, label):
            return label
