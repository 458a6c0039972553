"""Kernels: arrays in, arrays out.

One law: the last axes are (m candidates, n criteria) for a decision matrix, (n,) for weights,
(m,) for scores and ranks, (n, n) for pairwise comparisons; leading axes broadcast, and a batched
call equals the stacked loop. Kernels depend on numpy only, know no names, and check no more than a
method's own domain.
"""

from kadmcdm.core.acceptability import rank_acceptability
from kadmcdm.core.closeness import (
    TopsisParts,
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
    kendall_tau,
    pair_agreement,
    spearman,
    weighted_spearman,
    ws_coefficient,
)
from kadmcdm.core.effects import sums_of_squares, variance_shares
from kadmcdm.core.normalization import is_constant, normalize
from kadmcdm.core.ordering import dominates, order, ranks
from kadmcdm.core.pairwise import Principal, lambda_max, principal, priority_vector
from kadmcdm.core.sampled import normal_sampler, sampled_losses
from kadmcdm.core.scoring import weighted_product, weighted_sum
from kadmcdm.core.simplex import sample_simplex
from kadmcdm.core.weighting import rank_order_weights

__all__ = [
    "Principal",
    "TopsisParts",
    "TopsisTerms",
    "Triads",
    "average_ranks",
    "closeness_contrast",
    "complete",
    "components",
    "consensus",
    "consistency_index",
    "consistency_ratio",
    "dominates",
    "geometric_consistency_index",
    "is_connected",
    "is_constant",
    "kendall_tau",
    "lambda_max",
    "least_squares_vector",
    "normal_sampler",
    "normalize",
    "order",
    "pair_agreement",
    "pooled",
    "principal",
    "priority_vector",
    "random_index",
    "rank_acceptability",
    "rank_order_weights",
    "ranks",
    "sample_simplex",
    "sampled_losses",
    "spearman",
    "sums_of_squares",
    "topsis",
    "topsis_parts",
    "topsis_terms",
    "triads",
    "variance_shares",
    "weighted_product",
    "weighted_spearman",
    "weighted_sum",
    "ws_coefficient",
]
