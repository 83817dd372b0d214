"""The tables: who placed how many, in what time and memory, as Markdown and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

from tests.benchmarks.main_job import MEGABYTE
from tests.benchmarks.peers.booking import Booked
from tests.benchmarks.peers.product import Ours
from tests.benchmarks.peers.race import Outcome

PEERS_HEADINGS = ("who", "everyone placed after", "of it building", "memory", "placed", "of", "times ours", "judge")
BOOKING_HEADINGS = (
    "first come, first served",
    "placed on average",
    "worst",
    "of",
    "in groups too small to run",
    "breaches of rules",
)


@dataclass
class Report:
    """Everything that a run has found so far."""

    case: str
    command: str
    date: str
    machine: str
    versions: Mapping[str, str]
    ours: Ours | None = None
    given: Ours | None = None
    """The product on the timetable that the peers are given; None: not run, or not everybody was placed."""
    timetable: Path | None = None
    """The schedule whose timetable the peers are given."""
    groups: int = 0
    greedy: int = 0
    pairs: int = 0
    preparing_seconds: float = 0.0
    outcomes: list[tuple[Outcome, int]] = field(default_factory=list)
    """Each with the number of breaches that the judge found."""
    missing: list[tuple[str, str]] = field(default_factory=list)
    bookings: dict[str, list[tuple[Booked, int]]] = field(default_factory=dict)
    """Way to book -> its runs, each with the number of breaches that the judge found."""


def better_ways(outcomes: Sequence[tuple[Outcome, int]]) -> dict[str, Outcome]:
    """The better formulation of each solver: the sooner complete, else the more placed."""

    def rank(outcome: Outcome) -> tuple[float, int]:
        return (outcome.complete_seconds or float("inf"), -outcome.placed)

    best: dict[str, Outcome] = {}
    for outcome, breaches in outcomes:
        name = outcome.peer.name
        if not breaches and (name not in best or rank(outcome) < rank(best[name])):
            best[name] = outcome
    return best


def fastest_ratio(report: Report) -> float | None:
    """How many times the whole command the fastest peer took that placed everyone; None if none did."""
    complete = [o.complete_seconds for o in better_ways(report.outcomes).values() if o.complete_seconds is not None]
    return min(complete) / report.ours.seconds if complete and report.ours else None


def markdown(report: Report) -> str:
    """What goes into the README: the command, the date, the machine and the tables."""
    lines = [f"`{report.command}`, on {report.date}, {report.machine},"]
    lines += [", ".join(f"{name} {version}" for name, version in report.versions.items()) + ".", ""]
    lines += table(PEERS_HEADINGS, peer_rows(report))
    lines += ["", *remarks(report), ""]
    lines += table(BOOKING_HEADINGS, booking_rows(report))
    return "\n".join(lines)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    body = [headings, ["---"] * len(headings), *rows]
    return [f"| {' | '.join(row)} |" for row in body]


def peer_rows(report: Report) -> Iterable[list[str]]:
    ours = report.ours
    if ours is None:
        return
    whole = "learning, from files to files (`--until-complete`)"
    placed = counts(ours.placed, ours.possible)
    yield [whole, seconds(ours.seconds), "", memory(ours.peak_bytes), *placed, "1", judged(ours.breaches)]
    first = "learning, until its first complete schedule"
    yield [first, seconds(ours.complete_seconds), "", "", *placed, "", ""]
    if report.given:
        same = "learning on the peers' timetable, from files to files (`--until-complete`)"
        given = counts(report.given.placed, ours.possible)
        yield [
            same,
            seconds(report.given.seconds),
            "",
            memory(report.given.peak_bytes),
            *given,
            "",
            judged(report.given.breaches),
        ]
    better = better_ways(report.outcomes).values()
    for outcome, breaches in report.outcomes:
        name = f"{outcome.peer.name}, {outcome.peer.formulation}"
        complete = outcome.complete_seconds
        yield [
            f"**{name}**" if outcome in better else name,
            seconds(complete) if complete is not None else f"not in {seconds(outcome.seconds)} ({outcome.status})",
            seconds(outcome.built_seconds),
            memory(outcome.peak_bytes),
            *counts(outcome.placed, ours.possible),
            times(complete / ours.seconds) if complete is not None else "",
            judged(breaches),
        ]
    for name, why in report.missing:
        yield [name, why, *[""] * (len(PEERS_HEADINGS) - 2)]


def remarks(report: Report) -> list[str]:
    """What the figures mean, and the one that counts."""
    start = (
        f"Peers get our timetable of {report.groups:,} groups, {report.pairs:,} feasible pairs of a person's seat and a"
        " group, and a greedy start"
        f" that places {report.greedy:,}; making these ({report.preparing_seconds:.1f} s) is not counted for them."
        " Bold: the better formulation of each."
    )
    ratio = fastest_ratio(report)
    if ratio is None:
        return [start, "No peer placed everyone within its limit."]
    return [start, f"The fastest peer that placed everyone took {times(ratio)} times as long as our whole command."]


def booking_rows(report: Report) -> Iterable[list[str]]:
    possible = report.ours.possible if report.ours else 0
    for way, runs in report.bookings.items():
        placed = [run.placed for run, _ in runs]
        small = [mean(run.in_small_groups for run, _ in runs), mean(run.small_groups for run, _ in runs)]
        lost, broken = f"{small[0]:,.1f} in {small[1]:.1f}", mean(breaches for _, breaches in runs)
        yield [way, f"{mean(placed):,.0f}", f"{min(placed):,}", f"{possible:,}", lost, f"{broken:,.1f}"]


def counts(placed: int, possible: int) -> tuple[str, str]:
    return f"{placed:,}", f"{possible:,}"


def judged(breaches: int) -> str:
    return f"{breaches:,} breaches" if breaches else "clean"


def times(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}"


def seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.1f} s"


def memory(value: int) -> str:
    return f"{value // MEGABYTE:,} MB"


def as_json(report: Report) -> dict[str, Any]:
    """Every figure, for whoever reads it by machine."""
    return {
        "case": report.case,
        "command": report.command,
        "date": report.date,
        "machine": report.machine,
        "versions": dict(report.versions),
        "learning": ours_json(report.ours),
        "learning_on_the_given_timetable": ours_json(report.given),
        "groups": report.groups,
        "pairs": report.pairs,
        "greedy_placed": report.greedy,
        "preparing_seconds": report.preparing_seconds,
        "peers": [
            {
                "name": outcome.peer.name,
                "formulation": outcome.peer.formulation,
                "status": outcome.status,
                "seconds": outcome.seconds,
                "seconds_to_complete": outcome.complete_seconds,
                "seconds_to_build": outcome.built_seconds,
                "peak_bytes": outcome.peak_bytes,
                "placed": outcome.placed,
                "breaches": breaches,
            }
            for outcome, breaches in report.outcomes
        ],
        "missing": dict(report.missing),
        "fastest_peer_over_learning": fastest_ratio(report),
        "bookings": {
            way: [
                {
                    "placed": run.placed,
                    "small_groups": run.small_groups,
                    "in_small_groups": run.in_small_groups,
                    "breaches": breaches,
                }
                for run, breaches in runs
            ]
            for way, runs in report.bookings.items()
        },
    }


def ours_json(ours: Ours | None) -> dict[str, Any] | None:
    return ours and {
        "seconds": ours.seconds,
        "seconds_to_first_complete": ours.complete_seconds,
        "peak_bytes": ours.peak_bytes,
        "placed": ours.placed,
        "possible": ours.possible,
        "breaches": ours.breaches,
    }
