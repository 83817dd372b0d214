"""Certificates of completion, each with a code by which anybody can verify it.

A code is drawn by chance, fourteen letters and figures of twenty-three (63 bits), so that none is found by trying; a
fifteenth tells a slip of the pen from a code that was never issued. A certificate stands as long as the registers say
that its owner completed the strand: when a mark is corrected, it does not stand any more, and says so.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.completion import meetings_in
from learning.domain.trace import record_change
from learning.errors import Refusal
from learning.models import Certificate, Person, Programme, Strand
from learning.queries.certificates import certificate_with_code, certificates_of, days_there

LETTERS = "ACDEFHJKLMNPQRTUVWXY346"
"""None that is taken for another."""
RANDOM = 14
LENGTH = RANDOM + 1
GROUP = 5


class Verdict(StrEnum):
    """What can be said of a code."""

    STANDS = "stands"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"
    MISTYPED = "mistyped"


@dataclass(frozen=True, slots=True)
class Verified:
    """A code looked up; ``certificate`` is None where there is none that may be shown."""

    verdict: Verdict
    certificate: Certificate | None = None


def issue_certificates(
    session: Session, actor: Actor, programme: Programme, strand: Strand, people: Collection[Person]
) -> Sequence[Certificate]:
    """Certificates for those of some people who completed a strand; one who has one keeps it, with its code.

    Refuses where none of them completed it.
    """
    known = {one.staff_id: one for one in certificates_of(session, programme, strand.strand_id)}
    there = days_there(session, programme, strand.strand_id)
    needed, found, made = meetings_in(strand), [], 0
    for person in people:
        days = there.get(person.staff_id, ())
        if len(days) < needed:
            continue
        certificate = known.get(person.staff_id)
        if certificate is None:
            certificate = Certificate(
                programme_id=programme.id, strand=strand.strand_id, staff_id=person.staff_id, code=new_code(),
                name=person.name or person.staff_id, title=strand.title, completed_on=sorted(days)[needed - 1],
                issued_at=now(),
            )  # fmt: skip
            session.add(certificate)
            made += 1
        found.append(certificate)
    if not found:
        raise Refusal("The registers do not say that this strand is completed")
    session.flush()
    if made:
        words = "1 certificate was" if made == 1 else f"{made:,} certificates were"
        sentence = f"{words} issued for {strand.title}."
        record_change(session, actor, programme, "issue certificates", strand.title, sentence)
    return found


def verify(session: Session, words: str) -> Verified:
    """What a code says now, typed with or without dashes and capitals."""
    code = plain_code(words)
    if not is_well_formed(code):
        return Verified(Verdict.MISTYPED)
    certificate = certificate_with_code(session, code)
    if certificate is None:
        return Verified(Verdict.UNKNOWN)
    return Verified(Verdict.STANDS if stands(session, certificate) else Verdict.WITHDRAWN, certificate)


def stands(session: Session, certificate: Certificate) -> bool:
    """Whether the registers still say so; of a strand that is no more, whatever they said last."""
    programme = session.get_one(Programme, certificate.programme_id)
    strand = session.scalar(
        select(Strand).where(Strand.programme_id == programme.id, Strand.strand_id == certificate.strand)
    )
    days = days_there(session, programme, certificate.strand, certificate.staff_id).get(certificate.staff_id, ())
    return len(days) >= (meetings_in(strand) if strand else 1)


def new_code() -> str:
    """A code that nobody can guess."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(RANDOM))
    return drawn + _check(drawn)


def is_well_formed(code: str) -> bool:
    """Whether a code is as long as one is and ends as one does: one wrong letter, or two swapped, are always seen."""
    return len(code) == LENGTH and set(code) <= set(LETTERS) and code[-1] == _check(code[:-1])


def plain_code(words: str) -> str:
    return "".join(one for one in words.upper() if one.isalnum())


def shown_code(code: str) -> str:
    """As it stands on paper: in groups of five."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _check(drawn: str) -> str:
    """The letter that makes the weighted sum of all a multiple of 23: as 23 is a prime and no two weights are alike,
    any one wrong letter and any two swapped change the sum (as with the weighted codes of ISO/IEC 7064)."""
    total = sum(LETTERS.index(one) * weight for weight, one in enumerate(drawn, 2))
    return LETTERS[-total % len(LETTERS)]
