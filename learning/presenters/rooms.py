"""What rooms have, in the words of people."""

from __future__ import annotations

SPELLED = {"bsl": "British Sign Language (BSL)", "step_free": "step-free access", "hearing_loop": "hearing loop"}


def feature_words(feature: str) -> str:
    """ "step_free" -> "step-free access"; what is not known by name is said as it stands."""
    return SPELLED.get(feature.strip(), feature.strip().replace("_", " "))


def features_words(features: str) -> str:
    """All that a room has, parted by ``;`` in its row, as one phrase."""
    return ", ".join(feature_words(one) for one in features.split(";") if one.strip())
