"""Judgments of people: pairwise comparisons and hierarchies."""

from kadmcdm.judgments.comparisons import Judgment, PairwiseComparisons
from kadmcdm.judgments.hierarchy import Hierarchy
from kadmcdm.judgments.priorities import Priorities

__all__ = ["Hierarchy", "Judgment", "PairwiseComparisons", "Priorities"]
