"""The tables of the programme folder: everybody and everything that a programme is planned with.

Cells are kept as the folder has them (lists parted by ``;``, days as ``2027-01-11``): one reader, that of
the scheduler, gives them their meaning. ``position`` is the order of the rows, ``attributes`` holds the
columns that the folder has beyond the known ones, in their order.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from learning.database import Base


class Row(Base):
    """What every row of a table has."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int]
    attributes: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @declared_attr
    @classmethod
    def programme_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("programmes.id"), index=True)


def _identifier() -> Mapped[str]:
    return mapped_column(String(120))


def _cell() -> Mapped[str]:
    return mapped_column(Text, default="")


class Person(Row):
    """A row of the staff table."""

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("programme_id", "staff_id"),
        Index("ix_people_team", "programme_id", "team"),
    )

    staff_id: Mapped[str] = _identifier()
    name: Mapped[str] = _cell()
    email: Mapped[str] = _cell()
    team: Mapped[str] = _cell()
    directorate: Mapped[str] = _cell()
    site: Mapped[str] = _cell()
    line_manager_id: Mapped[str] = _cell()
    tags: Mapped[str] = _cell()
    pattern: Mapped[str] = _cell()
    modes: Mapped[str] = _cell()
    sites: Mapped[str] = _cell()
    needs: Mapped[str] = _cell()
    joins_on: Mapped[str] = _cell()
    leaves_on: Mapped[str] = _cell()


class Trainer(Row):
    """A row of the trainers table; ``first_day`` and ``last_day`` are its columns ``from`` and ``until``."""

    __tablename__ = "trainers"
    __table_args__ = (UniqueConstraint("programme_id", "trainer_id"),)

    trainer_id: Mapped[str] = _identifier()
    strands: Mapped[str] = _cell()
    name: Mapped[str] = _cell()
    email: Mapped[str] = _cell()
    bio: Mapped[str] = _cell()
    kind: Mapped[str] = _cell()
    pattern: Mapped[str] = _cell()
    modes: Mapped[str] = _cell()
    max_per_day: Mapped[str] = _cell()
    max_per_week: Mapped[str] = _cell()
    first_day: Mapped[str] = _cell()
    last_day: Mapped[str] = _cell()
    staff_id: Mapped[str] = _cell()
    ready_after: Mapped[str] = _cell()


class Venue(Row):
    """A row of the venues table."""

    __tablename__ = "venues"
    __table_args__ = (UniqueConstraint("programme_id", "venue_id"),)

    venue_id: Mapped[str] = _identifier()
    mode: Mapped[str] = _cell()
    capacity: Mapped[str] = _cell()
    name: Mapped[str] = _cell()
    site: Mapped[str] = _cell()
    pattern: Mapped[str] = _cell()
    parallel: Mapped[str] = _cell()
    features: Mapped[str] = _cell()
    link: Mapped[str] = _cell()


class Absence(Row):
    """A row of the unavailability table: ``kind`` is staff, trainer or venue, ``owner_id`` its column ``id``.

    ``stated_by`` is the id of whoever entered it of themselves; blank for all others.
    """

    __tablename__ = "absences"

    kind: Mapped[str] = _cell()
    owner_id: Mapped[str] = _identifier()
    start: Mapped[str] = _cell()
    end: Mapped[str] = _cell()
    reason: Mapped[str] = _cell()
    stated_by: Mapped[str] = mapped_column(String(120), default="", server_default="")


class ApartPair(Row):
    """Two people who must not be in one group. Confidential: read by the search alone, and by whoever stated it."""

    __tablename__ = "apart_pairs"

    staff_id: Mapped[str] = _identifier()
    other_id: Mapped[str] = _identifier()
    stated_by: Mapped[str] = mapped_column(String(120), default="", server_default="")


class Wish(Row):
    """A row of the wishes table."""

    __tablename__ = "wishes"

    staff_id: Mapped[str] = _identifier()
    strand: Mapped[str] = _cell()
    weekdays: Mapped[str] = _cell()
    start_times: Mapped[str] = _cell()
    modes: Mapped[str] = _cell()
    weight: Mapped[str] = _cell()


class GivenSession(Row):
    """A row of the sessions table of the folder: a timetable that stands before the search."""

    __tablename__ = "given_sessions"

    session_id: Mapped[str] = _identifier()
    strand: Mapped[str] = _identifier()
    group_id: Mapped[str] = _identifier()
    meeting: Mapped[str] = _cell()
    start: Mapped[str] = _cell()
    end: Mapped[str] = _cell()
    venue_id: Mapped[str] = _cell()
    trainer_ids: Mapped[str] = _cell()
    places: Mapped[str] = _cell()


class Lock(Row):
    """A row of the locks table: somebody pinned to a group, or exempt from a strand (no group)."""

    __tablename__ = "locks"

    staff_id: Mapped[str] = _identifier()
    strand: Mapped[str] = _identifier()
    group_id: Mapped[str] = _cell()
