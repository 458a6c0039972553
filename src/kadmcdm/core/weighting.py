"""Weights from what people say: an order, steps down it, levels, and several weightings at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kadmcdm._numbers import as_number
from kadmcdm._typing import BoolArray, CombinationRule, FloatArray, IntArray, RankOrderRule
from kadmcdm.errors import Fault, brief, choice_fault, raise_faults

RULES: tuple[RankOrderRule, ...] = ("centroid", "sum", "reciprocal", "exponent")
COMBINATIONS: tuple[CombinationRule, ...] = ("multiplicative", "geometric", "convex")


def rank_order_weights(
    n: int, rule: RankOrderRule = "centroid", exponent: float | None = None
) -> FloatArray:
    r"""Return the weights of n criteria known by their order only, most important first.

    ``centroid`` :math:`w_r = \frac1n\sum_{k=r}^n \frac1k`,
    ``sum`` :math:`w_r = \frac{2(n+1-r)}{n(n+1)}`,
    ``reciprocal`` :math:`w_r = \frac{1/r}{\sum_k 1/k}`,
    ``exponent`` :math:`w_r = \frac{(n+1-r)^p}{\sum_k k^p}`.

    Parameters
    ----------
    n : int
    rule : str
    exponent : float, optional
        p >= 0, which ``exponent`` needs and no other rule takes: 0 weighs all alike, 1 is ``sum``.

    Returns
    -------
    (n,) array
        Falling (level where p = 0), sums to 1.

    Raises
    ------
    InputError
        For an unknown rule, and for an exponent that is missing, negative or not asked for.

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
    raise_faults([*choice_fault("rule", rule, RULES), *exponent_faults(rule, exponent)])
    r = np.arange(1, n + 1, dtype=np.float64)
    if rule == "centroid":
        raw = np.cumsum((1.0 / r)[::-1])[::-1]
    elif rule == "sum":
        raw = n + 1.0 - r
    elif rule == "reciprocal":
        raw = 1.0 / r
    else:
        raw = ((n + 1.0 - r) / n) ** float(exponent or 0.0)
    weights: FloatArray = raw / raw.sum()
    return weights


def exponent_faults(rule: RankOrderRule, exponent: float | None) -> list[Fault]:
    """Return what is wrong with the exponent of a rule."""
    if rule != "exponent":
        if exponent is None:
            return []
        return [Fault("exponent", f"the rule {rule!r} takes none", hint="rule='exponent'")]
    if 0 <= as_number(exponent) < np.inf:
        return []
    got, hint = brief(exponent), "0 weighs all alike, 1 is the rule 'sum'"
    return [Fault("exponent", "no exponent", got, "a finite number >= 0", hint)]


def stepwise_weights(steps: FloatArray) -> FloatArray:
    r"""Return the weights of SWARA: :math:`q_1 = 1`, :math:`q_j = q_{j-1} / (1 + s_j)`, over sum q.

    Parameters
    ----------
    steps : (..., n - 1) array
        Not negative: by what share the j-th criterion is less important than the one before.

    Returns
    -------
    (..., n) array
        Not rising, sums to 1.

    Examples
    --------
    >>> stepwise_weights(np.array([0.0, 1.0])).tolist()
    [0.4, 0.4, 0.2]

    References
    ----------
    .. [1] Keršuliene, V., Zavadskas, E. K. and Turskis, Z. (2010). Selection of rational dispute
       resolution method by applying new step-wise weight assessment ratio analysis (SWARA). Journal
       of Business Economics and Management 11(2), 243-258.
    """
    fall = np.cumprod(1.0 / (1.0 + steps), axis=-1)
    raw = np.concatenate([np.ones((*steps.shape[:-1], 1)), fall], axis=-1)
    weights: FloatArray = raw / raw.sum(axis=-1, keepdims=True)
    return weights


def level_weights(
    levels: IntArray | FloatArray, influence: FloatArray, elasticity: float
) -> FloatArray:
    r"""Return the weights of LBWA: :math:`f_j = r_0 / (i_j r_0 + I_j)`, over sum f.

    Parameters
    ----------
    levels : (..., n) array
        The level i of each criterion, 1 the most important.
    influence : (..., n) array
        How far each stands below the best of its level: I, 0 or more; 0 for the best of all.
    elasticity : float
        r0, more than every I, so that no level reaches into the next.

    Returns
    -------
    (..., n) array
        Sums to 1.

    Examples
    --------
    >>> level_weights(np.array([1, 1, 2]), np.array([0.0, 1.0, 0.0]), 3.0).round(4).tolist()
    [0.4444, 0.3333, 0.2222]

    References
    ----------
    .. [1] Žižović, M. and Pamučar, D. (2019). New model for determining criteria weights: level
       based weight assessment (LBWA) model. Decision Making: Applications in Management and
       Engineering 2(2), 126-137.
    """
    raw = elasticity / (levels * elasticity + influence)
    weights: FloatArray = raw / raw.sum(axis=-1, keepdims=True)
    return weights


class ConsistencyParts(NamedTuple):
    """Weights by the full consistency method, and how far they deviate.

    Attributes
    ----------
    weights : (..., n) array
        Sums to 1.
    deviation : (...) array
        The largest gap between a ratio of weights and what was said of it; 0 where all that was
        said fits together.

    Examples
    --------
    >>> from kadmcdm import core
    >>> parts = core.full_consistency(np.array([1.0, 2.0, 4.0]), np.array([6.0]))
    >>> parts.weights.round(3).tolist(), parts.deviation.round(3).tolist()
    ([0.625, 0.264, 0.111], 0.372)
    """

    weights: FloatArray
    deviation: FloatArray


def full_consistency(priorities: FloatArray, skipped: FloatArray | None = None) -> ConsistencyParts:
    r"""Return the weights of FUCOM: ratios as near as can be to what was said of them.

    With :math:`\varphi_k = \varpi_{k+1} / \varpi_k` the weights minimize :math:`\chi`, where
    :math:`|w_k / w_{k+1} - \varphi_k| \le \chi` and :math:`|w_k / w_{k+2} - \psi_k| \le \chi`.
    Where :math:`\psi_k = \varphi_k \varphi_{k+1}`, as in the paper, the optimum is
    :math:`w_k \propto 1 / \varpi_k` with :math:`\chi = 0`. Where :math:`\psi` was asked for too,
    the least :math:`\chi` is found by halving: for a given one, the ratios that are possible are an
    interval each, handed down the chain. Of several optima it takes, from the end of the chain on,
    the ratio nearest to what was said.

    Parameters
    ----------
    priorities : (..., n) array
        Positive: how many times more important the first is than each; 1 for the first.
    skipped : (..., n - 2) array, optional
        Positive: :math:`\psi`, how many times more important each is than the next but one.

    Returns
    -------
    ConsistencyParts

    Examples
    --------
    >>> full_consistency(np.array([1.0, 2.0, 4.0])).weights.round(4).tolist()
    [0.5714, 0.2857, 0.1429]
    >>> full_consistency(np.array([1.0, 2.0, 4.0]), np.array([6.0])).deviation.round(4).tolist()
    0.3723

    References
    ----------
    .. [1] Pamučar, D., Stević, Ž. and Sremac, S. (2018). A new model for determining weight
       coefficients of criteria in MCDM models: full consistency method (FUCOM). Symmetry 10(9),
       393, eqs. (1)-(8).
    """
    said = priorities[..., 1:] / priorities[..., :-1]
    if skipped is None:
        raw = 1.0 / priorities
        deviation = np.zeros(priorities.shape[:-1])
    else:
        said, skipped = np.broadcast_arrays(
            said, np.concatenate([skipped, skipped[..., :1]], axis=-1)
        )
        skipped = skipped[..., :-1]
        low = np.zeros(said.shape[:-1])
        high = np.abs(said[..., 1:] * said[..., :-1] - skipped).max(axis=-1, initial=0.0)
        with np.errstate(over="ignore"):  # an upper end of infinity is none
            for _ in range(100):  # to the last bit, whatever the first gap
                middle = (low + high) / 2
                fits = _possible(said, skipped, middle)[2]
                low, high = np.where(fits, low, middle), np.where(fits, middle, high)
            deviation = np.asarray(high)
            ratios = _nearest(said, skipped, deviation)
        ends = np.zeros((*ratios.shape[:-1], 1))
        logs = np.concatenate([ends, np.log(ratios[..., ::-1])], axis=-1).cumsum(axis=-1)[..., ::-1]
        raw = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return ConsistencyParts(raw / raw.sum(axis=-1, keepdims=True), deviation)


def _possible(
    said: FloatArray, skipped: FloatArray, off: FloatArray
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Return which ratios a deviation allows, from low to high, and whether all have some."""
    low = np.maximum(said - off[..., None], said * 1e-12)
    high = said + off[..., None]
    for k in range(skipped.shape[-1]):
        least, most = skipped[..., k] - off, skipped[..., k] + off
        low[..., k + 1] = np.maximum(low[..., k + 1], least / high[..., k])
        high[..., k + 1] = np.minimum(high[..., k + 1], most / low[..., k])
    return low, high, np.asarray((low <= high).all(axis=-1))


def _nearest(said: FloatArray, skipped: FloatArray, off: FloatArray) -> FloatArray:
    """Return ratios within that deviation, each as near to what was said as the next allows."""
    low, high, _ = _possible(said, skipped, off)
    ratios = np.clip(said, low, high)
    for k in range(skipped.shape[-1] - 1, -1, -1):
        least, most = skipped[..., k] - off, skipped[..., k] + off
        bottom = np.maximum(low[..., k], least / ratios[..., k + 1])
        top = np.minimum(high[..., k], most / ratios[..., k + 1])
        ratios[..., k] = np.clip(said[..., k], bottom, top)
    return ratios


def combined_weights(
    weights: FloatArray, rule: CombinationRule = "multiplicative", shares: FloatArray | None = None
) -> FloatArray:
    r"""Return several weightings as one.

    ``multiplicative`` :math:`w_j \propto \prod_k w_{kj}`,
    ``geometric`` :math:`w_j \propto \prod_k w_{kj}^{\lambda_k}`,
    ``convex`` :math:`w_j = \sum_k \lambda_k w_{kj}`.

    Parameters
    ----------
    weights : (k, ..., n) array
        A weighting per row of the first axis; each sums to 1.
    rule : str
    shares : (k,) array, optional
        Not negative, sum 1; how much each weighting counts, alike when left out. The rule
        ``multiplicative`` does not read them.

    Returns
    -------
    (..., n) array
        Sums to 1; all 0 where a product leaves nothing.

    Raises
    ------
    InputError
        For an unknown rule.

    Examples
    --------
    >>> both = np.array([[0.8, 0.2], [0.2, 0.8]])
    >>> combined_weights(both).tolist()
    [0.5, 0.5]
    >>> combined_weights(both, "convex", np.array([0.75, 0.25])).round(2).tolist()
    [0.65, 0.35]
    """
    raise_faults(list(choice_fault("rule", rule, COMBINATIONS)))
    k = weights.shape[0]
    shares = np.full(k, 1.0 / k) if shares is None else shares
    powers = (np.ones(k) if rule == "multiplicative" else shares).reshape(
        k, *[1] * (weights.ndim - 1)
    )
    if rule == "convex":
        raw = (powers * weights).sum(axis=0)
    else:
        with np.errstate(divide="ignore"):
            logs = np.where(powers > 0, np.log(weights), 0.0) * powers
        total = logs.sum(axis=0)
        top = total.max(axis=-1, keepdims=True)
        raw = np.exp(total - np.where(np.isfinite(top), top, 0.0))
    whole = raw.sum(axis=-1, keepdims=True)
    combined: FloatArray = raw / np.where(whole > 0, whole, 1.0)
    return combined
