"""Cells of tables that people open in a spreadsheet."""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe in front says that it is text.

    See OWASP, CSV injection. Nothing is lost: the import takes the apostrophe off again.
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
