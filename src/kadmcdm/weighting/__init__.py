"""Weighting schemes: each weighs a problem's criteria, by one verb."""

from kadmcdm.weighting.ahp import AHPWeights
from kadmcdm.weighting.best_worst import BestWorstWeights
from kadmcdm.weighting.direct import DirectWeights, EqualWeights, as_weights
from kadmcdm.weighting.rank_order import RankOrderWeights
from kadmcdm.weighting.weights import WeightingScheme, Weights

__all__ = [
    "AHPWeights",
    "BestWorstWeights",
    "DirectWeights",
    "EqualWeights",
    "RankOrderWeights",
    "WeightingScheme",
    "Weights",
    "as_weights",
]
