"""How realistic a programme is, as tables and sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from learning.presenters.realism import SCARCE_ROWS, answer_lines, finish_lines, realism_tables
from scheduler.problem import GroupingRule
from scheduler.realism import (
    Balance,
    FinishBound,
    FinishCause,
    GroupingChoice,
    GroupsCause,
    LotRealism,
    Outlook,
    Realism,
    Resource,
    StrandRealism,
    UnitChoice,
)

STRAND = StrandRealism(
    strand="talk",
    title="Talk",
    lot="1",
    grouping_rule=GroupingRule.MIXED,
    people=4_500,
    people_who_cannot_attend=20,
    people_held_back=2,
    people_no_group_fits=0,
    people_to_place=4_478,
    groups_at_least=374,
    groups_cause=GroupsCause.MAX_SAME,
    groups_sentence="",
    sessions_at_least=374,
    trainer_sessions_needed=374,
    trainer_sessions_available=370,
    trainer_hours_needed=748.0,
    trainer_hours_available=740.4,
    venue_sessions_available=900,
    seats_needed=4_478,
    seats_available=9_228,
    weeks_needed=11,
    weeks_available=24,
    first_possible_day=date(2027, 1, 11),
    last_day=date(2027, 7, 16),
    earliest_finish=None,
    finish_bounds=(),
    use_per_cent=100.4,
    outlook=Outlook.IMPOSSIBLE,
    choice=GroupingChoice(374, (UnitChoice("team", 426, 473, 376),)),
)
WHOLE = LotRealism(
    lot="",
    strands=("talk",),
    people=4_500,
    groups_at_least=374,
    sessions_at_least=374,
    trainer_sessions_needed=374,
    trainer_sessions_available=370,
    trainer_hours_needed=748.0,
    trainer_hours_available=740.4,
    venue_sessions_available=900,
    seats_needed=4_478,
    weeks_needed=11,
    weeks_available=24,
    earliest_finish=date(2027, 6, 16),
    finish_bounds=(),
    use_per_cent=99.7,
    outlook=Outlook.TIGHT,
)
BALANCE = Balance(Resource.TRAINERS, ("talk",), 374, 370, 101.1, Outlook.IMPOSSIBLE, "", trainer_kind="provider")
REPORT = Realism(
    programme="Learning offer",
    people=4_500,
    trainers=1,
    first_day=date(2027, 1, 11),
    last_day=date(2027, 7, 16),
    strands=(STRAND,),
    lots=(replace(WHOLE, lot="1"),),
    whole=WHOLE,
    weeks=(),
    balances=(BALANCE,) * (SCARCE_ROWS + 3),
    earliest_finish=date(2027, 6, 16),
    finish_bounds=(FinishBound(date(2027, 6, 16), FinishCause.TRAINERS, "Talk: 374 sessions are needed."),) * 2,
    use_per_cent=101.1,
    outlook=Outlook.IMPOSSIBLE,
    sentences=("Talk needs 374 sessions, 370 are possible.",),
)


def test_answer_comes_first_with_its_reasons() -> None:
    assert answer_lines(REPORT) == [
        "Learning offer: 4,500 people, 1 trainer, 11 Jan 2027 to 16 Jul 2027: proven impossible.",
        "  Talk needs 374 sessions, 370 are possible.",
    ]


def test_tables_hold_what_is_needed_and_what_there_is() -> None:
    needed, supply, scarce, choices = realism_tables(REPORT)
    assert needed.rows == (("Talk", "1", "4,500", "22", "4,478", "374", "the mixing rule", "374", "4,478", "9,228"),)
    assert supply.rows == (
        ("Talk", "748", "740", "11", "24", "none", "over 100%", "proven impossible"),
        ("The whole programme", "748", "740", "11", "24", "16 Jun 2027", "over 99%", "tight"),
    )
    assert scarce.rows[0] == ("trainers (provider)", "talk", "374", "370", "101%", "proven impossible")
    assert len(scarce.rows) == SCARCE_ROWS
    assert choices.rows == (("Talk", "mixed", "", "374", ""), ("Talk", "each group of one team", "426", "473", "376"))


def test_open_strand_has_no_choice_of_grouping() -> None:
    open_strand = replace(STRAND, grouping_rule=GroupingRule.OPEN)
    assert realism_tables(replace(REPORT, strands=(open_strand,)))[3].rows == ()


def test_every_row_has_as_many_cells_as_there_are_columns() -> None:
    for table in realism_tables(REPORT):
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_need_without_any_supply_has_no_percentage() -> None:
    table = realism_tables(replace(REPORT, balances=(replace(BALANCE, use_per_cent=None, available=0),)))[2]
    assert table.rows[0][4] == "there are none"


def test_several_lots_have_a_row_each() -> None:
    lots = (replace(WHOLE, lot="1"), replace(WHOLE, lot="2"))
    assert [row[0] for row in realism_tables(replace(REPORT, lots=lots))[1].rows] == [
        *("Talk", "Lot 1", "Lot 2", "The whole programme")
    ]


def test_finish_says_what_holds_it_once() -> None:
    assert finish_lines(REPORT) == [
        "The last session cannot be before Wednesday 16 June 2027.",
        "  Talk: 374 sessions are needed.",
    ]
    assert finish_lines(replace(REPORT, earliest_finish=None))[0].startswith("There is nothing to be held")
