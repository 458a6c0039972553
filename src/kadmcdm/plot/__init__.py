"""Pictures: each takes a result and an optional Axes, and returns the Axes.

The label of the Axes (``ax.get_label()``) says in a sentence what the picture shows.
"""

from kadmcdm.plot.groups import consensus
from kadmcdm.plot.judgments import comparisons
from kadmcdm.plot.maps import partners
from kadmcdm.plot.methods import ranks_by_method
from kadmcdm.plot.paths import improvements
from kadmcdm.plot.rankings import ranking
from kadmcdm.plot.reasons import contrast, profile
from kadmcdm.plot.robustness import central_weights, rank_acceptability
from kadmcdm.plot.sensitivity import tornado, weight_stability
from kadmcdm.plot.trees import hierarchy

__all__ = [
    "central_weights",
    "comparisons",
    "consensus",
    "contrast",
    "hierarchy",
    "improvements",
    "partners",
    "profile",
    "rank_acceptability",
    "ranking",
    "ranks_by_method",
    "tornado",
    "weight_stability",
]
