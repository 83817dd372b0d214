"""One peer in a process of its own: started, watched for memory and time, ended at its limit."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.main_job import SECONDS_BETWEEN_SAMPLES, children_of, resident_bytes
from tests.benchmarks.peers.case import Case, Ints, write_case
from tests.benchmarks.peers.telling import ANSWER, TOLD

ROOT = Path(__file__).resolve().parents[3]
GRACE_SECONDS = 60.0
"""How long after its limit a peer may take to end by itself."""


@dataclass(frozen=True)
class Peer:
    """A solver and one way to write the case for it. ``python`` runs its ``module``; None: it is not installed."""

    name: str
    module: str
    formulation: str
    python: Path | None
    missing: str = ""
    """What to do if it is not installed."""


@dataclass(frozen=True)
class Limits:
    """The same for every peer. ``enough`` placed are everybody who can be."""

    seconds: float
    cores: int
    enough: int


@dataclass(frozen=True)
class Outcome:
    """What a peer reached. Seconds count from before its process began."""

    peer: Peer
    status: str
    seconds: float
    complete_seconds: float | None
    built_seconds: float | None
    peak_bytes: int
    placed: int
    group_of: Ints


def run_peer(peer: Peer, case: Case, limits: Limits, folder: Path, progress: Callable[[str], None]) -> Outcome:
    """Run a peer on the case until it ends or is ended. Raises KeyboardInterrupt once it is ended, if pressed."""
    assert peer.python is not None
    folder.mkdir(parents=True)
    write_case(case, folder / "case.npz")
    started, peak = time.monotonic(), 0
    with (folder / "said.txt").open("wb") as said:
        running = subprocess.Popen(
            command_of(peer, limits, folder, started), cwd=ROOT, stdout=said, stderr=said, start_new_session=True,
            preexec_fn=lambda: confine(limits.cores),
        )  # fmt: skip
    try:
        while running.poll() is None and time.monotonic() - started < limits.seconds + GRACE_SECONDS:
            peak = max(peak, sum(map(resident_bytes, children_of(running.pid))))
            progress(latest(folder))
            time.sleep(SECONDS_BETWEEN_SAMPLES * 5)
    finally:
        ended = running.poll() is not None
        if not ended:
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    return outcome(peer, case, limits, folder, running.returncode if ended else None, time.monotonic() - started, peak)


def command_of(peer: Peer, limits: Limits, folder: Path, started: float) -> list[str]:
    figures = {"formulation": peer.formulation, "started": started, **vars(limits)}
    options = [part for name, value in figures.items() for part in (f"--{name}", str(value))]
    return [str(peer.python), "-m", peer.module, str(folder), *options]


def confine(cores: int) -> None:
    """Keep this process and its children on so many cores."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


def told_lines(folder: Path) -> list[dict[str, Any]]:
    """Every whole line that the peer has told so far."""
    path = folder / TOLD
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def latest(folder: Path) -> str:
    told = told_lines(folder)
    last = next((line for line in reversed(told) if "placed" in line), None)
    return f"{last['placed']:,} placed" if last else "building"


def outcome(
    peer: Peer, case: Case, limits: Limits, folder: Path, status: int | None, seconds: float, peak: int
) -> Outcome:
    """What stands in the folder when the process has ended; ``status`` None: it was ended at its limit."""
    told = told_lines(folder)
    answer = folder / ANSWER
    group_of = np.load(answer, allow_pickle=False) if answer.exists() else case.start
    ended = next((line["status"] for line in told if line["event"] == "ended"), None)
    said = (folder / "said.txt").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    last = max((line["placed"] for line in told if line["event"] == "better"), default=0)
    # Timefold hands its answer over only at its end: what it told of on the way must not be lost from the table.
    cut_off = f"ended at its limit, {last:,} placed when last heard of"
    fault = f"died: {said[-1] if said else f'exit status {status}'}"
    return Outcome(
        peer,
        cut_off if status is None else ended or fault,
        seconds,
        next((t["seconds"] for t in told if t["event"] == "better" and t["placed"] >= limits.enough), None),
        next((line["seconds"] for line in told if line["event"] == "built"), None),
        peak,
        int((group_of >= 0).sum()),
        group_of,
    )
