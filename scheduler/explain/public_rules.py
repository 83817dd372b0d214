"""The grouping and cover rules of a strand in words, without the confidential ones."""

from __future__ import annotations

from scheduler.problem import GroupingRule, KeepApart, Problem, Strand


def has_rules(problem: Problem, strand: Strand) -> bool:
    """Whether any rule says who may be in a group together or away at once."""
    grouping = strand.grouping
    return bool(
        grouping.rule is not GroupingRule.OPEN
        or grouping.keep_apart
        or grouping.keep_together
        or problem.cover is not None
    )


def public_rules(problem: Problem, strand: Strand) -> tuple[str, ...]:
    """Each rule as a phrase; pairs that are kept apart and columns of `not_alone` are left out."""
    grouping = strand.grouping
    hidden = {other.grouping.not_alone for other in problem.strands}
    found = []
    if grouping.rule is GroupingRule.MIXED:
        found += [f"at most {most} of one {c}" for c, most in sorted(grouping.max_same.items()) if c not in hidden]
    if grouping.rule is GroupingRule.TEAM and grouping.fields[-1] not in hidden:
        found.append(f"all of one {grouping.fields[-1]}")
    if KeepApart.LINE_MANAGER in grouping.keep_apart:
        found.append("nobody with their own line manager")
    if KeepApart.TRAINER_TEAM in grouping.keep_apart:
        found.append("nobody led by their own team or line manager")
    if grouping.keep_together and grouping.keep_together not in hidden:
        found.append(f"everyone of one {grouping.keep_together} together")
    if problem.cover is not None and grouping.rule is not GroupingRule.TEAM:
        found.append(f"at most {float(problem.cover * 100):g} % of a team away at once")
    return tuple(found)
