"""How realistic a programme is, as tables and sentences for a coordinator."""

from __future__ import annotations

from datetime import date

from learning.presenters.tables import Column, Table
from learning.presenters.words import count, long_day, number, printable, short_day
from scheduler.problem import GroupingRule
from scheduler.realism import Balance, GroupsCause, LotRealism, Outlook, Realism, StrandRealism

OUTLOOK_WORDS = {
    Outlook.COMFORTABLE: "comfortable",
    Outlook.TIGHT: "tight",
    Outlook.IMPOSSIBLE: "proven impossible",
}
GROUPS_CAUSE_WORDS = {
    GroupsCause.SIZE: "group size",
    GroupsCause.MAX_SAME: "the mixing rule",
    GroupsCause.COVER: "service cover",
    GroupsCause.UNITS: "the units",
    GroupsCause.GIVEN: "the given timetable",
}
NEEDS_COLUMNS = (
    Column("Strand"),
    Column("Lot"),
    Column("People", figures=True),
    Column("Cannot come", figures=True),
    Column("To place", figures=True),
    Column("Groups at least", figures=True),
    Column("because of"),
    Column("Sessions at least", figures=True),
    Column("Seats needed", figures=True),
    Column("Seats there are", figures=True),
)
SUPPLY_COLUMNS = (
    Column("Strand or lot"),
    Column("Trainer hours needed", figures=True),
    Column("there are", figures=True),
    Column("Weeks needed", figures=True),
    Column("there are", figures=True),
    Column("Finish not before", figures=True),
    Column("Used", figures=True),
    Column("Outlook"),
)
SCARCE_COLUMNS = (
    Column("Scarcest first"),
    Column("Strands"),
    Column("Needed", figures=True),
    Column("There are", figures=True),
    Column("Used", figures=True),
    Column("Outlook"),
)
CHOICE_COLUMNS = (
    Column("Strand"),
    Column("Grouping"),
    Column("Units", figures=True),
    Column("Groups at least", figures=True),
    Column("People left over", figures=True),
)
SCARCE_ROWS = 8
FINISH_SENTENCES = 5
CAVEAT = (
    "Needed figures are lower bounds and there-are figures upper bounds, each proven. "
    "Impossible is therefore proven; comfortable is not, because needs can get in each other's way."
)


def answer_lines(report: Realism) -> list[str]:
    """What is asked first: is it realistic, how long does it take."""
    lines = [
        f"{printable(report.programme)}: {count(report.people, 'person', 'people')}, "
        f"{count(report.trainers, 'trainer')}, {short_day(report.first_day, year=True)} to "
        f"{short_day(report.last_day, year=True)}: {OUTLOOK_WORDS[report.outlook]}."
    ]
    lines += [f"  {printable(sentence)}" for sentence in report.sentences]
    return lines


def realism_tables(report: Realism) -> list[Table]:
    """What is needed, what there is for it, what is scarcest, and what grouping costs."""
    lots = [lot for lot in report.lots if len(report.lots) > 1 or lot.strands != report.whole.strands]
    supply = [_strand_supply(strand) for strand in report.strands]
    supply += [_lot_supply(lot, f"Lot {lot.lot}") for lot in lots]
    supply.append(_lot_supply(report.whole, "The whole programme"))
    choices = tuple(
        row for strand in report.strands if strand.grouping_rule is not GroupingRule.OPEN for row in _choices(strand)
    )
    scarcest = tuple(_scarce_row(balance) for balance in report.balances[:SCARCE_ROWS])
    return [
        Table("What is needed", NEEDS_COLUMNS, tuple(_needs_row(strand) for strand in report.strands)),
        Table("What there is for it", SUPPLY_COLUMNS, tuple(supply)),
        Table("What is scarcest", SCARCE_COLUMNS, scarcest),
        Table("Mixed groups or units", CHOICE_COLUMNS, choices),
    ]


def finish_lines(report: Realism) -> list[str]:
    """The earliest possible end of the programme and what holds it, the latest of its causes first."""
    if report.earliest_finish is None:
        return ["There is nothing to be held, or nothing can be: no finish can be given."]
    lines = [f"The last session cannot be before {long_day(report.earliest_finish)}."]
    sentences = dict.fromkeys(printable(bound.sentence) for bound in report.finish_bounds)
    return lines + [f"  {sentence}" for sentence in list(sentences)[:FINISH_SENTENCES]]


def _needs_row(strand: StrandRealism) -> tuple[str, ...]:
    return (
        printable(strand.title or strand.strand),
        printable(strand.lot),
        number(strand.people),
        number(strand.people - strand.people_to_place),
        number(strand.people_to_place),
        number(strand.groups_at_least),
        GROUPS_CAUSE_WORDS[strand.groups_cause],
        number(strand.sessions_at_least),
        number(strand.seats_needed),
        number(strand.seats_available),
    )


def _strand_supply(strand: StrandRealism) -> tuple[str, ...]:
    return _supply_row(strand.title or strand.strand, strand)


def _lot_supply(lot: LotRealism, name: str) -> tuple[str, ...]:
    return _supply_row(name, lot)


def _supply_row(name: str, figures: StrandRealism | LotRealism) -> tuple[str, ...]:
    return (
        printable(name),
        number(figures.trainer_hours_needed),
        number(figures.trainer_hours_available),
        number(figures.weeks_needed),
        number(figures.weeks_available),
        _day(figures.earliest_finish),
        _used(figures.use_per_cent),
        OUTLOOK_WORDS[figures.outlook],
    )


def _scarce_row(balance: Balance) -> tuple[str, ...]:
    kind = f" ({balance.trainer_kind})" if balance.trainer_kind else ""
    return (
        printable(f"{balance.resource}{kind}"),
        printable(", ".join(balance.strands)),
        number(balance.needed),
        number(balance.available),
        _used(balance.use_per_cent),
        OUTLOOK_WORDS[balance.outlook],
    )


def _choices(strand: StrandRealism) -> list[tuple[str, ...]]:
    name = printable(strand.title or strand.strand)
    by_unit = [
        (
            name,
            printable(f"each group of one {choice.column}"),
            number(choice.units),
            number(choice.groups_at_least),
            number(choice.people_without_group),
        )
        for choice in strand.choice.by_unit
    ]
    return [(name, "mixed", "", number(strand.choice.mixed_groups_at_least), ""), *by_unit]


def _day(day: date | None) -> str:
    return short_day(day, year=True) if day else "none"


def _used(per_cent: float | None) -> str:
    """A percentage of the supply; over 100 % is shown as it is, exactly 100 % only when all is used."""
    if per_cent is None:
        return "there are none"
    whole = round(per_cent)
    if whole == 100 and per_cent != 100:
        return "over 100%" if per_cent > 100 else "over 99%"
    return f"{number(whole)}%"
