"""Numbers, days, times and names in templates, as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask

from learning.clock import now
from learning.models import Strand
from learning.presenters.calendar import named as group_named
from learning.presenters.runs import clock
from learning.presenters.schedules import schedule_name
from learning.presenters.words import count, long_day, number, percentage, short_day
from learning.web.current import visitor

DEFAULT_ZONE = "Europe/London"


def word_templates(app: Flask) -> None:
    app.jinja_env.filters.update(
        as_group=as_group,
        clock=clock,
        count=count,
        day_and_time=day_and_time,
        local=local,
        long_day=long_day,
        named=named,
        number=number,
        pair=pair,
        percentage=percentage,
        schedule_name=schedule_name,
        short_day=short_day,
        short_time=short_time,
        with_article=with_article,
    )


def day_and_time(moment: datetime) -> str:
    """As in tables: "16 Jun, 09:30"."""
    return f"{short_day(moment.date())}, {moment:%H:%M}"


def short_time(moment: datetime) -> str:
    """The time of a change of today, the day of an earlier one."""
    return f"{moment:%H:%M}" if moment.date() == now().astimezone(moment.tzinfo).date() else short_day(moment.date())


def local(moment: datetime) -> datetime:
    """A moment on the clocks of the page's programme."""
    programme = visitor().programme
    zone = programme.settings.get("timezone", DEFAULT_ZONE) if programme else DEFAULT_ZONE
    return moment.astimezone(ZoneInfo(zone))


def named(key: str, names: Mapping[str, str]) -> str:
    """The name that belongs to an id; the id itself where there is none."""
    return names.get(key) or key


def as_group(group_id: str, strand: Strand) -> str:
    """A group as people call it: "RE 214"."""
    return group_named(strand, group_id)


def pair(thing: object, key: str, text: str) -> tuple[object, object]:
    """A value and its words, for a list of choices."""
    return getattr(thing, key), getattr(thing, text)


def with_article(thing: str) -> str:
    """ "an absence", "a trainer"."""
    return f"{'an' if thing[0] in 'aeiou' else 'a'} {thing}"
