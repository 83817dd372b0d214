"""How a search stands, in words."""

from __future__ import annotations

from datetime import date

from learning.presenters.progress import best_words, groups_words, progress_line
from scheduler.outcome import Progress
from scheduler.problem import Aim

ASKED = {Aim.FINISH, Aim.MIX, Aim.ALONE, Aim.LOAD, Aim.PLACED, Aim.GROUPS}


def standing(groups: int = 461, bound: int = 459, **aims: object) -> Progress:
    return Progress("moving sessions", 12.3, 9_616, 9_640, groups, bound, aims)


def test_line_says_time_stage_placed_groups_and_best() -> None:
    assert progress_line(
        standing(finish=date(2027, 6, 16), load=41, placed=9_616, groups=461, own_team=1.0), ASKED
    ) == (
        "12 s · moving sessions · placed 9,616 of 9,640 · 461 groups (at least 459 needed) · "
        "best so far: finish Wednesday 16 June 2027, busiest trainer 41"
    )


def test_line_leaves_out_what_is_not_known_yet() -> None:
    assert progress_line(standing(groups=0, bound=0), ASKED) == "12 s · moving sessions · placed 9,616 of 9,640"
    assert groups_words(standing(bound=0)) == "461 groups"


def test_aims_that_nothing_asks_for_are_not_shown() -> None:
    assert (
        best_words({"mix": 0.9444, "own_team": 1.0, "alone": None, "load": 41}, ASKED)
        == "mix 0.944, busiest trainer 41"
    )
