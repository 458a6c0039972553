"""Scores that are ratios to the best: WASPAS, ARAS, COPRAS."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.core.normalization import normalize
from kadmcdm.core.scoring import dot, log_normalized


class WaspasParts(NamedTuple):
    """The two models of WASPAS and their mixture; higher is better.

    Attributes
    ----------
    weighted_sum, weighted_product, scores : (..., m) array

    Examples
    --------
    >>> from kadmcdm import core
    >>> x = np.array([[1.0, 4.0], [4.0, 2.0]])
    >>> weights, benefit = np.array([0.5, 0.5]), np.array([True, False])
    >>> parts = core.waspas_parts(x, weights, benefit)
    >>> parts.weighted_sum.tolist(), parts.weighted_product.round(3).tolist()
    ([0.375, 1.0], [0.354, 1.0])
    """

    weighted_sum: FloatArray
    weighted_product: FloatArray
    scores: FloatArray


def waspas_parts(
    matrix: FloatArray, weights: FloatArray, benefit: BoolArray, *, share_of_sum: float = 0.5
) -> WaspasParts:
    r"""Score by a mixture of weighted sum and weighted product.

    :math:`Q_i = \lambda \sum_j w_j r_{ij} + (1 - \lambda) \prod_j r_{ij}^{w_j}`, with
    :math:`r_{ij} = x_{ij} / \max_i x_{ij}` for benefits and :math:`\min_i x_{ij} / x_{ij}` for
    costs.

    Parameters
    ----------
    matrix : (..., m, n) array
        Positive.
    weights : (..., n) array
    benefit : (..., n) array of bool
    share_of_sum : float
        :math:`\lambda`, in [0, 1].

    Returns
    -------
    WaspasParts
        Each in (0, 1] with weights that sum to 1.

    Raises
    ------
    InputError
        For values <= 0, by column.

    Examples
    --------
    >>> x = np.array([[1.0, 4.0], [4.0, 1.0], [2.0, 2.0]])
    >>> waspas_parts(x, np.array([0.5, 0.5]), np.full(2, True)).scores.tolist()
    [0.5625, 0.5625, 0.5]

    References
    ----------
    .. [1] Zavadskas, E. K., Turskis, Z., Antucheviciene, J. and Zakarevicius, A. (2012).
       Optimization of weighted aggregated sum product assessment. Elektronika ir Elektrotechnika
       122(6), 3-6.
    """
    logs = log_normalized(matrix, benefit, "max")
    total = dot(normalize(matrix, benefit, "max"), weights)
    product: FloatArray = np.exp(dot(logs, weights))
    return WaspasParts(total, product, share_of_sum * total + (1.0 - share_of_sum) * product)


class ArasParts(NamedTuple):
    """What ARAS computes.

    Attributes
    ----------
    normalized : (..., m, n) array
        Shares of the column's sum, with the best values as a further row.
    optimal : (..., n) array
        The same of the row of best values.
    sums : (..., m) array
        Weighted sums S.
    optimal_sum : (...,) array
        That of the best values.
    scores : (..., m) array
        Degree of utility K = S / S of the best values.

    Examples
    --------
    >>> from kadmcdm import core
    >>> x = np.array([[1.0, 4.0], [4.0, 2.0]])
    >>> weights, benefit = np.array([0.5, 0.5]), np.array([True, False])
    >>> parts = core.aras_parts(x, weights, benefit)
    >>> parts.sums.round(3).tolist(), parts.optimal_sum.round(3).tolist()
    ([0.156, 0.422], 0.422)
    """

    normalized: FloatArray
    optimal: FloatArray
    sums: FloatArray
    optimal_sum: FloatArray
    scores: FloatArray


def aras_parts(matrix: FloatArray, weights: FloatArray, benefit: BoolArray) -> ArasParts:
    r"""Score by the degree of utility: the weighted sum over that of a candidate best on all.

    A row of each column's best value is added; every column is divided by its sum, costs after
    taking 1/x; :math:`K_i = S_i / S_0`.

    Parameters
    ----------
    matrix : (..., m, n) array
        Not negative; costs positive.
    weights : (..., n) array
    benefit : (..., n) array of bool

    Returns
    -------
    ArasParts
        Scores in [0, 1]; 1 for a candidate best on every criterion.

    Raises
    ------
    InputError
        Where normalization ``"sum"`` refuses a column.

    Examples
    --------
    >>> x = np.array([[1.0, 4.0], [4.0, 2.0]])
    >>> aras_parts(x, np.array([0.5, 0.5]), np.array([True, False])).scores.round(3).tolist()
    [0.368, 1.0]

    References
    ----------
    .. [1] Zavadskas, E. K. and Turskis, Z. (2010). A new additive ratio assessment (ARAS) method
       in multicriteria decision-making. Technological and Economic Development of Economy 16(2),
       159-172.
    """
    best = np.where(benefit, matrix.max(axis=-2), matrix.min(axis=-2))[..., None, :]
    rows = np.broadcast_to(matrix, (*best.shape[:-2], *matrix.shape[-2:]))
    shares = normalize(np.concatenate([best, rows], axis=-2), benefit, "sum")
    optimal, r = shares[..., 0, :], shares[..., 1:, :]
    top: FloatArray = (optimal * weights).sum(axis=-1)
    sums = dot(r, weights)
    return ArasParts(r, optimal, sums, top, sums / top[..., None])


class CoprasParts(NamedTuple):
    """What COPRAS computes, all (..., m).

    Attributes
    ----------
    benefits : (..., m) array
        Weighted sums of the benefit columns' shares, S+; higher is better.
    costs : (..., m) array
        Those of the cost columns, S-; lower is better.
    significance : (..., m) array
        Relative significance Q.
    scores : (..., m) array
        Degree of utility N = Q / the largest Q.

    Examples
    --------
    >>> from kadmcdm import core
    >>> x = np.array([[1.0, 4.0], [4.0, 2.0]])
    >>> weights, benefit = np.array([0.5, 0.5]), np.array([True, False])
    >>> parts = core.copras_parts(x, weights, benefit)
    >>> parts.benefits.tolist(), parts.costs.round(3).tolist()
    ([0.1, 0.4], [0.333, 0.167])
    """

    benefits: FloatArray
    costs: FloatArray
    significance: FloatArray
    scores: FloatArray


def copras_parts(matrix: FloatArray, weights: FloatArray, benefit: BoolArray) -> CoprasParts:
    r"""Score by complex proportional assessment.

    Every column is divided by its sum; :math:`Q_i = S_i^+ + \sum_k S_k^- / (S_i^- \sum_k
    1/S_k^-)`; the score is :math:`Q_i / \max_k Q_k`.

    Parameters
    ----------
    matrix : (..., m, n) array
        Not negative. An all-zero column is shared evenly.
    weights : (..., n) array
    benefit : (..., n) array of bool

    Returns
    -------
    CoprasParts
        Scores in (0, 1].

    Raises
    ------
    InputError
        For negative values, by column.

    Notes
    -----
    Where the costs of some candidates are 0, these share the whole second term, as they would if
    their costs went to 0 together; without costs, or without weight on them, it is 0. A cost below
    1e-308 of its column's sum counts as 0.

    Examples
    --------
    >>> x = np.array([[1.0, 4.0], [4.0, 2.0]])
    >>> copras_parts(x, np.array([0.5, 0.5]), np.array([True, False])).scores.round(3).tolist()
    [0.364, 1.0]

    References
    ----------
    .. [1] Zavadskas, E. K., Kaklauskas, A. and Sarka, V. (1994). The new method of multicriteria
       complex proportional assessment of projects. Technological and Economic Development of
       Economy 1(3), 131-139.
    """
    every = np.full(matrix.shape[-1], True)
    r = normalize(matrix, every, "sum")
    r = np.where((matrix == 0.0).all(axis=-2, keepdims=True), 1.0 / matrix.shape[-2], r)
    plus = dot(r * benefit[..., None, :], weights)
    minus = dot(r * ~benefit[..., None, :], weights)
    least = minus.min(axis=-1, keepdims=True)
    # least / minus, in place of 1 / minus, neither overflows nor divides by 0.
    cheap = np.where(least > 0.0, least / np.where(minus > 0.0, minus, 1.0), minus == 0.0)
    share = cheap / cheap.sum(axis=-1, keepdims=True)
    q = plus + minus.sum(axis=-1, keepdims=True) * share
    top = q.max(axis=-1, keepdims=True)
    return CoprasParts(plus, minus, q, q / top)
