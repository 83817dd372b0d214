"""Which lines of a breakdown can be shown, so that no small number can be had by subtraction from the total."""

from __future__ import annotations

from collections.abc import Sequence

SMALL = "fewer than {base} answers"
COMPLEMENT = "shown, it would give away fewer than {base} answers of the others by subtraction"


def held_lines(sizes: Sequence[int], unknown: int, min_base: int) -> dict[int, str]:
    """Place of each line that must not be shown -> the reason; a line of 0 has nothing to show.

    ``sizes`` are answers per line, ``unknown`` those that belong to no line and are never shown. Held back are lines
    under ``min_base``, then the smallest others until nothing is held back, or those held back (the unknown counted as
    one) are at least two and together at least ``min_base``. So never all lines but one.
    """
    held = {place: SMALL.format(base=min_base) for place, size in enumerate(sizes) if 0 < size < min_base}
    rest = sorted((size, place) for place, size in enumerate(sizes) if size >= min_base)
    hidden, number = unknown + sum(sizes[place] for place in held), len(held) + (unknown > 0)
    for size, place in rest:
        if not number or (number >= 2 and hidden >= min_base):
            break
        held[place] = COMPLEMENT.format(base=min_base)
        hidden, number = hidden + size, number + 1
    return held
