"""The report of an evaluation: one page of HTML that stands alone, and from which its tagged PDF is made."""

from learning.outputs.report.page import report_html

__all__ = ["report_html"]
