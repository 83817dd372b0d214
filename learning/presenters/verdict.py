"""A verdict in words: every breach, grouped by the rule that it breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from learning.presenters.words import count, number, printable

if TYPE_CHECKING:
    from scheduler.referee import Violation


def verdict_lines(violations: Sequence[Violation]) -> list[str]:
    """The finding, then each breach on a line of its own under its rule; the most broken rule first."""
    if not violations:
        return ["No rule is broken."]
    rules = Counter(violation.rule for violation in violations)
    lines = [f"{count(len(violations), 'breach', 'breaches')} of {count(len(rules), 'rule')}."]
    ordered = sorted(violations, key=lambda violation: (-rules[violation.rule], violation.rule.value))
    for rule, of_rule in groupby(ordered, key=lambda violation: violation.rule):
        lines += ["", f"{rule.sentence} ({number(rules[rule])})"]
        lines += [f"  {printable(violation.sentence)}" for violation in of_rule]
    return lines


def stale_lines(differences: Sequence[Violation]) -> list[str]:
    """Where summary.json and the tables beside it disagree; nothing if they agree."""
    if not differences:
        return []
    lines = ["", "summary.json was written for another schedule than this one; the figures above are counted anew:"]
    return lines + [f"  {printable(difference.sentence)}" for difference in differences]
