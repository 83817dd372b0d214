"""The most people that can be placed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from scheduler.bounds.bound import Claim
from scheduler.bounds.prices import most_by_prices
from scheduler.bounds.timetable import read_timetable
from scheduler.problem import Aim

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.bounds.ground import Ground
    from scheduler.problem import Strand


@dataclass(frozen=True, slots=True)
class _Seats:
    """The most people of one strand that find a seat, and what a group of it takes of a resource."""

    people: int
    most: int
    sessions: int


def bound_placed(ground: Ground) -> Claim:
    """All people who are not proven impossible, less those for whom seats cannot suffice."""
    wanted = sum(len(reach.survey.people) for reach in ground.reaches.values())
    reached = ground.measures.aims[Aim.PLACED]
    if ground.placeable == wanted == reached:
        return Claim(wanted, f"there are no more than {wanted:,} places to fill")
    parts = _reasons(ground)
    seated = ground.seats
    no_seat = ground.placeable - sum(seated.values())
    if no_seat:
        parts.append(f"{no_seat:,} for whom group sizes, trainers or venues cannot suffice")
    alone = sum(seated.values())
    proof = f"of {wanted:,} places to fill, {_listed(parts)}" if parts else f"there are {wanted:,} places to fill"
    if alone == reached:
        return Claim(alone, proof)
    together, what = _together(ground, seated)
    standing = _in_given_timetable(ground, seated)
    if standing < min(alone, together):
        return Claim(standing, f"{proof}; with a price on every place and moment of the given timetable no more than "
                     f"{standing:,} can be filled", joint=True)  # fmt: skip
    if together < alone:
        return Claim(together, f"{proof}; all {what} of the programme together seat at most {together:,}", joint=True)
    return Claim(alone, proof)


def _reasons(ground: Ground) -> list[str]:
    reaches = ground.reaches.values()
    counts = (
        (sum(reach.cannot_attend for reach in reaches), "whom no permitted start suits"),
        (sum(reach.held_back for reach in reaches), "for whom what must come first leaves no start"),
        (sum(reach.no_group for reach in reaches), "whose unit fits into no group"),
    )
    return [f"{count:,} {why}" for count, why in counts if count]


def _listed(parts: Sequence[str]) -> str:
    return f"impossible are {', '.join(parts)}"


def _together(ground: Ground, seated: dict[str, int]) -> tuple[int, str]:
    """The most people when all strands share the trainers, or the venues; and which of the two it is."""
    strands = [strand for strand in ground.problem.strands if not strand.given and seated[strand.strand_id]]
    fixed = sum(seated[strand.strand_id] for strand in ground.problem.strands if strand not in strands)
    names = tuple(strand.strand_id for strand in strands)

    def shared(supply: int, takes: Callable[[Strand], int]) -> int:
        seats = [_Seats(seated[s.strand_id], ground.most(s), s.meetings * takes(s)) for s in strands]
        return fixed + _most_seated(seats, supply)

    by_trainers = shared(ground.trainer_supply(names).sessions, lambda strand: strand.trainers)
    by_venues = shared(ground.venue_supply(names).sessions, lambda _: 1)
    return min((by_trainers, "trainers"), (by_venues, "venues"))


def _in_given_timetable(ground: Ground, seated: dict[str, int]) -> int:
    """The most people when those of a given timetable cannot sit in two sessions at once."""
    given = [strand.strand_id for strand in ground.strands_with_people if strand.given]
    alone = sum(seated.values())
    if not given:
        return alone
    others = alone - sum(seated[name] for name in given)
    reached = ground.measures.aims[Aim.PLACED]
    least = (reached if isinstance(reached, int) else 0) - others
    return min(alone, others + most_by_prices(read_timetable(ground), len(ground.problem.people), least))


def _most_seated(strands: Sequence[_Seats], supply: int) -> int:
    """Strands that seat most people for a session first, the last one in part: no order seats more."""
    free = sum(strand.people for strand in strands if not strand.sessions)
    seated, left = Fraction(free), Fraction(supply)
    for strand in sorted((s for s in strands if s.sessions), key=lambda s: Fraction(s.sessions, s.most)):
        taken = min(Fraction(strand.people), left * strand.most / strand.sessions)
        seated += taken
        left -= taken * strand.sessions / strand.most
    return int(seated)
