"""Judgments of people: pairwise comparisons and hierarchies."""

from kadmcdm.judgments.comparisons import Judgment, PairwiseComparisons, Priorities
from kadmcdm.judgments.hierarchy import Hierarchy

__all__ = ["Hierarchy", "Judgment", "PairwiseComparisons", "Priorities"]
