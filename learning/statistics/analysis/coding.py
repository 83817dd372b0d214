"""How far coders agree about what people wrote, and how many comments speak of each theme."""

from __future__ import annotations

import numpy as np

from learning.statistics.answers.coding import Coding
from learning.statistics.reliability import krippendorff_alpha

Line = dict[str, object]


def agreement(coding: Coding | None, min_base: int) -> Line | None:
    """Krippendorff's alpha of each theme, and in how many comments all its coders found it.

    A count is None where those with the theme, or those without it, are fewer than ``min_base`` and not none.
    """
    if coding is None:
        return None
    return {
        "coders": len(coding.coders),
        "comments": len(coding.comments),
        "themes": [_theme(coding, theme, min_base) for theme in coding.themes],
    }


def _theme(coding: Coding, theme: str, min_base: int) -> Line:
    ratings = np.full((len(coding.coders), len(coding.comments)), np.nan)
    coder = {name: place for place, name in enumerate(coding.coders)}
    comment = {name: place for place, name in enumerate(coding.comments)}
    for (of_comment, of_coder), found in coding.themes[theme].items():
        ratings[coder[of_coder], comment[of_comment]] = found
    known = ~np.isnan(ratings).all(axis=0)
    agreed = int((np.nan_to_num(ratings[:, known], nan=1.0) == 1).all(axis=0).sum())
    rest = int(known.sum()) - agreed
    told = all(number == 0 or number >= min_base for number in (agreed, rest))
    alpha = krippendorff_alpha(ratings, "nominal")
    return {"theme": theme, "comments": agreed if told else None, "krippendorff_alpha": alpha}
