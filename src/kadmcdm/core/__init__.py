"""Kernels: arrays in, arrays out.

One law: the last axes are (m candidates, n criteria) for a decision matrix, (n,) for weights,
(m,) for scores and ranks, (n, n) for pairwise comparisons; leading axes broadcast, and a batched
call equals the stacked loop. Kernels depend on numpy only, know no names, and check no more than a
method's own domain.
"""

from kadmcdm.core.acceptability import rank_acceptability
from kadmcdm.core.averages import EdasParts, edas_parts, mabac
from kadmcdm.core.closeness import (
    TopsisTerms,
    closeness_contrast,
    topsis,
    topsis_parts,
    topsis_terms,
)
from kadmcdm.core.completion import complete, components, is_connected, least_squares_vector
from kadmcdm.core.consensus import consensus, pooled
from kadmcdm.core.consistency import (
    Triads,
    consistency_index,
    consistency_ratio,
    geometric_consistency_index,
    random_index,
    triads,
)
from kadmcdm.core.correlation import (
    average_ranks,
    goodman_kruskal,
    kemeny_distance,
    kendall_tau,
    pair_agreement,
    pearson,
    spearman,
    weighted_spearman,
    ws_coefficient,
)
from kadmcdm.core.effects import sums_of_squares, variance_shares
from kadmcdm.core.fuzzy import (
    FuzzyTopsisParts,
    IntervalTopsisParts,
    fuzzy_topsis_parts,
    interval_topsis_parts,
)
from kadmcdm.core.ideals import TopsisParts
from kadmcdm.core.moora import (
    MultimooraParts,
    majority_scores,
    moora,
    moosra,
    multimoora_parts,
    piv,
)
from kadmcdm.core.normalization import is_constant, normalize
from kadmcdm.core.objective_weighting import (
    CriticParts,
    column_deviations,
    critic_parts,
    entropy_divergences,
    equality_angles,
    gini_coefficients,
    information_shares,
    removal_effects,
    variation_coefficients,
)
from kadmcdm.core.ordering import dominates, order, ranks
from kadmcdm.core.outranking import (
    PreferenceFlows,
    PrometheeParts,
    preference_degree,
    preference_flows,
    promethee_parts,
)
from kadmcdm.core.pairwise import Principal, lambda_max, principal, priority_vector
from kadmcdm.core.ratios import (
    ArasParts,
    CoprasParts,
    WaspasParts,
    aras_parts,
    copras_parts,
    waspas_parts,
)
from kadmcdm.core.reference_points import (
    CradisParts,
    MarcosParts,
    cradis_parts,
    gra,
    grey_coefficients,
    marcos,
    marcos_parts,
    spotis,
)
from kadmcdm.core.sampled import normal_sampler, sampled_losses
from kadmcdm.core.scoring import dot, signed_sum, weighted_product, weighted_sum
from kadmcdm.core.simplex import sample_simplex
from kadmcdm.core.value_functions import piecewise_linear
from kadmcdm.core.vikor import VikorParts, vikor, vikor_parts
from kadmcdm.core.weighting import (
    ConsistencyParts,
    combined_weights,
    full_consistency,
    level_weights,
    rank_order_weights,
    stepwise_weights,
)

__all__ = [
    "ArasParts",
    "ConsistencyParts",
    "CoprasParts",
    "CradisParts",
    "CriticParts",
    "EdasParts",
    "FuzzyTopsisParts",
    "IntervalTopsisParts",
    "MarcosParts",
    "MultimooraParts",
    "PreferenceFlows",
    "Principal",
    "PrometheeParts",
    "TopsisParts",
    "TopsisTerms",
    "Triads",
    "VikorParts",
    "WaspasParts",
    "aras_parts",
    "average_ranks",
    "closeness_contrast",
    "column_deviations",
    "combined_weights",
    "complete",
    "components",
    "consensus",
    "consistency_index",
    "consistency_ratio",
    "copras_parts",
    "cradis_parts",
    "critic_parts",
    "dominates",
    "dot",
    "edas_parts",
    "entropy_divergences",
    "equality_angles",
    "full_consistency",
    "fuzzy_topsis_parts",
    "geometric_consistency_index",
    "gini_coefficients",
    "goodman_kruskal",
    "gra",
    "grey_coefficients",
    "information_shares",
    "interval_topsis_parts",
    "is_connected",
    "is_constant",
    "kemeny_distance",
    "kendall_tau",
    "lambda_max",
    "least_squares_vector",
    "level_weights",
    "mabac",
    "majority_scores",
    "marcos",
    "marcos_parts",
    "moora",
    "moosra",
    "multimoora_parts",
    "normal_sampler",
    "normalize",
    "order",
    "pair_agreement",
    "pearson",
    "piecewise_linear",
    "piv",
    "pooled",
    "preference_degree",
    "preference_flows",
    "principal",
    "priority_vector",
    "promethee_parts",
    "random_index",
    "rank_acceptability",
    "rank_order_weights",
    "ranks",
    "removal_effects",
    "sample_simplex",
    "sampled_losses",
    "signed_sum",
    "spearman",
    "spotis",
    "stepwise_weights",
    "sums_of_squares",
    "topsis",
    "topsis_parts",
    "topsis_terms",
    "triads",
    "variance_shares",
    "variation_coefficients",
    "vikor",
    "vikor_parts",
    "waspas_parts",
    "weighted_product",
    "weighted_spearman",
    "weighted_sum",
    "ws_coefficient",
]
