"""Relations: how like-minded, how fair, how well tried a partnership is, as arrays.

Relations of pairs come as matrices over m regions, which `over_pairs` gathers for coalitions; the
last axis of every (..., k) input runs over the k members of a coalition. Leading axes broadcast.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray

Reduction: TypeAlias = Literal["mean", "min", "max", "range"]


def cosines(vectors: FloatArray) -> FloatArray:
    """Return the cosine of every two vectors; 0 with a vector of zeros.

    Parameters
    ----------
    vectors : (..., m, n) array

    Returns
    -------
    (..., m, m) array
        In [-1, 1]; in [0, 1] where nothing is negative.

    Examples
    --------
    >>> cosines(np.array([[3.0, 4.0], [4.0, 3.0]])).round(2).tolist()
    [[1.0, 0.96], [0.96, 1.0]]
    """
    largest = np.abs(vectors).max(axis=-1, keepdims=True, initial=0.0)
    scaled = np.divide(vectors, largest, out=np.zeros_like(vectors), where=largest > 0)
    length = np.sqrt((scaled * scaled).sum(axis=-1, keepdims=True))
    unit = np.divide(scaled, length, out=np.zeros_like(scaled), where=length > 0)
    cosine: FloatArray = np.clip(unit @ np.swapaxes(unit, -1, -2), -1.0, 1.0)
    return cosine


def overlaps(shares: FloatArray) -> FloatArray:
    """Return what two vectors of shares have in common: 1 - 1/2 Σ_k |p_k - q_k|.

    Each vector is divided by its sum first; with a vector of zeros it is 0.

    Parameters
    ----------
    shares : (..., m, n) array
        Not negative.

    Returns
    -------
    (..., m, m) array
        In [0, 1].

    Examples
    --------
    >>> overlaps(np.array([[0.5, 0.5, 0.0], [0.2, 0.5, 0.3]])).round(2).tolist()
    [[1.0, 0.7], [0.7, 1.0]]
    """
    total = shares.sum(axis=-1, keepdims=True)
    p = np.divide(shares, total, out=np.zeros_like(shares), where=total > 0)
    m = p.shape[-2]
    common = np.zeros((*p.shape[:-2], m, m))
    for column in range(p.shape[-1]):  # (m, m, n) at once would not fit for many regions
        one = p[..., column]
        common += np.minimum(one[..., :, None], one[..., None, :])  # Σ min(p, q), sums being 1
    return np.minimum(common, 1.0)


def jaccards(sets: BoolArray) -> FloatArray:
    """Return the size of what two sets share, as a part of their union; 0 for two empty sets.

    Parameters
    ----------
    sets : (..., m, n) array of bool
        Which of n things each of m has.

    Returns
    -------
    (..., m, m) array
        In [0, 1].

    References
    ----------
    .. [1] Jaccard, P. (1912). The distribution of the flora in the alpine zone. New Phytologist
       11(2), 37-50.

    Examples
    --------
    >>> jaccards(np.array([[True, True, False], [True, True, True]])).round(2).tolist()
    [[1.0, 0.67], [0.67, 1.0]]
    """
    own = sets.astype(np.float64)
    both = own @ np.swapaxes(own, -1, -2)
    size = own.sum(axis=-1)
    either = size[..., :, None] + size[..., None, :] - both
    share: FloatArray = np.divide(both, either, out=np.zeros_like(both), where=either > 0)
    return share


def over_pairs(matrix: FloatArray, members: IntArray, reduction: Reduction) -> FloatArray:
    """Return one figure for all pairs of members.

    Parameters
    ----------
    matrix : (m, m) array
        Symmetric: [a, b] is the relation of a and b.
    members : (..., k) array of int
        Rows of the matrix.
    reduction : "mean", "min", "max" or "range"

    Returns
    -------
    (...) array

    Examples
    --------
    >>> matrix = np.array([[1.0, 0.2, 0.8], [0.2, 1.0, 0.5], [0.8, 0.5, 1.0]])
    >>> over_pairs(matrix, np.array([[0, 1, 2]]), "min").tolist()
    [0.2]
    """
    a, b = np.triu_indices(members.shape[-1], 1)
    return reduced(matrix[members[..., a], members[..., b]], reduction)


def reduced(values: FloatArray, reduction: Reduction) -> FloatArray:
    """Return the mean, the least, the most, or most less least, of the last axis.

    Parameters
    ----------
    values : (..., p) array
    reduction : "mean", "min", "max" or "range"

    Returns
    -------
    (...) array

    Examples
    --------
    >>> [reduced(np.array([1.0, 2.0, 6.0]), how).tolist() for how in ("mean", "min", "range")]
    [3.0, 1.0, 5.0]
    """
    if reduction == "mean":
        return np.asarray(values.mean(axis=-1))
    if reduction == "range":
        return np.asarray(values.max(axis=-1) - values.min(axis=-1))
    return np.asarray(values.min(axis=-1) if reduction == "min" else values.max(axis=-1))


def target_gap(values: FloatArray, target: float, width: float) -> FloatArray:
    """Return 1 - min(1, |value - target| / width): 1 on the target, 0 from `width` off it.

    Parameters
    ----------
    values : (...) array
    target, width : float
        In the values' unit; the width positive.

    Returns
    -------
    (...) array
        In [0, 1].

    Examples
    --------
    >>> target_gap(np.array([0.0, 0.5, 1.0, 4.0]), 0.5, 1.0).tolist()
    [0.5, 1.0, 0.5, 0.0]
    """
    off = np.abs(values - target) / width
    return np.asarray(1.0 - np.minimum(off, 1.0))


def worst_off(net: FloatArray, standalone: FloatArray) -> FloatArray:
    """Return min_r v_r / |s_r|: what cooperating brings whoever gains least by it.

    Parameters
    ----------
    net : (..., k) array
        Each member's benefit less its cost.
    standalone : (..., k) array
        What each would have alone; not 0.

    Returns
    -------
    (...) array

    Examples
    --------
    >>> worst_off(np.array([6.0, 5.0]), np.array([2.0, -10.0])).tolist()
    0.5
    """
    return np.asarray((net / np.abs(standalone)).min(axis=-1))


def nash(net: FloatArray) -> FloatArray:
    """Return the Nash product prod_r v_r^(1/k); the largest loss, negative, where someone loses.

    Parameters
    ----------
    net : (..., k) array
        Each member's benefit less its cost.

    Returns
    -------
    (...) array
        0 or more where nobody loses.

    References
    ----------
    .. [1] Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155-162.

    Examples
    --------
    >>> nash(np.array([[4.0, 9.0], [0.0, 9.0], [100.0, -3.0]])).round(9).tolist()
    [6.0, 0.0, -3.0]
    """
    least = net.min(axis=-1)
    safe = np.where(least[..., None] > 0, net, 1.0)
    value: FloatArray = np.where(least > 0, np.exp(np.log(safe).mean(axis=-1)), least)
    return value


def burden_fairness(costs: FloatArray, benefits: FloatArray) -> FloatArray:
    """Return 1 - 1/2 Σ_r |share of the cost - share of the benefit|.

    Parameters
    ----------
    costs, benefits : (..., k) arrays
        Not negative, not all zero.

    Returns
    -------
    (...) array
        In [0, 1]; 1 where every member pays in proportion to what it gains.

    Examples
    --------
    >>> burden_fairness(np.array([1.0, 1.0]), np.array([3.0, 1.0])).tolist()
    0.75
    """
    paid = costs / costs.max(axis=-1, keepdims=True)
    gained = benefits / benefits.max(axis=-1, keepdims=True)
    paid = paid / paid.sum(axis=-1, keepdims=True)
    gained = gained / gained.sum(axis=-1, keepdims=True)
    fair: FloatArray = np.clip(1.0 - np.abs(paid - gained).sum(axis=-1) / 2, 0.0, 1.0)
    return fair


def faded(quality: FloatArray, ages: FloatArray, tau: float) -> FloatArray:
    """Return each agreement's share in a track record: q exp(-age / tau).

    Parameters
    ----------
    quality : (...) array
        Realized share; -1 for a dispute.
    ages : (...) array
        Years, 0 or more.
    tau : float
        Positive: years after which a record counts for 37 %.

    Returns
    -------
    (...) array

    Examples
    --------
    >>> faded(np.array([1.0, -1.0]), np.array([0.0, 5.0]), 5.0).round(3).tolist()
    [1.0, -0.368]
    """
    return np.asarray(quality * np.exp(-ages / tau))


def exposure(externality: float, touching: BoolArray, pressure: FloatArray) -> FloatArray:
    """Return externality x border x pressure, border being whether any partner is touched.

    Parameters
    ----------
    externality : float
        How much the issue crosses borders, 0 to 1.
    touching : (..., k - 1) array of bool
        Whether the first member borders on each of the others.
    pressure : (...) array
        What the first member has declared, 0 to 1.

    Returns
    -------
    (...) array
        In [0, 1].

    Examples
    --------
    >>> exposure(0.5, np.array([[True], [False]]), np.array([0.8, 0.8])).tolist()
    [0.4, 0.0]
    """
    return np.asarray(externality * touching.any(axis=-1) * pressure)
