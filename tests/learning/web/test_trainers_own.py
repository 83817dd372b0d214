"""What trainers say of themselves: when they are away, and who they are."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.clock import now
from learning.domain.releases import cautions_of, release_draft
from learning.forms.own import LONGEST_BIOGRAPHY
from learning.models import Absence, Change, LearningSession, Membership, Trainer
from learning.queries.away import trainers_away
from learning.queries.schedules import release_in_force
from learning.vocabulary import Role
from tests.learning.pages import Pages
from tests.learning.programmes import with_draft
from tests.learning.world import SYSTEM, World


@pytest.fixture
def trainer(session: Session, world: World) -> Trainer:
    """Somebody who leads sessions of the release in force, and is the world's trainer. It is before the first."""
    draft = with_draft(session, world)
    cautions = [one.key for one in cautions_of(session, world.programme, draft)]
    release_draft(session, SYSTEM, world.programme, draft, "Spring", cautions)
    led = session.scalars(select(LearningSession).where(LearningSession.schedule_id == draft.id)).all()
    later = timedelta(weeks=1 + (now().date() - min(one.start for one in led).date()).days // 7)
    for one in led:
        one.start, one.end = one.start + later, one.end + later
        one.starts_at, one.ends_at = one.starts_at + later, one.ends_at + later
    member = session.scalars(
        select(Membership).where(
            Membership.account_id == world.people[Role.TRAINER].id, Membership.role == Role.TRAINER
        )
    ).one()
    member.trainer_id = led[0].trainer_ids[0]
    found = session.scalars(select(Trainer).where(Trainer.trainer_id == member.trainer_id)).one()
    session.commit()
    return found


def base(world: World) -> str:
    return f"/programmes/{world.programme.key}"


def led_by(session: Session, world: World, trainer: Trainer) -> list[LearningSession]:
    release = release_in_force(session, world.programme)
    assert release is not None
    rows = session.scalars(
        select(LearningSession).where(LearningSession.schedule_id == release.id).order_by(LearningSession.start)
    )
    return [one for one in rows if trainer.trainer_id in one.trainer_ids]


def days(first: date, last: date) -> dict[str, str]:
    ends = {"first_day": first, "last_day": last}
    return {
        f"{name}-{part}": str(getattr(day, part)) for name, day in ends.items() for part in ("day", "month", "year")
    }


def test_absence_lists_what_it_hits_and_asks_the_coordinator(
    world: World, pages: Pages, session: Session, trainer: Trainer
) -> None:
    first = led_by(session, world, trainer)[0]
    day = first.start.date()
    hit = [one for one in led_by(session, world, trainer) if one.start.date() == day]
    name, where = trainer.name or trainer.trainer_id, base(world) + "/trainer/away"
    session.commit()
    mine = pages.as_(world.people[Role.TRAINER])
    mine.post(where, days(day, day), at=where)
    wanted = f"{len(hit)} session{' needs' if len(hit) == 1 else 's need'} another trainer"
    assert wanted in mine.get(where).text
    row = session.scalars(select(Absence).where(Absence.kind == "trainer", Absence.start == day.isoformat())).one()
    assert (row.owner_id, row.end, row.reason) == (trainer.trainer_id, day.isoformat(), "")
    row_id = row.id
    session.commit()
    planner = pages.as_(world.people[Role.COORDINATOR])
    assert f"{name} is away" in planner.get(base(world) + "/today").text
    assert wanted in planner.get(base(world) + "/today").text
    # The same days again are one absence; taken back, nobody is asked any more
    mine = pages.as_(world.people[Role.TRAINER])
    mine.post(where, days(day, day), at=where)
    assert len(session.scalars(select(Absence).where(Absence.start == day.isoformat())).all()) == 1
    session.commit()
    mine.post(f"{where}/{row_id}/take-back", {}, at=where)
    assert f"{name} is away" not in pages.as_(world.people[Role.COORDINATOR]).get(base(world) + "/today").text


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (-1, 3, "The first day must be today or later"),
        (5, 3, "The last day must be the same as or after the first day"),
    ],
)
def test_absence_in_the_past_or_the_wrong_order_is_refused(
    world: World, pages: Pages, session: Session, trainer: Trainer, first: int, last: int, sentence: str
) -> None:
    before = len(session.scalars(select(Absence)).all())
    session.commit()
    where, today = base(world) + "/trainer/away", now().date()
    form = days(today + timedelta(days=first), today + timedelta(days=last))
    page = pages.as_(world.people[Role.TRAINER]).post(where, form, status=422, at=where)
    assert sentence in page.text
    assert len(session.scalars(select(Absence)).all()) == before


def test_absence_without_days_asks_for_both(world: World, pages: Pages, trainer: Trainer) -> None:
    where = base(world) + "/trainer/away"
    page = pages.as_(world.people[Role.TRAINER]).post(where, {}, status=422, at=where)
    assert "Enter the first day" in page.text
    assert "Enter the last day" in page.text


def test_absences_of_others_are_neither_shown_nor_taken_back(
    world: World, pages: Pages, session: Session, trainer: Trainer
) -> None:
    other = session.scalars(select(Trainer).where(Trainer.trainer_id != trainer.trainer_id)).first()
    assert other is not None
    row = Absence(
        programme_id=world.programme.id, position=9000, attributes={}, kind="trainer", owner_id=other.trainer_id,
        start="2099-05-12", end="2099-05-14", reason="Operation",
    )  # fmt: skip
    session.add(row)
    session.commit()
    row_id, where = row.id, base(world) + "/trainer/away"
    session.commit()
    mine = pages.as_(world.people[Role.TRAINER])
    assert "12 to 14 May" not in mine.get(where).text
    mine.post(f"{where}/{row_id}/take-back", {}, status=404, at=where)
    assert session.get(Absence, row_id) is not None


def test_an_absence_ends_where_the_folder_says(session: Session, world: World, trainer: Trainer) -> None:
    """A last day counts as a whole, a moment ends the absence; what cannot be read is left to the programme's check."""
    one = led_by(session, world, trainer)[0]
    day = one.start.date()
    cells = {
        "whole days": (day.isoformat(), day.isoformat(), True),
        "until it begins": (f"{day.isoformat()}T00:00", one.start.isoformat(timespec="minutes"), False),
        "from its end": (one.end.isoformat(timespec="minutes"), f"{day.isoformat()}T24:00", False),
        "in its middle": (
            (one.start + timedelta(minutes=5)).isoformat(timespec="minutes"), f"{day.isoformat()}T24:00", True
        ),
    }  # fmt: skip
    session.query(Absence).delete()
    for place, (start, end, _) in enumerate((*cells.values(), ("soon", "later", False))):
        session.add(
            Absence(
                programme_id=world.programme.id, position=place, attributes={}, kind="trainer",
                owner_id=trainer.trainer_id, start=start, end=end,
            )
        )  # fmt: skip
    session.flush()
    release = release_in_force(session, world.programme)
    found = trainers_away(session, world.programme, release, datetime.combine(day, datetime.min.time()))
    hits = {(away.start, away.end): one.session_id in {hit.session_id for hit in away.hit} for away in found}
    midnight = datetime.combine(day, datetime.min.time())
    assert hits == {
        (midnight, midnight + timedelta(days=1)): True,
        (midnight, one.start): False,
        (one.end, midnight + timedelta(days=1)): False,
        (one.start + timedelta(minutes=5), midnight + timedelta(days=1)): True,
    }


def test_biography_is_written_once_and_never_over_somebody_elses(
    world: World, pages: Pages, session: Session, trainer: Trainer
) -> None:
    where, mine = base(world) + "/trainer/about-me", pages.as_(world.people[Role.TRAINER])
    page = mine.get(where)
    hidden = {field.get("name", ""): field.get("value", "") for field in page.all("input", type="hidden")}
    before = {name: hidden[name] for name in ("version", "base")}
    mine.post(where, {**before, "bio": "Ten years in schools.\n\nListens."}, at=where)
    session.refresh(trainer)
    assert trainer.bio == "Ten years in schools. Listens."
    assert session.scalars(select(Change.action).order_by(Change.id.desc())).first() == "change biography"
    session.commit()
    clash = mine.post(where, {**before, "bio": "Another text"}, status=409, at=where)
    assert "Ten years in schools. Listens." in clash.text
    long = mine.post(where, {**before, "bio": "x" * (LONGEST_BIOGRAPHY + 1)}, status=422, at=where)
    assert "1,200 characters or fewer" in long.text
    session.refresh(trainer)
    assert trainer.bio == "Ten years in schools. Listens."


def test_an_account_without_a_trainer_is_told_whom_to_ask(world: World, pages: Pages) -> None:
    mine = pages.as_(world.people[Role.TRAINER])
    for place in ("away", "about-me"):
        assert "ask the coordinator" in mine.get(f"{base(world)}/trainer/{place}").text
