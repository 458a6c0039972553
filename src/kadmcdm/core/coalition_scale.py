"""The scale that coalitions are scored on: norms and ideals of all coalitions of one size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import comb, frexp, isfinite, ldexp, sqrt
from typing import NamedTuple

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray
from kadmcdm.core.coalition_features import Feature, ends, scaled, sum_of_squares, values_of
from kadmcdm.core.coalition_search import best_first
from kadmcdm.core.normalization import CONSTANT


def unit_of(largest: float) -> float:
    """Return the power of two that brings a magnitude into [0.5, 1): no bit is lost by it."""
    return ldexp(1.0, -frexp(largest)[1]) if largest > 0 and isfinite(largest) else 1.0


def extremes(feature: Feature, n: int, size: int) -> tuple[float, float]:
    """Return the least and the greatest value of all coalitions of three members or more.

    By branch and bound for this feature alone.

    Examples
    --------
    >>> x = np.array([[0.0, 1, 2, 9], [1, 0, 3, 9], [2, 3, 0, 9], [9, 9, 9, 0]])
    >>> extremes(Feature("sum", x), 4, 3)
    (6.0, 21.0)
    """
    found = []
    for benefit in (False, True):
        one = feature._replace(benefit=benefit, best=np.inf if benefit else -np.inf)
        best = best_first([one], n, size, 1, loss=_rising if not benefit else _falling)
        found.append(float(values_of(one, best.members)[0]))
    return found[0], found[1]


def _rising(features: Sequence[Feature], values: Sequence[FloatArray]) -> FloatArray:
    return values[0]


def _falling(features: Sequence[Feature], values: Sequence[FloatArray]) -> FloatArray:
    return -values[0]


def ends_of(feature: Feature, n: int, size: int) -> tuple[float, float]:
    """Return the least and the greatest value of all coalitions."""
    found = ends(feature, size)
    return extremes(feature, n, size) if found is None else found


class Placed(NamedTuple):
    """A feature on the scale of its weight: values there are (value - `offset`) times `factor`."""

    feature: Feature
    offset: float
    factor: float


def on_scale(
    feature: Feature,
    weight: float,
    n: int,
    size: int,
    squares: Callable[[Feature], float],
) -> Placed | None:
    """Return a feature on the scale of its weight, with its ideals, and the way to there.

    Vector normalization, ideals from the data. What all coalitions have is left out: distances
    don't know it, and small differences of large values would drown in its rounding.

    Parameters
    ----------
    feature : Feature
    weight : float
    n, size : int
        Coalitions of `size` of n regions.
    squares : callable
        The sum of squares of all coalitions, where there is no closed form.

    Returns
    -------
    Placed or None
        None for a criterion that separates no coalitions, or has no weight.
    """
    if not weight:
        return None
    unit = unit_of(float(np.abs(feature.values).max()))
    small = scaled(feature, unit)
    known = sum_of_squares(small, size)
    total = squares(small) if known is None else known
    if not total:
        return None
    factor = weight / sqrt(total)
    rest, offset = without_common(small, size)
    found, common = scaled(rest, factor), offset * factor
    low, high = ends_of(found, n, size)
    if high - low <= CONSTANT * max(abs(low + common), abs(high + common)):
        return None
    best, worst = (high, low) if feature.benefit else (low, high)
    return Placed(found._replace(best=best, worst=worst), offset / unit, unit * factor)


def without_common(feature: Feature, size: int) -> tuple[Feature, float]:
    """Return a feature less what every coalition of `size` has of it, and how much that is.

    Examples
    --------
    >>> rest, common = without_common(Feature("sum", np.array([10.0, 11.0, 13.0])), 2)
    >>> rest.values.tolist(), common
    ([0.0, 1.0, 3.0], 20.0)
    """
    x = feature.values
    inner = x[np.triu_indices(len(x), 1)] if feature.pairs else x
    least = float(inner.min(initial=np.inf)) if inner.size else 0.0
    start = None if feature.start is None else feature.start - least
    common = 0.0 if feature.kind == "range" else least
    if feature.kind == "sum":
        terms = comb(size, 2) if feature.pairs else size + (start is not None)
        common = terms * least
    rest = feature._replace(values=x - least, start=start, cap=feature.cap - common)
    return rest, common


def evened(features: Sequence[Feature]) -> tuple[list[Feature], float]:
    """Bring the widest of several scales to about 1, by a power of two, which rounds nothing."""
    unit = unit_of(max((abs(f.best - f.worst) for f in features), default=1.0))
    return [
        scaled(f, unit)._replace(best=f.best * unit, worst=f.worst * unit) for f in features
    ], unit


def coalitions(n: int, size: int, begin: int, end: int) -> IntArray:
    """Return coalitions of `size` of n regions by number, from `begin` to before `end`.

    Parameters
    ----------
    n, size : int
    begin, end : int
        Numbers in the combinatorial number system, 0 to C(n, size).

    Returns
    -------
    (end - begin, size) array of int
        In ascending order.

    Examples
    --------
    >>> coalitions(4, 3, 0, 4).tolist()
    [[0, 1, 2], [0, 1, 3], [0, 2, 3], [1, 2, 3]]
    """
    number = np.arange(begin, end)
    found = np.empty((len(number), size), dtype=np.int64)
    for place in range(size, 0, -1):
        below = np.array([comb(x, place) for x in range(n)], dtype=np.int64)
        found[:, place - 1] = np.searchsorted(below, number, side="right") - 1
        number = number - below[found[:, place - 1]]
    return found


def connected(borders: BoolArray, size: int, first: int | None, most: int) -> IntArray | None:
    """Return all coalitions that form one territory, grown neighbor by neighbor.

    Parameters
    ----------
    borders : (N, N) array of bool
        Symmetric.
    size : int
    first : int, optional
        The row that every coalition has.
    most : int
        How many to hold.

    Returns
    -------
    (r, size) array of int, or None
        In ascending order; None when there are more than `most`.

    Examples
    --------
    >>> chain = np.eye(4, k=1, dtype=bool) | np.eye(4, k=-1, dtype=bool)
    >>> connected(chain, 3, None, 100).tolist()
    [[0, 1, 2], [1, 2, 3]]
    """
    n = len(borders)
    found = np.arange(n)[:, None] if first is None else np.array([[first]])
    for _ in range(size - 1):
        if len(found) * n > 16 * most:
            return None
        touching = borders[found].any(axis=1)
        np.put_along_axis(touching, found, False, axis=1)
        rows, new = np.nonzero(touching)
        if len(rows) > most * size:
            return None
        found = np.unique(np.sort(np.column_stack([found[rows], new]), axis=1), axis=0)
    return found


def closeness(losses: FloatArray) -> FloatArray:
    """Return 1 / (1 + sqrt(D+/D-))."""
    score: FloatArray = 1.0 / (1.0 + np.sqrt(losses))
    return score
