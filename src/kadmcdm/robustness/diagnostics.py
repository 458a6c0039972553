"""Diagnostics before weighing: what the table of performances says about its criteria."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kadmcdm import core
from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.core.correlation import average_ranks
from kadmcdm.errors import Fault, InputError, raise_faults
from kadmcdm.methods import TOPSIS, Method, method_to_dict
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import kind_faults, scores_of
from kadmcdm.robustness.diagnostics_result import Diagnostics
from kadmcdm.weighting import WeightingScheme, Weights, as_weights

__all__ = ["diagnostics"]

ENOUGH = 3
"""Two candidates correlate perfectly on any two criteria."""


def diagnostics(
    problem: DecisionProblem,
    weights: (
        Weights | WeightingScheme | Mapping[str, float] | Sequence[float] | FloatArray | None
    ) = None,
    method: Method = TOPSIS(),  # noqa: B008 - frozen
) -> Diagnostics:
    r"""Look at the criteria before they are weighed; nothing is changed.

    Parameters
    ----------
    problem : DecisionProblem
    weights : Weights, weighting scheme, mapping or sequence, optional
        With them the result says how much of the score's variance each criterion explains.
    method : Method
        Whose normalization counts for that: `WeightedSum`, `WeightedProduct`, `AHPSynthesis`,
        `TOPSIS`, or another whose details have ``"contributions"`` or ``"weighted"``.

    Returns
    -------
    Diagnostics
        Correlated criteria, criteria that vary by at most 1 % of their size, constant ones, gaps
        that were filled, and effective weights; each also as a sentence.

    Raises
    ------
    InputError
        For weights that do not fit, data that the method refuses, or a method that says nothing of
        its weighted values.

    Notes
    -----
    Correlations are of oriented values: a cost counts with its sign changed, so that 1 means that
    two criteria put candidates in the same order. They need three candidates; with few of them
    high ones come by chance.

    Effective weights are the covariance shares of the weighted normalized values
    :math:`v_{ij} = w_j r_{ij}` in their sum :math:`s_i = \sum_j v_{ij}`,

    .. math:: e_j = \mathrm{cov}(v_{\cdot j}, s) / \mathrm{var}(s), \qquad \sum_j e_j = 1.

    One is negative where a criterion pulls against the others. For a weighted product
    :math:`v_{ij} = w_j \log r_{ij}`. The closeness of TOPSIS is no sum; its effective weights are
    those of the sum of what it measures distances in.

    Memory: 16 n² bytes for n criteria, and a few copies of the matrix.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays(
    ...     [[10, 4, 9.9], [12, 5, 10], [11, 7, 10], [16, 8, 9.95]], ["benefit"] * 3
    ... )
    >>> print(kd.diagnostics(problem, [0.2, 0.2, 0.6], kd.WeightedSum("minmax")))
    criterion  varies by  filled  weight  explains
    ---------  ---------  ------  ------  --------
    c1               38%       0     20%       12%
    c2               50%       0     20%       18%
    c3                1%       0     60%       70%
    <BLANKLINE>
    note
    ------------------------------------------------------------------------------------------
    c3 varies by 1.0% of its size, and would span the whole scale under minmax: say its bounds

    References
    ----------
    .. [1] Paruolo, P., Saisana, M. and Saltelli, A. (2013). Ratings and rankings: voodoo or
       science? Journal of the Royal Statistical Society A 176(3), 609-634.
    .. [2] OECD and JRC (2008). Handbook on Constructing Composite Indicators. OECD Publishing.
    """
    raise_faults(kind_faults(problem, method))
    matrix = problem.matrix
    constant = core.is_constant(matrix)
    nominal = effective = None
    if weights is not None:
        nominal = as_weights(problem, weights).values
        effective = _covariance_shares(_weighted(problem, nominal, method))
    largest = np.abs(matrix).max(axis=0)
    unit = np.where(largest == 0.0, 1.0, largest)
    scaled = matrix / unit
    pearson, spearman = _correlations(np.where(problem.benefit, scaled, -scaled), constant)
    done = problem.preparation
    filled = np.zeros(len(constant), dtype=np.int64)
    for candidate, criterion, _ in done.filled if done else ():
        if candidate in problem.candidate_names and criterion in problem.criterion_names:
            filled[problem.criterion_index(criterion)] += 1
    return Diagnostics(
        criterion_names=problem.criterion_names,
        n_candidates=len(matrix),
        pearson=pearson,
        spearman=spearman,
        variation=np.where(constant, 0.0, scaled.max(axis=0) - scaled.min(axis=0)),
        bounded=~np.isnan(problem.bounds[:, 0]),
        missing=done.missing if done else None,
        filled=filled,
        dropped_candidates=done.dropped_candidates if done else (),
        dropped_criteria=done.dropped_criteria if done else (),
        weights=nominal,
        effective_weights=effective,
        method=method_to_dict(method),
        digest=problem.digest,
        criterion_labels=problem.criterion_labels,
    )


def _weighted(problem: DecisionProblem, weights: FloatArray, method: Method) -> FloatArray:
    """Return the (m, n) weighted normalized values of a method that says them."""
    scores_of(problem, weights, method)  # what the method refuses is named here
    bounds = None if np.isnan(problem.bounds).all() else problem.bounds
    compute = getattr(method, "details", None)
    details: Mapping[str, Any] = {}
    if compute is not None:
        details = compute(problem.matrix, weights, problem.benefit, bounds=bounds)
    for key in ("contributions", "weighted"):
        if key in details:
            weighted: FloatArray = np.asarray(details[key], dtype=np.float64)
            return weighted
    hint = "WeightedSum, WeightedProduct, AHPSynthesis and TOPSIS do; or leave weights out"
    what = "it does not say its weighted values"
    raise InputError([Fault(f"method {method.name!r}", what, hint=hint)])


def _covariance_shares(weighted: FloatArray) -> FloatArray:
    """Return (n,) shares of the variance of the rows' sums; NaN where they do not vary."""
    values = weighted - weighted.mean(axis=0)
    values[:, core.is_constant(weighted)] = 0.0
    values /= np.abs(values).max() or 1.0
    total = values.sum(axis=1)
    variance = total @ total
    # Sums that cancel to rounding do not vary.
    if variance <= 1e-24 * (values * values).sum():
        return np.full(weighted.shape[1], np.nan)
    shares: FloatArray = total @ values / variance
    return shares


def _correlations(oriented: FloatArray, constant: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Return Pearson's and Spearman's, (n, n); NaN where a column is constant."""
    if len(oriented) < ENOUGH:
        nothing = np.full((oriented.shape[1],) * 2, np.nan)
        return nothing, nothing
    return _pearson(oriented, constant), _pearson(average_ranks(oriented.T).T, constant)


def _pearson(values: FloatArray, constant: BoolArray) -> FloatArray:
    centered = values - values.mean(axis=0)
    length = np.abs(centered).max(axis=0)
    centered /= np.where(constant | (length == 0.0), 1.0, length)
    norm = np.sqrt((centered * centered).sum(axis=0))
    unit = centered / np.where(constant | (norm == 0.0), np.nan, norm)
    found: FloatArray = np.clip(unit.T @ unit, -1.0, 1.0)
    return found
