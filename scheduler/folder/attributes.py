"""The cells of a row under their headings, without a dictionary for each of 25,000 rows of 200 columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


class Attributes(Mapping[str, str]):
    """A read-only mapping from heading to text; all rows of a table share one index of headings."""

    __slots__ = ("_cells", "_places")

    def __init__(self, places: Mapping[str, int], cells: tuple[str, ...]) -> None:
        self._places = places
        self._cells = cells

    def __getitem__(self, heading: str) -> str:
        return self._cells[self._places[heading]]

    def get(self, heading: str, default: str | None = None) -> str | None:  # type: ignore[override]
        place = self._places.get(heading)
        return default if place is None else self._cells[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __repr__(self) -> str:
        return repr(dict(self))

    def __reduce__(self) -> tuple[object, ...]:
        return Attributes, (self._places, self._cells)
