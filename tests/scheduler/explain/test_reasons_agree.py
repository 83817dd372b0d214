"""On random folders and random schedules every reason is one that an independent judge accepts."""

from __future__ import annotations

import importlib.util
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

from scheduler.explain import explain
from scheduler.explain.audience import audiences_of, units_of
from scheduler.explain.room import room_for
from scheduler.explain.situation import Programme, party_of
from scheduler.explain.standing import standing_of
from scheduler.folder import read_folder, write_schedule
from scheduler.problem import MINUTES_A_DAY, Problem, Strand
from scheduler.schedule import Allocation, Reason, Schedule, Session
from tests.random_folders import write_random_folder
from tests.scheduler.referee.naive import naive_schedule

SEEDS = range(25)
ABOUT_REASONS = ("false reason", "reason should be", "reason without", "unknown reason", "person lost", "person not in")


@pytest.fixture(scope="module")
def outside(shared: Path) -> ModuleType:
    """The judge that stands outside the project."""
    path = shared / "referee" / "referee.py"
    if not path.exists():
        pytest.skip(f"the outside judge is not there ({path})")
    spec = importlib.util.spec_from_file_location("outside_referee", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def complaints(outside: ModuleType, folder: Path, schedule: Schedule, before: date | None) -> dict[str, list[str]]:
    out = folder.parent / "out"
    write_schedule(schedule, {}, out)
    broken, examples, _ = outside.judge(outside.Programme(folder), out, None, before)
    return {rule: examples[rule] for rule in broken if rule.startswith(ABOUT_REASONS)}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("made", ["nothing", "something", "later", "valid"])
def test_reasons_on_random_folders_satisfy_the_outside_judge(
    seed: int, made: str, outside: ModuleType, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    write_random_folder(folder, seed)
    problem = read_folder(folder).problem
    sessions, allocations = made_schedule(problem, made, seed)
    before = problem.first_day + (problem.last_day - problem.first_day) / 3 if made == "later" else None
    unplaced = explain(problem, sessions, allocations, earliest=before)
    assert unplaced == explain(problem, sessions[::-1], allocations[::-1], earliest=before)
    schedule = Schedule(tuple(sessions), tuple(allocations), unplaced)
    assert complaints(outside, folder, schedule, before) == {}


def made_schedule(problem: Problem, made: str, seed: int) -> tuple[list[Session], list[Allocation]]:
    if made == "nothing":
        return [], []
    if made == "valid":
        schedule = naive_schedule(problem, seed)
        return list(schedule.sessions), list(schedule.allocations)
    return random_schedule(problem, Random(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_told_of_a_group_that_would_simply_take_them(seed: int, tmp_path: Path) -> None:
    """In a schedule that keeps the rules and leaves no place empty that someone could simply take."""
    write_random_folder(tmp_path / "in", seed)
    problem = read_folder(tmp_path / "in").problem
    schedule = naive_schedule(problem, seed)
    programme = Programme(
        problem, standing_of(problem, schedule.sessions, schedule.allocations), audiences_of(problem), None
    )
    for strand in problem.strands:
        tied = units_of(strand, programme.audiences[strand.strand_id])
        people = programme.audiences[strand.strand_id].people
        missing = [
            people[row.staff_id]
            for row in schedule.unplaced
            if row.strand == strand.strand_id and row.reason is not Reason.PREREQUISITE and row.staff_id not in tied
        ]
        if missing:
            room = room_for(programme, strand, party_of([[person] for person in missing]))
            assert not (room.suits & room.spacious & room.allowed & room.covered & room.clear).any()


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_is_taken_out_of_a_group_finds_their_place_again(seed: int, tmp_path: Path) -> None:
    """Every rule held for them a moment ago, so none may now be named as what keeps them out."""
    write_random_folder(tmp_path / "in", seed)
    problem = read_folder(tmp_path / "in").problem
    schedule = naive_schedule(problem, seed)
    sizes = Counter((row.strand, row.group_id) for row in schedule.allocations)
    audiences = audiences_of(problem)
    tied = {s.strand_id: units_of(s, audiences[s.strand_id]) for s in problem.strands}
    for taken in Random(seed).sample(schedule.allocations, min(12, len(schedule.allocations))):
        if sizes[taken.strand, taken.group_id] > 1 and taken.staff_id not in tied[taken.strand]:
            rest = [row for row in schedule.allocations if row is not taken]
            rows = {(row.staff_id, row.strand): row for row in explain(problem, schedule.sessions, rest)}
            row = rows[taken.staff_id, taken.strand]
            assert row.reason is Reason.CAPACITY
            assert row.detail.startswith("There is or could be a place")


@pytest.mark.parametrize("seed", SEEDS)
def test_details_never_hold_confidential_words(seed: int, tmp_path: Path) -> None:
    write_random_folder(tmp_path / "in", seed)
    problem, hidden = with_secret(read_folder(tmp_path / "in").problem)
    sessions, allocations = random_schedule(problem, Random(seed))
    names = {word for person in problem.people for word in (person.staff_id, person.name) if word}
    for row in explain(problem, sessions, allocations):
        assert row.detail.endswith(".")
        found = [word for word in hidden | names | {"apart", "pairs"} if word in row.detail]
        assert found == []


def with_secret(problem: Problem) -> tuple[Problem, set[str]]:
    """The problem with unmistakable values in its `not_alone` columns, and the words to look for."""
    grouping = replace(problem.strands[0].grouping, not_alone="affinity")
    strands = (replace(problem.strands[0], grouping=grouping), *problem.strands[1:])
    hidden = {strand.grouping.not_alone for strand in strands} - {""}
    people = tuple(
        replace(person, attributes={**person.attributes, **dict.fromkeys(hidden, f"violet-{n % 3}")})
        for n, person in enumerate(problem.people)
    )
    return replace(problem, strands=strands, people=people), hidden | {"violet"}


def random_schedule(problem: Problem, random: Random) -> tuple[list[Session], list[Allocation]]:
    """Groups at random times with random people: few rules are kept, many diaries filled."""
    sessions: list[Session] = []
    allocations: list[Allocation] = []
    # On the empty schedule everyone whom a strand is for is without a group.
    audience = sorted((row.strand, row.staff_id) for row in explain(problem, (), ()))
    for strand in problem.strands:
        groups = list(given_meetings(problem, strand)) if strand.given else list(new_meetings(problem, strand, random))
        people = [staff_id for strand_id, staff_id in audience if strand_id == strand.strand_id]
        random.shuffle(people)
        for meetings in groups:
            size = min(len(people), random.randint(1, strand.max_size))
            chosen, people = people[:size], people[size:]
            if chosen and random.random() < 0.8:
                sessions += meetings
                allocations += [Allocation(staff_id, strand.strand_id, meetings[0].group_id) for staff_id in chosen]
    return sessions, allocations


def given_meetings(problem: Problem, strand: Strand) -> Iterator[list[Session]]:
    groups: dict[str, list[Session]] = defaultdict(list)
    for row in problem.given:
        if row.strand == strand.strand_id:
            groups[row.group_id].append(
                Session(
                    row.session_id,
                    row.strand,
                    row.group_id,
                    row.meeting,
                    row.start,
                    row.end,
                    row.venue_id,
                    row.trainer_ids,
                )
            )
    yield from groups.values()


def new_meetings(problem: Problem, strand: Strand, random: Random) -> Iterator[list[Session]]:
    venues = [venue for venue in problem.venues if venue.mode in strand.modes]
    able = [trainer.trainer_id for trainer in problem.trainers if strand.strand_id in trainer.strands]
    starts = [t for t in strand.start_times if t.hour * 60 + t.minute + strand.duration_minutes <= MINUTES_A_DAY]
    if not venues or not starts or len(able) < strand.trainers:
        return
    for n in range(random.randint(0, 3)):
        day = strand.first_day + timedelta(
            days=random.randint(0, max(0, (strand.last_day - strand.first_day).days // 2))
        )
        meetings = []
        for meeting in range(strand.meetings):
            start = datetime.combine(day, random.choice(starts))
            end = start + timedelta(minutes=strand.duration_minutes)
            trainers = tuple(random.sample(able, strand.trainers))
            group_id = f"{strand.strand_id}-{n}"
            venue = random.choice(venues).venue_id
            meetings.append(
                Session(f"{group_id}-{meeting}", strand.strand_id, group_id, meeting + 1, start, end, venue, trainers)
            )
            day += timedelta(days=random.randint(*strand.gap_days) or 1)
        yield meetings
