"""Every count of a plan, counted from nothing but its groups and who sits in them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import numpy as np

from scheduler.engine.plan import Plan, StrandPlan
from scheduler.problem import Mode

Stretch = tuple[int, int]


def wrong_counts(plan: Plan) -> list[str]:
    """The names of all arrays that do not say what a count from scratch says."""
    wrong: list[str] = []
    for strand in plan.strands:
        name = strand.arrays.strand.strand_id
        wrong += [f"{name}.{what}" for what in wrong_in_strand(plan, strand)]
    return wrong + wrong_trainers(plan) + wrong_venues(plan) + wrong_away(plan)


def wrong_in_strand(plan: Plan, strand: StrandPlan) -> list[str]:
    people, wrong = range(len(plan.instance.people)), []
    for group in range(len(strand.slots)):
        members = [p for p in people if strand.place[p] == group]
        if members and not strand.open[group]:
            wrong.append("open")
        if strand.size[group] != len(members):
            wrong.append("size")
        for limit, counts in zip(strand.arrays.limits, strand.counts, strict=True):
            found = Counter(int(limit.values[p]) for p in members if limit.values[p] >= 0)
            if counts[group].tolist() != [found[value] for value in range(limit.count)]:
                wrong.append("counts")
        units = {int(strand.arrays.unit[p]) for p in members}
        if strand.arrays.team_based and (units or {-1}) != {int(strand.label[group])}:
            wrong.append("label")
        if strand.open[group]:
            wrong += wrong_times(plan, strand, group)
    wrong += ["rows beyond the last group"] * bool(strand.open[len(strand.slots) :].any())
    return wrong


def wrong_times(plan: Plan, strand: StrandPlan, group: int) -> list[str]:
    at, wrong = plan.instance.slots, []
    held = [(int(at.start[slot]), int(at.end[slot])) for slot in strand.slots[group]]
    told = [(int(a), int(b)) for a, b in zip(strand.starts[group], strand.ends[group], strict=True) if a < b]
    if told != held:
        wrong.append("starts and ends")
    first, last = min(a for a, _ in held), max(b for _, b in held)
    if (strand.first_start[group], strand.last_end[group]) != (first, last):
        wrong.append("first_start and last_end")
    days = [a // 1440 for a, _ in held]
    if (strand.first_day[group], strand.last_day[group]) != (min(days), max(days)):
        wrong.append("first_day and last_day")
    suits = [person_suits(plan, strand, group, person) for person in range(len(plan.instance.people))]
    if strand.suits[group].tolist() != suits:
        wrong.append("suits")
    return wrong


def person_suits(plan: Plan, strand: StrandPlan, group: int, person: int) -> bool:
    """Audience, free times, venues and trainers, read off the facts of the problem."""
    instance = plan.instance
    who = instance.people[person]
    if not strand.arrays.audience[person]:
        return False
    for slot, venue in zip(strand.slots[group], strand.venues[group], strict=True):
        start, end = instance.slots.starts_at(slot), instance.slots.ends_at(slot)
        if who.pattern is not None and not who.pattern.holds(start, end):
            return False
        if any(away.start < end and start < away.end for away in who.absences):
            return False
        if (who.joins_on and start.date() < who.joins_on) or (who.leaves_on and start.date() > who.leaves_on):
            return False
        if venue >= 0:
            room = instance.venues[venue]
            if (who.modes and room.mode not in who.modes) or not who.needs <= room.features:
                return False
            if room.mode is Mode.IN_PERSON and who.sites and room.site and room.site not in who.sites:
                return False
    leaders = {trainer for those in strand.trainers[group] for trainer in those}
    return not any(person in strand.arrays.trainer_foes.get(trainer, ()) for trainer in leaders)


def sessions_of(plan: Plan) -> list[tuple[StrandPlan, int, int, int, tuple[int, ...]]]:
    """(strand, group, slot, venue, trainers) of every meeting that stands."""
    return [
        (strand, group, slot, venue, trainers)
        for strand in plan.strands
        for group in range(len(strand.slots))
        if strand.open[group]
        for slot, venue, trainers in zip(strand.slots[group], strand.venues[group], strand.trainers[group], strict=True)
    ]


def meet(a: Stretch, b: Stretch, between: int = 0) -> bool:
    """Whether two stretches overlap or lie less than so many minutes apart."""
    return a[0] < b[1] + between and b[0] < a[1] + between


def stretches(plan: Plan) -> list[Stretch]:
    return list(zip(plan.instance.slots.start.tolist(), plan.instance.slots.end.tolist(), strict=True))


def wrong_trainers(plan: Plan) -> list[str]:
    wrong, slots = [], stretches(plan)
    rest = plan.instance.problem.break_minutes
    for trainer in range(len(plan.instance.trainers)):
        held = [(slot, venue) for _, _, slot, venue, who in sessions_of(plan) if trainer in who]
        days = Counter(slots[slot][0] // 1440 for slot, _ in held)
        weeks = Counter(monday(plan, slot) for slot, _ in held)
        if plan.trainer_load[trainer] != len(held):
            wrong.append("trainer_load")
        if {day: int(n) for day, n in enumerate(plan.trainer_day[trainer]) if n} != dict(days):
            wrong.append("trainer_day")
        if sorted(int(n) for n in plan.trainer_week[trainer] if n) != sorted(weeks.values()):
            wrong.append("trainer_week")
        if plan.trainer_blocked[trainer].tolist() != [
            sum(meet(slots[other], stretch, rest) for other, _ in held) for stretch in slots
        ]:
            wrong.append("trainer_blocked")
        if sorted(map(str, plan.commitments[trainer])) != sorted(
            str((*slots[slot], site_of(plan, venue))) for slot, venue in held
        ):
            wrong.append("commitments")
        person = int(plan.instance.trainer_person[trainer])
        if person >= 0 and sorted(plan.leads.get(person, [])) != led_by(plan, person):
            wrong.append("leads")
        if plan.trainer_ok[trainer].tolist() != [
            trainer_could(plan, trainer, slot, days, weeks, held) for slot in range(len(slots))
        ]:
            wrong.append("trainer_ok")
    return wrong


def led_by(plan: Plan, person: int) -> list[Stretch]:
    """When a person leads, as whichever trainers they are."""
    own = set(np.flatnonzero(plan.instance.trainer_person == person).tolist())
    slots = stretches(plan)
    return sorted(slots[slot] for _, _, slot, _, who in sessions_of(plan) for trainer in who if trainer in own)


def site_of(plan: Plan, venue: int) -> str | None:
    """Where a session is: a room without a site is a place of its own, online is nowhere."""
    if venue < 0 or plan.instance.venues[venue].mode is Mode.ONLINE:
        return None
    return plan.instance.venues[venue].site or f"\0{venue}"


def monday(plan: Plan, slot: int) -> datetime:
    start = plan.instance.slots.starts_at(slot)
    return datetime(start.year, start.month, start.day) - timedelta(days=start.weekday())


def trainer_could(
    plan: Plan, trainer: int, slot: int, days: Counter[int], weeks: Counter[datetime], held: list[tuple[int, int]]
) -> bool:
    """Whether a trainer may take one more session, travel aside."""
    instance, facts = plan.instance, plan.instance.trainers[trainer]
    slots, start, end = stretches(plan), instance.slots.starts_at(slot), instance.slots.ends_at(slot)
    if facts.pattern is not None and not facts.pattern.holds(start, end):
        return False
    if any(away.start < end and start < away.end for away in facts.absences):
        return False
    if (facts.first_day and start.date() < facts.first_day) or (facts.last_day and start.date() > facts.last_day):
        return False
    if any(meet(slots[other], slots[slot], instance.problem.break_minutes) for other, _ in held):
        return False
    if facts.max_per_day is not None and days[slots[slot][0] // 1440] >= facts.max_per_day:
        return False
    if facts.max_per_week is not None and weeks[monday(plan, slot)] >= facts.max_per_week:
        return False
    return attends_in_time(plan, trainer, slot)


def attends_in_time(plan: Plan, trainer: int, slot: int) -> bool:
    """Whether they sit in no session then and have finished the strand that makes them ready."""
    person, training = int(plan.instance.trainer_person[trainer]), int(plan.instance.ready_after[trainer])
    slots = stretches(plan)
    sits = [(strand, int(strand.place[person])) for strand in plan.strands if person >= 0 and strand.place[person] >= 0]
    if any(meet(slots[held], slots[slot]) for strand, group in sits for held in strand.slots[group]):
        return False
    done = [group for strand, group in sits if strand.arrays.number == training]
    if training < 0:
        return True
    last = [slots[held][0] // 1440 for group in done for held in plan.strands[training].slots[group]]
    return bool(last) and slots[slot][0] // 1440 > max(last)


def wrong_venues(plan: Plan) -> list[str]:
    wrong, slots = [], stretches(plan)
    for venue, facts in enumerate(plan.instance.venues):
        held = [slots[slot] for _, _, slot, where, _ in sessions_of(plan) if where == venue]
        between = plan.instance.problem.turnaround_minutes if facts.mode is Mode.IN_PERSON else 0
        busy = [sum(meet(other, stretch, between) for other in held) for stretch in slots]
        if plan.venue_busy[venue].tolist() != busy:
            wrong.append("venue_busy")
        if sorted(plan.venue_use[venue]) != sorted(held):
            wrong.append("venue_use")
    return wrong


def wrong_away(plan: Plan) -> list[str]:
    away, slots = np.zeros_like(plan.away), stretches(plan)
    for strand, group, slot, _, _ in sessions_of(plan):
        for person in strand.members(group).tolist() if strand.arrays.counts_for_cover else ():
            team = int(plan.instance.team[person])
            for moment, minute in enumerate(plan.instance.moments.tolist()):
                if team >= 0 and slots[slot][0] <= minute < slots[slot][1]:
                    away[team, moment] += 1
    return [] if (away == plan.away).all() else ["away"]
