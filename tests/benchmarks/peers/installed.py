"""Which peers are there to run, in which versions, and what to do for those that are not."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.main_job import MEGABYTE
from tests.benchmarks.peers.race import ROOT, Peer

PEERS_PYTHON = ROOT / ".venv" / "peers" / "bin" / "python"
MAKE_PEERS = "not installed: run make peers"
NO_JAVA = "needs Java 17 or later (Debian, Ubuntu: apt-get install default-jre-headless)"
QUESTION = """
import importlib.metadata, importlib.util, json
told = {}
for name in ("highspy", "timefold"):
    try:
        told[name] = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        continue
try:
    import jpype
    told["java"] = jpype.getDefaultJVMPath()
except Exception:
    pass
print(json.dumps(told))
"""
WAYS = {
    "CP-SAT": ("cp_sat", ("pairs", "counts")),
    "HiGHS": ("highs", ("pairs", "counts")),
    "Timefold": ("timefold_seats", ("unassigned", "overfull")),
}
"""Solver -> its module here and the formulations that it is given."""


@dataclass(frozen=True)
class Installed:
    """Peers in order, and the version of everything that takes part."""

    peers: tuple[Peer, ...]
    versions: dict[str, str]


def installed() -> Installed:
    """Look for the peers' environment, for Java and for what is in them."""
    there = ask_peers()
    missing = {
        "CP-SAT": "",
        "HiGHS": "" if "highspy" in there else MAKE_PEERS,
        "Timefold": MAKE_PEERS if "timefold" not in there else "" if "java" in there else NO_JAVA,
    }
    peers = []
    for name, (module, formulations) in WAYS.items():
        python = Path(sys.executable) if name == "CP-SAT" else PEERS_PYTHON
        for formulation in formulations:
            found = None if missing[name] else python
            peers.append(Peer(name, f"tests.benchmarks.peers.{module}", formulation, found, missing[name]))
    return Installed(tuple(peers), versions(there))


def ask_peers() -> dict[str, str]:
    if not PEERS_PYTHON.exists():
        return {}
    done = subprocess.run([PEERS_PYTHON, "-c", QUESTION], capture_output=True, text=True, check=False, timeout=60)
    return dict(json.loads(done.stdout)) if done.returncode == 0 else {}


def versions(there: dict[str, str]) -> dict[str, str]:
    from importlib.metadata import version

    found = {"Python": platform.python_version(), "learning": version("learning"), "OR-Tools": version("ortools")}
    found |= {name: there[key] for name, key in (("HiGHS", "highspy"), ("Timefold", "timefold")) if key in there}
    if "java" in there:
        found["Java"] = java_version(Path(there["java"]))
    return found


def java_version(library: Path) -> str:
    """The version of the Java that holds a library, as its release file tells it."""
    for folder in library.parents:
        release = folder / "release"
        if release.is_file():
            for line in release.read_text(encoding="utf-8").splitlines():
                if line.startswith("JAVA_VERSION="):
                    return line.partition("=")[2].strip('"')
    return "unknown"


def machine(cores: int) -> str:
    """The machine in words, as far as a run depends on it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE / 1024
    there = len(os.sched_getaffinity(0))
    return f"{min(cores, there)} of {there} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}"
