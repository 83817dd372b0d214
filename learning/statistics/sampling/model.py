"""What is true of made-up answers: a latent attitude, cut into the steps 1 to 5."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.stats import norm

from learning.statistics.arrays import Floats

CUTS = (1.5, 2.5, 3.5, 4.5)
POINTS_A_STEP = 25
WAVES = ("baseline", "post", "looking_back", "follow_up", "year_on")
REACH = {"baseline": 0.0, "post": 1.0, "looking_back": 0.0, "follow_up": 0.8, "year_on": 0.6}
"""How much of an outcome's effect is there in a wave."""

ITEMS = {
    "impact_1": ("impact", "I can describe how racism affects colleagues here"),
    "impact_2": ("impact", "I notice when a policy treats groups of people differently"),
    "bystander_1": ("bystander", "I know what I can say when I hear a racist remark"),
    "bystander_2": ("bystander", "I would step in if a colleague was treated unfairly"),
    "allyship_1": ("allyship", "I listen to colleagues who speak of racism without defending myself"),
    "allyship_2": ("allyship", "I know how to be an ally who is of use"),
    "safety_1": ("safety", "In my team it is safe to speak about race"),
    "safety_2": ("safety", "I can admit a mistake in my team"),
}
OUTCOMES = ("impact", "bystander", "allyship", "safety")


def usual_effects() -> dict[str, float]:
    return {"impact": 0.5, "bystander": 0.6, "allyship": 0.3, "safety": 0.05}


@dataclass(frozen=True, slots=True)
class Model:
    """Effects and spreads in steps of the scale (25 index points each), before answers are cut to 1 to 5.

    ``second_session`` and ``team_arm`` are added to an effect for people of two sessions, and of the arm ``team``.
    ``recalled`` is how far people looking back place their earlier selves from where they were.
    ``response`` is the share that answers in a wave; its log-odds rise by ``candour`` for each standard deviation of a
    person's attitude. ``without_code`` gave no code of their own; ``mistyped`` is the chance of a wrong element.
    """

    effects: Mapping[str, float] = field(default_factory=usual_effects)
    second_session: float = 0.1
    team_arm: float = -0.1
    level: float = 3.2
    person_sd: float = 0.8
    trainer_sd: float = 0.15
    group_sd: float = 0.1
    directorate_sd: float = 0.15
    cohort_sd: float = 0.05
    noise_sd: float = 0.5
    recalled: float = -0.2
    response: Mapping[str, float] = field(
        default_factory=lambda: {"baseline": 0.65, "post": 0.6, "follow_up": 0.4, "year_on": 0.3}
    )
    candour: float = 0.2
    without_code: float = 0.08
    mistyped: float = 0.04
    skipped: float = 0.03

    def without_effect(self) -> Model:
        """The programme that changes nothing, for nobody; trainers and groups still differ by chance."""
        return replace(self, effects=dict.fromkeys(OUTCOMES, 0.0), second_session=0.0, team_arm=0.0, recalled=0.0)

    def spread(self, wave: str) -> float:
        """Standard deviation of the latent attitude around the mean of one's directorate, cohort, arm and dose."""
        reach = REACH[wave]
        return math.sqrt(self.person_sd**2 + self.noise_sd**2 + reach**2 * (self.trainer_sd**2 + self.group_sd**2))

    def expected(self, mean: Floats, wave: str) -> float:
        """Mean answer on 1 to 5 of people whose latent means are ``mean``: 1 and the chance to be over each cut."""
        over = norm.sf(np.subtract.outer(np.array(CUTS), mean) / self.spread(wave))
        return float(1 + over.sum(axis=0).mean())
