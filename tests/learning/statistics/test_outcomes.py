"""Domains: one number for each person, rates and weights, arms; against a plain computation."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from learning.outputs.report import report_html
from learning.presenters.evaluation import can_tell, findings, headline
from learning.statistics.analysis import Design, analyse
from learning.statistics.answers import read_answers
from learning.statistics.answers.attended import Attended
from learning.statistics.answers.questions import Question
from tests.learning.statistics.programmes import COLUMNS, Row, rows, written

QUESTIONS = (
    Question("P", "I would step in", "Bystander", "learning", reversed=False),
    Question("Q", "I look away", "Bystander", "learning", reversed=True),
)
ATTENDED = Attended({("D0", ""): 60, ("D1", ""): 50, ("D2", ""): 40}, by_manager=False)


def figures(folder: Path, found: list[Row], design: Design, columns: tuple[str, ...] = COLUMNS) -> dict[str, Any]:
    further = tuple(column for column in (design.arm, design.dose) if column)
    return analyse(read_answers(written(folder / "answers.csv", found, columns), further), design=design)


def changes(found: list[Row]) -> dict[str, tuple[float, Row]]:
    """Person -> change of their domain in index points, Q turned round; codes missing or borne twice left out."""
    given = {(row[0], row[7]): row for row in found if row[1] in ("baseline", "post") and row[-1] != ""}
    people: dict[str, tuple[float, Row]] = {}
    for person in {str(row[0])[1:] for row in found}:
        x = []
        for item, sign in (("P", 1), ("Q", -1)):
            pair = [given.get((f"{wave}{person}", item)) for wave in "bp"]
            if pair[0] and pair[1] and pair[1][2]:
                x.append(sign * (int(str(pair[1][-1])) - int(str(pair[0][-1]))))
                row = pair[1]
        if x:
            people[person] = (25 * mean(x), row)
    return people


def test_domain_is_the_mean_of_its_items_those_turned_round_that_are_unwanted(tmp_path: Path) -> None:
    found = rows()
    results = figures(tmp_path, found, Design(QUESTIONS))
    linked = results["outcomes"][0]["estimates"]["linked"]
    plain = [x for x, _ in changes(found).values()]
    assert linked["n"] == len(plain)
    assert linked["mean_change"] == pytest.approx(mean(plain), rel=1e-12)
    assert linked["mean_after"] - linked["mean_before"] == pytest.approx(mean(plain), rel=1e-9)
    assert results["outcomes"][0]["test"]["family"] == "primary"


def test_without_questions_each_item_is_an_exploratory_outcome_with_its_own_figures(tmp_path: Path) -> None:
    results = figures(tmp_path, rows(), Design())
    for outcome in results["outcomes"]:
        of_item = results["items"][outcome["outcome"]]["estimates"]["linked"]
        of_outcome = outcome["estimates"]["linked"]
        assert of_outcome["cluster_by"] == of_item.pop("cluster_by")
        assert {key: of_outcome[key] for key in of_item} == pytest.approx(of_item, rel=1e-12)
        assert outcome["test"]["family"] == "exploratory"


def test_weighted_change_counts_each_directorate_by_who_attended(tmp_path: Path) -> None:
    found = rows(missing=0.0)
    results = figures(tmp_path, found, Design(QUESTIONS, ATTENDED))
    people = changes(found)
    number = Counter(row[5] for _, row in people.values())
    weight = {directorate: ATTENDED.people[str(directorate), ""] / number[directorate] for directorate in number}
    total = sum(weight[row[5]] for _, row in people.values())
    expected = sum(weight[row[5]] * x for x, row in people.values()) / total
    assert results["weighted"]["outcomes"]["Bystander"]["weighted"] == pytest.approx(expected, rel=1e-12)


def test_the_base_on_the_tile_is_the_base_of_the_rates(tmp_path: Path) -> None:
    results = figures(tmp_path, rows(), Design(QUESTIONS, ATTENDED))
    for wave in results["rates"]["waves"].values():
        assert wave["base"] == 150
        assert wave["rate"] == wave["responses"] / 150
    assert "of 150 who attended" in report_html(results)


def arms(found: list[Row]) -> list[Row]:
    """Whole groups in one of two arms."""
    return [(*row[:-2], "mixed" if int(str(row[3])[1:]) % 2 else "team", *row[-2:]) for row in found]


def test_arms_are_called_randomised_only_with_a_seed(tmp_path: Path) -> None:
    columns = (*COLUMNS[:-2], "arm", *COLUMNS[-2:])
    for seed, word in ((None, "not randomised"), (7, "randomised")):
        results = figures(tmp_path, arms(rows()), Design(QUESTIONS, arm="arm", seed=seed), columns)
        (line,) = results["contrasts"]
        assert (line["first"], line["second"]) == ("mixed", "team")
        assert line["figures"]["wording"].startswith(word)
        assert line["figures"]["low"] < line["figures"]["difference"] < line["figures"]["high"]


def test_arms_whose_groups_are_not_apart_have_no_interval(tmp_path: Path) -> None:
    columns = (*COLUMNS[:-2], "sessions", *COLUMNS[-2:])
    found = [(*row[:-2], str(int(str(row[0])[1:]) % 2 + 1), *row[-2:]) for row in rows()]
    (line,) = figures(tmp_path, found, Design(QUESTIONS, dose="sessions"), columns)["contrasts"]
    assert line["figures"]["low"] is None
    assert "groups hold people of both" in line["figures"]["why_no_interval"]


@pytest.mark.parametrize("effect", [-0.8, 0.0, 0.8])
def test_can_and_cannot_and_headline_never_contradict(tmp_path: Path, effect: float) -> None:
    results = figures(tmp_path, rows(effect=effect), Design())
    can, cannot = (" ".join(lines) for lines in can_tell(results))
    for finding in findings(results):
        clear = finding.direction in ("rise", "fall")
        assert (f" {finding.outcome}" in can) == clear
        assert (f" {finding.outcome}." in cannot or f" {finding.outcome};" in cannot) != clear
    assert ("agree more" in headline(results)) == (effect > 0)
    assert ("agree less" in headline(results)) == (effect < 0)


def test_report_shows_held_back_figures_as_their_token(tmp_path: Path) -> None:
    results = figures(tmp_path, rows(people=12, missing=0.2), Design(QUESTIONS))
    assert results["outcomes"][0]["estimates"]["unlinked"] is None
    assert "[c]" in report_html(results)
