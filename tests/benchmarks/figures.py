"""What figures cost for 4,500 people, four waves and 20 items: reading and all breakdowns, in seconds.

``python -m tests.benchmarks.figures`` takes answers without a gap, then answers with gaps: 3 % of the questions are
skipped, and 60 % answer the follow-up, so that what to hold back differs item by item. Nothing is asserted: machines
differ.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from learning.statistics.analysis import analyse
from learning.statistics.analysis.comparing import comparisons
from learning.statistics.analysis.estimates import changes
from learning.statistics.answers import read_answers

HEADING = "response_id,wave,link_code,strand,group_id,trainer_id,directorate,is_manager,item_id,value"
WAVES = ("baseline", "post", "follow_up", "year_on")
THERE = {"baseline": 0.9, "post": 0.8, "follow_up": 0.6, "year_on": 0.45}
SKIPPED = 0.03


def write(path: Path, people: int = 4500, items: int = 20, seed: int = 1, *, gaps: bool = False) -> int:
    """A file of answers; the number of its rows."""
    rng = np.random.default_rng(seed)
    lines = [HEADING]
    for person in range(people):
        code = "-".join(str(number) for number in rng.integers(0, 30, 6))
        about = (
            f"reflection,G{person // 11},T{person // 11 % 12},Directorate {person % 9},{'yes' if person % 7 else 'no'}"
        )
        for wave in WAVES:
            if gaps and rng.random() > THERE[wave]:
                continue
            for item, value in enumerate(rng.integers(1, 6, items)):
                if gaps and rng.random() < SKIPPED:
                    continue
                lines.append(f"{wave}{person},{wave},{code},{about},Q{item:02},{value}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return len(lines) - 1


def main() -> None:
    for gaps in (False, True):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "answers.csv"
            rows = write(path, gaps=gaps)
            start = perf_counter()
            answers = read_answers(path)
            read = perf_counter()
            for comparison in comparisons(answers)[0]:
                changes(comparison, answers)
            plain = perf_counter()
            results = analyse(answers)
            done = perf_counter()
        shown, held = results["breakdowns"], results["breakdowns_suppressed"]
        assert isinstance(shown, list)
        assert isinstance(held, list)
        print(f"{'with' if gaps else 'without'} gaps: {rows:,} rows read in {read - start:.2f} s; the estimates alone")
        print(
            f"  {plain - read:.2f} s; all, {len(shown):,} lines of breakdowns, what to hold back, {done - plain:.2f} s"
        )
        print(f"  {len(held)} figures of lines held back or without an interval")


if __name__ == "__main__":
    main()
