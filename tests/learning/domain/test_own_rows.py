"""What people enter of themselves stays through imports, and nobody else reads whom they do not want to meet."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.domain.own_words import (
    features_offered,
    keep_apart,
    own_pairs,
    state_needs,
    take_back_pair,
)
from learning.domain.scheduling.folder_in import take_in_folder
from learning.domain.scheduling.importing.folders import begin_folder_import, findings_of
from learning.domain.scheduling.importing.imports import apply_import, check_import, undo_import
from learning.domain.scheduling.own_absences import enter_own_absence
from learning.domain.scheduling.problems import read_programme_as_it_stands
from learning.errors import Refusal
from learning.models import Absence, Change, Person, Trainer
from tests.learning.domain.test_imports import stored, uploaded
from tests.learning.programmes import fill, sample_folder
from tests.learning.world import SYSTEM, World


def own_absence(session: Session, world: World) -> str:
    """A trainer of the council who entered an absence; their id."""
    programme = fill(session, world)
    trainer = session.scalars(select(Trainer.trainer_id).where(Trainer.programme_id == programme.id)).first()
    assert trainer is not None
    days = date(2027, 1, 20), date(2027, 1, 22)
    enter_own_absence(session, SYSTEM, programme, trainer, *days, date(2026, 12, 1))
    session.commit()
    return trainer


def absences(session: Session, world: World) -> list[tuple[str, str, str]]:
    found = session.scalars(select(Absence).where(Absence.programme_id == world.programme.id))
    return sorted((one.owner_id, one.start, one.stated_by) for one in found)


def two_people(session: Session, world: World) -> tuple[Person, Person]:
    programme = fill(session, world)
    people = session.scalars(select(Person).where(Person.programme_id == programme.id).order_by(Person.staff_id)).all()
    names = [one.name for one in people]
    first, second = [one for one in people if names.count(one.name) == 1][:2]
    return first, second


def test_an_import_without_a_trainers_own_absence_keeps_it_and_counts_nothing_as_left(
    session: Session, world: World
) -> None:
    trainer = own_absence(session, world)
    others = [row for row in stored(session, world, "unavailability") if not {trainer, "2027-01-20"} <= set(row)]
    found = uploaded(session, world, others or [["kind", "id", "start", "end"]], "unavailability")
    checked, differs = check_import(session, world.programme, found)
    assert not checked.defects
    assert differs.nothing
    apply_import(session, SYSTEM, world.programme, found)
    session.commit()
    assert (trainer, "2027-01-20", trainer) in absences(session, world)
    undo_import(session, SYSTEM, world.programme, found)
    session.commit()
    assert (trainer, "2027-01-20", trainer) in absences(session, world)


def test_an_import_with_the_same_absence_keeps_it_once_and_as_the_trainers_own(session: Session, world: World) -> None:
    trainer = own_absence(session, world)
    found = uploaded(session, world, stored(session, world, "unavailability"), "unavailability")
    apply_import(session, SYSTEM, world.programme, found)
    session.commit()
    assert absences(session, world).count((trainer, "2027-01-20", trainer)) == 1


def test_the_preview_of_a_folder_counts_what_is_kept_as_kept(session: Session, world: World) -> None:
    own_absence(session, world)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        for path in sample_folder().iterdir():
            zipped.write(path, path.name)
    found = begin_folder_import(session, SYSTEM, world.programme, "programme.zip", archive.getvalue())
    rows = {row.table: row for row in findings_of(found).rows}
    assert "unavailability" not in rows or rows["unavailability"].left == 0


def test_taking_in_a_whole_folder_keeps_what_people_entered_themselves(session: Session, world: World) -> None:
    trainer = own_absence(session, world)
    take_in_folder(session, SYSTEM, world.programme, sample_folder())
    session.commit()
    assert (trainer, "2027-01-20", trainer) in absences(session, world)


def test_a_pair_is_read_by_the_search_and_by_whoever_stated_it_alone(session: Session, world: World) -> None:
    first, second = two_people(session, world)
    traces = len(session.scalars(select(Change.id)).all())
    keep_apart(session, world.programme, first, f"  {second.name.upper()} ")
    keep_apart(session, world.programme, first, second.name)
    session.commit()
    pairs = own_pairs(session, world.programme, first)
    assert [name for _, name in pairs] == [second.name]
    assert own_pairs(session, world.programme, second) == []
    assert len(session.scalars(select(Change.id)).all()) == traces, "the trace is read by coordinators"
    problem = read_programme_as_it_stands(session, world.programme).problem
    assert frozenset({first.staff_id, second.staff_id}) in problem.apart
    take_back_pair(session, world.programme, second, pairs[0][0])
    assert own_pairs(session, world.programme, first) == pairs, "of what others stated nothing is taken back"
    take_back_pair(session, world.programme, first, pairs[0][0])
    session.commit()
    assert own_pairs(session, world.programme, first) == []


@pytest.mark.parametrize("whom", ["", "Nobody At All"])
def test_words_that_name_nobody_are_refused(session: Session, world: World, whom: str) -> None:
    first, _ = two_people(session, world)
    with pytest.raises(Refusal):
        keep_apart(session, world.programme, first, whom)
    with pytest.raises(Refusal, match="somebody else"):
        keep_apart(session, world.programme, first, first.name)


def test_needs_are_of_what_rooms_have(session: Session, world: World) -> None:
    first, _ = two_people(session, world)
    features = features_offered(session, world.programme)
    assert features
    state_needs(session, SYSTEM, world.programme, first, features[:1])
    session.commit()
    assert first.needs == features[0]
    with pytest.raises(Refusal):
        state_needs(session, SYSTEM, world.programme, first, ["a throne"])
