"""The ideal and the anti-ideal of TOPSIS, on the scale of the normalized values."""

from __future__ import annotations

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, NormalizationRule
from kadmcdm.core.normalization import normalize
from kadmcdm.errors import Fault, InputError


def with_ideals(
    matrix: FloatArray,
    benefit: BoolArray,
    normalization: NormalizationRule,
    ideal: FloatArray | None,
    anti_ideal: FloatArray | None,
    bounds: FloatArray | None,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the normalized matrix, and ideal and anti-ideal on its scale."""
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
    return r, r_ideal, r_anti


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
