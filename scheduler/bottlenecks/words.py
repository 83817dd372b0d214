"""Words: findings and changes as sentences for a coordinator.

They name people only by number and by what all of them share of working hours, modes, sites and
needs; never a pair that is kept apart, nor a column by which nobody should be alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scheduler.bottlenecks.network import Scarce
from scheduler.explain.facts import Obstacle, Unavailable
from scheduler.explain.sentences import MODE_WORDS, counted, listed, pattern_words
from scheduler.problem import Person, Problem, Strand
from scheduler.schedule import Reason

CAUSE_WORDS = {
    Obstacle.POST: "a window inside their time in post",
    Obstacle.HOURS: "starts inside their working hours",
    Obstacle.ABSENCE: "fewer absences or a longer window",
    Obstacle.MODE: "another mode",
    Obstacle.SITE: "another site, or a venue at theirs",
    Obstacle.NEEDS: "a venue that has what they need",
}


def people_words(count: int) -> str:
    return counted_in_words(count, "person", "people")


def counted_in_words(count: int, one: str, many: str = "") -> str:
    """As `counted`, with commas in large numbers."""
    return f"{count:,} {counted(count, one, many).split(' ', 1)[1]}"


def shared_words(problem: Problem, people: Sequence[Person]) -> str:
    """`` who work Mon to Wed 09:00-17:00 and can go to North only``: what all of them share; blank if nothing."""
    first = people[0]
    hidden = {strand.grouping.not_alone for strand in problem.strands}
    parts = []
    if first.pattern is not None and all(person.pattern == first.pattern for person in people):
        parts.append(f"who work {pattern_words(first.pattern)}")
    if len(first.modes) == 1 and all(person.modes == first.modes for person in people):
        parts.append(f"who take part {MODE_WORDS[next(iter(first.modes))]} only")
    if first.sites and "sites" not in hidden and all(person.sites == first.sites for person in people):
        parts.append(f"who can go to {listed(sorted(first.sites))} only")
    if first.needs and "needs" not in hidden and all(person.needs == first.needs for person in people):
        parts.append(f"who need {listed(sorted(first.needs))}")
    return f" {' and '.join(parts)}" if parts else ""


def follows_sentence(title: str, count: int, earlier: Sequence[str]) -> str:
    return (
        f"{people_words(count)} cannot be placed in {title} because they have no place in {listed(earlier)}, "
        "which must come first: what helps there may help here."
    )


def unavailable_sentence(title: str, strand: Strand, whys: Sequence[Unavailable]) -> str:
    """Why none of the permitted starts suits, and what would let these people come."""
    first, who = whys[0], people_words(len(whys))
    what = "given group" if strand.given else "permitted start"
    if not first.options:
        return f"{title} has no {what} at all: {who} cannot be placed."
    if not first.opened:
        return f"{who} cannot be placed in {title}: no venue that it may use is open at any {what}."
    if not first.whole:
        least, most = strand.gap_days
        return (
            f"{who} cannot be placed in {title}: no {strand.meetings} permitted starts follow each other by "
            f"{least} to {most} days."
        )
    shares = []
    if len(first.modes) == 1 and all(why.modes == first.modes for why in whys):
        shares.append(f"take part {MODE_WORDS[first.modes[0]]} only")
    if first.sites and all(why.sites == first.sites for why in whys):
        shares.append(f"can go to {listed(first.sites)} only")
    if first.needs and all(why.needs == first.needs for why in whys):
        shares.append(f"need {listed(first.needs)}")
    if first.pattern is not None and all(why.pattern == first.pattern for why in whys):
        shares.append(f"work {pattern_words(first.pattern)}")
    about = f" who {' and '.join(shares)}" if shares else ""
    causes = {cause for cause, _ in first.gains}
    eased = [words for cause, words in CAUSE_WORDS.items() if cause in causes]
    helps = f"; what would let them come: {' or '.join(eased)}" if eased else "; no single change would let them come"
    return f"No {what} of {title} suits {who}{about}{helps}."


def proven_sentence(
    strands: Mapping[str, int],
    title: str,
    about: str,
    starts: int,
    sessions: Mapping[Scarce, float],
    strand: Strand,
    short: int,
    kind: str,
) -> str:
    """A shortage of any schedule: how many come at how many times, and what there is then."""
    own = strands[title]
    others = [f"{count:,} of {name}" for name, count in strands.items() if name != title]
    who = f"{people_words(own)} of {title}{about}"
    if others:
        who = f"{who} share trainers with {listed(others)}; they"
    nothing = f"at none of them could a group of at least {strand.min_size} have a venue that suits and be led"
    what = listed(_supply_words(sessions, strand, kind, bool(others))) or nothing
    of = "these people, over all these strands," if others else "them"
    return (
        f"{who} can come at {counted_in_words(starts, 'time')}; {what}. "
        f"At least {short:,} of {of} cannot be placed by any schedule."
    )


def _supply_words(sessions: Mapping[Scarce, float], strand: Strand, kind: str, shared: bool) -> list[str]:
    need = max(1, strand.trainer_kinds[kind] if kind else strand.trainers)
    found = []
    if led := sessions.get(Scarce.TRAINER, 0.0):
        trainers = f"{kind} trainers" if kind else "trainers"
        if shared:
            found.append(f"{trainers} can lead at most {int(led):,} sessions in all")
        else:
            found.append(f"{trainers} have {counted_in_words(int(led / need + 1e-6), 'session')} there at most")
    seats = strand.max_size / need
    if held := sessions.get(Scarce.SEATS, 0.0):
        found.append(f"the venues that suit hold {counted_in_words(int(held * seats + 0.5), 'seat')} there at most")
    if spared := sessions.get(Scarce.COVER, 0.0):
        found.append(f"service cover lets {people_words(int(spared * seats + 0.5))} of their teams come at most")
    return found


def beside_sentence(title: str, count: int, about: str, starts: int, free: Mapping[Scarce, float], missing: int) -> str:
    """A shortage beside the schedule as it stands; ``free`` counts seats."""
    who = f"{people_words(count)}{about}"
    if not starts:
        return (
            f"{who} could not be placed in {title}: beside this schedule no start is left to them that keeps the days "
            "after what came first and leaves their other sessions alone."
        )
    when = f"can come at {counted_in_words(starts, 'time')}, and the groups of {title} that meet then are full"
    seats = int(sum(free.values()) + 0.5)
    if not seats:
        return f"{who} {when}; beside this schedule no trainer with a venue that suits is free at any of them."
    words = {Scarce.TRAINER: "trainers", Scarce.SEATS: "venues", Scarce.COVER: "service cover"}
    scarce = listed([words[what] for what, amount in free.items() if amount])
    return (
        f"{who} {when}; beside this schedule {scarce} leave {counted_in_words(seats, 'seat')} there, "
        f"{missing:,} too few."
    )


def rules_sentence(title: str, reason: Reason, count: int, strand: Strand, rules: Sequence[str]) -> str:
    """People whom rules, other sessions or a want of company keep out."""
    who = people_words(count)
    if reason is Reason.CLASH:
        return f"Beside this schedule {who} find places in {title} only at the time of another of their sessions."
    if reason is Reason.GROUPING:
        which = f" ({'; '.join(rules)})" if rules else ""
        return (
            f"Beside this schedule there would be places in {title} for {who}, "
            f"but the grouping and cover rules keep them out{which}."
        )
    if strand.given:
        return f"The given groups of {title} that suit {who} are full."
    return (
        f"Trainers and venues are free for {who} in {title} beside this schedule, but no group of at least "
        f"{strand.min_size} that keeps the rules came together at any of those times."
    )
