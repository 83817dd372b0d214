"""Load against an equal share, rest, and who leads with whom."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.domain.completion import State
from learning.models import LearningSession, Trainer
from learning.presenters.faculty import becoming_of, equal_shares, load_words, loads_of, longest_run, pairs_of

MONDAY = date(2027, 1, 11)


def trainer(trainer_id: str, strands: str = "talk", kind: str = "", **more: str) -> Trainer:
    return Trainer(trainer_id=trainer_id, name=f"Name {trainer_id}", strands=strands, kind=kind, **more)


def session(day: int, *trainer_ids: str, strand: str = "talk") -> LearningSession:
    start = datetime(2027, 1, 11, 9, 30) + timedelta(days=day)
    return LearningSession(
        session_id=f"{strand}-{day}", strand=strand, group_id=f"{strand}-{day}", meeting=1, start=start,
        end=start + timedelta(minutes=90), trainer_ids=list(trainer_ids),
    )  # fmt: skip


IDS = st.lists(st.sampled_from("ABCD"), unique=True, max_size=3)
STRANDS = st.sampled_from(["talk", "walk"])
SESSIONS = st.lists(
    st.builds(lambda day, ids, strand: session(day, *ids, strand=strand), st.integers(0, 40), IDS, STRANDS),
    max_size=12,
)
TRAINERS = [trainer("A"), trainer("B", "talk;walk"), trainer("C", "walk"), trainer("D", "talk; walk")]


@given(SESSIONS)
def test_equal_shares_are_together_what_all_lead(sessions: list[LearningSession]) -> None:
    led = sum(len(set(one.trainer_ids)) for one in sessions)
    assert sum(equal_shares(TRAINERS, sessions).values()) == pytest.approx(led)
    assert sum(load.sessions for load in loads_of(TRAINERS, sessions)) == led


@pytest.mark.parametrize(
    ("days", "run"),
    [((), 0), ((0,), 1), ((0, 1, 2), 3), ((0, 2), 1), ((3, 4, 7, 8), 4), ((4, 8), 1), ((4, 5, 6, 7), 4), ((0, 0), 1)],
)
def test_a_run_goes_on_over_a_weekend_and_ends_with_a_free_day(days: tuple[int, ...], run: int) -> None:
    assert longest_run(MONDAY + timedelta(days=day) for day in days) == run


@given(st.lists(st.integers(0, 60)))
def test_a_run_is_never_longer_than_the_days(days: list[int]) -> None:
    run = longest_run(MONDAY + timedelta(days=day) for day in days)
    assert run <= len(set(days))
    assert (run == 0) == (not days)


def test_a_trainers_load_and_rest_are_counted() -> None:
    sessions = [session(0, "A"), session(0, "A"), session(1, "A"), session(4, "A", "B")]
    load = next(one for one in loads_of([trainer("A"), trainer("B")], sessions) if one.trainer_id == "A")
    assert (load.sessions, load.hours, load.share) == (4, 6.0, 2.5)
    assert (load.busiest_day, load.busiest_week, load.longest_run, load.rest) == (2, 4, 2, 1)
    assert load.against_share == 160


def test_a_trainers_own_load_names_nobody_else() -> None:
    (load, *_) = loads_of([trainer("A"), trainer("B")], [session(0, "A"), session(1, "A")])
    assert load_words(load) == (
        "You lead 2 sessions in all, 3 hours; an equal share among all who may lead the same would be 1. Your busiest "
        "week has 2 sessions, your longest run is 2 working days."
    )


def test_pairs_of_two_kinds_are_told_from_others() -> None:
    people = [trainer("A", kind="internal"), trainer("B", kind="provider"), trainer("C", kind="internal")]
    found = pairs_of(people, [session(0, "A", "B"), session(1, "B", "A"), session(2, "A", "C")])
    assert [(pair.names, pair.sessions, pair.mixed) for pair in found] == [
        (("Name A", "Name B"), 2, True), (("Name A", "Name C"), 1, False),
    ]  # fmt: skip


def test_who_becomes_a_trainer_may_lead_from_the_day_after_the_last_meeting() -> None:
    person = trainer("A", ready_after="train", staff_id="E1")
    place = "train", "E1"
    (found,) = becoming_of([person, trainer("B")], {"train": "Train"}, {place: State.TO_COME}, {place: MONDAY})
    assert (found.strand, found.state, found.from_day) == ("Train", "Date to come", "Tuesday 12 January 2027")
