"""Random tables, protected and then attacked by an integer programme that shares nothing with the protection.

``python -m tests.attack_figures`` takes 10,000 tables of one to three axes, publishes one without its last axis, then
the whole, with a further cell asked for, knowing the first. The attacker knows all that both show. It prints how many
protected cells there were and how many could be found out: none may be.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from itertools import product

import numpy as np
from ortools.sat.python import cp_model

from learning.statistics.disclosure import CountTable, flat_axis
from learning.statistics.disclosure.protecting import Protected, protect
from learning.statistics.disclosure.releases import EarlierCell
from scheduler.errors import FolderError

SHAPES = ((4,), (3, 3), (4, 3), (5, 4), (6, 5), (2, 2, 2), (3, 3, 2))


@dataclass(frozen=True)
class Attacked:
    releases: int = 0
    refused: int = 0
    cells: int = 0
    found_out: int = 0


def random_table(generator: np.random.Generator) -> CountTable:
    shape = SHAPES[generator.integers(len(SHAPES))]
    counts = generator.poisson(generator.gamma(0.7, generator.choice([6, 20, 60]), size=shape)).astype(np.int64)
    axes = [flat_axis(f"d{place}", [f"v{value}" for value in range(size)]) for place, size in enumerate(shape)]
    return CountTable(tuple(axes), counts)


def release_of(protected: Protected) -> tuple[EarlierCell, ...]:
    table, hidden = protected.table, protected.suppression.hidden
    found = []
    for cell, label in enumerate(table.labels()):
        where = frozenset((c, v) for c, v in zip(table.columns, label, strict=True) if v != "total")
        count = None if hidden[cell] else int(table.values[cell])
        found.append(EarlierCell("earlier", cell, where, count, protected.status(cell) == "primary"))
    return tuple(found)


def known_to_attacker(table: CountTable, releases: list[Protected]) -> list[tuple[np.ndarray, int]]:
    """Sums of inner cells that were published: which inner cells, and their sum. Built from labels alone."""
    inner = list(product(*([node[0] for node in axis.nodes[1:]] for axis in table.axes)))
    found = []
    for protected in releases:
        for cell, label in enumerate(protected.table.labels()):
            if not protected.suppression.hidden[cell]:
                of = dict(zip(protected.table.columns, label, strict=True))
                wanted = [of.get(column, "total") for column in table.columns]
                found.append((members(inner, wanted), int(protected.table.values[cell])))
    return found


def members(inner: list[tuple[str, ...]], wanted: list[str]) -> np.ndarray:
    return np.array([all(w in ("total", v) for w, v in zip(wanted, leaf, strict=True)) for leaf in inner])


def can_differ(table: CountTable, knows: list[tuple[np.ndarray, int]], label: tuple[str, ...], count: int) -> bool:
    """Whether another table of whole numbers agrees with all that is known and has another count there."""
    inner = list(product(*([node[0] for node in axis.nodes[1:]] for axis in table.axes)))
    model = cp_model.CpModel()
    people = [model.new_int_var(0, int(table.values[0]), "") for _ in inner]
    for part, total in knows:
        model.add(sum(person for person, is_in in zip(people, part, strict=True) if is_in) == total)
    part = members(inner, list(label))
    model.add(sum(person for person, is_in in zip(people, part, strict=True) if is_in) != count)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def attack(tables: int, seed: int) -> Attacked:
    generator = np.random.default_rng(seed)
    releases = refused = cells = found_out = 0
    for _ in range(tables):
        table = random_table(generator)
        out: list[Protected] = []
        for hide in ([], some_cells(table, generator)):
            earlier = [cell for protected in out for cell in release_of(protected)]
            part = table if hide or len(table.axes) == 1 else margin_of(table)
            try:
                line_min = int(generator.choice([0, 10]))
                out.append(protect(part, threshold=10, line_min=line_min, hide=hide, earlier=earlier))
            except FolderError:
                refused += 1
        releases += len(out)
        knows = known_to_attacker(table, out)
        labels = list(table.labels())
        for protected in out:
            places = dict(enumerate(protected.table.labels()))
            for cell in np.flatnonzero(protected.suppression.targets):
                of = dict(zip(protected.table.columns, places[int(cell)], strict=True))
                label = tuple(of.get(column, "total") for column in table.columns)
                cells += 1
                found_out += not can_differ(table, knows, label, int(table.values[labels.index(label)]))
    return Attacked(releases, refused, cells, found_out)


def margin_of(table: CountTable) -> CountTable:
    """The table without its last dimension."""
    return CountTable(table.axes[:-1], table.counts.sum(axis=-1))


def some_cells(table: CountTable, generator: np.random.Generator) -> list[dict[str, str]]:
    labels = [label for label in table.labels() if "total" not in label]
    return [dict(zip(table.columns, labels[generator.integers(len(labels))], strict=True))]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    print(attack(asked.tables, asked.seed))
