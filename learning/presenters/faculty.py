"""Those who lead: how much each leads against an equal share, how they rest, with whom they lead, who is becoming one.

An equal share: the sessions of each strand, times the trainers of each, shared out evenly among those who may lead it.
A run is a number of days in a row, weekends between two working days not counted in, on each of which they lead.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise

from learning.domain.completion import State
from learning.models import LearningSession, Trainer
from learning.presenters.completion import STATE_WORDS
from learning.presenters.schedules import day_words
from learning.presenters.words import count, number


@dataclass(frozen=True, slots=True)
class Load:
    """What one trainer leads. ``rest`` is the fewest days from one day with sessions to the next, None with one day."""

    trainer_id: str
    name: str
    kind: str
    sessions: int
    hours: float
    share: float
    busiest_day: int
    busiest_week: int
    longest_run: int
    rest: int | None

    @property
    def against_share(self) -> float:
        """Of an equal share, in per cent."""
        return 100 * self.sessions / self.share if self.share else 0.0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who lead together. ``mixed``: of different kinds, an internal and a provider's say."""

    names: tuple[str, str]
    sessions: int
    mixed: bool


@dataclass(frozen=True, slots=True)
class Becoming:
    """Somebody who leads only once they have completed a strand themselves."""

    name: str
    strand: str
    state: str
    from_day: str


def loads_of(trainers: Sequence[Trainer], sessions: Sequence[LearningSession]) -> list[Load]:
    """What each leads, the heaviest against an equal share first."""
    shares = equal_shares(trainers, sessions)
    led: defaultdict[str, list[LearningSession]] = defaultdict(list)
    for one in sessions:
        for trainer_id in dict.fromkeys(one.trainer_ids):
            led[trainer_id].append(one)
    found = [_load(trainer, led[trainer.trainer_id], shares.get(trainer.trainer_id, 0.0)) for trainer in trainers]
    return sorted(found, key=lambda load: (-load.against_share, load.name.casefold()))


def equal_shares(trainers: Sequence[Trainer], sessions: Iterable[LearningSession]) -> Mapping[str, float]:
    """Trainer id -> sessions by an equal share; together as many as all lead."""
    who: defaultdict[str, list[str]] = defaultdict(list)
    for trainer in trainers:
        for strand in trainer.strands.split(";"):
            who[strand.strip()].append(trainer.trainer_id)
    known = {trainer.trainer_id for trainer in trainers}
    shares: defaultdict[str, float] = defaultdict(float)
    for one in sessions:
        for trainer_id in who[one.strand]:
            shares[trainer_id] += len(known & set(one.trainer_ids)) / len(who[one.strand])
    return shares


def longest_run(days: Iterable[date]) -> int:
    """The most working days in a row that are all among the days; a Friday is followed by its Monday."""
    found = sorted(set(days))
    best = run = 1 if found else 0
    for one, two in pairwise(found):
        run = run + 1 if _follows(one, two) else 1
        best = max(best, run)
    return best


def pairs_of(trainers: Sequence[Trainer], sessions: Sequence[LearningSession]) -> list[Pair]:
    """Everybody who leads together, the most often first."""
    known = {trainer.trainer_id: trainer for trainer in trainers}
    together = Counter(
        pair for one in sessions for pair in combinations(sorted(set(one.trainer_ids) & known.keys()), 2)
    )
    return [
        Pair(
            (known[one].name or one, known[two].name or two), times,
            bool(known[one].kind and known[two].kind) and known[one].kind != known[two].kind,
        )
        for (one, two), times in together.most_common()
    ]  # fmt: skip


def becoming_of(
    trainers: Sequence[Trainer],
    titles: Mapping[str, str],
    states: Mapping[tuple[str, str], State],
    last_days: Mapping[tuple[str, str], date],
) -> list[Becoming]:
    """``states`` and ``last_days``, of their last meeting, are by strand and staff id."""
    found = []
    for trainer in trainers:
        if not trainer.ready_after:
            continue
        place = trainer.ready_after, trainer.staff_id
        day = last_days.get(place)
        found.append(
            Becoming(
                trainer.name or trainer.trainer_id,
                titles.get(trainer.ready_after, trainer.ready_after),
                STATE_WORDS[states[place]] if place in states else "Not expected in it",
                day_words(day + timedelta(days=1), year=True) if day else "",
            )
        )
    return sorted(found, key=lambda one: one.name.casefold())


def load_words(load: Load) -> str:
    """One trainer's own load, without naming anybody else."""
    run = "1 day" if load.longest_run == 1 else f"{load.longest_run} working days"
    return (
        f"You lead {count(load.sessions, 'session')} in all, {number(load.hours)} hours; an equal share among all who "
        f"may lead the same would be {number(load.share)}. Your busiest week has "
        f"{count(load.busiest_week, 'session')}, your longest run is {run}."
    )


def _load(trainer: Trainer, led: Sequence[LearningSession], share: float) -> Load:
    days = Counter(one.start.date() for one in led)
    weeks = Counter(one.start.isocalendar()[:2] for one in led)
    ordered = sorted(days)
    gaps = [(two - one).days for one, two in pairwise(ordered)]
    minutes = sum((one.end - one.start) // timedelta(minutes=1) for one in led)
    return Load(
        trainer.trainer_id, trainer.name or trainer.trainer_id, trainer.kind, len(led), minutes / 60, share,
        max(days.values(), default=0), max(weeks.values(), default=0), longest_run(days), min(gaps, default=None),
    )  # fmt: skip


def _follows(one: date, two: date) -> bool:
    gap = (two - one).days
    return gap == 1 or (gap <= 3 and all((one + timedelta(days=n)).weekday() > 4 for n in range(1, gap)))
