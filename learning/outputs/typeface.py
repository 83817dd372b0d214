"""The typeface, as pages that stand alone hold it."""

from __future__ import annotations

import base64
from functools import lru_cache
from pathlib import Path

TYPEFACE = Path(__file__).resolve().parents[1] / "static" / "fonts" / "ibm-plex-sans.woff2"


@lru_cache(maxsize=1)
def typeface() -> str:
    """The typeface as an address that holds it."""
    return f"data:font/woff2;base64,{base64.b64encode(TYPEFACE.read_bytes()).decode('ascii')}"
