"""Programmes with a perfect schedule by construction, and not one seat or trainer hour more than it needs.

Every group is full to the brim in the planted schedule, which stands beside the case. Everybody can come
to their own session and to a few others, so that there are very many ways to go wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from tests.cases.case import FIRST_DAY, Case, Facts, Row, mixed, programme, strand
from tests.cases.people import online
from tests.cases.planting import (
    Planted,
    Stretch,
    decoys,
    diary,
    kept_by,
    led_by,
    pairs_of_teams,
    planted_schedule,
    staff_ids,
    starts_from,
)

CHOICES = (1, 2, 3, 6, 12)
"""How many other starts somebody may have: drawn evenly."""
FULL = 12
INFORMATION, CLINIC = 60, 14
MINUTES = {"information": 60, "reflection": 120, "manager": 90}
Sizes = dict[str, int]


def full_diaries(staff: int = 300, seed: int = 1, trainers: int = 5) -> Case:
    """One strand; the trainers' diaries are open for the planted sessions alone, two of a team in each group."""
    r = Random(seed)
    count = staff // FULL
    starts = starts_from(FIRST_DAY, -(-count // trainers))
    people = r.sample(staff_ids(count * FULL), count * FULL)
    groups = [
        Planted(
            "reflection",
            n,
            (starts[n // trainers],),
            120,
            "ONLINE",
            (f"T{n % trainers}",),
            people[n * FULL : (n + 1) * FULL],
        )
        for n in range(count)
    ]
    return case_of(r, groups, starts, [strand("reflection", 6, FULL, grouping=mixed())], CHOICES)


def full_weeks(staff: int = 300, seed: int = 1, weeks: int = 4, kinds: bool = False) -> Case:
    """One strand; trainers are free on some days, and their weekly limits come to exactly what is needed.

    When the sessions are is open: more starts than sessions. With ``kinds`` one of our own and one of the
    provider's lead together, and the limits of both kinds are used up.
    """
    r = Random(seed)
    starts = starts_from(FIRST_DAY, 15 * weeks)
    crew = weekly_crew(r, staff // FULL, weeks)
    groups: list[Planted] = []
    for week in range(weeks):
        for name, days, most in crew:
            able = [at for at in starts[15 * week : 15 * week + 15] if at.weekday() in days]
            groups += [
                Planted("reflection", len(groups) + n, (at,), 120, "ONLINE", (name,))
                for n, at in enumerate(r.sample(able, most))
            ]
    people = r.sample(staff_ids(len(groups) * FULL), len(groups) * FULL)
    for n, group in enumerate(groups):
        group.members = people[n * FULL : (n + 1) * FULL]
        group.trainers += (f"P{group.trainers[0]}",) * kinds
    changes: Facts = {"trainers": 2, "trainer_kinds": {"internal": 1, "provider": 1}} if kinds else {}
    case = case_of(r, groups, starts, [strand("reflection", 6, FULL, grouping=mixed(), **changes)], CHOICES)
    case.tables["unavailability"] = [row for row in case.tables["unavailability"] if row["kind"] == "staff"]
    case.trainers = [
        {
            "trainer_id": prefix + name,
            "strands": "reflection",
            "kind": "provider" if prefix else "internal",
            "pattern": ";".join(("mon", "tue", "wed", "thu", "fri")[day] for day in sorted(days)),
            "max_per_week": most,
        }
        for prefix in ("", "P")[: 1 + kinds]
        for name, days, most in crew
    ]
    return case


def weekly_crew(r: Random, groups: int, weeks: int) -> list[tuple[str, list[int], int]]:
    """Trainers, their days and how many sessions a week they lead, until the groups are led."""
    crew: list[tuple[str, list[int], int]] = []
    left = groups // weeks
    while left:
        most = min(left, r.randint(2, 5))
        crew.append((f"T{len(crew)}", r.sample(range(5), r.randint(3, 5)), most))
        left -= most
    return crew


def full_diaries_three(staff: int = 600, seed: int = 1) -> Case:
    """Three strands, information for all before reflection and the managers' clinic; nothing is spare.

    Information fills the first weeks; reflection and clinics share what follows.
    """
    return three(staff, seed, early=1.0)


def woven_three(staff: int = 600, seed: int = 1) -> Case:
    """The same three strands, but any of them may meet at any time, in the same trainers' hours."""
    return three(staff, seed, early=0.5)


@dataclass
class Weaving:
    """A planted schedule of three strands while it is made, start by start."""

    r: Random
    to_inform: list[str]
    tags: dict[str, str]
    informed: dict[str, date] = field(default_factory=dict)
    reflect: list[str] = field(default_factory=list)
    clinic: list[str] = field(default_factory=list)
    groups: list[Planted] = field(default_factory=list)


def three(staff: int, seed: int, early: float) -> Case:
    """Three strands; ``early`` is how often information has its turn before the others while it goes on."""
    r = Random(seed)
    staff -= staff % INFORMATION
    people = staff_ids(staff)
    managers = r.sample(people, round(0.14 * staff / CLINIC) * CLINIC)
    tags = dict.fromkeys(people, "") | dict.fromkeys(managers, "manager")
    weaving = Weaving(r, r.sample(people, staff), tags, reflect=list(people), clinic=list(managers))
    trainers = [f"T{n}" for n in range(max(4, staff // 300))]
    starts = starts_from(FIRST_DAY, 600)
    used = 0
    while weaving.to_inform or weaving.reflect or weaving.clinic:
        weave(weaving, starts[used], trainers, early)
        used += 1
    case = case_of(
        r,
        weaving.groups,
        starts[:used],
        [
            strand("information", 20, INFORMATION, duration_minutes=60, trainers=2),
            strand("reflection", 6, FULL, grouping=mixed(), after={"strand": "information", "min_days": 1}),
            strand(
                "manager",
                6,
                CLINIC,
                duration_minutes=90,
                audience={"tags": ["manager"]},
                after={"strand": "information", "min_days": 1},
            ),
        ],
        (0, 1, 2, 4, 8),
    )
    for row in case.staff:
        row["tags"] = tags[str(row["staff_id"])]
    return case


def weave(weaving: Weaving, start: datetime, trainers: list[str], early: float) -> None:
    """Fill the trainers' hours at one start with groups that can meet then."""
    free = weaving.r.sample(trainers, len(trainers))
    busy: set[str] = set()
    while free:
        ready = [p for p in weaving.reflect if p not in busy and weaving.informed.get(p, date.max) < start.date()]
        clinic = [p for p in weaving.clinic if p not in busy and weaving.informed.get(p, date.max) < start.date()]
        could: list[tuple[str, list[str], int, int]] = []
        if len(weaving.to_inform) and len(free) > 1 and (not len(ready) >= FULL or weaving.r.random() < early):
            could.append(("information", weaving.to_inform, INFORMATION, 2))
        elif weaving.to_inform and early == 1:
            return
        if len(clinic) >= CLINIC and weaving.r.random() < 0.3:
            could.append(("manager", clinic, CLINIC, 1))
        if len(ready) >= FULL:
            could.append(("reflection", ready, FULL, 1))
        if not could:
            return
        name, among, size, led = could[0]
        members = weaving.r.sample(among, size)
        seat(weaving, Planted(name, len(weaving.groups), (start,), MINUTES[name], "ONLINE", tuple(free[:led]), members))
        busy |= set(members)
        del free[:led]


def seat(weaving: Weaving, group: Planted) -> None:
    """Let the group stand; its members need no place in its strand any more."""
    weaving.groups.append(group)
    waiting = {"information": weaving.to_inform, "reflection": weaving.reflect, "manager": weaving.clinic}[group.strand]
    inside = set(group.members)
    waiting[:] = [each for each in waiting if each not in inside]
    if group.strand == "information":
        weaving.informed |= dict.fromkeys(group.members, group.starts[0].date())


def case_of(
    r: Random,
    groups: list[Planted],
    starts: list[datetime],
    strands: list[Facts],
    choices: tuple[int, ...],
    others: Callable[[str], list[Stretch]] | None = None,
) -> Case:
    """The programme of a planted schedule: diaries open where it needs them, and at a few other starts.

    ``others`` says when else somebody could come; a few starts of any kind if it is not given.
    """
    last = max(stretch[1].date() for group in groups for stretch in group.stretches)
    grouped = [group for group in groups if group.strand == "reflection"]
    teams = pairs_of_teams(r, grouped, max(FULL, sum(len(group.members) for group in grouped) // 18))
    rows: list[Row] = []
    absences: list[Row] = []
    for owner, kept in sorted(kept_by(groups).items()):
        rows.append({"staff_id": owner, "team": teams.get(owner, "")})
        extra = others(owner) if others else decoys(r, starts, 120, choices)
        absences += diary("staff", owner, [*kept, *extra], FIRST_DAY, last)
    deliver = ";".join(str(each["id"]) for each in strands)
    led = led_by(groups)
    for owner, kept in sorted(led.items()):
        absences += diary("trainer", owner, kept, FIRST_DAY, last)
    r.shuffle(rows)
    return Case(
        programme(last_day=last + timedelta(days=0)),
        strands,
        rows,
        [{"trainer_id": each, "strands": deliver} for each in sorted(led)],
        [online(len(led) or 1)],
        {"unavailability": absences},
        planted=planted_schedule(groups),
    )
