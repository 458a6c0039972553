"""Normalization: direction is removed here, once; after it, higher is better (law 2)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, NormalizationRule
from kadmcdm.errors import Fault, InputError, choice_fault, raise_faults

USUAL: tuple[NormalizationRule, ...] = ("vector", "minmax", "max", "sum", "bounds")
"""What a comparison over normalizations tries."""

RULES: tuple[NormalizationRule, ...] = (
    *USUAL, "none", "nonlinear", "enhanced_accuracy", "logarithmic", "z_score",
)  # fmt: skip

POSITIVE = ("max", "sum", "nonlinear")
"""These divide costs by their values, and mean nothing below 0."""

SPANNED = ("minmax", "enhanced_accuracy", "z_score")
"""These have no scale for a constant column."""

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
    constant: BoolArray = columns_on_scale(matrix).constant[..., 0, :]
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

    =================  ==============================  ===================================
    rule               benefit                         cost
    =================  ==============================  ===================================
    vector             x / ‖x‖                         1 - x / ‖x‖
    minmax             (x - min) / (max - min)         (max - x) / (max - min)
    max                x / max                         min / x
    sum                x / Σx                          (1/x) / Σ(1/x)
    bounds             (x - low) / (high - low)        (high - x) / (high - low)
    none               x                               -x
    nonlinear          (x / max)²                      (min / x)³
    enhanced_accuracy  1 - (max - x) / Σ(max - x)      1 - (x - min) / Σ(x - min)
    logarithmic        ln x / Σ ln x                   (1 - ln x / Σ ln x) / (m - 1)
    z_score            (x - mean) / deviation          (mean - x) / deviation
    =================  ==============================  ===================================

    Parameters
    ----------
    matrix : (..., m, n) array
        Candidates in rows, criteria in columns; finite.
    benefit : (..., n) array of bool
        True where higher is better.
    rule : str
        One of those above. The deviation of z_score is the population's.
    bounds : (..., n, 2) array, optional
        Low and high end of each criterion's scale; needed by ``"bounds"`` only.
    rows : (..., k, n) array, optional
        Further rows (given ideals) to bring to the scale of `matrix`, in its place.

    Returns
    -------
    (..., m, n) array, or (..., k, n)
        In [0, 1] for every rule but ``"none"`` and ``"z_score"`` (and ``"vector"`` with negative
        values).

    Raises
    ------
    InputError
        ``max``, ``sum`` and ``nonlinear`` refuse negative values, and 0 in a cost column that is
        not all zero; ``logarithmic`` refuses values below 1, whose logarithms are negative and
        would turn the order around; ``bounds`` refuses a column without bounds or with equal ones,
        and a value outside of them; an unknown rule. Columns are named by position; `kadmcdm.rank`
        puts in the names.

    Notes
    -----
    0/0 has a defined answer: a constant column under ``minmax``, ``enhanced_accuracy`` and
    ``z_score``, an all-zero column under ``vector``, ``max``, ``sum`` and ``nonlinear``, and a
    column of ones under ``logarithmic`` give every candidate 1.0, benefit and cost alike. Columns
    that are constant but for rounding (see `is_constant`) are taken as exactly constant. Columns
    are scaled by a power of two near their largest magnitude first, so values from 1e-300 to 1e300
    neither overflow nor vanish, and nothing is rounded.

    Examples
    --------
    >>> normalize(np.array([[1.0, 4.0], [3.0, 2.0]]), np.array([True, False]), "max").tolist()
    [[0.3333333333333333, 0.5], [1.0, 1.0]]

    References
    ----------
    .. [1] Hwang, C.-L. and Yoon, K. (1981). Multiple Attribute Decision Making. Springer, sec. 2.
    .. [2] Jahan, A. and Edwards, K. L. (2015). A state-of-the-art survey on the influence of
       normalization techniques in ranking. Materials & Design 65, 335-342.
    .. [3] Peldschus, F., Vaigauskas, E. and Zavadskas, E. K. (1983). Technologische Entscheidungen
       bei der Berücksichtigung mehrerer Ziele. Bauplanung-Bautechnik 37(4), 173-175 (nonlinear).
    .. [4] Zeng, Q.-L., Li, D.-D. and Yang, Y.-B. (2013). VIKOR method with enhanced accuracy for
       multiple criteria decision making in healthcare management. Journal of Medical Systems
       37(2), 9908.
    .. [5] Zavadskas, E. K. and Turskis, Z. (2008). A new logarithmic normalization method in games
       theory. Informatica 19(2), 303-314.
    """
    raise_faults(list(choice_fault("normalization", rule, RULES)))
    y = matrix if rows is None else rows
    if rule == "bounds":
        return _by_bounds(y, benefit, bounds)
    better = benefit[..., None, :]
    if rule == "none":
        return np.where(better, y, -y)
    if rule in POSITIVE:
        _refuse_outside_domain(matrix, benefit, rule)
    if rule == "logarithmic":
        return _logarithmic(matrix, better, rows)
    x, low, high, constant, unit = columns_on_scale(matrix)
    # min / x comes from the values as they are: on the common scale 1e-300 beside 1e300 is 0.
    raw = np.where(constant, matrix.max(axis=-2, keepdims=True), matrix)
    least = raw.min(axis=-2, keepdims=True)
    y, raw_y = x, raw
    if rows is not None:
        with np.errstate(over="ignore"):
            y, raw_y = rows / unit, rows
        undefined = constant if rule in SPANNED else (low == 0.0) & (high == 0.0)
        _refuse_without_scale(undefined | ~np.isfinite(y), rows, benefit, rule)
    if rule == "vector":
        norm = column_size(x, rule)
        share = _ratio(y, norm)
        return np.where(better | (norm == 0.0), share, 1.0 - share)
    if rule == "minmax":
        return _ratio(np.where(better, y - low, high - y), np.where(constant, 0.0, high - low))
    if rule == "enhanced_accuracy":
        lacking = np.where(better, high - y, y - low)
        whole = np.where(better, high - x, x - low).sum(axis=-2, keepdims=True)
        return np.where(constant, 1.0, 1.0 - _ratio(lacking, whole))
    if rule == "z_score":
        x, y = x - low, y - low  # a mean of large values would round their differences away
        away = x - x.mean(axis=-2, keepdims=True)
        deviation = np.sqrt((away * away).mean(axis=-2, keepdims=True))
        above = y - x.mean(axis=-2, keepdims=True)
        deviation = np.where(constant, 0.0, deviation)
        return _ratio(np.where(better, above, -above), deviation)
    if rule in ("max", "nonlinear"):
        gain, saving = _ratio(y, high), _ratio(least, raw_y)
        return (
            np.where(better, gain, saving)
            if rule == "max"
            else np.where(better, gain**2, saving**3)
        )
    total = column_size(x, rule)
    costs = _ratio(least, raw).sum(axis=-2, keepdims=True)
    return np.where(better | (total == 0.0), _ratio(y, total), _ratio(least, raw_y) / costs)


def _logarithmic(matrix: FloatArray, better: BoolArray, rows: FloatArray | None) -> FloatArray:
    """Return shares of the sum of logarithms; a cost has what the others have, over m - 1."""
    n = matrix.shape[-1]
    faults = []
    for values, where in ((matrix, ""), (rows, "the given ideal: ")):
        if values is None:
            continue
        small = (values < 1.0).reshape(-1, n).any(axis=0)
        faults += [
            Fault(
                f"column {j + 1}",
                f"{where}normalization 'logarithmic' takes no value below 1: its logarithm is "
                "negative",
                hint="use a smaller unit, or 'minmax'",
            )
            for j in np.flatnonzero(small)
        ]
    raise_faults(faults)
    constant = is_constant(matrix)[..., None, :]
    logs = np.log(np.where(constant, matrix.max(axis=-2, keepdims=True), matrix))
    total = logs.sum(axis=-2, keepdims=True)
    share = _ratio(logs if rows is None else np.log(rows), total)
    others = max(matrix.shape[-2] - 1, 1)
    single = matrix.shape[-2] == 1
    saved: FloatArray = np.where((total == 0.0) | single, 1.0, (1.0 - share) / others)
    return np.where(better, share, saved)


class ScaledColumns(NamedTuple):
    """Columns over their `unit` (..., 1, n), so that the largest magnitude lies in [1, 2), or is 0.

    `x` (..., m, n), exactly constant where constant but for rounding; `low`, `high` and `constant`
    (..., 1, n).
    """

    x: FloatArray
    low: FloatArray
    high: FloatArray
    constant: BoolArray
    unit: FloatArray


def columns_on_scale(matrix: FloatArray) -> ScaledColumns:
    """Bring columns to one magnitude; units are powers of two, so that differences stay exact."""
    unit = power_of_two(np.abs(matrix).max(axis=-2, keepdims=True))
    x = matrix / unit
    low, high = x.min(axis=-2, keepdims=True), x.max(axis=-2, keepdims=True)
    constant = high - low <= CONSTANT * np.maximum(high, -low)
    if constant.any():
        x, low = np.where(constant, high, x), np.where(constant, high, low)
    return ScaledColumns(x, low, high, constant, unit)


def power_of_two(size: FloatArray) -> FloatArray:
    """Return the largest power of two that is not above each size; some power of two for 0."""
    power: FloatArray = np.ldexp(1.0, np.frexp(size)[1] - 1)
    return power


def column_size(x: FloatArray, rule: NormalizationRule) -> FloatArray:
    """Return the (..., 1, n) norm of each scaled column under ``vector``, else its sum."""
    squared = rule == "vector"
    total: FloatArray = (x * x if squared else x).sum(axis=-2, keepdims=True)
    return np.sqrt(total) if squared else total


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
    equal = (low == high).reshape(-1, n).any(axis=0)
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
    unit = power_of_two(np.maximum(np.abs(low), np.abs(high)))
    x, low, high = matrix / unit, low / unit, high / unit  # no span of the float range overflows
    return np.where(benefit[..., None, :], x - low, high - x) / (high - low)


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
    if rule in POSITIVE:
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
