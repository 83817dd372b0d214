"""What a schedule reached, in words: the answer first, how sure it is, then the figures.

The figures are those of ``summary.json``: under ``strands``, by strand id, ``audience``, ``placed``,
``unplaced`` (by reason), ``groups``, ``sessions``, ``first_day``, ``last_day`` and ``aims``; under
``aims``, by aim, ``value``, ``bound`` and ``proof``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from learning.presenters.tables import Column, Table
from learning.presenters.words import count, duration, long_day, number, percentage, printable, short_day
from scheduler.measures import Measures, StrandMeasures
from scheduler.problem import Aim, GroupingRule, Problem, Strand
from scheduler.schedule import Reason, Schedule, Unplaced

GROUPS_BOUND = Column("At least", figures=True)
STRAND_COLUMNS = (
    Column("Strand"),
    Column("For", figures=True),
    Column("Placed", figures=True),
    Column("No place", figures=True),
    Column("Groups", figures=True),
    GROUPS_BOUND,
    Column("Sessions", figures=True),
    Column("First day", figures=True),
    Column("Last day", figures=True),
)
REASON_WORDS = {
    Reason.PREREQUISITE: "an earlier strand is missing",
    Reason.AVAILABILITY: "no time or venue suits them",
    Reason.CLASH: "only at the time of another of their sessions",
    Reason.GROUPING: "the grouping rules or service cover",
    Reason.CAPACITY: "trainers, venues or group sizes do not reach",
}
ENDINGS = {
    "finished": "Every aim was tried.",
    "stopped": "Stopped before every aim was tried; more time may improve it.",
    "died": "The search died on the way; this is the best schedule that it had reached.",
    "none": "No schedule was reached; nothing was written.",
}
NEXT_STEPS = {
    Reason.PREREQUISITE: "A place in the earlier strand comes first: see their other row.",
    Reason.AVAILABILITY: "Check their pattern, absences and site, or add a start time or venue that suits them.",
    Reason.CLASH: "Add a start time, or move one of their sessions.",
    Reason.GROUPING: "Ease max_same, keep_apart or cover, or add sessions at times when few of their team are away.",
    Reason.CAPACITY: "Add trainer hours, venues or start times, or allow larger groups.",
}


def finding(schedule: Schedule, audience: int) -> str:
    """The answer in one sentence: whether everybody has a place, and if not, how many have none.

    ``audience`` counts the places asked for: pairs of a person and a strand that is for them.
    """
    placed = len(schedule.allocations)
    if placed == audience and not schedule.unplaced:
        return f"Everyone has a place in every strand that is for them: {number(placed)} of {number(audience)}."
    given = f"{number(placed)} of {number(audience)} places are given"
    people = len({unplaced.staff_id for unplaced in schedule.unplaced})
    if not people:
        return f"{given}."
    verb = "has" if people == 1 else "have"
    return f"{count(people, 'person', 'people')} {verb} no place in a strand that is for them: {given}."


def ending(status: str, summary: Mapping[str, object]) -> str:
    """How the search ended and how long it took."""
    seconds, first = summary.get("seconds"), summary.get("seconds_to_first_complete")
    took = f" Took {duration(seconds)}" if isinstance(seconds, (int, float)) else ""
    if took and isinstance(first, (int, float)):
        took += f"; a complete schedule stood after {duration(first)}"
    return ENDINGS.get(status, "") + (f"{took}." if took else "")


def strand_table(problem: Problem, measures: Measures, summary: Mapping[str, object] | None = None) -> Table:
    """A row for each strand, in the order of the programme; with the bound of its groups where one is known."""
    strands = _mapping((summary or {}).get("strands"))
    bounds = {name: _groups_bound(_mapping(figures)) for name, figures in strands.items()}
    year = problem.first_day.year != problem.last_day.year
    rows = [
        _strand_row(strand, measures.strands[strand.strand_id], bounds.get(strand.strand_id, ""), year)
        for strand in problem.strands
    ]
    if any(bounds.values()):
        return Table("", STRAND_COLUMNS, tuple(rows))
    hidden = STRAND_COLUMNS.index(GROUPS_BOUND)
    without = tuple(row[:hidden] + row[hidden + 1 :] for row in rows)
    return Table("", tuple(column for column in STRAND_COLUMNS if column is not GROUPS_BOUND), without)


def _groups_bound(figures: Mapping[str, object]) -> str:
    """The fewest groups of one strand; empty where no bound is known."""
    bound = figures.get("groups_at_least")
    return "" if bound is None else amount(Aim.GROUPS, bound)


def _strand_row(strand: Strand, figures: StrandMeasures, groups_bound: str, year: bool) -> tuple[str, ...]:
    return (
        printable(strand.title or strand.strand_id),
        number(figures.audience),
        number(figures.placed),
        number(figures.audience - figures.placed),
        number(figures.groups),
        groups_bound,
        number(figures.sessions),
        short_day(figures.first_day, year=year) if figures.first_day else "none",
        short_day(figures.last_day, year=year) if figures.last_day else "none",
    )


def asked_aims(problem: Problem) -> tuple[Aim, ...]:
    """The aims that something in the programme asks for, in the programme's order."""
    groupings = [strand.grouping for strand in problem.strands]
    asked = {
        Aim.OWN_TEAM: any(grouping.rule is GroupingRule.TEAM for grouping in groupings),
        Aim.MIX: any(grouping.mix for grouping in groupings),
        Aim.ALONE: any(grouping.not_alone for grouping in groupings),
        Aim.WISHES: bool(problem.wishes),
    }
    return tuple(aim for aim in problem.order if asked.get(aim, True))


def aim_lines(problem: Problem, summary: Mapping[str, object]) -> list[str]:
    """A line for each aim in the programme's order: what was reached, what is possible, how sure."""
    aims = _mapping(summary.get("aims"))
    return [f"  {line}" for aim in asked_aims(problem) if (line := aim_line(aim, _mapping(aims.get(aim))))]


def aim_line(aim: Aim, entry: Mapping[str, object]) -> str:
    """One aim in words; empty where it has no value (no strand asks for it)."""
    value, bound = entry.get("value"), entry.get("bound")
    if value is None:
        return ""
    reached = reached_words(aim, value)
    if bound is None:
        return f"{reached}; no bound is known"
    limit = LIMIT[aim].format(amount(aim, bound))
    return f"{reached}; {limit}; {_certainty(aim, value, bound)}"


def reached_words(aim: Aim, value: object) -> str:
    """The value of an aim as a phrase: "461 groups"."""
    if value == 1 and aim in REACHED_ONE:
        return REACHED_ONE[aim]
    return REACHED[aim].format(amount(aim, value))


def measure_lines(problem: Problem, values: Mapping[Aim, object]) -> list[str]:
    """A line for each aim that has a value, in the programme's order, without any bound."""
    return [f"  {reached_words(aim, values[aim])}" for aim in asked_aims(problem) if values.get(aim) is not None]


REACHED = {
    Aim.PLACED: "{} places given",
    Aim.OWN_TEAM: "{} in a group of their own team alone",
    Aim.GROUPS: "{} groups",
    Aim.FINISH: "last session on {}",
    Aim.MIX: "mix of {} (1 = every pair in a group differs)",
    Aim.ALONE: "{} people alone with their value in a group",
    Aim.LOAD: "{} sessions for the busiest trainer",
    Aim.WISHES: "weight of wishes kept: {}",
}
REACHED_ONE = {
    Aim.PLACED: "1 place given",
    Aim.GROUPS: "1 group",
    Aim.ALONE: "1 person alone with their value in a group",
    Aim.LOAD: "1 session for the busiest trainer",
}
LIMIT = {
    Aim.PLACED: "at most {} possible",
    Aim.OWN_TEAM: "at most {} possible",
    Aim.GROUPS: "at least {} needed",
    Aim.FINISH: "not possible before {}",
    Aim.MIX: "at most {} possible",
    Aim.ALONE: "at least {} whatever is done",
    Aim.LOAD: "at least {} needed",
    Aim.WISHES: "at most {} possible",
}


def amount(aim: Aim, value: object) -> str:
    """A value or bound of an aim as people write it; dates may be ISO text, as in summary.json."""
    if aim is Aim.FINISH:
        return long_day(value if isinstance(value, date) else date.fromisoformat(str(value)))
    if not isinstance(value, (int, float, Fraction)):
        return printable(str(value))
    if aim is Aim.OWN_TEAM:
        return percentage(value)
    return number(value, 3) if aim is Aim.MIX else number(value)


def _certainty(aim: Aim, value: object, bound: object) -> str:
    if value == bound or str(value) == str(bound):
        return "proven"
    if aim is Aim.FINISH:
        return f"{count(_days_between(value, bound), 'day')} still open"
    if not isinstance(value, (int, float, Fraction)) or not isinstance(bound, (int, float, Fraction)):
        return "the rest still open"
    gap = abs(float(value) - float(bound))
    if aim is Aim.OWN_TEAM:
        return f"{number(gap * 100, 1)} points still open"
    if aim is Aim.MIX:
        return "proven to three decimals" if gap < 0.0005 else f"{number(gap, 3)} still open"
    return f"{number(gap)} still open"


def _days_between(value: object, bound: object) -> int:
    first, second = (date.fromisoformat(str(day)[:10]) for day in (bound, value))
    return abs((second - first).days)


def next_steps(problem: Problem, unplaced: Sequence[Unplaced]) -> list[str]:
    """Why people have no place and what a coordinator can do, the most frequent reason first."""
    if not unplaced:
        return []
    titles = {strand.strand_id: strand.title or strand.strand_id for strand in problem.strands}
    reasons = Counter(item.reason for item in unplaced)
    lines = ["Why, and what would place more people:"]
    for reason, times in reasons.most_common():
        strands = Counter(titles.get(item.strand, item.strand) for item in unplaced if item.reason is reason)
        where = ", ".join(f"{printable(title)} {number(here)}" for title, here in strands.most_common())
        lines.append(f"  {number(times)} {reason}: {REASON_WORDS[reason]} ({where})")
        lines.append(f"    {NEXT_STEPS[reason]}")
    return [*lines, "unplaced.csv says for each person what would have to change."]


def file_lines(out: str, schedule: Schedule, *, traced: bool = False) -> list[str]:
    """Where the files are and what each one holds."""
    lines = [
        f"Written to {printable(out)}:",
        f"  sessions.csv     {count(len(schedule.sessions), 'session')}: when, where, who leads",
        f"  allocations.csv  {count(len(schedule.allocations), 'place')}: who is in which group",
        f"  unplaced.csv     {count(len(schedule.unplaced), 'row')}: who has no place, why, what would help",
        "  summary.json     every figure, with its bound and how it is proven",
    ]
    return lines + ["  trace.svg        the search over time, drawn; trace.csv has the figures"] * traced


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
