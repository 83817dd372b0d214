"""Sums over groups of people, published side by side: which of them together would tell of a few alone."""

from learning.statistics.disclosure.sums.choosing import Choice, choose_shown
from learning.statistics.disclosure.sums.published import OUT, Published, published

__all__ = ["OUT", "Choice", "Published", "choose_shown", "published"]
