"""Rosters and sign-in sheets on paper: who is expected, what they need, and where they sign."""

from learning.outputs.rosters.gathering import rosters_of
from learning.outputs.rosters.page import rosters_html

__all__ = ["rosters_html", "rosters_of"]
