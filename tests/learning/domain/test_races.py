"""The last place on a date goes to one person, however many ask at once (the full form: ``python -m tests.races``)."""

from __future__ import annotations

from pathlib import Path

from tests.races import MOST, changes_of, engine_for, lay_out, race

RACES = 4


def test_of_forty_who_ask_at_once_one_gets_the_last_place(database_url: str, tmp_path: Path) -> None:
    engine = engine_for(database_url)
    course = lay_out(engine, tmp_path / "programme")
    outcomes = [race(course) for _ in range(RACES)]
    changes = changes_of(course)
    engine.dispose()
    assert [len(one.winners) for one in outcomes] == [1] * RACES
    assert [one.members for one in outcomes] == [MOST] * RACES
    assert [one.told for one in outcomes] == [1] * RACES
    assert changes == RACES * 2, "each winner goes there and back"
