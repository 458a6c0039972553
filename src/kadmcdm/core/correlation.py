"""How alike two rankings are: rank correlations, with ties."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kadmcdm._typing import FloatArray, IntArray

Ranks = FloatArray | IntArray


def average_ranks(values: Ranks) -> FloatArray:
    """Return ranks in which the tied share the mean of their places (1, 2.5, 2.5, 4).

    Parameters
    ----------
    values : (..., m) array
        Lower is better: ranks of any kind, or minus the scores. Equal values are tied.

    Returns
    -------
    (..., m) array
        1 to m; they sum to m (m + 1) / 2.

    Examples
    --------
    >>> average_ranks(np.array([1, 2, 2, 4])).tolist()
    [1.0, 2.5, 2.5, 4.0]
    """
    m = values.shape[-1]
    place = np.arange(m)
    order = np.argsort(values, axis=-1, kind="stable")
    rising = np.take_along_axis(values, order, axis=-1)
    edge = np.ones((*values.shape[:-1], m + 1), dtype=bool)  # a group of ties begins here
    edge[..., 1:m] = rising[..., 1:] != rising[..., :-1]
    first = np.maximum.accumulate(np.where(edge[..., :m], place, 0), axis=-1)
    ends = np.where(edge[..., 1:], place, m)[..., ::-1]
    last = np.minimum.accumulate(ends, axis=-1)[..., ::-1]
    out = np.empty(values.shape)
    np.put_along_axis(out, order, (first + last) / 2 + 1, axis=-1)
    return out


def kendall_tau(a: Ranks, b: Ranks) -> FloatArray:
    r"""Return Kendall's tau-b: concordant less discordant pairs, corrected for ties.

    .. math:: \tau_b = \frac{C - D}{\sqrt{n_a n_b}},

    with n the pairs that a ranking does not tie.

    Parameters
    ----------
    a, b : (..., m) array
        Ranks, or any two scores of one orientation; equal values are tied.

    Returns
    -------
    (...) array
        -1 to 1. Two rankings that tie everybody are alike: 1. Where only one of them does, there
        is no answer: NaN.

    Notes
    -----
    Time grows with m², memory with m.

    Examples
    --------
    >>> float(kendall_tau(np.array([1, 2, 3, 4, 5]), np.array([1, 3, 2, 4, 5])))
    0.8

    References
    ----------
    .. [1] Kendall, M. G. (1945). The treatment of ties in ranking problems. Biometrika 33(3),
       239-251.
    """
    shape = np.broadcast_shapes(a.shape[:-1], b.shape[:-1])
    balance, in_a, in_b = (np.zeros(shape) for _ in range(3))
    for sign_a, sign_b in _pairs(a, b):
        balance += (sign_a * sign_b).sum(axis=-1)
        in_a += (sign_a != 0).sum(axis=-1)
        in_b += (sign_b != 0).sum(axis=-1)
    return _quotient(balance, in_a, in_b)


def goodman_kruskal(a: Ranks, b: Ranks) -> FloatArray:
    r"""Return Goodman and Kruskal's gamma: concordant less discordant pairs, over both together.

    .. math:: \gamma = \frac{C - D}{C + D}

    Pairs that either ranking ties do not count: a coarse ranking that contradicts a fine one
    nowhere has 1.

    Parameters
    ----------
    a, b : (..., m) array
        Ranks, or any two scores of one orientation; equal values are tied.

    Returns
    -------
    (...) array
        -1 to 1. Two rankings that tie everybody are alike: 1. Where no pair is ordered by both,
        there is no answer: NaN.

    Notes
    -----
    Time grows with m², memory with m.

    Examples
    --------
    >>> float(goodman_kruskal(np.array([1, 2, 2, 4]), np.array([1, 2, 3, 4])))
    1.0

    References
    ----------
    .. [1] Goodman, L. A. and Kruskal, W. H. (1954). Measures of association for cross
       classifications. Journal of the American Statistical Association 49(268), 732-764.
    """
    shape = np.broadcast_shapes(a.shape[:-1], b.shape[:-1])
    balance, both, either = (np.zeros(shape) for _ in range(3))
    for sign_a, sign_b in _pairs(a, b):
        balance += (sign_a * sign_b).sum(axis=-1)
        both += ((sign_a != 0) & (sign_b != 0)).sum(axis=-1)
        either += ((sign_a != 0) | (sign_b != 0)).sum(axis=-1)
    nothing = np.where(either == 0.0, 1.0, np.nan)
    return np.where(both == 0.0, nothing, balance / np.where(both == 0.0, 1.0, both))


def kemeny_distance(a: Ranks, b: Ranks) -> FloatArray:
    """Return how many pairs two rankings order differently; tied in one of them alone is half.

    Parameters
    ----------
    a, b : (..., m) array
        Ranks, or any two scores of one orientation; equal values are tied.

    Returns
    -------
    (...) array
        0 to m (m - 1) / 2.

    Examples
    --------
    >>> float(kemeny_distance(np.array([1, 2, 3]), np.array([1, 3, 2])))
    1.0

    References
    ----------
    .. [1] Kemeny, J. G. (1959). Mathematics without numbers. Daedalus 88(4), 577-591.
    """
    apart = np.zeros(np.broadcast_shapes(a.shape[:-1], b.shape[:-1]))
    for sign_a, sign_b in _pairs(a, b):
        apart += np.abs(sign_a - sign_b).sum(axis=-1)
    return np.asarray(apart / 2)


def pair_agreement(a: Ranks, b: Ranks) -> FloatArray:
    """Return the share of pairs that two rankings order alike; tied in both is alike.

    Parameters
    ----------
    a, b : (..., m) array
        Ranks, or any two scores of one orientation; equal values are tied.

    Returns
    -------
    (...) array
        0 to 1; 1 where there is no pair.

    Examples
    --------
    >>> float(pair_agreement(np.array([1, 2, 3, 4, 5]), np.array([1, 3, 2, 4, 5])))
    0.9
    """
    m = a.shape[-1]
    shape = np.broadcast_shapes(a.shape[:-1], b.shape[:-1])
    alike = np.zeros(shape)
    for sign_a, sign_b in _pairs(a, b):
        alike += (sign_a == sign_b).sum(axis=-1)
    return alike / (m * (m - 1) / 2) if m > 1 else np.ones(shape)


def pearson(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return Pearson's correlation: how near to a line two methods' scores lie.

    Parameters
    ----------
    a, b : (..., m) array
        Scores, higher is better, each in a unit of its own.

    Returns
    -------
    (...) array
        -1 to 1. Two that are constant (max - min <= 1e-12 max|x|) are alike: 1. Where only one of
        them is, there is no answer: NaN.

    Examples
    --------
    >>> float(pearson(np.array([0.1, 0.2, 0.4]), np.array([1.0, 2.0, 4.0])).round(12))
    1.0

    References
    ----------
    .. [1] Pearson, K. (1895). Note on regression and inheritance in the case of two parents.
       Proceedings of the Royal Society of London 58, 240-242.
    """
    x, y = _centered(a), _centered(b)
    return _quotient((x * y).sum(axis=-1), (x * x).sum(axis=-1), (y * y).sum(axis=-1))


def _centered(values: FloatArray) -> FloatArray:
    """Return values less their mean, in a unit that keeps their squares finite; 0 if constant."""
    largest = np.abs(values).max(axis=-1, keepdims=True, initial=0.0)
    unit = values / np.where(largest > 0.0, largest, 1.0)
    wide = unit.max(axis=-1, keepdims=True, initial=-1.0) - unit.min(
        axis=-1, keepdims=True, initial=1.0
    )
    off = unit - unit.mean(axis=-1, keepdims=True) if values.shape[-1] else unit
    spread = np.abs(off).max(axis=-1, keepdims=True, initial=0.0)
    return np.where(wide <= 1e-12, 0.0, off / np.where(spread > 0.0, spread, 1.0))


def spearman(a: Ranks, b: Ranks) -> FloatArray:
    """Return Spearman's rho: Pearson's correlation of average ranks.

    Parameters
    ----------
    a, b : (..., m) array
        Ranks, or any two scores of one orientation; equal values are tied.

    Returns
    -------
    (...) array
        -1 to 1. Two rankings that tie everybody are alike: 1. Where only one of them does, there
        is no answer: NaN.

    Examples
    --------
    >>> float(spearman(np.array([1, 2, 3, 4, 5]), np.array([1, 3, 2, 4, 5])))
    0.9

    References
    ----------
    .. [1] Spearman, C. (1904). The proof and measurement of association between two things. The
       American Journal of Psychology 15(1), 72-101.
    """
    middle = (a.shape[-1] + 1) / 2
    x, y = average_ranks(a) - middle, average_ranks(b) - middle
    return _quotient((x * y).sum(axis=-1), (x * x).sum(axis=-1), (y * y).sum(axis=-1))


def weighted_spearman(a: Ranks, b: Ranks) -> FloatArray:
    r"""Return the weighted rank correlation: differences at the top of a ranking count more.

    .. math:: r_W = 1 - \frac{6 \sum_i (a_i - b_i)^2 \, (2 m + 2 - a_i - b_i)}{m^4 + m^3 - m^2 - m}

    Parameters
    ----------
    a, b : (..., m) array
        Lower is better: ranks of any kind, or minus the scores. Equal values share the mean of
        their places.

    Returns
    -------
    (...) array
        -1 to 1; 1 for one candidate. The formula answers for any ties, and never with NaN.

    Examples
    --------
    >>> float(weighted_spearman(np.array([1, 2, 3, 4, 5]), np.array([1, 3, 2, 4, 5])).round(4))
    0.8833

    References
    ----------
    .. [1] Pinto da Costa, J. and Soares, C. (2005). A weighted rank measure of correlation.
       Australian & New Zealand Journal of Statistics 47(4), 515-529.
    """
    m = float(a.shape[-1])
    x, y = average_ranks(a), average_ranks(b)
    apart = ((x - y) ** 2 * (2 * m + 2 - x - y)).sum(axis=-1)
    most = m**4 + m**3 - m**2 - m or 1.0  # one candidate: nothing is apart
    return np.asarray(1 - 6 * apart / most)


def ws_coefficient(a: Ranks, b: Ranks) -> FloatArray:
    r"""Return the WS coefficient of rank similarity, which looks at the top of `a` first.

    .. math:: WS = 1 - \sum_i 2^{-a_i} \frac{|a_i - b_i|}{\max(|1 - a_i|, |m - a_i|)}

    Parameters
    ----------
    a : (..., m) array
        The ranking of reference; swapping a and b changes the answer. Lower is better: ranks of
        any kind, or minus the scores. Equal values share the mean of their places.
    b : (..., m) array
        The ranking that is compared with it.

    Returns
    -------
    (...) array
        Above 0, up to 1; 1 for one candidate. The formula answers for any ties, never with NaN.

    Examples
    --------
    >>> float(ws_coefficient(np.array([1, 2, 3, 4, 5]), np.array([1, 3, 2, 4, 5])).round(4))
    0.8542

    References
    ----------
    .. [1] Sałabun, W. and Urbaniak, K. (2020). A new coefficient of rankings similarity in
       decision-making problems. ICCS 2020, LNCS 12138, 632-645.
    """
    m = a.shape[-1]
    x, y = average_ranks(a), average_ranks(b)
    farthest = np.maximum(np.maximum(x - 1, m - x), 0.5)  # 0 for one candidate: nothing is apart
    return np.asarray(1 - (2.0**-x * np.abs(x - y) / farthest).sum(axis=-1))


def _pairs(a: Ranks, b: Ranks) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield how both order the pairs i, i + k, for each k: memory grows with m, not m²."""
    for k in range(1, a.shape[-1]):
        yield _signs(a[..., k:], a[..., :-k]), _signs(b[..., k:], b[..., :-k])


def _signs(x: Ranks, y: Ranks) -> IntArray:
    """Return the sign of x - y, without a difference that could overflow."""
    return (x > y).astype(np.int64) - (x < y)


def _quotient(above: FloatArray, a: FloatArray, b: FloatArray) -> FloatArray:
    """Return above / sqrt(a b); 1 where both are 0, NaN where one is."""
    below = np.sqrt(a * b)
    ratio = above / np.where(below == 0.0, 1.0, below)
    nothing = np.where((a == 0.0) & (b == 0.0), 1.0, np.nan)
    return np.where(below == 0.0, nothing, np.clip(ratio, -1.0, 1.0))
