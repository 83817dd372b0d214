"""What surrounds a page, as templates read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One of the places of the top bar."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that stands once above the next page: ``kind`` is success or important."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Every page's surroundings; what is None is left out."""

    organisation_name: str
    programme_name: str | None
    logo_href: str | None
    brand_href: str | None
    home_href: str
    places: tuple[Place, ...]
    account_name: str | None
    account_href: str | None
    sign_out_action: str
    figures_as_at: str | None
    footer_links: tuple[tuple[str, str], ...]
    notices: tuple[Notice, ...]
    is_administrator: bool = False
    is_quiet: bool = False
    """Whether quiet mode keeps messages of the programme back."""
