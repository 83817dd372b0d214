"""A whole folder through the application: nothing before it is approved, all of it then, and back again."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from learning.domain.scheduling.folder_out import folder_texts, packed
from learning.domain.scheduling.importing.archives import MOST_BYTES, read_archive
from learning.domain.scheduling.importing.folders import (
    apply_folder_import,
    begin_folder_import,
    discard_folder_import,
    findings_of,
    undo_folder_import,
)
from learning.errors import Refusal, StaleEdit
from learning.models import Change, FolderImport, Person
from learning.queries.programmes import strands_of
from learning.vocabulary import ImportState
from tests.learning.programmes import fill, sample_folder
from tests.learning.world import SYSTEM, World
from tests.random_folders import write_random_folder


def zipped(folder: Path, within: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, within + path.name)
    return content.getvalue()


def uploaded(session: Session, world: World, content: bytes, name: str = "autumn.zip") -> FolderImport:
    found = begin_folder_import(session, SYSTEM, world.programme, name, content)
    session.commit()
    return found


def edited(session: Session, world: World, file: str, old: str, new: str) -> bytes:
    texts = dict(folder_texts(session, world.programme))
    assert old in texts[file]
    return packed({**texts, file: texts[file].replace(old, new)})


@pytest.mark.parametrize("within", ["", "council/", "a/b/council/"])
def test_folder_is_stored_once_it_is_approved(session: Session, world: World, within: str) -> None:
    found = uploaded(session, world, zipped(sample_folder(), within))
    assert session.query(Person).count() == 0
    findings = findings_of(found)
    assert findings.defects == ()
    assert {row.table: row.new for row in findings.rows}["staff"] == 90
    apply_folder_import(session, SYSTEM, world.programme, found)
    assert session.query(Person).filter_by(programme_id=world.programme.id).count() == 90
    assert found.state is ImportState.APPLIED
    assert session.query(Change).filter_by(action="take in folder").count() == 1


@pytest.mark.parametrize("seed", range(10))
def test_what_goes_out_and_comes_in_changes_nothing(session: Session, world: World, tmp_path: Path, seed: int) -> None:
    write_random_folder(tmp_path / "in", seed)
    apply_folder_import(session, SYSTEM, world.programme, uploaded(session, world, zipped(tmp_path / "in")))
    again = uploaded(session, world, packed(folder_texts(session, world.programme)))
    assert findings_of(again).nothing


def test_changes_are_counted_before_they_are_made(session: Session, world: World) -> None:
    fill(session, world)
    title = next(one.title for one in strands_of(session, world.programme) if one.strand_id == "reflection")
    found = uploaded(session, world, edited(session, world, "programme.toml", f'"{title}"', '"Reflecting together"'))
    settings = findings_of(found).settings
    assert settings is not None
    assert settings.strands_changed == ("Reflecting together",)
    assert (settings.own, settings.strands_new, settings.strands_left) == ((), (), ())
    assert all(row.nothing for row in findings_of(found).rows)


def test_every_defect_is_named_and_nothing_is_stored(session: Session, world: World) -> None:
    fill(session, world)
    before = folder_texts(session, world.programme)
    found = uploaded(session, world, edited(session, world, "staff.csv", "mon-fri", "sometimes"))
    assert {(one.file, one.column) for one in findings_of(found).defects} == {("staff.csv", "pattern")}
    assert len(findings_of(found).defects) == before["staff.csv"].count("mon-fri")
    with pytest.raises(Refusal, match="Put right"):
        apply_folder_import(session, SYSTEM, world.programme, found)
    assert folder_texts(session, world.programme) == before


def test_folder_is_undone_as_long_as_nothing_was_changed_since(session: Session, world: World, tmp_path: Path) -> None:
    before = folder_texts(session, world.programme)
    first = uploaded(session, world, zipped(sample_folder()))
    apply_folder_import(session, SYSTEM, world.programme, first)
    undo_folder_import(session, SYSTEM, world.programme, first)
    assert folder_texts(session, world.programme) == before
    again = uploaded(session, world, zipped(sample_folder()))
    apply_folder_import(session, SYSTEM, world.programme, again)
    person = session.query(Person).filter_by(programme_id=world.programme.id).first()
    assert person is not None
    person.name = "Another Name"
    session.flush()
    with pytest.raises(StaleEdit, match="lose those changes"):
        undo_folder_import(session, SYSTEM, world.programme, again)


def test_change_in_between_means_looking_again(session: Session, world: World) -> None:
    fill(session, world)
    found = uploaded(session, world, packed(folder_texts(session, world.programme)))
    assert findings_of(found).nothing
    session.query(Person).filter_by(programme_id=world.programme.id).first().name = "Another Name"  # type: ignore[union-attr]
    session.flush()
    with pytest.raises(StaleEdit):
        apply_folder_import(session, SYSTEM, world.programme, found)
    assert {row.table: row.changed for row in findings_of(found).rows}["staff"] == 1
    apply_folder_import(session, SYSTEM, world.programme, found)
    assert session.query(Person).filter_by(name="Another Name").count() == 0


def test_what_was_taken_in_is_neither_taken_in_twice_nor_discarded(session: Session, world: World) -> None:
    found = uploaded(session, world, zipped(sample_folder()))
    apply_folder_import(session, SYSTEM, world.programme, found)
    for refused in (lambda: apply_folder_import(session, SYSTEM, world.programme, found),
                    lambda: discard_folder_import(session, found)):  # fmt: skip
        with pytest.raises(Refusal):
            refused()


def archive_of(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in files.items():
            archive.writestr(name, inside)
    return content.getvalue()


TWO = {"one/programme.toml": b"", "two/programme.toml": b""}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cannot be read as a zip"),
        (b"staff_id,name\n1,A\n", "cannot be read as a zip"),
        (archive_of(**{"staff.csv": b"staff_id\n"}), "holds no programme.toml"),
        (archive_of(**TWO), "more than one programme"),
        (archive_of(**{"programme.toml": b"", **{f"{n}.csv": b"" for n in range(501)}}), "more than 500 files"),
        (archive_of(**{"programme.toml": b"", "staff.csv": bytes(MOST_BYTES + 1)}), "unpacks to more than 150 MB"),
    ],
)
def test_archive_that_is_no_programme_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        read_archive("x.zip", content)


def test_files_outside_the_folder_are_passed_over() -> None:
    files = {
        "council/programme.toml": b"a", "council/staff.csv": b"b", "council/notes.docx": b"c",
        "council/more/venues.csv": b"d", "__MACOSX/council/programme.toml": b"e", "../trainers.csv": b"f",
    }  # fmt: skip
    assert read_archive("x.zip", archive_of(**files)) == {"programme.toml": b"a", "staff.csv": b"b"}


@given(st.binary(max_size=400), st.integers(0, 2000))
def test_damaged_archive_is_refused_or_read_and_never_a_fault(noise: bytes, place: int) -> None:
    whole = archive_of(**{"programme.toml": b"[programme]\n" * 20, "staff.csv": b"staff_id\n1\n" * 50})
    place = min(place, len(whole))
    with suppress(Refusal):
        read_archive("x.zip", whole[:place] + noise + whole[place + len(noise) :])
