"""Exact weight stability: where candidates change places while one weight moves from 0 to 1.

Weight k is t, and the others share 1 - t in the proportions they have now. Then each comparison of
two candidates is a polynomial in a power of t/(1 - t), and its roots say all.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kadmcdm._typing import FloatArray, IntArray
from kadmcdm.core.closeness import TopsisTerms

NEGLIGIBLE = 1e-13
"""A coefficient below this share of what it is the difference of is rounding: it is 0."""

MERGED = 1e-12
"""Changes no further apart than this happen at once."""


class WeightPaths(NamedTuple):
    """What is compared on each of n paths, path k moving weight k.

    The parts of a score are sums ``moved * x + rest`` with ``x = (stretch t / (1 - t)) ** power``:
    one for weighted sums; far and near for closeness, which is greater where far / near is.

    Shapes: `now` and `stretch` (n,); `share` (n,), x / (1 + x) at the present weights; `moved`,
    `rest` and their sizes before anything cancels (parts, n, m).
    """

    now: FloatArray
    share: FloatArray
    stretch: FloatArray
    power: float
    moved: FloatArray
    rest: FloatArray
    moved_size: FloatArray
    rest_size: FloatArray


class Comparisons(NamedTuple):
    """How pairs of candidates compare along n paths.

    `start` (n, p): 1 where the first is above the second as t leaves 0, -1 below, 0 where both are
    level on the whole path. `now` (n, p): the same at the present weights, 0 where they are level
    there. `roots` (n, p, 2): the t in (0, 1) at which they change places, ascending, inf for none.
    """

    start: IntArray
    now: IntArray
    roots: FloatArray


def weight_paths(terms: TopsisTerms | FloatArray, weights: FloatArray) -> WeightPaths:
    r"""Prepare the n paths on which one weight moves and the others keep their proportions.

    Parameters
    ----------
    terms : TopsisTerms, or (m, n) array
        Of TOPSIS with p = 1 or 2; or the values whose weighted sums order the candidates.
    weights : (n,) array
        Not negative, not all zero. When one has all the weight, the others are scaled from equal.

    Returns
    -------
    WeightPaths

    Notes
    -----
    Weighted distances to the p-th power are :math:`D_i = t^p A_{ik} + (1-t)^p P_i` with
    :math:`P_i = \sum_{j \ne k} v_j^p A_{ij}`; divided by :math:`(1-t)^p` they are linear in
    :math:`x = (t/(1-t))^p`, and so are weighted sums with p = 1.

    Examples
    --------
    >>> paths = weight_paths(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.8, 0.2]))
    >>> compare(paths, np.array([0]), np.array([1])).roots[:, 0, 0].tolist()
    [0.5, 0.5]
    """
    if isinstance(terms, TopsisTerms):
        power, unit = terms.p, terms.unit
        parts = np.stack([terms.far, terms.near])
        parts[parts <= NEGLIGIBLE**power] = 0.0
    else:
        power, unit = 1.0, np.abs(terms).max(axis=0)
        parts = (terms / np.where(unit == 0.0, 1.0, unit)).T[None]
    n = len(unit)
    now = weights / weights.sum()
    others = ~np.eye(n, dtype=bool)
    rest = np.where(others, now, 0.0)
    left = rest.sum(axis=1, keepdims=True)
    rest = np.where(left > 0.0, rest, others / max(n - 1, 1))
    rest = rest / np.where(left > 0.0, left, 1.0) * unit
    largest = rest.max(axis=1, keepdims=True)
    largest[largest == 0.0] = 1.0
    powered = (rest / largest) ** power
    stretch = np.where(unit == 0.0, 1.0, unit) / largest[:, 0]
    moving = stretch * now
    leading = np.maximum(moving, left[:, 0])
    moving, staying = (moving / leading) ** power, (left[:, 0] / leading) ** power
    sizes = np.abs(parts)
    return WeightPaths(
        now=now,
        share=moving / (moving + staying),
        stretch=stretch,
        power=power,
        moved=parts,
        rest=powered @ parts,
        moved_size=sizes,
        rest_size=powered @ sizes,
    )


def path(paths: WeightPaths, k: int) -> WeightPaths:
    """Return path k alone."""
    one = slice(k, k + 1)
    return WeightPaths(
        paths.now[one], paths.share[one], paths.stretch[one], paths.power,
        paths.moved[:, one], paths.rest[:, one],
        paths.moved_size[:, one], paths.rest_size[:, one],
    )  # fmt: skip


def compare(paths: WeightPaths, first: IntArray, second: IntArray) -> Comparisons:
    """Find where pairs of candidates change places on each path.

    Parameters
    ----------
    paths : WeightPaths
    first, second : (p,) array of int
        Rows. Memory grows with n times p.

    Returns
    -------
    Comparisons
        A double root, at which both are level and nobody passes, is no change. Roots within 1e-13
        of 0 and 1 count as 0 and 1, where no change is seen.

    Examples
    --------
    >>> paths = weight_paths(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.8, 0.2]))
    >>> compare(paths, np.array([0]), np.array([1])).start.ravel().tolist()
    [-1, 1]
    """
    q, sizes = _coefficients(paths, first, second)
    share = paths.share[:, None]
    if len(paths.moved) == 1:
        basis = np.stack([np.zeros_like(share), share, 1.0 - share])
    else:
        basis = np.stack([share**2, share * (1.0 - share), (1.0 - share) ** 2])
    value = (basis * q).sum(axis=0)
    level = np.abs(value) <= NEGLIGIBLE * (basis * sizes).sum(axis=0)
    rounding = np.abs(q) <= NEGLIGIBLE * sizes
    q, sizes = np.where(rounding, 0.0, q), np.where(rounding, 0.0, sizes)
    x = _positive_roots(q, sizes)
    with np.errstate(over="ignore"):
        t = 1.0 / (1.0 + paths.stretch[:, None, None] / x ** (1.0 / paths.power))
    at_start = t < NEGLIGIBLE
    roots = np.where(at_start | (t > 1.0 - NEGLIGIBLE), np.inf, t)
    signs = np.sign(q)
    start = np.where(q[2] != 0.0, signs[2], np.where(q[1] != 0.0, signs[1], signs[0]))
    start = np.where(at_start.sum(axis=-1) % 2 == 1, -start, start)
    now = np.where(level, 0.0, np.sign(value))
    return Comparisons(start.astype(np.int64), now.astype(np.int64), np.sort(roots, axis=-1))


def _coefficients(
    paths: WeightPaths, first: IntArray, second: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Return (3, n, p) coefficients of x², x and 1, and the sizes of what they are differences of.

    Positive where the first is above the second.
    """
    if len(paths.moved) == 1:
        linear = [part[0][:, first] - part[0][:, second] for part in (paths.moved, paths.rest)]
        sizes = [
            part[0][:, first] + part[0][:, second] for part in (paths.moved_size, paths.rest_size)
        ]
        none = np.zeros_like(linear[0])
        return np.stack([none, *linear]), np.stack([none, *sizes])
    (far_1, near_1), (far_0, near_0) = paths.moved[:, :, first], paths.rest[:, :, first]
    (other_far_1, other_near_1) = paths.moved[:, :, second]
    (other_far_0, other_near_0) = paths.rest[:, :, second]
    above = np.stack(
        [far_1 * other_near_1, far_1 * other_near_0 + far_0 * other_near_1, far_0 * other_near_0]
    )
    below = np.stack(
        [other_far_1 * near_1, other_far_1 * near_0 + other_far_0 * near_1, other_far_0 * near_0]
    )
    return above - below, above + below


def _positive_roots(q: FloatArray, sizes: FloatArray) -> FloatArray:
    """Return the (n, p, 2) simple positive roots of quadratics, inf where there are none."""
    largest = np.abs(q).max(axis=0)
    largest[largest == 0.0] = 1.0
    a, b, c = q / largest
    sizes = sizes / largest
    inside = b * b - 4.0 * a * c
    rounding = np.abs(b) * sizes[1] + 2.0 * (np.abs(a) * sizes[2] + np.abs(c) * sizes[0])
    simple = inside > NEGLIGIBLE * rounding
    h = -0.5 * (b + np.copysign(np.sqrt(np.where(simple, inside, 0.0)), b))
    x = np.full((*a.shape, 2), np.inf)
    with np.errstate(over="ignore"):
        np.divide(h, a, out=x[..., 0], where=simple & (a != 0.0))
        np.divide(c, h, out=x[..., 1], where=simple & (h != 0.0))
    return np.where(x > 0.0, x, np.inf)


def standing(paths: WeightPaths) -> FloatArray:
    """Return the (m,) losses of the candidates at the present weights, lower is better.

    For closeness near / far, which keeps its precision at both ends.
    """
    share = paths.share[0]
    parts = share * paths.moved[:, 0] + (1.0 - share) * paths.rest[:, 0]
    if len(parts) == 1:
        losses: FloatArray = -parts[0]
        return losses
    far, near = parts
    losses = np.where(near + far == 0.0, 1.0, np.inf)
    with np.errstate(over="ignore"):
        np.divide(near, far, out=losses, where=far > 0.0)
    return losses


def stable_intervals(paths: WeightPaths, found: Comparisons) -> FloatArray:
    """Return the interval around each present weight in which no pair changes places.

    Returns
    -------
    (n, 2) array
        Low and high end. Both are the present weight where a pair is level there, and only there.
    """
    now = paths.now[:, None]
    roots = found.roots.reshape(len(now), -1)
    low = np.where(roots <= now, roots, 0.0).max(axis=1, initial=0.0)
    high = np.where(roots > now, roots, 1.0).min(axis=1, initial=1.0)
    parted = ((found.now == 0) & (found.start != 0)).any(axis=1)
    low, high = (np.where(parted, now[:, 0], end) for end in (low, high))
    return np.stack([low, high], axis=1)


def next_winners(
    paths: WeightPaths, k: int, winners: IntArray, crossing: IntArray, end: float, *, up: bool
) -> IntArray:
    """Return who is first just beyond an end of the winners' interval.

    Parameters
    ----------
    paths : WeightPaths
    k : int
        The path.
    winners : (w,) array of int
        Who is first before the end.
    crossing : (c,) array of int
        Who changes places with them there.
    end : float
    up : bool
        Beyond is above the end, or below it.

    Returns
    -------
    array of int
        Ascending.
    """
    if len(winners) == len(crossing) == 1:
        return crossing
    rivals = np.union1d(winners, crossing)
    i, j = np.triu_indices(len(rivals), 1)
    found = compare(path(paths, k), rivals[i], rivals[j])
    passed = found.roots <= end + MERGED if up else found.roots < end - MERGED
    sign = np.where(passed.sum(axis=-1) % 2 == 1, -found.start, found.start)[0]
    beaten = np.zeros(len(rivals), dtype=np.int64)
    np.add.at(beaten, i, sign < 0)
    np.add.at(beaten, j, sign > 0)
    best: IntArray = rivals[beaten == beaten.min()]
    return best


def crossing_at(found: Comparisons, row: int, end: float) -> IntArray:
    """Return the pairs that change places at `end` on a path of the comparisons."""
    return np.flatnonzero((np.abs(found.roots[row] - end) <= MERGED).any(axis=-1))


def winner_pieces(
    paths: WeightPaths, k: int, winners: IntArray
) -> list[tuple[float, float, IntArray]]:
    """Cut path k where the winners change.

    Parameters
    ----------
    paths : WeightPaths
    k : int
    winners : (w,) array of int
        Who is first at the present weights.

    Returns
    -------
    list of (low, high, winners)
        From 0 to 1.
    """
    one = path(paths, k)
    rows = np.arange(paths.moved.shape[-1])  # pairs of a winner and everyone: pairs are candidates
    found = compare(one, np.full_like(rows, winners[0]), rows)
    low, high = stable_intervals(one, found)[0].tolist()
    pieces = [(low, high, winners)] if low < high else []
    for up, end in ((False, low), (True, high)):
        first, against = winners, found
        while end < 1.0 if up else end > 0.0:
            crossing = crossing_at(against, 0, end)
            first = next_winners(one, 0, first, crossing, end, up=up)
            against = compare(one, np.full_like(rows, first[0]), rows)
            roots = against.roots[0]
            beyond = roots[roots > end + MERGED] if up else roots[roots < end - MERGED]
            until = float(beyond.min(initial=1.0) if up else beyond.max(initial=0.0))
            pieces.append((end, until, first) if up else (until, end, first))
            end = until
    pieces.sort(key=lambda piece: piece[0])
    merged = pieces[:1]
    for piece in pieces[1:]:  # who is passed and passes again at once has not changed
        if np.array_equal(piece[2], merged[-1][2]):
            merged[-1] = (merged[-1][0], piece[1], piece[2])
        else:
            merged.append(piece)
    return merged


def order_pieces(paths: WeightPaths, k: int) -> tuple[FloatArray, IntArray]:
    """Cut path k where any two candidates change places.

    Returns
    -------
    ends : (c + 1,) array
        From 0 to 1.
    ranks : (c, m) array of int
        Between the ends; competition ranks, level only where candidates are so on the whole path.
        c is at most 1 + m (m - 1).
    """
    m = paths.moved.shape[-1]
    i, j = np.triu_indices(m, 1)
    found = compare(path(paths, k), i, j)
    start, roots = found.start[0], found.roots[0]
    base = np.ones(m, dtype=np.int64)
    np.add.at(base, i, start < 0)
    np.add.at(base, j, start > 0)
    pair, place = np.nonzero(np.isfinite(roots))
    at = roots[pair, place]
    by_root = np.argsort(at, kind="stable")
    pair, place, at = pair[by_root], place[by_root], at[by_root]
    new = np.ones(len(at), dtype=bool)
    new[1:] = np.diff(at) > MERGED
    event = np.cumsum(new)
    step = np.where(place == 0, start[pair], -start[pair])  # the first of a pair falls, or rises
    ranks = np.zeros((int(new.sum()) + 1, m), dtype=np.int64)
    ranks[0] = base
    np.add.at(ranks, (event, i[pair]), step)
    np.add.at(ranks, (event, j[pair]), -step)
    changed = (ranks[1:] != 0).any(axis=1)
    kept = np.concatenate([[True], changed])
    ends = np.concatenate([[0.0], at[new][changed], [1.0]])
    return ends, np.cumsum(ranks, axis=0)[kept]
