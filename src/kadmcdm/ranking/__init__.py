"""Ranking: scores, ranks, and reasons."""

from kadmcdm.ranking.explanation import Contrast, Explanation
from kadmcdm.ranking.result import Ranking, as_scores, kind_faults, rank, scores_of

__all__ = ["Contrast", "Explanation", "Ranking", "as_scores", "kind_faults", "rank", "scores_of"]
