"""What was found in an upload, kept with it, so that looking at it again costs nothing."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from learning.domain.scheduling.importing.checking import Checked, Finding
from learning.domain.scheduling.importing.differences import Changed, Difference


@dataclass(frozen=True, slots=True)
class Looked:
    """An upload as it was found: what forbids it, what is odd, what leaves with it, and what it would change."""

    defects: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    with_it: Mapping[str, int]
    differs: Difference
    rows: int

    @staticmethod
    def of(checked: Checked, differs: Difference) -> Looked:
        """What there is to see of a table that was checked."""
        return Looked(checked.defects, checked.warnings, checked.with_it, differs, len(checked.table.rows))

    def without_names(self) -> Looked:
        """The same with nothing but counts to see: for a table that nobody may read."""
        return Looked(self.defects, self.warnings, self.with_it, self.differs.without_names(), self.rows)


def pack_looked(looked: Looked) -> bytes:
    """As it is stored."""
    return zlib.compress(json.dumps(asdict(looked)).encode(), 6)


def unpack_looked(content: bytes) -> Looked:
    """As it was stored."""
    kept = json.loads(zlib.decompress(content))
    differs = kept["differs"]
    changed = tuple(
        Changed(row["key"], row["name"], {column: (old, new) for column, (old, new) in row["cells"].items()})
        for row in differs["changed"]
    )
    return Looked(
        tuple(Finding(**one) for one in kept["defects"]),
        tuple(Finding(**one) for one in kept["warnings"]),
        kept["with_it"],
        Difference(_pairs(differs["new"]), _pairs(differs["left"]), changed, differs["same"]),
        kept["rows"],
    )


def _pairs(rows: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((key, name) for key, name in rows)
