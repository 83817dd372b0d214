"""Organisations, side by side in one installation; each has its own name, colour and programmes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from learning.database import Base, UTCDateTime

DEFAULT_ACCENT = "#0b5560"


class Organisation(Base):
    """``key`` is its part of addresses; ``accent`` its colour as ``#rrggbb``; ``logo`` an image with its type."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    accent: Mapped[str] = mapped_column(String(7), default=DEFAULT_ACCENT)
    typeface: Mapped[str] = mapped_column(String(60), default="")
    logo: Mapped[bytes | None]
    logo_type: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - as SQLAlchemy reads it
