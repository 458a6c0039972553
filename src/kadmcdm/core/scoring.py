"""Scoring: a normalized matrix and weights give one score per candidate, higher is better."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, NormalizationRule
from kadmcdm.core.normalization import normalize
from kadmcdm.errors import Fault, InputError


class TopsisParts(NamedTuple):
    """The intermediates of TOPSIS, in the order they are computed.

    Shapes: `normalized`, `weighted`, `to_ideal` and `to_anti_ideal` (..., m, n); `ideal` and
    `anti_ideal` (..., n), weighted and normalized; the distances and `closeness` (..., m).
    `to_ideal` holds each criterion's part of the distance to the p-th power (p = 2: squared), on a
    scale common to both distances; a row of it divided by its sum gives the shares. (p = inf: the
    distance itself, shared equally by the criteria that attain it.)
    """

    normalized: FloatArray
    weighted: FloatArray
    ideal: FloatArray
    anti_ideal: FloatArray
    to_ideal: FloatArray
    to_anti_ideal: FloatArray
    distance_to_ideal: FloatArray
    distance_to_anti_ideal: FloatArray
    closeness: FloatArray


def topsis(
    matrix: FloatArray,
    weights: FloatArray,
    benefit: BoolArray,
    *,
    normalization: NormalizationRule = "vector",
    p: float = 2,
    ideal: FloatArray | None = None,
    anti_ideal: FloatArray | None = None,
    bounds: FloatArray | None = None,
) -> FloatArray:
    r"""Score by relative closeness to the ideal solution.

    .. math:: C_i = \frac{d_i^-}{d_i^+ + d_i^-}, \qquad
              d_i^\pm = \Big(\sum_j |v_{ij} - v_j^\pm|^p\Big)^{1/p}, \qquad v_{ij} = w_j r_{ij}

    Parameters
    ----------
    matrix : (..., m, n) array
    weights : (..., n) array
        Not negative, not all zero; the scale does not matter.
    benefit : (..., n) array of bool
    normalization : str
        See `normalize`.
    p : 1, 2 or inf
        The metric: city-block, Euclidean, Chebyshev.
    ideal, anti_ideal : (n,) array, optional
        In the criteria's own units; from the data (or the bounds) when left out.
    bounds : (n, 2) array, optional
        For ``normalization="bounds"``, whose ideals are 1 and 0.

    Returns
    -------
    (..., m) array
        Closeness in [0, 1]; 0.5 for all when nothing separates the candidates.

    Raises
    ------
    InputError
        When a value lies beyond a given ideal, or `normalize` refuses a column.

    Examples
    --------
    >>> x = np.array([[5.0, 8.0, 4.0], [7.0, 6.0, 8.0], [8.0, 8.0, 6.0], [7.0, 4.0, 6.0]])
    >>> topsis(x, np.array([0.3, 0.4, 0.3]), np.array([True, True, True])).round(4).tolist()
    [0.5037, 0.6581, 0.7482, 0.334]

    References
    ----------
    .. [1] Hwang, C.-L. and Yoon, K. (1981). Multiple Attribute Decision Making. Springer,
       eqs. 3.40-3.45.
    """
    return topsis_parts(
        matrix,
        weights,
        benefit,
        normalization=normalization,
        p=p,
        ideal=ideal,
        anti_ideal=anti_ideal,
        bounds=bounds,
    ).closeness


def topsis_parts(
    matrix: FloatArray,
    weights: FloatArray,
    benefit: BoolArray,
    *,
    normalization: NormalizationRule = "vector",
    p: float = 2,
    ideal: FloatArray | None = None,
    anti_ideal: FloatArray | None = None,
    bounds: FloatArray | None = None,
) -> TopsisParts:
    """Return every intermediate of `topsis`; same parameters.

    Returns
    -------
    TopsisParts

    Examples
    --------
    >>> parts = topsis_parts(np.eye(2), np.array([0.5, 0.5]), np.array([True, True]))
    >>> parts.ideal.tolist(), parts.anti_ideal.tolist()
    ([0.5, 0.5], [0.0, 0.0])
    """
    r = normalize(matrix, benefit, normalization, bounds)
    if normalization == "bounds":
        r_ideal, r_anti = np.ones_like(r[..., 0, :]), np.zeros_like(r[..., 0, :])
    else:
        r_ideal, r_anti = r.max(axis=-2), r.min(axis=-2)
    if ideal is not None or anti_ideal is not None:
        _refuse_beyond(matrix, benefit, ideal, anti_ideal)
    if ideal is not None:
        rows = np.asarray(ideal)[..., None, :]
        r_ideal = normalize(matrix, benefit, normalization, bounds, rows=rows)[..., 0, :]
    if anti_ideal is not None:
        rows = np.asarray(anti_ideal)[..., None, :]
        r_anti = normalize(matrix, benefit, normalization, bounds, rows=rows)[..., 0, :]

    w = weights[..., None, :]
    v = w * r
    v_ideal, v_anti = weights * r_ideal, weights * r_anti
    gap_ideal = np.abs(w * (r - r_ideal[..., None, :]))
    gap_anti = np.abs(w * (r - r_anti[..., None, :]))
    # A common scale before the powers: squares of 1e-200 or 1e200 are no numbers.
    scale = np.maximum(gap_ideal, gap_anti).max(axis=(-2, -1), keepdims=True)
    scale = np.where(scale == 0.0, 1.0, scale)
    part_ideal, d_ideal = _distance(gap_ideal / scale, p)
    part_anti, d_anti = _distance(gap_anti / scale, p)
    apart = d_ideal + d_anti
    closeness = np.where(apart == 0.0, 0.5, d_anti / np.where(apart == 0.0, 1.0, apart))
    return TopsisParts(
        normalized=r,
        weighted=v,
        ideal=v_ideal,
        anti_ideal=v_anti,
        to_ideal=part_ideal,
        to_anti_ideal=part_anti,
        distance_to_ideal=d_ideal * scale[..., 0],
        distance_to_anti_ideal=d_anti * scale[..., 0],
        closeness=closeness,
    )


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
    return _dot(normalize(matrix, benefit, normalization, bounds), weights)


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
        _dot(log_normalized(matrix, benefit, normalization, bounds), weights)
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


def closeness_contrast(
    to_ideal: FloatArray, to_anti_ideal: FloatArray, closeness: FloatArray, a: int, b: int
) -> FloatArray:
    r"""Split the difference of two closenesses into one part per criterion.

    With :math:`D^\pm = \sum_j d_j^\pm` (distances to the p-th power) and :math:`T = D^+ + D^-`,
    the ratio :math:`S = D^-/T` orders candidates as closeness does, and

    .. math:: S_a - S_b = \sum_j \frac{(d^-_{aj} - d^-_{bj}) D^+ - (d^+_{aj} - d^+_{bj}) D^-}
                                      {T_a T_b}

    holds exactly with :math:`D^\pm` of either candidate; the mean of both makes the parts
    antisymmetric in a and b. They are then scaled by :math:`(C_a - C_b)/(S_a - S_b) > 0`.

    Parameters
    ----------
    to_ideal, to_anti_ideal : (..., m, n) array
        Of `topsis_parts`.
    closeness : (..., m) array
    a, b : int
        Rows.

    Returns
    -------
    (..., n) array
        Sums to ``closeness[a] - closeness[b]``.

    Examples
    --------
    >>> parts = topsis_parts(np.eye(2), np.array([0.7, 0.3]), np.array([True, True]))
    >>> step = closeness_contrast(parts.to_ideal, parts.to_anti_ideal, parts.closeness, 0, 1)
    >>> [round(float(x), 12) for x in step]
    [0.49, -0.09]
    """
    near, far = to_ideal[..., [a, b], :], to_anti_ideal[..., [a, b], :]
    total_near, total_far = near.sum(axis=-1), far.sum(axis=-1)
    product = (total_near + total_far).prod(axis=-1)[..., None]
    gain = (far[..., 0, :] - far[..., 1, :]) * total_near.mean(axis=-1)[..., None]
    gain -= (near[..., 0, :] - near[..., 1, :]) * total_far.mean(axis=-1)[..., None]
    parts = gain / np.where(product == 0.0, 1.0, product)  # 0: nothing separates the candidates
    squared = parts.sum(axis=-1, keepdims=True)
    difference = (closeness[..., a] - closeness[..., b])[..., None]
    # In a tie the parts cancel, and have no scale to be brought to.
    tied = np.abs(squared) <= 1e-12 * np.abs(parts).sum(axis=-1, keepdims=True)
    scaled: FloatArray = parts * np.where(tied, 1.0, difference / np.where(tied, 1.0, squared))
    return scaled


def _dot(r: FloatArray, weights: FloatArray) -> FloatArray:
    """Sum over criteria, leading axes broadcast."""
    product: FloatArray = np.matmul(r, weights[..., None])[..., 0]
    return product


def _distance(gap: FloatArray, p: float) -> tuple[FloatArray, FloatArray]:
    """Return each criterion's part (to the p-th power) and the distance."""
    if p == np.inf:
        distance = gap.max(axis=-1)
        attained = gap == distance[..., None]
        shared = np.where(attained, gap, 0.0) / attained.sum(axis=-1, keepdims=True)
        return shared, distance
    if p == 1:
        return gap, gap.sum(axis=-1)
    powers: FloatArray = gap * gap if p == 2 else gap**p
    total = powers.sum(axis=-1)
    return powers, np.sqrt(total) if p == 2 else total ** (1.0 / p)


def _refuse_beyond(
    matrix: FloatArray,
    benefit: BoolArray,
    ideal: FloatArray | None,
    anti_ideal: FloatArray | None,
) -> None:
    """Raise where a value is better than the ideal or worse than the anti-ideal."""
    sign = np.where(benefit, 1.0, -1.0)[..., None, :]
    n = matrix.shape[-1]
    faults = []
    for target, name, side in ((ideal, "ideal", 1.0), (anti_ideal, "anti-ideal", -1.0)):
        if target is None:
            continue
        beyond = side * sign * matrix > side * sign * target
        faults += [
            Fault(f"column {j + 1}", f"a value lies beyond the given {name}")
            for j in np.flatnonzero(beyond.reshape(-1, n).any(axis=0))
        ]
    if ideal is not None and anti_ideal is not None:
        equal = np.asarray(ideal) == np.asarray(anti_ideal)
        faults += [
            Fault(f"column {j + 1}", "the ideal equals the anti-ideal")
            for j in np.flatnonzero(equal.reshape(-1, n).all(axis=0))
        ]
    if faults:
        raise InputError(faults)
