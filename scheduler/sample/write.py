"""The sample council as a programme folder, written whole or not at all."""

from __future__ import annotations

import csv
import shutil
import tempfile
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, TypeAlias

from scheduler.errors import Defect, FolderError
from scheduler.sample.calendar import Year, year_from
from scheduler.sample.council import Employee, Team, build_council
from scheduler.sample.delivery import TrainerRow, build_venues, choose_trainers, close_venues
from scheduler.sample.programme import choose_sizes, write_programme
from scheduler.sample.working_life import draw_absences, draw_pairs, draw_wishes, never_available, settle_people

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEAST_STAFF = 20
MOST_STAFF = 45_000

STAFF_COLUMNS = (
    *("staff_id", "name", "email", "job_title", "grade", "team", "directorate", "site", "line_manager_id"),
    *("tags", "pattern", "modes", "sites", "needs", "joins_on", "leaves_on"),
)
TRAINER_COLUMNS = (
    *("trainer_id", "name", "email", "kind", "strands", "bio", "pattern", "modes", "max_per_day", "max_per_week"),
    *("from", "staff_id", "ready_after"),
)
VENUE_COLUMNS = ("venue_id", "name", "mode", "site", "capacity", "parallel", "pattern", "features", "link")
ABSENCE_COLUMNS = ("kind", "id", "start", "end", "reason")
WISH_COLUMNS = ("staff_id", "strand", "weekdays", "start_times", "modes", "weight")

Row: TypeAlias = "Sequence[object]"


def write_sample(out: Path, *, staff: int = 4500, seed: int = 1, starts: date | None = None) -> None:
    """Write a believable, wholly fictional council of ``staff`` people to the folder ``out``.

    The same ``staff``, ``seed`` and ``starts`` give the same bytes; ``starts`` is a day of the week in which the
    programme begins (at once after it, where holidays fall into its first days), by default in January 2027; in other
    years a small council may have less room. Everybody can be placed, with trainers for
    about 1.45 times the sessions needed (far more below some 300 people, where two trainers of each
    kind are the fewest), but for one person in two hundred, who can never attend: always on nights,
    gone before the first day, or on leave throughout. Council and people exist nowhere.

    ``out`` must not exist or be empty. Raises FolderError if it cannot be written, and ValueError for
    a head count outside `LEAST_STAFF` to `MOST_STAFF` or a day far from our time.
    """
    if not LEAST_STAFF <= staff <= MOST_STAFF:
        raise ValueError(f"a sample has {LEAST_STAFF} to {MOST_STAFF:,} people, not {staff:,}")
    _refuse_occupied(out)
    tables, programme = _make_tables(Random(seed), staff, year_from(starts) if starts else Year())
    try:
        _write_whole(out, tables, programme)
    except OSError as error:
        raise _refusal(out, f"the folder cannot be written: {error.strerror}") from error


def _refusal(out: Path, message: str) -> FolderError:
    return FolderError([Defect(str(out), message)])


def _refuse_occupied(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise _refusal(out, "a file of this name stands there; name a new folder")
    if out.is_dir() and any(out.iterdir()):
        raise _refusal(out, "the folder is not empty, and nothing in it is overwritten; name a new one")


def _make_tables(random: Random, staff: int, year: Year) -> tuple[dict[str, tuple[Row, Iterable[Row]]], str]:
    """File name -> heading and rows, and the text of programme.toml."""
    teams = build_council(random, staff)
    sizes = choose_sizes(teams)
    trainers, trainer_absences = choose_trainers(random, year, teams, sizes)
    internal = {trainer.staff_id for trainer in trainers if trainer.staff_id}
    settle_people(random, year, teams, internal)
    throughout = never_available(random, year, teams, internal)
    absences = [
        *draw_absences(random, year, teams, internal, throughout),
        *trainer_absences,
        *close_venues(random, year),
    ]
    tables: dict[str, tuple[Row, Iterable[Row]]] = {
        "staff.csv": (STAFF_COLUMNS, _staff_rows(teams)),
        "trainers.csv": (TRAINER_COLUMNS, map(_trainer_row, trainers)),
        "venues.csv": (VENUE_COLUMNS, build_venues(len(trainers), sizes)),
        "unavailability.csv": (ABSENCE_COLUMNS, absences),
        "apart.csv": (("staff_id", "other_id"), draw_pairs(random, teams)),
        "wishes.csv": (WISH_COLUMNS, list(draw_wishes(random, teams))),
    }
    return tables, write_programme(year, sizes, len(internal))


def _staff_rows(teams: list[Team]) -> Iterable[Row]:
    for team in teams:
        for person in team.members:
            yield _staff_row(person)


def _staff_row(person: Employee) -> Row:
    return (
        person.staff_id,
        person.name,
        person.email,
        person.job_title,
        person.grade,
        person.team,
        person.directorate,
        person.site,
        person.line_manager_id,
        ";".join(person.tags),
        person.pattern,
        person.modes,
        person.sites,
        person.needs,
        person.joins_on,
        person.leaves_on,
    )


def _trainer_row(trainer: TrainerRow) -> Row:
    return (
        trainer.trainer_id,
        trainer.name,
        trainer.email,
        trainer.kind,
        trainer.strands,
        trainer.bio,
        trainer.pattern,
        trainer.modes,
        trainer.max_per_day,
        trainer.max_per_week,
        trainer.first_day,
        trainer.staff_id,
        trainer.ready_after,
    )


def _write_whole(out: Path, tables: dict[str, tuple[Row, Iterable[Row]]], programme: str) -> None:
    """Write beside ``out`` and rename, so that nobody ever sees half a folder."""
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        (beside / "programme.toml").write_text(programme, encoding="utf-8")
        for name, (heading, rows) in tables.items():
            with (beside / name).open("w", encoding="utf-8", newline="") as table:
                writer = csv.writer(table, lineterminator="\n")
                writer.writerow(heading)
                writer.writerows(rows)
        beside.chmod(0o755)
        beside.rename(out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
