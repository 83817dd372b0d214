"""A change with everything that must be said beside it: linked or looking back (pairs), and unlinked."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from learning.statistics.arrays import Bools, Floats, Ints, as_columns, counts, deviations, means, quotient
from learning.statistics.clusters import FEWEST_CLUSTERS, cluster_errors, half_width, naive_error
from learning.statistics.effect_sizes import d_av, d_z
from learning.statistics.icc import intraclass_correlation
from learning.statistics.items import percent_positive

TIE = 1e-12
"""Widths that differ by less than this part of themselves are taken as one and the same."""


@dataclass(frozen=True, slots=True)
class Change:
    """For each item; NaN is undefined. Changes and errors in index points (or the item's own unit).

    ``by_trainer`` is 1 where clusters are trainers, 0 where they are groups, NaN where neither is known.
    """

    n: Floats
    clusters: Floats
    by_trainer: Floats
    mean_change: Floats
    se_naive: Floats
    se_cr1: Floats
    se_cr2: Floats
    se_cr3: Floats
    df: Floats
    low: Floats
    high: Floats
    icc: Floats
    d_z: Floats
    d_av: Floats
    positive_before: Floats
    positive_after: Floats


@dataclass(frozen=True, slots=True)
class Clustered:
    """What the clusters of one kind say of each item."""

    clusters: Floats
    se_cr1: Floats
    se_cr2: Floats
    se_cr3: Floats
    df: Floats
    half: Floats
    icc: Floats


def paired_change(before: Floats, after: Floats, trainer: Ints, group: Ints, unit: Floats | float = 1.0) -> Change:
    """Change of people who answered both times.

    ``before`` and ``after`` are answers (people by items), ``unit`` what one step of an answer is worth: 25 index
    points on a scale of 1 to 5. ``trainer`` and ``group`` are labels 0, 1, ... of each person, -1 for unknown; the
    unknown count as one cluster together, and a kind of which nothing is known is left out. Percent positive is only
    meaningful for answers 1 to 5.
    """
    before, after = as_columns(before), as_columns(after)
    change = (after - before) * unit
    paired = ~np.isnan(change)
    before, after = np.where(paired, before, np.nan), np.where(paired, after, np.nan)
    chosen, by_trainer = _wider(_clustered(change, trainer), _clustered(change, group))
    mean = means(change)
    return Change(
        n=counts(change),
        clusters=chosen.clusters,
        by_trainer=by_trainer,
        mean_change=mean,
        se_naive=naive_error(change),
        se_cr1=chosen.se_cr1,
        se_cr2=chosen.se_cr2,
        se_cr3=chosen.se_cr3,
        df=chosen.df,
        low=mean - chosen.half,
        high=mean + chosen.half,
        icc=chosen.icc,
        d_z=d_z(change),
        d_av=d_av(before * unit, after * unit),
        positive_before=percent_positive(before),
        positive_after=percent_positive(after),
    )


def unlinked_change(before: Floats, after: Floats, unit: Floats | float = 1.0) -> Change:
    """Difference of the means of different people; ``n`` is the smaller side, the error Welch's.

    Nothing joins the two sides, so there are no figures by cluster, no interval and no effect within people.
    """
    before, after = as_columns(before), as_columns(after)
    squares = [quotient((deviations(side) * unit) ** 2, counts(side)) for side in (before, after)]
    nothing = np.full(before.shape[1], np.nan)
    known = {
        "n": np.minimum(counts(before), counts(after)),
        "mean_change": (means(after) - means(before)) * unit,
        "se_naive": np.sqrt(squares[0] + squares[1]),
        "positive_before": percent_positive(before),
        "positive_after": percent_positive(after),
    }
    return Change(**{field.name: known.get(field.name, nothing) for field in fields(Change)})


def _clustered(change: Floats, label: Ints) -> Clustered:
    known = label >= 0
    compact = np.where(known, label, label.max(initial=-1) + 1).astype(np.int64)
    errors = cluster_errors(change, compact)
    any_known: Bools = np.any(~np.isnan(change) & known[:, None], axis=0)
    enough = any_known & (errors.clusters >= FEWEST_CLUSTERS)
    return Clustered(
        clusters=np.where(any_known, errors.clusters, np.nan),
        se_cr1=np.where(any_known, errors.cr1, np.nan),
        se_cr2=np.where(any_known, errors.cr2, np.nan),
        se_cr3=np.where(any_known, errors.cr3, np.nan),
        df=np.where(any_known, errors.df, np.nan),
        half=np.where(enough, half_width(errors.cr2, errors.df), np.nan),
        icc=np.where(any_known, intraclass_correlation(change, compact), np.nan),
    )


def _wider(trainer: Clustered, group: Clustered) -> tuple[Clustered, Floats]:
    """Item by item the kind with the wider interval, trainer on a tie; without any, the kind with more clusters."""
    have_trainer, have_group = ~np.isnan(trainer.half), ~np.isnan(group.half)
    both, none = have_trainer & have_group, ~have_trainer & ~have_group
    more = np.nan_to_num(trainer.clusters, nan=-1.0) >= np.nan_to_num(group.clusters, nan=-1.0)
    wider = np.nan_to_num(trainer.half) >= np.nan_to_num(group.half) * (1 - TIE)
    use = np.where(both, wider, np.where(none, more, have_trainer))
    chosen = Clustered(
        *(np.where(use, getattr(trainer, field.name), getattr(group, field.name)) for field in fields(Clustered))
    )
    return chosen, np.where(np.isnan(chosen.clusters), np.nan, use.astype(np.float64))
