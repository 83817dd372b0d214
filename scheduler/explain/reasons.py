"""The reason of everyone without a group: the first of five that holds, with its sentence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from scheduler.explain.audience import audiences_of, units_of
from scheduler.explain.availability import available, why_unavailable
from scheduler.explain.facts import StrandFacts, UnitBar
from scheduler.explain.openings import Offer, given_groups, group_offer, permitted_offer
from scheduler.explain.outcomes import outcomes
from scheduler.explain.public_rules import public_rules
from scheduler.explain.room import unit_holds
from scheduler.explain.sentences import availability_sentence, prerequisite_sentence, unit_sentence
from scheduler.explain.situation import Programme, party_of
from scheduler.explain.standing import standing_of
from scheduler.problem import KeepApart, Person, Problem, Strand
from scheduler.schedule import Allocation, Reason, Session, Unplaced


def explain(
    problem: Problem,
    sessions: Sequence[Session],
    allocations: Sequence[Allocation],
    *,
    earliest: date | None = None,
    only: Collection[str] | None = None,
) -> tuple[Unplaced, ...]:
    """Why each person of an audience without an allocation has none, and what would have to change.

    ``earliest`` is the first day on which a session may still start: groups that met before it
    take nobody in, and only starts from it on count. The answer stands in the order of strands,
    then staff ids, whatever the order of the rows. With ``only`` none but these staff ids are
    answered for; people who must be in one group with them have to be among them. The reason is the
    first that holds:

    - ``prerequisite``: not placed in a strand that must come first.
    - ``availability``: no permitted start (given group, set of starts that keeps the gaps) suits,
      even with every open venue free.
    - ``clash``: some place exists, and every place overlaps a session of another strand that they
      attend or lead. A place is a standing group with room that every rule lets them into, or a
      new group (see `places`) that their team's cover allows.
    - ``grouping``: the strand has grouping rules or a cover limit, and without them there would be
      a place that clashes with nothing. Also a unit to keep together that no group can hold: too
      large, forbidden to be together, with a member whom another reason keeps out, or without a
      time and venue for all of them.
    - ``capacity``: everything else.
    """
    placed = {(allocation.staff_id, allocation.strand) for allocation in allocations}
    audiences = audiences_of(problem)
    missing = {
        strand.strand_id: [
            person
            for staff_id, person in audiences[strand.strand_id].people.items()
            if (staff_id, strand.strand_id) not in placed and (only is None or staff_id in only)
        ]
        for strand in problem.strands
    }
    if not any(missing.values()):
        return ()
    programme = Programme(problem, standing_of(problem, sessions, allocations), audiences, earliest)
    found: list[Unplaced] = []
    for strand in problem.strands:
        rows = _strand_reasons(programme, strand, missing[strand.strand_id], placed)
        found += sorted(rows, key=lambda row: row.staff_id)
    return tuple(found)


def _strand_reasons(
    programme: Programme, strand: Strand, missing: Sequence[Person], placed: set[tuple[str, str]]
) -> list[Unplaced]:
    if not missing:
        return []
    facts = strand_facts(programme.problem, strand)
    lacking = {person.staff_id: _lacking(programme, strand, person, placed) for person in missing}
    waiting = [person for person in missing if lacking[person.staff_id]]
    others = [person for person in missing if not lacking[person.staff_id]]
    rows = [
        _unplaced(person, strand, Reason.PREREQUISITE, prerequisite_sentence(facts, lacking[person.staff_id]))
        for person in waiting
    ]
    if not others:
        return rows
    offer = offer_of(programme.problem, strand, programme.earliest)
    suits = available(others, offer)
    never = [person for person, some in zip(others, suits, strict=True) if not some]
    for person, why in zip(never, why_unavailable(never, offer), strict=True):
        rows.append(_unplaced(person, strand, Reason.AVAILABILITY, availability_sentence(facts, why)))
    left = [person for person, some in zip(others, suits, strict=True) if some]
    return rows + _unit_reasons(programme, strand, facts, offer, left, waiting, never)


def _unit_reasons(
    programme: Programme,
    strand: Strand,
    facts: StrandFacts,
    offer: Offer,
    left: Sequence[Person],
    waiting: Sequence[Person],
    never: Sequence[Person],
) -> list[Unplaced]:
    """Units that no group can hold; then the reasons of all others, unit by unit."""
    units = units_of(strand, programme.audiences[strand.strand_id])
    by_id = {person.staff_id: person for person in left}
    waits, cannot = ({person.staff_id for person in people} for people in (waiting, never))
    rows: list[Unplaced] = []
    parties: list[list[Person]] = []
    for person in left:
        unit = units.get(person.staff_id, (person.staff_id,))
        together = [by_id[staff_id] for staff_id in unit if staff_id in by_id]
        everyone = [programme.audiences[strand.strand_id].people[staff_id] for staff_id in unit]
        bar = _bar(programme.problem, strand, everyone, waits, cannot) if len(unit) > 1 else None
        if bar:
            rows.append(_unplaced(person, strand, Reason.GROUPING, unit_sentence(facts, bar, len(unit) - 1)))
        elif together[0] is person:
            parties.append(together)
    if parties:
        for person, reason, sentence in outcomes(programme, strand, facts, offer, party_of(parties)):
            rows.append(_unplaced(person, strand, reason, sentence))
    return rows


def _bar(problem: Problem, strand: Strand, unit: Sequence[Person], waits: set[str], cannot: set[str]) -> UnitBar | None:
    ids = {person.staff_id for person in unit}
    if len(unit) > strand.max_size:
        return UnitBar.TOO_MANY
    if not unit_holds(problem, strand, unit):
        return UnitBar.RULES
    if ids & waits:
        return UnitBar.PREREQUISITE
    return UnitBar.AVAILABILITY if ids & cannot else None


def offer_of(problem: Problem, strand: Strand, earliest: date | None) -> Offer:
    """What a strand may choose from, whatever is taken."""
    if strand.given:
        return group_offer(problem, given_groups(problem, strand, earliest))
    return permitted_offer(problem, strand, earliest)


def _lacking(programme: Programme, strand: Strand, person: Person, placed: set[tuple[str, str]]) -> list[str]:
    """Titles of the earlier strands that bind the person and in which they are not placed."""
    if strand.after is None:
        return []
    return [
        title_of(programme.problem, earlier)
        for earlier in strand.after.strands
        if person.staff_id in programme.audiences[earlier] and (person.staff_id, earlier) not in placed
    ]


def strand_facts(problem: Problem, strand: Strand) -> StrandFacts:
    """What the sentences say about a strand."""
    return StrandFacts(
        title=title_of(problem, strand.strand_id),
        given=strand.given,
        first_day=max(strand.first_day, problem.first_day),
        last_day=min(strand.last_day, problem.last_day),
        min_size=strand.min_size,
        max_size=strand.max_size,
        meetings=strand.meetings,
        gap_days=strand.gap_days,
        trainers=strand.trainers,
        after=strand.after,
        after_titles=tuple(title_of(problem, earlier) for earlier in strand.after.strands) if strand.after else (),
        rules=public_rules(problem, strand),
        silent=KeepApart.PAIRS in strand.grouping.keep_apart,
    )


def title_of(problem: Problem, strand_id: str) -> str:
    """A strand's title, its id where it has none."""
    return next((s.title for s in problem.strands if s.strand_id == strand_id and s.title), strand_id)


def _unplaced(person: Person, strand: Strand, reason: Reason, detail: str) -> Unplaced:
    return Unplaced(person.staff_id, strand.strand_id, reason, detail)
