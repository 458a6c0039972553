"""The nearest weights under which a weighted sum no longer prefers one candidate to another."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.errors import choice_fault, raise_faults

Norm: TypeAlias = Literal["l1", "euclidean"]

HALVINGS = 100
"""Of the interval that holds the multiplier; more than a float64 has digits."""


def nearest_level_weights(leads: FloatArray, weights: FloatArray, norm: Norm = "l1") -> FloatArray:
    r"""Find the nearest weights that bring leads to zero, each by itself.

    Minimizes :math:`\|w' - w\|` over :math:`w' \ge 0`, :math:`\sum_j w'_j = 1`,
    :math:`\sum_j w'_j d_j \le 0`, for every row d.

    Parameters
    ----------
    leads : (c, n) array
        What the leader is ahead by on each criterion, one row per challenger.
    weights : (n,) array
        Sum to 1.
    norm : "l1" or "euclidean"

    Returns
    -------
    (c, n) array
        NaN where the leader is nowhere behind, so that no weights put the challenger above it;
        the weights themselves where it does not lead.

    Notes
    -----
    ``"l1"``: weight moves to the criterion on which the leader is furthest behind, from those on
    which it is furthest ahead first; this greedy rule solves the linear program, which has one
    constraint besides the simplex. The minimum is unique, the weights need not be.
    ``"euclidean"``: w' is the projection of w - lambda d onto the simplex; lambda is found by
    halving, then solved for exactly on the criteria that keep weight.

    Examples
    --------
    >>> nearest_level_weights(np.array([[1.0, -1.0]]), np.array([0.75, 0.25])).tolist()
    [[0.5, 0.5]]
    """
    raise_faults(list(choice_fault("norm", norm, get_args(Norm))))
    largest = np.abs(leads).max(axis=1, keepdims=True)
    d = leads / np.where(largest == 0.0, 1.0, largest)
    total = d @ weights
    reachable = d.min(axis=1) < 0.0
    moved = np.tile(weights, (len(d), 1))
    ahead = reachable & (total > 0.0)
    if ahead.any():
        move = _moved_l1 if norm == "l1" else _moved_euclidean
        moved[ahead] = move(d[ahead], total[ahead], weights)
    moved[~reachable] = np.nan
    return moved


def _moved_l1(d: FloatArray, total: FloatArray, weights: FloatArray) -> FloatArray:
    receiver = d.argmin(axis=1)
    gain = d - d.min(axis=1, keepdims=True)  # of the challenger, per unit of weight moved
    richest = np.argsort(-gain, axis=1, kind="stable")
    falling = np.take_along_axis(gain, richest, axis=1)
    whole = weights[richest] * falling
    before = np.cumsum(whole, axis=1) - whole
    wanted = np.maximum(total[:, None] - before, 0.0)
    taken = np.where(falling > 0.0, wanted / np.where(falling > 0.0, falling, 1.0), 0.0)
    taken = np.minimum(taken, weights[richest])
    moved = np.tile(weights, (len(d), 1))
    rows = np.arange(len(d))
    moved[rows[:, None], richest] -= taken
    moved[rows, receiver] += taken.sum(axis=1)
    return moved


def _moved_euclidean(d: FloatArray, total: FloatArray, weights: FloatArray) -> FloatArray:
    low, high = np.zeros(len(d)), np.ones(len(d))

    def behind(multiplier: FloatArray) -> BoolArray:
        projected = onto_simplex(weights - multiplier[:, None] * d)
        found: BoolArray = (projected * d).sum(axis=1) <= 0.0
        return found

    while not (enough := behind(high)).all():
        high = np.where(enough, high, 2.0 * high)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        enough = behind(middle)
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    rough = onto_simplex(weights - high[:, None] * d)
    # On the criteria that keep weight, w - mu - lambda d: two equations for two multipliers.
    kept = rough > 0.0
    count = kept.sum(axis=1)
    on = np.where(kept, d, 0.0)
    sums, squares = on.sum(axis=1), (on * on).sum(axis=1)
    weight, lead = (kept * weights).sum(axis=1), (on * weights).sum(axis=1)
    determinant = count * squares - sums * sums
    usable = determinant > 1e-12 * count * squares
    divisor = np.where(usable, determinant, 1.0)
    multiplier = (count * lead - sums * (weight - 1.0)) / divisor
    shift = (squares * (weight - 1.0) - sums * lead) / divisor
    exact = np.where(kept, weights - shift[:, None] - multiplier[:, None] * d, 0.0)
    exact = np.maximum(exact, 0.0)
    moved: FloatArray = np.where(usable[:, None], exact, rough)
    return moved


def onto_simplex(points: FloatArray) -> FloatArray:
    """Return the nearest weights to each point: not negative, sum 1.

    Parameters
    ----------
    points : (..., n) array

    Returns
    -------
    (..., n) array

    Examples
    --------
    >>> onto_simplex(np.array([0.5, 1.5, -1.0])).tolist()
    [0.0, 1.0, 0.0]

    References
    ----------
    .. [1] Held, M., Wolfe, P. and Crowder, H. P. (1974). Validation of subgradient optimization.
       Mathematical Programming 6, 62-88.
    """
    falling = -np.sort(-points, axis=-1)
    excess = (np.cumsum(falling, axis=-1) - 1.0) / np.arange(1, points.shape[-1] + 1)
    kept = (falling > excess).sum(axis=-1, keepdims=True)
    shift = np.take_along_axis(excess, kept - 1, axis=-1)
    projected: FloatArray = np.maximum(points - shift, 0.0)
    return projected
