"""Normalization: direction is removed here, once; after it, higher is better (law 2)."""

from __future__ import annotations

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, NormalizationRule
from kadmcdm.errors import Fault, InputError, choice_fault, raise_faults

RULES: tuple[NormalizationRule, ...] = ("vector", "minmax", "max", "sum", "bounds", "none")

CONSTANT = 1e-12
"""A column is constant when max - min <= CONSTANT * max|x|."""


def is_constant(matrix: FloatArray) -> BoolArray:
    """Tell which columns do not separate the candidates.

    Parameters
    ----------
    matrix : (..., m, n) array

    Returns
    -------
    (..., n) array of bool
        Where max - min <= 1e-12 max|x|.

    Examples
    --------
    >>> is_constant(np.array([[1.0, 5.0], [2.0, 5.0]])).tolist()
    [False, True]
    """
    scaled = matrix / _scale(matrix)
    constant: BoolArray = scaled.max(axis=-2) - scaled.min(axis=-2) <= CONSTANT
    return constant


def normalize(
    matrix: FloatArray,
    benefit: BoolArray,
    rule: NormalizationRule,
    bounds: FloatArray | None = None,
    *,
    rows: FloatArray | None = None,
) -> FloatArray:
    r"""Bring every criterion to one scale on which higher is better.

    ======  ==========================  ===================================
    rule    benefit                     cost
    ======  ==========================  ===================================
    vector  x / ‖x‖                     1 - x / ‖x‖
    minmax  (x - min) / (max - min)     (max - x) / (max - min)
    max     x / max                     min / x
    sum     x / Σx                      (1/x) / Σ(1/x)
    bounds  (x - low) / (high - low)    (high - x) / (high - low)
    none    x                           -x
    ======  ==========================  ===================================

    Parameters
    ----------
    matrix : (..., m, n) array
        Candidates in rows, criteria in columns; finite.
    benefit : (..., n) array of bool
        True where higher is better.
    rule : str
        One of the six above.
    bounds : (..., n, 2) array, optional
        Low and high end of each criterion's scale; needed by ``"bounds"`` only.
    rows : (..., k, n) array, optional
        Further rows (given ideals) to bring to the scale of `matrix`, in its place.

    Returns
    -------
    (..., m, n) array, or (..., k, n)
        In [0, 1] for every rule but ``"none"`` (and ``"vector"`` with negative values).

    Raises
    ------
    InputError
        ``max`` and ``sum`` refuse negative values, and 0 in a cost column that is not all zero;
        ``bounds`` refuses a column without bounds or with equal ones, and a value outside of
        them; an unknown rule. Columns are named by position; `kadmcdm.rank` puts in the names.

    Notes
    -----
    0/0 has a defined answer: a constant column under ``minmax``, and an all-zero column under
    ``vector``, ``max`` and ``sum``, give every candidate 1.0, benefit and cost alike. Columns that
    are constant but for rounding (see `is_constant`) are taken as exactly constant. Columns are
    scaled by their largest magnitude first, so values from 1e-300 to 1e300 neither overflow nor
    vanish.

    Examples
    --------
    >>> normalize(np.array([[1.0, 4.0], [3.0, 2.0]]), np.array([True, False]), "max").tolist()
    [[0.3333333333333333, 0.5], [1.0, 1.0]]

    References
    ----------
    .. [1] Hwang, C.-L. and Yoon, K. (1981). Multiple Attribute Decision Making. Springer, sec. 2.
    .. [2] Jahan, A. and Edwards, K. L. (2015). A state-of-the-art survey on the influence of
       normalization techniques in ranking. Materials & Design 65, 335-342.
    """
    raise_faults(list(choice_fault("normalization", rule, RULES)))
    y = matrix if rows is None else rows
    if rule == "bounds":
        return _by_bounds(y, benefit, bounds)
    better = benefit[..., None, :]
    if rule == "none":
        return np.where(better, y, -y)
    if rule in ("max", "sum"):
        _refuse_outside_domain(matrix, benefit, rule)
    largest = _scale(matrix)
    x = matrix / largest  # largest magnitude 1 in every column, or all zero
    low, high = x.min(axis=-2, keepdims=True), x.max(axis=-2, keepdims=True)
    constant = high - low <= CONSTANT
    x = np.where(constant, high, x)
    # min / x comes from the values as they are: on the common scale 1e-300 beside 1e300 is 0.
    raw = np.where(constant, matrix.max(axis=-2, keepdims=True), matrix)
    least = raw.min(axis=-2, keepdims=True)
    y, raw_y = x, raw
    if rows is not None:
        with np.errstate(over="ignore"):
            y, raw_y = rows / largest, rows
        undefined = constant if rule == "minmax" else (low == 0.0) & (high == 0.0)
        _refuse_without_scale(undefined | ~np.isfinite(y), rows, benefit, rule)
    if rule == "vector":
        norm = np.sqrt((x * x).sum(axis=-2, keepdims=True))
        share = _ratio(y, norm)
        return np.where(better | (norm == 0.0), share, 1.0 - share)
    if rule == "minmax":
        return _ratio(np.where(better, y - low, high - y), np.where(constant, 0.0, high - low))
    if rule == "max":
        return np.where(better, _ratio(y, high), _ratio(least, raw_y))
    total = x.sum(axis=-2, keepdims=True)
    costs = _ratio(least, raw).sum(axis=-2, keepdims=True)
    return np.where(better | (total == 0.0), _ratio(y, total), _ratio(least, raw_y) / costs)


def _scale(matrix: FloatArray) -> FloatArray:
    """Return the largest magnitude of each column, 1 where all are zero."""
    largest = np.abs(matrix).max(axis=-2, keepdims=True)
    scale: FloatArray = np.where(largest == 0.0, 1.0, largest)
    return scale


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    """Divide; where the divisor is 0 the answer is 1 (0/0 of law 7)."""
    zero = below == 0.0
    return np.where(zero, 1.0, above / np.where(zero, 1.0, below))


def _by_bounds(matrix: FloatArray, benefit: BoolArray, bounds: FloatArray | None) -> FloatArray:
    n = matrix.shape[-1]
    if bounds is None:
        bounds = np.full((n, 2), np.nan)
    low, high = bounds[..., None, :, 0], bounds[..., None, :, 1]
    absent = np.isnan(bounds).any(axis=-1).reshape(-1, n).any(axis=0)
    half = high / 2 - low / 2  # halves, so that a span of the whole float range does not overflow
    equal = (half == 0.0).reshape(-1, n).any(axis=0)
    outside = ((matrix < low) | (matrix > high)).reshape(-1, n).any(axis=0)
    faults = [
        Fault(f"column {j + 1}", "normalization 'bounds' needs its bounds", expected="(low, high)")
        for j in np.flatnonzero(absent)
    ]
    faults += [
        Fault(f"column {j + 1}", "a value lies outside its bounds") for j in np.flatnonzero(outside)
    ]
    faults += [
        Fault(f"column {j + 1}", "its bounds are equal", expected="low < high")
        for j in np.flatnonzero(equal)
    ]
    if faults:
        raise InputError(faults)
    return np.where(
        benefit[..., None, :],
        (matrix / 2 - low / 2) / half,
        (high / 2 - matrix / 2) / half,
    )


def _refuse_outside_domain(matrix: FloatArray, benefit: BoolArray, rule: str) -> None:
    n = matrix.shape[-1]
    low, high = matrix.min(axis=-2), matrix.max(axis=-2)
    negative = (low < 0.0).reshape(-1, n).any(axis=0)
    zero = (~benefit & (low == 0.0) & (high > 0.0)).reshape(-1, n).any(axis=0)
    faults = [
        Fault(
            f"column {j + 1}",
            f"normalization {rule!r} takes no negative values",
            hint="use 'minmax' or 'bounds'",
        )
        for j in np.flatnonzero(negative)
    ]
    faults += [
        Fault(
            f"column {j + 1}",
            f"normalization {rule!r} takes no 0 in a cost column: it divides by the value",
            hint="use 'minmax', 'vector' or 'bounds'",
        )
        for j in np.flatnonzero(zero & ~negative)
    ]
    if faults:
        raise InputError(faults)


def _refuse_without_scale(
    undefined: BoolArray, rows: FloatArray, benefit: BoolArray, rule: str
) -> None:
    """Raise where further rows have no place on the scale of their column."""
    if rule in ("max", "sum"):
        least = np.where(benefit[..., None, :], 0.0, np.finfo(np.float64).tiny)
        undefined = undefined | (rows < least)
    found = undefined.reshape(-1, rows.shape[-1]).any(axis=0)
    if found.any():
        raise InputError(
            Fault(
                f"column {j + 1}",
                f"a given ideal has no place on the scale of normalization {rule!r}",
                hint="the column is constant, or the ideal too small; use 'bounds' or 'none'",
            )
            for j in np.flatnonzero(found)
        )
