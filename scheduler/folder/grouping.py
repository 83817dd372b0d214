"""The grouping rules of a strand, and the staff columns that rules may name."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from scheduler.folder.cells import UnreadableError, parts_of
from scheduler.folder.findings import AnyName, Names
from scheduler.folder.headings import ERROR_MARKS
from scheduler.folder.keys import Keys, as_fraction, choice, required_text
from scheduler.folder.tables import Table
from scheduler.problem import TAGS, Grouping, GroupingRule, KeepApart


class Columns:
    """The columns of staff.csv and the values in them, as rules name them."""

    def __init__(self, staff: Table) -> None:
        self._staff = staff
        self._names = Names(staff.headings)
        self._values: dict[str, Names] = {}

    def has(self, keys: Keys, column: str, *, tags: bool = False) -> bool:
        """Whether a rule may name the column; if not, that is a defect of the key."""
        if column == TAGS and not tags:
            keys.refuse("", "names tags, which grouping cannot use; name a column with one value a person", column)
            return False
        if not self._names or column in self._names:
            return True
        keys.refuse("", f"names no column of {self._staff.file}; correct it.{self._names.hint(column)}", column)
        return False

    def values(self, column: str) -> Names:
        """The values that occur in the column: single tags for ``tags``, a blank only if it occurs."""
        if column not in self._values:
            if not self._names:
                return AnyName()
            texts = dict.fromkeys(self._staff.column(column))
            if column == TAGS:
                texts = dict.fromkeys(tag for text in texts for tag in parts_of(text))
            self._values[column] = Names(sorted(text for text in texts if text not in ERROR_MARKS))
        return self._values[column]


def read_grouping(keys: Keys, columns: Columns) -> Grouping:
    """The table ``grouping`` of a strand; every key that does not suit its rule is a defect."""
    rule = keys.read("rule", choice(GroupingRule), None, required=True)
    grouping = Grouping(
        rule=rule or GroupingRule.OPEN,
        max_same=_max_same(keys, columns),
        fields=_fields(keys, rule, columns),
        keep_apart=frozenset(keys.entries("keep_apart", choice(KeepApart))),
        keep_together=_column(keys, "keep_together", columns),
        mix=_mix(keys, columns),
        not_alone=_column(keys, "not_alone", columns),
    )
    keys.finish()
    if rule is not None:
        _refuse_misplaced(keys, rule)
    if rule is GroupingRule.MIXED and not grouping.mix:
        return _mixed_by_default(grouping)
    return grouping


def _mixed_by_default(grouping: Grouping) -> Grouping:
    return Grouping(
        rule=grouping.rule,
        max_same=grouping.max_same,
        keep_apart=grouping.keep_apart,
        keep_together=grouping.keep_together,
        mix={column: Fraction(1) for column in grouping.max_same},
        not_alone=grouping.not_alone,
    )


def _refuse_misplaced(keys: Keys, rule: GroupingRule) -> None:
    fitting = {
        "max_same": (GroupingRule.MIXED,),
        "mix": (GroupingRule.MIXED,),
        "fields": (GroupingRule.TEAM,),
        "keep_together": (GroupingRule.MIXED, GroupingRule.OPEN),
    }
    for key, rules in fitting.items():
        if key in keys and rule not in rules:
            suits = " or ".join(f'"{suiting}"' for suiting in rules)
            keys.refuse(key, f'has no meaning with rule = "{rule}"; remove it, or use rule = {suits}')


def _max_same(keys: Keys, columns: Columns) -> Mapping[str, int]:
    table = keys.below("max_same")
    limits = {}
    for column in table.every() if table else ():
        assert table is not None
        most = table.number(column, 0, 1, 1_000_000)
        if columns.has(table, column) and most:
            limits[column] = most
    return limits


def _fields(keys: Keys, rule: GroupingRule | None, columns: Columns) -> tuple[str, ...]:
    fields = keys.entries("fields", required_text, required=rule is GroupingRule.TEAM)
    here = Keys(f"{keys.place}, fields", {}, keys.findings)
    return tuple(column for column in fields if columns.has(here, column))


def _column(keys: Keys, key: str, columns: Columns) -> str:
    column = keys.read(key, required_text, "")
    here = Keys(f"{keys.place}, {key}", {}, keys.findings)
    return column if column and columns.has(here, column) else ""


def _mix(keys: Keys, columns: Columns) -> Mapping[str, Fraction]:
    table = keys.below("mix")
    weights = {}
    for column in table.every() if table else ():
        assert table is not None
        weight = table.read(column, _as_weight, None)
        if columns.has(table, column) and weight is not None:
            weights[column] = weight
    if table and weights and not any(weights.values()):
        table.refuse("", "has no weight above 0; raise one, or remove mix")
    return weights


def _as_weight(value: object) -> Fraction:
    weight = as_fraction(value)
    if weight < 0:
        raise UnreadableError("is a weight below 0; write 0 or more")
    return weight
