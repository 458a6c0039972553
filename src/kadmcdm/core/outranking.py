"""Outranking flows: who is preferred to whom on each criterion, and by how much (PROMETHEE)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, PreferenceFunction
from kadmcdm.core.normalization import is_constant
from kadmcdm.core.scoring import dot, signed_sum
from kadmcdm.errors import choice_fault, raise_faults

PREFERENCE_FUNCTIONS: tuple[PreferenceFunction, ...] = (
    "usual", "u-shape", "v-shape", "level", "linear", "gaussian",
)  # fmt: skip
"""Types I to VI of Brans and Vincke (1985)."""

BLOCK = 2**18
"""Pairs of candidates at a time, so that their differences stay in cache."""

ROUNDING = 4.0 * float(np.finfo(np.float64).eps)
"""1.1 - 1.0 is above 0.1 by this much of 1.1: decimals are no floats."""

Thresholds: TypeAlias = float | Sequence[float | None] | FloatArray | None


class PreferenceFlows(NamedTuple):
    """The flows of each criterion alone: no weight enters.

    Attributes
    ----------
    plus : (..., m, n) array
        How far one is preferred to the others, in [0, 1].
    minus : (..., m, n) array
        How far the others are preferred to it, in [0, 1].

    Examples
    --------
    >>> flows = preference_flows(np.array([[4.0], [3.0]]), np.array([False]))
    >>> (flows.plus - flows.minus).tolist()
    [[-1.0], [1.0]]
    """

    plus: FloatArray
    minus: FloatArray


class PrometheeParts(NamedTuple):
    """The outranking flows of PROMETHEE, all (..., m).

    Attributes
    ----------
    phi_plus : (..., m) array
        How far one outranks the others; higher is better.
    phi_minus : (..., m) array
        How far the others outrank it; lower is better.
    scores : (..., m) array
        The net flow, phi_plus - phi_minus.

    Examples
    --------
    >>> from kadmcdm import core
    >>> x = np.array([[1.0, 4.0], [4.0, 2.0]])
    >>> weights, benefit = np.array([0.5, 0.5]), np.array([True, False])
    >>> parts = core.promethee_parts(x, weights, benefit)
    >>> parts.phi_plus.tolist(), parts.phi_minus.tolist(), parts.scores.tolist()
    ([0.0, 1.0], [1.0, 0.0], [-1.0, 1.0])
    """

    phi_plus: FloatArray
    phi_minus: FloatArray
    scores: FloatArray


def preference_degree(
    differences: FloatArray,
    function: PreferenceFunction,
    *,
    q: float = 0.0,
    p: float = 1.0,
    s: float = 1.0,
) -> FloatArray:
    """Return how strongly a difference speaks for whoever is ahead by it.

    ========  ==========================================================
    function  preference of a difference d > 0 (0 for the others)
    ========  ==========================================================
    usual     1
    u-shape   1 where d > q
    v-shape   d / p, at most 1
    level     0.5 where d > q, 1 where d > p
    linear    (d - q) / (p - q), from 0 to 1: v-shape with indifference
    gaussian  1 - exp(-d² / (2 s²))
    ========  ==========================================================

    Parameters
    ----------
    differences : (...) array
        Above 0: better.
    function : str
        One of the six above.
    q, p, s : float
        Thresholds in the unit of the differences: of indifference, of strict preference, and the
        standard deviation of the Gaussian. q >= 0; p > 0; q <= p; s > 0.

    Returns
    -------
    (...) array
        In [0, 1].

    Raises
    ------
    InputError
        For an unknown function.

    Examples
    --------
    >>> preference_degree(np.array([-1.0, 1.0, 2.0, 5.0]), "linear", q=1, p=3).tolist()
    [0.0, 0.0, 0.5, 1.0]

    References
    ----------
    .. [1] Brans, J.-P. and Vincke, P. (1985). A preference ranking organisation method: the
       PROMETHEE method for multiple criteria decision-making. Management Science 31(6), 647-656.
    """
    raise_faults(list(choice_fault("preference", function, PREFERENCE_FUNCTIONS)))
    d = np.maximum(differences, 0.0)
    if function == "usual":
        return np.where(d > 0.0, 1.0, 0.0)
    if function == "u-shape" or (function == "linear" and q == p):
        return np.where(d > q, 1.0, 0.0)
    if function == "level":
        return np.where(d > p, 1.0, np.where(d > q, 0.5, 0.0))
    with np.errstate(over="ignore"):  # far beyond any threshold
        if function == "gaussian":
            half: FloatArray = -np.expm1(-((d / s) ** 2) / 2.0)
            return half
        low = q if function == "linear" else 0.0
        ramp: FloatArray = np.clip((d - low) / (p - low), 0.0, 1.0)
        return ramp


def preference_flows(
    matrix: FloatArray,
    benefit: BoolArray,
    *,
    preference: PreferenceFunction | Sequence[PreferenceFunction] = "usual",
    q: Thresholds = None,
    p: Thresholds = None,
    s: Thresholds = None,
) -> PreferenceFlows:
    r"""Return the flows of each criterion alone.

    :math:`\phi_j^+(a) = \frac{1}{m - 1} \sum_b P_j(a, b)` and :math:`\phi_j^-(a) =
    \frac{1}{m - 1} \sum_b P_j(b, a)`.

    Parameters
    ----------
    matrix : (..., m, n) array
    benefit : (..., n) array of bool
    preference : str, or one for each of the n criteria
        See `preference_degree`.
    q, p, s : float, or one for each of the n criteria, optional
        Thresholds, in the criteria's units; None where the function reads none.

    Returns
    -------
    PreferenceFlows
        0 for a single candidate, and in a constant column. A difference that equals a threshold
        but for rounding equals it. Memory: the flows and some 10 MiB, more where one candidate's
        differences in all matrices together are.

    Examples
    --------
    >>> flows = preference_flows(np.array([[4.0], [3.0], [5.0]]), np.array([True]))
    >>> flows.plus.ravel().tolist(), flows.minus.ravel().tolist()
    ([0.5, 0.0, 1.0], [0.5, 1.0, 0.0])
    """
    n, others = matrix.shape[-1], max(matrix.shape[-2] - 1, 1)
    functions = [preference] * n if isinstance(preference, str) else list(preference)
    thresholds: dict[str, list[Any]] = {
        name: list(given) if isinstance(given, (Sequence, np.ndarray)) else [given] * n
        for name, given in (("q", q), ("p", p), ("s", s))
    }
    better = np.where(benefit[..., None, :], matrix, -matrix)
    better = np.where(is_constant(matrix)[..., None, :], better.max(axis=-2, keepdims=True), better)
    plus, minus = np.empty(better.shape), np.zeros(better.shape)
    m = better.shape[-2]
    step = max(1, BLOCK // max(better[..., 0].size, 1))
    for j, kind in enumerate(functions):  # some rows of one criterion: never (m, m, n)
        read = {name: row[j] for name, row in thresholds.items() if row[j] is not None}
        steps = kind in ("u-shape", "level") or (
            kind == "linear" and read.get("q") == read.get("p", 1.0)
        )
        jumps = tuple(read.values()) if steps else ()
        column = better[..., j]
        for start in range(0, m, step):
            rows = slice(start, start + step)
            ahead = _differences(column[..., rows, None], column[..., None, :], jumps)
            strength = preference_degree(ahead, kind, **read)
            plus[..., rows, j] = strength.sum(axis=-1)
            minus[..., j] += strength.sum(axis=-2)
    return PreferenceFlows(plus / others, minus / others)


def _differences(a: FloatArray, b: FloatArray, thresholds: Iterable[float]) -> FloatArray:
    """Return a - b, which equals a threshold that it equals but for rounding."""
    with np.errstate(over="ignore"):
        ahead: FloatArray = a - b
    for threshold in thresholds:
        slack = ROUNDING * np.maximum(np.abs(a), np.abs(b))
        np.copyto(ahead, threshold, where=np.abs(ahead - threshold) <= slack)
    return ahead


def promethee_parts(
    matrix: FloatArray,
    weights: FloatArray,
    benefit: BoolArray,
    *,
    preference: PreferenceFunction | Sequence[PreferenceFunction] = "usual",
    q: Thresholds = None,
    p: Thresholds = None,
    s: Thresholds = None,
) -> PrometheeParts:
    r"""Score by the net outranking flow of PROMETHEE II.

    :math:`\phi(a) = \phi^+(a) - \phi^-(a)`, with :math:`\phi^\pm(a) = \sum_j w_j
    \phi_j^\pm(a)`.

    Parameters
    ----------
    matrix : (..., m, n) array
    weights : (..., n) array
    benefit : (..., n) array of bool
    preference, q, p, s
        See `preference_flows`.

    Returns
    -------
    PrometheeParts
        With weights that sum to 1, flows in [0, 1] and net flows in [-1, 1].

    Examples
    --------
    >>> x = np.array([[4.0, 3, 2], [3, 2, 4], [5, 1, 3]])
    >>> parts = promethee_parts(x, np.array([0.5, 0.3, 0.2]), np.full(3, True))
    >>> parts.phi_plus.round(3).tolist(), parts.scores.round(3).tolist()
    ([0.55, 0.35, 0.6], [0.1, -0.3, 0.2])

    References
    ----------
    .. [1] Brans, J.-P. and Vincke, P. (1985). A preference ranking organisation method: the
       PROMETHEE method for multiple criteria decision-making. Management Science 31(6), 647-656.
    """
    flows = preference_flows(matrix, benefit, preference=preference, q=q, p=p, s=s)
    net = signed_sum(flows.plus - flows.minus, weights)
    return PrometheeParts(dot(flows.plus, weights), dot(flows.minus, weights), net)
