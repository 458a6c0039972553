"""TOPSIS of imprecise values: fuzzy numbers, and intervals."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.errors import Fault, choice_fault, raise_faults

Ideals: TypeAlias = Literal["unit", "data"]
IDEALS: tuple[Ideals, ...] = ("unit", "data")


class FuzzyTopsisParts(NamedTuple):
    """The intermediates of fuzzy TOPSIS, in the order they are computed.

    Attributes
    ----------
    normalized, weighted : (..., m, n, k) array
        Points of fuzzy numbers.
    ideal, anti_ideal : (..., n) array
    distance_to_ideal, distance_to_anti_ideal, closeness : (..., m) array

    Examples
    --------
    >>> from kadmcdm import core
    >>> x = np.array([[[3.0, 5, 7]], [[5, 7, 9]]])
    >>> parts = core.fuzzy_topsis_parts(x, np.array([[0.3, 0.5, 0.7]]), np.array([True]))
    >>> parts.normalized[1, 0].round(3).tolist(), parts.closeness.round(3).tolist()
    ([0.556, 0.778, 1.0], [0.333, 0.432])
    """

    normalized: FloatArray
    weighted: FloatArray
    ideal: FloatArray
    anti_ideal: FloatArray
    distance_to_ideal: FloatArray
    distance_to_anti_ideal: FloatArray
    closeness: FloatArray


def fuzzy_topsis_parts(
    ratings: FloatArray, weights: FloatArray, benefit: BoolArray, *, ideals: Ideals = "unit"
) -> FuzzyTopsisParts:
    r"""Score fuzzy numbers by closeness to a crisp ideal, with the vertex distance.

    Benefits are divided by the largest point of their column, costs divide its smallest point;
    the weights multiply point by point; and

    .. math:: d(v, a) = \sqrt{\tfrac{1}{k} \sum_p (v_p - a)^2}, \qquad
              d_i^\pm = \sum_j d(v_{ij}, a_j^\pm), \qquad C_i = \frac{d_i^-}{d_i^+ + d_i^-}

    Parameters
    ----------
    ratings : (..., m, n, k) array
        Points of fuzzy numbers, ascending: k = 3 for triangular ones, 4 for trapezoids. Not
        negative; costs positive.
    weights : (..., n, k) array
        Points of fuzzy weights, not negative.
    benefit : (..., n) array of bool
    ideals : "unit" or "data"
        1 and 0, for weights in [0, 1]; or the largest and the smallest point of each weighted
        column.

    Returns
    -------
    FuzzyTopsisParts
        Closeness in [0, 1]; 0.5 for all when nothing separates them. Memory: some 16 bytes for
        each point of each rating.

    Raises
    ------
    InputError
        By column: negative ratings, 0 in a cost column that is not all zero, weights above 1 with
        ``"unit"``.

    Examples
    --------
    >>> x = np.array([[[3.0, 5, 7], [1, 4, 7]], [[5, 7, 9], [1, 3, 5]]])
    >>> w = np.array([[0.7, 0.9, 1.0], [0.3, 0.5, 0.7]])
    >>> fuzzy_topsis_parts(x, w, np.array([True, False])).closeness.round(3).tolist()
    [0.423, 0.504]

    References
    ----------
    .. [1] Chen, C.-T. (2000). Extensions of the TOPSIS for group decision-making under fuzzy
       environment. Fuzzy Sets and Systems 114(1), 1-9, eqs. 8-16.
    .. [2] Chen, C.-T., Lin, C.-T. and Huang, S.-F. (2006). A fuzzy approach for supplier evaluation
       and selection in supply chain management. International Journal of Production Economics
       102(2), 289-301 (trapezoids, ideals from the data).
    """
    raise_faults([*choice_fault("ideals", ideals, IDEALS)])
    _refuse_ratings(ratings, weights, benefit, ideals)
    better = benefit[..., None, :, None]
    low, high = ratings.min(axis=(-3, -1), keepdims=True), ratings.max(axis=(-3, -1), keepdims=True)
    empty = high == 0.0
    gain = np.where(empty, 1.0, ratings / np.where(empty, 1.0, high))
    turned = ratings[..., ::-1]  # the least of a cost is its best
    saving = np.where(empty, 1.0, low / np.where(turned == 0.0, 1.0, turned))
    r = np.where(better, gain, saving)
    v = r * weights[..., None, :, :]
    if ideals == "data":
        ideal, anti = v.max(axis=(-3, -1)), v.min(axis=(-3, -1))
    else:
        ideal = np.ones((*v.shape[:-3], v.shape[-2]))
        anti = np.zeros_like(ideal)
    far = _vertex(v - ideal[..., None, :, None])
    near = _vertex(v - anti[..., None, :, None])
    return FuzzyTopsisParts(r, v, ideal, anti, far, near, _closeness(far, near))


class IntervalTopsisParts(NamedTuple):
    """The intermediates of TOPSIS of intervals.

    Attributes
    ----------
    low, high : (..., m, n) array
        Weighted and normalized ends.
    ideal, anti_ideal : (..., n) array
    distance_to_ideal, distance_to_anti_ideal, closeness : (..., m) array

    Examples
    --------
    >>> from kadmcdm import core
    >>> low, high = np.array([[1.0, 4], [3, 2]]), np.array([[2.0, 6], [5, 3]])
    >>> parts = core.interval_topsis_parts(low, high, np.full(2, 0.5), np.array([True, False]))
    >>> parts.ideal.round(3).tolist(), parts.closeness.round(3).tolist()
    ([0.4, 0.124], [0.267, 0.702])
    """

    low: FloatArray
    high: FloatArray
    ideal: FloatArray
    anti_ideal: FloatArray
    distance_to_ideal: FloatArray
    distance_to_anti_ideal: FloatArray
    closeness: FloatArray


def interval_topsis_parts(
    low: FloatArray, high: FloatArray, weights: FloatArray, benefit: BoolArray
) -> IntervalTopsisParts:
    r"""Score intervals by closeness: worse ends to the ideal, better ends to its opposite.

    Both ends are divided by :math:`\sqrt{\sum_i (l_{ij}^2 + u_{ij}^2)}` and weighted. The ideal
    holds the best end of each column, the anti-ideal the worst; :math:`d_i^+` is the Euclidean
    distance of the candidate's worse ends to the ideal, :math:`d_i^-` that of its better ends to
    the anti-ideal.

    Parameters
    ----------
    low, high : (..., m, n) array
        Ends, low <= high.
    weights : (..., n) array
    benefit : (..., n) array of bool

    Returns
    -------
    IntervalTopsisParts
        Closeness in [0, 1]; 0.5 for all when nothing separates them.

    Examples
    --------
    >>> low, high = np.array([[1.0, 4], [3, 2]]), np.array([[2.0, 6], [5, 3]])
    >>> parts = interval_topsis_parts(low, high, np.array([0.5, 0.5]), np.array([True, False]))
    >>> parts.closeness.round(3).tolist()
    [0.267, 0.702]

    References
    ----------
    .. [1] Jahanshahloo, G. R., Hosseinzadeh Lotfi, F. and Izadikhah, M. (2006). An algorithmic
       method to extend TOPSIS for decision-making problems with interval data. Applied Mathematics
       and Computation 175(2), 1375-1384.
    """
    largest = np.maximum(np.abs(low), np.abs(high)).max(axis=-2, keepdims=True)
    scale = np.where(largest == 0.0, 1.0, largest)
    lower, upper = low / scale, high / scale
    norm = np.sqrt((lower * lower + upper * upper).sum(axis=-2, keepdims=True))
    w = weights[..., None, :] / np.where(norm == 0.0, 1.0, norm)
    v_low, v_high = w * lower, w * upper
    up = benefit[..., None, :]
    worse, better = np.where(up, v_low, v_high), np.where(up, v_high, v_low)
    ideal = np.where(benefit, v_high.max(axis=-2), v_low.min(axis=-2))
    anti = np.where(benefit, v_low.min(axis=-2), v_high.max(axis=-2))
    far = np.sqrt(((worse - ideal[..., None, :]) ** 2).sum(axis=-1))
    near = np.sqrt(((better - anti[..., None, :]) ** 2).sum(axis=-1))
    return IntervalTopsisParts(v_low, v_high, ideal, anti, far, near, _closeness(far, near))


def _vertex(gap: FloatArray) -> FloatArray:
    """Return the sum over criteria of the root mean square over points."""
    distance: FloatArray = np.sqrt((gap * gap).mean(axis=-1)).sum(axis=-1)
    return distance


def _closeness(far: FloatArray, near: FloatArray) -> FloatArray:
    apart = far + near
    return np.where(apart == 0.0, 0.5, near / np.where(apart == 0.0, 1.0, apart))


def _refuse_ratings(
    ratings: FloatArray, weights: FloatArray, benefit: BoolArray, ideals: Ideals
) -> None:
    """Raise by column where ratings can't be divided, or weights leave the ideals behind."""
    n = ratings.shape[-2]
    low, high = ratings.min(axis=(-3, -1)), ratings.max(axis=(-3, -1))
    negative = (low < 0.0).reshape(-1, n).any(axis=0)
    zero = (~benefit & (low == 0.0) & (high > 0.0)).reshape(-1, n).any(axis=0) & ~negative
    heavy = (weights > 1.0).any(axis=-1).reshape(-1, n).any(axis=0) & (ideals == "unit")
    light = (weights < 0.0).any(axis=-1).reshape(-1, n).any(axis=0)
    reasons = (
        (negative, "fuzzy TOPSIS takes no negative ratings", "move the scale"),
        (zero, "fuzzy TOPSIS takes no 0 in a cost column: it divides by the rating",
         "make it a benefit, or move the scale"),
        (heavy, "its weight goes above 1, the ideal", "ideals='data'"),
        (light, "its weight goes below 0", None),
    )  # fmt: skip
    raise_faults(
        [
            Fault(f"column {j + 1}", what, hint=hint)
            for found, what, hint in reasons
            for j in np.flatnonzero(found)
        ]
    )
