"""The report of an evaluation: one page of HTML that stands alone, and the same as a PDF that is tagged."""

from learning.outputs.report.page import report_html
from learning.outputs.report.pdf import report_pdf

__all__ = ["report_html", "report_pdf"]
