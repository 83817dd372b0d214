"""How far venues, trainers and company reach at the starts that suit: the figures of `Short`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from scheduler.explain.facts import Short
from scheduler.explain.openings import complete, suiting_slots
from scheduler.explain.places import Places
from scheduler.explain.resources import crews
from scheduler.explain.slots import Bits, Counts, moment_of, rows_with_any


@dataclass(frozen=True, slots=True)
class Shortage:
    """Figures of `Short` for each row, shape (rows,); ``unready`` is the same for all."""

    available: Counts
    suiting: Counts
    clear: Counts
    venues: Counts
    trainers: Counts
    both: Counts
    company: Counts
    most_trainers: Counts
    unready: int
    example: tuple[datetime | None, ...]


def shortage_of(places: Places) -> Shortage:
    """Count starts, and people for company, the row's own unit included.

    For a series ``trainers`` and ``both`` count starts at which any set of trainers is free.
    """
    times, offer = places.times, places.times.offer
    free = places.venues(places.strand.min_size)
    staffed = _staffed(places, free.shape)
    suiting = times.free & suiting_slots(times.kinds, offer.open)
    clear = suiting & times.clear
    both = clear & suiting_slots(times.kinds, free & staffed)
    missing, lead = _missing_trainers(places)
    enough = places.company >= places.strand.min_size
    nearly = clear & times.after & suiting_slots(times.kinds, free & (missing == 1) & enough)
    return Shortage(
        complete(offer, suiting).sum(axis=1),
        complete(offer, suiting, times.after).sum(axis=1),
        complete(offer, clear, times.after).sum(axis=1),
        complete(offer, clear & suiting_slots(times.kinds, free), times.after).sum(axis=1),
        complete(offer, clear & suiting_slots(times.kinds, staffed), times.after).sum(axis=1),
        complete(offer, both, times.after).sum(axis=1),
        _most(places, both & times.after, free & staffed, places.company),
        _most(places, clear & times.after, free, lead),
        places.resources.unready,
        _examples(places, nearly),
    )


def short_of(shortage: Shortage, row: int, place: datetime | None, full: int, earlier: tuple[datetime, ...]) -> Short:
    """The figures of one row; ``earlier``: the last meetings in the strands that come before."""
    return Short(
        available=int(shortage.available[row]),
        suiting=int(shortage.suiting[row]),
        clear=int(shortage.clear[row]),
        venues=int(shortage.venues[row]),
        trainers=int(shortage.trainers[row]),
        both=int(shortage.both[row]),
        company=int(shortage.company[row]),
        most_trainers=int(shortage.most_trainers[row]),
        full=full,
        unready=shortage.unready,
        example=shortage.example[row],
        place=place,
        earlier=earlier,
    )


def _staffed(places: Places, shape: tuple[int, ...]) -> Bits:
    out = np.zeros(shape, dtype=bool)
    for crew in crews(places.strand, places.resources, frozenset(), (shape[0], shape[1])):
        out |= crew
    return out


def _missing_trainers(places: Places) -> tuple[Counts, Counts]:
    """How many more trainers a session would need, and how many are free: (kinds, slots) each."""
    resources, strand = places.resources, places.strand
    free = resources.free.sum(axis=0, dtype=np.int64)
    missing = np.maximum(strand.trainers - free, 0)
    of_kinds = np.zeros_like(missing)
    for kind, least in strand.trainer_kinds.items():
        own = [n for n, trainer in enumerate(resources.trainers) if trainer.kind == kind]
        of_kinds += np.maximum(least - resources.free[own].sum(axis=0, dtype=np.int64), 0)
    return np.maximum(missing, of_kinds), free


def _most(places: Places, bits: Bits, where: Bits, figures: Counts) -> Counts:
    """The largest figure over the slots and suiting kinds of each row: shape (rows,)."""
    best = np.zeros(len(bits), dtype=np.int64)
    for kind in range(len(figures)):
        of_kind = np.where(bits & where[kind], figures[kind], 0).max(axis=1, initial=0)
        best = np.maximum(best, np.where(places.times.kinds[:, kind], of_kind, 0))
    return best


def _examples(places: Places, nearly: Bits) -> tuple[datetime | None, ...]:
    """The first start at which one more trainer would be enough; only told of single meetings."""
    slots = places.times.offer.slots
    if places.strand.meetings > 1 or not len(slots):
        return (None,) * len(nearly)
    some, first = rows_with_any(nearly).tolist(), nearly.argmax(axis=1).tolist()
    return tuple(moment_of(int(slots.starts[at])) if any_ else None for any_, at in zip(some, first, strict=True))
