"""Time and memory of the sign-in sheets of a whole strand, written by the command of an installation.

    LEARNING_INSTANCE=... python -m tests.benchmarks.rosters PROGRAMME [--strand reflection]

It ends with status 1 where 400 sheets would take longer than a minute, or more than 300 MB were needed at a time.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import pypdf

SHEETS, MOST_SECONDS, MOST_MEGABYTES = 400, 60.0, 300.0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("programme")
    parser.add_argument("--strand", default="reflection")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rosters-") as folder:
        command = (sys.executable, "-m", "learning.cli", "rosters", asked.programme, "--strand", asked.strand)
        began = perf_counter()
        subprocess.run([*command, "--out", folder], check=True)
        seconds = perf_counter() - began
        pages = sum(len(pypdf.PdfReader(file).pages) for file in Path(folder).glob("*.pdf"))
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    for_all = seconds * SHEETS / max(1, pages)
    print(f"{pages} pages in {seconds:.1f} s, so {SHEETS} in {for_all:.1f} s; {megabytes:.0f} MB at most")
    sys.exit(int(for_all > MOST_SECONDS or megabytes > MOST_MEGABYTES))


if __name__ == "__main__":
    main()
