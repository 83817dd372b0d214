"""A run in words and figures: where it is, how good its schedule is, and how good it can get."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from learning.models import Run, RunStep, Schedule
from learning.presenters.aims import AimBar, aim_bars, words
from learning.presenters.curves import Curve, curve
from learning.presenters.words import number
from learning.vocabulary import RunState

STATE_WORDS = {
    RunState.WAITING: "Waiting",
    RunState.RUNNING: "Running",
    RunState.STOPPING: "Stopping",
    RunState.ENDED: "Ended",
    RunState.FAILED: "Failed",
    RunState.DISCARDED: "Discarded",
}
SECONDS_BETWEEN_LOOKS = 2
STAGE_WORDS = {"first schedule": "First schedule", "placing": "Placing people", "groups": "Fewer groups"}
MOST_IN_LOG = 12


@dataclass(frozen=True, slots=True)
class RunPage:
    """Everything that the page of one run says."""

    heading: str
    state: str
    open: bool
    lead: str
    status: str
    stages: tuple[tuple[str, str, str], ...]
    bars: Sequence[AimBar]
    curves: tuple[Curve, ...]
    log: tuple[tuple[str, str], ...]
    refresh_seconds: int | None


def run_page(
    run: Run, steps: Sequence[RunStep], draft: Schedule | None, zone: ZoneInfo, moment: datetime, asked: Collection[str]
) -> RunPage:
    """The page of a run as it stands at ``moment``; ``asked`` are the aims that something in the programme asks for."""
    is_open = run.state in (RunState.WAITING, RunState.RUNNING, RunState.STOPPING)
    first = steps[0].aims if steps else {}
    return RunPage(
        heading=f"Run {run.number}: {run.name}",
        state=STATE_WORDS[run.state],
        open=is_open,
        lead=_lead(run, zone, moment),
        status=_status(run, draft),
        stages=_stages(run, draft),
        bars=aim_bars({aim: entry for aim, entry in _aims(run).items() if aim in asked}, first, is_open),
        curves=_curves(run, steps),
        log=_log(run, steps),
        refresh_seconds=SECONDS_BETWEEN_LOOKS if is_open else None,
    )


def clock(seconds: float) -> str:
    """47 -> "0:47"; 3700 -> "61:40"."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _lead(run: Run, zone: ZoneInfo, moment: datetime) -> str:
    asked = run.asked_at.astimezone(zone)
    begun = f"Started {asked:%H:%M} by {run.asked_by}."
    limit = clock(run.limits["time_seconds"])
    if run.state is RunState.WAITING:
        return f"{begun} It begins when the runs before it have ended; closing this page does not stop it."
    if run.state in (RunState.RUNNING, RunState.STOPPING):
        kept = ""
        if run.best_at is not None:
            kept = f" Best schedule kept {number(max(0, (moment - run.best_at).total_seconds()))} seconds ago;"
        return f"{clock(run.seconds_used)} of {limit}. {begun}{kept} closing this page does not stop the run."
    if run.state is RunState.FAILED:
        return f"{begun} {run.fault}"
    return f"{clock(run.seconds_used)} of {limit}. {begun}"


def _status(run: Run, draft: Schedule | None) -> str:
    if run.state is RunState.ENDED and draft is not None:
        return f"The run has ended. Its schedule is draft {draft.number}; nobody is told yet."
    return {
        RunState.WAITING: "The run waits.",
        RunState.RUNNING: "The run goes on." if run.progress else "The run has begun.",
        RunState.STOPPING: "The run is stopping and keeps its best schedule.",
        RunState.FAILED: "The run ended without a schedule.",
    }.get(run.state, "")


def _stages(run: Run, draft: Schedule | None) -> tuple[tuple[str, str, str], ...]:
    progress = run.progress
    placed, audience = progress.get("placed"), progress.get("audience")
    improving = bool(progress)
    ended = run.state is RunState.ENDED
    failed = run.state is RunState.FAILED
    first_line = "every row and rule"
    places = (
        f"{number(placed)} of {number(audience)} places" if placed is not None and audience else "a place for everyone"
    )
    kinds = [
        "done" if run.started_at else "",
        "done" if improving else "now" if run.started_at and not failed else "",
        "done" if ended else "now" if improving and not failed else "",
        "done" if ended else "",
        "done" if ended else "",
    ]
    if run.state is RunState.WAITING:
        kinds[0] = "now"
    lines = (
        ("Read and checked", first_line),
        ("First schedule", places),
        ("Improving", "one aim after the other"),
        ("Final judgement", "every rule, every person"),
        (f"Saved as draft {draft.number}" if draft else "Saved as a draft", "nobody is told yet"),
    )
    return tuple((label, line, kind) for (label, line), kind in zip(lines, kinds, strict=True))


def _aims(run: Run) -> Mapping[str, Mapping[str, Any]]:
    """Value and bound of each aim: of the summary once there is one, of what was told last before."""
    if run.summary.get("aims"):
        return dict(run.summary["aims"])
    told = run.progress.get("aims", {})
    bounds = {"groups": run.progress.get("groups_bound"), "placed": run.progress.get("audience")}
    return {name: {"value": value, "bound": bounds.get(name)} for name, value in told.items()}


def _curves(run: Run, steps: Sequence[RunStep]) -> tuple[Curve, ...]:
    limit = float(run.limits["time_seconds"])
    now = run.seconds_used if run.state in (RunState.RUNNING, RunState.STOPPING) else None
    entry = _aims(run).get("groups", {})
    complete = _from_complete(steps)
    points = [(step.seconds, float(step.aims["groups"])) for step in complete if step.aims.get("groups") is not None]
    if not points:
        return ()
    bound = entry.get("bound")
    bound_words = f", at least {number(bound)}" if bound is not None else ""
    drawn = curve(
        f"Groups: {number(points[-1][1])}{bound_words}",
        f"Groups over time: {number(points[0][1])} at first, {number(points[-1][1])} at last{bound_words}.",
        points, None if bound is None else float(bound), limit, now,
    )  # fmt: skip
    return (drawn,) if drawn else ()


def _from_complete(steps: Sequence[RunStep]) -> Sequence[RunStep]:
    """The steps from the first with the most people placed: before, fewer groups only mean fewer people."""
    most = max((step.aims.get("placed") or 0 for step in steps), default=0)
    first = next((place for place, step in enumerate(steps) if (step.aims.get("placed") or 0) == most), 0)
    return steps[first:]


def _log(run: Run, steps: Sequence[RunStep]) -> tuple[tuple[str, str], ...]:
    """What happened, newest first: which aim got better in each step."""
    lines = []
    before: Mapping[str, Any] = {}
    for step in steps:
        better = [name for name, value in step.aims.items() if value is not None and value != before.get(name)]
        if better:
            name = better[0]
            told = f"{_name_in_log(name)} {words(name, step.aims[name])}"
            lines.append((clock(step.seconds), told))
        before = step.aims
    if run.state is RunState.ENDED:
        lines.append((clock(run.seconds_used), "Judged: no rule is broken"))
    return tuple(reversed(lines[-MOST_IN_LOG:]))


def _name_in_log(name: str) -> str:
    return {
        "placed": "Places given:", "own_team": "In their own team:", "groups": "Groups:", "finish": "Last session:",
        "mix": "Mix:", "alone": "The only one:", "load": "Busiest trainer:", "wishes": "Wishes kept:",
    }.get(name, f"{name}:")  # fmt: skip
