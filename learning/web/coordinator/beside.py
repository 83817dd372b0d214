"""What stands beside a week of sessions: the session that was chosen, and what a draft changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import request

from learning.models import LearningSession, Person, Schedule
from learning.presenters.schedules import Share, shares
from learning.queries.people import people_in_group, shares_of
from learning.queries.schedules import Meeting, changed_between, release_in_force
from learning.vocabulary import ScheduleState
from learning.web.current import local_now, programme, session

MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class Beside:
    """A session with its people and how they mix."""

    one: LearningSession
    people: Sequence[Person]
    shares: Sequence[Share]

    @property
    def named(self) -> Sequence[Person]:
        """As many as stand there without a second look."""
        return self.people[:MOST_NAMES]

    @property
    def needs(self) -> str:
        """How many people stated which need: "2 step free, 1 bsl"."""
        stated = [need.strip() for person in self.people for need in person.needs.split(";") if need.strip()]
        counts = Counter(need.replace("_", " ") for need in stated)
        return ", ".join(f"{count} {need}" for need, count in counts.most_common()) or "none stated"


def session_beside(schedule: Schedule, meetings: Sequence[Meeting]) -> Beside | None:
    """The session of the week that the address names, else the next one to come, else the first of the week."""
    if not meetings:
        return None
    here = local_now().replace(tzinfo=None)
    coming = next((one for one in meetings if one.session.end >= here), meetings[0])
    wanted = request.args.get("session", "")
    one = next((one for one in meetings if one.session.session_id == wanted), coming).session
    people = people_in_group(session(), programme(), schedule, one.strand, one.group_id)
    return Beside(one, people, shares(people, shares_of(session(), programme(), "directorate"), "directorate"))


def changes_in(schedule: Schedule, monday: date) -> frozenset[str]:
    """The sessions of a week that a draft changes against the release in force."""
    release = release_in_force(session(), programme()) if schedule.state is ScheduleState.DRAFT else None
    if release is None:
        return frozenset()
    return changed_between(session(), schedule, release, monday, monday + timedelta(days=6))
