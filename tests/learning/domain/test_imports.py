"""Imports: nothing before it is approved, all or nothing, and back again."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from learning.domain.scheduling.folder_out import folder_texts
from learning.domain.scheduling.guarding import change_input
from learning.domain.scheduling.importing.checking import table_of_upload
from learning.domain.scheduling.importing.differences import difference
from learning.domain.scheduling.importing.imports import (
    _read,
    apply_import,
    begin_import,
    check_import,
    discard_import,
    look_at_import,
    match_columns,
    undo_import,
)
from learning.domain.scheduling.importing.kept import Looked, pack_looked
from learning.domain.scheduling.importing.uploads import Upload, pack_rows, read_upload, unpack_rows
from learning.errors import Refusal, StaleEdit
from learning.models import Change, ColumnMapping, Person, TableImport
from learning.outputs.tables import safe_cell
from learning.vocabulary import ImportState
from tests.learning.programmes import fill
from tests.learning.world import SYSTEM, World

Rows = list[list[str]]


def stored(session: Session, world: World, name: str = "staff") -> Rows:
    return list(csv.reader(io.StringIO(folder_texts(session, world.programme)[f"{name}.csv"])))


def as_csv(rows: Rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def uploaded(session: Session, world: World, rows: Rows, table: str = "staff", name: str = "hr.csv") -> TableImport:
    found = begin_import(session, SYSTEM, world.programme, table, name, as_csv(rows))
    match_columns(session, world.programme, found, found.mapping)
    session.commit()
    return found


def test_same_table_changes_nothing_whatever_its_order(session: Session, world: World) -> None:
    fill(session, world)
    headings, *rows = stored(session, world)
    chance = random.Random(1)
    places = list(range(len(headings)))
    chance.shuffle(places)
    chance.shuffle(rows)
    found = uploaded(session, world, [[row[place] for place in places] for row in [headings, *rows]])
    checked, differs = check_import(session, world.programme, found)
    assert checked.defects == ()
    assert differs.nothing
    assert differs.same == len(rows)


def test_difference_names_who_is_new_changed_and_left(session: Session, world: World) -> None:
    fill(session, world)
    headings, *rows = stored(session, world)
    manager, name = headings.index("line_manager_id"), headings.index("name")
    rows[5][manager], rows[6][name] = rows[0][0], "Another Name"
    gone = rows.pop(20)
    rows.append(["N1", *rows[7][1:]])
    differs = check_import(session, world.programme, uploaded(session, world, [headings, *rows]))[1]
    assert [key for key, _ in differs.new] == ["N1"]
    assert [key for key, _ in differs.left] == [gone[0]]
    assert {row.key: set(row.cells) for row in differs.changed} == {
        rows[5][0]: {"line_manager_id"},
        rows[6][0]: {"name"},
    }
    assert differs.line_managers == 1


def test_applied_and_undone_is_as_before(session: Session, world: World) -> None:
    fill(session, world)
    before = dict(folder_texts(session, world.programme))
    headings, *rows = stored(session, world)
    del rows[10:30]
    found = uploaded(session, world, [headings, *rows])
    apply_import(session, SYSTEM, world.programme, found)
    session.commit()
    assert len(stored(session, world)) == len(rows) + 1
    undo_import(session, SYSTEM, world.programme, found)
    session.commit()
    assert folder_texts(session, world.programme) == before
    assert found.state is ImportState.UNDONE


def test_what_is_said_of_somebody_leaves_with_them_and_comes_back(session: Session, world: World) -> None:
    fill(session, world)
    absent = next(row[1] for row in stored(session, world, "unavailability")[1:] if row[0] == "staff")
    headings, *rows = stored(session, world)
    leads = {row[11] for row in stored(session, world, "trainers")[1:]}
    assert absent not in leads
    found = uploaded(session, world, [headings, *(row for row in rows if row[0] != absent)])
    checked, _ = check_import(session, world.programme, found)
    assert checked.defects == ()
    assert checked.with_it["unavailability"] >= 1
    apply_import(session, SYSTEM, world.programme, found)
    assert absent not in folder_texts(session, world.programme)["unavailability.csv"]
    undo_import(session, SYSTEM, world.programme, found)
    assert absent in folder_texts(session, world.programme)["unavailability.csv"]


def test_every_defect_is_named_at_once_with_the_files_own_row_and_heading(session: Session, world: World) -> None:
    fill(session, world)
    headings, *rows = stored(session, world)
    headings[headings.index("joins_on")] = "Start date"
    rows[3][headings.index("Start date")] = "tomorrow"
    rows[5][headings.index("pattern")] = "sometimes"
    rows[8][0] = rows[7][0]
    table = [[], ["", ""], headings, *rows[:4], [], *rows[4:]]
    found = uploaded(session, world, table)
    checked, _ = check_import(session, world.programme, found)
    assert {(one.row, one.column) for one in checked.defects if one.row} == {
        (7, "Start date"),
        (10, "pattern"),
        (13, "staff_id"),
    }


def test_faulty_file_is_not_imported(session: Session, world: World) -> None:
    fill(session, world)
    before = stored(session, world)
    headings, *rows = stored(session, world)
    rows[3][headings.index("joins_on")] = "tomorrow"
    found = uploaded(session, world, [headings, *rows])
    with pytest.raises(Refusal, match="Put right"):
        apply_import(session, SYSTEM, world.programme, found)
    assert stored(session, world) == before


def test_table_that_was_changed_in_between_is_looked_at_again(session: Session, world: World) -> None:
    fill(session, world)
    headings, *rows = stored(session, world)
    first = uploaded(session, world, [headings, *rows[:-1]])
    second = uploaded(session, world, [headings, *rows[:-2]])
    apply_import(session, SYSTEM, world.programme, second)
    with pytest.raises(StaleEdit, match="changed by somebody else"):
        apply_import(session, SYSTEM, world.programme, first)
    apply_import(session, SYSTEM, world.programme, first)


def test_only_the_last_import_is_undone(session: Session, world: World) -> None:
    fill(session, world)
    headings, *rows = stored(session, world)
    first = uploaded(session, world, [headings, *rows[:-1]])
    apply_import(session, SYSTEM, world.programme, first)
    second = uploaded(session, world, [headings, *rows[:-2]])
    apply_import(session, SYSTEM, world.programme, second)
    with pytest.raises(Refusal, match="Only the last"):
        undo_import(session, SYSTEM, world.programme, first)
    undo_import(session, SYSTEM, world.programme, second)
    undo_import(session, SYSTEM, world.programme, first)
    assert stored(session, world) == [headings, *rows]


def test_import_that_was_built_upon_is_not_undone(session: Session, world: World) -> None:
    fill(session, world)
    headings, *rows = stored(session, world)
    found = uploaded(session, world, [headings, *rows[:-1]])
    apply_import(session, SYSTEM, world.programme, found)
    session.scalars(select(Person).where(Person.staff_id == rows[0][0])).first().name = "Corrected"  # type: ignore[union-attr]
    session.flush()
    with pytest.raises(StaleEdit, match="was changed after this import"):
        undo_import(session, SYSTEM, world.programme, found)


def test_discarded_import_changes_nothing_and_is_not_applied(session: Session, world: World) -> None:
    fill(session, world)
    found = uploaded(session, world, stored(session, world)[:-1])
    discard_import(session, found)
    with pytest.raises(Refusal, match="applied or discarded already"):
        apply_import(session, SYSTEM, world.programme, found)


def test_columns_are_guessed_and_remembered(session: Session, world: World) -> None:
    fill(session, world)
    headings, *rows = stored(session, world)
    named = {"staff_id": "Employee Number", "line_manager_id": "Reports to", "team": "Department", "site": "Hauptort"}
    theirs = [named.get(heading, heading) for heading in headings]
    found = begin_import(session, SYSTEM, world.programme, "staff", "hr.csv", as_csv([theirs, *rows]))
    assert {ours: found.mapping.get(ours) for ours in named} == {**named, "site": None}
    match_columns(session, world.programme, found, {**found.mapping, "site": "Hauptort"})
    assert check_import(session, world.programme, found)[1].nothing
    apply_import(session, SYSTEM, world.programme, found)
    again = begin_import(session, SYSTEM, world.programme, "staff", "hr.csv", as_csv([theirs, *rows]))
    assert again.mapping["site"] == "Hauptort"
    assert session.scalars(select(ColumnMapping)).one().mapping["site"] == "Hauptort"


@pytest.mark.parametrize(
    ("mapping", "field", "words"),
    [
        ({"name": "name"}, "staff_id", "Choose the column of the file that holds staff_id"),
        ({"staff_id": "name", "name": "name"}, "staff_id", "for one column alone"),
        ({"staff_id": "somewhere"}, "staff_id", "Choose a column of the file"),
    ],
)
def test_mapping_that_makes_no_sense_is_refused(
    session: Session, world: World, mapping: dict[str, str], field: str, words: str
) -> None:
    fill(session, world)
    found = begin_import(session, SYSTEM, world.programme, "staff", "hr.csv", as_csv(stored(session, world)))
    with pytest.raises(Refusal, match=words) as refusal:
        match_columns(session, world.programme, found, mapping)
    assert refusal.value.field == field


def test_workbook_is_read_as_well_as_text(session: Session, world: World) -> None:
    fill(session, world)
    book = Workbook()
    for row in stored(session, world):
        book.active.append(row)  # type: ignore[union-attr]
    content = io.BytesIO()
    book.save(content)
    found = begin_import(session, SYSTEM, world.programme, "staff", "hr.xlsx", content.getvalue())
    match_columns(session, world.programme, found, found.mapping)
    assert check_import(session, world.programme, found)[1].nothing


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n , \n", "is empty"),
        (b"PK\x03\x04 not a workbook", "is not an XLSX workbook"),
        (b"\xd0\xcf\x11\xe0", "old or a protected workbook"),
        (b"a,b\n\0", "NUL byte"),
        (b'a,b\n"open', "never closed"),
        (b"a," * 300 + b"\n", "more than 200 columns"),
        (b"a\n" + b"1\n" * 200_001, "more than 200,000 rows"),
    ],
)
def test_file_that_is_no_table_is_refused_by_name(session: Session, world: World, content: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=words) as refusal:
        begin_import(session, SYSTEM, world.programme, "staff", "hr.csv", content)
    assert "hr.csv" in refusal.value.sentence
    assert session.scalars(select(TableImport)).all() == []


def test_import_stands_in_the_trace_with_its_counts(session: Session, world: World) -> None:
    fill(session, world)
    found = uploaded(session, world, stored(session, world)[:-1])
    apply_import(session, SYSTEM, world.programme, found)
    change = session.scalars(select(Change).where(Change.action == "import table")).one()
    assert change.sentence == "Staff imported from hr.csv: 0 new, 0 changed, 1 left."


@given(st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), min_size=1, max_size=6))
def test_upload_survives_packing(rows: Rows) -> None:
    assert [list(row) for row in unpack_rows(pack_rows(Upload(rows))).rows] == rows


CELLS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff\u200b\u2060"), max_size=12
)


@settings(max_examples=200)
@given(st.lists(CELLS, min_size=1, max_size=8, unique=True))
def test_table_that_was_exported_is_read_back_as_it_was(cells: list[str]) -> None:
    """Whatever looks like a formula is written as text, and is itself again when it comes back."""
    rows = [["staff_id", "note"], *([str(number), safe_cell(cell)] for number, cell in enumerate(cells))]
    upload = read_upload("export.csv", as_csv(rows))
    table = _read(table_of_upload(upload, {"staff_id": "staff_id"}), "staff")
    assert table.column("note") == [cell.strip() for cell in cells]
    assert not any(text.startswith(("=", "+", "-", "@")) for row in rows[1:] for text in row[1:])


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5)))
def test_difference_parts_all_rows_into_new_left_changed_and_same(
    order: list[int], kept: set[int], edited: set[int]
) -> None:
    old = _read(as_csv([["staff_id", "name"], *([f"E{one}", "x"] for one in range(6))]).decode(), "staff")
    rows = [[f"E{one}", "y" if one in edited else "x"] for one in order if one in kept]
    new = _read(as_csv([["staff_id", "name"], *rows]).decode(), "staff") if rows else _read("staff_id,name\n", "staff")
    found = difference("staff", old, new)
    assert len(found.left) == 6 - len(kept)
    assert {row.key for row in found.changed} == {f"E{one}" for one in kept & edited}
    assert found.same == len(kept - edited)
    assert found.new == ()


def test_findings_are_kept_until_the_programme_changes(session: Session, world: World) -> None:
    fill(session, world)
    headings, *rows = stored(session, world)
    rows[3][headings.index("pattern")] = "sometimes"
    found = uploaded(session, world, [headings, *rows])
    assert look_at_import(session, world.programme, found) == Looked.of(*check_import(session, world.programme, found))
    # what is kept is what is shown
    found.findings = pack_looked(replace(look_at_import(session, world.programme, found), rows=7))
    assert look_at_import(session, world.programme, found).rows == 7
    # another change of the programme shows in the difference at the next look
    renamed = update(Person).where(Person.staff_id == rows[0][0]).values(name="Another Name")
    change_input(session, world.programme, lambda: session.execute(renamed))
    looked = look_at_import(session, world.programme, found)
    assert looked.rows == len(rows)
    assert rows[0][0] in {row.key for row in looked.differs.changed}
