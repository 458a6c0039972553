"""Where a candidate's score equals another's while one of its values changes: every root."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import comb
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from kadmcdm._typing import FloatArray, NormalizationRule

Form: TypeAlias = Literal["closeness", "sum", "product"]

HALVINGS = 54
"""Of an interval of length 2: the last digit."""

TOUCHING = 1e-12
"""An extreme value this small, against the largest coefficient, touches zero."""


class ChangingColumn(NamedTuple):
    """The column in which one candidate's value changes, and how it is normalized.

    `values` (m,) as they are, `row` the candidate that changes, `limit` the value up to which;
    `bounds` its scale for ``"bounds"``, `targets` the given ideal and anti-ideal of TOPSIS;
    `weight` as the method takes it.

    Examples
    --------
    >>> ChangingColumn(np.array([1.0, 2.0]), 0, 2.0, True, "max", 0.5).targets
    (None, None)
    """

    values: FloatArray
    row: int
    limit: float
    benefit: bool
    rule: NormalizationRule
    weight: float
    bounds: tuple[float, float] | None = None
    targets: tuple[float | None, float | None] = (None, None)

    @property
    def scale(self) -> float:
        """The largest magnitude, by which values are divided: 1 where all are 0."""
        return max(float(np.abs(self.values).max()), abs(self.limit)) or 1.0


def crossings(form: Form, rest: Sequence[FloatArray], column: ChangingColumn) -> FloatArray:
    r"""Return every value at which a candidate's score equals that of another.

    Norms and ideals change with the value. On each piece between the largest and the smallest
    value of the others they are polynomials of it, or roots of such, and after clearing
    denominators so is the comparison of two scores: of degree 4 for Euclidean closeness

    .. math:: D^-_i D^+_l - D^-_l D^+_i = 0, \qquad D^\pm = A^\pm N^2 + w^2 (x - x^\pm)^2,

    of degree 1 or 2 for weighted sums and weighted products. A cost under ``max`` or ``sum``
    counts by 1/x, and is multiplied by x.

    Parameters
    ----------
    form : "closeness", "sum" or "product"
    rest : one or two (..., m) arrays
        What the other criteria add up to: squared distances to the ideal and to the anti-ideal;
        the weighted sum; the logarithm of the weighted product.
    column : ChangingColumn

    Returns
    -------
    (..., k) array
        Unsorted; NaN where there is no root. Not each root need be one (products and vector norms
        are squared), but no equality between the present value and the limit is left out.

    Examples
    --------
    >>> column = ChangingColumn(np.array([1.0, 4.0]), 0, 4.0, True, "none", 0.5)
    >>> found = crossings("sum", [np.array([1.0, 0.0])], column)
    >>> found[~np.isnan(found)].tolist()
    [2.0]
    """
    row, scale = column.row, column.scale
    lead = rest[0].shape[:-1]
    gone = column.rule == "minmax" and form == "product"  # refuses any column that is not constant
    still = column.limit == column.values[row]
    if len(column.values) == 1 or column.weight == 0.0 or still or gone:
        return np.empty((*lead, 0))
    own = [part[..., row, None] for part in rest]
    other = [np.delete(part, row, axis=-1) for part in rest]
    weight = column.weight
    if column.rule == "none" and form != "product":
        weight *= scale
    found = []
    for start, end in pairwise(stops(column)):
        middle, half = (start / scale + end / scale) / 2, (end / scale - start / scale) / 2
        piece = _piece(column, np.array([middle, half]))
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            polynomials = _COMPARED[form](own, other, weight, piece)
        flat = polynomials.reshape(-1, polynomials.shape[-1])
        found.append((middle + half * real_roots(flat)).reshape(*lead, -1) * scale)
    return np.concatenate(found, axis=-1)


def stops(column: ChangingColumn) -> list[float]:
    """Return the ends of the pieces: present value, limit, and extremes of the others between."""
    now, limit = float(column.values[column.row]), column.limit
    others = np.delete(column.values, column.row)
    inner = [v for v in (float(others.min()), float(others.max())) if (now < v) != (limit <= v)]
    return sorted({now, limit, *inner}, reverse=limit < now)


class _Piece(NamedTuple):
    """Linear functions (..., 2) on a piece, oriented and cleared: higher is better."""

    column: ChangingColumn
    mine: FloatArray
    theirs: FloatArray  # (m - 1, 2)
    high: FloatArray  # the ideal of this column
    low: FloatArray  # and the anti-ideal
    norm: FloatArray  # the denominator (2,); for vector its square (3,)

    @property
    def squared(self) -> bool:
        """Whether the norm is given as its square."""
        return self.column.rule == "vector"

    @property
    def square(self) -> FloatArray:
        """The square of the norm, (3,)."""
        return self.norm if self.squared else _product(self.norm, self.norm)


def _piece(column: ChangingColumn, x: FloatArray) -> _Piece:
    """Write the column as linear functions of a local variable; `x` is the changing value's."""
    others = np.delete(column.values, column.row) / column.scale
    one = np.array([1.0, 0.0])
    inverse = column.rule in ("max", "sum") and not column.benefit
    least = float(others.min())

    def oriented(value: float) -> FloatArray:
        if inverse:
            return np.asarray(least / value * x)
        return value * one if column.benefit else -value * one

    mine = least * one if inverse else (x if column.benefit else -x)
    theirs = np.array([oriented(value) for value in others.tolist()])
    best, worst = theirs[theirs[:, 0].argmax()], theirs[theirs[:, 0].argmin()]
    best = mine if mine[0] > best[0] else best
    worst = mine if mine[0] < worst[0] else worst
    norm, high, low = one, best, worst
    if column.rule == "vector":
        norm = _product(mine, mine) + _product(theirs, theirs).sum(axis=0)
    elif column.rule == "minmax":
        norm = best - worst
    elif column.rule == "max":
        norm = best
    elif column.rule == "sum":
        norm = mine + theirs.sum(axis=0)
    elif column.rule == "bounds" and column.bounds is not None:
        low, high = sorted(map(oriented, np.divide(column.bounds, column.scale)), key=tuple)
        norm = high - low
    ideal, anti_ideal = column.targets
    high = high if ideal is None else oriented(ideal / column.scale)
    low = low if anti_ideal is None else oriented(anti_ideal / column.scale)
    return _Piece(column, mine, theirs, high, low, norm)


def _compared_closeness(
    own: list[FloatArray], other: list[FloatArray], weight: float, piece: _Piece
) -> FloatArray:
    """Return (..., m - 1, 5): far times near of the other, less the other's far times near."""

    def distances(part: FloatArray, value: FloatArray, target: FloatArray) -> FloatArray:
        gap = weight * (value - target)
        return part[..., None] * piece.square + _product(gap, gap)

    near = distances(own[0], piece.mine, piece.high)
    far = distances(own[1], piece.mine, piece.low)
    nears = distances(other[0], piece.theirs, piece.high)
    fars = distances(other[1], piece.theirs, piece.low)
    return _product(far, nears) - _product(fars, near)


def _compared_sums(
    own: list[FloatArray], other: list[FloatArray], weight: float, piece: _Piece
) -> FloatArray:
    ahead = (own[0] - other[0])[..., None]
    gain = weight * (piece.mine - piece.theirs)
    if piece.squared:
        return ahead * ahead * piece.norm - _product(gain, gain)
    return ahead * piece.norm + gain


def _compared_products(
    own: list[FloatArray], other: list[FloatArray], weight: float, piece: _Piece
) -> FloatArray:
    ahead = (own[0] - other[0])[..., None] / weight
    mine, theirs = np.exp(np.minimum(ahead, 0.0)), np.exp(np.minimum(-ahead, 0.0))
    if piece.squared and not piece.column.benefit:  # 1 - x / N
        root = theirs * piece.theirs - mine * piece.mine
        return (mine - theirs) ** 2 * piece.norm - _product(root, root)
    zero = piece.low if piece.column.rule == "bounds" else np.zeros(2)
    return mine * (piece.mine - zero) - theirs * (piece.theirs - zero)


_COMPARED = {
    "closeness": _compared_closeness, "sum": _compared_sums, "product": _compared_products,
}  # fmt: skip


def _product(a: FloatArray, b: FloatArray) -> FloatArray:
    """Multiply polynomials; the last axis holds coefficients, the constant first."""
    shape = np.broadcast_shapes(a.shape[:-1], b.shape[:-1])
    out = np.zeros((*shape, a.shape[-1] + b.shape[-1] - 1))
    for k in range(a.shape[-1]):
        out[..., k : k + b.shape[-1]] += a[..., k, None] * b
    return out


def real_roots(polynomials: FloatArray) -> FloatArray:
    """Return the real roots of polynomials in [-1, 1], also those that touch zero.

    Between neighboring extremes a polynomial is monotone, and bisection finds its only root to the
    last digit, whatever the leading coefficient; the extremes are the roots of the derivative.

    Parameters
    ----------
    polynomials : (k, d + 1) array
        Coefficients, the constant first.

    Returns
    -------
    (k, 2 d - 1) array
        NaN where there is none; unsorted.

    Examples
    --------
    >>> found = real_roots(np.array([[-0.25, 0.0, 1.0], [0.0, 0.0, 1.0]]))
    >>> [(np.unique(row[~np.isnan(row)].round(12)) + 0.0).tolist() for row in found]
    [[-0.5, 0.5], [0.0]]
    """
    degree = polynomials.shape[1] - 1
    out = np.full((len(polynomials), 2 * degree - 1), np.nan)
    size = np.abs(polynomials).max(axis=1)
    usable = np.isfinite(size) & (size > 0.0)
    scaled = polynomials / np.where(usable, size, 1.0)[:, None]
    # Bernstein coefficients hold the polynomial between them: of one sign, there is no root.
    hull = scaled @ _bernstein(degree)
    able = usable & (hull.min(axis=1) <= TOUCHING) & (hull.max(axis=1) >= -TOUCHING)
    some = scaled[able]
    extremes = _simple_roots(some[:, 1:] * np.arange(1.0, degree + 1.0))
    touching = np.abs(_value(some, extremes)) <= TOUCHING
    out[able] = np.hstack([_between(some, extremes), np.where(touching, extremes, np.nan)])
    return out


@cache
def _bernstein(degree: int) -> FloatArray:
    """Return the matrix from coefficients to Bernstein coefficients on [-1, 1]."""
    matrix = np.zeros((degree + 1, degree + 1))
    for power in range(degree + 1):  # s**power, with s = 2 u - 1, in powers of u
        for k in range(power + 1):
            factor = comb(power, k) * 2.0**k * (-1.0) ** (power - k)
            for i in range(k, degree + 1):
                matrix[power, i] += factor * comb(i, k) / comb(degree, k)
    return matrix


def _simple_roots(polynomials: FloatArray) -> FloatArray:
    """Return (k, d) roots at which the sign changes, NaN where there are fewer."""
    degree = polynomials.shape[1] - 1
    if degree < 3:
        return _formula(polynomials)
    extremes = _simple_roots(polynomials[:, 1:] * np.arange(1.0, degree + 1.0))
    return _between(polynomials, extremes)


def _formula(polynomials: FloatArray) -> FloatArray:
    """Return the roots in [-1, 1] of polynomials of degree 0 to 2, by formulas without loss."""
    count, degree = len(polynomials), polynomials.shape[1] - 1
    if degree == 0:
        return np.empty((count, 0))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if degree == 1:
            roots = (-polynomials[:, 0] / polynomials[:, 1])[:, None]
        else:
            c, b, a = polynomials.T
            half = -(b + np.copysign(np.sqrt(b * b - 4.0 * a * c), b)) / 2.0
            roots = np.column_stack([half / a, c / half])
        return np.where(np.abs(roots) <= 1.0, roots, np.nan)


def _between(polynomials: FloatArray, extremes: FloatArray) -> FloatArray:
    """Bisect each stretch between extremes at whose ends the signs differ."""
    inner = np.sort(np.where(np.isnan(extremes), 1.0, extremes), axis=1)
    one = np.ones((len(polynomials), 1))
    ends = np.hstack([-one, inner, one])
    signs = np.sign(_value(polynomials, ends))
    row, cell = np.nonzero((signs[:, :-1] * signs[:, 1:] <= 0.0) & (ends[:, :-1] < ends[:, 1:]))
    low, high, sign = ends[row, cell], ends[row, cell + 1], signs[row, cell + 1]
    sign = np.where(sign == 0.0, -signs[row, cell], sign)
    chosen = polynomials[row]
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        after = _value(chosen, middle[:, None])[:, 0] * sign >= 0.0
        high, low = np.where(after, middle, high), np.where(after, low, middle)
    out = np.full((len(polynomials), ends.shape[1] - 1), np.nan)
    out[row, cell] = high
    return out


def _value(polynomials: FloatArray, at: FloatArray) -> FloatArray:
    """Evaluate (k, d + 1) polynomials at (k, c) points, by Horner's rule."""
    total = np.zeros_like(at)
    for k in range(polynomials.shape[1] - 1, -1, -1):
        total = total * at + polynomials[:, k, None]
    return total
