"""Cooperation between Indonesian regions (*kerja sama antardaerah*): who can gain what with whom.

Regions and what is known about them stand in a `RegionTable`; operators say what regions are to
each other; `partners_of` ranks one region's possible partners. The output is advice to the
coordination team (TKKSD), never a legal opinion.
"""

from kadmcdm.partnership.affair_entries import AffairEntry, AffairPartner, Indication
from kadmcdm.partnership.affair_list import (
    Affair,
    affairs_from_csv,
    affairs_from_frame,
    example_affairs,
)
from kadmcdm.partnership.affair_map import map_affairs
from kadmcdm.partnership.affair_result import AffairMap
from kadmcdm.partnership.affairs import (
    FORMS,
    SECTORS,
    Authority,
    CooperationForm,
    Issue,
    Sector,
    SubAffair,
)
from kadmcdm.partnership.agreement_reviews import AgreementReviews, Verdict, review_table
from kadmcdm.partnership.benefits import BurdenFairness, MutualBenefit
from kadmcdm.partnership.coalition_costs import CoalitionCosts, Costs
from kadmcdm.partnership.coalition_result import CoalitionSearch
from kadmcdm.partnership.codes import BorderKind, RegionKind
from kadmcdm.partnership.core_check import CoreCheck, core_check
from kadmcdm.partnership.cost_comparison import CostComparison, compare_cost_shares
from kadmcdm.partnership.cost_shares import CostShares, SharingRule
from kadmcdm.partnership.cost_structure import CostStructure, cost_structure
from kadmcdm.partnership.exchange import (
    Complementarity,
    Coverage,
    Gap,
    JointScale,
    ScaleGain,
    Similarity,
)
from kadmcdm.partnership.exposure import ExternalityExposure
from kadmcdm.partnership.facility_costs import FacilityCosts
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
from kadmcdm.partnership.framework_problem import framework_problem
from kadmcdm.partnership.framework_result import FrameworkProblem
from kadmcdm.partnership.framework_words import (
    FRAMEWORK_WORDS,
    FrameworkWord,
    framework_words_table,
)
from kadmcdm.partnership.geography import (
    Gravity,
    HaversineKm,
    Proximity,
    SharedBorder,
    TransactionCost,
)
from kadmcdm.partnership.joins import CodeSystem, joined
from kadmcdm.partnership.lever_actions import (
    LEVERS,
    LeverAction,
    lever_template,
    read_lever_actions,
)
from kadmcdm.partnership.lifts import Contiguous, DiameterKm, Level, Lift
from kadmcdm.partnership.matching import pool_matching, stable_matching
from kadmcdm.partnership.mutual import mutual_ranking
from kadmcdm.partnership.mutual_result import MutualPair, MutualRanking
from kadmcdm.partnership.nucleolus import nucleolus
from kadmcdm.partnership.operators import (
    OPERATORS,
    Operator,
    operator_from_dict,
    operator_to_dict,
)
from kadmcdm.partnership.option_cells import option_names, option_problem
from kadmcdm.partnership.option_result import OptionProblem
from kadmcdm.partnership.options import STAGES, AgreementReview, PartnershipOption, Stage
from kadmcdm.partnership.origins import CellOrigin, Origin, Origins, Visibility
from kadmcdm.partnership.pairs import OperatorCriterion, check_indicators, pair_problem
from kadmcdm.partnership.partners import PartnershipRanking, partners_of
from kadmcdm.partnership.pool_result import PoolMatching
from kadmcdm.partnership.portfolio_choice import portfolio
from kadmcdm.partnership.portfolio_input import exclusive_forms
from kadmcdm.partnership.portfolio_result import (
    Portfolio,
    PortfolioLimit,
    PortfolioSet,
    PortfolioStatus,
)
from kadmcdm.partnership.presets import PRESETS, SectorPreset
from kadmcdm.partnership.priorities import Alignment
from kadmcdm.partnership.record import Agreement, TrackRecord
from kadmcdm.partnership.reductions import Reduction
from kadmcdm.partnership.reference import Reference, Standardized, standardized
from kadmcdm.partnership.region import Indicator, Region
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.partnership.review_reading import read_reviews
from kadmcdm.partnership.screen_checks import fact_screens
from kadmcdm.partnership.screen_facts import (
    HeadStatus,
    OptionFacts,
    RegionFacts,
    ScreenFacts,
    Spending,
)
from kadmcdm.partnership.screen_rules import SCREENS
from kadmcdm.partnership.screen_types import TO_BE_CHECKED, Outcome, Screen, ScreenResult
from kadmcdm.partnership.screens import failures, screen, unchecked
from kadmcdm.partnership.search import rank_pairs, search_coalitions
from kadmcdm.partnership.sharing import proportional_shares, separable_costs, shapley
from kadmcdm.partnership.stable_result import StableMatching
from kadmcdm.partnership.strategies import strategy
from kadmcdm.partnership.strategy_parts import Lag, LeverLift, LeverPair, Reach
from kadmcdm.partnership.strategy_result import Strategy
from kadmcdm.partnership.target import Difference, TargetGap
from kadmcdm.partnership.template import region_template

__all__ = [
    "EXAMPLE",
    "FORMS",
    "FRAMEWORK",
    "FRAMEWORK_WORDS",
    "GOAL",
    "GROUPS",
    "LEVERS",
    "OPERATORS",
    "PRESETS",
    "SCREENS",
    "SECTORS",
    "STAGES",
    "TO_BE_CHECKED",
    "Affair",
    "AffairEntry",
    "AffairMap",
    "AffairPartner",
    "Agreement",
    "AgreementReview",
    "AgreementReviews",
    "Alignment",
    "Authority",
    "BorderKind",
    "BurdenFairness",
    "CellOrigin",
    "CoalitionCosts",
    "CoalitionSearch",
    "CodeSystem",
    "Complementarity",
    "Contiguous",
    "CooperationForm",
    "CoreCheck",
    "CostComparison",
    "CostShares",
    "CostStructure",
    "Costs",
    "Coverage",
    "DiameterKm",
    "Difference",
    "ExchangeFact",
    "ExternalityExposure",
    "FacilityCosts",
    "FrameworkProblem",
    "FrameworkWord",
    "Gap",
    "Gravity",
    "HaversineKm",
    "HeadStatus",
    "Indication",
    "Indicator",
    "Issue",
    "JointScale",
    "Lag",
    "Leaf",
    "Level",
    "LeverAction",
    "LeverLift",
    "LeverPair",
    "Lift",
    "MutualBenefit",
    "MutualPair",
    "MutualRanking",
    "Operator",
    "OperatorCriterion",
    "OptionFacts",
    "OptionProblem",
    "Origin",
    "Origins",
    "Outcome",
    "PairFacts",
    "PartnershipOption",
    "PartnershipRanking",
    "PoolMatching",
    "Portfolio",
    "PortfolioLimit",
    "PortfolioSet",
    "PortfolioStatus",
    "Proximity",
    "Reach",
    "Reduction",
    "Reference",
    "Region",
    "RegionFacts",
    "RegionKind",
    "RegionTable",
    "ScaleGain",
    "Screen",
    "ScreenFacts",
    "ScreenResult",
    "Sector",
    "SectorPreset",
    "SharedBorder",
    "SharingRule",
    "Similarity",
    "Spending",
    "StableMatching",
    "Stage",
    "Standardized",
    "Strategy",
    "SubAffair",
    "TargetGap",
    "TrackRecord",
    "TransactionCost",
    "Verdict",
    "Visibility",
    "affairs_from_csv",
    "affairs_from_frame",
    "check_indicators",
    "compare_cost_shares",
    "core_check",
    "cost_structure",
    "coverage_of",
    "example_affairs",
    "example_hierarchy",
    "exclusive_forms",
    "fact_screens",
    "failures",
    "framework_criteria",
    "framework_criterion",
    "framework_problem",
    "framework_tree",
    "framework_words_table",
    "joined",
    "lever_template",
    "map_affairs",
    "mutual_ranking",
    "not_assessed",
    "nucleolus",
    "operator_from_dict",
    "operator_to_dict",
    "option_names",
    "option_problem",
    "pair_facts",
    "pair_problem",
    "partners_of",
    "pool_matching",
    "portfolio",
    "proportional_shares",
    "rank_pairs",
    "read_lever_actions",
    "read_reviews",
    "region_template",
    "review_table",
    "screen",
    "search_coalitions",
    "separable_costs",
    "shapley",
    "stable_matching",
    "standardized",
    "strategy",
    "unchecked",
]
