"""The programme's own settings and its strands, changed one form at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from learning.domain.actors import Actor
from learning.domain.organisations import key_of
from learning.domain.scheduling.folder_in import strand_code
from learning.domain.scheduling.guarding import change_input
from learning.domain.trace import record_change
from learning.errors import Refusal, StaleEdit
from learning.models import Programme, Strand
from learning.queries.programmes import strands_of


def change_programme(
    session: Session,
    actor: Actor,
    programme: Programme,
    name: str,
    settings: Mapping[str, Any],
    version: int,
    notice_days: int | None = None,
    offer_hours: int | None = None,
) -> None:
    """Put new settings in the place of the programme's; ``version`` is that of the form. Where ``notice_days`` or
    ``offer_hours`` is None, it stays as it is.

    Raises `StaleEdit` where somebody changed them in between, `BreaksProgramme` where they make no sense.
    """
    if programme.version != version:
        raise StaleEdit("Somebody else has changed the programme since you opened this page")
    before = _facts_of_programme(programme)
    wanted = _merged(programme.settings, settings)

    def change() -> None:
        programme.name, programme.settings = name.strip(), wanted
        programme.notice_days = programme.notice_days if notice_days is None else notice_days
        programme.offer_hours = programme.offer_hours if offer_hours is None else offer_hours

    change_input(session, programme, change)
    record_change(
        session, actor, programme, "change programme", programme.name, "Dates or rules of the programme were changed.",
        before=before, after=_facts_of_programme(programme),
    )  # fmt: skip


def add_strand(session: Session, actor: Actor, programme: Programme, title: str, settings: Mapping[str, Any]) -> Strand:
    """A strand after all others. Raises `BreaksProgramme` where it makes no sense."""
    others = strands_of(session, programme)
    taken = {strand.strand_id for strand in others}
    stem = key_of(title).replace("-", "_") or "strand"
    strand_id, count = stem, 1
    while strand_id in taken:
        count += 1
        strand_id = f"{stem}_{count}"
    last = session.scalar(select(func.max(Strand.position)).where(Strand.programme_id == programme.id))
    strand = Strand(
        programme_id=programme.id,
        position=(-1 if last is None else last) + 1,
        strand_id=strand_id,
        title=title.strip(),
        code=strand_code(title, [other.code for other in others]),
        settings=_merged({}, settings),
    )
    change_input(session, programme, lambda: session.add(strand))
    record_change(
        session, actor, programme, "add strand", strand.title, f"The strand {strand.title} was added.",
        after=strand.settings,
    )  # fmt: skip
    return strand


def change_strand(
    session: Session, actor: Actor, programme: Programme, strand: Strand, changed: Mapping[str, Any], version: int
) -> None:
    """Change a strand. ``changed`` has ``title``, ``code``, ``joining_instructions``, ``materials`` and ``settings``;
    ``reminder_days`` may be left out.

    Raises `StaleEdit` where somebody changed it in between, `BreaksProgramme` where it makes no sense.
    """
    if strand.version != version:
        raise StaleEdit("Somebody else has changed this strand since you opened it")
    code = changed["code"].strip().upper()
    others = [other for other in strands_of(session, programme) if other.id != strand.id]
    if any(other.code == code for other in others):
        raise Refusal("Enter two letters that no other strand has", field="code")
    before = _facts(strand)
    wanted = _merged(strand.settings, changed["settings"])

    def change() -> None:
        strand.title, strand.code, strand.settings = changed["title"].strip(), code, wanted
        strand.joining_instructions, strand.materials = changed["joining_instructions"], changed["materials"]
        strand.reminder_days = changed.get("reminder_days", strand.reminder_days)

    change_input(session, programme, change)
    record_change(
        session, actor, programme, "change strand", strand.title, f"The strand {strand.title} was changed.",
        before=before, after=_facts(strand),
    )  # fmt: skip


def remove_strand(session: Session, actor: Actor, programme: Programme, strand: Strand) -> None:
    """Remove a strand. Raises `BreaksProgramme` where another strand, a trainer or a pin still names it."""
    title, before = strand.title, _facts(strand)
    change_input(session, programme, lambda: session.delete(strand))
    record_change(session, actor, programme, "remove strand", title, f"The strand {title} was removed.", before=before)


def _facts_of_programme(programme: Programme) -> dict[str, Any]:
    own = {"name": programme.name, "notice_days": programme.notice_days, "offer_hours": programme.offer_hours}
    return {**own, **programme.settings}


def close_days(session: Session, actor: Actor, programme: Programme, days: Collection[str]) -> int:
    """Keep more days free, each written as a day or as a first and a last one. How many were not free before."""
    closed = [str(one) for one in programme.settings.get("closed", [])]
    new = [one for one in dict.fromkeys(days) if one not in closed]
    if new:
        wanted = {"closed": sorted([*closed, *new])}
        change_programme(session, actor, programme, programme.name, wanted, programme.version)
    return len(new)


def _facts(strand: Strand) -> dict[str, Any]:
    return {
        "title": strand.title, "code": strand.code, "joining_instructions": strand.joining_instructions,
        "materials": strand.materials, "reminder_days": strand.reminder_days, **strand.settings,
    }  # fmt: skip


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The old settings with the new ones in their place; a value of None takes a key out."""
    return {key: value for key, value in {**old, **new}.items() if value is not None}
