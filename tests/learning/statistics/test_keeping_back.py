"""What an analysis shows, as whoever adds and subtracts its figures sees it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from learning.statistics.analysis import analyse, publish
from learning.statistics.answers import read_answers
from learning.statistics.answers.table import Answers
from tests.attack_results import attack
from tests.learning.statistics.programmes import Row, written

COLUMNS = ("response_id", "wave", "link_code", "strand", "trainer_id", "directorate", "item_id", "value")


def person(number: int, trainer: str, strand: str, directorate: str, waves: tuple[str, ...]) -> list[Row]:
    """A looking-back answer has the id of its post answer, and no code."""
    about = (strand, trainer, directorate, "Q", 3)
    return [
        (f"p{number}", wave, "", *about)
        if wave == "looking_back"
        else (f"{wave[0]}{number}", wave, f"c{number}", *about)
        for wave in waves
    ]


def results_of(tmp_path: Path, rows: list[Row], **options: Any) -> Any:
    return analyse(read_answers(written(tmp_path / "answers.csv", rows, COLUMNS)), **options)


def lines(results: Any, by: str) -> dict[str, bool]:
    """Value -> whether it is shown."""
    return {line["value"]: line["figures"] is not None for line in results["breakdowns"] if line["by"] == by}


def test_random_programmes_give_nobody_away() -> None:
    attacked = attack(3, seed=3)
    assert attacked.figures > 200
    assert attacked.held_back > 50
    assert attacked.found == 0
    assert attack(2, seed=5, strict=True).found == 0


def test_trainers_within_a_strand_give_away_no_small_rest(tmp_path: Path) -> None:
    """Strand A has 20 people of T1, 12 of T2 and 4 of T3; T3 and T4 (12, in strand B) would be enough for the trainers
    alone, but A less T1 and T2 would be T3."""
    both = ("baseline", "post")
    rows = [row for n in range(20) for row in person(n, "T1", "A", "D", both)]
    rows += [row for n in range(20, 32) for row in person(n, "T2", "A", "D", both)]
    rows += [row for n in range(32, 36) for row in person(n, "T3", "A", "D", both)]
    rows += [row for n in range(36, 48) for row in person(n, "T4", "B", "D", both)]
    results = results_of(tmp_path, rows)
    assert not lines(results, "trainer")["T3"]
    shown = lines(results, "trainer") | lines(results, "strand")
    assert not (shown["A"] and shown["T1"] and shown["T2"])
    assert not (shown["B"] and shown["T1"] and shown["T2"])
    assert results["items"]["Q"]["estimates"]["linked"]["n"] == 48


def test_two_estimates_of_nearly_the_same_people_are_named_or_held_back(tmp_path: Path) -> None:
    """Three of 30 people did not look back: linked less looking back would be about them."""
    rows = [row for n in range(27) for row in person(n, "T", "A", "D", ("baseline", "post", "looking_back"))]
    rows += [row for n in range(27, 30) for row in person(n, "T", "A", "D", ("baseline", "post"))]
    open_results = results_of(tmp_path, rows)
    assert open_results["items"]["Q"]["estimates"]["looking_back"] is not None
    assert {(each["item"], each["estimate"]) for each in open_results["cautions"] if "item" in each} == {
        ("Q", "looking_back")
    }
    strict = results_of(tmp_path, rows, strict=True)
    assert strict["items"]["Q"]["estimates"]["looking_back"] is None
    assert strict["items"]["Q"]["estimates"]["linked"]["n"] == 30
    assert strict["cautions"] == []
    assert ("looking_back", "all") in {(each["estimate"], each["figure"]) for each in strict["suppressed"]}


def test_looking_back_is_broken_down_only_where_hardly_anybody_is_linked(tmp_path: Path) -> None:
    waves = ("post", "looking_back")
    rows = [row for n in range(30) for row in person(n, "T", "A", "D", waves)]
    alone = results_of(tmp_path, rows)
    assert {line["estimate"] for line in alone["breakdowns"]} == {"looking_back"}
    rows += [row for n in range(30, 60) for row in person(n, "T", "A", "D", ("baseline", *waves))]
    assert {line["estimate"] for line in results_of(tmp_path, rows)["breakdowns"]} == {"linked"}


def test_a_second_release_waits_for_enough_new_answers(tmp_path: Path) -> None:
    """30 people came out; 3 more would be told by the difference, 12 more not."""
    both = ("baseline", "post")

    def answers(people: int) -> Answers:
        rows = [row for n in range(people) for row in person(n, "T", "A", "D", both)]
        return read_answers(written(tmp_path / "answers.csv", rows, COLUMNS))

    _, first = publish(answers(30), strict=True)
    again: Any = publish(answers(33), strict=True, releases=[first])[0]
    assert again["items"]["Q"]["estimates"]["linked"] is None
    assert not any(line["figures"] for line in again["breakdowns"])
    assert again["distributions"]["Q"]["post"] is None
    later: Any = publish(answers(42), strict=True, releases=[first])[0]
    assert later["items"]["Q"]["estimates"]["linked"]["n"] == 42


def test_random_programmes_that_publish_twice_give_nobody_away() -> None:
    attacked = attack(2, seed=11, times=2)
    assert attacked.figures > 150
    assert attacked.found == 0
