"""Matching: who is paired with whom, so that no two would rather have each other.

Preferences are ranks: (n, m) whole numbers, 1 the first choice, 0 for whom one never takes. Those
of the other side are (m, n). Ranks of a row may leave gaps; equal ones are ties, which `blocking`
understands, and the algorithms do not: break them first.
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np

from kadmcdm._typing import BoolArray, IntArray

NEVER = np.iinfo(np.int64).max


def deferred_acceptance(
    proposer_ranks: IntArray,
    receiver_ranks: IntArray,
    proposer_quotas: IntArray,
    receiver_quotas: IntArray,
) -> BoolArray:
    """Match two sides stably; no stable matching is better for any proposer.

    Each proposer asks down its list while it has room; each receiver holds the best of those who
    asked, as many as its quota, and turns the others away. Quotas on both sides: preferences over
    groups are responsive, that is, a better partner in place of a worse one makes a better group,
    and an acceptable one in a free place too.

    Parameters
    ----------
    proposer_ranks : (n, m) array of int
    receiver_ranks : (m, n) array of int
        No ties in either.
    proposer_quotas, receiver_quotas : (n,), (m,) arrays of int
        1 or more.

    Returns
    -------
    (n, m) array of bool

    Notes
    -----
    O(n m log m) steps.

    Examples
    --------
    >>> first = np.array([[1, 2], [1, 2]])
    >>> one = np.array([1, 1])
    >>> deferred_acceptance(first, np.array([[2, 1], [1, 2]]), one, one).tolist()
    [[False, True], [True, False]]

    References
    ----------
    .. [1] Gale, D. and Shapley, L. S. (1962). College admissions and the stability of marriage.
       American Mathematical Monthly 69(1), 9-15.
    .. [2] Roth, A. E. (1984). Stability and polarization of interests in job matching.
       Econometrica 52(1), 47-57: quotas on both sides.
    """
    mutual = (proposer_ranks > 0) & (receiver_ranks.T > 0)
    lists = [_in_order(ranks, ok) for ranks, ok in zip(proposer_ranks, mutual, strict=True)]
    held: list[list[tuple[int, int]]] = [[] for _ in receiver_quotas]  # the worst on top
    asked, partners = [0] * len(lists), [0] * len(lists)
    theirs = receiver_ranks.tolist()
    asking = list(range(len(lists)))[::-1]
    while asking:
        p = asking.pop()
        while partners[p] < proposer_quotas[p] and asked[p] < len(lists[p]):
            r = lists[p][asked[p]]
            asked[p] += 1
            heappush(held[r], (-theirs[r][p], p))
            partners[p] += 1
            if len(held[r]) > receiver_quotas[r]:
                _, away = heappop(held[r])
                partners[away] -= 1
                if away != p:
                    asking.append(away)
    matched = np.zeros(mutual.shape, dtype=bool)
    for r, kept in enumerate(held):
        matched[[p for _, p in kept], r] = True
    return matched


def blocking(
    left_ranks: IntArray,
    right_ranks: IntArray,
    matched: BoolArray,
    left_quotas: IntArray,
    right_quotas: IntArray,
) -> BoolArray:
    """Tell which pairs are not matched, though both would rather have each other.

    Parameters
    ----------
    left_ranks : (n, m) array of int
        For one pool of n, that of everybody about everybody.
    right_ranks : (m, n) array of int
        For one pool, the same again.
    matched : (n, m) array of bool
        For one pool, symmetric.
    left_quotas, right_quotas : (n,), (m,) arrays of int

    Returns
    -------
    (n, m) array of bool
        Both take each other, and each has room or ranks the other strictly above its worst partner.

    Examples
    --------
    >>> ranks = np.array([[1, 2], [1, 2]])
    >>> one = np.array([1, 1])
    >>> blocking(ranks, ranks, np.eye(2, dtype=bool)[::-1], one, one).tolist()
    [[True, False], [False, False]]
    """
    wants_left = left_ranks < _worst(left_ranks, matched, left_quotas)[:, None]
    wants_right = right_ranks < _worst(right_ranks, matched.T, right_quotas)[:, None]
    found: BoolArray = (
        (left_ranks > 0) & (right_ranks.T > 0) & ~matched & wants_left & wants_right.T
    )
    return found


def _worst(ranks: IntArray, matched: BoolArray, quotas: IntArray) -> IntArray:
    """Return the rank of each one's worst partner, or of nobody where there is room."""
    worst: IntArray = np.where(matched, ranks, 0).max(axis=1, initial=0)
    return np.where(matched.sum(axis=1) < quotas, NEVER, worst)


def _in_order(ranks: IntArray, acceptable: BoolArray) -> list[int]:
    found = np.flatnonzero(acceptable)
    listed: list[int] = found[np.argsort(ranks[found], kind="stable")].tolist()
    return listed


def stable_pairs(ranks: IntArray) -> IntArray | None:
    """Match one pool stably, one partner each, or find that it cannot be done.

    Irving's algorithm, with lists that may leave some out: all ask down their lists; then cycles of
    second choices ("rotations") are taken out until a single partner is left to each, or nobody to
    someone.

    Parameters
    ----------
    ranks : (n, n) array of int
        No ties; 0 on the diagonal.

    Returns
    -------
    (n,) array of int, or None
        Each one's partner, -1 for those without; None where no stable matching exists.

    Notes
    -----
    O(n²) places of the lists are taken out, each at most once.

    Examples
    --------
    >>> stable_pairs(np.array([[0, 1, 2], [2, 0, 1], [1, 2, 0]])) is None
    True
    >>> stable_pairs(np.array([[0, 1, 2], [1, 0, 2], [1, 2, 0]])).tolist()
    [1, 0, -1]

    References
    ----------
    .. [1] Irving, R. W. (1985). An efficient algorithm for the "stable roommates" problem. Journal
       of Algorithms 6(4), 577-595.
    .. [2] Gusfield, D. and Irving, R. W. (1989). The Stable Marriage Problem. MIT Press, ch. 4.
    """
    lists = _Lists(ranks)
    n = len(ranks)
    holds = [-1] * n
    for start in range(n):
        p = start
        while p >= 0 and lists.first(p) >= 0:
            q = lists.first(p)
            away, holds[q] = holds[q], p
            lists.cut_after(q, p)  # `away` stands behind p, or p would have been cut
            p = away
    for p in range(n):
        while lists.second(p) >= 0:
            if not _rotate(lists, p):
                return None
    return np.array([lists.first(p) for p in range(n)], dtype=np.int64)


def _rotate(lists: _Lists, start: int) -> bool:
    """Take out the rotation that a person's second choice leads to; False if one is left alone."""
    path, seen = [start], {start: 0}
    while True:
        p = lists.last(lists.second(path[-1]))
        if p in seen:
            break
        seen[p] = len(path)
        path.append(p)
    turning = path[seen[p] :]
    takes = [(lists.second(p), p) for p in turning]
    for q, p in takes:
        lists.cut_after(q, p)
    return all(lists.first(p) >= 0 for p in turning)


class _Lists:
    """What is left of everybody's list; who is cut from one list is cut from the other's too."""

    def __init__(self, ranks: IntArray) -> None:
        mutual = (ranks > 0) & (ranks.T > 0)
        rows = zip(ranks, mutual, strict=True)
        self.people = [_in_order(row, ok) for row, ok in rows]
        self.place = [{q: k for k, q in enumerate(row)} for row in self.people]
        self.there = [[True] * len(row) for row in self.people]
        self.low = [0] * len(ranks)
        self.high = [len(row) - 1 for row in self.people]

    def first(self, p: int) -> int:
        """Return the best one left, -1 if none."""
        there, k = self.there[p], self.low[p]
        while k <= self.high[p] and not there[k]:
            k += 1
        self.low[p] = k
        return self.people[p][k] if k <= self.high[p] else -1

    def last(self, p: int) -> int:
        """Return the worst one left of a list that is not empty: who has p first, so is not cut."""
        return self.people[p][self.high[p]]

    def second(self, p: int) -> int:
        """Return the second best left, -1 if none."""
        if self.first(p) < 0:
            return -1
        there = self.there[p]
        k = self.low[p] + 1
        while k <= self.high[p] and not there[k]:
            k += 1
        return self.people[p][k] if k <= self.high[p] else -1

    def cut_after(self, q: int, p: int) -> None:
        """Cut everybody behind p from q's list, and q from theirs."""
        end = self.place[q][p]
        for k in range(end + 1, self.high[q] + 1):
            if self.there[q][k]:
                other = self.people[q][k]
                self.there[q][k] = False
                self.there[other][self.place[other][q]] = False
        self.high[q] = min(self.high[q], end)
