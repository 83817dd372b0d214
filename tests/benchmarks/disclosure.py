"""What protecting tables costs: ``python -m tests.benchmarks.disclosure`` prints seconds, loss and gap.

Counts are Poisson about rates from a gamma distribution, so that some cells are small in any table.
Nothing is asserted.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from learning.statistics.disclosure import CountTable, flat_axis
from learning.statistics.disclosure.protecting import protect

SIZES = ((10, 6, 75), (10, 6, 30), (100, 20, 100), (100, 20, 30))


def random_table(rows: int, columns: int, mean: int, seed: int) -> CountTable:
    generator = np.random.default_rng(seed)
    counts = generator.poisson(generator.gamma(0.8, mean / 0.8, size=(rows, columns))).astype(np.int64)
    names = ([str(place) for place in range(size)] for size in (rows, columns))
    return CountTable(tuple(flat_axis(column, values) for column, values in zip("ab", names, strict=True)), counts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    asked = parser.parse_args()
    print(f"{'size':>8} {'people':>8} {'primary':>8} {'hidden':>7} {'loss':>7} {'gap':>7} {'seconds':>8}")
    for rows, columns, mean in SIZES:
        for seed in range(asked.seeds):
            table = random_table(rows, columns, mean, seed)
            begun = time.perf_counter()
            chosen = protect(table, threshold=10, line_min=10).suppression
            seconds = time.perf_counter() - begun
            sizes = f"{rows}x{columns}", table.values[0], chosen.targets.sum(), chosen.hidden.sum(), chosen.loss
            print("{:>8} {:>8} {:>8} {:>7} {:>7}".format(*sizes), f"{chosen.gap:>7.2%} {seconds:>8.2f}", flush=True)


if __name__ == "__main__":
    main()
