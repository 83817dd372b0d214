"""What spreadsheets and HR systems do to tables, and what becomes of it."""

from __future__ import annotations

import time as clock
from pathlib import Path

import pytest

from scheduler.folder.findings import Findings
from scheduler.folder.people import STAFF
from scheduler.folder.tables import read_table
from tests.scheduler.folder.small import FILES, added, defects_of, reading_of, replaced, write_folder


def test_byte_order_mark_and_padded_headings_change_nothing(tmp_path: Path) -> None:
    staff = FILES["staff.csv"].replace("staff_id,name", "\ufeff staff_id\u00a0 ,\tname ")
    padded = "\r\n".join(f"{line},,," for line in staff.splitlines())
    assert reading_of(tmp_path / "a", {"staff.csv": padded}) == reading_of(tmp_path / "b")


def test_windows_1252_is_read_with_a_warning(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, {"staff.csv": FILES["staff.csv"].replace("Ann", "Zoë").encode("cp1252")})
    assert reading.problem.people[0].name == "Zoë"
    assert [(w.file, "Windows-1252" in w.message) for w in reading.warnings] == [("staff.csv", True)]


def test_bytes_of_no_encoding_name_their_row(tmp_path: Path) -> None:
    (defect,) = defects_of(write_folder(tmp_path, {"staff.csv": FILES["staff.csv"].encode() + b"006,\x81\n"}))
    assert "0x81 near row 7" in defect.message


def test_blank_rows_are_skipped_and_counted(tmp_path: Path) -> None:
    staff = FILES["staff.csv"].replace("003,Cat", "\n , ,\n003,Cat").replace("2027-01-18", "soon")
    assert [d.row for d in defects_of(write_folder(tmp_path, {"staff.csv": staff}))] == [6]


def test_cell_of_several_lines_is_one_row(tmp_path: Path) -> None:
    staff = FILES["staff.csv"].replace("Ann", '"Ann\nMarie"').replace("2027-01-18", "soon")
    assert [d.row for d in defects_of(write_folder(tmp_path, {"staff.csv": staff}))] == [4]


def test_heading_that_is_repeated_is_left_out_with_a_warning(tmp_path: Path) -> None:
    heading = FILES["staff.csv"].splitlines()[0]
    reading = reading_of(tmp_path, added("staff.csv", heading))
    assert len(reading.problem.people) == 5
    assert [(w.file, w.row) for w in reading.warnings] == [("staff.csv", 7)]


def test_heading_below_a_title_is_pointed_out(tmp_path: Path) -> None:
    (defect,) = defects_of(write_folder(tmp_path, {"venues.csv": "Report of venues\n\n" + FILES["venues.csv"]}))
    assert "row 3" in defect.message


@pytest.mark.parametrize("row", ["Total,5", "Grand total,,,5", ",,,,5", "Subtotal"])
def test_totals_under_the_table_are_a_defect(tmp_path: Path, row: str) -> None:
    (defect,) = defects_of(write_folder(tmp_path, added("staff.csv", row)))
    assert (defect.row, defect.column) == (7, "staff_id")
    assert "delete" in defect.message


def test_two_columns_of_one_name_that_agree_are_one(tmp_path: Path) -> None:
    lines = FILES["venues.csv"].splitlines()
    doubled = [f"{line},{extra}" for line, extra in zip(lines, ("mode", "online", ""), strict=True)]
    assert reading_of(tmp_path / "a", {"venues.csv": "\n".join(doubled)}) == reading_of(tmp_path / "b")


def test_column_without_a_heading_is_left_out_with_a_warning(tmp_path: Path) -> None:
    numbered = [f"{n or ''},{line}" for n, line in enumerate(FILES["venues.csv"].splitlines())]
    reading = reading_of(tmp_path / "a", {"venues.csv": "\n".join(numbered)})
    assert reading.problem == reading_of(tmp_path / "b").problem
    assert ["column A" in w.message for w in reading.warnings] == [True]


def test_leading_zeros_are_kept_and_their_loss_is_named(tmp_path: Path) -> None:
    assert reading_of(tmp_path / "a").problem.people[0].staff_id == "001"
    (defect,) = defects_of(write_folder(tmp_path / "b", replaced("apart.csv", "001,", "1.0,")))
    assert 'Did you mean "001"?' in defect.message


def test_number_format_of_identifiers_is_undone_in_all_tables_alike(tmp_path: Path) -> None:
    def numbered(text: str, suffix: str) -> str:
        for digit in "12345":
            text = text.replace(f"00{digit}", f"10{digit}{suffix}")
        return text

    plain = {name: numbered(text, "") for name, text in FILES.items()}
    floats = {name: numbered(text, ".0") if name != "wishes.csv" else plain[name] for name, text in FILES.items()}
    reading = reading_of(tmp_path / "a", floats)
    assert reading.problem == reading_of(tmp_path / "b", plain).problem
    assert {w.file for w in reading.warnings} >= {"staff.csv", "apart.csv", "locks.csv", "unavailability.csv"}


def test_error_mark_in_a_column_without_a_use_is_a_warning(tmp_path: Path) -> None:
    staff = "\n".join(
        f"{line},{'cost_centre' if n == 0 else '#REF!'}" for n, line in enumerate(FILES["staff.csv"].splitlines())
    )
    reading = reading_of(tmp_path, {"staff.csv": staff})
    assert [(w.row, w.column) for w in reading.warnings] == [(row, "cost_centre") for row in range(2, 7)]


def test_200_columns_of_25000_rows_are_read_in_seconds(tmp_path: Path) -> None:
    heading = ",".join(["staff_id", *(f"c{n}" for n in range(199))])
    cells = ",".join("" if n % 3 else f"value {n}" for n in range(199))
    (tmp_path / "staff.csv").write_text("\n".join([heading, *(f"{n:05},{cells}" for n in range(25_000))]))
    findings = Findings()
    start = clock.perf_counter()
    table = read_table(tmp_path, STAFF, findings)
    print(f"25,000 rows of 200 columns in {clock.perf_counter() - start:.2f} s")
    assert (len(table.rows), len(table.headings), findings.defects) == (25_000, 200, ())
    assert clock.perf_counter() - start < 8
