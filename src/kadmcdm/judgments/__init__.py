"""Judgments of people: pairwise comparisons, hierarchies, groups, best and worst."""

from kadmcdm.judgments.best_worst import BestWorstComparisons, BestWorstPriorities
from kadmcdm.judgments.comparisons import Judgment, PairwiseComparisons
from kadmcdm.judgments.consensus import Consensus
from kadmcdm.judgments.consistency import Consistency, Inconsistency, JudgmentChange, Repair
from kadmcdm.judgments.group import Aggregation, GroupComparisons, Mean
from kadmcdm.judgments.group_hierarchy import GroupHierarchy
from kadmcdm.judgments.hierarchy import Hierarchy
from kadmcdm.judgments.priorities import Priorities
from kadmcdm.judgments.scales import ScaleComparison

__all__ = [
    "Aggregation",
    "BestWorstComparisons",
    "BestWorstPriorities",
    "Consensus",
    "Consistency",
    "GroupComparisons",
    "GroupHierarchy",
    "Hierarchy",
    "Inconsistency",
    "Judgment",
    "JudgmentChange",
    "Mean",
    "PairwiseComparisons",
    "Priorities",
    "Repair",
    "ScaleComparison",
]
