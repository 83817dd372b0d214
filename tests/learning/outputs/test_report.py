"""The report: made of the results alone, readable by machines, and silent about what is held back."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import html5lib
import pytest
from pypdf import PdfReader

from learning.outputs.report import report_html
from learning.outputs.report.html import MOST_LINES, in_parts
from learning.outputs.result_files import result_files
from learning.statistics.analysis import Design, analyse
from learning.statistics.answers import read_answers
from tests.learning.pages import faults_of
from tests.learning.statistics.programmes import rows, written


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    path = written(tmp_path_factory.mktemp("answers") / "answers.csv", rows(people=160, directorates=14))
    found = analyse(read_answers(path, ()), min_base=10, primary=("P",), design=Design())
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


def test_report_is_a_page_that_stands_alone(results: dict[str, object]) -> None:
    page = report_html(results)
    document = html5lib.parse(page, namespaceHTMLElements=False)
    assert faults_of(document) == []
    assert "<script" not in page
    assert set(re.findall(r'(?:src|href)="([^"#][^"]*)"', page)) <= set()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_every_drawing_has_a_name_a_description_and_its_table(results: dict[str, object]) -> None:
    document = html5lib.parse(report_html(results), namespaceHTMLElements=False)
    figures = list(document.iter("figure"))
    assert len(figures) >= 4
    for figure in figures:
        drawing = next(one for one in figure.iter() if str(one.tag).endswith("svg"))
        assert drawing.get("role") == "img"
        assert {"title", "desc"} <= {str(one.tag).rpartition("}")[2] for one in drawing.iter()}
        assert figure.find("table") is not None
        assert figure.find("figcaption") is not None


def test_pdf_is_tagged_with_title_and_language(results: dict[str, object]) -> None:
    files = result_files(results, title="What our staff say")
    reader = PdfReader(io.BytesIO(files["report.pdf"]))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert reader.metadata is not None
    assert reader.metadata.title == "What our staff say"
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "What this can and cannot tell" in text


def test_title_that_is_markup_is_text(results: dict[str, object]) -> None:
    page = report_html(results, title="<script>alert(1)</script> & more")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page


@pytest.mark.parametrize("number", [0, 1, 9, 10, 11, 25, 101])
def test_drawings_never_outgrow_a_page(number: int) -> None:
    parts = in_parts(list(range(number)))
    assert [line for _, part in parts for line in part] == list(range(number))
    assert all(len(part) <= MOST_LINES for _, part in parts)
    assert len({words for words, _ in parts}) == len(parts)


def test_command_writes_a_report_or_not(tmp_path: Path, results: dict[str, object]) -> None:
    assert {"report.html", "report.pdf"} <= set(result_files(results))
    assert not {"report.html", "report.pdf"} & set(result_files(results, report=False))
