"""The report on the shared cases: figures that can be checked against the folder's own tables."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from scheduler.folder import read_folder
from scheduler.realism import FinishCause, GroupsCause, Outlook, Realism, Resource, realism

if TYPE_CHECKING:
    from pathlib import Path

CASES = ("tiny-60", "mixed-4500", "team-4500", "tight-4500", "everything-300", "planted1-1200", "planted3-1200")


def report_on(shared: Path, name: str) -> Realism:
    return realism(read_folder(shared / "instances" / name).problem)


@pytest.mark.parametrize("name", CASES)
def test_shared_cases_are_not_called_impossible(shared: Path, name: str) -> None:
    """All of them have a complete schedule."""
    report = report_on(shared, name)
    assert report.outlook is not Outlook.IMPOSSIBLE
    assert report.earliest_finish is not None
    assert report.first_day <= report.earliest_finish <= report.last_day


def test_tight_case_is_limited_by_its_trainers(shared: Path) -> None:
    """45 information sessions of two trainers, 375 reflection groups of 12, 46 manager groups of 14."""
    report = report_on(shared, "tight-4500")
    assert [item.groups_at_least for item in report.strands] == [45, 375, 46]
    scarcest = report.balances[0]
    assert (scarcest.resource, scarcest.needed) == (Resource.TRAINERS, 2 * 45 + 375 + 46)
    assert len(scarcest.strands) == 3
    assert report.finish_bounds[0].cause is FinishCause.TRAINERS


def test_team_case_needs_the_groups_of_its_directorates(shared: Path) -> None:
    report = report_on(shared, "team-4500")
    reflection = report.strands[1]
    assert (reflection.groups_at_least, reflection.groups_cause) == (383, GroupsCause.UNITS)
    assert reflection.choice.mixed_groups_at_least == 375


def test_everything_case_names_those_who_cannot_attend(shared: Path) -> None:
    """Some of its managers and of its mentoring pairs can never attend; everybody else can."""
    report = report_on(shared, "everything-300")
    cannot = {item.strand: item.people_who_cannot_attend for item in report.strands if item.people_who_cannot_attend}
    assert set(cannot) == {"manager", "mentoring"}


def test_report_is_plain_json(shared: Path) -> None:
    report = report_on(shared, "everything-300")
    plain = json.loads(json.dumps(report.as_json()))
    assert plain["first_day"] == "2027-01-11"
    assert plain["outlook"] == "comfortable"
    assert [item["strand"] for item in plain["strands"]] == [item.strand for item in report.strands]
    assert plain["balances"][0]["sentence"] == report.balances[0].sentence


def test_report_on_4500_people_takes_less_than_two_seconds(shared: Path) -> None:
    problem = read_folder(shared / "instances" / "tight-4500").problem
    begun = time.process_time()
    realism(problem)
    assert time.process_time() - begun < 2
