"""Random lives of a schedule in force; the full form is ``python -m tests.learning.living``."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from learning.database import make_engine
from tests.learning.databases import Databases
from tests.learning.living import STEPS, Life, begin, take

EXAMPLES, LENGTH = 8, 16


@pytest.fixture
def machine(databases: Databases) -> type[RuleBasedStateMachine]:
    """Steps of people and coordinators in any order, each followed by everything that must hold."""

    class Living(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.opened = ExitStack()

        @initialize(seed=st.integers(0, 10**6))
        def schedule_in_force(self, seed: int) -> None:
            engine = make_engine(self.opened.enter_context(databases.copy("sqlite")))
            self.opened.callback(engine.dispose)
            session = self.opened.enter_context(Session(engine, expire_on_commit=False))
            self.life: Life = begin(session, seed)

        @rule(step=st.sampled_from(STEPS))
        def something_happens(self, step: Callable[[Life], None]) -> None:
            take(self.life, step)

        def teardown(self) -> None:
            self.opened.close()

    return Living


def test_no_step_breaks_a_rule_loses_anybody_or_leaves_them_untold(machine: type[RuleBasedStateMachine]) -> None:
    quick = settings(
        max_examples=EXAMPLES, stateful_step_count=LENGTH, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=quick)
