"""Reminders of dates that come soon, and of registers: once for each person and date, all of a day in one message.

Only who was told of a date, and still has it just so, is reminded. Who was told of it on the day of the reminder or
later is not reminded besides. Trainers are reminded of a register on the morning after the session, those who can sign
in and fill it in; a week later it is left at that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.addresses import is_reachable
from learning.domain.entries import DateChange
from learning.domain.quiet import is_kept_back
from learning.domain.reminder_letters import Due, write_reminder
from learning.domain.surroundings import DEFAULT_ZONE, surroundings_of
from learning.models import CalendarEntry, Programme, Reminder, Schedule
from learning.queries.appointments import Appointment, Owner, appointment_of, names_and_addresses
from learning.queries.programmes import strands_of
from learning.queries.reminders import (
    appointments_between,
    entries_between,
    reminded_between,
    sessions_without_register,
    trainers_with_accounts,
)
from learning.vocabulary import ReminderKind, Role

NOT_BEFORE = time(8)
"""On the clocks of the programme."""
REGISTERS_FOR = timedelta(days=7)


def due_of(session: Session, programme: Programme, schedule: Schedule) -> Sequence[Due]:
    """Everybody who is to be reminded now, with all that is due for them."""
    days = {strand.strand_id: strand.reminder_days for strand in strands_of(session, programme)}
    dates = _by_owner(_dates(session, programme, schedule, days))
    registers = _by_owner(_registers(session, programme, schedule))
    known = names_and_addresses(session, programme) if dates or registers else {}
    found = []
    for owner in dict.fromkeys([*dates, *registers]):
        name, address = known.get(owner, ("", ""))
        if is_reachable(address) and not is_kept_back(programme, address):
            found.append(Due(owner, name, address, dates.get(owner, ()), registers.get(owner, ())))
    return found


def remind(session: Session, programme: Programme, schedule: Schedule) -> int:
    """Put a message into the outbox for everybody who is to be reminded now; how many people that is."""
    found = due_of(session, programme, schedule)
    if not found:
        return 0
    around, moment = surroundings_of(session, programme), now()
    for due in found:
        session.add(write_reminder(around, due))
        session.add_all(_note(programme, ReminderKind.SESSION, one, moment) for one in due.dates)
        session.add_all(_note(programme, ReminderKind.REGISTER, one, moment) for one in due.registers)
    session.flush()
    return len(found)


def _note(programme: Programme, kind: ReminderKind, one: Appointment, moment: datetime) -> Reminder:
    return Reminder(
        programme_id=programme.id, kind=kind, role=one.owner.role, owner_id=one.owner.owner_id, key=one.key,
        starts_at=one.starts_at, made_at=moment,
    )  # fmt: skip


def _by_owner(dates: Iterable[Appointment]) -> dict[Owner, list[Appointment]]:
    found: dict[Owner, list[Appointment]] = {}
    for one in dates:
        found.setdefault(one.owner, []).append(one)
    return found


def _zone(programme: Programme) -> ZoneInfo:
    return ZoneInfo(str(programme.settings.get("timezone", DEFAULT_ZONE)))


def _dates(
    session: Session, programme: Programme, schedule: Schedule, days: Mapping[str, int]
) -> Iterator[Appointment]:
    """Dates that come soon."""
    moment, longest = now(), max(days.values(), default=0)
    until = moment + timedelta(days=longest + 1)
    known = entries_between(session, programme, moment, until) if longest else {}
    if not known:
        return
    reminded = reminded_between(session, programme, ReminderKind.SESSION, moment, until)
    for one in appointments_between(session, schedule, moment, until):
        entry = known.get((one.owner, one.key))
        if entry is None or (one.owner, one.key, one.starts_at) in reminded or not days.get(one.strand):
            continue
        if _is_due(one, entry, _zone(programme), days[one.strand], moment):
            yield one


def _registers(session: Session, programme: Programme, schedule: Schedule) -> Iterator[Appointment]:
    """Sessions of the last week, until yesterday, of which not everybody has a mark; by each who led them."""
    morning = datetime.combine(now().astimezone(_zone(programme)).date(), NOT_BEFORE, _zone(programme))
    if now() < morning:
        return
    today = datetime.combine(morning.date(), time(0), _zone(programme))
    open_ = sessions_without_register(session, programme, schedule, today - REGISTERS_FOR, today)
    if not open_:
        return
    can_fill_in = trainers_with_accounts(session, programme)
    reminded = reminded_between(session, programme, ReminderKind.REGISTER, today - REGISTERS_FOR, today)
    for session_ in open_:
        for trainer_id in session_.trainer_ids:
            one = appointment_of(Owner(Role.TRAINER, trainer_id), session_.session_id, session_)
            if trainer_id in can_fill_in and (one.owner, one.key, one.starts_at) not in reminded:
                yield one


def _is_due(one: Appointment, entry: CalendarEntry, zone: ZoneInfo, days: int, moment: datetime) -> bool:
    day = one.starts_at.astimezone(zone).date() - timedelta(days=days)
    if moment < datetime.combine(day, NOT_BEFORE, zone):
        return False
    told_before = entry.told_at < datetime.combine(day, time(0), zone)
    return told_before and DateChange(one.owner, entry, one).is_known
