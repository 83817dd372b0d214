"""The README tells the truth: its examples run, its commands and options exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from learning.cli import main
from learning.cli.exits import Exit
from scheduler.folder import read_folder

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")
TABLES = {
    "staff": "staff_id,team,directorate,line_manager_id\n"
    + "".join(f"E{number:02},Team {number % 6},Directorate {number % 2},\n" for number in range(40)),
    "trainers": "trainer_id,strands\nT1,information;reflection\nT2,information;reflection\n",
    "venues": "venue_id,mode\nONLINE,online\n",
}


def block(language: str) -> str:
    """The one example in a language, without the indentation of the list that it stands in."""
    (found,) = re.findall(rf"^( *)```{language}\n(.*?)^\1```", README, re.DOTALL | re.MULTILINE)
    return "".join(line.removeprefix(found[0]) for line in found[1].splitlines(keepends=True))


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    folder = tmp_path / "programme"
    folder.mkdir()
    (folder / "programme.toml").write_text(block("toml"), encoding="utf-8")
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_example_of_programme_toml_is_read_without_a_warning(programme: Path) -> None:
    reading = read_folder(programme)
    assert [strand.strand_id for strand in reading.problem.strands] == ["information", "reflection"]
    assert reading.warnings == ()


def test_example_in_python_makes_a_schedule(programme: Path) -> None:
    example = block("python").replace("time_seconds=30", "time_seconds=10")
    (programme.parent / "example.py").write_text(example, encoding="utf-8")
    subprocess.run([sys.executable, "example.py"], cwd=programme.parent, check=True, capture_output=True)
    assert (programme.parent / "schedule" / "allocations.csv").exists()


def options_of(parameter: click.Parameter) -> list[str]:
    return [] if getattr(parameter, "hidden", False) else [*parameter.opts, *parameter.secondary_opts]


def test_every_option_in_the_readme_exists_and_every_option_is_in_it() -> None:
    commands = [command for command in main.commands.values() if isinstance(command, click.Command)]
    existing = {option for command in commands for parameter in command.params for option in options_of(parameter)}
    existing = {option for option in existing if option.startswith("--")}
    # The long proofs are commands of their own, with options of their own.
    text = "\n".join(line for line in README.splitlines() if "python -m tests." not in line)
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text)) == existing


def test_every_command_in_the_readme_exists_and_every_command_is_in_it() -> None:
    assert set(re.findall(r"`learning ([a-z-]+)", README)) == set(main.commands)


def test_every_exit_status_is_in_the_readme() -> None:
    listed = {int(status) for status in re.findall(r"^ *\| (\d+) \| ", README, re.MULTILINE)}
    assert listed | {Exit.RULES_BROKEN} == set(Exit)
