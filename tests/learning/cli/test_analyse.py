"""`learning analyse`: the files, the sentences, and what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pypdf
import pytest

from tests.learning.cli.conftest import Type
from tests.learning.statistics.programmes import rows, written

REPORT = {"report.html", "report.pdf"}
FILES = {"results.json", "estimates.csv", "breakdowns.csv", "suppressed.csv", "response.csv", "linking.csv"}


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return written(tmp_path / "answers.csv", rows(people=45))


def test_analyse_writes_results_and_tables(learning: Type, answers: Path, tmp_path: Path) -> None:
    result = learning("analyse", answers, "--out", tmp_path / "new" / "figures", "--primary", "P")
    assert result.exit_code == 0
    out = tmp_path / "new" / "figures"
    assert {path.name for path in out.iterdir()} >= FILES
    figures = json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert figures["sensitivity"]["P"]["family"] == "primary"
    with (out / "estimates.csv").open(encoding="utf-8", newline="") as file:
        table = {(row["item"], row["wave"], row["estimate"]): row for row in csv.DictReader(file)}
    linked = table["P", "post", "linked"]
    assert float(linked["mean_change"]) == figures["items"]["P"]["estimates"]["linked"]["mean_change"]
    assert table["P", "post", "unlinked"]["n"] == "[c]"
    assert table["P", "year_on", "linked"]["n"] == ""


def test_analyse_lists_every_defect_and_writes_nothing(learning: Type, answers: Path, tmp_path: Path) -> None:
    with answers.open("a", encoding="utf-8") as file:
        file.write("r,post,,,,,,P,6\nr,afterwards,,,,,,P,3\n")
    result = learning("analyse", answers, "--out", tmp_path / "figures")
    assert result.exit_code == 2
    assert "2 things to put right" in result.output
    assert "row 272, value" in result.output
    assert "row 273, wave" in result.output
    assert not (tmp_path / "figures").exists()


def test_analyse_refuses_a_base_under_five_and_an_unknown_item(learning: Type, answers: Path, tmp_path: Path) -> None:
    assert learning("analyse", answers, "--out", tmp_path / "figures", "--min-base", 4).exit_code == 2
    assert learning("analyse", answers, "--out", tmp_path / "figures", "--primary", "Z").exit_code == 2
    assert learning("analyse", answers, "--out", answers).exit_code == 2
    assert not (tmp_path / "figures").exists()


ITEMS = (
    "item_id,question,domain,level,reversed\n"
    "P,I would step in,Bystander,learning,\n"
    "Q,I look away,Bystander,learning,yes\n"
)
PEOPLE = "directorate,attended\nD0,40\nD1,40\nD2,40\n"


@pytest.fixture
def beside(tmp_path: Path) -> list[object]:
    (tmp_path / "items.csv").write_text(ITEMS, encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    return ["--items", tmp_path / "items.csv", "--attended", tmp_path / "people.csv"]


def test_report_is_written_as_page_and_tagged_pdf(
    learning: Type, answers: Path, tmp_path: Path, beside: list[object]
) -> None:
    out = tmp_path / "figures"
    assert learning("analyse", answers, "--out", out, *beside, "--title", "Results <2027>").exit_code == 0
    assert {path.name for path in out.iterdir()} >= FILES | REPORT
    page = (out / "report.html").read_text(encoding="utf-8")
    assert "<h1>Results &lt;2027&gt;</h1>" in page
    pdf = pypdf.PdfReader(out / "report.pdf")
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Results <2027>"
    catalogue = pdf.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-GB"
    assert "Bystander" in pdf.pages[0].extract_text()


def test_no_report_writes_figures_alone(learning: Type, answers: Path, tmp_path: Path) -> None:
    assert learning("analyse", answers, "--out", tmp_path / "figures", "--no-report").exit_code == 0
    assert not {path.name for path in (tmp_path / "figures").iterdir()} & REPORT


def test_defects_of_the_files_beside_are_named_together(learning: Type, answers: Path, tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text("item_id,level,reversed\nZ,joy,maybe\n", encoding="utf-8")
    (tmp_path / "people.csv").write_text("directorate,attended\nD0,2\nD1,many\n", encoding="utf-8")
    files = ["--items", tmp_path / "items.csv", "--attended", tmp_path / "people.csv"]
    result = learning("analyse", answers, "--out", tmp_path / "figures", *files)
    assert result.exit_code == 2
    for place in ("row 2, item_id", "row 2, level", "row 2, reversed", "row 3, attended"):
        assert place in result.output
    assert not (tmp_path / "figures").exists()


def test_more_answers_than_people_and_an_arm_that_is_no_column_are_refused(
    learning: Type, answers: Path, tmp_path: Path
) -> None:
    (tmp_path / "people.csv").write_text("directorate,attended\nD0,2\nD1,40\nD2,40\n", encoding="utf-8")
    result = learning("analyse", answers, "--out", tmp_path / "figures", "--attended", tmp_path / "people.csv")
    assert result.exit_code == 2
    assert "of D0 is 2, but 15 answered" in result.output
    assert learning("analyse", answers, "--out", tmp_path / "figures", "--arm", "colour").exit_code == 2
    assert not (tmp_path / "figures").exists()


def test_ledger_remembers_what_came_out(learning: Type, tmp_path: Path) -> None:
    """Two people more than in the first report are told by no difference; a change of what was said is refused."""
    few, more = rows(people=60, missing=0.0), rows(people=62, missing=0.0)
    ledger, out = tmp_path / "ledger.json", tmp_path / "figures"
    first = written(tmp_path / "answers.csv", few)
    asked = ["--out", out, "--no-report", "--ledger", ledger]
    assert learning("analyse", first, *asked).exit_code == 0
    assert json.loads((out / "results.json").read_text())["items"]["P"]["estimates"]["linked"]["n"] == 60
    second = written(tmp_path / "answers.csv", [*few, *more[len(few) :]])
    assert learning("analyse", second, *asked).exit_code == 0
    assert json.loads((out / "results.json").read_text())["items"]["P"]["estimates"]["linked"] is None
    assert len(json.loads(ledger.read_text())["releases"]) == 2
    remembered = ledger.read_bytes()
    changed = written(tmp_path / "answers.csv", [(*few[0][:-1], 1 if few[0][-1] != 1 else 2), *few[1:]])
    result = learning("analyse", changed, *asked)
    assert result.exit_code == 2
    assert "b0: was in release 1 of" in result.output or "is gone or says something else now" in result.output
    assert ledger.read_bytes() == remembered


def test_what_is_no_ledger_is_refused(learning: Type, answers: Path, tmp_path: Path) -> None:
    (tmp_path / "ledger.json").write_text('{"form": "another"}')
    result = learning("analyse", answers, "--out", tmp_path / "figures", "--ledger", tmp_path / "ledger.json")
    assert result.exit_code == 2
    assert "is not a ledger" in result.output
    assert not (tmp_path / "figures").exists()


def test_agreement_of_coders_stands_in_results_and_report(learning: Type, answers: Path, tmp_path: Path) -> None:
    """Two coders agree on 9 of 10 comments, of which both find the theme in 5: alpha is 1 - 19 x 2 / (2 x 11 x 9)."""
    first = ["yes"] * 6 + ["no"] * 4
    second = ["yes"] * 5 + ["no"] * 5
    lines = [f"c{n},{who},pay,{code}" for who, codes in (("A", first), ("B", second)) for n, code in enumerate(codes)]
    coding = tmp_path / "codes.csv"
    coding.write_text("comment_id,coder,theme,code\n" + "\n".join(lines))
    out = tmp_path / "figures"
    assert learning("analyse", answers, "--out", out, "--coding", coding, "--min-base", 5).exit_code == 0
    (theme,) = json.loads((out / "results.json").read_text())["coding"]["themes"]
    assert theme["krippendorff_alpha"] == pytest.approx(1 - 19 * 2 / (2 * 11 * 9))
    assert theme["comments"] == 5
    assert "pay 0.81 (5 comments)" in (out / "report.html").read_text()
    coding.write_text("comment_id,coder,theme,code\nc1,A,pay,perhaps\n,A,pay,yes\n")
    result = learning("analyse", answers, "--out", out, "--coding", coding)
    assert result.exit_code == 2
    assert "2 things to put right" in result.output
