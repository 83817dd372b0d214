"""What figures cost for 4,500 people, four waves and 20 items: reading and all breakdowns, in seconds.

``python -m tests.benchmarks.figures``. Nothing is asserted: machines differ.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from learning.statistics.analysis import analyse
from learning.statistics.answers import read_answers

HEADING = "response_id,wave,link_code,strand,group_id,trainer_id,directorate,is_manager,item_id,value"
WAVES = ("baseline", "post", "follow_up", "year_on")


def write(path: Path, people: int = 4500, items: int = 20, seed: int = 1) -> int:
    """A file of answers; the number of its rows."""
    rng = np.random.default_rng(seed)
    lines = [HEADING]
    for person in range(people):
        code = "-".join(str(number) for number in rng.integers(0, 30, 6))
        about = (
            f"reflection,G{person // 11},T{person // 11 % 12},Directorate {person % 9},{'yes' if person % 7 else 'no'}"
        )
        for wave in WAVES:
            for item, value in enumerate(rng.integers(1, 6, items)):
                lines.append(f"{wave}{person},{wave},{code},{about},Q{item:02},{value}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return len(lines) - 1


def main() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        rows = write(path)
        start = perf_counter()
        answers = read_answers(path)
        read = perf_counter()
        results = analyse(answers)
        done = perf_counter()
    breakdowns = results["breakdowns"]
    assert isinstance(breakdowns, list)
    print(f"{rows:,} rows read in {read - start:.2f} s")
    print(f"{len(answers.items)} items, {len(breakdowns):,} lines of breakdowns in {done - read:.2f} s")


if __name__ == "__main__":
    main()
