"""Checks: what is wrong with a grouping task, before any search."""

from __future__ import annotations

from collections import Counter

from scheduler.grouping.task import GroupingError, GroupingTask


def check_task(task: GroupingTask) -> None:
    """Raise `GroupingError` with a sentence for the first thing that is wrong."""
    for sentence in faults(task):
        raise GroupingError(sentence)


def faults(task: GroupingTask) -> list[str]:
    found: list[str] = []
    lengths = {name: len(values) for name, values in task.attributes.items()}
    if task.together:
        lengths["together"] = len(task.together)
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} has {length}" for name, length in sorted(lengths.items()))
        return [f"Every attribute needs one value for each person, but {told}."]
    found += [
        f"The aim {type(aim).__name__} names the attribute {aim.attribute!r}, which is not among the attributes."
        for aim in task.aims
        if aim.attribute not in task.attributes
    ]
    if task.groups < 1 or task.people < 1:
        found.append(f"{task.people} people cannot be put into {task.groups} groups; both must be at least 1.")
        return found
    largest = task.people if task.largest is None else task.largest
    if not task.groups * task.smallest <= task.people <= task.groups * largest:
        found.append(
            f"{task.people} people do not fit into {task.groups} groups of {task.smallest} to {largest}: "
            "change the number of groups or their size."
        )
    units = Counter(name for name in task.together if name)
    found += [
        f"The unit {name!r} has {size} people, but no group may have more than {largest}."
        for name, size in sorted(units.items())
        if size > largest
    ]
    for one, other in sorted(task.apart):
        if not (0 <= one < task.people and 0 <= other < task.people) or one == other:
            found.append(f"The pair {one}, {other} to be kept apart does not name two people.")
        elif task.together and task.together[one] and task.together[one] == task.together[other]:
            found.append(f"People {one} and {other} are to be kept apart, but are of one unit, {task.together[one]!r}.")
    return found
