"""Completion for other systems: the same statement for the same completion, by account and not by address."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from learning.domain.completion import State, completion_of
from learning.outputs.completed import completions_of
from learning.outputs.completions import HEADINGS, Completion, completions_csv, xapi_statements
from learning.outputs.tables import FORMULA_STARTS
from learning.queries.schedules import release_in_force
from tests.learning.domain.test_certificates import attended
from tests.learning.domain.test_waiting import STRAND
from tests.learning.world import World

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
COMPLETIONS = st.builds(Completion, TEXT, TEXT, TEXT, st.dates(date(2026, 1, 1), date(2030, 1, 1)))


def statements(*completions: Completion) -> list[dict[str, object]]:
    found = xapi_statements(completions, programme_key="p", programme="Programme", home="https://learning.example/")
    return [dict(one) for one in found]


@given(COMPLETIONS, COMPLETIONS)
def test_a_statement_has_an_id_of_its_own_for_ever(one: Completion, two: Completion) -> None:
    first, second = (statements(each)[0]["id"] for each in (one, two))
    assert statements(one)[0]["id"] == first
    assert (first == second) == ((one.staff_id, one.strand) == (two.staff_id, two.strand))
    assert uuid.UUID(str(first)).version == 5


def test_a_statement_names_an_account_and_no_address() -> None:
    (found,) = statements(Completion("E1", "talk", "Talk", date(2027, 1, 12)))
    assert found["actor"] == {
        "objectType": "Agent", "account": {"homePage": "https://learning.example", "name": "E1"},
    }  # fmt: skip
    assert "@" not in str(found)
    assert found["timestamp"] == "2027-01-12T12:00:00Z"


@given(st.lists(COMPLETIONS, max_size=5))
def test_no_cell_of_the_table_is_a_formula(completions: list[Completion]) -> None:
    rows = list(csv.reader(io.StringIO(completions_csv(completions))))
    assert rows[0] == list(HEADINGS)
    assert len(rows) == len(completions) + 1
    assert not any(cell.startswith(FORMULA_STARTS) for row in rows for cell in row)


def test_what_is_written_is_what_pages_count(session: Session, world: World) -> None:
    attended(session, world)
    found = list(completions_of(session, world.programme))
    release = release_in_force(session, world.programme)
    assert release is not None
    standing = next(one for one in completion_of(session, world.programme, release) if one.strand.strand_id == STRAND)
    assert {one.staff_id for one in found} == {
        staff_id for staff_id, state in standing.people.items() if state is State.COMPLETED
    }
