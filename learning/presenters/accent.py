"""An organisation's colour as custom properties."""

from __future__ import annotations


def accent_css(accent: str) -> str:
    return f":root {{ --accent: {accent}; }}\n"
