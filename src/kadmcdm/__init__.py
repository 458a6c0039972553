"""kadmcdm: typed multi-criteria decision analysis, and partnerships between regions.

A problem plus weights gives scores; scores give a ranking; many weights give robustness.
"""

from kadmcdm import datasets, partnership, plot
from kadmcdm._version import __version__
from kadmcdm.ahp import AHP, MeasuredLeaf, RatedLeaf
from kadmcdm.errors import Fault, InputError, KadmcdmError, KadmcdmWarning, MissingExtraError
from kadmcdm.interop import QuestionnaireReading, questionnaire, read_questionnaires
from kadmcdm.judgments import (
    BestWorstComparisons,
    BestWorstPriorities,
    Consensus,
    Consistency,
    GroupComparisons,
    GroupHierarchy,
    Hierarchy,
    Inconsistency,
    JudgmentChange,
    PairwiseComparisons,
    Priorities,
    Repair,
    ScaleComparison,
)
from kadmcdm.methods import TOPSIS, AHPSynthesis, Method, WeightedProduct, WeightedSum
from kadmcdm.problem import Candidate, Criterion, DecisionProblem, Preparation
from kadmcdm.ranking import Contrast, Explanation, Ranking, rank
from kadmcdm.report import report
from kadmcdm.robustness import (
    Acceptability,
    JudgmentUncertainty,
    WeightSpace,
    judgment_uncertainty,
    smaa,
)
from kadmcdm.study import Study, StudyResult
from kadmcdm.weighting import (
    AHPWeights,
    BestWorstWeights,
    DirectWeights,
    EqualWeights,
    RankOrderWeights,
    WeightingScheme,
    Weights,
)

__all__ = [
    "AHP",
    "TOPSIS",
    "AHPSynthesis",
    "AHPWeights",
    "Acceptability",
    "BestWorstComparisons",
    "BestWorstPriorities",
    "BestWorstWeights",
    "Candidate",
    "Consensus",
    "Consistency",
    "Contrast",
    "Criterion",
    "DecisionProblem",
    "DirectWeights",
    "EqualWeights",
    "Explanation",
    "Fault",
    "GroupComparisons",
    "GroupHierarchy",
    "Hierarchy",
    "Inconsistency",
    "InputError",
    "JudgmentChange",
    "JudgmentUncertainty",
    "KadmcdmError",
    "KadmcdmWarning",
    "MeasuredLeaf",
    "Method",
    "MissingExtraError",
    "PairwiseComparisons",
    "Preparation",
    "Priorities",
    "QuestionnaireReading",
    "RankOrderWeights",
    "Ranking",
    "RatedLeaf",
    "Repair",
    "ScaleComparison",
    "Study",
    "StudyResult",
    "WeightSpace",
    "WeightedProduct",
    "WeightedSum",
    "WeightingScheme",
    "Weights",
    "__version__",
    "datasets",
    "judgment_uncertainty",
    "partnership",
    "plot",
    "questionnaire",
    "rank",
    "read_questionnaires",
    "report",
    "smaa",
]
