"""A file of answers: what is read, and every defect in its place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from learning.statistics.answers import Answers, read_answers
from scheduler.errors import FolderError

HEADING = "response_id,wave,item_id,value\n"


def read(folder: Path, text: str | bytes) -> Answers:
    path = folder / "answers.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_answers(path)


def faults(folder: Path, text: str | bytes) -> list[tuple[int | None, str]]:
    with pytest.raises(FolderError) as caught:
        read(folder, text)
    return [(defect.row, defect.column) for defect in caught.value.defects]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_marks_line_ends_order_and_further_columns_change_nothing(tmp_path: Path, mark: str, end: str) -> None:
    lines = ["mood,value,wave,item_id,response_id", "good,4,post,Q,R1", "", ",,,,", ",,post,Q,R2"]
    answers = read(tmp_path, mark + end.join(lines))
    assert answers.waves["post"].response_ids == ("R1", "R2")
    assert np.array_equal(answers.waves["post"].values, [[4], [np.nan]], equal_nan=True)


def test_every_defect_is_named_with_row_and_column(tmp_path: Path) -> None:
    rows = ["R1,post,Q,3", "", ",post,Q,3", "R2,posts,Q,3", "R3,post,,3", "R4,post,Q,nan", "R1,post,Q,4", "R5,post,Q,6"]
    assert faults(tmp_path, HEADING + "\n".join(rows)) == [
        *[(4, "response_id"), (5, "wave"), (6, "item_id"), (7, "value"), (8, "response_id"), (9, "value")]
    ]


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e999", "3,5", "1_0", "five", "٣"])
def test_what_is_no_number_is_refused(tmp_path: Path, value: str) -> None:
    assert faults(tmp_path, f'{HEADING}R1,post,Q,"{value}"') == [(2, "value")]


def test_scale_follows_from_the_values_or_is_said(tmp_path: Path) -> None:
    assert read(tmp_path, HEADING + "R1,post,Q,5\nR1,post,N,7\nR2,post,N,0.5").scales == ("number", "1-5")
    said = "response_id,wave,item_id,value,scale\nR1,post,Q,5,number\nR2,post,Q,9,\n"
    assert read(tmp_path, said).scales == ("number",)
    assert faults(tmp_path, said.replace("number", "1-5")) == [(3, "value")]
    assert faults(tmp_path, said.replace("9,", "9,1-5")) == [(3, "scale")]
    assert faults(tmp_path, said.replace("number", "likert")) == [(2, "scale"), (3, "value")]


def test_missing_and_doubled_columns_are_named(tmp_path: Path) -> None:
    assert faults(tmp_path, "wave,value,value\npost,3,3") == [(1, "response_id"), (1, "item_id"), (1, "value")]


@pytest.mark.parametrize("text", [b"", b"\xff\xfe", b'response_id,wave,item_id,value\nR1,post,"Q,3\n'])
def test_what_is_no_table_is_refused(tmp_path: Path, text: bytes) -> None:
    assert faults(tmp_path, text)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="cannot be read"):
        read_answers(tmp_path / "absent.csv")


def test_response_of_two_groups_is_refused_and_blank_is_filled(tmp_path: Path) -> None:
    text = "response_id,wave,item_id,value,group_id\nR1,post,P,3,G1\nR1,post,Q,3,\nR1,post,S,3,G2\n"
    assert faults(tmp_path, text) == [(4, "group_id")]
    assert read(tmp_path, text.replace("G2", "")).waves["post"].attributes["group_id"] == ("G1",)


def test_cell_beyond_the_heading_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path, HEADING + "R1,post,Q,3,5") == [(2, "")]
