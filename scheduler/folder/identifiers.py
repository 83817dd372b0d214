"""Identifiers as a spreadsheet left them: numbers with ``.0``, powers of ten, dates."""

from __future__ import annotations

import re

from scheduler.folder.findings import Findings
from scheduler.folder.headings import Squared

_WHOLE_FLOAT = re.compile(r"\d+\.0", re.ASCII)
_POWER_OF_TEN = re.compile(r"\d(?:\.\d+)?E\+\d+", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?", re.ASCII)
_TOTALS = frozenset({"total", "totals", "total:", "grand total", "sum", "subtotal", "count"})


def mend_identifiers(file: str, column: str, place: int, squared: Squared, findings: Findings) -> None:
    """Undo ``1234.0`` (always, so that all tables agree); report what cannot be undone."""
    mended = dated = 0
    for number, row in zip(squared.numbers, squared.rows, strict=True):
        text = row[place]
        if text.isalnum():
            if text.casefold() not in _TOTALS:
                continue
        elif _WHOLE_FLOAT.fullmatch(text):
            row[place] = text[:-2]
            mended = mended or number
        elif _POWER_OF_TEN.fullmatch(text):
            message = "is a number that a spreadsheet shortened; format the column as text and export it again"
            findings.refuse(file, message, row=number, column=column, value=text)
        elif _DATE.fullmatch(text):
            dated = dated or number
        if text.casefold() in _TOTALS:
            message = "is a total under the table, not an identifier; delete the row"
            findings.refuse(file, message, row=number, column=column, value=text)
    if mended:
        message = "holds identifiers with .0 from this row on, which was left out; format the column as text"
        findings.warn(file, message, row=mended, column=column)
    if dated:
        message = "holds dates from this row on; if they were identifiers such as 1-2, format the column as text"
        findings.warn(file, message, row=dated, column=column)
