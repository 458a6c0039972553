"""kadmcdm: typed multi-criteria decision analysis, and partnerships between regions.

A problem plus weights gives scores; scores give a ranking; many weights give robustness.
"""

from kadmcdm import datasets, partnership, plot
from kadmcdm._version import __version__
from kadmcdm.errors import Fault, InputError, KadmcdmError, KadmcdmWarning, MissingExtraError
from kadmcdm.judgments import Hierarchy, PairwiseComparisons, Priorities
from kadmcdm.methods import TOPSIS, Method, WeightedProduct, WeightedSum
from kadmcdm.problem import Candidate, Criterion, DecisionProblem, Preparation
from kadmcdm.ranking import Contrast, Explanation, Ranking, rank
from kadmcdm.report import report
from kadmcdm.robustness import Acceptability, WeightSpace, smaa
from kadmcdm.study import Study, StudyResult
from kadmcdm.weighting import (
    AHPWeights,
    DirectWeights,
    EqualWeights,
    RankOrderWeights,
    WeightingScheme,
    Weights,
)

__all__ = [
    "TOPSIS",
    "AHPWeights",
    "Acceptability",
    "Candidate",
    "Contrast",
    "Criterion",
    "DecisionProblem",
    "DirectWeights",
    "EqualWeights",
    "Explanation",
    "Fault",
    "Hierarchy",
    "InputError",
    "KadmcdmError",
    "KadmcdmWarning",
    "Method",
    "MissingExtraError",
    "PairwiseComparisons",
    "Preparation",
    "Priorities",
    "RankOrderWeights",
    "Ranking",
    "Study",
    "StudyResult",
    "WeightSpace",
    "WeightedProduct",
    "WeightedSum",
    "WeightingScheme",
    "Weights",
    "__version__",
    "datasets",
    "partnership",
    "plot",
    "rank",
    "report",
    "smaa",
]
