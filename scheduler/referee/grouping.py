"""Who may be in a group with whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from scheduler.problem import GroupingRule, KeepApart, Person
from scheduler.referee.case import Case, Group
from scheduler.referee.verdict import Violation
from scheduler.referee.words import group_named, opening, person_named, trainer_named, value_named
from scheduler.rules import Rule

Foes = dict[str, set[str]]


def check_grouping(case: Case) -> Iterator[Violation]:
    """The part of rule 7 about grouping; the members of a group that has met are a fact."""
    foes = foes_of(case)
    units = {strand_id: units_of(case, strand_id) for strand_id in case.strands}
    for group in case.groups.values():
        if case.has_begun(group):
            continue
        members = case.own_members(group)
        yield from _alike(case, group, members)
        yield from _crossing(case, group, members)
        yield from _split(case, group, members, units[group.strand.strand_id])
        for kind, check in _APART.items():
            if kind in group.strand.grouping.keep_apart:
                yield from check(case, group, members, foes)


def foes_of(case: Case) -> Foes:
    """Staff id -> everyone from whom they are kept apart."""
    foes: defaultdict[str, set[str]] = defaultdict(set)
    for pair in case.problem.apart:
        for staff_id in pair:
            foes[staff_id] |= pair - {staff_id}
    return foes


def units_of(case: Case, strand_id: str) -> dict[str, set[str]]:
    """Value of the strand's ``keep_together`` column -> the people of its audience who share it."""
    column = case.strands[strand_id].grouping.keep_together
    units: defaultdict[str, set[str]] = defaultdict(set)
    for staff_id in case.audience[strand_id] if column else ():
        value = case.people[staff_id].value(column)
        if value:
            units[value].add(staff_id)
    return units


def leads_own(case: Case, trainer_id: str, person: Person) -> bool:
    """Whether the trainer is the person's line manager or a colleague of their own team."""
    trainer = case.trainers.get(trainer_id)
    if trainer is None or not trainer.staff_id:
        return False
    if person.line_manager_id == trainer.staff_id:
        return True
    lead = case.people.get(trainer.staff_id)
    return lead is not None and bool(lead.team) and lead.team == person.team


def _alike(case: Case, group: Group, members: list[Person]) -> Iterator[Violation]:
    for column, most in group.strand.grouping.max_same.items():
        for value, count in Counter(person.value(column) for person in members).items():
            if value and count > most:
                shown = value_named(case, column, value)
                phrase = f"has {count} members whose {column} is {shown}; at most {most} may share it"
                yield _breach(Rule.TOO_MANY_ALIKE, group, phrase, count)


def _crossing(case: Case, group: Group, members: list[Person]) -> Iterator[Violation]:
    rules = group.strand.grouping
    if rules.rule is GroupingRule.TEAM:
        values = sorted({person.value(rules.fields[-1]) for person in members})
        if len(values) > 1:
            listed = ", ".join(dict.fromkeys(value_named(case, rules.fields[-1], value) for value in values))
            yield _breach(Rule.TEAM_GROUP_MIXED, group, f"crosses {rules.fields[-1]}: {listed}", len(values))


def _split(case: Case, group: Group, members: list[Person], units: dict[str, set[str]]) -> Iterator[Violation]:
    column = group.strand.grouping.keep_together
    here = set(group.members)
    for value in sorted({person.value(column) for person in members} & units.keys()) if column else ():
        missing = len(units[value] - here)
        if missing:
            shown = value_named(case, column, value)
            phrase = f"has only some of the people whose {column} is {shown}; {missing} of them are missing"
            yield _breach(Rule.UNIT_SPLIT, group, phrase, missing)


def _with_manager(case: Case, group: Group, members: list[Person], foes: Foes) -> Iterator[Violation]:
    del case, foes
    here = set(group.members)
    for person in members:
        if person.line_manager_id in here and person.line_manager_id != person.staff_id:
            yield _breach(Rule.WITH_LINE_MANAGER, group, f"has {person_named(person)} together with their line manager")


def _apart(case: Case, group: Group, members: list[Person], foes: Foes) -> Iterator[Violation]:
    """Confidential: the sentence names the group and nobody in it."""
    del case
    here = set(group.members)
    pairs = sum(len(foes[person.staff_id] & here) for person in members if person.staff_id in foes) // 2
    for _ in range(pairs):
        yield _breach(Rule.APART_TOGETHER, group, "has two members who must be kept apart")


def _own_team(case: Case, group: Group, members: list[Person], foes: Foes) -> Iterator[Violation]:
    del foes
    for trainer_id in sorted({trainer_id for session in group.sessions for trainer_id in session.trainer_ids}):
        led = [person for person in members if leads_own(case, trainer_id, person)]
        if led:
            who = trainer_named(case.trainers[trainer_id])
            phrase = f"is led by {who}, the line manager or a team colleague of {person_named(led[0])}"
            rest = f" and {len(led) - 1} more" if len(led) > 1 else ""
            yield _breach(Rule.LED_BY_OWN_TEAM, group, phrase + rest, len(led))


_APART: dict[KeepApart, Callable[[Case, Group, list[Person], Foes], Iterator[Violation]]] = {
    KeepApart.LINE_MANAGER: _with_manager,
    KeepApart.PAIRS: _apart,
    KeepApart.TRAINER_TEAM: _own_team,
}


def _breach(rule: Rule, group: Group, phrase: str, amount: int | None = None) -> Violation:
    return Violation(rule, group.strand.strand_id, group.group_id, f"{opening(group_named(group))} {phrase}.", amount)
