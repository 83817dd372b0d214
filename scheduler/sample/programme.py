"""The sample's programme: four strands whose sizes follow from the head count, by arithmetic alone.

The source is a council's learning offer: large information sessions for all staff, train-the-trainer,
reflection in small mixed groups, support for managers. Its fifth element, evaluation, has no sessions.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from scheduler.sample.calendar import HOLIDAYS, Year
from scheduler.sample.council import COUNCIL, Team

SLACK = 1.45
"""Trainer sessions that there are, for each one needed."""
SPREAD = 1.6
"""How much looser than the tightest possible the limits on members of one team or directorate are."""

TEMPLATE = """\
[programme]
name = "{council}: anti-racism learning offer"
timezone = "Europe/London"
first_day = {first_day}
last_day = {last_day}
weekdays = ["mon", "tue", "wed", "thu", "fri"]
start_times = ["09:30", "13:00", "15:15"]
holidays = "{holidays}"
closed = [{closed}]
cover = {sizes.cover}
travel_minutes = 45
break_minutes = 15
turnaround_minutes = 15

[[strands]]
id = "train_the_trainer"
title = "Train the trainer"
lot = "2"
audience = {{ tags = ["trainer"] }}
duration_minutes = 180
trainers = 1
trainer_kinds = {{ provider = 1 }}
size = {{ min = {least_trained}, max = {most_trained} }}
start_times = ["09:30", "13:30"]
last_day = {trained_by}
grouping = {{ rule = "open" }}

[[strands]]
id = "information"
title = "Information session"
lot = "1"
duration_minutes = 60
trainers = 2
trainer_kinds = {{ internal = 1, provider = 1 }}
size = {{ min = {sizes.information[0]}, max = {sizes.information[1]} }}
first_day = {information_from}
last_day = {information_until}
grouping = {{ rule = "open" }}

[[strands]]
id = "reflection"
title = "Reflection session"
lot = "2"
duration_minutes = 120
trainers = 1
size = {{ min = {sizes.reflection[0]}, max = {sizes.reflection[1]} }}
after = {{ strand = "information", min_days = 7 }}

[strands.grouping]
rule = "mixed"
max_same = {{ team = {sizes.max_same_team}, directorate = {sizes.max_same_directorate} }}
keep_apart = ["line_manager", "pairs"]
mix = {{ directorate = 1.0, grade = 0.5 }}

[[strands]]
id = "manager"
title = "Manager support"
lot = "3"
audience = {{ tags = ["manager"] }}
duration_minutes = 90
trainers = 1
size = {{ min = {sizes.manager[0]}, max = {sizes.manager[1]} }}
first_day = {managers_from}
after = {{ strand = "information", min_days = 7 }}

[strands.grouping]
rule = "mixed"
max_same = {{ directorate = {sizes.max_same_managers} }}
"""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Group sizes and limits that suit the council's size."""

    cover: float
    information: tuple[int, int]
    reflection: tuple[int, int]
    manager: tuple[int, int]
    max_same_team: int
    max_same_directorate: int
    max_same_managers: int
    information_sessions: int
    reflection_sessions: int
    manager_sessions: int

    @property
    def trainer_sessions(self) -> int:
        """Trainer sessions needed besides train-the-trainer; information takes two trainers."""
        return 2 * self.information_sessions + self.reflection_sessions + self.manager_sessions


def choose_sizes(teams: list[Team]) -> Sizes:
    """Sizes for which the groups exist on paper: cover, teams and directorates all leave room.

    A small council has few teams, so that a quarter of each would be too few people for a session:
    cover is looser there, and no group is larger than four fifths of those who may be away at once.
    """
    people = [person for team in teams for person in team.members]
    cover = 0.25 if len(people) >= 400 else 0.34 if len(people) >= 150 else 0.5
    away = sum(max(1, math.floor(cover * len(team.members))) for team in teams)
    information = _size_range(len(people), min(100, away * 4 // 5), 0.3)
    reflection = _size_range(len(people), min(12, away * 4 // 5), 0.5)
    managers = [person for person in people if "manager" in person.tags]
    manager = _size_range(len(managers), 14, 0.57)
    reflection_groups = math.ceil(len(people) / reflection[1])
    manager_groups = math.ceil(len(managers) / manager[1])
    return Sizes(
        cover,
        information,
        reflection,
        manager,
        max(2, _limit(max(len(team.members) for team in teams), reflection_groups)),
        max(6, _limit(max(Counter(person.directorate for person in people).values()), reflection_groups)),
        max(5, _limit(max(Counter(person.directorate for person in managers).values()), manager_groups)),
        math.ceil(len(people) / information[1]),
        reflection_groups,
        manager_groups,
    )


def _size_range(people: int, most: int, least_share: float) -> tuple[int, int]:
    """Least and most members of a group, such that one group more than the fewest still fills."""
    most = max(2, most)
    groups = math.ceil(people / most) + 1
    return max(2, min(int(most * least_share), people // groups)), most


def _limit(people: int, groups: int) -> int:
    return math.ceil(SPREAD * people / groups)


def write_programme(year: Year, sizes: Sizes, internal_trainers: int) -> str:
    """The text of programme.toml."""
    return TEMPLATE.format(
        council=COUNCIL,
        first_day=year.first_day,
        last_day=year.last_day,
        holidays=HOLIDAYS,
        closed=", ".join(f'"{first}/{last}"' for first, last in year.closed),
        trained_by=year.trained_by,
        information_from=year.information_from,
        information_until=year.information_until,
        managers_from=year.managers_from,
        sizes=sizes,
        least_trained=min(3, internal_trainers),
        most_trained=max(3, min(10, internal_trainers)),
    )
