"""How often an interval covers the truth and a null programme alarms: ``python -m tests.coverage_figures``.

Made-up programmes of eight trainers of unequal load, groups of about eleven, and a trainer effect; each programme is a
column, so that thousands are estimated at once by the code that reports use.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np

from learning.statistics.change import paired_change
from learning.statistics.clusters import p_value
from learning.statistics.multiplicity import holm

TRAINERS = 8


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of programmes: intervals that hold the truth, naive ones that do, any false alarm in four outcomes."""

    reported: float
    naive: float
    false_alarms: float


def people(number: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Trainer and group of each person; the busiest trainer has about twice the groups of the least busy."""
    groups = number // 11
    load = np.linspace(2, 1, TRAINERS)
    trainer_of_group = rng.permutation(np.repeat(np.arange(TRAINERS), np.ceil(load / load.sum() * groups).astype(int)))
    group = np.arange(number) % groups
    return trainer_of_group[group], group


def programmes(number: int, staff: int, effect: float, trainer_sd: float, rng: np.random.Generator) -> Coverage:
    """Programmes whose true mean change is ``effect``, each person's own change with a spread of 1."""
    trainer, group = people(staff, rng)
    before = rng.normal(size=(staff, number))
    after = (
        before + effect + trainer_sd * rng.normal(size=(TRAINERS, number))[trainer] + rng.normal(size=(staff, number))
    )
    change = paired_change(before, after, trainer, group)
    naive = np.abs(change.mean_change - effect) <= 1.96 * change.se_naive
    p = p_value(change.mean_change - effect, change.se_cr2, change.df).reshape(-1, 4)
    alarms = np.mean([(holm(four) <= 0.05).any() for four in p])
    covered = (change.low <= effect) & (effect <= change.high)
    return Coverage(float(covered.mean()), float(naive.mean()), float(alarms))


def together(batches: int, number: int, staff: int, effect: float, trainer_sd: float, seed: int) -> Coverage:
    rng = np.random.default_rng(seed)
    found = [programmes(number, staff, effect, trainer_sd, rng) for _ in range(batches)]
    means = np.mean([(one.reported, one.naive, one.false_alarms) for one in found], axis=0)
    return Coverage(*(float(mean) for mean in means))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--programmes", type=int, default=20000)
    number = parser.parse_args().programmes
    print("staff  trainer sd  effect  reported covers  naive covers  a false alarm in four primaries")
    for staff in (200, 1000):
        for trainer_sd in (0.0, 0.1, 0.3):
            for effect in (0.0, 0.3):
                found = together(number // 400, 400, staff, effect, trainer_sd, seed=1)
                print(
                    f"{staff:5}  {trainer_sd:10}  {effect:6}  {found.reported:15.1%}  {found.naive:12.1%}"
                    f"  {found.false_alarms:.1%}"
                )


if __name__ == "__main__":
    main()
