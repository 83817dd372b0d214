"""Finding: everybody without a place, in groups that are short of the same thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from scheduler.bottlenecks.network import SESSION, Scarce, Shortfall, Side, shortfalls
from scheduler.bottlenecks.report import Bottleneck
from scheduler.bottlenecks.supply import any_schedule, beside
from scheduler.bottlenecks.words import (
    beside_sentence,
    follows_sentence,
    proven_sentence,
    rules_sentence,
    shared_words,
    unavailable_sentence,
)
from scheduler.explain.audience import audiences_of
from scheduler.explain.availability import why_unavailable
from scheduler.explain.facts import Obstacle, Unavailable
from scheduler.explain.public_rules import public_rules
from scheduler.explain.reasons import offer_of, title_of
from scheduler.explain.situation import Programme
from scheduler.explain.standing import standing_of
from scheduler.problem import Person, Problem, Strand
from scheduler.schedule import Reason, Schedule

Left = dict[Reason, list[Person]]
SHORT_WORDS = {Scarce.COVER: "cover", Scarce.SEATS: "venues", Scarce.TRAINER: "trainers"}


def find_bottlenecks(problem: Problem, schedule: Schedule) -> tuple[Bottleneck, ...]:
    """Every row of ``schedule.unplaced`` in exactly one bottleneck of its strand; the largest first.

    What is proven comes from a minimum cut through all that trainers and venues could ever hold, and
    from people whom no permitted start suits; the rest is said of the schedule as it stands.
    """
    proven = _proven(problem) if schedule.unplaced else ()
    programme = Programme(
        problem,
        standing_of(problem, schedule.sessions, schedule.allocations),
        audiences_of(problem),
        None,
    )
    people = {person.staff_id: person for person in problem.people}
    found: list[Bottleneck] = []
    for strand in problem.strands:
        left: Left = defaultdict(list)
        for row in sorted(schedule.unplaced, key=lambda row: row.staff_id):
            if row.strand == strand.strand_id:
                left[row.reason].append(people[row.staff_id])
        found += _follows(programme, strand, left.pop(Reason.PREREQUISITE, []))
        found += _unavailable(problem, strand, left.pop(Reason.AVAILABILITY, []))
        found += _proven_here(problem, strand, left, proven)
        found += _beside(programme, strand, left.pop(Reason.CAPACITY, []))
        found += [_ruled(problem, strand, reason, those) for reason, those in left.items() if those]
    return tuple(sorted(found, key=lambda each: (bool(each.follows), -len(each.left), each.strand, each.sentence)))


def _proven(problem: Problem) -> tuple[tuple[Shortfall, int, str], ...]:
    """Shortfalls of any schedule with the people short at least, and the kind of trainers it is about."""
    kinds = sorted({kind for strand in problem.strands for kind, least in strand.trainer_kinds.items() if least})
    found: list[tuple[Shortfall, int, str]] = []
    for kind in ("", *kinds):
        sides, staffing = any_schedule(problem, kind)
        found += [(each, _people_short(each, sides), kind) for each in shortfalls(sides, staffing)]
    return tuple(sorted(found, key=lambda each: -each[1]))


def _people_short(shortfall: Shortfall, sides: Sequence[Side]) -> int:
    """How many people at least have no seat: each takes of the scarce thing no more than the greediest would."""
    most = max(side.share * side.meetings for side in sides if side.strand in shortfall.people)
    return -(-shortfall.missing // most)


def _follows(programme: Programme, strand: Strand, people: Sequence[Person]) -> list[Bottleneck]:
    """People who first need a place in an earlier strand, by which."""
    if not people or strand.after is None:
        return []
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for person in people:
        missing = [
            earlier
            for earlier in strand.after.strands
            if person.staff_id in programme.audiences[earlier]
            and (person.staff_id, earlier) not in programme.standing.group_of
        ]
        groups[tuple(missing)].append(person.staff_id)
    title = title_of(programme.problem, strand.strand_id)
    return [
        Bottleneck(
            strand.strand_id,
            Reason.PREREQUISITE,
            proven=False,
            sentence=follows_sentence(title, len(ids), [title_of(programme.problem, name) for name in missing]),
            people=tuple(ids),
            left=tuple(ids),
            short=len(ids),
            short_of=("earlier_strand",),
            strands=(strand.strand_id,),
            follows=missing,
        )
        for missing, ids in groups.items()
    ]


def _unavailable(problem: Problem, strand: Strand, people: Sequence[Person]) -> list[Bottleneck]:
    """People whom no permitted start suits, by what would let them come."""
    groups: defaultdict[tuple[object, ...], list[tuple[Person, Unavailable]]] = defaultdict(list)
    for person, why in zip(people, why_unavailable(people, offer_of(problem, strand, None)), strict=True):
        groups[_what_would_help(why)].append((person, why))
    title = title_of(problem, strand.strand_id)
    found = []
    for those in groups.values():
        ids = tuple(person.staff_id for person, _ in those)
        found.append(
            Bottleneck(
                strand.strand_id,
                Reason.AVAILABILITY,
                proven=True,
                sentence=unavailable_sentence(title, strand, [why for _, why in those]),
                people=ids,
                left=ids,
                short=len(ids),
                starts=0,
                short_of=("times",),
                strands=(strand.strand_id,),
            )
        )
    return found


def _what_would_help(why: Unavailable) -> tuple[object, ...]:
    """Equal for people whom the same would let come: the causes, and what is asked for where a cause is about that."""
    causes = {cause for cause, _ in why.gains}
    return (
        tuple(sorted(causes)),
        why.modes if Obstacle.MODE in causes else (),
        why.sites if Obstacle.SITE in causes else (),
        why.needs if Obstacle.NEEDS in causes else (),
        why.pattern if causes == {Obstacle.HOURS} else None,
    )


def _proven_here(
    problem: Problem, strand: Strand, left: Left, proven: Iterable[tuple[Shortfall, int, str]]
) -> list[Bottleneck]:
    """What is proven too little for people of this strand; takes those whom it explains out of ``left``."""
    found = []
    for shortfall, short, kind in proven:
        inside = set(shortfall.people.get(strand.strand_id, ()))
        explained = {reason: [p for p in people if p.staff_id in inside] for reason, people in left.items()}
        ids = sorted(person.staff_id for people in explained.values() for person in people)
        if not ids or not short:
            continue
        for reason, people in explained.items():
            left[reason] = [person for person in left[reason] if person not in people]
        by_id = {person.staff_id: person for person in problem.people}
        scarce = tuple(SHORT_WORDS[what] for what in SHORT_WORDS if shortfall.scarce.get(what))
        found.append(
            Bottleneck(
                strand.strand_id,
                Reason.CAPACITY,
                proven=True,
                sentence=proven_sentence(
                    {title_of(problem, name): len(those) for name, those in shortfall.people.items()},
                    title_of(problem, strand.strand_id),
                    shared_words(problem, [by_id[staff_id] for staff_id in sorted(inside)]),
                    shortfall.starts[strand.strand_id],
                    {what: amount / SESSION for what, amount in shortfall.scarce.items()},
                    strand,
                    short,
                    kind,
                ),
                people=tuple(sorted(inside)),
                left=tuple(ids),
                short=short,
                starts=shortfall.starts[strand.strand_id],
                short_of=scarce or ("times",),
                strands=tuple(sorted(shortfall.people)),
            )
        )
    return found


def _beside(programme: Programme, strand: Strand, people: Sequence[Person]) -> list[Bottleneck]:
    """People for whom trainers, venues or sizes do not reach beside the schedule, by the cut through what is free."""
    if not people:
        return []
    problem = programme.problem
    if strand.given:
        return [_ruled(problem, strand, Reason.CAPACITY, people)]
    side, staffing = beside(programme, strand, people)
    by_id = {person.staff_id: person for person in people}
    groups: defaultdict[tuple[int, ...], list[Shortfall]] = defaultdict(list)
    for number, shortfall in enumerate(shortfalls([side], staffing)):
        starts, free = shortfall.starts[strand.strand_id], sum(shortfall.scarce.values())
        # Those for whom nothing at all is free are short of the same, though no arc joins them.
        groups[(0,) if not starts else (1,) if not free else (2, number)].append(shortfall)
    found, seen = [], set[str]()
    for group in groups.values():
        ids = sorted(staff_id for shortfall in group for staff_id in shortfall.people[strand.strand_id])
        seen |= set(ids)
        rows = [side.staff_ids.index(staff_id) for staff_id in ids]
        starts = int(side.comes[rows].any(axis=0).sum())
        scarce = {what: sum(each.scarce.get(what, 0) for each in group) / side.share for what in SHORT_WORDS}
        missing = sum(-(-shortfall.missing // (side.share * side.meetings)) for shortfall in group)
        found.append(_beside_group(problem, strand, [by_id[i] for i in ids], starts, scarce, missing))
    rest = [person for person in people if person.staff_id not in seen]
    return found + ([_ruled(problem, strand, Reason.CAPACITY, rest)] if rest else [])


def _beside_group(
    problem: Problem, strand: Strand, people: Sequence[Person], starts: int, free: dict[Scarce, float], missing: int
) -> Bottleneck:
    ids = tuple(person.staff_id for person in people)
    words = tuple(SHORT_WORDS[what] for what, seats in free.items() if seats)
    return Bottleneck(
        strand.strand_id,
        Reason.CAPACITY,
        proven=False,
        sentence=beside_sentence(
            title_of(problem, strand.strand_id), len(ids), shared_words(problem, people), starts, free, missing
        ),
        people=ids,
        left=ids,
        short=missing,
        starts=starts,
        short_of=words or (("trainers", "venues") if starts else ("times",)),
        strands=(strand.strand_id,),
    )


def _ruled(problem: Problem, strand: Strand, reason: Reason, people: Sequence[Person]) -> Bottleneck:
    """People whom rules, other sessions, or a want of company keep out of what there is."""
    ids = tuple(person.staff_id for person in people)
    return Bottleneck(
        strand.strand_id,
        reason,
        proven=False,
        sentence=rules_sentence(
            title_of(problem, strand.strand_id), reason, len(ids), strand, public_rules(problem, strand)
        ),
        people=ids,
        left=ids,
        short=len(ids),
        short_of={Reason.GROUPING: ("grouping",), Reason.CLASH: ("times",)}.get(reason, ("company",)),
        strands=(strand.strand_id,),
    )
