"""Several rankings as one: who stands above whom how often, and orders that fit that best."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray

EXACT = 14
"""Candidates up to which every optimal order is counted: 2^14 sets of them."""


def preference_counts(views: IntArray) -> IntArray:
    """Return in how many rankings each candidate stands above each other.

    Parameters
    ----------
    views : (k, ..., m) array of int
        Ranks in k rankings, 1 is best; equal ranks count for neither.

    Returns
    -------
    (..., m, m) array of int
        [i, j] counts the rankings with i above j. Memory while at it: k m bytes per ranking.
    """
    below = [(views < views[..., j : j + 1]).sum(axis=0) for j in range(views.shape[-1])]
    return np.stack(below, axis=-1).astype(np.int64)


def borda_scores(counts: IntArray, k: int) -> FloatArray:
    """Return Borda's points per ranking: those below, and half of those level.

    Parameters
    ----------
    counts : (..., m, m) array of int
        Of `preference_counts`.
    k : int
        Rankings.

    Returns
    -------
    (..., m) array
        In [0, m - 1]: m less the mean of average ranks.
    """
    m = counts.shape[-1]
    net = (counts - np.swapaxes(counts, -1, -2)).sum(axis=-1)
    return np.asarray((m - 1) / 2 + net / (2 * k))


def copeland_scores(counts: IntArray) -> FloatArray:
    """Return those beaten by a majority minus those that beat by one, over m - 1.

    Parameters
    ----------
    counts : (..., m, m) array of int

    Returns
    -------
    (..., m) array
        In [-1, 1]; what `majority_scores` gives, for any number of rankings.
    """
    wins = np.sign(counts - np.swapaxes(counts, -1, -2)).sum(axis=-1)
    return np.asarray(wins / max(counts.shape[-1] - 1, 1))


def majority_groups(counts: IntArray) -> list[IntArray]:
    """Return groups of candidates, best first: each of one beats each of the next by a majority.

    Every Kemeny order keeps the groups apart (the extended Condorcet criterion), so that each can
    be ordered by itself.

    Parameters
    ----------
    counts : (m, m) array of int

    Returns
    -------
    list of (g,) arrays of int
    """
    reach = counts >= counts.T  # a tie holds two together
    for _ in range(max(len(counts) - 1, 1).bit_length()):
        reach = reach | (reach.astype(np.float64) @ reach > 0)
    reached = reach.sum(axis=1)
    return [np.flatnonzero(reached == size) for size in np.unique(reached)[::-1]]


class OrdersParts(NamedTuple):
    """All orders that disagree least with some rankings.

    order : (m,) the optimal order that is first when candidates are compared by their place in the
    input. disagreement : of ordered pairs. optimal : how many there are. before : (m, m) in how
    many of them i stands before j.
    """

    order: IntArray
    disagreement: int
    optimal: int
    before: IntArray


def kemeny_orders(counts: IntArray) -> OrdersParts:
    r"""Return the orders with the fewest pairs against the rankings, by dynamic programming.

    The best way to fill the first places with a set S is the best way to fill all but the last of
    them, for each choice of the last: :math:`2^m m` steps and numbers. Whoever comes next after S
    disagrees with every ranking that has one of the rest above it.

    Parameters
    ----------
    counts : (m, m) array of int
        m up to `EXACT`.

    Returns
    -------
    OrdersParts

    References
    ----------
    .. [1] Kemeny, J. G. (1959). Mathematics without numbers. Daedalus 88(4), 577-591.
    .. [2] Held, M. and Karp, R. M. (1962). A dynamic programming approach to sequencing problems.
       Journal of SIAM 10(1), 196-210.
    """
    m = len(counts)
    sets = np.arange(2**m)
    inside: BoolArray = (sets[:, None] >> np.arange(m) & 1).astype(bool)
    sizes = inside.sum(axis=1)
    against = (~inside).astype(np.int64) @ counts  # [S, i]: rankings with one of the rest above i
    rest = np.full(2**m, np.iinfo(np.int64).max)  # the least that completes S
    ways = np.zeros(2**m, dtype=np.int64)  # orders that complete it so
    rest[-1], ways[-1] = 0, 1
    steps = np.zeros((2**m, m), dtype=bool)  # who may come next in one of them
    for size in range(m - 1, -1, -1):
        here = np.flatnonzero(sizes == size)
        after = here[:, None] | 1 << np.arange(m)
        cost = np.where(inside[here], np.iinfo(np.int64).max, against[here] + rest[after])
        rest[here] = cost.min(axis=1)
        steps[here] = cost == rest[here, None]
        ways[here] = (ways[after] * steps[here]).sum(axis=1)
    reached = np.zeros(2**m, dtype=np.int64)  # optimal orders of the first places that lead to S
    reached[0] = 1
    before = np.zeros((m, m), dtype=np.int64)
    for size in range(m):
        here = np.flatnonzero((sizes == size) & (reached > 0))
        for i in range(m):
            some = here[steps[here, i]]
            after = some | 1 << i
            np.add.at(reached, after, reached[some])
            before[i] += (reached[some] * ways[after]) @ ~inside[after]
    order: list[int] = []
    done = 0
    while len(order) < m:
        order.append(int(np.argmax(steps[done])))
        done |= 1 << order[-1]
    return OrdersParts(np.array(order, dtype=np.int64), int(rest[0]), int(ways[0]), before)
