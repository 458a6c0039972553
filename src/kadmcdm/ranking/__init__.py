"""Ranking: scores, ranks, and reasons."""

from kadmcdm.ranking.explanation import Contrast, Explanation
from kadmcdm.ranking.result import Ranking, kind_faults, rank, scores_of

__all__ = ["Contrast", "Explanation", "Ranking", "kind_faults", "rank", "scores_of"]
