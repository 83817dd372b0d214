"""Strands that are held in one mode only, and when the other mode is tried as a remedy."""

from __future__ import annotations

from scheduler.bottlenecks import Change, find_bottlenecks
from scheduler.bottlenecks.changes import MoreModes, StrandModes
from scheduler.bottlenecks.ladders import ladders_of
from scheduler.problem import GivenSession, Mode, Pattern, Problem, Trainer, Venue
from tests.scheduler.bottlenecks.checking import best_known, remedy, studied
from tests.scheduler.explain.small import at, people, problem, strand

MONDAY_MORNING = Pattern((((480, 720),), (), (), (), (), (), ()))
ROOMY = (Venue("ONLINE", Mode.ONLINE, parallel=5),)
HALL = Venue("HALL", Mode.IN_PERSON, capacity=10, site="South")


def test_strand_held_in_one_mode_only_may_be_held_in_the_other_too() -> None:
    # Six who take part in person only: two groups in the room. One more mode costs less than six people who change.
    staff = people(6, modes=frozenset({Mode.IN_PERSON}))
    report = studied(problem([strand(modes=frozenset({Mode.ONLINE}))], staff, venues=(*ROOMY, HALL)))

    change = remedy(report, StrandModes)
    assert (change.change, change.cost, len(change.places)) == (StrandModes("talk", Mode.IN_PERSON), 10, 6)
    assert change.sentence == "Talk held in person too."
    assert [(e.file, e.row, e.key, e.before, e.after) for e in change.edits] == [
        ("programme.toml", "talk", "modes", '["online"]', '["in_person", "online"]')
    ]
    assert remedy(report, MoreModes).sentence == "6 people take part online too, not only in person."
    assert report.together is not None
    assert [each.change for each in report.together.remedies] == [change.change]


def test_strand_short_of_rooms_may_be_held_online_too() -> None:
    # Nine people on Monday mornings, trainers enough, one room.
    trainers = tuple(Trainer(f"T{n}", frozenset({"talk"})) for n in range(3))
    staff = people(9, pattern=MONDAY_MORNING)
    talk = strand(modes=frozenset({Mode.IN_PERSON}))
    report = studied(problem([talk], staff, trainers=trainers, venues=(*ROOMY, HALL)))

    assert [each.short_of for each in report.bottlenecks] == [("venues",)]
    assert len(remedy(report, StrandModes).places) == 5


def offered_modes(programme: Problem) -> list[Change]:
    """Further modes that are tried for those without a place, whether they help or not."""
    found = find_bottlenecks(programme, best_known(programme))
    assert found
    return [c for ladder in ladders_of(programme, found) for c in ladder.steps if isinstance(c, StrandModes)]


def test_other_mode_is_not_tried_where_no_venue_of_it_suits() -> None:
    online = strand(modes=frozenset({Mode.ONLINE}))
    in_person = {"modes": frozenset({Mode.IN_PERSON})}
    here, elsewhere = people(3, **in_person), people(3, sites=frozenset({"North"}), **in_person)

    assert offered_modes(problem([online], here, venues=(*ROOMY, HALL))) == [StrandModes("talk", Mode.IN_PERSON)]
    assert offered_modes(problem([online], elsewhere, venues=(*ROOMY, HALL))) == []


def test_other_mode_is_not_tried_for_people_who_are_short_of_trainers() -> None:
    staff = people(9, pattern=MONDAY_MORNING)

    assert offered_modes(problem([strand(modes=frozenset({Mode.ONLINE}))], staff, venues=(*ROOMY, HALL))) == []


def test_mode_of_a_given_timetable_stays_as_given() -> None:
    given = GivenSession("G1-1", "talk", "G1", 1, at(0, 10), at(0, 11), "ONLINE", ("T1",))
    staff = people(3, modes=frozenset({Mode.IN_PERSON}))
    fixed = strand(modes=frozenset({Mode.ONLINE}), given=True)

    assert offered_modes(problem([fixed], staff, venues=(*ROOMY, HALL), given=(given,))) == []
