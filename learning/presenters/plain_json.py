"""Facts as the plain values that JSON knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from fractions import Fraction
from pathlib import Path


def as_plain(value: object) -> object:
    """Dataclasses become objects, dates ISO text, fractions numbers, sets sorted lists."""
    if isinstance(value, Enum):
        return as_plain(value.value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, Fraction):
        return float(value)
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return {str(as_plain(key)): as_plain(item) for key, item in value.items()}
    if isinstance(value, Set):
        return sorted((as_plain(item) for item in value), key=str)
    if isinstance(value, Sequence):
        return [as_plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: as_plain(getattr(value, field.name)) for field in fields(value)}
    return str(value)
