"""Cooperation between Indonesian regions (*kerja sama antardaerah*): who can gain what with whom.

Regions and what is known about them stand in a `RegionTable`; operators say what regions are to
each other; `partners_of` ranks one region's possible partners. The output is advice to the
coordination team (TKKSD), never a legal opinion.
"""

from kadmcdm.partnership.codes import BorderKind, RegionKind
from kadmcdm.partnership.exchange import (
    Complementarity,
    Coverage,
    Gap,
    JointScale,
    ScaleGain,
    Similarity,
)
from kadmcdm.partnership.facts import ExchangeFact, PairFacts, coverage_of, pair_facts
from kadmcdm.partnership.framework import (
    EXAMPLE,
    FRAMEWORK,
    GOAL,
    GROUPS,
    Leaf,
    example_hierarchy,
    framework_criteria,
    framework_criterion,
    framework_tree,
    not_assessed,
)
from kadmcdm.partnership.geography import (
    Gravity,
    HaversineKm,
    Proximity,
    SharedBorder,
    TransactionCost,
)
from kadmcdm.partnership.operators import (
    OPERATORS,
    Operator,
    operator_from_dict,
    operator_to_dict,
)
from kadmcdm.partnership.pairs import OperatorCriterion, check_indicators, pair_problem
from kadmcdm.partnership.partners import PartnershipRanking, partners_of
from kadmcdm.partnership.region import Indicator, Region
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.partnership.screens import SCREENS, Screen, ScreenResult, screen, unchecked

__all__ = [
    "EXAMPLE",
    "FRAMEWORK",
    "GOAL",
    "GROUPS",
    "OPERATORS",
    "SCREENS",
    "BorderKind",
    "Complementarity",
    "Coverage",
    "ExchangeFact",
    "Gap",
    "Gravity",
    "HaversineKm",
    "Indicator",
    "JointScale",
    "Leaf",
    "Operator",
    "OperatorCriterion",
    "PairFacts",
    "PartnershipRanking",
    "Proximity",
    "Region",
    "RegionKind",
    "RegionTable",
    "ScaleGain",
    "Screen",
    "ScreenResult",
    "SharedBorder",
    "Similarity",
    "TransactionCost",
    "check_indicators",
    "coverage_of",
    "example_hierarchy",
    "framework_criteria",
    "framework_criterion",
    "framework_tree",
    "not_assessed",
    "operator_from_dict",
    "operator_to_dict",
    "pair_facts",
    "pair_problem",
    "partners_of",
    "screen",
    "unchecked",
]
