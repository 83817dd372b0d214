"""A schedule in force that lives: people move, swap, wait, join, leave and miss sessions, coordinators change it.

After every step the judge finds nothing that was not wrong for another reason, nobody is lost, and everyone whose
dates changed was told exactly once. ``python -m tests.learning.living --lives 200`` draws so many and prints figures.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import as_of
from learning.database import make_engine
from learning.domain.attendance import record_register
from learning.domain.releases import cautions_of, release_draft
from learning.domain.scheduling.by_hand import CancelGroup, ChangeSession, carry_out, consider, copy_as_draft
from learning.domain.scheduling.folder_in import take_in_folder
from learning.domain.scheduling.problems import read_programme_as_it_stands
from learning.domain.scheduling.rows import add_row, remove_row
from learning.domain.scheduling.schedules import keep_draft, schedule_of
from learning.domain.scheduling.staff_changes import settle_staff_changes
from learning.domain.waiting import (
    accept_offer,
    choose_date,
    dates_to_choose,
    decline_offer,
    join_waiting_list,
    leave_waiting_list,
    see_to_waiting_lists,
)
from learning.errors import Refusal
from learning.models import Allocation, CalendarEntry, LearningSession, Message, Person, Programme, Schedule, Unplaced
from learning.queries.people import people_in_group
from learning.queries.schedules import release_in_force
from learning.queries.waiting import open_offers, waiting_everywhere
from learning.vocabulary import Attendance, Role, Telling
from scheduler import Limits, solve
from scheduler.folder import read_folder
from scheduler.referee import Violation, judge
from scheduler.referee.audience import audiences
from scheduler.rules import Rule
from scheduler.schedule import Schedule as Found
from tests.learning.conftest import make_tables
from tests.learning.databases import open_databases
from tests.learning.world import SYSTEM, make_world

STRANDS = ("talk", "reflection")
FIRST = "2027-02-01"
BEGINS = datetime(2027, 1, 28, 9, tzinfo=UTC)
BY_CHANCE = {Rule.COULD_BE_ADDED}
Dates = Mapping[tuple[Role, str], frozenset[tuple[str, datetime, datetime, str]]]


@dataclass
class Life:
    """One schedule and what has happened to it; ``at`` is its present."""

    session: Session
    programme: Programme
    random: Random
    at: datetime = BEGINS
    done: Counter[str] = field(default_factory=Counter)
    newcomers: int = 0

    @property
    def release(self) -> Schedule:
        found = release_in_force(self.session, self.programme)
        assert found is not None
        return found


@lru_cache
def beginning() -> tuple[Path, Found]:
    """The programme's folder, written once, and a schedule of it."""
    folder = Path(tempfile.mkdtemp(prefix="living-"))
    (folder / "programme.toml").write_text(
        f"""[programme]
name = "Living"
timezone = "Europe/London"
first_day = {FIRST}
last_day = 2027-04-30
weekdays = ["mon", "tue", "wed", "thu"]
start_times = ["09:30", "13:00", "15:15"]
cover = 0.5

[[strands]]
id = "talk"
title = "Talk"
size = {{ min = 2, max = 9 }}
duration_minutes = 60
trainers = 1
grouping = {{ rule = "open" }}

[[strands]]
id = "reflection"
title = "Reflection"
size = {{ min = 2, max = 6 }}
duration_minutes = 90
trainers = 1
grouping = {{ rule = "mixed", max_same = {{ team = 3 }}, keep_apart = ["line_manager", "pairs"] }}
after = {{ strand = "talk", min_days = 1 }}
"""
    )
    people = [
        f"E{n:02},Person {n},e{n:02}@living.example,T{n % 5},{'' if n < 5 else f'E{n % 5:02}'}" for n in range(26)
    ]
    (folder / "staff.csv").write_text("staff_id,name,email,team,line_manager_id\n" + "\n".join(people) + "\n")
    trainers = "A1,Ann Trainer,ann@living.example,talk;reflection\nA2,Bo Trainer,bo@living.example,talk;reflection\n"
    (folder / "trainers.csv").write_text("trainer_id,name,email,strands\n" + trainers)
    (folder / "venues.csv").write_text("venue_id,mode,capacity,parallel\nV1,online,,2\nR1,in_person,6,1\n")
    (folder / "apart.csv").write_text("staff_id,other_id\nE06,E12\nE07,E13\n")
    schedule = solve(read_folder(folder).problem, Limits(time_seconds=20, until_complete=True, workers=1)).schedule
    assert schedule is not None
    return folder, schedule


def begin(session: Session, seed: int) -> Life:
    """The schedule in force, everybody told, some days before its first."""
    folder, found = beginning()
    with as_of(BEGINS):
        programme = make_world(session).programme
        take_in_folder(session, SYSTEM, programme, folder)
        draft = keep_draft(session, SYSTEM, programme, found, {}, name="Living", snapshot=None)
        known = [one.key for one in cautions_of(session, programme, draft)]
        release_draft(session, SYSTEM, programme, draft, "Living", known, Telling.INVITATIONS)
        session.commit()
    return Life(session, programme, Random(seed))


def live(life: Life, steps: int) -> None:
    """So many random steps, each checked."""
    for _ in range(steps):
        step = life.random.choice(STEPS)
        take(life, step)


def take(life: Life, step: Callable[[Life], None]) -> None:
    """One step, all of it or, where it is refused, nothing; then everything that must hold."""
    with as_of(life.at):
        before, last, known = dates(life), last_message(life), breaches(life)
        try:
            step(life)
            life.session.commit()
            life.done[step.__name__] += 1
        except Refusal:
            life.session.rollback()
            life.session.expire_all()
            life.done[f"{step.__name__} refused"] += 1
        check(life, before, last, known, step.__name__)


def check(life: Life, before: Dates, last: int, known: Counter[tuple[object, ...]], what: str) -> None:
    """No breach that the step is to blame for, nobody lost, everyone affected told exactly once and nobody else."""
    new = breaches(life) - known
    if what in ("join", "leave"):
        new = Counter({key: count for key, count in new.items() if key[0] not in FROM_OUTSIDE})
    assert not new, (what, [one.sentence for one in whole(life) if (one.rule, one.strand, one.subject) in new])
    assert not lost(life), what
    after = dates(life)
    changed = {
        (owner, key)
        for owner in before.keys() | after.keys()
        for key in keys(coming(life, before, owner) ^ coming(life, after, owner))
        if reachable(life, *owner)
    }
    told = Counter(
        ((one.role, one.owner_id), entry["uid"])
        for one in life.session.scalars(select(Message).where(Message.id > last, Message.calendar.is_not(None)))
        for entry in (one.calendar or {}).get("events", ())
    )
    expected = Counter((owner, uid_of(life, *owner, key)) for owner, key in changed)
    assert told == expected, (what, told - expected, expected - told)


FROM_OUTSIDE = {Rule.GROUP_SIZE, Rule.UNKNOWN_PERSON, Rule.NOT_IN_AUDIENCE, Rule.COVER, Rule.PREREQUISITE_MISSING}
"""What a joiner or leaver brings about by themselves."""


def keys(some: frozenset[tuple[str, datetime, datetime, str]]) -> frozenset[str]:
    return frozenset(key for key, *_ in some)


def uid_of(life: Life, role: Role, owner_id: str, key: str) -> str:
    """The name of a date in its owner's calendar."""
    return life.session.scalars(
        select(CalendarEntry.uid).where(
            CalendarEntry.programme_id == life.programme.id, CalendarEntry.role == role,
            CalendarEntry.owner_id == owner_id, CalendarEntry.key == key,
        )
    ).one()  # fmt: skip


def coming(
    life: Life, dates_by_owner: Dates, owner: tuple[Role, str]
) -> frozenset[tuple[str, datetime, datetime, str]]:
    return frozenset(one for one in dates_by_owner.get(owner, frozenset()) if one[1] > life.at)


def dates(life: Life) -> Dates:
    """Everybody's dates by the schedule in force."""
    release = life.release
    sessions = life.session.scalars(select(LearningSession).where(LearningSession.schedule_id == release.id)).all()
    members: dict[tuple[str, str], list[str]] = {}
    for one in life.session.scalars(select(Allocation).where(Allocation.schedule_id == release.id)):
        members.setdefault((one.strand, one.group_id), []).append(one.staff_id)
    found: dict[tuple[Role, str], set[tuple[str, datetime, datetime, str]]] = {}
    for one in sessions:
        for staff_id in members.get((one.strand, one.group_id), ()):
            key = f"{one.strand}/{one.meeting}", one.starts_at, one.ends_at, one.venue_id
            found.setdefault((Role.PARTICIPANT, staff_id), set()).add(key)
        for trainer_id in one.trainer_ids:
            key = one.session_id, one.starts_at, one.ends_at, one.venue_id
            found.setdefault((Role.TRAINER, trainer_id), set()).add(key)
    return {owner: frozenset(some) for owner, some in found.items()}


def reachable(life: Life, role: Role, owner_id: str) -> bool:
    """Whether they have or had an address: those who left are told where they were told last."""
    entry = life.session.scalar(
        select(CalendarEntry.address).where(
            CalendarEntry.programme_id == life.programme.id, CalendarEntry.role == role,
            CalendarEntry.owner_id == owner_id, CalendarEntry.address != "",
        ).limit(1)
    )  # fmt: skip
    return bool(entry)


def last_message(life: Life) -> int:
    return life.session.scalar(select(Message.id).order_by(Message.id.desc()).limit(1)) or 0


def breaches(life: Life) -> Counter[tuple[object, ...]]:
    return Counter((one.rule, one.strand, one.subject) for one in whole(life) if one.rule not in BY_CHANCE)


def whole(life: Life) -> tuple[Violation, ...]:
    problem = read_programme_as_it_stands(life.session, life.programme).problem
    return judge(problem, schedule_of(life.session, life.release)).violations


def lost(life: Life) -> set[tuple[str, str]]:
    """People of a strand who neither have a place in it nor are listed without one."""
    problem, release = read_programme_as_it_stands(life.session, life.programme).problem, life.release
    known: set[tuple[str, str]] = set()
    for model in (Allocation, Unplaced):
        rows = life.session.execute(select(model.staff_id, model.strand).where(model.schedule_id == release.id))
        known |= {(staff_id, strand) for staff_id, strand in rows}
    return {(one, strand) for strand, people in audiences(problem).items() for one in people} - known


def somebody(life: Life) -> tuple[str, str]:
    people = life.session.scalars(
        select(Person.staff_id).where(Person.programme_id == life.programme.id).order_by(Person.staff_id)
    ).all()
    return life.random.choice(people), life.random.choice(STRANDS)


def move(life: Life) -> None:
    staff_id, strand = somebody(life)
    free = dates_to_choose(life.session, life.programme, life.release, staff_id, strand).free
    group = life.random.choice([one.group_id for one in free] or ["nowhere"])
    choose_date(life.session, SYSTEM, life.programme, staff_id, strand, group)


def wait(life: Life) -> None:
    staff_id, strand = somebody(life)
    full = [one.group_id for one in dates_to_choose(life.session, life.programme, life.release, staff_id, strand).full]
    join_waiting_list(life.session, SYSTEM, life.programme, staff_id, strand, full[: life.random.randint(0, 4)])


def take_offer(life: Life) -> None:
    staff_id, strand = waiting(life)
    accept_offer(life.session, SYSTEM, life.programme, staff_id, strand)


def let_go(life: Life) -> None:
    staff_id, strand = waiting(life)
    life.random.choice([decline_offer, leave_waiting_list])(life.session, life.programme, staff_id, strand)


def waiting(life: Life) -> tuple[str, str]:
    entries, offers = waiting_everywhere(life.session, life.programme), open_offers(life.session, life.programme)
    entries = [one for one in entries if one.id in offers] or entries
    if not entries:
        raise Refusal("Nobody waits")
    entry = life.random.choice(entries)
    return entry.staff_id, entry.strand


def pass_time(life: Life) -> None:
    life.at += timedelta(hours=life.random.choice([3, 30, 60, 100, 200]))
    with as_of(life.at):
        see_to_waiting_lists(life.session, life.programme)


def cancel(life: Life) -> None:
    _by_hand(life, lambda one: CancelGroup(one.strand, one.group_id))


def change_time(life: Life) -> None:
    def another(one: LearningSession) -> ChangeSession:
        day = one.start.date() + timedelta(days=life.random.choice([-1, 0, 1, 7]))
        start = datetime.combine(day, life.random.choice([time(9, 30), time(13), time(15, 15)]))
        return ChangeSession(one.session_id, start, one.venue_id, tuple(one.trainer_ids))

    _by_hand(life, another)


def _by_hand(life: Life, change: Callable[[LearningSession], CancelGroup | ChangeSession]) -> None:
    session, programme, release = life.session, life.programme, life.release
    sessions = session.scalars(
        select(LearningSession).where(LearningSession.schedule_id == release.id).order_by(LearningSession.id)
    ).all()
    asked = change(life.random.choice(sessions))
    draft = copy_as_draft(session, SYSTEM, programme, release)
    if consider(session, programme, draft, asked).broken:
        raise Refusal("It breaks a rule")
    carry_out(session, SYSTEM, programme, draft, asked, "For the test", draft.version)
    known = [one.key for one in cautions_of(session, programme, draft)]
    release_draft(session, SYSTEM, programme, draft, "Changed", known, Telling.INVITATIONS)
    see_to_waiting_lists(session, programme)


def join(life: Life) -> None:
    life.newcomers += 1
    number = life.newcomers
    cells = {"staff_id": f"N{number:02}", "name": f"New {number}", "email": f"n{number:02}@living.example"}
    add_row(life.session, SYSTEM, life.programme, "staff", {**cells, "team": f"T{number % 5}"})
    settle_staff_changes(life.session, life.programme)


def leave(life: Life) -> None:
    people = life.session.scalars(
        select(Person)
        .where(Person.programme_id == life.programme.id, Person.staff_id > "E13")
        .order_by(Person.staff_id)
    ).all()
    if len(people) < 4:
        raise Refusal("Too few are left")
    remove_row(life.session, SYSTEM, life.programme, "staff", life.random.choice(people))
    settle_staff_changes(life.session, life.programme)
    see_to_waiting_lists(life.session, life.programme)


def miss(life: Life) -> None:
    """Somebody was not there, and chooses another date."""
    session, programme, release = life.session, life.programme, life.release
    over = session.scalars(
        select(LearningSession)
        .where(LearningSession.schedule_id == release.id, LearningSession.ends_at < life.at)
        .order_by(LearningSession.id)
    ).all()
    if not over:
        raise Refusal("No session is over")
    one = life.random.choice(over)
    people = people_in_group(session, programme, release, one.strand, one.group_id)
    if not people:
        raise Refusal("Nobody was expected")
    person = life.random.choice(people)
    record_register(session, SYSTEM, programme, release, one, {person.staff_id: Attendance.ABSENT}, "")
    session.commit()
    free = dates_to_choose(session, programme, release, person.staff_id, one.strand).free
    if not free:
        raise Refusal("No date is free")
    choose_date(session, SYSTEM, programme, person.staff_id, one.strand, free[0].group_id)


STEPS: tuple[Callable[[Life], None], ...] = (
    move, move, move, wait, wait, wait, take_offer, take_offer, let_go, pass_time, cancel, change_time, change_time,
    join, leave, miss, miss,
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lives", type=int, default=200)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--first-seed", type=int, default=0)
    asked = parser.parse_args()
    done, faults = Counter[str](), 0
    with tempfile.TemporaryDirectory() as name, open_databases(Path(name), make_tables) as databases:
        for seed in range(asked.first_seed, asked.first_seed + asked.lives):
            with databases.copy("sqlite") as url:
                engine = make_engine(url)
                with Session(engine, expire_on_commit=False) as session:
                    life = begin(session, seed)
                    try:
                        live(life, asked.steps)
                    except AssertionError as error:
                        print(f"seed {seed}: {error}")
                        faults += 1
                    done += life.done
                engine.dispose()
    good = asked.lives - faults
    print(f"{good} of {asked.lives} lives of {asked.steps} steps: no breach, nobody lost, everyone told exactly once.")
    print(", ".join(f"{what} {count}" for what, count in done.most_common()))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
