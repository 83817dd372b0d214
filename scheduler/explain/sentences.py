"""The sentences that coordinators read: each a pure function of facts.

They name days, times, strands and public rules. They never name another person, a pair that is kept
apart, or a column by which nobody should be alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from scheduler.explain.facts import Barred, Clash, Obstacle, Short, StrandFacts, Unavailable, UnitBar
from scheduler.problem import MINUTES_A_DAY, Interval, Mode, Pattern

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MOST_LISTED = 3
MODE_WORDS = {Mode.ONLINE: "online", Mode.IN_PERSON: "in person"}
UNIT_WORDS = {
    UnitBar.TOO_MANY: "there are more of them than a group of at most {most} can hold",
    UnitBar.RULES: "the grouping rules of the strand do not let them be together",
    UnitBar.PREREQUISITE: "not all of them are placed in the strand that must come first",
    UnitBar.AVAILABILITY: "not all of them have a permitted start that suits",
    UnitBar.NO_COMMON_TIME: "no permitted start and venue suits all of them",
    UnitBar.NO_COMMON_FREE_TIME: "wherever there is or could be a place, one of them is in another session",
}


def prerequisite_sentence(strand: StrandFacts, lacking: Sequence[str]) -> str:
    """``lacking``: titles of the earlier strands in which the person has no place."""
    which = "which must come first" if len(lacking) == 1 else "which must all come first"
    return f"Not placed in {listed(lacking)}, {which}: once placed there, {strand.title} can follow."


def availability_sentence(strand: StrandFacts, why: Unavailable) -> str:
    """Which cause binds, and how much would open without it."""
    what = "given group" if strand.given else "permitted start"
    window = f"between {day(strand.first_day)} and {day(strand.last_day)}"
    if not why.options:
        if strand.given:
            return f"{strand.title} has no given group that is still to meet: it needs another group."
        return f"{strand.title} has no permitted start {window}: it needs more days or start times."
    if not why.opened:
        return f"No venue that {strand.title} may use is open at any of its {why.options} permitted starts {window}."
    if not why.whole:
        least, most = strand.gap_days
        return (
            f"No {strand.meetings} of the {why.opened} permitted starts of {strand.title} with an open venue {window} "
            f"follow each other by {least} to {most} days: a longer window or wider gaps would open a series."
        )
    if why.single and strand.meetings > 1 and not strand.given and not why.gains:
        return _no_series(strand, why.single)
    if why.gains:
        causes = "; ".join(
            f"{_statement(cause, why)} ({_remedy(cause)}, {gain} of the {counted(why.options, what)} would suit)"
            for cause, gain in why.gains[:MOST_LISTED]
        )
        return f"No {what} of {strand.title} suits: {causes}."
    held = "; ".join(f"{_statement(cause, why)}, which leaves {left}" for cause, left in why.alone)
    return f"No {what} of {strand.title} suits; of {why.options}: {held}. No single change would open one."


def _no_series(strand: StrandFacts, single: int) -> str:
    least, most = strand.gap_days
    starts = f"{counted(single, 'permitted start')} of {strand.title} {_verb(single, 'suits', 'suit')}"
    return (
        f"{starts}, but no {strand.meetings} of them follow each other by {least} to {most} days: "
        "fewer absences, a longer window or wider gaps would open a series."
    )


def _statement(cause: Obstacle, why: Unavailable) -> str:
    match cause:
        case Obstacle.POST:
            return _post_words(why.joins_on, why.leaves_on)
        case Obstacle.HOURS:
            return f"works {pattern_words(why.pattern)} only"
        case Obstacle.ABSENCE:
            return f"is away {absence_words(why.absences)}"
        case Obstacle.MODE:
            return f"takes part {listed([MODE_WORDS[mode] for mode in why.modes])} only"
        case Obstacle.SITE:
            return f"can go to {listed(why.sites)} only"
        case Obstacle.NEEDS:
            return f"needs a venue with {listed(why.needs)}"


def _remedy(cause: Obstacle) -> str:
    return {
        Obstacle.POST: "with a window inside their time in post",
        Obstacle.HOURS: "outside those hours",
        Obstacle.ABSENCE: "without the absences",
        Obstacle.MODE: "in another mode",
        Obstacle.SITE: "at another site",
        Obstacle.NEEDS: "with a venue that has it",
    }[cause]


def clash_sentence(strand: StrandFacts, clash: Clash) -> str:
    """Which of their sessions stands in the way of which place."""
    role = "lead" if clash.leads else "attend"
    kind = "The group with room" if clash.standing == 1 else "The first of the groups with room"
    first = "first " if strand.meetings > 1 else ""
    meets = f"{kind} {first}meets on" if clash.standing else f"A new group could {first}meet on"
    return (
        f"Every place in {strand.title} overlaps a session of another strand. {meets} {moment(clash.place)}, "
        f"but they {role} {clash.strand} on {moment(clash.other)}: moving that one, or this, would open the place."
    )


def unit_sentence(strand: StrandFacts, bar: UnitBar, others: int) -> str:
    """Why people who must be together have no group; ``others``: how many besides the person."""
    return (
        f"Must be in one group of {strand.title} with {counted(others, 'other person', 'other people')}, "
        f"and {UNIT_WORDS[bar].format(most=strand.max_size)}: "
        "either that changes, or they need not be together."
    )


def grouping_sentence(strand: StrandFacts, barred: Barred) -> str:
    """What the rules on groups and cover close, and which rules there are to ease."""
    rules = f" ({'; '.join(strand.rules)})" if strand.rules else ""
    if barred.first_group is not None:
        found = (
            f"{counted(barred.groups, 'group')} of {strand.title} with room {_verb(barred.groups, 'meets', 'meet')} "
            f"when they could come, first on {moment(barred.first_group)}"
        )
        if barred.by_cover == barred.groups and not strand.silent:
            return f"{found}, but too many of their team are away then: {_cover_rule(strand)} would have to be eased."
        return f"{found}, but the grouping and cover rules keep them out{rules}: one of these would have to be eased."
    assert barred.new_group is not None
    return (
        f"A venue, trainers and enough people are free for a new group of {strand.title}, first on "
        f"{moment(barred.new_group)}, but none was found that keeps the grouping and cover rules{rules}: "
        "easing one of them, or a longer search, could open a place."
    )


def _cover_rule(strand: StrandFacts) -> str:
    return next((rule for rule in strand.rules if rule.endswith("away at once")), "service cover")


def capacity_sentence(strand: StrandFacts, short: Short) -> str:
    """What runs out: days after the earlier strand, venues, trainers, company or room."""
    full = ""
    if short.full:
        groups = f"{counted(short.full, 'group')} that would suit {_verb(short.full, 'has', 'have')}"
        full = f" {groups} no room left (at most {strand.max_size})."
    return _shortage(strand, short) + full


def _shortage(strand: StrandFacts, short: Short) -> str:
    what = "given group" if strand.given else "permitted start"
    if short.place is not None:
        return f"There is or could be a place in {strand.title} on {moment(short.place)}: a longer search could use it."
    if not short.available:
        return (
            f"Every {what} of {strand.title} that suits overlaps a session of it that they lead: "
            "another trainer there would free them."
        )
    if not short.suiting:
        return _too_early_or_late(strand, short, what)
    suit = f"{counted(short.suiting, what)} of {strand.title} {_verb(short.suiting, 'suits', 'suit')}"
    if not short.clear:
        return f"{suit}, but each overlaps another session of theirs and has no place either: more starts are needed."
    if short.clear < short.suiting:
        suit += f", {short.clear} beside their other sessions"
    if strand.given:
        return f"{suit}, but {_given_shortage(strand, short)}"
    if not short.venues:
        return f"{suit}, but no venue that suits is free then: one more would help."
    if not short.trainers:
        return f"{suit}, but {_trainer_shortage(strand, short)}."
    if not short.both:
        return (
            f"{suit}; a venue is free at {short.venues} and trainers at {short.trainers} of them, "
            f"never at once{_series_words(strand)}: one more trainer or venue would help."
        )
    if short.company < strand.min_size:
        return (
            f"{suit} and a venue and trainers are free at {short.both} of them, but too few others could come: "
            f"at most {short.company} of the {strand.min_size} that a group needs."
        )
    return f"{suit}, but a venue, trainers other than themselves and enough others never meet: more would help."


def _given_shortage(strand: StrandFacts, short: Short) -> str:
    if not short.both:
        return "none of them has room: more places or another group are needed."
    return f"too few others could come to make up a group of at least {strand.min_size} (at most {short.company})."


def _trainer_shortage(strand: StrandFacts, short: Short) -> str:
    example = f": one more on {moment(short.example)} would open a session" if short.example else ""
    waiting = ""
    if short.unready:
        waiting = f"; {counted(short.unready, 'trainer')} could lead once placed in the strand that makes them ready"
    if short.most_trainers >= strand.trainers and strand.meetings > 1:
        return f"the same trainers are never free for a whole series{waiting}"
    if short.most_trainers >= strand.trainers:
        return f"never are enough trainers of the kinds asked free then{example}{waiting}"
    if not short.most_trainers:
        return f"no trainer is free then{example}{waiting}"
    found = f"never more than {short.most_trainers} of the {strand.trainers} trainers needed"
    return f"{found} {_verb(short.most_trainers, 'is', 'are')} free then{example}{waiting}"


def _too_early_or_late(strand: StrandFacts, short: Short, what: str) -> str:
    after = strand.after
    assert after is not None
    span = f"at least {counted(after.min_days, 'day')} after" if after.min_days else "after the end of"
    if after.max_days is not None:
        span = f"{after.min_days} to {counted(after.max_days, 'day')} after"
    last = f" (last meeting on {listed([moment(end) for end in short.earlier])})" if short.earlier else ""
    return (
        f"{counted(short.available, what)} of {strand.title} would suit, but none comes {span} "
        f"{listed(strand.after_titles)}{last}: another date there, or other days between, would help."
    )


def _series_words(strand: StrandFacts) -> str:
    return " for a whole series" if strand.meetings > 1 else ""


def pattern_words(pattern: Pattern | None) -> str:
    """``Mon to Wed; Thu 09:00-13:00``: days with equal hours together."""
    if pattern is None:
        return "every day"
    parts: list[str] = []
    weekday = 0
    while weekday < len(pattern.windows):
        last = weekday
        while last + 1 < len(pattern.windows) and pattern.windows[last + 1] == pattern.windows[weekday]:
            last += 1
        if hours := pattern.windows[weekday]:
            days = DAYS[weekday] if last == weekday else f"{DAYS[weekday]} to {DAYS[last]}"
            parts.append(f"{days}{_hours_words(hours)}")
        weekday = last + 1
    return "; ".join(parts) or "on no day"


def _hours_words(windows: Iterable[tuple[int, int]]) -> str:
    spans = [span for span in sorted(windows) if span != (0, MINUTES_A_DAY)]
    return " " + " and ".join(f"{_clock(a)}-{_clock(b)}" for a, b in spans) if spans else ""


def absence_words(absences: Sequence[Interval]) -> str:
    """The first few absences in order of time, whole days as days."""
    ordered = sorted(absences, key=lambda absence: (absence.start, absence.end))
    shown = [_absence(absence) for absence in ordered[:MOST_LISTED]]
    more = len(ordered) - len(shown)
    return listed([*shown, f"{more} more times"] if more > 1 else [*shown, "once more"] if more else shown)


def _absence(absence: Interval) -> str:
    midnight = datetime.min.time()
    if absence.start.time() == midnight and absence.end.time() == midnight:
        last = absence.end.date() - timedelta(days=1)
        first = absence.start.date()
        return f"on {day(first)}" if first >= last else f"from {day(first)} to {day(last)}"
    return f"from {moment(absence.start)} to {moment(absence.end)}"


def _post_words(joins_on: date | None, leaves_on: date | None) -> str:
    joins = f"joins on {day(joins_on)}" if joins_on else ""
    leaves = f"leaves on {day(leaves_on)}" if leaves_on else ""
    return " and ".join(part for part in (joins, leaves) if part) or "is not in post"


def day(value: date) -> str:
    """``Tue 4 May 2027``, the same in every locale."""
    return f"{DAYS[value.weekday()]} {value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """``Tue 4 May 2027 at 09:30``."""
    return f"{day(value.date())} at {_clock(value.hour * 60 + value.minute)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def counted(number: int, one: str, many: str = "") -> str:
    """``1 group``, ``3 groups``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def listed(words: Sequence[str]) -> str:
    """``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
