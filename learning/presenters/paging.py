"""Pages of a long table: "26 to 50 of 4,508", and links to the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from learning.presenters.words import number

A_PAGE = 25
NEIGHBOURS = 1


@dataclass(frozen=True, slots=True)
class Paging:
    """``links`` are (number, address); an address of None stands for pages left out."""

    current: int
    count: int
    total: int
    links: tuple[tuple[int, str | None], ...]
    earlier_href: str | None
    later_href: str | None
    words: str

    @property
    def offset(self) -> int:
        return (self.current - 1) * A_PAGE


def paging(total: int, wanted: int, href: Callable[[int], str]) -> Paging:
    """Page ``wanted`` of so many rows, or the nearest that there is; ``href`` gives a page's address."""
    count = max(1, -(-total // A_PAGE))
    current = min(max(1, wanted), count)
    near = {1, count, *range(current - NEIGHBOURS, current + NEIGHBOURS + 1)}
    links: list[tuple[int, str | None]] = []
    for page in range(1, count + 1):
        if page in near:
            links.append((page, href(page)))
        elif links and links[-1][1] is not None:
            links.append((page, None))
    first, last = (current - 1) * A_PAGE + 1, min(current * A_PAGE, total)
    return Paging(
        current=current, count=count, total=total, links=tuple(links),
        earlier_href=href(current - 1) if current > 1 else None,
        later_href=href(current + 1) if current < count else None,
        words=f"{number(first)} to {number(last)} of {number(total)}" if total else "none",
    )  # fmt: skip
