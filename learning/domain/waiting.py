"""Another date: chosen at once where one is free, by a swap where two wish for each other's, or waited for.

Places that become free are offered to those who wait, people without any place before others, then in the order in
which they asked; an offer stands for the programme's hours and the place is kept as long. Nobody is moved who did not
ask for it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.actors import Actor
from learning.domain.answers import settle_own_answers
from learning.domain.offer_letters import write_offer
from learning.domain.scheduling.in_force import Step, change_places, hold_release, loaded_for, loaded_release
from learning.errors import Refusal
from learning.models import PlaceOffer, Programme, Schedule, WaitingEntry
from learning.queries.waiting import entry_of, held_places, open_offers, waiting_everywhere, waiting_in_order
from learning.vocabulary import OfferOutcome, PlaceWay
from scheduler.changes import ChangeError, Dates, Loaded, MovePerson, SwapPeople, consider, dates_for, seats_left

THE_LIST = Actor("The waiting list")
MOST_DATES = 12
TAKEN = "Somebody else has just taken the last place on this date. Choose another"
LATE = "This place is not kept for you any more. You are still on the waiting list"


def dates_to_choose(session: Session, programme: Programme, release: Schedule, staff_id: str, strand: str) -> Dates:
    """The dates that somebody can have at once, and those that they could wait for.

    Refuses people and strands that are not in the programme. Raises `UnreadableProgrammeError`.
    """
    held = held_places(session, programme, strand, now(), but=staff_id)
    try:
        loaded = loaded_for(session, programme, release, staff_id, strand)
        return dates_for(loaded, staff_id, strand, held=held, most=MOST_DATES)
    except ChangeError as error:
        raise Refusal(str(error), field=error.field) from error


def choose_date(
    session: Session, actor: Actor, programme: Programme, staff_id: str, strand: str, group_id: str,
    way: PlaceWay = PlaceWay.CHOSE,
) -> Sequence[Step]:  # fmt: skip
    """Give somebody a place on another date at once, and tell them; what becomes free is offered to who waits.

    Refuses a date that is full, kept for somebody else, or against a rule.
    """
    release = hold_release(session, programme)
    held = held_places(session, programme, strand, now(), but=staff_id).get(group_id, 0)
    if held >= seats_left(loaded_release(session, programme, release), strand, group_id):
        raise Refusal(TAKEN)
    steps = change_places(session, actor, programme, release, MovePerson(staff_id, strand, group_id), way)
    _arrived(session, programme, steps)
    offer_free_places(session, programme, release, strand, {step.before for step in steps})
    return steps


def join_waiting_list(
    session: Session, actor: Actor, programme: Programme, staff_id: str, strand: str, group_ids: Collection[str]
) -> bool:
    """Wait for a place on one of some dates; whether somebody who waits could change places at once.

    Asking again changes the dates and keeps the time of the first asking. Refuses dates that cannot be waited for.
    """
    release = hold_release(session, programme)
    if not group_ids:
        raise Refusal("Choose at least one date", field="groups")
    dates = dates_to_choose(session, programme, release, staff_id, strand)
    known = {date.group_id for date in (*dates.full, *dates.free)}
    if not set(group_ids) <= known:
        raise Refusal("One of these dates cannot be waited for any more. Choose again", field="groups")
    entry = entry_of(session, programme, staff_id, strand)
    if entry is None:
        entry = WaitingEntry(programme_id=programme.id, staff_id=staff_id, strand=strand, asked_at=now(), group_ids=[])
        session.add(entry)
    entry.group_ids = sorted(group_ids)
    session.flush()
    _withdraw_unwanted(session, programme, entry)
    if _swap_for(session, actor, programme, release, entry):
        return True
    offer_free_places(session, programme, release, strand, group_ids)
    return False


def leave_waiting_list(session: Session, programme: Programme, staff_id: str, strand: str) -> None:
    """Wait no longer; a place kept for them is offered to the next. Leaving twice is leaving once."""
    release = hold_release(session, programme)
    entry = entry_of(session, programme, staff_id, strand)
    if entry is not None:
        freed = _close(session, programme, entry, OfferOutcome.DECLINED)
        offer_free_places(session, programme, release, strand, freed)


def accept_offer(session: Session, actor: Actor, programme: Programme, staff_id: str, strand: str) -> Sequence[Step]:
    """Take the place that is kept. Refuses one that is kept no longer."""
    release = hold_release(session, programme)
    entry, offer = _offer_of(session, programme, staff_id, strand)
    if entry is None or offer is None or offer.expires_at <= now():
        raise Refusal(LATE)
    change = MovePerson(staff_id, strand, offer.group_id)
    steps = change_places(session, actor, programme, release, change, PlaceWay.OFFER)
    _settle(offer, OfferOutcome.ACCEPTED)
    _arrived(session, programme, steps)
    offer_free_places(session, programme, release, strand, {step.before for step in steps})
    return steps


def decline_offer(session: Session, programme: Programme, staff_id: str, strand: str) -> None:
    """Let the next one have the place, and wait on for the other dates. Refuses one that is kept no longer."""
    release = hold_release(session, programme)
    entry, offer = _offer_of(session, programme, staff_id, strand)
    if entry is None or offer is None or offer.expires_at <= now():
        raise Refusal(LATE)
    _pass_on(session, entry, offer, OfferOutcome.DECLINED)
    offer_free_places(session, programme, release, strand, {offer.group_id})


def see_to_waiting_lists(session: Session, programme: Programme) -> int:
    """End offers that nobody took in time, let people swap who can, and offer what is free; how many were offered
    a place or moved. Safe to repeat."""
    if not waiting_everywhere(session, programme):
        return 0
    release = hold_release(session, programme)
    loaded = loaded_release(session, programme, release)
    _end_offers_too_late(session, programme)
    done = 0
    for strand in dict.fromkeys(entry.strand for entry in waiting_everywhere(session, programme)):
        for entry in waiting_in_order(session, programme, release, strand):
            _forget_past(session, programme, loaded, entry)
            if entry.closed_at is None and _swap_for(session, THE_LIST, programme, release, entry):
                done += 1
        done += offer_free_places(session, programme, release, strand)
    return done


def withdraw_offers(session: Session, programme: Programme) -> None:
    """Take back every open offer: another schedule is in force. What is free in it is offered anew."""
    for offer in open_offers(session, programme).values():
        _settle(offer, OfferOutcome.WITHDRAWN)
    session.flush()


def offer_free_places(
    session: Session, programme: Programme, release: Schedule, strand: str, groups: Collection[str] | None = None
) -> int:
    """Offer places that are free, in the fair order, in these groups or in all; how many. The caller holds the
    release."""
    _end_offers_too_late(session, programme)
    offers, loaded, count = open_offers(session, programme), loaded_release(session, programme, release), 0
    held = dict(held_places(session, programme, strand, now()))
    for entry in waiting_in_order(session, programme, release, strand):
        if entry.id in offers:
            continue
        for group_id in _by_date(loaded, strand, entry.group_ids):
            if groups is not None and group_id not in groups:
                continue
            if held.get(group_id, 0) >= seats_left(loaded, strand, group_id):
                continue
            if not consider(loaded, MovePerson(entry.staff_id, strand, group_id)).broken:
                _offer(session, programme, loaded, entry, group_id)
                held[group_id] = held.get(group_id, 0) + 1
                count += 1
                break
    return count


def _offer(session: Session, programme: Programme, loaded: Loaded, entry: WaitingEntry, group_id: str) -> None:
    sessions = loaded.case.groups[entry.strand, group_id].sessions
    zone = ZoneInfo(str(programme.settings["timezone"]))
    last = datetime.combine(sessions[0].start.date(), time.min, zone)  # on its own day nobody joins a group
    until = min(now() + timedelta(hours=programme.offer_hours), last.astimezone(UTC))
    offer = PlaceOffer(entry_id=entry.id, group_id=group_id, made_at=now(), expires_at=until)
    session.add(offer)
    session.flush()
    message = write_offer(session, programme, entry, sessions, until)
    if message is not None:
        session.add(message)
        session.flush()


def _swap_for(session: Session, actor: Actor, programme: Programme, release: Schedule, entry: WaitingEntry) -> bool:
    """Let somebody change places with the first who wishes for their date and has one that they wish for."""
    loaded, strand = loaded_release(session, programme, release), entry.strand
    own = loaded.case.placed.get((entry.staff_id, strand), "")
    for other in waiting_in_order(session, programme, release, strand) if own else ():
        theirs = loaded.case.placed.get((other.staff_id, strand), "")
        if other.id == entry.id or own not in other.group_ids or theirs not in entry.group_ids:
            continue
        change = SwapPeople(entry.staff_id, other.staff_id, strand)
        if not consider(loaded, change).broken:
            steps = change_places(session, actor, programme, release, change, PlaceWay.SWAP)
            _arrived(session, programme, steps)
            return True
    return False


def _arrived(session: Session, programme: Programme, steps: Sequence[Step]) -> None:
    """Whoever has another date waits no longer, and what they said of the old one is settled."""
    for step in steps:
        entry = entry_of(session, programme, step.staff_id, step.strand)
        if entry is not None:
            _close(session, programme, entry, OfferOutcome.WITHDRAWN)
        settle_own_answers(session, programme, step.staff_id, step.strand)


def _close(session: Session, programme: Programme, entry: WaitingEntry, outcome: OfferOutcome) -> set[str]:
    """End an entry and the offer that is open for it; the group of that offer."""
    offer = open_offers(session, programme).get(entry.id)
    if offer is not None:
        _settle(offer, outcome)
    entry.closed_at = now()
    session.flush()
    return {offer.group_id} if offer is not None else set()


def _end_offers_too_late(session: Session, programme: Programme) -> None:
    """Who did not take a place in time waits on for their other dates; the place is the next one's."""
    offers = open_offers(session, programme)
    for entry in waiting_everywhere(session, programme) if offers else ():
        offer = offers.get(entry.id)
        if offer is not None and offer.expires_at <= now():
            _pass_on(session, entry, offer, OfferOutcome.LAPSED)


def _pass_on(session: Session, entry: WaitingEntry, offer: PlaceOffer, outcome: OfferOutcome) -> None:
    _settle(offer, outcome)
    entry.group_ids = [one for one in entry.group_ids if one != offer.group_id]
    if not entry.group_ids:
        entry.closed_at = now()
    session.flush()


def _withdraw_unwanted(session: Session, programme: Programme, entry: WaitingEntry) -> None:
    offer = open_offers(session, programme).get(entry.id)
    if offer is not None and offer.group_id not in entry.group_ids:
        _settle(offer, OfferOutcome.DECLINED)
        session.flush()


def _forget_past(session: Session, programme: Programme, loaded: Loaded, entry: WaitingEntry) -> None:
    """Dates that have been, or are no more, are waited for no longer."""
    kept = _by_date(loaded, entry.strand, entry.group_ids)
    if len(kept) == len(entry.group_ids):
        return
    entry.group_ids = sorted(kept)
    _withdraw_unwanted(session, programme, entry)
    if not kept:
        _close(session, programme, entry, OfferOutcome.WITHDRAWN)
    session.flush()


def _by_date(loaded: Loaded, strand: str, group_ids: Collection[str]) -> list[str]:
    """Those of the groups that are still to come, the earliest first."""
    groups = [loaded.case.groups[strand, one] for one in group_ids if (strand, one) in loaded.case.groups]
    coming = [group for group in groups if not loaded.case.has_begun(group)]
    return [group.group_id for group in sorted(coming, key=lambda group: (group.first.start, group.group_id))]


def _offer_of(
    session: Session, programme: Programme, staff_id: str, strand: str
) -> tuple[WaitingEntry | None, PlaceOffer | None]:
    entry = entry_of(session, programme, staff_id, strand)
    return entry, open_offers(session, programme).get(entry.id) if entry else None


def _settle(offer: PlaceOffer, outcome: OfferOutcome) -> None:
    offer.outcome, offer.answered_at = outcome, now()
