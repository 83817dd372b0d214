"""Believable answers whose true effects are known: to try an analysis on, and to prove one by."""

from learning.statistics.sampling.draw import Sampled, draw
from learning.statistics.sampling.model import Model
from learning.statistics.sampling.placement import Placement, placement

__all__ = ["Model", "Placement", "Sampled", "draw", "placement"]
