"""Answers from a file: read, checked with every defect named, and laid out as arrays."""

from learning.statistics.answers.reading import read_answers
from learning.statistics.answers.table import Answers, WaveAnswers

__all__ = ["Answers", "WaveAnswers", "read_answers"]
