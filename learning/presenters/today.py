"""The page that a coordinator begins the day with: the finding, what waits, and every strand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from learning.models import Programme, Run, Schedule, Strand
from learning.presenters.schedules import schedule_name
from learning.presenters.tiles import StrandProgress, Tile
from learning.presenters.words import count, number, percentage, short_day
from learning.vocabulary import ScheduleState


@dataclass(frozen=True, slots=True)
class Standing:
    """What is counted of the schedule in force, or of the latest draft."""

    schedule: Schedule
    people: int
    complete: int
    without: int
    sessions: int
    held: int
    placed_and_unplaced: Mapping[str, tuple[int, int]]
    sessions_by_strand: Mapping[str, tuple[int, int, datetime]]
    """Strand id -> sessions, those that have begun, and the start of the last."""


def lead(programme: Programme, standing: Standing | None, today: date) -> str:
    """Which week it is and what is in force."""
    settings = programme.settings
    if not settings.get("first_day"):
        return "The programme has no dates yet."
    first, last = date.fromisoformat(settings["first_day"]), date.fromisoformat(settings["last_day"])
    weeks = (last - first).days // 7 + 1
    if today < first:
        where = f"The programme begins on {short_day(first, year=True)}, in {count((first - today).days, 'day')}."
    elif today > last:
        where = f"The programme ended on {short_day(last, year=True)}."
    else:
        where = f"Week {(today - first).days // 7 + 1} of {weeks}."
    if standing is None:
        return f"{where} There is no schedule yet."
    name = schedule_name(standing.schedule)
    if standing.schedule.state is ScheduleState.RELEASED:
        return f"{where} {name}, is in force."
    return f"{where} Nothing is released yet; figures are those of {name}."


def tiles(standing: Standing) -> Sequence[Tile]:
    whole = max(1, standing.people)
    aims: Mapping[str, Any] = standing.schedule.summary.get("aims", {})
    placed = aims.get("placed", {})
    proven = placed.get("value") is not None and placed.get("value") == placed.get("bound")
    finish = aims.get("finish", {})
    without = 100 * standing.without / whole
    found = [
        Tile(
            "A place in every strand", number(standing.complete), f"of {count(standing.people, 'person', 'people')}",
            f"{percentage(standing.complete / whole)} of staff have every session that is for them",
            (("reached", 100 * standing.complete / whole),),
        ),
        Tile(
            "Without a place", number(standing.without), "people", _why_without(standing.without, proven),
            (("never" if proven else "asks", without),) if standing.without else (("reached", 100.0),),
        ),
        Tile(
            "Sessions held", number(standing.held), f"of {number(standing.sessions)}",
            f"{percentage(standing.held / max(1, standing.sessions))} of the sessions have begun",
            (("reached", 100 * standing.held / max(1, standing.sessions)),),
        ),
    ]  # fmt: skip
    if finish.get("value"):
        bound = finish.get("bound")
        context = (
            f"Not possible before {short_day(date.fromisoformat(bound[:10]))}: proven" if bound else "No bound known"
        )
        day = date.fromisoformat(str(finish["value"])[:10])
        found.append(Tile("Last session", short_day(day), str(day.year), context))
    return found


def _why_without(people: int, proven: bool) -> str:
    if not people:
        return "Everybody whom a strand is for has a place"
    return "More cannot be placed under today’s rules: proven" if proven else "Some may still be found by a longer run"


def progress(standing: Standing, strands: Sequence[Strand]) -> Sequence[StrandProgress]:
    rows = []
    for place, strand in enumerate(strands):
        has, lacks = standing.placed_and_unplaced.get(strand.strand_id, (0, 0))
        sessions, held, last = standing.sessions_by_strand.get(strand.strand_id, (0, 0, None))
        rows.append(
            StrandProgress(
                place, strand.code, strand.title, str(strand.settings.get("lot", "")), has, lacks, held, sessions,
                short_day(last.date()) if last else "none", after_line(strand, strands),
            )
        )  # fmt: skip
    return rows


def after_line(strand: Strand, strands: Sequence[Strand]) -> str:
    """ "After the information session, at least 7 days"; what the strand needs first."""
    after = strand.settings.get("after")
    if not after:
        return "Nothing comes first"
    wanted = after["strand"] if isinstance(after["strand"], list) else [after["strand"]]
    titles = {other.strand_id: other.title for other in strands}
    names = " and ".join(str(titles.get(one, one)) for one in wanted)
    days = after.get("min_days", 0)
    return f"After {names}" + (f", at least {count(days, 'day')}" if days else "")


def run_line(run: Run) -> str:
    done = run.progress.get("placed")
    if done is None:
        return "The search begins."
    return (
        f"{number(done)} of {number(run.progress['audience'])} places, {number(run.progress['groups'])} groups so far."
    )
