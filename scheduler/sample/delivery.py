"""The trainers and venues of the sample, as many as the programme needs and about half as many again."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from scheduler.sample.calendar import Year
from scheduler.sample.council import MAIN_SITE, SITES, Employee, Team
from scheduler.sample.names import draw_name, mail_address
from scheduler.sample.programme import SLACK, Sizes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from scheduler.sample.working_life import AbsenceRow

PROVIDER_DOMAIN = "commonground.example"
LEAST_OF_A_KIND = 2
INTERNAL_PER_WEEK = 3
TRAINER_DAYS = ("", "", "mon;tue;wed;thu", "tue;wed;thu", "mon;wed;fri", "mon-fri 08:30-16:30", "tue;wed;thu;fri")
BACKGROUNDS = (
    "A coach who has worked with schools and councils for {years} years",
    "A former social worker, now a facilitator, with {years} years of practice",
    "A youth worker by training who has led learning for {years} years",
    "A mediator who has helped teams through hard conversations for {years} years",
)
INTERESTS = (
    "being an active bystander",
    "allyship in everyday work",
    "psychological safety in teams",
    "fair recruitment",
    "learning from lived experience",
)


@dataclass(frozen=True, slots=True)
class TrainerRow:
    """A row of trainers.csv in the making."""

    trainer_id: str
    name: str
    email: str
    kind: str
    strands: str
    bio: str
    pattern: str = ""
    modes: str = ""
    max_per_day: int = 2
    max_per_week: int = 5
    first_day: str = ""
    staff_id: str = ""
    ready_after: str = ""


def choose_trainers(
    random: Random, year: Year, teams: list[Team], sizes: Sizes
) -> tuple[list[TrainerRow], list[AbsenceRow]]:
    """One trainer of a provider to two internal ones, until their sessions reach `SLACK` times the need.

    Each is counted with the days that they work, their leave and their limits. Two of each kind are
    the fewest; a council of less than some 300 people has more hours with them than it needs. The
    internal ones are employees, tagged ``trainer``, who teach beside their work and so less often;
    their own leave is added with the staff's.
    """
    needed = SLACK * sizes.trainer_sessions
    weeks = len({day.isocalendar()[1] for day in year.open_days})
    weekly = max(1, min(5, math.ceil(needed / (2 * LEAST_OF_A_KIND * 0.8 * weeks))))
    candidates = _internal_candidates(random, teams)
    rows: list[TrainerRow] = []
    absences: list[AbsenceRow] = []
    supply = 0.0
    while supply < needed or len(rows) < 2 * LEAST_OF_A_KIND:
        if len(rows) % 3 == 0:
            row = _provider_trainer(random, len(rows) // 3 + 1, weekly)
            leave = list(_provider_leave(random, year, row.trainer_id))
            absences += leave
        else:
            row = _internal_trainer(random, year, candidates.pop(), weekly)
            leave = []
        rows.append(row)
        supply += _count_sessions(year, row, leave)
    return rows, absences


def _internal_candidates(random: Random, teams: list[Team]) -> list[Employee]:
    """One member of each team, none of them the team's head, in random order."""
    candidates = [team.members[-1] for team in teams]
    random.shuffle(candidates)
    return candidates


def _provider_trainer(random: Random, number: int, weekly: int) -> TrainerRow:
    name = draw_name(random)
    return TrainerRow(
        f"P{number:03d}",
        name,
        mail_address(name, {}, PROVIDER_DOMAIN).replace("@", f".{number}@"),
        "provider",
        "train_the_trainer;information;reflection;manager",
        _draw_biography(random),
        pattern="" if number <= LEAST_OF_A_KIND else random.choice(TRAINER_DAYS),
        modes="online" if number % 7 == 5 else "",
        max_per_day=random.choice((2, 2, 3)),
        max_per_week=weekly if weekly < 5 else random.choice((5, 5, 6)),
    )


def _internal_trainer(random: Random, year: Year, person: Employee, weekly: int) -> TrainerRow:
    person.tags.append("trainer")
    person.job_title = "Learning Partner"
    return TrainerRow(
        person.staff_id,
        person.name,
        person.email,
        "internal",
        random.choice(("information;reflection", "information;reflection;manager")),
        _draw_biography(random),
        max_per_week=min(weekly, INTERNAL_PER_WEEK),
        first_day=(year.information_from + timedelta(days=1)).isoformat(),
        staff_id=person.staff_id,
        ready_after="train_the_trainer",
    )


def _draw_biography(random: Random) -> str:
    background = random.choice(BACKGROUNDS).format(years=random.randint(4, 25))
    return f"{background}; special interest: {random.choice(INTERESTS)}."


def _provider_leave(random: Random, year: Year, trainer_id: str) -> Iterator[AbsenceRow]:
    for first, last in random.sample(year.school_holidays, 2):
        yield "trainer", trainer_id, first.isoformat(), last.isoformat(), "leave"


def _count_sessions(year: Year, row: TrainerRow, leave: list[AbsenceRow]) -> float:
    """Sessions that the trainer can lead, week by week; an internal one is away a tenth of the time."""
    named = row.pattern.split(" ")[0]
    weekdays = 5 if named in ("", "mon-fri") else len(named.split(";"))
    begins = date.fromisoformat(row.first_day) if row.first_day else year.first_day
    away = [(date.fromisoformat(start), date.fromisoformat(end)) for _, _, start, end, _ in leave]
    days = Counter(
        day.isocalendar()[1]
        for day in year.open_days
        if begins <= day <= year.last_day and not any(first <= day <= last for first, last in away)
    )
    sessions = sum(min(row.max_per_week, count * weekdays / 5 * row.max_per_day) for count in days.values())
    return sessions * (0.9 if row.kind == "internal" else 1.0)


def build_venues(trainers: int, sizes: Sizes) -> Iterator[tuple[str, ...]]:
    """Rows of venues.csv: one online place, two rooms a site, and the halls of the main site.

    Whoever cannot take part online can go to the main site, and its rooms have every feature.
    """
    everything = "step_free;hearing_loop;bsl"
    online_capacity = max(50, 3 * sizes.information[1])
    yield (
        "ONLINE",
        "Online",
        "online",
        "",
        f"{online_capacity}",
        f"{max(2, trainers)}",
        "",
        everything,
        "https://meet.example/learning",
    )
    for number, site in enumerate(SITES, 1):
        pattern = "" if site == MAIN_SITE else "mon-fri 08:30-18:00"
        features = everything if site == MAIN_SITE else ("step_free", "", "step_free;hearing_loop")[number % 3]
        for letter, capacity in (("A", 16), ("B", (12, 20, 30)[number % 3])):
            name = f"Room {letter}, {site}"
            yield f"R{number}{letter}", name, "in_person", site, f"{capacity}", "1", pattern, features, ""
    for number in range(1, 2 + trainers // 20):
        hall = "Council Chamber" if number == 1 else f"Hall {number}"
        yield f"HALL{number}", hall, "in_person", MAIN_SITE, "120", "1", "mon-fri 09:00-20:00", everything, ""


def close_venues(random: Random, year: Year) -> Iterator[AbsenceRow]:
    """The council chamber is taken for council meetings, and some rooms are decorated for a week."""
    for day in year.open_days:
        if day.weekday() == 2 and day.day <= 7:
            yield "venue", "HALL1", f"{day}T14:00", f"{day}T20:00", "council meeting"
    for number in random.sample(range(2, len(SITES) + 1), 3):
        start = random.choice(year.open_days)
        yield "venue", f"R{number}B", f"{start}", f"{start + timedelta(days=6)}", "decoration"
