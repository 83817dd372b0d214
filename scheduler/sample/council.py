"""The people of the sample: directorates, teams of skewed sizes and a tree of line managers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scheduler.sample.names import draw_name, mail_address

if TYPE_CHECKING:
    from random import Random

COUNCIL = "Wexcombe Borough Council"
MAIL_DOMAIN = "wexcombe.example"
MAIN_SITE = "Civic Centre"
SITES = (MAIN_SITE, "Mill Lane Depot", "Harbour House", "Priory Court", "Eastfield Hub", "Old Library", "Tannery Yard")
MANAGER_SHARE = 0.14

DIRECTORATES = (
    ("Adult Social Care", 0.17, ("Older People", "Learning Disability", "Reablement", "Safeguarding")),
    ("Children and Families", 0.18, ("Early Help", "Fostering", "Youth Justice", "Assessment", "Care Leavers")),
    ("Housing", 0.15, ("Repairs", "Tenancy", "Homelessness", "Estate Services", "Allocations")),
    ("Environment and Streets", 0.18, ("Waste Collection", "Street Cleansing", "Parks", "Parking", "Highways")),
    ("Public Health", 0.05, ("Healthy Living", "Sexual Health", "Drug and Alcohol", "Health Protection")),
    ("Customer Services and Libraries", 0.10, ("Contact Centre", "Libraries", "Registrars", "Benefits")),
    ("Planning and Growth", 0.06, ("Development Control", "Building Control", "Regeneration", "Economy")),
    ("Finance and Resources", 0.06, ("Revenues", "Accountancy", "Audit", "Procurement")),
    ("People and Law", 0.05, ("Legal", "Learning and Development", "Democratic Services", "Payroll")),
)
GRADES = ("1", "2", "3", "4", "5", "6")
GRADE_WEIGHTS = (10, 22, 30, 24, 10, 4)


@dataclass(slots=True)
class Employee:
    """One row of staff.csv in the making; blank cells mean what the folder says they mean."""

    staff_id: str
    name: str
    email: str
    team: str
    directorate: str
    site: str
    job_title: str = "Officer"
    grade: str = "3"
    line_manager_id: str = ""
    tags: list[str] = field(default_factory=list)
    pattern: str = ""
    modes: str = ""
    sites: str = ""
    needs: str = ""
    joins_on: str = ""
    leaves_on: str = ""

    def promote(self, title: str, grade: str) -> None:
        """Make the person a manager."""
        self.job_title, self.grade = title, grade
        self.tags.append("manager")


@dataclass(slots=True)
class Team:
    name: str
    directorate: str
    members: list[Employee]


def build_council(random: Random, staff: int) -> list[Team]:
    """Teams whose members number ``staff`` in all, each person under a line manager but the first."""
    teams = _hire(random, _plan_teams(random, staff))
    _appoint(random, teams, round(MANAGER_SHARE * staff))
    return teams


def _plan_teams(random: Random, staff: int) -> list[tuple[str, str, str, int]]:
    """(team, directorate, site, size) of each team; the sizes sum to ``staff``."""
    count = max(2, min(len(DIRECTORATES), staff // 45))
    chosen = sorted(random.sample(DIRECTORATES, count), key=DIRECTORATES.index)
    plan = []
    biggest = max(chosen, key=lambda row: row[1])[0]
    shares = _shares(staff, [weight for _, weight, _ in chosen])
    for (directorate, _, services), size in zip(chosen, shares, strict=True):
        huge = round(size * 0.14) if directorate == biggest and size > 120 else 0
        sizes = ([huge] if huge else []) + _team_sizes(random, size - huge)
        home = random.choice(SITES)
        for number, members in enumerate(sizes):
            service, turn = services[number % len(services)], number // len(services) + 1
            site = home if random.random() < 0.6 else random.choice(SITES)
            plan.append((f"{service} {turn}", directorate, site, members))
    return plan


def _shares(total: int, weights: list[float]) -> list[int]:
    """Whole shares of ``total`` in proportion to the weights, the rounding left to the last."""
    shares = [math.floor(total * weight / sum(weights)) for weight in weights[:-1]]
    return [*shares, total - sum(shares)]


def _team_sizes(random: Random, people: int) -> list[int]:
    """Sizes of many small and a few big teams, 4 at least, which sum to ``people``."""
    sizes: list[int] = []
    left = people
    while left > 0:
        size = min(max(4, round(random.lognormvariate(2.2, 0.55))), 60)
        if left - size < 4:
            size = left
        sizes.append(size)
        left -= size
    return sorted(sizes, reverse=True)


def _hire(random: Random, plan: list[tuple[str, str, str, int]]) -> list[Team]:
    addresses: dict[str, int] = {}
    teams, number = [], 0
    for name, directorate, site, size in plan:
        members = []
        for _ in range(size):
            number += 1
            person = draw_name(random)
            grade = random.choices(GRADES[:4], GRADE_WEIGHTS[:4])[0]
            address = mail_address(person, addresses, MAIL_DOMAIN)
            members.append(Employee(f"E{number:06d}", person, address, name, directorate, site, grade=grade))
        teams.append(Team(name, directorate, members))
    return teams


def _appoint(random: Random, teams: list[Team], managers: int) -> None:
    """Chief executive, directors, heads of service, team managers and, as far as they reach, supervisors."""
    by_directorate: dict[str, list[Team]] = {}
    for team in teams:
        by_directorate.setdefault(team.directorate, []).append(team)
    appointed = 0
    chief: Employee | None = None
    for own_teams in by_directorate.values():
        director = own_teams[0].members[0]
        director.promote("Director" if chief else "Chief Executive", "6")
        director.line_manager_id = chief.staff_id if chief else ""
        chief = chief or director
        appointed += 1 + _appoint_heads(own_teams, director)
    _appoint_supervisors(random, teams, managers - appointed)


def _appoint_heads(teams: list[Team], director: Employee) -> int:
    """Give each eight teams a head of service and each team a manager; the number appointed."""
    appointed, head = 0, director
    for number, team in enumerate(teams):
        lead = team.members[0]
        if lead is not director:
            is_head = number % 8 == 1 and len(teams) > 4
            lead.promote("Head of Service" if is_head else "Team Manager", "5" if is_head else "4")
            lead.line_manager_id = director.staff_id if is_head else head.staff_id
            head = lead if is_head else head
            appointed += 1
        for member in team.members[1:]:
            member.line_manager_id = lead.staff_id
    return appointed


def _appoint_supervisors(random: Random, teams: list[Team], places: int) -> None:
    """Supervisors in the biggest teams first, each over an equal part of the team."""
    wanted = {team.name + team.directorate: 0 for team in teams}
    by_size = sorted(teams, key=lambda team: -len(team.members))
    for team in by_size:
        room = min(max(places, 0), (len(team.members) - 1) // 7)
        wanted[team.name + team.directorate] = room
        places -= room
    for team in teams:
        supervisors = team.members[1 : 1 + wanted[team.name + team.directorate]]
        for supervisor in supervisors:
            supervisor.promote("Supervisor", random.choice(("3", "4")))
        for turn, member in enumerate(team.members[1 + len(supervisors) :]):
            if supervisors:
                member.line_manager_id = supervisors[turn % len(supervisors)].staff_id
