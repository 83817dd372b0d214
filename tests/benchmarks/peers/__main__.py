"""The product beside its peers, in one run on one case and one machine.

``python -m tests.benchmarks.peers`` runs, one after the other and on the same cores: this product, the
whole command from files to files; CP-SAT, HiGHS and Timefold, each with our timetable, only feasible
pairs, a greedy start and two formulations of which the better counts; and first come, first served
booking many times over. Every answer is judged by the product's judge. Prints Markdown tables. Nothing
is asserted: machines differ. Ctrl-C ends the peer that runs and keeps what is there. With the limit of
ten minutes for each of six peers and formulations it takes up to an hour.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from scheduler import FolderError, read_folder, read_schedule
from tests.benchmarks.peers.booking import BOOKINGS, book
from tests.benchmarks.peers.case import Case
from tests.benchmarks.peers.given import NotModelledError, Timetable, case_of, timetable_of
from tests.benchmarks.peers.greedy import greedy_start
from tests.benchmarks.peers.installed import WAYS, Installed, installed, machine
from tests.benchmarks.peers.product import NothingReachedError, given_folder, roomier_folder, run_product
from tests.benchmarks.peers.race import Limits, run_peer
from tests.benchmarks.peers.report import Report, as_json, markdown
from tests.benchmarks.peers.verdict import breaches


def asked_for() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.peers", description=__doc__)
    parser.add_argument("case", nargs="?", default="mixed-4500", help="a shared case by name, or a programme folder")
    parser.add_argument("--seconds", type=float, default=600.0, help="the limit of each peer and formulation")
    parser.add_argument(
        "--spare", type=int, default=0, help="seats that the groups of the peers' timetable have to spare"
    )
    parser.add_argument("--cores", type=int, default=2, help="for the product and for every peer")
    parser.add_argument("--peers", default=",".join(WAYS), help=f"some of {','.join(WAYS)}, or none")
    parser.add_argument("--bookings", type=int, default=20, help="runs of each way of first come, first served")
    parser.add_argument("--json", type=Path, metavar="FILE", help="every figure, kept up to date during the run")
    asked = parser.parse_args()
    asked.peers = [] if asked.peers == "none" else asked.peers.split(",")
    if unknown := sorted(set(asked.peers) - set(WAYS)):
        parser.error(f"--peers: {', '.join(unknown)} is not known; choose of {', '.join(WAYS)}, or none.")
    if not (0 < asked.seconds < 86400 and asked.cores > 0 and asked.bookings >= 0 and asked.spare >= 0):
        parser.error("--seconds (less than a day), --cores must be above 0; --bookings and --spare not below it.")
    return asked


def folder_of(case: str) -> Path:
    """A folder as it is, or the shared case of that name."""
    shared = Path(os.environ.get("LEARNING_SHARED") or Path(__file__).resolve().parents[4] / "shared")
    return Path(case) if Path(case).is_dir() else shared / "instances" / case


def say(text: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {text}", file=sys.stderr, flush=True)


def watching(name: str) -> Callable[[str], None]:
    """Say how a run stands, whenever that has changed and a while has gone by."""
    said = ["", 0.0]

    def progress(text: str) -> None:
        if text != said[0] and time.monotonic() - float(said[1]) > 5.0:
            say(f"{name}: {text}")
            said[:] = [text, time.monotonic()]

    return progress


def prepare(report: Report, folder: Path, room: Path, asked: argparse.Namespace) -> tuple[Timetable, Case]:
    """The product's run, and from its timetable what the peers are given."""
    problem = read_folder(folder).problem
    timetable_of(problem, ())  # refuses at once what the peers cannot be given
    report.ours = ours = run_product(folder, room / "schedule", asked.seconds, asked.cores)
    say(f"learning: {ours.placed:,} of {ours.possible:,} placed, whole command {ours.seconds:.1f} s")
    if asked.spare:
        roomier = roomier_folder(folder, asked.spare, room)
        ours = run_product(roomier, room / "roomier", asked.seconds, asked.cores)
    report.timetable = ours.out
    started = time.monotonic()
    timetable = timetable_of(problem, read_schedule(ours.out).sessions)
    report.groups = len(timetable.groups)
    case = greedy_start(case_of(timetable))
    report.preparing_seconds = time.monotonic() - started
    report.greedy, report.pairs = int((case.start >= 0).sum()), len(case.pairs)
    say(f"{report.pairs:,} feasible pairs; the greedy start places {report.greedy:,}")
    return timetable, case


def run_given(report: Report, folder: Path, room: Path, asked: argparse.Namespace) -> None:
    """The product on what the peers are given: the same timetable, people to be placed."""
    assert report.timetable is not None
    made = given_folder(folder, report.timetable / "sessions.csv", room)
    try:
        report.given = run_product(made, room / "given", asked.seconds, asked.cores)
        say(f"learning, given timetable: whole command {report.given.seconds:.1f} s")
    except NothingReachedError as reached:
        say(f"learning, given timetable: {reached}")


def run_bookings(report: Report, timetable: Timetable, case: Case, runs: int) -> None:
    for way, (rules, any_time) in BOOKINGS.items() if runs else ():
        report.bookings[way] = []
        for seed in range(runs):
            booked = book(case, seed, rules, any_time=any_time)
            report.bookings[way].append((booked, len(breaches(timetable, booked.group_of))))
        say(f"booking, {way}: {min(each.placed for each, _ in report.bookings[way]):,} placed at worst")


def run_peers(
    report: Report, timetable: Timetable, case: Case, there: Installed, room: Path, asked: argparse.Namespace
) -> None:
    assert report.ours is not None
    limits = Limits(asked.seconds, asked.cores, report.ours.placed)
    for peer in there.peers:
        name = f"{peer.name}, {peer.formulation}"
        if peer.name not in asked.peers:
            continue
        if peer.python is None:
            report.missing.append((name, peer.missing))
            say(f"{name}: {peer.missing}")
            continue
        outcome = run_peer(peer, case, limits, room / peer.name / peer.formulation, watching(name))
        report.outcomes.append((outcome, len(breaches(timetable, outcome.group_of))))
        say(f"{name}: {outcome.placed:,} placed after {outcome.seconds:.1f} s, {outcome.status}")
        keep(report, asked.json)


def keep(report: Report, path: Path | None) -> None:
    if path:
        path.write_text(json.dumps(as_json(report), indent=2) + "\n", encoding="utf-8")


def main() -> int:
    asked = asked_for()
    folder = folder_of(asked.case)
    if not folder.is_dir():
        say(f"There is no folder {asked.case}, and no shared case of that name; LEARNING_SHARED says where those are.")
        return 2
    there = installed()
    command = " ".join(["python -m tests.benchmarks.peers", *sys.argv[1:]])
    report = Report(folder.name, command, f"{datetime.now(UTC):%-d %B %Y}", machine(asked.cores), there.versions)
    with tempfile.TemporaryDirectory() as made:
        room = Path(made)
        try:
            timetable, case = prepare(report, folder, room, asked)
            with suppress(KeyboardInterrupt):
                run_given(report, folder, room, asked)
                run_bookings(report, timetable, case, asked.bookings)
                run_peers(report, timetable, case, there, room, asked)
        except (FolderError, NotModelledError, NothingReachedError) as refusal:
            say(str(refusal))
            return 2
        except KeyboardInterrupt:
            say("Left before anything was reached.")
            return 130
    keep(report, asked.json)
    print(markdown(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
