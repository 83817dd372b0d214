"""The peers are given the case as it is, keep its rules, and are judged as the product is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.engine.answer import answer
from scheduler.engine.build import build_instance
from scheduler.engine.first import first_plan
from scheduler.folder import read_folder
from scheduler.problem import After, Problem
from scheduler.referee.attendance import can_attend, is_free
from scheduler.sample import write_sample
from tests.benchmarks.peers.booking import BOOKINGS, ROOM_ONLY, Booked, book
from tests.benchmarks.peers.case import Case, Ints, read_case, write_case
from tests.benchmarks.peers.formulations import FORMULATIONS
from tests.benchmarks.peers.given import NotModelledError, Timetable, case_of, timetable_of
from tests.benchmarks.peers.greedy import EVERY_RULE, Seating, greedy_start
from tests.benchmarks.peers.installed import installed
from tests.benchmarks.peers.product import Ours
from tests.benchmarks.peers.race import Limits, Outcome, Peer, run_peer
from tests.benchmarks.peers.report import Report, as_json, better_ways, fastest_ratio, markdown
from tests.benchmarks.peers.verdict import breaches
from tests.scheduler.engine.small import never

STAFF = 80
PEERS = installed().peers
QUICK_PEERS = [peer for peer in PEERS if peer.formulation != "unassigned"]
"""Timefold takes half a minute to start: one of its formulations is enough, as both share all rules but one."""


@dataclass(frozen=True)
class Small:
    """A small council with a timetable, what the peers get of it, and the product's own answer."""

    timetable: Timetable
    case: Case
    ours: Ints


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    folder = tmp_path_factory.mktemp("council") / "programme"
    write_sample(folder, staff=STAFF)
    problem = read_folder(folder).problem
    instance = build_instance(problem)
    sessions, allocations = answer(first_plan(instance, instance.order, np.random.default_rng(1), never))
    timetable = timetable_of(problem, sessions)
    number = {(group[0].strand, group[0].group_id): n for n, group in enumerate(timetable.groups)}
    ours = {(each.staff_id, each.strand): number[each.strand, each.group_id] for each in allocations}
    group_of = [ours.get((person.staff_id, strand.strand_id), -1) for person, strand in timetable.seats]
    return Small(timetable, greedy_start(case_of(timetable)), np.array(group_of, dtype=np.int64))


def test_pairs_are_exactly_those_that_the_judge_lets_attend(small: Small) -> None:
    venues = {venue.venue_id: venue for venue in small.timetable.problem.venues}
    leads = leading(small.timetable)
    wanted = {
        (seat, number)
        for seat, (person, strand) in enumerate(small.timetable.seats)
        for number, group in enumerate(small.timetable.groups)
        if group[0].strand == strand.strand_id
        and all(
            is_free(person, s.start, s.end)
            and can_attend(person, venues[s.venue_id])
            and person.needs <= venues[s.venue_id].features
            for s in group
        )
    }
    offered = set(map(tuple, small.case.pairs.tolist()))
    assert offered <= wanted
    for seat, number in wanted - offered:
        assert small.timetable.seats[seat][0].staff_id in leads or too_soon(small.case, seat, number)


def leading(timetable: Timetable) -> set[str]:
    """Staff ids of the trainers who are staff; what they lead keeps them from some groups."""
    return {trainer.staff_id for trainer in timetable.problem.trainers if trainer.staff_id}


def too_soon(case: Case, seat: int, number: int) -> bool:
    """Whether nothing that must come first could be ready before the group begins."""
    before = case.follow[case.follow[:, 1] == seat, 0]
    ready = [case.group_ready[case.pairs[case.pairs[:, 0] == each, 1]].min(initial=10**9) for each in before]
    return any(case.group_start[number] < each for each in ready)


def test_products_own_answer_is_among_the_pairs_and_breaks_no_rule(small: Small) -> None:
    offered = set(map(tuple, small.case.pairs.tolist()))
    seated = np.flatnonzero(small.ours >= 0)
    assert {(seat, int(small.ours[seat])) for seat in seated.tolist()} <= offered
    assert breaches(small.timetable, small.ours) == []


def test_greedy_start_breaks_no_rule_and_leaves_something_to_do(small: Small) -> None:
    assert breaches(small.timetable, small.case.start) == []
    assert 0.8 * placed(small.ours) < placed(small.case.start) < placed(small.ours)


def placed(group_of: Ints) -> int:
    return int((group_of >= 0).sum())


@pytest.mark.parametrize("name", FORMULATIONS)
def test_start_keeps_every_row_of_a_formulation_and_is_read_back(name: str, small: Small) -> None:
    linear = FORMULATIONS[name](small.case)
    assert linear.broken_rows(linear.start).tolist() == []
    assert ((linear.start >= 0) & (linear.start <= linear.upper)).all()
    seats = linear.read(linear.start)
    assert breaches(small.timetable, seats) == []
    assert int((linear.cost * linear.start).sum()) == small.case.seats - placed(seats)


@given(seed=st.integers(0, 2**32 - 1), changes=st.integers(1, 6))
@settings(max_examples=60)
def test_rows_are_broken_exactly_where_the_judge_sees_a_breach(seed: int, changes: int, small: Small) -> None:
    """Some people change to any group that suits them, or lose their place: right and wrong answers alike."""
    random, group_of = Random(seed), small.ours.copy()
    for _ in range(changes):
        seat, group = random.choice(small.case.pairs.tolist())
        group_of[seat] = random.choice([group, group, group, -1])
    linear = FORMULATIONS["pairs"](replace(small.case, start=group_of))
    assert bool(len(linear.broken_rows(linear.start))) == bool(breaches(small.timetable, group_of))


@pytest.mark.parametrize("name", FORMULATIONS)
@pytest.mark.parametrize(("moments", "broken"), [((0, 0), True), ((0, 1), False)], ids=["at once", "one by one"])
def test_nobody_is_in_two_groups_at_one_moment(name: str, moments: tuple[int, int], *, broken: bool) -> None:
    """One person, two strands that know no order, one group of each."""
    both, none = np.array([0, 1]), np.zeros((0, 2), dtype=np.int64)
    case = Case(
        seat_person=np.array([0, 0]),
        seat_strand=both,
        seat_team=np.array([-1, -1]),
        team_limit=none[:, 0],
        group_strand=both,
        group_least=np.array([1, 1]),
        group_most=np.array([1, 1]),
        group_start=np.array(moments),
        group_ready=np.array(moments) + 1,
        running=np.stack([np.array(moments), both], axis=1),
        pairs=np.stack([both, both], axis=1),
        follow=none,
        limit_value=none,
        limit_most=none[:, 0],
        apart=none,
        start=both,
    )
    linear = FORMULATIONS[name](case)
    assert bool(len(linear.broken_rows(linear.start))) == broken


def test_case_survives_its_file(small: Small, tmp_path: Path) -> None:
    write_case(small.case, tmp_path / "case.npz")
    again = read_case(tmp_path / "case.npz")
    assert all(np.array_equal(getattr(again, name), value) for name, value in vars(small.case).items())


@pytest.mark.parametrize("peer", QUICK_PEERS, ids=lambda peer: f"{peer.name}-{peer.formulation}")
def test_peer_places_everybody_and_the_judge_finds_nothing(peer: Peer, small: Small, tmp_path: Path) -> None:
    if peer.python is None:
        pytest.skip(f"{peer.name} is {peer.missing}")
    limits = Limits(seconds=300, cores=2, enough=placed(small.ours))
    outcome = run_peer(peer, small.case, limits, tmp_path / "room", lambda _: None)
    assert outcome.placed == placed(small.ours), outcome.status
    assert breaches(small.timetable, outcome.group_of) == []
    assert outcome.complete_seconds is not None
    assert outcome.built_seconds is not None
    assert outcome.built_seconds < outcome.complete_seconds < outcome.seconds
    assert outcome.peak_bytes > 2**24


def test_peer_that_dies_is_reported_with_its_last_words(small: Small, tmp_path: Path) -> None:
    peer = replace(PEERS[0], formulation="unheard-of")
    outcome = run_peer(peer, small.case, Limits(60, 1, placed(small.ours)), tmp_path / "room", lambda _: None)
    assert outcome.status == "died: KeyError: 'unheard-of'"
    assert outcome.complete_seconds is None
    assert outcome.placed == placed(small.case.start)


def test_peer_that_does_not_end_is_ended_and_its_best_is_kept(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.benchmarks.peers.race.GRACE_SECONDS", -1.0)
    peer = replace(PEERS[0], module="timeit", formulation="pass")
    outcome = run_peer(peer, small.case, Limits(1.5, 1, placed(small.ours)), tmp_path / "room", lambda _: None)
    assert outcome.seconds < 30
    assert outcome.placed == placed(small.case.start)


@pytest.mark.parametrize("way", BOOKINGS)
def test_booking_fills_rooms_in_order_and_no_more(way: str, small: Small) -> None:
    rules, any_time = BOOKINGS[way]
    booked = book(small.case, 1, rules, any_time=any_time)
    size = np.bincount(booked.group_of[booked.group_of >= 0], minlength=small.case.groups)
    assert (size <= small.case.group_most).all()
    before, after = booked.group_of[small.case.follow].T
    both = after >= 0
    assert (before[both] >= 0).all()
    assert (small.case.group_start[after[both]] >= small.case.group_ready[before[both]]).all()
    assert booked.small_groups == ((size > 0) & (size < small.case.group_least)).sum()


def test_booking_with_every_rule_breaks_none_but_the_least_sizes(small: Small) -> None:
    booked = book(small.case, 1, EVERY_RULE)
    found = {violation.rule.value for violation in breaches(small.timetable, booked.group_of)}
    assert found <= {"group_size"}
    assert breaches(small.timetable, book(small.case, 1, ROOM_ONLY).group_of)


def test_booking_depends_on_the_queue_and_on_nothing_else(small: Small) -> None:
    first, again, other = (book(small.case, seed, EVERY_RULE).group_of.tolist() for seed in (1, 1, 2))
    assert first == again != other


def test_leaving_takes_back_all_that_joining_counted(small: Small) -> None:
    seating = Seating(small.case)
    for seat in np.flatnonzero(small.case.start >= 0).tolist():
        seating.take(seat, int(small.case.start[seat]))
    for seat in range(small.case.seats):
        if seating.group_of[seat] >= 0:
            seating.leave(seat)
    assert not seating.size.any()
    assert not seating.busy.any()
    assert not seating.away.any()
    assert not any(each.any() for each in seating.alike)


def test_rules_beyond_the_models_are_refused_by_name(small: Small) -> None:
    problem = small.timetable.problem
    late = replace(problem.strands[-1], after=After(("information",), 1, 30))
    changed: Problem = replace(problem, strands=(*problem.strands[:-1], late))
    with pytest.raises(NotModelledError, match=f"max_days \\(strand {late.strand_id}\\)"):
        timetable_of(changed, ())


def ended(name: str, formulation: str, seconds: float | None, placed: int = 10) -> Outcome:
    peer = Peer(name, "", formulation, None)
    return Outcome(peer, "feasible", 60.0, seconds, 1.0, 2**30, placed, np.zeros(0, dtype=np.int64))


def report_with(*outcomes: tuple[Outcome, int]) -> Report:
    ours = Ours(4.0, 2.0, 2**28, 10, 10, 0, Path())
    return Report("case", "command", "1 January 2027", "a machine", {}, ours=ours, outcomes=list(outcomes))


def test_better_formulation_counts_and_only_if_the_judge_is_content() -> None:
    slow, fast = ended("HiGHS", "counts", 80.0), ended("HiGHS", "pairs", 40.0)
    broken, none = ended("CP-SAT", "pairs", 1.0), ended("CP-SAT", "counts", None, 9)
    report = report_with((slow, 0), (fast, 0), (broken, 3), (none, 0))
    assert better_ways(report.outcomes) == {"HiGHS": fast, "CP-SAT": none}
    assert fastest_ratio(report) == 10.0
    assert as_json(report)["fastest_peer_over_learning"] == 10.0


def test_table_says_what_was_not_reached_and_what_is_missing() -> None:
    report = report_with((ended("CP-SAT", "counts", None, 9), 0))
    report.missing.append(("Timefold, overfull", "needs Java"))
    nobody = np.zeros(0, dtype=np.int64)
    report.bookings["earliest"] = [(Booked(nobody, 7, 1, 2), 5), (Booked(nobody, 9, 0, 0), 0)]
    text = markdown(report)
    assert "| **CP-SAT, counts** | not in 60.0 s (feasible) | 1.0 s | 1,024 MB | 9 | 10 |  | clean |" in text
    assert "| Timefold, overfull | needs Java |" in text
    assert "| earliest | 8 | 7 | 10 | 1.0 in 0.5 | 2.5 |" in text
    assert "No peer placed everyone within its limit." in text
