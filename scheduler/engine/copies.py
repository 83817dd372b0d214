"""Copies of a plan, to try something on and to return to."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from scheduler.engine.plan import Plan, StrandPlan

GROUP_ARRAYS = (
    "open",
    "size",
    "capacity",
    "label",
    "starts",
    "ends",
    "moment_from",
    "moment_to",
    "first_start",
    "first_day",
    "last_end",
    "last_day",
)
MANY_CLOSED = 64
"""Rows of closed groups that a copy still carries along."""


def snapshot(plan: Plan) -> Plan:
    """A copy to return to. Of a plan and its copy only one may be changed further.

    Rows of closed groups may be dropped, so that numbers of groups do not carry over to the copy.
    """
    return Plan(
        instance=plan.instance,
        strands=[copy_strand(strand) for strand in plan.strands],
        trainer_blocked=plan.trainer_blocked.copy(),
        trainer_day=plan.trainer_day.copy(),
        trainer_week=plan.trainer_week.copy(),
        trainer_load=plan.trainer_load.copy(),
        trainer_ok=plan.trainer_ok.copy(),
        commitments=[list(items) for items in plan.commitments],
        leads={person: list(items) for person, items in plan.leads.items()},
        venue_busy=plan.venue_busy.copy(),
        venue_use=[list(items) for items in plan.venue_use],
        away=plan.away.copy(),
        ahead=plan.ahead,
    )


def become(plan: Plan, other: Plan) -> None:
    """Let a plan be what another one is; of the two only the first may be changed further."""
    for each in fields(plan):
        setattr(plan, each.name, getattr(other, each.name))


def copy_strand(strand: StrandPlan) -> StrandPlan:
    rows = len(strand.slots)
    closed = rows - int(strand.open.sum())
    keep = np.arange(len(strand.open)) if closed < max(MANY_CLOSED, rows // 4) else strand.open_groups()
    renumber = np.full(len(strand.open) + 1, -1, dtype=np.int64)
    renumber[keep] = np.arange(len(keep))
    kept = [int(row) for row in keep if row < rows]
    arrays = {name: getattr(strand, name)[keep] for name in GROUP_ARRAYS}
    return replace(
        strand,
        place=renumber[strand.place],
        frozen=strand.frozen.copy(),
        slots=[strand.slots[row] for row in kept],
        venues=[strand.venues[row] for row in kept],
        trainers=[strand.trainers[row] for row in kept],
        given=[strand.given[row] for row in kept],
        suits=strand.suits if len(keep) == len(strand.open) else strand.suits[keep],
        counts=[count[keep] for count in strand.counts],
        **arrays,
    )
