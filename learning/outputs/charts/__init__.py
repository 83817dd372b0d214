"""Charts as SVG that anyone can read: real text, shapes besides colours, and the same figures in a table beside it."""

from learning.outputs.charts.chart import Chart, figure
from learning.outputs.charts.dumbbell import Dumbbell, dumbbell
from learning.outputs.charts.forest import Estimate, forest
from learning.outputs.charts.likert import Likert, likert
from learning.outputs.charts.response import Share, response
from learning.outputs.charts.run_chart import Reading, Target, run_chart

__all__ = [
    "Chart",
    "Dumbbell",
    "Estimate",
    "Likert",
    "Reading",
    "Share",
    "Target",
    "dumbbell",
    "figure",
    "forest",
    "likert",
    "response",
    "run_chart",
]
