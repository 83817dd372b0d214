"""Certificates that were issued: what each says, so that it can be verified for as long as it is kept."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, UTCDateTime


class Certificate(Base):
    """One person's certificate of one strand. ``code`` is what it is verified by, without the dashes of its print;
    ``name`` and ``title`` are as on the paper, whatever the staff table or the strand are called later."""

    __tablename__ = "certificates"
    __table_args__ = (UniqueConstraint("programme_id", "strand", "staff_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    strand: Mapped[str] = mapped_column(String(120))
    staff_id: Mapped[str] = mapped_column(String(120))
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(String(200))
    completed_on: Mapped[date] = mapped_column(Date)
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime)
