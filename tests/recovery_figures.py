"""How often planted effects are found again within their 95 % interval: ``python -m tests.recovery_figures``.

Made-up programmes as `learning sample-answers` draws them, of eight trainers and groups of eleven, with the ceiling
of the scale. ``candour`` is how strongly answering goes with attitude. The truth is that of everybody who attended, so
that with candour the intervals, which know only those who answered, may hold it less often.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace

import numpy as np

from learning.statistics.change import paired_change
from learning.statistics.clusters import p_value
from learning.statistics.multiplicity import holm
from learning.statistics.sampling import Model, Placement, draw
from learning.statistics.sampling.model import ITEMS, OUTCOMES

TRAINERS = 8
FIRST_ITEMS = [[outcome for outcome, _ in ITEMS.values()].index(outcome) for outcome in OUTCOMES]


@dataclass(frozen=True, slots=True)
class Recovery:
    """Shares: of outcomes whose interval, and whose naive one, holds the truth; of programmes with any alarm."""

    reported: float
    naive: float
    alarms: float


def places(staff: int) -> Placement:
    group = np.arange(staff) // 11
    groups = int(group.max()) + 1
    trainer, zero = group % TRAINERS, np.zeros(staff, dtype=np.int64)
    names = tuple(f"G{number}" for number in range(groups))
    trainers = tuple(f"T{number}" for number in range(TRAINERS))
    directorates = tuple(f"D{number}" for number in range(6))
    return Placement(
        "reflection",
        group,
        trainer,
        group % 4,
        np.arange(staff) % 6,
        zero,
        names,
        trainers,
        tuple("1234"),
        directorates,
    )


def recovery(programmes: int, staff: int, model: Model, seed: int) -> Recovery:
    """The linked change after the session of the first item of each outcome, in index points."""
    placed = places(staff)
    held, naive, alarms = [], [], []
    for number in range(programmes):
        sampled = draw(placed, model, seed * 1_000_000 + number)
        before, after = (sampled.values[wave][:, FIRST_ITEMS] for wave in ("baseline", "post"))
        change = paired_change(before, after, placed.trainer, placed.group, 25.0)
        truth = np.array([sampled.truth[outcome]["post"] for outcome in OUTCOMES])
        held.append((change.low <= truth) & (truth <= change.high))
        naive.append(np.abs(change.mean_change - truth) <= 1.96 * change.se_naive)
        p = holm(p_value(change.mean_change, change.se_cr2, change.df))
        alarms.append(bool((p <= 0.05).any()))
    return Recovery(float(np.mean(held)), float(np.mean(naive)), float(np.mean(alarms)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--programmes", type=int, default=2000)
    number = parser.parse_args().programmes
    print("programme  candour  trainer sd  interval holds the truth  naive holds it  any alarm in four primaries")
    for name, usual in (("planted", Model()), ("null", Model().without_effect())):
        for candour in (0.0, 0.2):
            for trainer_sd in (0.0, 0.15, 0.3):
                model = replace(usual, candour=candour, trainer_sd=trainer_sd)
                found = recovery(number, 880, model, seed=1)
                print(
                    f"{name:9}  {candour:7}  {trainer_sd:10}  {found.reported:24.1%}  {found.naive:14.1%}"
                    f"  {found.alarms:.1%}"
                )


if __name__ == "__main__":
    main()
