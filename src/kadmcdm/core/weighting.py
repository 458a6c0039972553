"""Weights from ranks."""

from __future__ import annotations

import numpy as np

from kadmcdm._typing import FloatArray, RankOrderRule
from kadmcdm.errors import choice_fault, raise_faults

RULES: tuple[RankOrderRule, ...] = ("centroid", "sum", "reciprocal")


def rank_order_weights(n: int, rule: RankOrderRule = "centroid") -> FloatArray:
    r"""Return the weights of n criteria known by their order only, most important first.

    ``centroid`` :math:`w_r = \frac1n\sum_{k=r}^n \frac1k`,
    ``sum`` :math:`w_r = \frac{2(n+1-r)}{n(n+1)}`,
    ``reciprocal`` :math:`w_r = \frac{1/r}{\sum_k 1/k}`.

    Parameters
    ----------
    n : int
    rule : str

    Returns
    -------
    (n,) array
        Falling, sums to 1.

    Examples
    --------
    >>> rank_order_weights(3).round(4).tolist()
    [0.6111, 0.2778, 0.1111]

    References
    ----------
    .. [1] Barron, F. H. and Barrett, B. E. (1996). Decision quality using ranked attribute
       weights. Management Science 42(11), 1515-1523.
    .. [2] Stillwell, W. G., Seaver, D. A. and Edwards, W. (1981). A comparison of weight
       approximation techniques in multiattribute utility decision making. Organizational Behavior
       and Human Performance 28(1), 62-77.
    """
    raise_faults(list(choice_fault("rule", rule, RULES)))
    r = np.arange(1, n + 1, dtype=np.float64)
    if rule == "centroid":
        raw = np.cumsum((1.0 / r)[::-1])[::-1]
    elif rule == "sum":
        raw = n + 1.0 - r
    else:
        raw = 1.0 / r
    weights: FloatArray = raw / raw.sum()
    return weights
