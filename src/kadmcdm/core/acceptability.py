"""Rank acceptability: how often each candidate takes each rank."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray
from kadmcdm.core.ordering import TIE_TOLERANCE, ranks


class Scorer(Protocol):
    """Whatever scores a matrix under weights, batched by law 1."""

    def __call__(
        self, matrix: FloatArray, weights: FloatArray, benefit: BoolArray, /
    ) -> FloatArray:
        """Return (..., m) scores, higher is better."""


def rank_acceptability(
    matrix: FloatArray, weights: FloatArray, benefit: BoolArray, method: Scorer
) -> FloatArray:
    """Return the share of weight vectors that give each candidate each rank.

    Parameters
    ----------
    matrix : (m, n) array
    weights : (S, n) array
    benefit : (n,) array of bool
    method : callable
        ``method(matrix, weights, benefit)`` returns (S, m) scores, like `topsis`.

    Returns
    -------
    (m, m) array
        [candidate, rank - 1]; rows and columns sum to 1. Candidates whose scores are tied under
        every weight vector (equal rows, say) share their positions equally; a chance tie inside
        one sample goes to the candidate that stands first.

    Notes
    -----
    Memory grows with S m. `kadmcdm.smaa` goes tile by tile.

    Examples
    --------
    >>> from kadmcdm.core import weighted_sum
    >>> w = np.array([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]])
    >>> rank_acceptability(np.eye(2), w, np.array([True, True]), weighted_sum).round(3).tolist()
    [[0.667, 0.333], [0.333, 0.667]]

    References
    ----------
    .. [1] Lahdelma, R. and Salminen, P. (2001). SMAA-2: Stochastic multicriteria acceptability
       analysis for group decision making. Operations Research 49(3), 444-454.
    """
    scores = method(matrix, weights, benefit)
    m = matrix.shape[-2]
    always = always_tied(scores, np.zeros(m, dtype=np.int64))
    counts = share_positions(position_counts(positions(scores)), always)
    shares: FloatArray = counts / weights.shape[-2]
    return shares


def positions(scores: FloatArray) -> IntArray:
    """Return strict positions 0..m-1 of (S, m) scores; ties to the lower index."""
    by_score = np.argsort(-scores, axis=1, kind="stable")
    out = np.empty_like(by_score)
    np.put_along_axis(out, by_score, np.arange(scores.shape[1])[None, :], axis=1)
    return out


def position_counts(places: IntArray) -> FloatArray:
    """Count (S, m) positions to an (m, m) table [candidate, position]."""
    m = places.shape[1]
    flat = places + np.arange(m) * m
    return np.bincount(flat.ravel(), minlength=m * m).reshape(m, m).astype(np.float64)


def always_tied(scores: FloatArray, groups: IntArray) -> IntArray:
    """Refine groups of candidates: who is still tied with whom in every one of (S, m) scores.

    Parameters
    ----------
    scores : (S, m) array
    groups : (m,) array of int
        Labels so far (all 0 at the start); call again with the next tile of samples.

    Returns
    -------
    (m,) array of int
        Equal labels: tied in every sample so far.
    """
    allowed = TIE_TOLERANCE * np.abs(scores).max(axis=1, initial=0.0)
    first = ranks(scores[0]) if len(scores) else np.zeros_like(groups)
    todo = [np.flatnonzero((groups == g) & (first == f)) for g, f in _distinct(groups, first)]
    refined = np.arange(groups.size)  # everyone alone, until shown to be tied with a lower index
    while todo:
        members = todo.pop()
        if members.size < 2:
            continue
        apart = np.abs(scores[:, members] - scores[:, members[:1]])
        tied = (apart <= allowed[:, None]).all(axis=0)
        refined[members[tied]] = members[0]
        todo.append(members[~tied])
    return refined


def _distinct(a: IntArray, b: IntArray) -> list[tuple[int, int]]:
    """Return the distinct pairs of labels."""
    return [(int(g), int(f)) for g, f in np.unique(np.stack([a, b]), axis=1).T]


def share_positions(counts: FloatArray, groups: IntArray) -> FloatArray:
    """Give the members of each always-tied group the mean of their counts."""
    shared = counts.copy()
    for label, size in zip(*np.unique(groups, return_counts=True), strict=True):
        if size > 1:
            members = groups == label
            shared[members] = counts[members].mean(axis=0)
    return shared
