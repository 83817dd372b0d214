"""Changing what a programme is planned with: whole, or not at all, and never over somebody else's change."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from learning.domain.scheduling.folder_out import folder_texts
from learning.domain.scheduling.guarding import BreaksProgramme, defects_of, mark_of
from learning.domain.scheduling.rows import add_row, cells_of, change_row, remove_row
from learning.domain.scheduling.settings import add_strand, change_programme, change_strand, remove_strand
from learning.domain.scheduling.tables import BY_NAME
from learning.domain.scheduling.template import begin_with_template
from learning.errors import Refusal, StaleEdit
from learning.forms.strands import StrandForm, values_of_strand
from learning.models import Change, Strand, Trainer
from learning.presenters.rules import strand_sentences
from learning.queries.programmes import strands_of
from tests.learning.programmes import fill
from tests.learning.world import SYSTEM, World


def strand_of(session: Session, world: World, strand_id: str) -> Strand:
    return next(one for one in strands_of(session, world.programme) if one.strand_id == strand_id)


def changed(strand: Strand, **settings: object) -> dict[str, object]:
    return {
        "title": strand.title,
        "code": strand.code,
        "joining_instructions": "",
        "materials": "",
        "settings": settings,
    }


def test_strand_is_changed_and_its_sentence_with_it(session: Session, world: World) -> None:
    fill(session, world)
    strand = strand_of(session, world, "reflection")
    change_strand(session, SYSTEM, world.programme, strand, changed(strand, size={"min": 5, "max": 9}), strand.version)
    assert "Groups have 5 to 9 people." in strand_sentences(strand.settings, {})
    change = session.scalars(select(Change).where(Change.action == "change strand")).one()
    assert (change.before["size"], change.after["size"]) == ({"max": 12, "min": 6}, {"min": 5, "max": 9})


def test_change_that_breaks_the_programme_is_refused_in_words(session: Session, world: World) -> None:
    fill(session, world)
    strand = strand_of(session, world, "reflection")
    with pytest.raises(BreaksProgramme) as refusal:
        change_strand(
            session,
            SYSTEM,
            world.programme,
            strand,
            changed(strand, grouping={"rule": "mixed", "max_same": {"shoe_size": 2}}),
            strand.version,
        )
    assert "shoe_size" in " ".join(refusal.value.sentences)
    session.rollback()
    assert defects_of(folder_texts(session, world.programme)) == ()


def test_stale_edit_of_a_strand_is_refused(session: Session, world: World) -> None:
    fill(session, world)
    strand = strand_of(session, world, "reflection")
    opened = strand.version
    change_strand(session, SYSTEM, world.programme, strand, changed(strand, trainers=1, lot="7"), opened)
    session.commit()
    with pytest.raises(StaleEdit):
        change_strand(session, SYSTEM, world.programme, strand, changed(strand, lot="8"), opened)
    assert strand.settings["lot"] == "7"


def test_letters_of_another_strand_are_refused(session: Session, world: World) -> None:
    fill(session, world)
    strand, other = strand_of(session, world, "reflection"), strand_of(session, world, "information")
    with pytest.raises(Refusal, match="no other strand"):
        change_strand(
            session, SYSTEM, world.programme, strand, {**changed(strand), "code": other.code.lower()}, strand.version
        )


def test_strand_that_others_need_is_not_removed(session: Session, world: World) -> None:
    fill(session, world)
    with pytest.raises(BreaksProgramme):
        remove_strand(session, SYSTEM, world.programme, strand_of(session, world, "information"))


def test_strand_that_was_added_can_be_planned(session: Session, world: World) -> None:
    fill(session, world)
    strand = add_strand(
        session,
        SYSTEM,
        world.programme,
        "Action learning",
        {"duration_minutes": 60, "trainers": 1, "size": {"min": 4, "max": 8}, "grouping": {"rule": "open"}},
    )
    assert (strand.strand_id, strand.code) == ("action_learning", "AC")
    assert defects_of(folder_texts(session, world.programme)) == ()


def test_programme_is_changed_and_a_stale_form_is_refused(session: Session, world: World) -> None:
    programme = fill(session, world)
    opened = programme.version
    change_programme(session, SYSTEM, programme, "Learning", {"cover": 0.5}, opened)
    assert (programme.name, programme.settings["cover"]) == ("Learning", 0.5)
    with pytest.raises(StaleEdit):
        change_programme(session, SYSTEM, programme, "Other", {"cover": 0.1}, opened)
    with pytest.raises(BreaksProgramme):
        change_programme(session, SYSTEM, programme, "Learning", {"last_day": "2020-01-01"}, programme.version)


def test_trainer_is_added_changed_and_removed(session: Session, world: World) -> None:
    programme = fill(session, world)
    row = add_row(
        session, SYSTEM, programme, "trainers", {"trainer_id": "T9", "strands": "reflection", "name": "Sana Ali"}
    )
    stored = BY_NAME["trainers"]
    mark = mark_of(cells_of(row, stored))
    change_row(session, SYSTEM, programme, "trainers", row, {"max_per_day": "2"}, mark)
    assert cells_of(row, stored)["max_per_day"] == "2"
    with pytest.raises(StaleEdit):
        change_row(session, SYSTEM, programme, "trainers", row, {"max_per_day": "3"}, mark)
    remove_row(session, SYSTEM, programme, "trainers", row)
    assert session.scalars(select(Trainer).where(Trainer.trainer_id == "T9")).all() == []
    actions = [change.action for change in session.scalars(select(Change).order_by(Change.id))]
    assert actions[-3:] == ["add trainer", "change trainer", "remove trainer"]


@pytest.mark.parametrize(
    "cells",
    [
        {"trainer_id": "T9", "strands": "nowhere"},
        {"trainer_id": "", "strands": "reflection"},
        {"trainer_id": "T9", "strands": "reflection", "max_per_day": "many"},
    ],
)
def test_trainer_that_makes_no_sense_is_refused(session: Session, world: World, cells: dict[str, str]) -> None:
    programme = fill(session, world)
    with pytest.raises(BreaksProgramme):
        add_row(session, SYSTEM, programme, "trainers", cells)


def test_template_gives_four_strands_and_dates_once(session: Session, world: World) -> None:
    begin_with_template(session, SYSTEM, world.programme, date(2026, 11, 26))
    assert [strand.code for strand in strands_of(session, world.programme)] == ["TR", "IN", "RE", "MA"]
    first = date.fromisoformat(world.programme.settings["first_day"])
    assert (first.weekday(), first) == (0, date(2027, 1, 25))
    with pytest.raises(Refusal, match="strands already"):
        begin_with_template(session, SYSTEM, world.programme, date(2026, 11, 26))


def test_form_of_a_strand_says_again_what_it_was_given(app: Flask, session: Session, world: World) -> None:
    """Opening the form and saving it unchanged changes nothing, for every strand of the council."""
    fill(session, world)
    for strand in strands_of(session, world.programme):
        values = values_of_strand(strand.title, strand.code, ("", ""), strand.settings, strand.version)
        sent = MultiDict()
        for name, value in values.items():
            if isinstance(value, date):
                for part, number in (("day", value.day), ("month", value.month), ("year", value.year)):
                    sent[f"{name}-{part}"] = str(number)
            elif isinstance(value, list):
                sent.setlist(name, value)
            elif value is not None:
                sent[name] = str(value)
        with app.test_request_context("/", method="POST"):
            form = StrandForm(formdata=sent, meta={"csrf": False})
            form.offer_strands([(one.strand_id, one.title) for one in strands_of(session, world.programme)])
            assert form.validate(), form.errors
            said = {key: value for key, value in form.settings(strand.settings).items() if value is not None}
        known = {key: value for key, value in strand.settings.items() if key not in ("start_times", "weekdays")}
        assert said == {"trainers": 0, **known}


def test_every_field_of_a_strand_stands_in_one_part_of_its_form(app: Flask) -> None:
    with app.test_request_context("/"):
        form = StrandForm(meta={"csrf": False})
        form.offer_strands([])
        named = [field.name for _, fields in form.sections() for field in fields]
        assert sorted(named) == sorted(field.name for field in form.shown())
