"""Ranking: scores, ranks, and reasons."""

from kadmcdm.ranking.compromise import Compromise, compromise
from kadmcdm.ranking.explanation import Contrast, Explanation
from kadmcdm.ranking.partial import PartialOrder, partial_order
from kadmcdm.ranking.result import Ranking, as_scores, kind_faults, rank, scores_of
from kadmcdm.ranking.scored import add_scores

__all__ = [
    "Compromise",
    "Contrast",
    "Explanation",
    "PartialOrder",
    "Ranking",
    "add_scores",
    "as_scores",
    "compromise",
    "kind_faults",
    "partial_order",
    "rank",
    "scores_of",
]
