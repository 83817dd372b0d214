"""The choices of a field, from values and what people read for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms.fields import choices


def choices_of(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    """Choices in the order given; the first of a pair is sent, the second read."""
    kind: Any = vars(choices)["SelectChoice"]  # newer than the types that are published for it
    return [kind(value=value, label=label) for value, label in pairs]
