"""The start page's parts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Start:
    """One programme or organisation and where one can begin in it."""

    title: str
    second_line: str
    links: tuple[Link, ...]
    without_pages: tuple[str, ...] = ()
    """Roles that somebody has here and for which there is no page."""
