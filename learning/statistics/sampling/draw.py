"""Draw the answers of people whose places are given; every draw comes from one seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from learning.statistics.arrays import Bools, Floats, Ints
from learning.statistics.sampling.model import ITEMS, OUTCOMES, POINTS_A_STEP, REACH, WAVES, Model
from learning.statistics.sampling.placement import Placement

ELEMENTS, VALUES = 6, 40
ARMS = ("mixed", "team")


@dataclass(frozen=True, slots=True)
class Sampled:
    """Answers of everybody placed: people by items for each wave, NaN where not answered.

    ``codes`` is people by elements for each wave, -1 in all where somebody gave none. ``team`` and ``sessions`` are the
    arm and the dose of each person, drawn group by group. ``truth`` is the true mean change of everybody placed, in
    index points: outcome -> comparison -> points.
    """

    values: Mapping[str, Floats]
    codes: Mapping[str, Ints]
    team: Bools
    sessions: Ints
    truth: Mapping[str, Mapping[str, float]]


def draw(placed: Placement, model: Model, seed: int) -> Sampled:
    """One programme's answers. The same places, model and seed always give the same."""
    rng = np.random.default_rng(seed)
    people, groups = len(placed), len(placed.groups)
    team = (rng.permutation(groups) % 2 == 1)[placed.group]
    sessions = (1 + rng.permutation(groups) % 2).astype(np.int64)[placed.group]
    level = (
        model.level
        + rng.normal(0, model.directorate_sd, len(placed.directorates))[placed.directorate]
        + rng.normal(0, model.cohort_sd, len(placed.cohorts))[placed.cohort]
    )
    attitude = rng.normal(size=people)
    added = model.second_session * (sessions == 2) + model.team_arm * team
    effect = np.stack([model.effects[outcome] + added for outcome in OUTCOMES], axis=1)
    chance = (
        rng.normal(0, model.trainer_sd, (len(placed.trainers), len(OUTCOMES)))[placed.trainer]
        + rng.normal(0, model.group_sd, (groups, len(OUTCOMES)))[placed.group]
    )
    outcome_of = np.array([OUTCOMES.index(outcome) for outcome, _ in ITEMS.values()])
    person = (level + model.person_sd * attitude)[:, None]
    values = {}
    for wave in WAVES:
        moved = REACH[wave] * (effect + chance)[:, outcome_of] + (model.recalled if wave == "looking_back" else 0.0)
        latent = person + moved + rng.normal(0, model.noise_sd, (people, len(ITEMS)))
        values[wave] = np.clip(np.floor(latent + 0.5), 1, 5)
    _leave_out(values, attitude, model, rng)
    return Sampled(values, _codes(people, model, rng), team, sessions, _truth(level, effect, model))


def _leave_out(values: dict[str, Floats], attitude: Floats, model: Model, rng: np.random.Generator) -> None:
    """Waves that somebody did not answer, and single questions skipped; who looks back answered the post wave."""
    for wave, share in model.response.items():
        odds = np.log(share / (1 - share)) + model.candour * attitude
        values[wave][rng.random(len(attitude)) >= 1 / (1 + np.exp(-odds))] = np.nan
    values["looking_back"][np.isnan(values["post"]).all(axis=1)] = np.nan
    for found in values.values():
        found[rng.random(found.shape) < model.skipped] = np.nan


def _codes(people: int, model: Model, rng: np.random.Generator) -> dict[str, Ints]:
    own = rng.integers(0, VALUES, (people, ELEMENTS))
    none = rng.random(people) < model.without_code
    codes = {}
    for wave in model.response:
        wrong = (rng.random(people) < model.mistyped)[:, None] & (
            rng.integers(0, ELEMENTS, people)[:, None] == np.arange(ELEMENTS)
        )
        typed = np.where(wrong, (own + rng.integers(1, VALUES, (people, 1))) % VALUES, own)
        codes[wave] = np.where(none[:, None], -1, typed)
    return codes


def _truth(level: Floats, effect: Floats, model: Model) -> dict[str, dict[str, float]]:
    """Expected over people, trainers, groups and noise: the ceiling of the scale is in it."""
    before = model.expected(level, "baseline")
    recalled = model.expected(level + model.recalled, "looking_back")
    truth = {}
    for place, outcome in enumerate(OUTCOMES):
        mean = {wave: model.expected(level + REACH[wave] * effect[:, place], wave) for wave in model.response}
        steps = {wave: mean[wave] - before for wave in ("post", "follow_up", "year_on")}
        steps["looking_back"] = mean["post"] - recalled
        truth[outcome] = {name: POINTS_A_STEP * step for name, step in steps.items()}
    return truth
