"""The registry of rules."""

from __future__ import annotations

import re

from scheduler.rules import Rule


def test_every_rule_has_one_whole_sentence_of_its_own() -> None:
    sentences = [rule.sentence for rule in Rule]

    assert len(set(sentences)) == len(sentences)
    assert [sentence for sentence in sentences if not re.fullmatch(r"[A-Z][^.]{15,}\.", sentence)] == []


def test_rule_is_found_by_its_stable_name() -> None:
    assert all(Rule(rule.value) is rule and rule.value == rule.name.lower() for rule in Rule)
