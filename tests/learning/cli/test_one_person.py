"""`learning places`, `learning swaps`, `learning consider`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Type = Callable[..., Result]


def row(standing: Path, number: int) -> tuple[str, str, str]:
    lines = (standing / "allocations.csv").read_text(encoding="utf-8").splitlines()
    staff_id, strand, group = lines[number].split(",")[:3]
    return staff_id, strand, group


def test_places_are_listed_with_their_times_and_what_is_left(learning: Type, programme: Path, standing: Path) -> None:
    staff_id, strand, group = row(standing, 1)
    result = learning("places", programme, standing, staff_id, strand)
    assert result.exit_code in {0, 1}, result.output
    assert "2027" in result.stdout
    assert group not in [line.split(":")[0].strip() for line in result.stdout.splitlines()]


def test_places_and_swaps_as_json_are_one_document(learning: Type, programme: Path, standing: Path) -> None:
    staff_id, strand, group = row(standing, 1)
    places = json.loads(learning("places", programme, standing, staff_id, strand, "--json").stdout)["places"]
    assert places
    assert all(place["group_id"] != group for place in places)
    swaps = json.loads(learning("swaps", programme, standing, staff_id, strand, "--json", "--a-group", "99").stdout)
    assert all(swap["group_id"] != group for swap in swaps["swaps"])


def test_a_swap_that_is_offered_breaks_no_rule_when_it_is_considered(
    learning: Type, programme: Path, standing: Path
) -> None:
    staff_id, strand, _ = row(standing, 1)
    swaps = json.loads(learning("swaps", programme, standing, staff_id, strand, "--json").stdout)["swaps"]
    assert swaps
    result = learning("consider", programme, standing, "--swap", staff_id, swaps[0]["other_id"], strand)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "It breaks no rule.")
    assert "2 people are affected." in result.stdout


def test_a_session_at_night_is_told_to_break_a_rule_in_words(learning: Type, programme: Path, standing: Path) -> None:
    session = (standing / "sessions.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    result = learning("consider", programme, standing, "--change-session", session, "--start", "2027-01-12T03:00")
    assert result.exit_code == 1, result.output
    assert "does not begin at a permitted time" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["places", "E99", "talk"], "Nobody in the staff table has the id E99"),
        (["swaps", "E01", "walk"], "The programme has no strand walk"),
        (["consider", "--cancel", "talk", "G99"], "Strand talk has no group G99"),
        (["consider", "--change-session", "S99"], "There is no session S99"),
        (["consider"], "Give one of"),
        (["consider", "--cancel", "talk", "G1", "--venue", "R1"], "go with --change-session"),
    ],
)
def test_what_is_not_there_ends_with_2_and_says_so(
    learning: Type, programme: Path, standing: Path, arguments: list[str], says: str
) -> None:
    command, *rest = arguments
    result = learning(command, programme, standing, *rest)
    assert result.exit_code == 2
    assert says in result.stderr
