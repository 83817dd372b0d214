"""The answer in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.problem import GroupingRule
from scheduler.realism.report import Balance, FinishBound, Outlook, StrandRealism, UnitChoice
from scheduler.realism.words import counted, day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.problem import Problem

ANSWERS = {
    Outlook.COMFORTABLE: "Comfortable on paper: nothing needs more than 85 % of what there is.",
    Outlook.TIGHT: "Tight: something needs more than 85 % of what there is at most.",
    Outlook.IMPOSSIBLE: "Impossible as it stands: something needs more, or longer, than there can be.",
}


def answer_in_words(
    problem: Problem,
    outlook: Outlook,
    strands: Sequence[StrandRealism],
    balances: Sequence[Balance],
    finish: Sequence[FinishBound],
) -> tuple[str, ...]:
    """How realistic, what is scarcest, how long, who cannot come; mixed or teams."""
    return (
        ANSWERS[outlook],
        *(balance.sentence for balance in balances[:1]),
        *_duration(problem, finish[:1]),
        *(sentence for strand in strands for sentence in _left_out(strand)),
        *(sentence for strand in strands for sentence in _choice(strand)),
    )


def _duration(problem: Problem, finish: Sequence[FinishBound]) -> Iterator[str]:
    for bound in finish:
        weeks = (bound.day - problem.first_day).days // 7 + 1
        late = ", after its last day" if bound.day > problem.last_day else ""
        yield (
            f"It cannot be finished before {day_in_words(bound.day)}{late},"
            f" {counted(weeks, 'week')} from {day_in_words(problem.first_day)}. {bound.sentence}"
        )


def _left_out(strand: StrandRealism) -> Iterator[str]:
    reasons = (
        (strand.people_who_cannot_attend, "no permitted start suits them"),
        (strand.people_held_back, "what must come first leaves them no start"),
        (strand.people_no_group_fits, "the group sizes leave them over"),
    )
    for people, reason in reasons:
        if people:
            whom = counted(people, "person", "people")
            yield f"{strand.title}: {whom} of {strand.people:,} cannot be placed: {reason}."


def _choice(strand: StrandRealism) -> Iterator[str]:
    """Mixed or in teams, where the strand has such a rule; units that would lose most people are not a choice."""
    choice = strand.choice
    units = [unit for unit in choice.by_unit if 2 * unit.people_without_group < strand.people_to_place]
    if strand.grouping_rule is GroupingRule.OPEN or choice.mixed_groups_at_least < 2 or not units:
        return
    parts = [f"{counted(unit.groups_at_least, 'group')} within one {unit.column}{_lost(unit)}" for unit in units]
    mixed = counted(choice.mixed_groups_at_least, "group")
    yield f"{strand.title}, mixed or in teams: at least {mixed} if mixed, {', '.join(parts)}."


def _lost(unit: UnitChoice) -> str:
    people = unit.people_without_group
    return f" ({counted(people, 'person', 'people')} left over)" if people else ""
