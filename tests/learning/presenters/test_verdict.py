"""A verdict in words."""

from __future__ import annotations

from learning.presenters.verdict import verdict_lines
from scheduler.referee import Violation
from scheduler.rules import Rule


def test_verdict_without_breach_says_so() -> None:
    assert verdict_lines(()) == ["No rule is broken."]


def test_verdict_lists_every_breach_under_its_rule_most_broken_first() -> None:
    breaches = [
        Violation(Rule.COVER, "info", "Team 1", "Team 1 has 3 of 4 away."),
        Violation(Rule.GROUP_SIZE, "info", "g1", "Group g1 has 13 members; 12 are allowed."),
        Violation(Rule.GROUP_SIZE, "info", "g2", "Group g2 has 3 members\x1b; 6 are needed."),
    ]
    assert verdict_lines(breaches) == [
        "3 breaches of 2 rules.",
        "",
        f"{Rule.GROUP_SIZE.sentence} (2)",
        "  Group g1 has 13 members; 12 are allowed.",
        "  Group g2 has 3 members\\x1b; 6 are needed.",
        "",
        f"{Rule.COVER.sentence} (1)",
        "  Team 1 has 3 of 4 away.",
    ]


def test_single_breach_is_singular() -> None:
    assert verdict_lines([Violation(Rule.COVER, "", "", "x")])[0] == "1 breach of 1 rule."
