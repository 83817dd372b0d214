"""Today: where the programme stands and what waits for the coordinator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from flask import Blueprint, render_template, url_for

from learning.clock import now
from learning.domain.scheduling.staff_changes import MOST_UNASKED
from learning.models import Schedule
from learning.presenters.away import MOST, away_sentence, begins_soon, more_sentence
from learning.presenters.schedules import day_words, time_words
from learning.presenters.tiles import Need
from learning.presenters.today import Standing, lead, progress, run_line, tiles
from learning.presenters.words import count
from learning.queries.answers import count_declined
from learning.queries.away import trainers_away
from learning.queries.messages import count_by_state
from learning.queries.people import count_unplaced
from learning.queries.programmes import strands_of
from learning.queries.runs import runs_of
from learning.queries.schedules import (
    latest_draft,
    meetings_between,
    names_of_venues,
    placed_and_unplaced,
    release_in_force,
)
from learning.queries.standing import count_complete, count_staff, sessions_by_strand
from learning.queries.trace import changes_of
from learning.queries.waiting import leavers_with_places
from learning.vocabulary import MessageState, Role, RunState, ScheduleState
from learning.web.access import for_roles
from learning.web.current import local_now, programme, session

blueprint = Blueprint("today", __name__, url_prefix="/programmes/<programme_key>/today")
RECENT_CHANGES = 6


@blueprint.get("")
@for_roles(Role.COORDINATOR, Role.ADMINISTRATOR)
def today() -> str:
    here = local_now()
    strands = strands_of(session(), programme())
    schedule = release_in_force(session(), programme()) or latest_draft(session(), programme())
    standing = _standing(schedule) if schedule else None
    meetings = meetings_between(session(), schedule, here.date(), here.date()) if schedule else ()
    return render_template(
        "coordinator/today.html",
        heading=day_words(here.date()),
        lead=lead(programme(), standing, here.date()),
        tiles=tiles(standing) if standing else (),
        progress=progress(standing, strands) if standing else (),
        needs=_grouped(list(_needs(standing, bool(strands)))),
        meetings=meetings,
        strands={strand.strand_id: (place, strand) for place, strand in enumerate(strands)},
        venues=names_of_venues(session(), programme()) if meetings else {},
        changes=changes_of(session(), programme(), most=RECENT_CHANGES),
        schedule=schedule,
        time_words=time_words,
    )


def _standing(schedule: Schedule) -> Standing:
    by_strand = sessions_by_strand(session(), schedule, now())
    return Standing(
        schedule=schedule,
        people=count_staff(session(), programme()),
        complete=count_complete(session(), schedule),
        without=count_unplaced(session(), schedule),
        sessions=sum(sessions for sessions, _, _ in by_strand.values()),
        held=sum(held for _, held, _ in by_strand.values()),
        placed_and_unplaced=placed_and_unplaced(session(), schedule),
        sessions_by_strand=by_strand,
    )


def _needs(standing: Standing | None, has_strands: bool) -> Iterator[Need]:
    for run in runs_of(session(), programme())[:20]:
        href = url_for("runs.watch", number=run.number)
        if run.state in (RunState.RUNNING, RunState.STOPPING, RunState.WAITING):
            yield Need("to-do", f"Run {run.number} goes on: {run.name}", run_line(run), href, "Watch the run")
        elif run.state is RunState.FAILED:
            yield Need("attention", f"Run {run.number} gave no schedule", run.fault[:200], href, "See the run")
    yield from _messages()
    if standing is None:
        if has_strands:
            yield Need(
                "to-do", "There is no schedule yet", "A first run of 30 seconds shows whether everybody finds a place.",
                url_for("runs.ask"), "Start a run",
            )  # fmt: skip
        else:
            yield Need(
                "attention", "The programme has no strands yet", "Strands say what is learnt, by whom and how.",
                url_for("programme.overview"), "Set the programme up",
            )  # fmt: skip
        return
    yield from _left(standing.schedule)
    yield from _away(standing.schedule)
    if standing.without:
        people = count(standing.without, "person has", "people have")
        yield Need(
            "attention", f"{people} no place in a strand that is for them", "The reason stands beside each of them.",
            url_for("people.unplaced"), "See who and why",
        )  # fmt: skip
    if standing.schedule.created_at < programme().input_changed_at:
        yield Need(
            "attention", "The schedule is older than the programme",
            "Staff, trainers, venues or rules were changed since it was made.", url_for("runs.ask"), "Start a run",
        )  # fmt: skip
    draft = latest_draft(session(), programme())
    if draft is not None and draft.state is ScheduleState.DRAFT:
        yield Need(
            "to-do", f"Draft {draft.number} waits: {draft.name}", "Nobody is told of a draft until it is released.",
            url_for("schedule.week", schedule=draft.number), "See the draft",
        )  # fmt: skip


def _away(schedule: Schedule) -> Iterator[Need]:
    """Trainers who said that they are away while the release in force has sessions of theirs."""
    if schedule.state is not ScheduleState.RELEASED:
        return
    here = local_now().replace(tzinfo=None)
    hit = [one for one in trainers_away(session(), programme(), schedule, here) if one.hit]
    for one in hit[:MOST]:
        monday = one.hit[0].start.date() - timedelta(days=one.hit[0].start.weekday())
        yield Need(
            "alert" if begins_soon(one, here.date()) else "attention", away_sentence(one),
            "They stand in the schedule until you have found somebody.",
            url_for("schedule.week", schedule=schedule.number, week=monday, trainer=one.trainer_id), "See the week",
        )  # fmt: skip
    if hit[MOST:]:
        yield Need(
            "attention", more_sentence(hit[MOST:]), "They stand in the schedule until you have found others.",
            url_for("tables.rows", table="unavailability"), "See the absences",
        )  # fmt: skip


def _left(schedule: Schedule) -> Iterator[Need]:
    """Many who have left and still have places: a faulty extract looks the same, so a coordinator decides."""
    if schedule.released_at is None or programme().input_changed_at <= schedule.released_at:
        return
    leavers = leavers_with_places(session(), programme(), schedule)
    if leavers > MOST_UNASKED:
        yield Need(
            "attention", f"{count(leavers, 'person', 'people')} left the staff table and still have places",
            "So many are not taken out by themselves.", url_for("waiting.overview"), "Decide",
        )  # fmt: skip


def _messages() -> Iterator[Need]:
    if programme().quiet:
        yield Need(
            "attention", "Quiet mode is on", "Messages leave only to the addresses that are named.",
            url_for("quiet.ask"), "Quiet mode",
        )  # fmt: skip
    declined = count_declined(session(), programme())
    if declined:
        yield Need(
            "attention", f"{count(declined, 'date was', 'dates were')} declined",
            "They keep their places until you change them.", url_for("declined.overview"), "See who",
        )  # fmt: skip
    failed = count_by_state(session(), programme()).get(MessageState.FAILED, 0)
    if failed:
        yield Need(
            "alert", f"{count(failed, 'message')} could not be sent", "The reason stands beside each.",
            url_for("messages.overview", state=MessageState.FAILED.value), "See which",
        )  # fmt: skip


def _grouped(needs: Sequence[Need]) -> Sequence[tuple[str, Sequence[Need]]]:
    titles = {"alert": "Today", "attention": "This week", "to-do": "When you can"}
    groups = [(title, [need for need in needs if need.kind == kind]) for kind, title in titles.items()]
    return [(title, found) for title, found in groups if found]
