"""The rules of a strand and of the programme as people read them, the same sentence everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from learning.presenters.schedules import day_words
from learning.presenters.words import count, percentage

RULE_WORDS = {
    "open": "Anyone may be in a group with anyone.",
    "mixed": "Groups are mixed.",
    "team": "Groups are of one team where possible, and never of two values of {}.",
}
APART_WORDS = {
    "line_manager": "Nobody is in a group with their own line manager.",
    "pairs": "People who must not meet are never in one group; who they are is shown to nobody.",
    "trainer_team": "Nobody is led by their own line manager or by someone of their own team.",
}
WEEKDAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday",
    "sun": "Sunday",
}  # fmt: skip
MODE_WORDS = {"online": "online", "in_person": "in person"}


def strand_sentences(settings: Mapping[str, Any], titles: Mapping[str, str]) -> Sequence[str]:
    """Every rule of a strand; ``titles`` are those of all strands by id."""
    return [sentence for sentence in _strand(settings, titles) if sentence]


def _strand(settings: Mapping[str, Any], titles: Mapping[str, str]) -> Sequence[str]:
    size = settings.get("size", {})
    grouping = settings.get("grouping", {})
    return [
        audience_sentence(settings),
        f"Groups have {size.get('min', '?')} to {size.get('max', '?')} people.",
        _length(settings),
        _trainers(settings),
        _modes(settings),
        *_grouping(grouping),
        _after(settings.get("after"), titles),
        _window(settings),
    ]


def audience_sentence(settings: Mapping[str, Any]) -> str:
    """Whom a strand is for."""
    who = _choice(settings.get("audience")) or "everyone"
    but = _choice(settings.get("exclude"))
    return f"It is for {who}{f', but not for {but}' if but else ''}."


def _choice(choice: Mapping[str, Any] | None) -> str:
    parts = []
    for column, values in (choice or {}).items():
        words = " or ".join(map(str, values))
        parts.append(
            f"people tagged {words}" if column == "tags" else f"people whose {column.replace('_', ' ')} is {words}"
        )
    return " and ".join(parts)


def _length(settings: Mapping[str, Any]) -> str:
    minutes, meetings = settings.get("duration_minutes"), settings.get("meetings", 1)
    if not minutes:
        return ""
    if meetings == 1:
        return f"A group meets once, for {count(minutes, 'minute')}."
    least, most = settings.get("gap_days", [0, 0])
    return f"A group meets {meetings} times, for {count(minutes, 'minute')}, with {least} to {most} days between."


def _trainers(settings: Mapping[str, Any]) -> str:
    trainers = settings.get("trainers", 0)
    if not trainers:
        return "No trainer is needed."
    kinds = ", ".join(f"at least {number} {kind}" for kind, number in settings.get("trainer_kinds", {}).items())
    return f"{count(trainers, 'trainer leads', 'trainers lead')} each session{f' ({kinds})' if kinds else ''}."


def _modes(settings: Mapping[str, Any]) -> str:
    modes = settings.get("modes")
    return "" if not modes else f"Sessions are held {' or '.join(MODE_WORDS.get(mode, mode) for mode in modes)}."


def _grouping(grouping: Mapping[str, Any]) -> Sequence[str]:
    rule = grouping.get("rule", "open")
    fields = grouping.get("fields", [])
    sentences = [RULE_WORDS.get(rule, rule).format((fields[-1] if fields else "team").replace("_", " "))]
    for column, most in grouping.get("max_same", {}).items():
        sentences.append(f"At most {most} members of a group share one {column.replace('_', ' ')}.")
    sentences += [APART_WORDS.get(one, one) for one in grouping.get("keep_apart", [])]
    if grouping.get("keep_together"):
        column = grouping["keep_together"].replace("_", " ")
        sentences.append(f"People who share a value of {column} are always in one group.")
    if grouping.get("not_alone"):
        sentences.append(
            "Where possible, nobody is the only one of their group (of which attribute is shown to nobody)."
        )
    return sentences


def _after(after: Mapping[str, Any] | None, titles: Mapping[str, str]) -> str:
    if not after:
        return ""
    wanted = after["strand"] if isinstance(after["strand"], list) else [after["strand"]]
    names = " and ".join(str(titles.get(one, one)) for one in wanted)
    least, most = after.get("min_days", 0), after.get("max_days")
    if most is not None:
        return f"It comes {least} to {most} days after {names}."
    return f"It comes at least {count(least, 'day')} after {names}." if least else f"It comes after {names}."


def _window(settings: Mapping[str, Any]) -> str:
    first, last = settings.get("first_day"), settings.get("last_day")
    if first and last:
        return f"Sessions are held from {_day(first)} to {_day(last)}."
    return (
        f"No session is held before {_day(first)}."
        if first
        else f"No session is held after {_day(last)}."
        if last
        else ""
    )


def programme_sentences(settings: Mapping[str, Any], notice_days: int) -> Sequence[str]:
    """The rules of the programme as a whole."""
    if not settings.get("first_day"):
        return ["The programme has no dates yet."]
    weekdays = ", ".join(WEEKDAYS.get(day, day) for day in settings.get("weekdays", []))
    starts = ", ".join(settings.get("start_times", []))
    window = f"{_day(settings['first_day'])} to {_day(settings['last_day'])}"
    sentences = [f"Sessions are held from {window}, on {weekdays}, at {starts}."]
    if settings.get("holidays"):
        sentences.append(f"Public holidays of {settings['holidays']} are kept free.")
    if settings.get("closed"):
        sentences.append(f"Closed: {', '.join(settings['closed'])}.")
    if settings.get("cover") is not None:
        sentences.append(f"At most {percentage(float(settings['cover']))} of a team is away at once.")
    for key, words in (
        ("travel_minutes", "for a trainer between two sites"),
        ("break_minutes", "between two sessions of a trainer"),
        ("turnaround_minutes", "between two sessions in a room"),
    ):
        if settings.get(key):
            sentences.append(f"{count(settings[key], 'minute')} {words}.")
    return [*sentences, f"People know of a session at least {count(notice_days, 'day')} before."]


def _day(text: str) -> str:
    return day_words(date.fromisoformat(text), year=True)
