"""What coalitions are worth, criterion by criterion, when each value is a reduction over its parts.

A feature is a sum, minimum, maximum or range over the members of a coalition, or a sum, minimum or
maximum over its pairs. Members stand in ascending order, and every value is folded from the last
member to the first: all searches do the same operations in the same order, so that they see the
same bits, and rounding (which is monotone) keeps bounds exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np

from kadmcdm._typing import FloatArray, IntArray

Kind: TypeAlias = Literal["sum", "min", "max", "range"]
State: TypeAlias = tuple[FloatArray, ...]
"""A feature of partial coalitions: one array; two for a range, the least and the greatest."""

TINY = 1e-290
"""Added to both distances: their ratio is 1 where both are 0, and finite where the lower one is."""

FOLD: dict[str, np.ufunc] = {"sum": np.add, "min": np.minimum, "max": np.maximum}


class Feature(NamedTuple):
    """A criterion of coalitions of some of n regions.

    Attributes
    ----------
    kind : "sum", "min", "max" or "range"
    values : (n,) array per member, or symmetric (n, n) array per pair
    start : float or None
        The value of a member that every coalition has beside those of the n regions.
    cap : float
        What a sum does not exceed; infinity for none.
    benefit : bool
        Whether more is better.
    best, worst : float
        The ends of the scale among all coalitions.
    """

    kind: Kind
    values: FloatArray
    start: float | None = None
    cap: float = np.inf
    benefit: bool = True
    best: float = np.inf
    worst: float = -np.inf

    @property
    def pairs(self) -> bool:
        """Whether it is a reduction over pairs."""
        return self.values.ndim == 2


def bound_to(feature: Feature, pool: IntArray, first: int | None, size: int) -> Feature:
    """Return the feature of coalitions of `size` regions of the pool, and of the first one.

    What pairs with the first one are worth goes into the pairs of the others (or, if there is only
    one other, is its value).

    Parameters
    ----------
    feature : Feature
        Of all regions.
    pool : (n,) array of int
        Row indices.
    first : int or None
        The row of the region that every coalition has.
    size : int
        How many of the pool a coalition has.

    Returns
    -------
    Feature

    Examples
    --------
    >>> part = bound_to(Feature("sum", np.array([1.0, 2.0, 4.0])), np.array([1, 2]), 0, 2)
    >>> part.values.tolist(), part.start
    ([2.0, 4.0], 1.0)
    """
    x = feature.values
    if not feature.pairs:
        start = None if first is None else float(x[first])
        return feature._replace(values=x[pool], start=start)
    inner = x[np.ix_(pool, pool)]
    if first is None:
        return feature._replace(values=inner)
    to_first = x[first, pool]
    if size == 1:
        return feature._replace(values=to_first)
    if feature.kind == "sum":
        shares = to_first / (size - 1)
        return feature._replace(values=inner + (shares[:, None] + shares))
    fold = FOLD[feature.kind]
    return feature._replace(values=fold(inner, fold(to_first[:, None], to_first)))


def scaled(feature: Feature, factor: float) -> Feature:
    """Return the feature in another unit; the factor is positive."""
    start = None if feature.start is None else feature.start * factor
    return feature._replace(values=feature.values * factor, start=start, cap=feature.cap * factor)


def grown(
    feature: Feature, state: State | None, new: Any, members: Sequence[Any], out: Any = None
) -> State:
    """Add one member to coalitions.

    Parameters
    ----------
    feature : Feature
    state : tuple of (c,) arrays, or None for empty coalitions
    new : int, or (c,) array of int
        The new member, before all others.
    members : sequence of int or (c,) array of int
        The others, the last one first.
    out : tuple of (c,) arrays, optional
        Where to put the state.

    Returns
    -------
    tuple of (c,) arrays
    """
    x = feature.values
    if feature.kind == "range":
        lower, upper = out or (None, None)
        low: Any = feature.start
        high: Any = feature.start
        if state is not None:
            low, high = state
        if low is None:
            return x[new], x[new]
        least, most = _spread(x[new], lower), _spread(x[new], upper)
        return np.minimum(low, least, out=lower), np.maximum(high, most, out=upper)
    fold = FOLD[feature.kind]
    (target,) = out or (None,)
    if not feature.pairs:
        before = feature.start if state is None else state[0]
        if before is None:
            return (x[new],)
        own = x[new] if feature.kind == "sum" else _spread(x[new], target)
        return (fold(before, own, out=target),)
    if not members:
        return (np.full(np.shape(new), {"sum": 0.0, "min": np.inf, "max": -np.inf}[feature.kind]),)
    added: Any = None
    for member in members:
        if isinstance(new, int) and isinstance(member, np.ndarray):
            value = x[new].take(member, mode="clip")
        else:
            value = x[new, member]
        if added is None:
            added = value
        elif isinstance(added, np.ndarray):
            fold(added, value, out=added)
        else:
            added = fold(added, value)
    if len(members) == 1:
        return (added,)
    assert state is not None
    return (fold(state[0], added, out=target),)


def _spread(own: Any, out: Any) -> Any:
    """Fill an array with a number: numpy compares two arrays twice as fast as one and a number."""
    if out is None:
        return own
    out.fill(own)
    return out


def value(feature: Feature, state: State) -> FloatArray:
    """Return the (c,) values of coalitions from their state."""
    if feature.kind == "range":
        return state[1] - state[0]
    if feature.kind == "sum" and feature.cap < np.inf:
        return np.minimum(state[0], feature.cap)
    return state[0]


def values_of(feature: Feature, members: IntArray) -> FloatArray:
    """Return the (c,) values of coalitions.

    Parameters
    ----------
    feature : Feature
    members : (c, k) array of int
        In ascending order.

    Returns
    -------
    (c,) array

    Examples
    --------
    >>> values_of(Feature("range", np.array([1.0, 5.0, 2.0])), np.array([[0, 2], [0, 1]])).tolist()
    [1.0, 4.0]
    """
    columns = [members[:, c] for c in range(members.shape[1] - 1, -1, -1)]
    state: State | None = None
    for number, column in enumerate(columns):
        state = grown(feature, state, column, columns[:number])
    assert state is not None
    return value(feature, state)


def sum_of_squares(feature: Feature, size: int) -> float | None:
    """Return the sum of the squared values of all coalitions, or None without a closed form.

    Of sums, minima, maxima and ranges over members, and of sums over pairs. There is none for a
    capped sum, nor for a minimum or maximum over the pairs of three members or more.

    Parameters
    ----------
    feature : Feature
    size : int
        Members taken from the n regions.

    Returns
    -------
    float or None

    Examples
    --------
    >>> sum_of_squares(Feature("sum", np.array([1.0, 2.0, 3.0])), 2)
    50.0
    """
    x, n, start = feature.values, len(feature.values), feature.start
    if feature.pairs:
        a, b = np.triu_indices(n, 1)
        if size == 2:
            found = np.minimum(x[a, b], feature.cap)
            return float((found * found).sum())
        if feature.kind != "sum" or feature.cap < np.inf:
            return None
        return _squares_of_pair_sums(x, size)
    if feature.kind == "sum":
        if feature.cap < np.inf:
            return None
        each = x if start is None else x + start / size
        both = comb(n - 2, size - 2) if size > 1 else 0
        once = comb(n - 1, size - 1) - both
        return once * float((each * each).sum()) + both * float(each.sum()) ** 2
    ordered = np.sort(x)
    places = np.arange(n)
    if feature.kind == "range":
        low, high = (ordered, ordered) if start is None else (
            np.minimum(ordered, start), np.maximum(ordered, start)
        )  # fmt: skip
        if size == 1:
            return float(((high - low) ** 2).sum())
        inside = places - places[:, None] - 1
        counts = _combinations(n, size - 2)[np.maximum(inside, 0)]
        return float((np.where(inside >= 0, (high - low[:, None]) ** 2, 0.0) * counts).sum())
    if start is not None:
        ordered = FOLD[feature.kind](ordered, start)
    others = places if feature.kind == "max" else n - 1 - places
    return float((ordered**2 * _combinations(n, size - 1)[others]).sum())


def _combinations(n: int, size: int) -> FloatArray:
    return np.array([comb(places, size) for places in range(n)], dtype=np.float64)


def _squares_of_pair_sums(x: FloatArray, size: int) -> float:
    """Count products of two pairs: of the same one, of two that share a member, of two apart."""
    n = len(x)
    off = x - np.diag(np.diag(x))
    squares = off * off
    same = float(squares.sum()) / 2
    sharing = float((off.sum(axis=1) ** 2 - squares.sum(axis=1)).sum())
    total = comb(n - 2, size - 2) * same + comb(n - 3, size - 3) * sharing
    if size > 3:
        apart = (float(off.sum()) / 2) ** 2 - same - sharing
        total += comb(n - 4, size - 4) * apart
    return total


def ends(feature: Feature, size: int) -> tuple[float, float] | None:
    """Return the least and the greatest value of all coalitions, or None without a closed form.

    Sums are widened by the rounding they may have, so that none lies outside.
    """
    x, n, start = feature.values, len(feature.values), feature.start
    if feature.pairs:
        if size > 2:
            return None
        found = np.minimum(x[np.triu_indices(n, 1)], feature.cap)
        return float(found.min()), float(found.max())
    ordered = np.sort(x)
    if feature.kind == "range":
        low, high = ordered[: n - size + 1], ordered[size - 1 :]
        if start is not None:
            low, high = np.minimum(low, start), np.maximum(high, start)
        # Of one region and the first one, the ends of the range are never two others.
        widest = float((high - low).max() if size == 1 else high[-1] - low[0])
        return float((high - low).min()), widest
    if feature.kind == "sum":
        own = start or 0.0
        slack = float(np.finfo(float).eps) * (size + 1) ** 2 * max(float(np.abs(x).max()), abs(own))
        if size == 1 and start is None:
            slack = 0.0
        lowest = own + float(ordered[:size].sum()) - slack
        highest = own + float(ordered[n - size :].sum()) + slack
        return min(lowest, feature.cap), min(highest, feature.cap)
    found = ordered[[0, n - size]] if feature.kind == "min" else ordered[[size - 1, n - 1]]
    if start is not None:
        found = FOLD[feature.kind](found, start)
    return float(found[0]), float(found[1])


class Reach(NamedTuple):
    """The best that members before a given one can add; row j is about members 0 to j - 1.

    `best` is (n,) for members and (n, n) for pairs, where [j, c] is about pairs with c; `other` is
    the worst, for ranges; `inner` (n,) is about the pairs among them.
    """

    best: FloatArray
    other: FloatArray
    inner: FloatArray


def reach(feature: Feature) -> Reach:
    """Prepare `optimistic`."""
    x, n = feature.values, len(feature.values)
    extreme, opposite = (np.maximum, np.minimum) if feature.benefit else (np.minimum, np.maximum)

    def before(values: FloatArray, ufunc: np.ufunc) -> FloatArray:
        return np.concatenate([values[:1], ufunc.accumulate(values, axis=0)[:-1]])

    best = before(x, extreme)
    if not feature.pairs:
        return Reach(best, before(x, opposite), best)
    own = best.diagonal().copy()
    own[0] = own[min(1, n - 1)]
    return Reach(best, best, before(own, extreme))


def optimistic(
    feature: Feature, ahead: Reach, state: State, members: Sequence[IntArray], left: int
) -> FloatArray:
    """Return a bound on the value of coalitions that get `left` more members before the others.

    Parameters
    ----------
    feature : Feature
    ahead : Reach
    state : tuple of (c,) arrays
    members : sequence of (c,) array of int
        The last one first; at least `left` regions stand before the first one.
    left : int

    Returns
    -------
    (c,) array
        No completion is better.
    """
    first = members[-1]
    found: FloatArray
    if feature.kind == "range":  # `best` is the greatest for a benefit, and the least for a cost
        found = np.maximum(state[1], ahead.best[first]) - np.minimum(state[0], ahead.other[first])
    else:
        fold = FOLD[feature.kind]
        if feature.pairs:
            reachable = ahead.best[first, members[0]]
            for member in members[1:]:
                reachable = fold(reachable, ahead.best[first, member])
        else:
            reachable = ahead.best[first]
        found = state[0]
        for _ in range(left):
            found = fold(found, reachable)
            if feature.pairs:
                reachable = fold(reachable, ahead.inner[first])
        found = np.minimum(found, feature.cap)
    clip = np.minimum if feature.benefit else np.maximum
    clipped: FloatArray = clip(found, feature.best)
    return clipped
