"""Every file of an analysis, made of its results alone: what was held back in them is in no table, chart or report."""

from __future__ import annotations

import json

from learning.outputs.figure_tables import Results, figure_tables
from learning.outputs.pdf import pdf_of
from learning.outputs.report import report_html
from learning.outputs.report.page import TITLE
from learning.statistics.analysis.cautions import without_cautioned


def result_files(results: Results, *, title: str = TITLE, report: bool = True) -> dict[str, bytes]:
    """Name of each file -> what it holds: results.json, the tables, and the report as a page and as a PDF.

    This is the only door from results to files. It is handed what may be published, and nothing else; of estimates that
    together tell of a few the report shows one.
    """
    figures = json.dumps(results, allow_nan=False, ensure_ascii=False, indent=1) + "\n"
    texts = {"results.json": figures, **figure_tables(results)}
    files = {name: text.encode("utf-8") for name, text in texts.items()}
    if report:
        page = report_html(without_cautioned(results), title)
        files |= {"report.html": page.encode("utf-8"), "report.pdf": pdf_of(page)}
    return files
