"""Ladders: what might help people without a place, from the smallest change of a kind to the largest.

The bottlenecks say of which strand and whom; what of it does help is for the verification to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from scheduler.bottlenecks.changes import (
    Change,
    HigherLimits,
    LargerVenue,
    LaterEnd,
    MoreAlike,
    MoreAtOnce,
    MoreTrainers,
    MoreVenues,
    OtherDistance,
    OtherSize,
    UnitsApart,
    WiderCover,
    WiderGaps,
)
from scheduler.bottlenecks.presence import could_use, more_modes, more_sites, strand_modes
from scheduler.bottlenecks.report import Bottleneck
from scheduler.bottlenecks.times import more_starts, more_weekdays
from scheduler.problem import GroupingRule, Mode, Person, Problem, Strand, Trainer, Venue

MOST_TRAINERS = 12
MOST_VENUES = 4
MOST_PROFILES = 4
MOST_DAYS_LATER = 84
MOST_ALIKE = 4
MOST_LIMIT_STEPS = 5
COVER_STEP = Fraction(5, 100)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Changes of one kind, each easier than the one before."""

    steps: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """Who of a strand has no place, and what they are said to be short of."""

    strand: Strand
    people: tuple[Person, ...]
    short_of: frozenset[str]
    later: frozenset[str]
    """Strands whose people wait for a place in this one."""


def ladders_of(problem: Problem, bottlenecks: Sequence[Bottleneck]) -> tuple[Ladder, ...]:
    """What might help, the likeliest first; strands that only wait for an earlier one have none of their own."""
    found: list[tuple[int, Ladder]] = []
    cover = False
    for need in needs_of(problem, bottlenecks):
        for rank, ladder in _ladders(problem, need, len(found)):
            found.append((rank, ladder))
        cover |= problem.cover is not None and need.strand.grouping.rule is not GroupingRule.TEAM
    if cover and problem.cover is not None:
        shares = [problem.cover + COVER_STEP * step for step in range(1, 21)]
        steps = tuple(WiderCover(share) for share in shares if share <= 1)
        rank = 0 if any({"cover", "grouping"} & set(b.short_of) for b in bottlenecks) else 2
        found.append((rank, Ladder(steps)))
    return tuple(ladder for _, ladder in sorted(found, key=lambda pair: pair[0]) if ladder.steps)


def needs_of(problem: Problem, bottlenecks: Sequence[Bottleneck]) -> list[Need]:
    people = {person.staff_id: person for person in problem.people}
    found = []
    for strand in problem.strands:
        mine = [b for b in bottlenecks if b.strand == strand.strand_id and not b.follows]
        ids = sorted({staff_id for bottleneck in mine for staff_id in bottleneck.left})
        if ids:
            later = frozenset(b.strand for b in bottlenecks if strand.strand_id in b.follows)
            short_of = frozenset(what for bottleneck in mine for what in bottleneck.short_of)
            found.append(Need(strand, tuple(people[staff_id] for staff_id in ids), short_of, later))
    return found


def _ladders(problem: Problem, need: Need, number: int) -> Iterator[tuple[int, Ladder]]:
    """Ladders of one strand with a rank: 0 for what it is said to be short of, more for the less likely."""
    short, strand = need.short_of, need.strand
    if not strand.given:
        trainers = 0 if "trainers" in short else 1
        yield from ((trainers, ladder) for ladder in _trainers(problem, need, number))
        yield trainers, _limits(problem, need)
        venues = 0 if short & {"venues", "times"} else 1
        yield from ((venues, ladder) for ladder in _venues(problem, need, number))
        yield from ((venues, ladder) for ladder in _rooms(problem, need))
        yield 0 if short & {"times", "trainers"} else 1, _later_end(problem, need)
        yield from ((1, Ladder((change,))) for change in more_starts(problem, strand, need.people))
        yield from ((1, Ladder((change,))) for change in more_weekdays(problem, strand, need.people))
        modes = strand_modes(problem, strand, need.people, venues_short="venues" in short)
        yield from ((0 if "times" in short else 1, Ladder((change,))) for change in modes)
        yield from ((0 if "times" in short else 2, ladder) for ladder in _gaps(strand))
    yield 1, _larger_groups(strand)
    yield 0 if "company" in short else 1, _smaller_groups(strand)
    yield from ((0 if "grouping" in short else 2, ladder) for ladder in _rules(problem, strand))
    yield from ((0 if "times" in short else 2, ladder) for ladder in _distances(strand))
    ways: tuple[Change, ...] = (*more_modes(strand, need.people), *more_sites(problem, strand, need.people))
    yield from ((0 if "times" in short else 1, Ladder((change,))) for change in ways)


def _trainers(problem: Problem, need: Need, number: int) -> Iterator[Ladder]:
    """More trainers who are like those that there are; of each kind that the strand asks for, or of the usual one."""
    strand = need.strand
    if not strand.trainers:
        return
    own = [trainer for trainer in problem.trainers if strand.strand_id in trainer.strands]
    usual = Counter(trainer.kind for trainer in own).most_common(1)
    kinds = sorted(strand.trainer_kinds) or [usual[0][0] if usual else ""]
    for kind in kinds:
        alike = [trainer for trainer in own if trainer.kind == kind] or own
        taken = {trainer.trainer_id for trainer in problem.trainers}
        rows = [
            Trainer(
                _free_name(f"NEW-TRAINER-{number + 1}-{count}{f'-{kind}' if kind else ''}", taken),
                frozenset({strand.strand_id}) | need.later,
                name="To be found",
                kind=kind,
                max_per_day=_usual([trainer.max_per_day for trainer in alike]),
                max_per_week=_usual([trainer.max_per_week for trainer in alike]),
            )
            for count in range(1, MOST_TRAINERS + 1)
        ]
        enough = max(strand.trainers, -(-len(need.people) // max(1, strand.max_size)) * strand.trainers)
        yield Ladder(tuple(MoreTrainers(tuple(rows[:n])) for n in range(1, min(MOST_TRAINERS, enough) + 1)))


def _usual(limits: Sequence[int | None]) -> int | None:
    """The most frequent limit; the higher of two that are as frequent, None where most have none."""
    counted = Counter(limits)
    return max(counted, key=lambda limit: (counted[limit], limit or 10**6), default=None)


def _free_name(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "x"
    taken.add(name)
    return name


def _limits(problem: Problem, need: Need) -> Ladder:
    mine = [t for t in problem.trainers if need.strand.strand_id in t.strands]
    bound = tuple(sorted(t.trainer_id for t in mine if t.max_per_day is not None or t.max_per_week is not None))
    if not bound or not need.strand.trainers:
        return Ladder(())
    weekly = [HigherLimits(bound, 0, more) for more in range(1, MOST_LIMIT_STEPS + 1)]
    return Ladder((*weekly, HigherLimits(bound, 1, MOST_LIMIT_STEPS), HigherLimits(bound, 2, 2 * MOST_LIMIT_STEPS)))


def _venues(problem: Problem, need: Need, number: int) -> Iterator[Ladder]:
    """More venues of the kinds that most of these people can use."""
    strand, taken = need.strand, {venue.venue_id for venue in problem.venues}
    kinds = Counter(kind for person in need.people for kind in _suiting_kinds(problem, strand, person))
    for n, ((mode, site, features), _) in enumerate(kinds.most_common(MOST_PROFILES), 1):
        rows = tuple(
            Venue(
                _free_name(f"NEW-VENUE-{number + 1}-{n}-{count}", taken),
                mode,
                capacity=strand.max_size,
                name="To be found",
                site=site,
                features=features,
            )
            for count in range(1, MOST_VENUES + 1)
        )
        yield Ladder(tuple(MoreVenues(rows[:count]) for count in range(1, MOST_VENUES + 1)))


def _suiting_kinds(problem: Problem, strand: Strand, person: Person) -> Iterator[tuple[Mode, str, frozenset[str]]]:
    """Kinds of venue that a person could use: online if they may, in person at a site of theirs."""
    modes = strand.modes & (person.modes or frozenset(Mode))
    if Mode.ONLINE in modes:
        yield Mode.ONLINE, "", person.needs
    if Mode.IN_PERSON in modes:
        sites = Counter(venue.site for venue in problem.venues if venue.mode is Mode.IN_PERSON and venue.site)
        usual = [site for site, _ in sorted(sites.items(), key=lambda pair: (-pair[1], pair[0]))[:1]]
        for site in sorted(person.sites) or usual or [""]:
            yield Mode.IN_PERSON, site, person.needs


def _rooms(problem: Problem, need: Need) -> Iterator[Ladder]:
    """Larger rooms, and more sessions at once online, where somebody of these could go."""
    strand = need.strand
    for venue in sorted(problem.venues, key=lambda venue: venue.venue_id):
        if venue.mode not in strand.modes or not any(could_use(person, venue) for person in need.people):
            continue
        if venue.capacity is not None and venue.capacity < strand.max_size:
            seats = range(max(venue.capacity + 1, strand.min_size), strand.max_size + 1)
            yield Ladder(tuple(LargerVenue(venue.venue_id, count) for count in seats))
        if venue.mode is Mode.ONLINE:
            yield Ladder(tuple(MoreAtOnce(venue.venue_id, venue.parallel + n) for n in range(1, MOST_VENUES + 1)))


def _later_end(problem: Problem, need: Need) -> Ladder:
    """The strand, and those that wait for it, end later; with the programme itself all that end with it."""
    mine = {need.strand.strand_id} | need.later
    with_it = {strand.strand_id for strand in problem.strands if strand.last_day == problem.last_day}
    steps = []
    for days in range(1, MOST_DAYS_LATER + 1):
        last_day = need.strand.last_day + timedelta(days=days)
        names = mine | (with_it if last_day > problem.last_day else set())
        ending = [s.strand_id for s in problem.strands if s.strand_id in names and s.last_day < last_day]
        if last_day.weekday() in need.strand.weekdays and last_day not in problem.closed | problem.closed_later:
            steps.append(LaterEnd(tuple(sorted(ending)), last_day))
    return Ladder(tuple(steps))


def _gaps(strand: Strand) -> Iterator[Ladder]:
    if strand.meetings > 1:
        least, most = strand.gap_days
        yield Ladder(tuple(WiderGaps(strand.strand_id, least, most + more) for more in range(1, 29)))
        yield Ladder(tuple(WiderGaps(strand.strand_id, fewer, most) for fewer in range(least - 1, 0, -1)))


def _distances(strand: Strand) -> Iterator[Ladder]:
    after = strand.after
    if after is None:
        return
    steps = range(after.min_days - 1, -1, -1)
    yield Ladder(tuple(OtherDistance(strand.strand_id, days, after.max_days) for days in steps))
    if after.max_days is not None:
        longer = [after.max_days + days for days in range(1, 57)]
        yield Ladder(tuple(OtherDistance(strand.strand_id, after.min_days, days) for days in longer))


def _larger_groups(strand: Strand) -> Ladder:
    most = strand.max_size + max(2, strand.max_size // 2)
    sizes = range(strand.max_size + 1, most + 1)
    return Ladder(tuple(OtherSize(strand.strand_id, strand.min_size, size) for size in sizes))


def _smaller_groups(strand: Strand) -> Ladder:
    sizes = range(strand.min_size - 1, 0, -1)
    return Ladder(tuple(OtherSize(strand.strand_id, size, strand.max_size) for size in sizes))


def _rules(problem: Problem, strand: Strand) -> Iterator[Ladder]:
    """Rules that may be named; a column by which nobody should be alone is not."""
    hidden = {other.grouping.not_alone for other in problem.strands}
    grouping = strand.grouping
    if grouping.rule is GroupingRule.MIXED:
        for column, most in sorted(grouping.max_same.items()):
            if column not in hidden:
                counts = range(most + 1, most + MOST_ALIKE + 1)
                yield Ladder(tuple(MoreAlike(strand.strand_id, column, count) for count in counts))
    if grouping.keep_together and grouping.keep_together not in hidden:
        yield Ladder((UnitsApart(strand.strand_id),))
