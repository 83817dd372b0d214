"""The description of the programme folder names all that the reader knows, and its examples are read."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest

from learning.cli.exits import Exit
from scheduler.folder import read_folder
from scheduler.folder.findings import Findings
from scheduler.folder.grouping import Columns
from scheduler.folder.keys import Keys
from scheduler.folder.programme import read_programme
from scheduler.folder.reading import LAYOUTS
from scheduler.folder.schedule import TABLES
from scheduler.folder.strands import Surroundings, read_strands, strand_tables
from scheduler.folder.tables import Layout, Table
from scheduler.measures import measure
from scheduler.outcome import Status
from scheduler.problem import Aim, GroupingRule, KeepApart, Mode, Problem
from scheduler.schedule import Reason, Schedule
from scheduler.summary import figures

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = (ROOT / "docs" / "programme-folder.md").read_text(encoding="utf-8")
ABOUT_KEYS = {
    "programme": "`[programme]`",
    "strands": "`[[strands]]`",
    "size": "`size`",
    "after": "What must come first",
    "grouping": "Grouping",
}
OWN_KEYS = {"audience", "exclude", "max_same", "mix", "trainer_kinds"}
"""Tables whose keys are columns and kinds of the user's own."""
OPTIONAL_TABLES = [layout.name for layout in LAYOUTS if layout.may_be_absent]


def section(title: str) -> str:
    """The text under one heading, up to the next heading of any level."""
    (found,) = re.findall(rf"^#+ {re.escape(title)}\n(.*?)(?=^#|\Z)", without_examples(), re.DOTALL | re.MULTILINE)
    return str(found)


def without_examples() -> str:
    return re.sub(r"^```.*?^```", "", DOCUMENT, flags=re.DOTALL | re.MULTILINE)


def first_cells(text: str) -> list[str]:
    """What stands as code in the first column of the tables in a text."""
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def examples(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE)


def named_tables() -> dict[str, str]:
    """File name -> the example of it in the small folder."""
    return dict(re.findall(r"^`(\w+\.csv)`:\n\n```csv\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE))


class Recorded(dict[str, object]):
    """A TOML table that notes in ``asked`` under its name which keys a reader looks for."""

    def __init__(self, name: str, values: dict[str, object], asked: defaultdict[str, set[str]]) -> None:
        super().__init__({key: recorded(key, value, asked) for key, value in values.items()})
        self.name, self.asked = name, asked

    def __contains__(self, key: object) -> bool:
        self.asked[self.name].add(str(key))
        return super().__contains__(key)

    def get(self, key: str, default: object = None) -> object:
        self.asked[self.name].add(key)
        return super().get(key, default)


def recorded(name: str, value: object, asked: defaultdict[str, set[str]]) -> object:
    if isinstance(value, list):
        return [recorded(name, entry, asked) for entry in value]
    return Recorded(name, value, asked) if isinstance(value, dict) else value


def known_keys() -> dict[str, set[str]]:
    """Table of programme.toml -> every key that the reader looks for in it."""
    asked: defaultdict[str, set[str]] = defaultdict(set)
    values = recorded("", tomllib.loads(whole_examples()[1], parse_float=Decimal), asked)
    keys = Keys("", values, Findings())
    programme = read_programme(keys)
    assert programme
    heading, *rows = csv.reader(named_tables()["staff.csv"].splitlines())
    staff = Table("staff.csv", tuple(heading), range(2, len(rows) + 2), rows)
    read_strands(strand_tables(keys), Surroundings(programme, Columns(staff), None, frozenset()))
    return asked


def whole_examples() -> list[str]:
    return [text for text in examples("toml") if "[programme]" in text and "[[strands]]" in text]


def snippets() -> list[str]:
    return [text for text in examples("toml") if text not in whole_examples()]


def completed(snippet: str) -> str:
    """The small folder's programme with the snippet's keys in place of its own.

    A snippet without a heading belongs to a strand: the last one, as others can come before that.
    """
    programme, *strands = whole_examples()[0].split("[[strands]]\n")
    body = snippet.removeprefix("[programme]\n")
    if body != snippet:
        programme = f"{without_keys(programme, body)}{body}\n"
    else:
        if "after" in tomllib.loads(body):
            strands.append(
                strands[-1].replace('id = "reflection"', 'id = "another"').replace("trainers = 1", "trainers = 0")
            )
        strands[-1] = f"{without_keys(strands[-1], body)}{body}"
    return "[[strands]]\n".join([programme, *strands])


def without_keys(text: str, snippet: str) -> str:
    keys = tomllib.loads(snippet).keys()
    return "".join(line for line in text.strip().splitlines(keepends=True) if line.split(" = ")[0] not in keys) + "\n"


def written(folder: Path, programme: str, extra: Iterable[tuple[str, str]] = ()) -> Path:
    """A folder with the programme, the tables of the small folder and some more."""
    (folder / "programme.toml").write_text(programme, encoding="utf-8")
    for name, text in (*named_tables().items(), *extra):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_description_of_a_table_has_its_columns_and_no_others(layout: Layout) -> None:
    assert set(first_cells(section(layout.name))) == set(layout.columns)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_description_of_a_table_says_which_columns_are_needed(layout: Layout) -> None:
    needed = re.findall(r"^\| `([^`]+)` \| yes \|", section(layout.name), re.MULTILINE)
    assert tuple(needed) == layout.required


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_list_of_files_has_every_table_and_says_which_are_needed(layout: Layout) -> None:
    needed = "no" if layout.may_be_absent else "yes"
    assert f"| [`{layout.name}`](#{layout.name}) | {needed} |" in section("The files")


@pytest.mark.parametrize("layout", TABLES, ids=lambda layout: layout.name)
def test_description_of_a_result_table_has_its_columns_and_no_others(layout: Layout) -> None:
    columns = [cell for cell in first_cells(section(f"{layout.name}.csv")) if cell not in set(Reason)]
    assert columns == list(layout.columns)


def test_every_table_of_the_settings_file_is_described() -> None:
    assert known_keys().keys() - {""} - OWN_KEYS == ABOUT_KEYS.keys()


@pytest.mark.parametrize("table", ABOUT_KEYS)
def test_description_of_the_settings_file_has_its_keys_and_no_others(table: str) -> None:
    assert set(first_cells(section(ABOUT_KEYS[table]))) == known_keys()[table]


@pytest.mark.parametrize("key", sorted(known_keys()["programme"] | known_keys()["strands"]))
def test_every_setting_occurs_in_an_example(key: str) -> None:
    assert re.search(rf"^{key} = ", "\n".join(examples("toml")), re.MULTILINE)


@pytest.mark.parametrize("words", [Aim, GroupingRule, KeepApart, Mode, Reason], ids=lambda words: words.__name__)
def test_every_word_that_is_allowed_is_in_the_description(words: type[StrEnum]) -> None:
    assert [word for word in words if not re.search(rf'`"?{word}"?`', without_examples())] == []


def test_aims_stand_in_their_usual_order() -> None:
    assert first_cells(section("Order of aims")) == list(Aim)


def test_reasons_stand_in_the_order_in_which_they_are_given() -> None:
    assert first_cells(section("unplaced.csv"))[-len(Reason) :] == list(Reason)


def test_every_exit_status_is_in_the_description() -> None:
    listed = {int(status) for status in re.findall(r"^\| (\d+) \|", section("Exit statuses"), re.MULTILINE)}
    of_other_commands = {Exit.RULES_BROKEN, Exit.TRY_LATER}  # of judging, and of taking mail
    assert listed | of_other_commands == set(Exit)


def test_every_status_of_a_written_schedule_is_in_the_description() -> None:
    assert [status for status in Status if status is not Status.NONE and f"`{status}`" not in DOCUMENT] == []


def test_every_figure_of_the_summary_is_in_the_description(small: Problem) -> None:
    summary = figures(small, Schedule())
    strands, aims = summary["strands"], summary["aims"]
    assert isinstance(strands, dict)
    assert isinstance(aims, dict)
    text = section("summary.json")
    assert measure(small, Schedule()).strands.keys() == strands.keys()
    keys = {*summary, *strands["information"], *aims["placed"]}
    assert [key for key in sorted(keys) if f"`{key}`" not in text] == []


@pytest.fixture
def small(tmp_path: Path) -> Problem:
    return read_folder(written(tmp_path, whole_examples()[0])).problem


@pytest.mark.parametrize("programme", whole_examples())
def test_whole_example_is_read_without_a_warning(programme: str, tmp_path: Path) -> None:
    reading = read_folder(written(tmp_path, programme))
    assert len(reading.problem.people) == 12
    assert reading.warnings == ()


@pytest.mark.parametrize("snippet", snippets())
def test_example_of_settings_is_read_without_a_warning(snippet: str, tmp_path: Path) -> None:
    reading = read_folder(written(tmp_path, completed(snippet)))
    assert reading.warnings == ()


def examples_of_tables() -> dict[str, str]:
    """Name -> example, of every table that need not be there."""
    found = {}
    for name in OPTIONAL_TABLES:
        (found[name],) = re.findall(
            rf"^### {name}\n(?:(?!^#).)*?^```csv\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE
        )
    return found


@pytest.mark.parametrize("table", OPTIONAL_TABLES)
def test_example_of_a_table_is_read_without_a_warning(table: str, tmp_path: Path) -> None:
    tables = examples_of_tables()
    wanted = {table, "sessions"} if table == "locks" else {table}
    extra = [(f"{name}.csv", tables[name]) for name in wanted]
    reading = read_folder(written(tmp_path, whole_examples()[0], extra))
    assert reading.warnings == ()


def test_every_link_inside_the_description_leads_to_a_heading() -> None:
    headings = re.findall(r"^#+ (.*)$", without_examples(), re.MULTILINE)
    places = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", DOCUMENT)) - places == set()


def test_readme_links_to_the_description() -> None:
    assert "](docs/programme-folder.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
