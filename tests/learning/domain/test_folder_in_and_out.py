"""A programme folder goes into the database and comes out unchanged in meaning."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from learning.domain.scheduling.folder_in import strand_code, take_in_folder
from learning.domain.scheduling.folder_out import folder_texts, packed, unpacked, write_folder
from learning.domain.scheduling.problems import UnreadableProgrammeError, problem_of, take_snapshot
from learning.models import Change, Person
from learning.queries.programmes import strands_of
from scheduler.errors import FolderError
from scheduler.folder import read_folder
from scheduler.problem import Problem
from tests.learning.programmes import sample_folder
from tests.learning.world import SYSTEM, World, make_world
from tests.random_folders import write_random_folder


def meaning(problem: Problem) -> Problem:
    """The problem with people's blank attributes left out, and strands without a title called by their id."""
    people = tuple(
        replace(person, attributes={name: value for name, value in person.attributes.items() if value})
        for person in problem.people
    )
    strands = tuple(replace(strand, title=strand.title or strand.strand_id) for strand in problem.strands)
    return replace(problem, people=people, strands=strands)


@pytest.mark.parametrize("seed", range(40))
def test_random_folder_comes_out_as_the_same_problem(session: Session, world: World, tmp_path: Path, seed: int) -> None:
    write_random_folder(tmp_path / "in", seed)
    take_in_folder(session, SYSTEM, world.programme, tmp_path / "in")
    (tmp_path / "out").mkdir()
    write_folder(folder_texts(session, world.programme), tmp_path / "out")
    assert meaning(read_folder(tmp_path / "out").problem) == meaning(read_folder(tmp_path / "in").problem)


def test_council_comes_out_as_the_same_problem_on_both_databases(session_on_both: Session, tmp_path: Path) -> None:
    world = make_world(session_on_both)
    take_in_folder(session_on_both, SYSTEM, world.programme, sample_folder())
    session_on_both.commit()
    session_on_both.expire_all()
    write_folder(folder_texts(session_on_both, world.programme), tmp_path)
    assert meaning(read_folder(tmp_path).problem) == meaning(read_folder(sample_folder()).problem)


def test_folder_that_was_taken_in_again_takes_the_place_of_the_first(
    session: Session, world: World, tmp_path: Path
) -> None:
    write_random_folder(tmp_path / "one", 1)
    write_random_folder(tmp_path / "two", 2)
    take_in_folder(session, SYSTEM, world.programme, tmp_path / "one")
    take_in_folder(session, SYSTEM, world.programme, tmp_path / "two")
    (tmp_path / "out").mkdir()
    write_folder(folder_texts(session, world.programme), tmp_path / "out")
    assert meaning(read_folder(tmp_path / "out").problem) == meaning(read_folder(tmp_path / "two").problem)
    codes = [strand.code for strand in strands_of(session, world.programme)]
    assert len(set(codes)) == len(codes)


def test_faulty_folder_changes_nothing_and_names_every_defect(session: Session, world: World, tmp_path: Path) -> None:
    write_random_folder(tmp_path, 3)
    take_in_folder(session, SYSTEM, world.programme, tmp_path)
    before = folder_texts(session, world.programme)
    (tmp_path / "staff.csv").write_text("staff_id,joins_on,pattern\nA,tomorrow,sometimes\n", encoding="utf-8")
    with pytest.raises(FolderError) as refusal:
        take_in_folder(session, SYSTEM, world.programme, tmp_path)
    assert {defect.column for defect in refusal.value.defects} >= {"joins_on", "pattern"}
    assert folder_texts(session, world.programme) == before


def test_programmes_of_others_stay_as_they_are(session: Session, world: World) -> None:
    take_in_folder(session, SYSTEM, world.programme, sample_folder())
    take_in_folder(session, SYSTEM, world.foreign_programme, sample_folder())
    take_in_folder(session, SYSTEM, world.programme, sample_folder())
    for programme in (world.programme, world.foreign_programme):
        assert session.query(Person).filter(Person.programme_id == programme.id).count() == 90
    assert session.query(Person).filter(Person.programme_id == world.other_programme.id).count() == 0


def test_what_was_taken_in_stands_in_the_trace(session: Session, world: World) -> None:
    take_in_folder(session, SYSTEM, world.programme, sample_folder())
    change = session.query(Change).filter(Change.action == "take in folder").one()
    assert (change.actor_name, change.after["staff"]) == ("The tests", 90)


def test_snapshot_is_stored_once_and_reads_as_the_programme(session: Session, world: World) -> None:
    take_in_folder(session, SYSTEM, world.programme, sample_folder())
    first, second = take_snapshot(session, world.programme), take_snapshot(session, world.programme)
    assert first.id == second.id
    assert meaning(problem_of(first)) == meaning(read_folder(sample_folder()).problem)


def test_snapshot_of_a_programme_that_cannot_be_planned_is_refused_in_words(session: Session, world: World) -> None:
    with pytest.raises(UnreadableProgrammeError) as refusal:
        take_snapshot(session, world.programme)
    assert any("programme.toml" in sentence for sentence in refusal.value.sentences)


def test_packing_is_the_same_for_the_same_files(session: Session, world: World) -> None:
    texts = {"staff.csv": "staff_id\nÄ\n", "programme.toml": ""}
    assert packed(texts) == packed(dict(reversed(texts.items())))
    assert unpacked(packed(texts)) == texts


@pytest.mark.parametrize(
    ("title", "taken", "code"),
    [
        ("Information session", (), "IN"),
        ("Information session", ("IN",), "IS"),
        ("Reflection", ("RE",), "RF"),
        ("X", (), "XA"),
        ("123", (), "XA"),
    ],
)
def test_strand_gets_two_letters_that_no_other_has(title: str, taken: tuple[str, ...], code: str) -> None:
    assert strand_code(title, taken) == code
