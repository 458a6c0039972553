"""Additive scoring: weighted sums and weighted products of normalized values."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, NormalizationRule
from kadmcdm.core.acceptability import BLAS_BLOCK, Losses, Precision
from kadmcdm.core.normalization import normalize
from kadmcdm.errors import Fault, InputError


def weighted_sum(
    matrix: FloatArray,
    weights: FloatArray,
    benefit: BoolArray,
    *,
    normalization: NormalizationRule = "max",
    bounds: FloatArray | None = None,
) -> FloatArray:
    r"""Score by the weighted sum :math:`S_i = \sum_j w_j r_{ij}` (simple additive weighting).

    Parameters
    ----------
    matrix : (..., m, n) array
    weights : (..., n) array
        Taken as they are: with weights that sum to 1 the score is an average.
    benefit : (..., n) array of bool
    normalization : str
        See `normalize`.
    bounds : (n, 2) array, optional

    Returns
    -------
    (..., m) array

    Raises
    ------
    InputError
        When `normalize` refuses a column.

    Examples
    --------
    >>> x = np.array([[25.0, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]])
    >>> w = np.array([0.2, 0.15, 0.4, 0.25])
    >>> weighted_sum(x, w, np.full(4, True), normalization="none").tolist()
    [21.5, 22.0, 22.0]

    References
    ----------
    .. [1] Fishburn, P. C. (1967). Additive utilities with incomplete product sets. Operations
       Research 15(3), 537-542.
    """
    r = normalize(matrix, benefit, normalization, bounds)
    if normalization in ("none", "z_score"):  # of either sign
        return signed_sum(r, weights, size=np.abs(r).max(axis=-2))
    return dot(r, weights)


def weighted_product(
    matrix: FloatArray,
    weights: FloatArray,
    benefit: BoolArray,
    *,
    normalization: NormalizationRule = "max",
    bounds: FloatArray | None = None,
) -> FloatArray:
    r"""Score by the weighted product :math:`P_i = \prod_j r_{ij}^{w_j}`, in logarithms.

    Parameters
    ----------
    matrix : (..., m, n) array
    weights : (..., n) array
    benefit : (..., n) array of bool
    normalization : str
        See `normalize`; ``"none"`` refuses a cost column, whose values it makes negative.
    bounds : (n, 2) array, optional

    Returns
    -------
    (..., m) array
        Positive.

    Raises
    ------
    InputError
        When a normalized value is <= 0, or `normalize` refuses a column.

    Examples
    --------
    >>> x = np.array([[1.0, 4.0], [4.0, 1.0]])
    >>> weighted_product(x, np.array([0.5, 0.5]), np.full(2, True)).tolist()
    [0.5, 0.5]

    References
    ----------
    .. [1] Bridgman, P. W. (1922). Dimensional Analysis. Yale University Press.
    .. [2] Triantaphyllou, E. and Mann, S. H. (1989). An examination of the effectiveness of
       multi-dimensional decision-making methods. Decision Support Systems 5(3), 303-312.
    """
    product: FloatArray = np.exp(
        dot(log_normalized(matrix, benefit, normalization, bounds), weights)
    )
    return product


def log_normalized(
    matrix: FloatArray,
    benefit: BoolArray,
    normalization: NormalizationRule,
    bounds: FloatArray | None = None,
) -> FloatArray:
    """Return the logarithms of the normalized values, or raise where one is <= 0."""
    r = normalize(matrix, benefit, normalization, bounds)
    n = r.shape[-1]
    # The ratio of 1e-300 to 1e300 is no float, but its logarithm is.
    vanished = (r < np.finfo(r.dtype).tiny) & (matrix > 0.0) & (normalization in ("max", "sum"))
    bad = ((r <= 0.0) & ~vanished).reshape(-1, n).any(axis=0)
    if bad.any():
        raise InputError(
            Fault(
                f"column {j + 1}",
                f"the weighted product takes no value <= 0 after normalization {normalization!r}",
                hint="use normalization 'max' or 'sum' on positive data, or WeightedSum",
            )
            for j in np.flatnonzero(bad)
        )
    if vanished.any():
        best = np.log(r.max(axis=-2, keepdims=True))
        x = np.log(np.where(matrix > 0.0, matrix, 1.0))
        x = np.where(benefit[..., None, :], x, -x)
        return np.where(
            vanished,
            best + x - x.max(axis=-2, keepdims=True),
            np.log(np.where(vanished, 1.0, r)),
        )
    logs: FloatArray = np.log(r)
    return logs


BLOCK = 50_000
"""Scores at a time: what stays in a processor's cache."""


def in_blocks(
    score: Callable[[FloatArray], FloatArray],
    matrix: FloatArray,
    weights: FloatArray,
    benefit: BoolArray,
) -> FloatArray:
    """Score many weight vectors of one matrix some at a time, whose intermediates stay in cache.

    Parameters
    ----------
    score : callable
        ``score(weights)`` returns the (..., m) scores of the matrix under some of the weights.
    matrix : (..., m, n) array
    weights : (..., n) array
    benefit : (..., n) array of bool

    Returns
    -------
    (..., m) array
    """
    if matrix.ndim > 2 or benefit.ndim > 1 or weights.ndim < 2:
        return score(weights)
    m, n = matrix.shape
    flat = weights.reshape(-1, n)
    scores = np.empty((len(flat), m))
    step = max(BLOCK // m, 1)
    for start in range(0, len(flat), step):
        at = slice(start, start + step)
        scores[at] = score(flat[at])
    return scores.reshape(*weights.shape[:-1], m)


def losses_of_sums(values: FloatArray, precision: Precision = "float64") -> Losses:
    """Return a function that fills (c, m) losses of weighted sums of (m, n) values.

    The weighted sum of what each value lacks of its criterion's best: not negative, and ordered
    as the sums are. For 32 bits it is divided by the most that can be lacking, to fit [0, 1].
    """
    lacks = np.ascontiguousarray((values.max(axis=0) - values).T)
    if precision == "float32":
        rounding = 1.0 + 2.0 * len(lacks) * float(np.finfo(np.float32).eps)  # of a product
        lacks = (lacks / ((lacks.max() or 1.0) * rounding)).astype(np.float32)

    def fill(weights: FloatArray, out: FloatArray) -> None:
        np.matmul(weights.astype(lacks.dtype, copy=False), lacks, out=out)

    return fill


def signed_sum(
    terms: FloatArray, weights: FloatArray, *, size: FloatArray | None = None
) -> FloatArray:
    """Weight terms of either sign and add them up; a row of nothing but rounding is 0.

    Ties are told by the largest score, which is 0 where everyone's gains and losses cancel.

    Parameters
    ----------
    terms : (..., m, n) array
    weights : (..., n) array
    size : (..., n) array, optional
        The largest magnitude of each criterion, of which rounding is a share; 1 when left out.

    Returns
    -------
    (..., m) array

    Examples
    --------
    >>> signed_sum(np.array([[1.0, 1.0, -1.0]]), np.array([0.1, 0.2, 0.3])).tolist()
    [0.0]
    """
    sums = dot(terms, weights)
    rounding = terms.shape[-1] * float(np.finfo(np.float64).eps)
    whole = (weights if size is None else weights * size).sum(axis=-1)
    left = np.broadcast_to(whole[..., None] * rounding, (*sums.shape[:-1], 1))
    suspects = np.abs(sums[..., 0]) <= left[..., 0]
    if suspects.any():
        rows = sums[suspects]
        rows[(np.abs(rows) <= left[suspects]).all(axis=-1)] = 0.0
        sums[suspects] = rows
    return sums


def dot(r: FloatArray, weights: FloatArray) -> FloatArray:
    """Weight the criteria and add them up; one product for all weight vectors of one matrix.

    Parameters
    ----------
    r : (..., m, n) array
    weights : (..., n) array

    Returns
    -------
    (..., m) array

    Examples
    --------
    >>> dot(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0], [0.5, 0.5]])).tolist()
    [[1.0, 3.0], [1.5, 3.5]]
    """
    if r.ndim == 2 and weights.ndim > 1:
        m, n = r.shape
        flat = weights.reshape(-1, n)
        many: FloatArray = np.empty((len(flat), m), dtype=np.result_type(r, weights))
        step = max(BLAS_BLOCK // max(m * n, 1), 1)  # threads of its own take longer to start
        for start in range(0, len(flat), step):
            at = slice(start, start + step)
            np.matmul(flat[at], r.T, out=many[at])
        return many.reshape(*weights.shape[:-1], m)
    product: FloatArray = np.matmul(r, weights[..., None])[..., 0]
    return product
