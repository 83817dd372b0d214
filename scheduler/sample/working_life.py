"""When the people of the sample work, how they can take part, and when they are away."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from scheduler.sample.calendar import Year
from scheduler.sample.council import MAIN_SITE, Employee, Team

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

NEVER_SHARE = 0.005
"""The share of people, none of them managers, who can attend nothing at all."""
ALWAYS_NIGHTS = "mon-fri 22:00-06:00"

PATTERNS = (
    ("", 0.70),
    ("mon-fri 08:00-12:30", 0.045),
    ("mon-fri 12:00-18:00", 0.03),
    ("mon-fri 09:15-15:00", 0.055),
    ("mon-fri 06:00-14:00", 0.02),
    ("mon;tue;wed", 0.035),
    ("wed;thu;fri", 0.03),
    ("tue;wed;thu", 0.025),
    ("mon;tue;thu;fri", 0.03),
    ("mon;wed;fri 09:00-17:00", 0.02),
    ("mon;tue 07:00-15:00;wed 22:00-06:00", 0.005),
    ("tue;wed 22:00-06:00;fri 09:00-17:00", 0.005),
)

AbsenceRow: TypeAlias = tuple[str, str, str, str, str]
"""kind, id, start, end, reason"""


def settle_people(random: Random, year: Year, teams: list[Team], trainers: set[str]) -> None:
    """Fill in patterns, modes, sites, needs and dates in post; ``trainers`` (ids) work every day."""
    people = [person for team in teams for person in team.members]
    patterns, weights = zip(*PATTERNS, strict=True)
    for person in people:
        if person.staff_id in trainers:
            continue
        person.pattern = random.choices(patterns, weights)[0]
        _choose_modes(random, person)
        _choose_dates(random, year, person)


def never_available(random: Random, year: Year, teams: list[Team], trainers: set[str]) -> set[str]:
    """Make `NEVER_SHARE` of the people unable to attend anything; the ids of those on leave throughout.

    In turn: always on nights, gone before the first day, on parental leave for the whole programme.
    They are there so that a schedule has reasons to give; below 100 people there are none.
    """
    free = [
        person
        for team in teams
        for person in team.members
        if "manager" not in person.tags and person.staff_id not in trainers
    ]
    people = sum(len(team.members) for team in teams)
    chosen = random.sample(free, int(NEVER_SHARE * people)) if people >= 100 else []
    for person in chosen[0::3]:
        person.pattern = ALWAYS_NIGHTS
    for person in chosen[1::3]:
        person.joins_on = ""
        person.leaves_on = (year.first_day - timedelta(days=random.randint(1, 40))).isoformat()
    return {person.staff_id for person in chosen[2::3]}


def _choose_modes(random: Random, person: Employee) -> None:
    draw = random.random()
    if draw < 0.025:
        person.modes = "online"
    elif draw < 0.04:
        person.modes = "in_person"
    elif draw < 0.10:
        person.modes = "online;in_person"
    if person.modes != "online" and random.random() < 0.12:
        person.sites = ";".join(dict.fromkeys((MAIN_SITE, person.site)))
    if random.random() < 0.015:
        person.needs = random.choice(("step_free", "step_free", "hearing_loop", "bsl", "step_free;hearing_loop"))


def _choose_dates(random: Random, year: Year, person: Employee) -> None:
    """A few join or leave during the programme, with ten weeks at least in post within it."""
    spare = (year.last_day - year.first_day).days - 70
    draw = random.random()
    if draw < 0.03 and "manager" not in person.tags:
        person.joins_on = (year.first_day + timedelta(days=random.randint(7, spare))).isoformat()
    elif draw < 0.05:
        person.leaves_on = (year.last_day - timedelta(days=random.randint(0, spare))).isoformat()
    elif draw < 0.35:
        person.joins_on = (year.first_day - timedelta(days=random.randint(30, 3000))).isoformat()


def draw_absences(
    random: Random, year: Year, teams: list[Team], trainers: set[str], throughout: set[str]
) -> Iterator[AbsenceRow]:
    """The rows of unavailability.csv for staff; internal trainers keep the training weeks free.

    An internal trainer's rows stand twice, for the person and for the trainer of the same id.
    """
    days = year.open_days
    for team in teams:
        briefings = [_draw_meeting(random, days) for _ in range(3)]
        for person in team.members:
            if person.staff_id in throughout:
                yield "staff", person.staff_id, year.first_day.isoformat(), year.last_day.isoformat(), "parental leave"
                continue
            kinds = ("staff", "trainer") if person.staff_id in trainers else ("staff",)
            for start, end, reason in _away(random, year, briefings):
                if len(kinds) == 1 or start[:10] > year.trained_by.isoformat():
                    for kind in kinds:
                        yield kind, person.staff_id, start, end, reason


def _away(random: Random, year: Year, briefings: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """One person's leave, sickness and meetings as (start, end, reason)."""
    days = year.open_days
    for first, last in year.school_holidays:
        if random.random() < 0.38:
            start = first + timedelta(days=random.randint(0, 3))
            yield start.isoformat(), max(start, last - timedelta(days=random.randint(0, 3))).isoformat(), "leave"
    for _ in range(random.choice((0, 1, 1, 2))):
        start = random.choice(days)
        yield start.isoformat(), (start + timedelta(days=random.choice((0, 0, 1, 4)))).isoformat(), "leave"
    if random.random() < 0.25:
        start = random.choice(days)
        yield start.isoformat(), (start + timedelta(days=random.choice((0, 1, 2, 9, 26)))).isoformat(), "sickness"
    for start_at, end_at in briefings:
        yield start_at, end_at, "team meeting"
    if random.random() < 0.5:
        start_at, end_at = _draw_meeting(random, days)
        yield start_at, end_at, "meeting"


def _draw_meeting(random: Random, days: tuple[date, ...]) -> tuple[str, str]:
    start = datetime.combine(random.choice(days), time(random.choice((9, 10, 11, 13, 14, 15)), random.choice((0, 30))))
    end = start + timedelta(minutes=random.choice((30, 60, 90)))
    return start.isoformat(timespec="minutes"), end.isoformat(timespec="minutes")


def draw_pairs(random: Random, teams: list[Team]) -> list[tuple[str, str]]:
    """People to be kept apart: about one pair for each hundred people, often of one directorate."""
    people = [person.staff_id for team in teams for person in team.members]
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    while len(pairs) < max(1, len(people) // 100):
        one, other = random.sample(people, 2)
        pairs[frozenset((one, other))] = (one, other)
    return list(pairs.values())


def draw_wishes(random: Random, teams: list[Team]) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Rows of wishes.csv (staff_id, strand, weekdays, start_times, modes, weight) of about 4 % of the people."""
    choices = (
        ("", "", "09:30", "", "2"),
        ("", "", "15:15", "", "-2"),
        ("reflection", "tue;wed;thu", "", "", "3"),
        ("reflection", "", "", "in_person", "2"),
        ("information", "", "", "online", "1"),
        ("", "fri", "", "", "-3"),
        ("", "mon", "09:30", "", "-1"),
    )
    for team in teams:
        for person in team.members:
            if random.random() < 0.04:
                yield (person.staff_id, *random.choice(choices))
