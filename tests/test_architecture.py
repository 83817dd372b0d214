"""The house keeps its own rules: layers, types, style, names, locked requirements, a true map."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent
MODULES = sorted(path for package in ("scheduler", "learning") for path in (ROOT / package).rglob("*.py"))
EMPTY_NAMES = {"helper", "helpers", "util", "utils", "data", "info", "handle", "handler", "process", "misc", "common"}
NAMED_BY_A_LIBRARY = {"process", "process_bind_param", "process_result_value"}  # WTForms and SQLAlchemy call them
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-peers.lock")
PEERS = Path("tests", "benchmarks", "peers", "requirements.txt")


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_layers_are_kept() -> None:
    run(str(PROGRAMS / "lint-imports"), "--no-cache")  # its cache forgets that modules come and go


def test_style_is_kept() -> None:
    run(str(PROGRAMS / "ruff"), "check")


def test_layout_is_the_formatters() -> None:
    run(str(PROGRAMS / "ruff"), "format", "--check")


def test_types_hold() -> None:
    run(sys.executable, "-m", "mypy")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_says_what_it_is_for_and_names_things_for_what_they_are(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "a module begins with a sentence about what it is for"
    names = [module.stem] + [
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    words = {name: set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_")) for name in names}
    assert [name for name in names if words[name] & EMPTY_NAMES and name not in NAMED_BY_A_LIBRARY] == []


def mapped() -> dict[str, bool]:
    """Path of each thing on the README's map -> whether it is a folder."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    drawing = readme.split("## Map of the code")[1].split("```")[1]
    found, folder = {}, ""
    for line in drawing.strip("\n").splitlines():
        name = line.split()[0]
        folder = folder if line.startswith(" ") else name
        path = f"{folder}{name}" if line.startswith(" ") else name
        found[path.rstrip("/")] = name.endswith("/")
    return found


def test_map_names_only_what_exists() -> None:
    wrong = [
        path for path, folder in mapped().items() if (ROOT / path).is_dir() != folder or not (ROOT / path).exists()
    ]
    assert wrong == []


def test_map_names_every_module_and_package() -> None:
    standing = {
        str(path.relative_to(ROOT))
        for package in ("scheduler", "learning")
        for path in (ROOT / package).iterdir()
        if (path.suffix == ".py" and path.name != "__init__.py") or (path / "__init__.py").exists()
    }
    assert standing - mapped().keys() == set()


def locked(name: str) -> dict[str, list[str]]:
    """Package -> its pinned versions (one for each kind of Python), each of which has hashes."""
    pins: dict[str, list[str]] = {}
    for entry in re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip()):
        pin = re.match(r"([a-z0-9.-]+)==([^\s;]+)", entry)
        assert pin, f"not a pin: {entry[:60]}"
        assert "--hash=sha256:" in entry, f"no hash: {entry[:60]}"
        pins.setdefault(pin[1], []).append(pin[2])
    return pins


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_download_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"https?:|index-url|find-links| @ ", text) == []


def test_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    asked = {
        "requirements.lock": project["project"]["dependencies"] + groups["build"],
        "requirements-dev.lock": project["project"]["dependencies"] + groups["build"] + groups["dev"],
        "requirements-peers.lock": [
            line for line in (ROOT / PEERS).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
        ],
    }
    for name, requirements in asked.items():
        pins = locked(name)
        for requirement in map(Requirement, requirements):
            assert pins.get(requirement.name), f"{name} lacks {requirement.name}: run make lock"
            allowed = requirement.specifier
            assert all(allowed.contains(version, prereleases=True) for version in pins[requirement.name]), requirement


def test_locks_agree() -> None:
    production, development, peers = (locked(name) for name in LOCKS)
    assert {name: development.get(name) for name in production} == production
    assert {name: production[name] for name in peers if name in production} == {
        name: pins for name, pins in peers.items() if name in production
    }


def test_project_names_no_place_of_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git clone, so it is not known which files belong to the project")
    places = {f"{folder}/".encode() for folder in (ROOT.parent, ROOT, Path.home()) if len(folder.parts) > 1}
    indexes = rb"--(extra-)?index-url|https?://[^\s)]*/simple/"
    own_place = re.compile(b"|".join([*map(re.escape, sorted(places)), indexes]))
    here = Path(__file__).relative_to(ROOT)
    texts = {name: (ROOT / name) for name in listed.stdout.split("\n") if name and name != str(here)}
    assert [name for name, path in texts.items() if path.is_file() and own_place.search(path.read_bytes())] == []
