"""The ideal and the anti-ideal of TOPSIS, on the scale of the normalized values."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, NormalizationRule
from kadmcdm.core.normalization import column_size, columns_on_scale, normalize
from kadmcdm.errors import Fault, InputError


class TopsisParts(NamedTuple):
    """The intermediates of TOPSIS, in the order they are computed.

    Attributes
    ----------
    normalized, weighted : (..., m, n) array
    ideal, anti_ideal : (..., n) array
        Weighted and normalized.
    to_ideal, to_anti_ideal : (..., m, n) array
        Each criterion's part of the distance to the p-th power (p = 2: squared), on a scale common
        to both distances; a row divided by its sum gives the shares. For p = inf the distance
        itself, shared equally by the criteria that attain it.
    distance_to_ideal, distance_to_anti_ideal, closeness : (..., m) array

    Examples
    --------
    >>> from kadmcdm import core
    >>> x = np.array([[1.0, 4.0], [4.0, 2.0]])
    >>> weights, benefit = np.array([0.5, 0.5]), np.array([True, False])
    >>> parts = core.topsis_parts(x, weights, benefit)
    >>> parts.distance_to_ideal.round(3).tolist(), parts.closeness.round(3).tolist()
    ([0.427, 0.0], [0.0, 1.0])
    """

    normalized: FloatArray
    weighted: FloatArray
    ideal: FloatArray
    anti_ideal: FloatArray
    to_ideal: FloatArray
    to_anti_ideal: FloatArray
    distance_to_ideal: FloatArray
    distance_to_anti_ideal: FloatArray
    closeness: FloatArray


class NormalizedIdeals(NamedTuple):
    """What closeness is made of.

    `r` (..., m, n) are the normalized values, `ideal` and `anti_ideal` (..., n) are on their scale,
    `near` and `far` (..., m, n) say how far each value is from these.
    """

    r: FloatArray
    ideal: FloatArray
    anti_ideal: FloatArray
    near: FloatArray
    far: FloatArray


def with_ideals(
    matrix: FloatArray,
    benefit: BoolArray,
    normalization: NormalizationRule,
    ideal: FloatArray | None = None,
    anti_ideal: FloatArray | None = None,
    bounds: FloatArray | None = None,
) -> NormalizedIdeals:
    """Return the normalized matrix, ideal and anti-ideal on its scale, and the gaps to them."""
    r = normalize(matrix, benefit, normalization, bounds)
    if normalization == "bounds":
        r_ideal, r_anti = np.ones_like(r[..., 0, :]), np.zeros_like(r[..., 0, :])
    else:
        r_ideal, r_anti = r.max(axis=-2), r.min(axis=-2)
    if ideal is not None or anti_ideal is not None:
        _refuse_beyond(matrix, benefit, ideal, anti_ideal)
    if ideal is not None:
        rows = np.asarray(ideal)[..., None, :]
        r_ideal = normalize(matrix, benefit, normalization, bounds, rows=rows)[..., 0, :]
    if anti_ideal is not None:
        rows = np.asarray(anti_ideal)[..., None, :]
        r_anti = normalize(matrix, benefit, normalization, bounds, rows=rows)[..., 0, :]
    if normalization in ("vector", "max"):
        near, far = _exact_gaps(matrix, benefit, normalization, ideal, anti_ideal)
    elif normalization == "sum":
        over_best = with_ideals(matrix, benefit, "max", ideal, anti_ideal)
        total = over_best.r.sum(axis=-2, keepdims=True)
        near, far = over_best.near / total, over_best.far / total
    else:
        near, far = np.abs(r - r_ideal[..., None, :]), np.abs(r - r_anti[..., None, :])
    return NormalizedIdeals(r, r_ideal, r_anti, near, far)


def _exact_gaps(
    matrix: FloatArray,
    benefit: BoolArray,
    normalization: NormalizationRule,
    ideal: FloatArray | None,
    anti_ideal: FloatArray | None,
) -> tuple[FloatArray, FloatArray]:
    """Return gaps between values, brought to the scale of normalized ones.

    The normalized values of 1e12 + 1 and 1e12 + 2 differ by little more than their rounding.
    """
    better = benefit[..., None, :]
    scaled = columns_on_scale(matrix)
    size = column_size(scaled.x, "vector") if normalization == "vector" else scaled.high
    size = np.where(size == 0.0, 1.0, size)
    gaps = []
    for given, toward in ((ideal, better), (anti_ideal, ~better)):
        end = np.where(toward, scaled.high, scaled.low)
        if given is not None:
            end = np.asarray(given)[..., None, :] / scaled.unit
        gap = np.abs(scaled.x - end) / size
        if normalization == "max" and not benefit.all():
            gap = np.where(better, gap, _saving_gaps(matrix, scaled.constant, given, toward))
        gaps.append(gap)
    return gaps[0], gaps[1]


def _saving_gaps(
    matrix: FloatArray, constant: BoolArray, given: FloatArray | None, toward: BoolArray
) -> FloatArray:
    """Return |min/x - min/end| of columns of costs; from the values as they are, as min/x is."""
    y = np.where(constant, matrix.max(axis=-2, keepdims=True), matrix)
    least, largest = y.min(axis=-2, keepdims=True), y.max(axis=-2, keepdims=True)
    end = np.where(toward, largest, least)
    if given is not None:
        end = np.asarray(given)[..., None, :]
    below = np.minimum(y, end)
    some, none = below > 0.0, np.zeros(below.shape)
    apart = np.divide(np.abs(y - end), np.maximum(y, end), out=none.copy(), where=some)
    gaps: FloatArray = apart * np.divide(least, below, out=none, where=some)
    return gaps


def refuse_metric(p: float) -> None:
    """Raise where weights in the distance would have no part in it."""
    if p not in (1, 2):
        what = "weights that stand in the distance have no part in the largest"
        raise InputError([Fault("p", what, f"{p:g}", "1 or 2 with weighting 'distances'")])


def _refuse_beyond(
    matrix: FloatArray,
    benefit: BoolArray,
    ideal: FloatArray | None,
    anti_ideal: FloatArray | None,
) -> None:
    """Raise where a value is better than the ideal or worse than the anti-ideal."""
    sign = np.where(benefit, 1.0, -1.0)[..., None, :]
    n = matrix.shape[-1]
    faults = []
    for target, name, side in ((ideal, "ideal", 1.0), (anti_ideal, "anti-ideal", -1.0)):
        if target is None:
            continue
        x = side * sign * matrix
        beyond = (x > side * sign * target).reshape(-1, n).any(axis=0)
        side_of = "worse" if side > 0 else "better"
        for j in np.flatnonzero(beyond):
            k = np.unravel_index(int(np.argmax(x[..., j])), x.shape[:-1])
            faults.append(
                Fault(
                    f"column {j + 1}",
                    f"a value lies beyond the given {name}",
                    got=f"{matrix[(*k, j)]:g}",
                    expected=f"{target[..., j].ravel()[0]:g} or {side_of}",
                )
            )
    if ideal is not None and anti_ideal is not None:
        equal = np.asarray(ideal) == np.asarray(anti_ideal)
        faults += [
            Fault(f"column {j + 1}", "the ideal equals the anti-ideal")
            for j in np.flatnonzero(equal.reshape(-1, n).all(axis=0))
        ]
    if faults:
        raise InputError(faults)
