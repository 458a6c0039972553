"""Weighting schemes: each weighs a problem's criteria, by one verb."""

from kadmcdm.weighting.ahp import AHPWeights
from kadmcdm.weighting.best_worst import BestWorstWeights
from kadmcdm.weighting.chains import FUCOMWeights, LBWAWeights, SWARAWeights
from kadmcdm.weighting.combined import CombinedWeights
from kadmcdm.weighting.direct import DirectWeights, EqualWeights, as_weights
from kadmcdm.weighting.objective import (
    AngleWeights,
    CoefficientOfVariationWeights,
    CRITICWeights,
    EntropyWeights,
    GiniWeights,
    MERECWeights,
    StandardDeviationWeights,
    VarianceWeights,
)
from kadmcdm.weighting.points import PointAllocationWeights, SMARTWeights, SwingWeights
from kadmcdm.weighting.rank_order import RankOrderWeights
from kadmcdm.weighting.through_pymcdm import CILOSWeights, IDOCRIWWeights, LOPCOWWeights
from kadmcdm.weighting.weights import WeightingScheme, Weights

__all__ = [
    "AHPWeights",
    "AngleWeights",
    "BestWorstWeights",
    "CILOSWeights",
    "CRITICWeights",
    "CoefficientOfVariationWeights",
    "CombinedWeights",
    "DirectWeights",
    "EntropyWeights",
    "EqualWeights",
    "FUCOMWeights",
    "GiniWeights",
    "IDOCRIWWeights",
    "LBWAWeights",
    "LOPCOWWeights",
    "MERECWeights",
    "PointAllocationWeights",
    "RankOrderWeights",
    "SMARTWeights",
    "SWARAWeights",
    "StandardDeviationWeights",
    "SwingWeights",
    "VarianceWeights",
    "WeightingScheme",
    "Weights",
    "as_weights",
]
