"""A small, valid programme folder as texts, for tests that change one thing in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from scheduler.errors import Defect, FolderError
from scheduler.folder import Reading, read_folder

PROGRAMME = """\
[programme]
name = "Small"
timezone = "Europe/London"
first_day = 2027-01-11
last_day = 2027-04-30
weekdays = ["mon", "tue", "wed", "thu", "fri"]
start_times = ["09:30", "13:00"]
closed = ["2027-02-01/2027-02-02"]
cover = 0.5

[[strands]]
id = "information"
title = "Information"
duration_minutes = 60
trainers = 2
trainer_kinds = { internal = 1 }
size = { min = 1, max = 8 }
grouping = { rule = "open" }

[[strands]]
id = "reflection"
title = "Reflection"
audience = { tags = ["staff"], grade = ["A", "B"] }
duration_minutes = 90
trainers = 1
size = { min = 2, max = 4 }
meetings = 2
gap_days = [7, 21]
grouping = { rule = "mixed", max_same = { team = 2 }, keep_apart = ["line_manager", "pairs"], keep_together = "unit" }
after = { strand = "information", min_days = 7, max_days = 60 }

[[strands]]
id = "talk"
title = "Talk"
size = { min = 1, max = 3 }
grouping = { rule = "team", fields = ["team", "directorate"], keep_apart = ["trainer_team"] }
after = { strand = ["information"], min_days = 1 }
"""

FILES = {
    "programme.toml": PROGRAMME,
    "staff.csv": """\
staff_id,name,email,team,directorate,site,line_manager_id,tags,pattern,modes,sites,needs,joins_on,leaves_on,grade,unit
001,Ann,ann@example.org,Red,North,Hall,,staff;lead,,,,,,,A,
002,Ben,ben@example.org,Red,North,Hall,001,staff,mon-thu 09:00-17:00;fri,online,,,,,A,u1
003,Cat,cat@example.org,Red,North,Hall,001,staff,,,Hall,loop,2027-01-18,,B,u1
004,Dan,dan@example.org,Blue,South,Hall,001,staff,,,,,,2027-04-20,B,
005,Eve,eve@example.org,Blue,South,Hall,001,,,,,,,,C,
""",
    "trainers.csv": """\
trainer_id,name,kind,strands,pattern,modes,max_per_day,max_per_week,from,until,staff_id,ready_after
T1,Tess,internal,information;reflection,,,2,5,2027-01-11,2027-04-30,,
T2,Tom,provider,information,mon;tue,online,,,,,005,
T3,Tim,provider,talk,,,,,,,004,information
""",
    "venues.csv": """\
venue_id,mode,site,capacity,parallel,pattern,features,link
NET,online,,,2,,,https://example.org/net
HALL,in_person,Hall,12,,mon-fri 08:00-18:00,loop;step_free,
""",
    "unavailability.csv": """\
kind,id,start,end,reason
staff,001,2027-03-01,2027-03-05,leave
trainer,T1,2027-03-08T09:00,2027-03-08T12:00,
venue,HALL,2027-03-10,2027-03-12T12:00,works
""",
    "apart.csv": "staff_id,other_id\n001,004\n",
    "wishes.csv": """\
staff_id,strand,weekdays,start_times,modes,weight
001,reflection,mon;tue,09:30,online,2
002,,,,,-1
""",
    "sessions.csv": """\
session_id,strand,group_id,meeting,start,end,venue_id,trainer_ids,places
S1,talk,G1,1,2027-03-22T10:00,2027-03-22T11:00,HALL,T3,3
S2,talk,G1,2,2027-03-29T10:00,2027-03-29T11:00,,,
S3,talk,G2,1,2027-04-06T22:00,2027-04-06T24:00,NET,,
""",
    "locks.csv": "staff_id,strand,group_id\n001,talk,G1\n005,information,\n",
}


def write_folder(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """The small folder with some files replaced, or (None) left out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {**FILES, **(changes or {})}.items():
        if content is not None:
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def replaced(file: str, old: str, new: str) -> dict[str, str | bytes | None]:
    """One change in one file; the old text must be there."""
    assert old in FILES[file], f"{old!r} is not in {file}"
    return {file: FILES[file].replace(old, new, 1)}


def added(file: str, row: str) -> dict[str, str | bytes | None]:
    """One more row at the end of a table."""
    return {file: FILES[file] + row + "\n"}


def defects_of(folder: Path) -> tuple[Defect, ...]:
    with pytest.raises(FolderError) as refusal:
        read_folder(folder)
    return refusal.value.defects


def reading_of(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Reading:
    return read_folder(write_folder(folder, changes))
