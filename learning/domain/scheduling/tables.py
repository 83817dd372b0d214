"""Which table of the programme folder is which table of the database, column by column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from learning.models import Absence, ApartPair, GivenSession, Lock, Person, Trainer, Venue, Wish
from learning.models.people import Row
from scheduler.folder.absences import UNAVAILABILITY
from scheduler.folder.choices import APART, WISHES
from scheduler.folder.delivery import TRAINERS, VENUES
from scheduler.folder.given import SESSIONS
from scheduler.folder.locks import LOCKS
from scheduler.folder.people import STAFF
from scheduler.folder.tables import Layout


@dataclass(frozen=True, slots=True)
class Stored:
    """A table of the folder and where its rows are kept; ``renamed`` maps columns to attributes of another name."""

    layout: Layout
    model: type[Row]
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.layout.name

    @property
    def attribute_of(self) -> Mapping[str, str]:
        """The attribute of the model for each known column, in the order of the layout."""
        return {column: self.renamed.get(column, column) for column in self.layout.columns}


STORED = (
    Stored(STAFF, Person),
    Stored(TRAINERS, Trainer, {"from": "first_day", "until": "last_day"}),
    Stored(VENUES, Venue),
    Stored(UNAVAILABILITY, Absence, {"id": "owner_id"}),
    Stored(APART, ApartPair),
    Stored(WISHES, Wish),
    Stored(SESSIONS, GivenSession),
    Stored(LOCKS, Lock),
)
BY_NAME = {stored.name: stored for stored in STORED}
