"""Who has completed what, gathered for other systems."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from learning.domain.completion import meetings_in
from learning.models import Programme
from learning.outputs.completions import Completion
from learning.queries.certificates import days_there
from learning.queries.programmes import strands_of


def completions_of(session: Session, programme: Programme) -> Iterator[Completion]:
    """Every completion by the registers, strand by strand, by staff id; of people who have left, too."""
    for strand in strands_of(session, programme):
        needed = meetings_in(strand)
        for staff_id, days in sorted(days_there(session, programme, strand.strand_id).items()):
            if len(days) >= needed:
                yield Completion(staff_id, strand.strand_id, strand.title, sorted(days)[needed - 1])
