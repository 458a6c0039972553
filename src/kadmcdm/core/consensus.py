"""Groups: judgments pooled, and how far assessors agree."""

from __future__ import annotations

import numpy as np

from kadmcdm._typing import FloatArray

SCALE = 9.0
"""The largest preference of Saaty's scale, c_max of the indicator."""


def pooled(matrices: FloatArray, power: FloatArray) -> FloatArray:
    """Aggregate individual judgments (AIJ): the weighted geometric mean of each pair.

    Parameters
    ----------
    matrices : (..., K, n, n) array
        One per assessor; NaN where one did not judge a pair.
    power : (..., K) array
        Voting power, not negative; only ratios count.

    Returns
    -------
    (..., n, n) array
        Reciprocal. Each pair is the mean over those who judged it; NaN where nobody with any power
        did.

    Examples
    --------
    >>> two, four = np.array([[1, 2], [1 / 2, 1]]), np.array([[1, 4], [1 / 4, 1]])
    >>> float(pooled(np.array([two, four]), np.ones(2))[0, 1].round(6))
    2.828427

    References
    ----------
    .. [1] Aczél, J. and Saaty, T. L. (1983). Procedures for synthesizing ratio judgements. Journal
       of Mathematical Psychology 27(1), 93-102.
    """
    given = ~np.isnan(matrices)
    logs = np.where(given, np.log(np.where(given, matrices, 1.0)), 0.0)
    total = np.einsum("...k,...kij->...ij", power, given.astype(np.float64))
    summed = np.einsum("...k,...kij->...ij", power, logs)
    half = (summed - np.swapaxes(summed, -1, -2)) / 2.0  # reciprocal to the last bit of the logs
    mean: FloatArray = np.exp(half / np.where(total > 0, total, np.nan))
    return mean


def consensus(priorities: FloatArray, power: FloatArray) -> FloatArray:
    """Return the AHP consensus indicator S* of priorities.

    Parameters
    ----------
    priorities : (..., K, n) array
        One vector per assessor; each sums to 1.
    power : (..., K) array
        Voting power, not negative; only ratios count.

    Returns
    -------
    (...) array
        At most 1, which is full agreement. Not clipped: 0 stands for assessors who each give
        everything that the scale allows to another item, which takes as many assessors as items,
        so that few assessors cannot reach 0. 1 for a single item.

    Notes
    -----
    With the Shannon entropies H of the mean priorities (gamma) and of the assessors' own (alpha,
    their mean), 1/D_beta = exp(H_alpha - H_gamma) is the assessors' overlap, and
    S* = (1/D_beta - c) / (1 - c) with c = exp(H_alpha,min) / n, where H_alpha,min is the entropy of
    one item preferred 9 times to each of the others.

    Examples
    --------
    >>> same = np.array([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2]])
    >>> float(consensus(same, np.ones(2)))
    1.0

    References
    ----------
    .. [1] Goepel, K. D. (2013). Implementing the Analytic Hierarchy Process as a standard method
       for multi-criteria decision making in corporate enterprises. Proceedings of the ISAHP 2013.
    .. [2] Goepel, K. D. (2018). Implementation of an online software tool for the Analytic
       Hierarchy Process (AHP-OS). International Journal of the AHP 10(3), 469-487.
    """
    n = priorities.shape[-1]
    if n == 1:
        return np.ones(np.broadcast_shapes(priorities.shape[:-2], power.shape[:-1]))
    share = power / power.sum(axis=-1, keepdims=True)
    alpha = np.einsum("...k,...k->...", share, _entropy(priorities))
    gamma = _entropy(np.einsum("...k,...kn->...n", share, priorities))
    most, each = SCALE / (n + SCALE - 1.0), 1.0 / (n + SCALE - 1.0)
    least = -most * np.log(most) - (n - 1) * each * np.log(each)
    floor = np.exp(least) / n
    overlap = np.minimum(np.exp(alpha - gamma), 1.0)  # the entropy is concave
    indicator: FloatArray = (overlap - floor) / (1.0 - floor)
    return indicator


def _entropy(shares: FloatArray) -> FloatArray:
    logs = np.log(np.where(shares > 0, shares, 1.0))
    entropy: FloatArray = -(shares * logs).sum(axis=-1)
    return entropy
