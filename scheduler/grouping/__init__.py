"""Grouping: people into groups by what they are like, without times, trainers or rooms.

    from scheduler.grouping import GroupingTask, Mix, group_people

    task = GroupingTask({"team": ["A", "A", "B", "B"]}, groups=2, aims=(Mix("team"),))
    group_people(task, seconds=1).place  # the group of each person

Units stay whole, nobody sits with those they are kept apart from, sizes come out even, and a weighted
sum of what groups should be like is made as small as can be (anticlustering under must-link and
cannot-link constraints, Papenberg et al. 2025, doi 10.1101/2025.03.03.641320).
"""

from scheduler.grouping.group_people import group_people
from scheduler.grouping.task import (
    Alike,
    AtMost,
    Different,
    Grouped,
    GroupingError,
    GroupingTask,
    Mix,
    NotAlone,
    Shares,
)

__all__ = [
    "Alike",
    "AtMost",
    "Different",
    "Grouped",
    "GroupingError",
    "GroupingTask",
    "Mix",
    "NotAlone",
    "Shares",
    "group_people",
]
