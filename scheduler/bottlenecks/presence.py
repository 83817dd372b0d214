"""Presence: modes and sites in which people without a place cannot come yet, and strands are not held yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from scheduler.bottlenecks.changes import MoreModes, MoreSites, StrandModes
from scheduler.problem import Mode, Person, Problem, Strand, Venue

MOST_SITES = 3


def could_use(person: Person, venue: Venue) -> bool:
    """Whether mode, site and features of a venue suit a person."""
    here = venue.mode is not Mode.IN_PERSON or not person.sites or not venue.site or venue.site in person.sites
    return here and (not person.modes or venue.mode in person.modes) and person.needs <= venue.features


def strand_modes(
    problem: Problem, strand: Strand, people: Sequence[Person], *, venues_short: bool
) -> Iterator[StrandModes]:
    """A further mode of a strand, where a venue of it suits people who have none in its modes, or too few."""

    def have_one(person: Person, modes: Collection[Mode]) -> bool:
        return any(venue.mode in modes and could_use(person, venue) for venue in problem.venues)

    short = [person for person in people if venues_short or not have_one(person, strand.modes)]
    for mode in sorted(set(Mode) - strand.modes):
        if any(have_one(person, {mode}) for person in short):
            yield StrandModes(strand.strand_id, mode)


def more_modes(strand: Strand, people: Sequence[Person]) -> Iterator[MoreModes]:
    """One more mode for those who are bound to another."""
    for mode in sorted(strand.modes):
        ids = tuple(person.staff_id for person in people if person.modes and mode not in person.modes)
        if ids:
            yield MoreModes(ids, mode)


def more_sites(problem: Problem, strand: Strand, people: Sequence[Person]) -> Iterator[MoreSites]:
    """One more site, of those with most venues, for those who are bound to others."""
    sites = Counter(v.site for v in problem.venues if v.mode is Mode.IN_PERSON and v.mode in strand.modes)
    del sites[""]
    for site, _ in sorted(sites.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_SITES]:
        ids = tuple(person.staff_id for person in people if person.sites and site not in person.sites)
        if ids:
            yield MoreSites(ids, site)
