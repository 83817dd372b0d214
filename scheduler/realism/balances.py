"""Every need against its supply."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scheduler.realism.classes import scarcest_classes
from scheduler.realism.report import Balance, Outlook, Resource
from scheduler.realism.supply import supply_trainers
from scheduler.realism.words import counted, day_in_words, day_of, per_cent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from scheduler.problem import Problem
    from scheduler.realism.study import JointStudy, StrandStudy
    from scheduler.realism.supply import Supply

TIGHT_PER_CENT = 85


def strand_balances(problem: Problem, study: StrandStudy) -> Iterator[Balance]:
    """Trainers, trainers of each kind asked for, venues and seats of one strand by itself."""
    names, until = (study.strand.strand_id,), study.strand.last_day
    if study.strand.given:
        yield _balance(Resource.SEATS, names, study.title, study.seats_needed, study.seats)
        return
    if study.trainer_sessions:
        yield _trainer_balance(names, study.title, study.trainer_sessions, study.trainers, until)
    for kind, least in study.strand.trainer_kinds.items():
        supply = supply_trainers(problem, [study.survey], kind)
        yield _trainer_balance(names, study.title, study.sessions * least, supply, until, kind)
    yield _balance(Resource.VENUES, names, study.title, study.sessions, study.venues.sessions)
    yield _balance(Resource.SEATS, names, study.title, study.seats_needed, study.seats)
    for seats in scarcest_classes(problem, study):
        whom = f"{study.title}, for {seats.whom}"
        yield replace(_balance(Resource.SEATS, names, whom, seats.needed, seats.available), people=seats.whom)


def joint_balances(problem: Problem, title: str, study: JointStudy, until: date) -> Iterator[Balance]:
    """Trainers, kinds of trainers and venues that several strands share."""
    names = tuple(part.strand.strand_id for part in study.strands)
    if study.trainer_sessions:
        yield _trainer_balance(names, title, study.trainer_sessions, study.trainers, until)
    for kind in dict.fromkeys(kind for part in study.strands for kind in part.strand.trainer_kinds):
        parts = [part for part in study.strands if kind in part.strand.trainer_kinds and not part.strand.given]
        if len(parts) > 1:
            supply = supply_trainers(problem, [part.survey for part in parts], kind)
            needed = sum(part.sessions * part.strand.trainer_kinds[kind] for part in parts)
            own_names = tuple(part.strand.strand_id for part in parts)
            yield _trainer_balance(own_names, title, needed, supply, until, kind)
    if study.venue_sessions:
        yield _balance(Resource.VENUES, names, title, study.venue_sessions, study.venues.sessions)


def by_scarcity(balances: Sequence[Balance]) -> tuple[Balance, ...]:
    """Scarcest first; among equals the order given stays."""
    return tuple(sorted(balances, key=lambda balance: -_use(balance)))


def worst(outlooks: Sequence[Outlook]) -> Outlook:
    """The least hopeful; comfortable where nothing is needed."""
    return max(outlooks, key=list(Outlook).index, default=Outlook.COMFORTABLE)


def _use(balance: Balance) -> float:
    return float("inf") if balance.use_per_cent is None else balance.needed / max(1, balance.available)


def _outlook(needed: int, available: int) -> Outlook:
    if needed > available:
        return Outlook.IMPOSSIBLE
    return Outlook.TIGHT if needed * 100 > available * TIGHT_PER_CENT else Outlook.COMFORTABLE


def _balance(resource: Resource, strands: tuple[str, ...], title: str, needed: int, available: int) -> Balance:
    unit = "seat" if resource is Resource.SEATS else "session"
    what = "Seats" if resource is Resource.SEATS else "Venues"
    share = per_cent(needed, available)
    sentence = f"{what}, {title}: {counted(needed, unit)} needed, {available:,} possible{_share_in_words(share)}."
    return Balance(resource, strands, needed, available, share, _outlook(needed, available), sentence)


def _trainer_balance(
    strands: tuple[str, ...], title: str, needed: int, supply: Supply, until: date, kind: str = ""
) -> Balance:
    available = supply.sessions
    share = per_cent(needed, available)
    who = f"Trainers ({kind})" if kind else "Trainers"
    sentence = (
        f"{who}, {title}: {counted(needed, 'trainer-session')} needed, {available:,} possible"
        f" until {day_in_words(until)}{_share_in_words(share)}.{_leanest_week(supply)}"
    )
    return Balance(Resource.TRAINERS, strands, needed, available, share, _outlook(needed, available), sentence, kind)


def _share_in_words(share: float | None) -> str:
    return "" if share is None else f": {share:g} %"


def _leanest_week(supply: Supply) -> str:
    """The week with the fewest sessions of those with any."""
    weeks = {monday: int(week.sum()) for monday, week in supply.by_week().items() if week.any()}
    if len(weeks) < 2:
        return ""
    monday = min(weeks, key=lambda key: (weeks[key], key))
    richest = max(weeks.values())
    if weeks[monday] == richest:
        return ""
    return f" Scarcest: the week of {day_in_words(day_of(monday))}, {weeks[monday]:,} against {richest:,} in the best."
