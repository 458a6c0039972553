"""Scores that are distances from an average candidate: EDAS and MABAC."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.core.normalization import CONSTANT, columns_on_scale, is_constant, normalize
from kadmcdm.core.scoring import dot, signed_sum
from kadmcdm.errors import Fault, InputError


class EdasParts(NamedTuple):
    """What EDAS computes.

    Attributes
    ----------
    distances : (..., m, n) array
        From the average of the column, over that average; above 0 is better.
    SP, SN : (..., m) array
        Weighted sums of the distances above, and below, the average; not negative.
    NSP : (..., m) array
        SP over its largest; higher is better.
    NSN : (..., m) array
        1 - SN over its largest; higher is better.
    scores : (..., m) array
        Appraisal score, the mean of NSP and NSN.

    Examples
    --------
    >>> from kadmcdm import core
    >>> x = np.array([[1.0, 4.0], [4.0, 2.0]])
    >>> weights, benefit = np.array([0.5, 0.5]), np.array([True, False])
    >>> parts = core.edas_parts(x, weights, benefit)
    >>> parts.SP.round(3).tolist(), parts.SN.round(3).tolist(), parts.scores.round(3).tolist()
    ([0.0, 0.467], [0.467, 0.0], [0.0, 1.0])
    """

    distances: FloatArray
    SP: FloatArray
    SN: FloatArray
    NSP: FloatArray
    NSN: FloatArray
    scores: FloatArray


def edas_parts(matrix: FloatArray, weights: FloatArray, benefit: BoolArray) -> EdasParts:
    r"""Score by the distance from the average solution, above it and below it.

    Parameters
    ----------
    matrix : (..., m, n) array
        Every column that is not constant has an average above 0.
    weights : (..., n) array
    benefit : (..., n) array of bool

    Returns
    -------
    EdasParts
        Scores in [0, 1].

    Raises
    ------
    InputError
        For a column whose average is not positive, by position.

    Notes
    -----
    Nobody is away from the average of a constant column. Where nobody is above the average at all,
    nobody is below it: NSP and NSN are 1 for everyone.

    Examples
    --------
    >>> x = np.array([[1.0, 4.0], [2.0, 5.0], [3.0, 3.0]])
    >>> edas_parts(x, np.array([0.5, 0.5]), np.array([True, False])).scores.round(3).tolist()
    [0.0, 0.25, 1.0]

    References
    ----------
    .. [1] Keshavarz Ghorabaee, M., Zavadskas, E. K., Olfat, L. and Turskis, Z. (2015).
       Multi-criteria inventory classification using a new method of evaluation based on distance
       from average solution (EDAS). Informatica 26(3), 435-451, eqs. (3)-(14).
    """
    x, low, high, constant, _ = columns_on_scale(matrix)
    x = x - low  # an average of large values would round their differences away
    middle = x.mean(axis=-2, keepdims=True)
    average = low + middle
    # 0 but for rounding: gaps over it are noise
    refused = (average <= CONSTANT * np.maximum(high, -low)) & ~constant
    refused = refused.reshape(-1, matrix.shape[-1]).any(axis=0)
    if refused.any():
        raise InputError(
            Fault(
                f"column {j + 1}",
                "EDAS divides by the average, and this one is not above 0",
                hint="use VIKOR or TOPSIS, which take any values",
            )
            for j in np.flatnonzero(refused)
        )
    away = np.where(benefit[..., None, :], x - middle, middle - x)
    away = np.where(constant, 0.0, away) / np.where(constant, 1.0, average)
    above = dot(np.maximum(away, 0.0), weights)
    below = dot(np.maximum(-away, 0.0), weights)
    nsp, nsn = _over_largest(above, 1.0), 1.0 - _over_largest(below, 0.0)
    return EdasParts(away, above, below, nsp, nsn, (nsp + nsn) / 2.0)


def _over_largest(sums: FloatArray, otherwise: float) -> FloatArray:
    """Divide by the largest of a row; where that is 0 the answer is given."""
    largest = sums.max(axis=-1, keepdims=True)
    none = largest == 0.0
    share: FloatArray = sums / np.where(none, 1.0, largest)
    return share + otherwise * none if none.any() else share


def mabac_terms(matrix: FloatArray, benefit: BoolArray) -> FloatArray:
    r"""Return how far each min-max normalized value is from the border of its column.

    The border is the geometric mean over the candidates: :math:`1 + r_{ij} - \prod_k (1 +
    r_{kj})^{1/m}`. The weight of the criterion is a factor of both, so none enters.

    Parameters
    ----------
    matrix : (..., m, n) array
    benefit : (..., n) array of bool

    Returns
    -------
    (..., m, n) array
        In (-1, 1]; 0 in a constant column.

    Examples
    --------
    >>> mabac_terms(np.array([[3.0, 5.0], [1.0, 5.0]]), np.full(2, True)).round(3).tolist()
    [[0.586, 0.0], [-0.414, 0.0]]
    """
    r = normalize(matrix, benefit, "minmax")
    border = np.expm1(np.log1p(r).mean(axis=-2, keepdims=True))
    terms: FloatArray = np.where(is_constant(matrix)[..., None, :], 0.0, r - border)
    return terms


def mabac(matrix: FloatArray, weights: FloatArray, benefit: BoolArray) -> FloatArray:
    r"""Score by the distance from the border approximation area.

    :math:`S_i = \sum_j w_j (1 + r_{ij}) - g_j` with :math:`g_j = \prod_k (w_j (1 +
    r_{kj}))^{1/m}` and min-max normalized :math:`r_{ij}`.

    Parameters
    ----------
    matrix : (..., m, n) array
    weights : (..., n) array
    benefit : (..., n) array of bool

    Returns
    -------
    (..., m) array
        Above 0: in the upper approximation area, better than the border.

    Examples
    --------
    >>> x = np.array([[3.0, 5.0], [1.0, 5.0]])
    >>> mabac(x, np.array([0.5, 0.5]), np.full(2, True)).round(3).tolist()
    [0.293, -0.207]

    References
    ----------
    .. [1] Pamučar, D. and Ćirović, G. (2015). The selection of transport and handling resources in
       logistics centers using Multi-Attributive Border Approximation area Comparison (MABAC).
       Expert Systems with Applications 42(6), 3016-3028.
    """
    return signed_sum(mabac_terms(matrix, benefit), weights)
