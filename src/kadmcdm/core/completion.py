"""Incomplete pairwise comparisons: what the judgments that were given say about the others.

A pairwise matrix with missing pairs has NaN at both of their places. The judgments are the edges
of a graph; where it is connected, both completions exist and are unique.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray
from kadmcdm.core.pairwise import principal
from kadmcdm.errors import choice_fault, raise_faults

CompletionRule: TypeAlias = Literal["eigenvector", "least_squares"]
COMPLETION_RULES: tuple[CompletionRule, ...] = ("eigenvector", "least_squares")

FLAT = 1e-13
"""The search stops when the logarithm of lambda_max has no slope steeper than this left."""

AT_A_TIME = 512
"""Matrices in one search: bounds the memory of their Hessians, and what a slow one costs others."""

STEPS = 60
HALVINGS = 30


def components(matrix: FloatArray) -> IntArray:
    """Return which items are connected by judgments.

    Parameters
    ----------
    matrix : (..., n, n) array
        NaN where a pair is missing.

    Returns
    -------
    (..., n) array of int
        For each item the first item that it is connected with: all 0 for a connected graph.

    Examples
    --------
    >>> nan = np.nan
    >>> a = np.array([[1, nan, 2], [nan, 1, nan], [0.5, nan, 1]])
    >>> components(a).tolist()
    [0, 1, 0]
    """
    reached = ~np.isnan(matrix)
    for _ in range(max(1, int(np.ceil(np.log2(max(matrix.shape[-1], 2)))))):
        reached = reached @ reached  # of booleans: is there a way over somebody
    first: IntArray = reached.argmax(axis=-1)
    return first


def is_connected(matrix: FloatArray) -> BoolArray:
    """Tell whether judgments lead from each item to each other.

    Parameters
    ----------
    matrix : (..., n, n) array
        NaN where a pair is missing.

    Returns
    -------
    (...) array of bool

    Examples
    --------
    >>> bool(is_connected(np.array([[1, np.nan], [np.nan, 1]])))
    False
    """
    return np.asarray(components(matrix).max(axis=-1) == 0)


def least_squares_vector(matrix: FloatArray) -> FloatArray:
    """Return the priorities whose ratios are nearest to the judgments, in logarithms.

    Parameters
    ----------
    matrix : (..., n, n) array
        NaN where a pair is missing.

    Returns
    -------
    (..., n) array
        Sums to 1; the geometric means of the rows when nothing is missing; NaN where the judgments
        don't connect all items.

    Examples
    --------
    >>> nan = np.nan
    >>> least_squares_vector(np.array([[1, 2, nan], [1 / 2, 1, 4], [nan, 1 / 4, 1]])).round(4)
    array([0.6154, 0.3077, 0.0769])

    References
    ----------
    .. [1] Bozóki, S., Fülöp, J. and Rónyai, L. (2010). On optimal completion of incomplete pairwise
       comparison matrices. Mathematical and Computer Modelling 52(1-2), 318-333, section 5.
    """
    n = matrix.shape[-1]
    given = ~np.isnan(matrix)
    apart = ~is_connected(matrix)
    logs = np.where(given, np.log(np.where(given, matrix, 1.0)), 0.0)
    edges = np.where(given, 1.0, 0.0) * (1.0 - np.eye(n))
    laplacian = np.eye(n) * edges.sum(axis=-1)[..., None] - edges + 1.0 / n
    laplacian[apart] = np.eye(n)
    u = np.linalg.solve(laplacian, logs.sum(axis=-1)[..., None])[..., 0]
    w = np.exp(u - u.max(axis=-1, keepdims=True))
    w[apart] = np.nan
    vector: FloatArray = w / w.sum(axis=-1, keepdims=True)
    return vector


def complete(matrix: FloatArray, rule: CompletionRule = "eigenvector") -> FloatArray:
    """Fill in the missing pairs.

    Parameters
    ----------
    matrix : (..., n, n) array
        NaN where a pair is missing.
    rule : str
        ``"eigenvector"`` the values that make lambda_max least; ``"least_squares"`` the ratios of
        `least_squares_vector`.

    Returns
    -------
    (..., n, n) array
        Reciprocal; the judgments as they were; all NaN where they don't connect all items.

    Raises
    ------
    InputError
        For an unknown rule.

    Notes
    -----
    log lambda_max is a convex function of the logarithms of the missing values (Kingman 1961), and
    strictly so for a connected graph. Newton's method with halved steps finds its least value:
    with the Markov chain q_ij = a_ij x_j / (lambda x_i), the gradient is the chain's net flow over
    each missing pair, and the Hessian the asymptotic covariance of these flows. It starts at the
    least-squares completion. Memory: some 2 n⁴ KiB of scratch.

    Examples
    --------
    >>> nan = np.nan
    >>> a = np.array([[1, 1, 5, 2], [1, 1, 3, 4], [1/5, 1/3, 1, nan], [1/2, 1/4, nan, 1]])
    >>> float(complete(a)[2, 3].round(7)), float(complete(a, "least_squares")[2, 3].round(7))
    (0.7302967, 0.7302967)

    References
    ----------
    .. [1] Bozóki, S., Fülöp, J. and Rónyai, L. (2010). On optimal completion of incomplete pairwise
       comparison matrices. Mathematical and Computer Modelling 52(1-2), 318-333.
    """
    raise_faults(list(choice_fault("rule", rule, COMPLETION_RULES)))
    n = matrix.shape[-1]
    missing = np.isnan(matrix)
    if not missing.any():
        return matrix
    filled = matrix.reshape(-1, n, n).copy()
    holes = missing.reshape(-1, n, n)
    some = np.flatnonzero(holes.any(axis=(1, 2)))
    w = least_squares_vector(filled[some])
    ratios = w[:, :, None] / w[:, None, :]
    apart = np.isnan(w[:, 0])
    filled[some] = np.where(holes[some] & ~apart[:, None, None], ratios, filled[some])
    filled[some[apart]] = np.nan
    joined = some[~apart]
    if rule == "eigenvector":
        for start in range(0, len(joined), AT_A_TIME):
            at = joined[start : start + AT_A_TIME]
            filled[at] = _least_eigenvalue(filled[at], holes[at])
    return filled.reshape(matrix.shape)


def _least_eigenvalue(a: FloatArray, holes: BoolArray) -> FloatArray:
    """Return (B, n, n) matrices with the values at `holes` that make lambda_max least."""
    i, j = np.nonzero(np.triu(holes.any(axis=0), 1))
    free = holes[:, i, j]
    t = np.log(a[:, i, j])
    value, slope, curvature = _derivatives(a, i, j, free)
    active = np.abs(slope).max(axis=1) > FLAT
    for _ in range(STEPS):
        if not active.any():
            break
        on = np.flatnonzero(active)
        step = -np.linalg.solve(curvature[on], slope[on, :, None])[..., 0]
        step *= np.minimum(1.0, 4.0 / np.maximum(np.abs(step).max(axis=1), 4.0))[:, None]
        scale = np.ones(len(on))
        for _ in range(HALVINGS):
            tried = t[on] + scale[:, None] * step
            b = _put(a[on], i, j, tried, free[on])
            found = _derivatives(b, i, j, free[on])
            worse = found[0] > value[on] + 1e-14 * np.abs(value[on]) + 1e-15
            if not worse.any():
                break
            scale[worse] /= 2.0
        flatter = np.abs(found[1]).max(axis=1) < np.abs(slope[on]).max(axis=1)
        moved = on[flatter]
        t[moved], a[moved] = tried[flatter], b[flatter]
        value[moved], slope[moved], curvature[moved] = (part[flatter] for part in found)
        active[on] = flatter & (np.abs(found[1]).max(axis=1) > FLAT)
    return a


def _put(a: FloatArray, i: IntArray, j: IntArray, logs: FloatArray, free: BoolArray) -> FloatArray:
    b = a.copy()
    b[:, i, j] = np.where(free, np.exp(logs), a[:, i, j])
    b[:, j, i] = np.where(free, np.exp(-logs), a[:, j, i])
    return b


def log_lambda_slope(matrix: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return log lambda_max, and its slope in the logarithm of each judgment.

    Parameters
    ----------
    matrix : (..., n, n) array
        Positive and reciprocal, nothing missing.

    Returns
    -------
    value : (...) array
    slope : (..., n, n) array
        [i, j] is the derivative by log a_ij, with a_ji = 1 / a_ij; antisymmetric.

    Examples
    --------
    >>> value, slope = log_lambda_slope(np.array([[1, 2, 9], [1 / 2, 1, 2], [1 / 9, 1 / 2, 1]]))
    >>> float(np.exp(value).round(4)), slope[0].round(4).tolist()
    (3.0735, [0.0, -0.0593, 0.0593])
    """
    value, _, _, flow = _flow(matrix)
    return value, flow - np.swapaxes(flow, -1, -2)


def _flow(a: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return log lambda_max, the chain a_ij x_j / (lambda x_i), where it stays, and its flow."""
    right = principal(a)
    x, y = right.vector, principal(np.ascontiguousarray(np.swapaxes(a, -1, -2))).vector
    chain = a * (x[..., None, :] / x[..., :, None])
    chain /= chain.sum(axis=-1, keepdims=True)
    stationary = x * y
    stationary /= stationary.sum(axis=-1, keepdims=True)
    return np.log(right.value), chain, stationary, stationary[..., :, None] * chain


def _derivatives(
    a: FloatArray, i: IntArray, j: IntArray, free: BoolArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return log lambda_max (B,), its gradient (B, P) and Hessian (B, P, P) in log a_ij.

    Pairs that are not free have no slope, and curvature 1, so that a step leaves them alone.
    """
    n, pairs = a.shape[-1], len(i)
    value, chain, stationary, flow = _flow(a)
    forth, back = np.where(free, flow[:, i, j], 0.0), np.where(free, flow[:, j, i], 0.0)
    slope = forth - back
    arriving, leaving = np.zeros((2, len(a), pairs, n))
    k = np.arange(pairs)
    arriving[:, k, j], arriving[:, k, i] = forth, -back
    leaving[:, k, i] = np.where(free, chain[:, i, j], 0.0)
    leaving[:, k, j] = -np.where(free, chain[:, j, i], 0.0)
    everywhere = stationary[:, None, :]
    fundamental = np.linalg.inv(np.eye(n) - chain + everywhere) - everywhere
    lagged = arriving @ fundamental @ np.swapaxes(leaving, 1, 2)
    curvature = lagged + np.swapaxes(lagged, 1, 2) - slope[:, :, None] * slope[:, None, :]
    curvature[:, k, k] += np.where(free, forth + back, 1.0)
    return value, slope, curvature
