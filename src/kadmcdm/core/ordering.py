"""Ordering: ranks, order and dominance."""

from __future__ import annotations

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray

TIE_TOLERANCE = 1e-9
"""Scores this close, relative to the largest absolute score, are tied (law 6)."""


def ranks(scores: FloatArray, *, tie_tolerance: float = TIE_TOLERANCE) -> IntArray:
    """Return competition ranks (1, 2, 2, 4); 1 is best.

    Parameters
    ----------
    scores : (..., m) array
        Higher is better.
    tie_tolerance : float
        Sorted scores whose neighbors differ by at most this times the largest absolute score
        are tied, as long as the group spans no more than that from its first member.

    Returns
    -------
    (..., m) array of int

    Examples
    --------
    >>> ranks(np.array([0.1 + 0.2, 0.5, 0.3, 0.1])).tolist()
    [2, 1, 2, 4]
    """
    flat = scores.reshape(-1, scores.shape[-1])
    by_score, first = _tie_groups(flat, tie_tolerance)
    out = np.empty(flat.shape, dtype=np.int64)
    first += 1
    np.put_along_axis(out, by_score, first, axis=1)
    return out.reshape(scores.shape)


def _tie_groups(flat: FloatArray, tie_tolerance: float) -> tuple[IntArray, IntArray]:
    """Return candidates by falling score, and the place of the first of each one's tie group."""
    places = np.arange(flat.shape[1])
    by_score = np.argsort(-flat, axis=1)  # the order inside a tie is settled by who needs it
    falling = np.take_along_axis(flat, by_score, axis=1)
    allowed = tie_tolerance * np.abs(flat).max(axis=1, keepdims=True, initial=0.0)
    starts = np.ones(flat.shape, dtype=bool)
    starts[:, 1:] = falling[:, :-1] - falling[:, 1:] > allowed
    if starts.all():
        return by_score, np.broadcast_to(places, flat.shape).copy()
    first = np.maximum.accumulate(np.where(starts, places, 0), axis=1)
    span = np.take_along_axis(falling, first, axis=1) - falling
    for row in np.flatnonzero((span > allowed).any(axis=1)):  # chains longer than the tolerance
        for start in np.unique(first[row, span[row] > allowed[row]]):
            end = int(np.searchsorted(first[row], start, side="right"))
            first[row, start:end] = start + _chain_safe(falling[row, start:end], allowed[row, 0])
    return by_score, first


def _chain_safe(falling: FloatArray, allowed: np.float64) -> IntArray:
    """Return the first member of each one's tie group, no group spanning more than `allowed`."""
    ends = np.searchsorted(-falling, -falling + allowed, side="right")
    first = np.empty(falling.size, dtype=np.int64)
    start = 0
    while start < falling.size:
        end = max(int(ends[start]), start + 1)
        # The sum rounded; the difference decides, as it does for neighbors.
        while end > start + 1 and falling[start] - falling[end - 1] > allowed:
            end -= 1
        while end < falling.size and falling[start] - falling[end] <= allowed:
            end += 1
        first[start:end] = start
        start = end
    return first


def order(scores: FloatArray, *, tie_tolerance: float = TIE_TOLERANCE) -> IntArray:
    """Return the candidates' indices, best first; ties in input order.

    Parameters
    ----------
    scores : (..., m) array
    tie_tolerance : float
        See `ranks`.

    Returns
    -------
    (..., m) array of int

    Examples
    --------
    >>> order(np.array([0.3, 0.5, 0.1 + 0.2])).tolist()
    [1, 0, 2]
    """
    flat = scores.reshape(-1, scores.shape[-1])
    by_score, first = _tie_groups(flat, tie_tolerance)
    for row in np.flatnonzero((first[:, 1:] == first[:, :-1]).any(axis=1)):
        by_score[row] = by_score[row][np.lexsort((by_score[row], first[row]))]
    return by_score.reshape(scores.shape)


def dominates(matrix: FloatArray, benefit: BoolArray) -> BoolArray:
    """Tell which candidate dominates which: nowhere worse, somewhere better.

    Parameters
    ----------
    matrix : (..., m, n) array
    benefit : (..., n) array of bool

    Returns
    -------
    (..., m, m) array of bool
        [i, j] is True when i dominates j. Memory grows with m².

    Examples
    --------
    >>> dominates(np.array([[2.0, 1.0], [1.0, 1.0]]), np.array([True, True])).tolist()
    [[False, True], [False, False]]
    """
    x = np.where(benefit[..., None, :], matrix, -matrix)
    no_worse = np.ones((*x.shape[:-1], x.shape[-2]), dtype=bool)
    better = np.zeros_like(no_worse)
    for j in range(x.shape[-1]):  # one criterion at a time: (m, m), never (m, m, n)
        column = x[..., j]
        no_worse &= column[..., :, None] >= column[..., None, :]
        better |= column[..., :, None] > column[..., None, :]
    return no_worse & better
