"""Addresses that mail can go to."""

from __future__ import annotations

import re

LONGEST_ADDRESS = 254
ADDRESS = re.compile(r"[^\s@,;:<>()\[\]\"\\]+@[^\s@,;:<>()\[\]\"\\]+", re.ASCII)
"""One plain address. A list of several would hand somebody's dates to others."""


def is_reachable(address: str) -> bool:
    return address.isascii() and len(address) <= LONGEST_ADDRESS and ADDRESS.fullmatch(address) is not None
