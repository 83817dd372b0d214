"""Figures that stand beside their whole: tiles, and the things that wait for somebody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure of a whole with one line of context; ``parts`` are (class, hundredths) of its bar."""

    label: str
    value: str
    whole: str
    context: str
    parts: tuple[tuple[str, float], ...] = ()
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits: ``kind`` is alert, attention or to-do."""

    kind: str
    sentence: str
    consequence: str
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class StrandProgress:
    """A strand with its people: who has a place, who has none, sessions and the last day."""

    place: int
    code: str
    title: str
    lot: str
    placed: int
    unplaced: int
    held: int
    sessions: int
    last_day: str
    line: str

    @property
    def parts(self) -> tuple[tuple[str, float], ...]:
        whole = max(1, self.placed + self.unplaced)
        return (("reached", 100 * self.placed / whole), ("short", 100 * self.unplaced / whole))
