"""What a peer tells while it runs: lines in a file, and the best answer so far beside it.

A peer may be ended at any moment; whatever it has told stands.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.benchmarks.peers.case import Case, Ints, read_case

TOLD, ANSWER = "told.jsonl", "answer.npy"
SECONDS_BETWEEN_ANSWERS = 2.0
"""Answers that do not place everybody are written no more often than this."""


@dataclass
class Teller:
    """Where and how a peer tells. ``started`` is a reading of `time.monotonic`, taken before its process began."""

    folder: Path
    started: float
    seconds: float
    cores: int
    enough: int
    """So many placed are everybody who can be."""
    best: int = -1
    written: float = field(default=-SECONDS_BETWEEN_ANSWERS)

    def elapsed(self) -> float:
        return time.monotonic() - self.started

    def left(self) -> float:
        """Seconds of the limit that are left."""
        return max(0.0, self.seconds - self.elapsed())

    def tell(self, event: str, **figures: object) -> None:
        line = json.dumps({"event": event, "seconds": round(self.elapsed(), 3), **figures})
        with (self.folder / TOLD).open("a", encoding="utf-8") as lines:
            lines.write(line + "\n")

    def better(self, group_of: Ints) -> bool:
        """Tell of an answer if it places more than any before; whether it places everybody."""
        placed = int((group_of >= 0).sum())
        complete = placed >= self.enough
        if placed > self.best:
            self.best = placed
            self.tell("better", placed=placed)
            if complete or self.elapsed() - self.written >= SECONDS_BETWEEN_ANSWERS:
                self.write(group_of)
        return complete

    def score(self, placed: int, broken: int) -> None:
        """Tell of an answer that cannot be looked at yet: how many have a group in it, what it breaks."""
        if broken == 0 and placed > self.best:
            self.best = placed
            self.tell("better", placed=placed)
        else:
            self.tell("score", placed=placed, broken=broken)

    def write(self, group_of: Ints) -> None:
        """Replace the answer in one step."""
        draft = self.folder / f"draft-{ANSWER}"
        np.save(draft, group_of, allow_pickle=False)
        draft.replace(self.folder / ANSWER)
        self.written = self.elapsed()


def called() -> tuple[Case, str, Teller]:
    """What the command line of a peer's process asks for: the case, the formulation, whom to tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, help="holds case.npz; the answer is written there")
    parser.add_argument("--formulation", required=True)
    parser.add_argument("--started", type=float, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--cores", type=int, required=True)
    parser.add_argument("--enough", type=int, required=True)
    asked = parser.parse_args()
    teller = Teller(asked.folder, asked.started, asked.seconds, asked.cores, asked.enough)
    return read_case(asked.folder / "case.npz"), asked.formulation, teller
