"""Answers in, results out: every estimate, what is held back and why, and everything that belongs beside it."""

from learning.statistics.analysis.design import Design
from learning.statistics.analysis.results import analyse, publish

__all__ = ["Design", "analyse", "publish"]
