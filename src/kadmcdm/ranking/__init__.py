"""Ranking: scores, ranks, and reasons."""

from kadmcdm.ranking.explanation import Contrast, Explanation
from kadmcdm.ranking.result import Ranking, rank, scores_of

__all__ = ["Contrast", "Explanation", "Ranking", "rank", "scores_of"]
