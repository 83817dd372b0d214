"""Grouping tasks by chance, and what a grouping costs, counted in the plainest way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from random import Random
from statistics import variance

from scheduler.grouping import Alike, AtMost, Different, GroupingTask, Mix, NotAlone, Shares
from scheduler.grouping.task import Wanted

KINDS = ("team", "grade", "site")


def random_task(seed: int, people: int | None = None, groups: int | None = None, *, alike: bool = True) -> GroupingTask:
    """Up to three attributes with blanks, some units, some pairs apart, and aims of every kind."""
    rng = Random(seed)
    people = people or rng.randint(4, 24)
    groups = groups or rng.randint(1, max(1, people // 3))
    names = KINDS[: rng.randint(1, 3)]
    attributes = {
        name: [rng.choice(["", "A", "B", "C", "D"][: rng.randint(2, 5)]) for _ in range(people)] for name in names
    }
    every: list[Wanted] = [Mix("team", 1.0), Mix("team", 0.5, standardised=True), NotAlone(names[-1], 2.0)]
    every += [Shares(names[0], 1.5, frozenset({"A"})), AtMost("team", rng.randint(2, 4)), Different(names[0], 0.7)]
    every += [Alike(names[-1], 1.2)] if alike else []
    together = [rng.choice(["", "", "", "U", "V"]) for _ in range(people)]
    most = max(1, people // groups)
    kept: Counter[str] = Counter()
    for person, name in enumerate(together):
        kept[name] += 1
        if kept[name] > most:
            together[person] = ""
    pairs = [
        pair
        for pair in combinations(range(people), 2)
        if not together[pair[0]] or together[pair[0]] != together[pair[1]]
    ]
    apart = frozenset(rng.sample(pairs, min(len(pairs), rng.randint(0, 3))))
    return GroupingTask(attributes, groups, tuple(rng.sample(every, rng.randint(1, len(every)))), together, apart)


def members(place: Sequence[int], groups: int) -> list[list[int]]:
    return [[person for person, at in enumerate(place) if at == group] for group in range(groups)]


def counted_cost(task: GroupingTask, place: Sequence[int]) -> float:
    """The weighted sum of all aims, from their words."""
    return sum(aim_cost(task, aim, place) for aim in task.aims if not isinstance(aim, AtMost))


def aim_cost(task: GroupingTask, aim: Wanted, place: Sequence[int]) -> float:
    values, total = task.attributes[aim.attribute], 0.0
    for inside in members(place, task.groups):
        count = Counter(values[person] for person in inside if values[person])
        match aim:
            case Mix():
                for one, other in combinations(inside, 2):
                    if values[one] and values[one] == values[other]:
                        total += aim.weight * (rarity(values, values[one]) if aim.standardised else 1)
            case NotAlone():
                total += aim.weight * sum(number == 1 for number in count.values())
            case Alike():
                total += aim.weight * (count.total() - max(count.values(), default=0))
            case Different():
                total += aim.weight * (count.total() - len(count))
            case Shares():
                for value in set(values) - {""} - aim.left_out:
                    share = values.count(value) / len(values) * (len(values) / task.groups)
                    total += aim.weight * abs(count[value] - round(share))
    return total


def rarity(values: Sequence[str], value: str) -> float:
    spread = variance([float(each == value) for each in values])
    return 1 / spread if spread else 0.0


def counted_breaches(task: GroupingTask, place: Sequence[int]) -> int:
    """People above a limit, pairs together who are to be apart, heads beyond a permitted size."""
    total = sum(place[one] == place[other] for one, other in task.apart)
    for inside in members(place, task.groups):
        total += max(0, task.smallest - len(inside)) + max(0, len(inside) - (task.largest or task.people))
        for aim in task.aims:
            if isinstance(aim, AtMost):
                count = Counter(task.attributes[aim.attribute][person] for person in inside)
                total += sum(max(0, number - aim.most) for value, number in count.items() if value)
    return total


def counted_uneven(task: GroupingTask, place: Sequence[int]) -> int:
    low, over = divmod(task.people, task.groups)
    sizes = [len(inside) for inside in members(place, task.groups)]
    return sum(max(0, low - size) + max(0, size - low - (over > 0)) for size in sizes)


def split_units(task: GroupingTask, place: Sequence[int]) -> list[str]:
    found: dict[str, set[int]] = {}
    for person, name in enumerate(task.together):
        if name:
            found.setdefault(name, set()).add(place[person])
    return [name for name, groups in found.items() if len(groups) > 1]
