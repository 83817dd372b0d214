"""How far what one change breaks and costs, reckoned around it, agrees with judging the whole schedule twice.

``python -m tests.changes_agreement --folders 1000`` draws so many random folders, makes a schedule for each, spoils
it now and then, takes it as a repair half-way through now and then, tries changes of every kind on it, sensible ones
and others, and prints the figures.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from scheduler.changes import (
    CancelGroup,
    Change,
    ChangeError,
    ChangeSession,
    Loaded,
    MovePerson,
    SwapPeople,
    TakeOut,
    carried,
    changed,
    consider,
    load,
)
from scheduler.changes.breaking import worse
from scheduler.changes.circle import touched_by
from scheduler.folder import read_folder
from scheduler.measures import measure
from scheduler.problem import Problem
from scheduler.referee import Violation, judge
from scheduler.referee.audience import audiences
from scheduler.rules import Rule
from scheduler.schedule import Reason, Schedule, Unplaced
from tests.agreement import OPERATORS, middle
from tests.random_folders import write_random_folder
from tests.scheduler.referee.naive import naive_schedule

ABOUT_REASONS = {
    Rule.COULD_BE_ADDED, Rule.REASON_WITHOUT_SENTENCE, Rule.FALSE_PREREQUISITE, Rule.MISSING_PREREQUISITE,
    Rule.FALSE_AVAILABILITY, Rule.MISSING_AVAILABILITY, Rule.FALSE_CLASH, Rule.FALSE_GROUPING,
}  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """One change, reckoned both ways. ``untrue`` are breaches of the schedule that was made of it."""

    change: Change
    near: Counter[Violation]
    whole: Counter[Violation]
    aims_agree: bool
    untrue: tuple[Violation, ...]

    @property
    def agrees(self) -> bool:
        return self.near == self.whole and self.aims_agree and not self.untrue


def loaded_of(seed: int) -> Loaded | None:
    """A random schedule, ready to be asked; None where the folder leaves nothing to change."""
    r = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        write_random_folder(Path(folder), seed)
        problem = read_folder(Path(folder)).problem
    schedule = naive_schedule(problem, seed)
    if r.random() < 0.4:
        schedule = r.choice(OPERATORS)(problem, schedule, r) or schedule
    schedule = _each_place_once(schedule)
    if not schedule.allocations or not schedule.sessions:
        return None
    return load(problem, schedule, before=middle(problem) if r.random() < 0.3 else None)


def trials(loaded: Loaded, seed: int, changes: int) -> Iterator[Trial]:
    """Random changes of a schedule, each reckoned both ways; those of what is not there are left out."""
    r = Random(seed)
    for number in range(changes):
        change = draw_change(loaded, r)
        try:
            touched_by(loaded, change)
            changed(loaded.schedule, change)
        except ChangeError:
            continue
        yield trial(loaded, change, thorough=number % 4 == 0)


def trial(loaded: Loaded, change: Change, *, thorough: bool = True) -> Trial:
    """One change; with ``thorough`` it is made as well, and the reasons that it leaves are judged."""
    found = consider(loaded, change)
    after = listed(loaded.problem, changed(loaded.schedule, change))
    aims = measure(loaded.problem, after).aims
    agree = all(aims[one.aim] == one.after for one in found.aims)
    agree &= {aim for aim in aims if aims[aim] != loaded.aims[aim] and loaded.aims[aim] is not None} == {
        one.aim for one in found.aims
    }
    return Trial(
        change,
        Counter(found.broken),
        Counter(worse(whole(loaded, loaded.schedule), whole(loaded, after))),
        agree,
        untrue_reasons(loaded, change) if thorough else (),
    )


def whole(loaded: Loaded, schedule: Schedule) -> list[Violation]:
    """Every breach of the whole schedule but for reasons and for who could be added."""
    earlier = loaded.schedule if loaded.before else None
    verdict = judge(loaded.problem, schedule, earlier=earlier, before=loaded.before)
    return [one for one in verdict.violations if one.rule not in ABOUT_REASONS]


def untrue_reasons(loaded: Loaded, change: Change) -> tuple[Violation, ...]:
    """False reasons in the schedule that a change leaves, where there were none before."""

    def untrue(one: Loaded, before: date | None) -> tuple[Violation, ...]:
        earlier = loaded.schedule if before else None
        violations = judge(one.problem, one.schedule, earlier=earlier, before=before).violations
        return tuple(v for v in violations if v.rule in ABOUT_REASONS - {Rule.COULD_BE_ADDED})

    before = set(untrue(loaded, loaded.before))
    return tuple(one for one in untrue(carried(loaded, change), loaded.before) if one not in before)


def listed(problem: Problem, schedule: Schedule) -> Schedule:
    """The schedule with a row for everyone who has neither a place nor a row."""
    known = {(row.staff_id, row.strand) for row in schedule.allocations}
    known |= {(row.staff_id, row.strand) for row in schedule.unplaced}
    rows = tuple(
        Unplaced(staff_id, strand_id, Reason.CAPACITY, "To be told.")
        for strand_id, audience in audiences(problem).items()
        for staff_id in sorted(audience)
        if (staff_id, strand_id) not in known
    )
    return replace(schedule, unplaced=(*schedule.unplaced, *rows))


def draw_change(loaded: Loaded, r: Random) -> Change:
    """A change of any kind; half of the sessions that change get a time and place that some other session has."""
    schedule, problem = loaded.schedule, loaded.problem
    place, session = r.choice(schedule.allocations), r.choice(schedule.sessions)
    kind = r.randrange(6)
    if kind == 0:
        mates = [one for one in schedule.allocations if one.strand == place.strand and one.staff_id != place.staff_id]
        if mates:
            return SwapPeople(place.staff_id, r.choice(mates).staff_id, place.strand)
    if kind == 1:
        return TakeOut(place.staff_id, place.strand)
    if kind == 2:
        return CancelGroup(session.strand, session.group_id)
    if kind in (3, 4):
        other, trainers = r.choice(schedule.sessions), [one.trainer_id for one in problem.trainers]
        led = tuple(r.sample(trainers, min(len(trainers), len(session.trainer_ids))))
        venues = [one.venue_id for one in problem.venues] or [""]
        return ChangeSession(
            session.session_id,
            r.choice([session.start, other.start]),
            r.choice([session.venue_id, r.choice(venues)]),
            r.choice([session.trainer_ids, other.trainer_ids, led]),
        )
    return MovePerson(r.choice(problem.people).staff_id, session.strand, session.group_id)


def _each_place_once(schedule: Schedule) -> Schedule:
    """One row for each person in each strand and one session for each id: what a store of schedules can hold."""
    places = {(one.staff_id, one.strand): one for one in schedule.allocations}
    sessions = {one.session_id: one for one in schedule.sessions}
    left = {(one.staff_id, one.strand): one for one in schedule.unplaced}
    return Schedule(tuple(sessions.values()), tuple(places.values()), tuple(left.values()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folders", type=int, default=1000)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--changes", type=int, default=20)
    asked = parser.parse_args()
    tried, agreed, breaking, rules = 0, 0, 0, Counter[Rule]()
    for seed in range(asked.first_seed, asked.first_seed + asked.folders):
        loaded = loaded_of(seed)
        for one in trials(loaded, seed, asked.changes) if loaded else ():
            tried += 1
            agreed += one.agrees
            breaking += bool(one.whole)
            rules.update({violation.rule for violation in one.whole})
            if not one.agrees:
                print(f"folder {seed}: {one}")
    print(f"{tried} changes, {breaking} of them break a rule; both ways agree on {agreed}.")
    print(f"{len(rules)} rules: " + ", ".join(f"{rule.value} {count}" for rule, count in rules.most_common()))
    return 0 if tried == agreed else 1


if __name__ == "__main__":
    sys.exit(main())
