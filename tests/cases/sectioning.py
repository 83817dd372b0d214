"""Many strands a person in a timetable that stands, as when a university sections its students.

Courses are strands for those who have their tag; each stands with several groups, some of two meetings,
some online, at the same few weekly starts, so that groups of different strands overlap.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from tests.cases.case import FIRST_DAY, Case, Row, programme, strand
from tests.cases.planted import iso

STARTS = (time(9), time(10, 30), time(12), time(13, 30), time(15), time(16, 30))
LENGTHS = (60, 90, 90, 120)
"""Minutes; a session of 120 overlaps the start after its own."""
TRIES = 60

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Section:
    """A group of the timetable."""

    strand: int
    group_id: str
    spans: tuple[Span, ...]
    online: bool

    def overlaps(self, other: Section) -> bool:
        return any(a < d and c < b for a, b in self.spans for c, d in other.spans)


@dataclass(frozen=True)
class Student:
    """What one person is to attend and, where there is a plant, the group of each."""

    strands: tuple[int, ...]
    planted: tuple[Section, ...]
    only_online: bool


def student_sectioning(
    staff: int = 200,
    each: int = 6,
    strands: int = 12,
    groups: int = 48,
    seed: int = 1,
    starts: int = 30,
    seats: float = 1.0,
    popular: float = 0.0,
    away_share: float = 0.1,
    online_only: float = 0.05,
) -> Case:
    """People with ``each`` of the strands and a hidden allocation that gives everybody all of them.

    There are ``seats`` times as many places as that takes, rounded at random: at 1 there is none to spare,
    below not everybody can be placed. ``popular`` is the share of sessions that crowd into a third of the
    ``starts`` that a week has: the fewer there are, the less room is left beside a person's own sessions.
    """
    r = Random(seed)
    week = weekly_starts(starts)
    sections = timetable(r, week, strands, groups, popular)
    by_strand = [[one for one in sections if one.strand == number] for number in range(strands)]
    students = [enrol(r, by_strand, each, online_only) for _ in range(staff)]
    taken = Counter(one.group_id for student in students for one in student.planted)
    rows: list[Row] = []
    absences: list[Row] = []
    for number, student in enumerate(students):
        staff_id = f"E{number:05}"
        tags = ";".join(f"c{one}" for one in student.strands)
        rows.append({"staff_id": staff_id, "tags": tags, "modes": "online" if student.only_online else ""})
        absences += absences_of(r, week, staff_id, student, away_share)
    r.shuffle(rows)
    places = {one.group_id: max(1, int(seats * taken[one.group_id] + r.random())) for one in sections}
    if seats == 1.0:
        places = {one.group_id: max(1, taken[one.group_id]) for one in sections}
    wanted = staff * each
    return Case(
        programme(last_day=FIRST_DAY + timedelta(days=11)),
        [course(number, staff) for number in range(strands)],
        rows,
        [],
        [{"venue_id": "ONLINE", "mode": "online"}, {"venue_id": "HALL", "mode": "in_person"}],
        {"unavailability": absences, "sessions": session_rows(sections, places)},
        least_placed=None if seats >= 1 else int(0.5 * seats * wanted),
    )


def overloaded_sectioning(
    staff: int = 200,
    each: int = 6,
    strands: int = 12,
    groups: int = 48,
    seed: int = 1,
    starts: int = 12,
    seats: float = 1.0,
    away_share: float = 0.15,
) -> Case:
    """People with strands drawn blindly, for whom the week is too short, and equal places in all groups.

    Nobody knows how many can be placed: places may reach in each strand and yet lie at times that do not.
    """
    r = Random(seed)
    week = weekly_starts(starts)
    sections = timetable(r, week, strands, groups, 0.5)
    rows: list[Row] = []
    absences: list[Row] = []
    wanted: Counter[int] = Counter()
    for number in range(staff):
        chosen = sorted(r.sample(range(strands), each))
        wanted.update(chosen)
        only_online = r.random() < 0.05
        student = Student(tuple(chosen), (), only_online)
        row: Row = {"staff_id": f"E{number:05}", "tags": ";".join(f"c{one}" for one in chosen)}
        rows.append({**row, "modes": "online" if only_online else ""})
        absences += absences_of(r, week, f"E{number:05}", student, away_share)
    stand = Counter(one.strand for one in sections)
    places = {
        one.group_id: max(1, int(seats * wanted[one.strand] / stand[one.strand] + r.random())) for one in sections
    }
    return Case(
        programme(last_day=FIRST_DAY + timedelta(days=11)),
        [course(number, staff) for number in range(strands)],
        rows,
        [],
        [{"venue_id": "ONLINE", "mode": "online"}, {"venue_id": "HALL", "mode": "in_person"}],
        {"unavailability": absences, "sessions": session_rows(sections, places)},
        least_placed=0,
    )


def course(number: int, staff: int) -> dict[str, object]:
    return strand(f"course{number}", 1, staff, audience={"tags": [f"c{number}"]})


def weekly_starts(count: int) -> list[datetime]:
    """The first starts of five days, as many on each as can be."""
    by_time = [datetime.combine(FIRST_DAY + timedelta(days=day), at) for at in STARTS for day in range(5)]
    return sorted(by_time[:count])


def timetable(r: Random, week: list[datetime], strands: int, groups: int, popular: float) -> list[Section]:
    """The groups of every strand, as evenly many in each as can be."""
    crowded = week[::3]
    found = []
    for number in range(groups):
        at = r.sample(week, 2)
        if r.random() < popular:
            at[0] = r.choice(crowded)
        meetings = 2 if r.random() < 0.2 and at[0].date() != at[1].date() else 1
        length = timedelta(minutes=r.choice(LENGTHS))
        spans = tuple((begin, begin + length) for begin in sorted(at[:meetings]))
        found.append(Section(number % strands, f"G{number:04}", spans, r.random() < 0.25))
    return found


def enrol(r: Random, by_strand: list[list[Section]], each: int, online_only: float) -> Student:
    """Strands drawn for a person, with groups that do not overlap; in person where online does not come out."""
    for number in range(10 * TRIES):
        strands = sorted(r.sample(range(len(by_strand)), each))
        only_online = number < TRIES and r.random() < online_only
        planted = plant(r, [by_strand[one] for one in strands], only_online)
        if planted:
            return Student(tuple(strands), planted, only_online)
    raise ValueError("the timetable has too few starts for so many strands a person")


def plant(r: Random, choices: list[list[Section]], only_online: bool) -> tuple[Section, ...]:
    """One group of each strand, none overlapping another; empty if that does not come out in a few tries."""
    for _ in range(TRIES):
        found: list[Section] = []
        for sections in sorted(choices, key=len):
            free = [
                one
                for one in sections
                if (one.online or not only_online) and not any(one.overlaps(other) for other in found)
            ]
            if not free:
                break
            found.append(r.choice(free))
        if len(found) == len(choices):
            return tuple(found)
    return ()


def absences_of(r: Random, week: list[datetime], staff_id: str, student: Student, share: float) -> list[Row]:
    """Absences over some of the starts that the planted groups leave free."""
    rows: list[Row] = []
    for begin in week:
        end = begin + timedelta(minutes=60)
        held = any(a < end and begin < b for one in student.planted for a, b in one.spans)
        if not held and r.random() < share:
            rows.append({"kind": "staff", "id": staff_id, "start": iso(begin), "end": iso(end)})
    return rows


def session_rows(sections: list[Section], places: dict[str, int]) -> list[Row]:
    return [
        {
            "session_id": f"{one.group_id}-{meeting}",
            "strand": f"course{one.strand}",
            "group_id": one.group_id,
            "meeting": meeting,
            "start": iso(begin),
            "end": iso(end),
            "venue_id": "ONLINE" if one.online else "HALL",
            "places": places[one.group_id],
        }
        for one in sections
        for meeting, (begin, end) in enumerate(one.spans, 1)
    ]
