"""Tables as files to save and open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from learning.outputs.tables import safe_cell


def sheet(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """A CSV file that spreadsheets open as UTF-8, no cell of which they take for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return Response(
        text.getvalue().encode("utf-8-sig"),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def roster_pdf(name: str, content: bytes) -> Response:
    """A PDF with names in it: opened by its reader, kept by no cache on the way."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype="application/pdf", headers=headers)
