"""TOPSIS: closeness to the ideal, for one weight vector, for many, and for many candidates."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, NormalizationRule
from kadmcdm.core.acceptability import Losses, Precision
from kadmcdm.core.ideals import TopsisParts, refuse_metric, with_ideals
from kadmcdm.core.scoring import dot, in_blocks
from kadmcdm.core.streaming import closeness_in_two_passes

TINY = 1e-290

Weighting: TypeAlias = Literal["values", "distances"]
WEIGHTINGS: tuple[Weighting, ...] = ("values", "distances")


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
    weighting: Weighting = "values",
) -> FloatArray:
    r"""Score by relative closeness to the ideal solution.

    .. math:: C_i = \frac{d_i^-}{d_i^+ + d_i^-}, \qquad
              d_i^\pm = \Big(\sum_j |v_{ij} - v_j^\pm|^p\Big)^{1/p}, \qquad v_{ij} = w_j r_{ij}

    With ``weighting="distances"`` (modified TOPSIS) the weights stand in the distance, not in the
    values: :math:`d_i^\pm = (\sum_j w_j |r_{ij} - r_j^\pm|^p)^{1/p}`.

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
    weighting : "values" or "distances"
        The latter for p = 1, where it is the same, and p = 2.

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
    .. [2] Deng, H., Yeh, C.-H. and Willis, R. J. (2000). Inter-company comparison using modified
       TOPSIS with objective weights. Computers & Operations Research 27(10), 963-973.
    """
    plain = matrix.ndim == 2 and benefit.ndim == 1
    floats = matrix.dtype == np.float64  # squares of others overflow: int64, float32
    linear = normalization in ("vector", "minmax") and ideal is None and anti_ideal is None
    if floats and plain and weights.ndim == 1 and linear and p == 2 and weighting == "values":
        fast = closeness_in_two_passes(matrix, weights, benefit, normalization)
        if fast is not None:
            return fast
    setting: dict[str, Any] = {
        "normalization": normalization, "p": p, "bounds": bounds,
        "ideal": ideal, "anti_ideal": anti_ideal, "weighting": weighting,
    }  # fmt: skip
    if plain and weights.ndim > 1:
        terms = topsis_terms(matrix, benefit, **setting)
        return in_blocks(lambda some: closeness_of_many(terms, some), matrix, weights, benefit)
    return topsis_parts(matrix, weights, benefit, **setting).closeness


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
    weighting: Weighting = "values",
) -> TopsisParts:
    """Return every intermediate of `topsis`.

    Parameters
    ----------
    matrix, weights, benefit, normalization, p, ideal, anti_ideal, bounds, weighting
        As in `topsis`.

    Returns
    -------
    TopsisParts

    Raises
    ------
    InputError
        For what `topsis` refuses.

    Examples
    --------
    >>> parts = topsis_parts(np.eye(2), np.array([0.5, 0.5]), np.array([True, True]))
    >>> parts.ideal.tolist(), parts.anti_ideal.tolist()
    ([0.5, 0.5], [0.0, 0.0])
    """
    found = with_ideals(matrix, benefit, normalization, ideal, anti_ideal, bounds)
    if weighting == "distances" and p != 1:
        refuse_metric(p)
        weights = np.sqrt(weights)  # p = 2: the root of the weights, squared, stands in the sum
    w = weights[..., None, :]
    leading = w.max(axis=-1, keepdims=True)
    leading = np.where(leading == 0.0, 1.0, leading)
    share = w / leading
    gap_ideal, gap_anti = share * found.near, share * found.far
    # A common scale before the powers: squares of 1e-200 or 1e200 are no numbers.
    scale = np.maximum(gap_ideal, gap_anti).max(axis=(-2, -1), keepdims=True)
    scale = np.where(scale == 0.0, 1.0, scale)
    part_ideal, d_ideal = _distance(gap_ideal / scale, p)
    part_anti, d_anti = _distance(gap_anti / scale, p)
    apart = d_ideal + d_anti
    closeness = np.where(apart == 0.0, 0.5, d_anti / np.where(apart == 0.0, 1.0, apart))
    return TopsisParts(
        normalized=found.r,
        weighted=w * found.r,
        ideal=weights * found.ideal,
        anti_ideal=weights * found.anti_ideal,
        to_ideal=part_ideal,
        to_anti_ideal=part_anti,
        distance_to_ideal=d_ideal * (scale * leading)[..., 0],
        distance_to_anti_ideal=d_anti * (scale * leading)[..., 0],
        closeness=closeness,
    )


class TopsisTerms(NamedTuple):
    """What TOPSIS knows before the weights: v = w r, so each distance is a product of weights.

    `near` and `far` (n, m): |r - ideal| and |r - anti-ideal| over `unit` (n,), to the p-th power;
    the largest of each criterion is 1, so that neither squares nor products leave the range of
    floats. `p` is the power of the weights; `rooted` tells whether a distance is the square root of
    the sum. (Modified TOPSIS: squares of gaps, weights as they are, and a root.)

    Examples
    --------
    >>> topsis_terms(np.eye(2), np.array([True, True])).unit.tolist()
    [1.0, 1.0]
    """

    near: FloatArray
    far: FloatArray
    unit: FloatArray
    p: float
    rooted: bool


def topsis_terms(
    matrix: FloatArray,
    benefit: BoolArray,
    *,
    normalization: NormalizationRule = "vector",
    p: float = 2,
    ideal: FloatArray | None = None,
    anti_ideal: FloatArray | None = None,
    bounds: FloatArray | None = None,
    weighting: Weighting = "values",
) -> TopsisTerms:
    """Prepare TOPSIS for many weight vectors.

    Parameters
    ----------
    matrix, benefit, normalization, p, ideal, anti_ideal, bounds, weighting
        As in `topsis`.

    Returns
    -------
    TopsisTerms

    Raises
    ------
    InputError
        For what `topsis` refuses.

    Examples
    --------
    >>> terms = topsis_terms(np.array([[1.0, 2.0], [3.0, 2.0]]), np.array([True, True]))
    >>> terms.near.tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    found = with_ideals(matrix, benefit, normalization, ideal, anti_ideal, bounds)
    near, far = found.near.T, found.far.T
    unit = np.maximum(near.max(axis=1), far.max(axis=1))
    divisor = np.where(unit == 0.0, 1.0, unit)[:, None]
    near, far = np.ascontiguousarray(near / divisor), np.ascontiguousarray(far / divisor)
    power = p if p in (1, 2) else 1
    if weighting == "distances":
        refuse_metric(p)
        # What vanishes beside the largest still counts where it has all the weight.
        share = (unit / (unit.max() or 1.0)) ** power
        share = np.where(unit > 0.0, np.maximum(share, TINY), 0.0)
        return TopsisTerms(near**power, far**power, share, 1, p == 2)
    return TopsisTerms(near**power, far**power, unit, p, p == 2)


def powered_weights(terms: TopsisTerms, weights: FloatArray) -> FloatArray:
    """Return weights times units, the largest of each vector 1, to the p-th power.

    Closeness does not depend on the scale of the weights; where only constant criteria have
    weight, all is 0.
    """
    leading = weights.max(axis=-1, keepdims=True)
    scaled = weights / np.where(leading == 0.0, 1.0, leading) * terms.unit
    largest = scaled.max(axis=-1, keepdims=True)
    scaled /= np.where(largest == 0.0, 1.0, largest)
    return scaled * scaled if terms.p == 2 else scaled


def closeness_of_many(terms: TopsisTerms, weights: FloatArray) -> FloatArray:
    """Return the closeness of every candidate under every weight vector.

    Two matrix products in place of an (S, m, n) array.

    Parameters
    ----------
    terms : TopsisTerms
    weights : (..., n) array

    Returns
    -------
    (..., m) array
    """
    powered = powered_weights(terms, weights)
    near, far = (_distances(terms.p, powered, part) for part in (terms.near, terms.far))
    if terms.rooted:
        near, far = np.sqrt(near, out=near), np.sqrt(far, out=far)
    apart = near + far
    zero = apart == 0.0
    closeness: FloatArray = np.where(zero, 0.5, far / np.where(zero, 1.0, apart))
    return closeness


def losses_of_topsis(terms: TopsisTerms, precision: Precision = "float64") -> Losses:
    """Return a function that fills (c, m) losses which order candidates as closeness does.

    C = 1 / (1 + sqrt(D+ / D-)) falls as D+ / D- grows, so ranks need one division and no square
    root; a ratio, unlike a share of the sum, keeps its relative precision at both ends. A bias of
    1e-290 to both keeps the ratio finite where D- is 0, and 1 where both are. The weights that are
    filled in sum to 1. For 32 bits the loss is the share D+ / (D+ + D-), which fits [0, 1].
    """
    unit = terms.unit / max(float(terms.unit.max()), TINY)
    near, far = terms.near, terms.far
    uneven = bool((unit[unit > 0.0] < 1e-100).any()) or terms.p == np.inf
    if not uneven:  # units move into the terms, and each weight vector needs no scale of its own
        power = (unit * unit if terms.p == 2 else unit)[:, None]
        near, far = near * power, far * power
    near, far = near + TINY, far + TINY
    if precision == "float32":
        return _shares32(terms, near, far, uneven)
    powers = below = np.empty((0, 0))

    def fill(weights: FloatArray, out: FloatArray) -> None:
        nonlocal powers, below
        if len(below) < len(out):  # scratch is kept: fresh memory costs more than it holds
            powers, below = np.empty(weights.shape), np.empty(out.shape)
        under = below[: len(out)]
        if uneven:
            powered = powered_weights(terms, weights)
            out[...] = _distances(terms.p, powered, near)
            under[...] = _distances(terms.p, powered, far)
            out += TINY  # where only constant criteria have weight, the powers are 0
            under += TINY
        else:
            powered = weights
            if terms.p == 2:
                powered = np.multiply(weights, weights, out=powers[: len(out)])
            np.matmul(powered, near, out=out)
            np.matmul(powered, far, out=under)
        np.divide(out, under, out=out)

    return fill


def _shares32(terms: TopsisTerms, near: FloatArray, far: FloatArray, uneven: bool) -> Losses:
    whole = near + far
    near32, whole32 = near.astype(np.float32) + 1e-30, whole.astype(np.float32) + 2e-30

    def fill(weights: FloatArray, out: FloatArray) -> None:
        if uneven:
            powered = powered_weights(terms, weights)
            above = _distances(terms.p, powered, near)
            above += TINY
            below = above + _distances(terms.p, powered, far) + TINY
            np.divide(above, below, out=out, casting="unsafe")
            return
        powered = weights * weights if terms.p == 2 else weights
        powered32 = powered.astype(np.float32)
        np.divide(powered32 @ near32, powered32 @ whole32, out=out)

    return fill


def _distances(p: float, powered: FloatArray, part: FloatArray) -> FloatArray:
    """Return (..., m) distances under many weights, to the p-th power."""
    if p == np.inf:
        distance: FloatArray = powered[..., :1] * part[0]
        for j in range(1, len(part)):
            np.maximum(distance, powered[..., j : j + 1] * part[j], out=distance)
        return distance
    return dot(part.T, powered)


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
