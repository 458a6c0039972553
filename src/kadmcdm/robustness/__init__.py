"""Robustness: how sure a ranking is."""

from kadmcdm.robustness.acceptability import DECISIVE, Acceptability
from kadmcdm.robustness.aggregated import AggregatedRanking
from kadmcdm.robustness.aggregation import aggregate_ranks
from kadmcdm.robustness.comparison import MethodComparison, compare_methods
from kadmcdm.robustness.diagnostics import diagnostics
from kadmcdm.robustness.diagnostics_result import CorrelatedPair, Diagnostics
from kadmcdm.robustness.distributions import (
    Discrete,
    Distribution,
    Interval,
    LogNormal,
    Normal,
    Samples,
    Triangular,
)
from kadmcdm.robustness.dominance import Dominance, dominance
from kadmcdm.robustness.improvement_result import Improvement, Improvements
from kadmcdm.robustness.improvements import improvements
from kadmcdm.robustness.judgment_samples import JudgmentUncertainty
from kadmcdm.robustness.judgments import judgment_uncertainty
from kadmcdm.robustness.multiverse import multiverse
from kadmcdm.robustness.potential import PotentialWinners
from kadmcdm.robustness.reversal import rank_reversal
from kadmcdm.robustness.reversal_result import RankReversal, ReversalTest, ReversedPair
from kadmcdm.robustness.smaa import smaa
from kadmcdm.robustness.smallest_change import SmallestChange, smallest_change
from kadmcdm.robustness.stability import weight_stability
from kadmcdm.robustness.stability_result import StablePiece, WeightStability
from kadmcdm.robustness.universes import Multiverse
from kadmcdm.robustness.variants import every_normalization
from kadmcdm.robustness.weight_space import WeightSpace
from kadmcdm.robustness.weight_swings import WeightSwings, weight_swings
from kadmcdm.robustness.winning import potential_winners

__all__ = [
    "DECISIVE",
    "Acceptability",
    "AggregatedRanking",
    "CorrelatedPair",
    "Diagnostics",
    "Discrete",
    "Distribution",
    "Dominance",
    "Improvement",
    "Improvements",
    "Interval",
    "JudgmentUncertainty",
    "LogNormal",
    "MethodComparison",
    "Multiverse",
    "Normal",
    "PotentialWinners",
    "RankReversal",
    "ReversalTest",
    "ReversedPair",
    "Samples",
    "SmallestChange",
    "StablePiece",
    "Triangular",
    "WeightSpace",
    "WeightStability",
    "WeightSwings",
    "aggregate_ranks",
    "compare_methods",
    "diagnostics",
    "dominance",
    "every_normalization",
    "improvements",
    "judgment_uncertainty",
    "multiverse",
    "potential_winners",
    "rank_reversal",
    "smaa",
    "smallest_change",
    "weight_stability",
    "weight_swings",
]
