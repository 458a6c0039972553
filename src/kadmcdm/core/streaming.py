"""TOPSIS for one weight vector in two passes over the data: column statistics, then distances."""

from __future__ import annotations

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, NormalizationRule
from kadmcdm.core.normalization import CONSTANT

ROWS = 8192
"""Candidates at a time, so that a block stays in cache between operations."""

WIDE = 64
"""Candidates to a row of the widened view: (m, n) as (m / 64, 64 n)."""

LARGEST = 1e140
"""Squares of larger magnitudes, or sums of them, may leave the range of floats."""


def closeness_in_two_passes(
    matrix: FloatArray, weights: FloatArray, benefit: BoolArray, normalization: NormalizationRule
) -> FloatArray | None:
    r"""Return Euclidean closeness without a normalized copy of the matrix.

    ``vector`` and ``minmax`` are linear in each column, so that a normalized and weighted gap is
    :math:`|x_{ij} - x_j^\pm| k_j` with :math:`k_j = w_j / \|x_j\|` or :math:`w_j / (\max - \min)`,
    and a squared distance is the product of the squared gaps with :math:`k^2`.

    Parameters
    ----------
    matrix : (m, n) array
    weights : (n,) array
    benefit : (n,) array of bool
    normalization : "vector" or "minmax"

    Returns
    -------
    (m,) array or None
        None where magnitudes leave the range in which squares are exact enough; the caller then
        takes the general way.

    Notes
    -----
    Memory: 2 MiB of scratch and the result, whatever m.

    Examples
    --------
    >>> x = np.array([[1.0, 2.0], [3.0, 4.0], [2.0, 2.0]])
    >>> equal = np.array([0.5, 0.5])
    >>> closeness_in_two_passes(x, equal, np.array([True, True]), "minmax").round(3).tolist()
    [0.0, 1.0, 0.309]
    """
    blocks = len(matrix) >= 2 * WIDE and matrix.flags.c_contiguous
    high, low, squares = _statistics(matrix) if blocks else _reduced(matrix)
    spread = high - low
    # One look at what nearly all data pass: no square left the range of floats, and a spread above
    # 1e-12 of the root of all squares is above 1e-12 of the largest magnitude, so no constant.
    if spread.min() > 1.0 / LARGEST and squares.max() < LARGEST**2:
        below = spread * spread
        plain = bool((below > CONSTANT**2 * squares).all())
    else:
        plain = False
    if not plain:
        constant = spread <= CONSTANT * np.maximum(high, -low)
        narrow = spread[~constant].min(initial=1.0) <= 1.0 / LARGEST
        if narrow or max(high.max(), -low.min()) >= LARGEST:
            return None
        squares = np.where(constant, 1.0, squares)
        below = np.where(constant, 1.0, spread * spread)
        weights = np.where(constant, 0.0, weights)
    k2 = weights / (np.maximum.reduce(weights) or 1.0)
    k2 *= k2
    k2 /= squares if normalization == "vector" else below  # not scaled: gaps bring the inverse
    best, worst = np.where(benefit, high, low), np.where(benefit, low, high)
    if not blocks:
        near, far = matrix - best, matrix - worst
        near *= near
        far *= far
        return _closeness(near @ k2, far @ k2)
    return _in_blocks(matrix, best, worst, k2)


def _reduced(matrix: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    high, low = np.maximum.reduce(matrix, 0), np.minimum.reduce(matrix, 0)
    squares: FloatArray = np.einsum("ij,ij->j", matrix, matrix)
    return high, low, squares


def _statistics(matrix: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return column maxima, minima and sums of squares in one pass.

    Reductions down narrow columns crawl; on the view of 64 candidates to a row they run at the
    speed of memory.
    """
    m, n = matrix.shape
    whole = m // WIDE * WIDE
    high, low = np.full(WIDE * n, -np.inf), np.full(WIDE * n, np.inf)
    squares = np.zeros(WIDE * n)
    for start in range(0, whole, ROWS):
        wide = matrix[start : min(start + ROWS, whole)].reshape(-1, WIDE * n)
        np.maximum(high, np.maximum.reduce(wide, 0), out=high)
        np.minimum(low, np.minimum.reduce(wide, 0), out=low)
        squares += np.einsum("ij,ij->j", wide, wide)
    rest = matrix[whole:]
    return (
        np.maximum.reduce(np.concatenate([high.reshape(WIDE, n), rest]), 0),
        np.minimum.reduce(np.concatenate([low.reshape(WIDE, n), rest]), 0),
        squares.reshape(WIDE, n).sum(axis=0) + np.einsum("ij,ij->j", rest, rest),
    )


def _in_blocks(
    matrix: FloatArray, best: FloatArray, worst: FloatArray, k2: FloatArray
) -> FloatArray:
    """Return closeness block by block, in scratch that is allocated once."""
    m, n = matrix.shape
    whole = m // WIDE * WIDE
    wide_best, wide_worst = np.tile(best, WIDE), np.tile(worst, WIDE)
    gaps = np.empty((ROWS // WIDE, WIDE * n))
    near, far = np.empty(ROWS), np.empty(ROWS)
    closeness = np.empty(m)
    for start in range(0, m, ROWS):
        stop = min(start + ROWS, m)
        part = matrix[start:stop]
        d_near, d_far = near[: len(part)], far[: len(part)]
        if stop <= whole:
            wide = part.reshape(-1, WIDE * n)
            gap = gaps[: len(wide)]
            for target, distance in ((wide_best, d_near), (wide_worst, d_far)):
                np.subtract(wide, target, out=gap)
                np.multiply(gap, gap, out=gap)
                np.matmul(gap.reshape(-1, n), k2, out=distance)
        else:
            for target, distance in ((best, d_near), (worst, d_far)):
                gap = part - target
                gap *= gap
                np.matmul(gap, k2, out=distance)
        closeness[start:stop] = _closeness(d_near, d_far)
    return closeness


def _closeness(near: FloatArray, far: FloatArray) -> FloatArray:
    """Return d- / (d+ + d-) of squared distances, in place; 0.5 where both are 0."""
    np.sqrt(near, out=near)
    np.sqrt(far, out=far)
    near += far
    if not near.all():
        return np.where(near == 0.0, 0.5, far / np.where(near == 0.0, 1.0, near))
    np.divide(far, near, out=far)
    return far
