"""VIKOR: the many against the worst-served, and a compromise between them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.core.normalization import CONSTANT, normalize
from kadmcdm.core.scoring import in_blocks


class VikorParts(NamedTuple):
    """What VIKOR prints, all (..., m) and lower is better, and the scores.

    Attributes
    ----------
    S : (..., m) array
        Group utility: the weighted sum of what each value lacks of the best of its column.
    R : (..., m) array
        Individual regret: the largest of these weighted lacks.
    Q : (..., m) array
        Between S and R, each brought to [0, 1].
    scores : (..., m) array
        -Q; higher is better.

    Examples
    --------
    >>> from kadmcdm import core
    >>> x = np.array([[1.0, 4.0], [4.0, 2.0]])
    >>> weights, benefit = np.array([0.5, 0.5]), np.array([True, False])
    >>> parts = core.vikor_parts(x, weights, benefit)
    >>> parts.S.tolist(), parts.R.tolist(), parts.Q.tolist()
    ([1.0, 0.0], [0.5, 0.0], [1.0, 0.0])
    """

    S: FloatArray
    R: FloatArray
    Q: FloatArray
    scores: FloatArray


def vikor(
    matrix: FloatArray, weights: FloatArray, benefit: BoolArray, *, v: float = 0.5
) -> FloatArray:
    """Score by VIKOR: -Q of `vikor_parts`, with no more memory than the scores.

    Parameters
    ----------
    matrix : (..., m, n) array
    weights : (..., n) array
    benefit : (..., n) array of bool
    v : float
        Weight of the group utility, in [0, 1].

    Returns
    -------
    (..., m) array
        In [-1, 0]; higher is better.

    Examples
    --------
    >>> x = np.array([[1.0, 3000], [2, 3750], [5, 4500]])
    >>> vikor(x, np.array([0.5, 0.5]), np.array([False, True])).tolist()
    [-1.0, 0.0, -1.0]
    """
    return in_blocks(
        lambda some: vikor_parts(matrix, some, benefit, v=v).scores, matrix, weights, benefit
    )


def vikor_parts(
    matrix: FloatArray, weights: FloatArray, benefit: BoolArray, *, v: float = 0.5
) -> VikorParts:
    r"""Score by VIKOR.

    With :math:`d_{ij} = (f_j^* - f_{ij}) / (f_j^* - f_j^-)`, from the best to the worst of a
    column: :math:`S_i = \sum_j w_j d_{ij}`, :math:`R_i = \max_j w_j d_{ij}`,
    :math:`Q_i = v (S_i - S^*) / (S^- - S^*) + (1 - v) (R_i - R^*) / (R^- - R^*)`.

    Parameters
    ----------
    matrix : (..., m, n) array
    weights : (..., n) array
    benefit : (..., n) array of bool
    v : float
        Weight of the group utility, in [0, 1].

    Returns
    -------
    VikorParts
        Q in [0, 1]. Memory: some 50 bytes for each score.

    Notes
    -----
    Nobody lacks anything on a constant column. Where S is the same for all, but for rounding, its
    part of Q is 0 for all; likewise R.

    Examples
    --------
    >>> x = np.array([[1.0, 3000], [2, 3750], [5, 4500]])
    >>> parts = vikor_parts(x, np.array([0.5, 0.5]), np.array([False, True]))
    >>> parts.S.round(3).tolist(), parts.R.round(3).tolist(), parts.Q.tolist()
    ([0.5, 0.375, 0.5], [0.5, 0.25, 0.5], [1.0, 0.0, 1.0])

    References
    ----------
    .. [1] Opricovic, S. and Tzeng, G.-H. (2004). Compromise solution by MCDM methods: a
       comparative analysis of VIKOR and TOPSIS. European Journal of Operational Research 156(2),
       445-455, sec. 2.
    """
    lacks = 1.0 - normalize(matrix, benefit, "minmax")
    shape = np.broadcast_shapes(lacks.shape[:-2], weights.shape[:-1])
    total = np.zeros((*shape, lacks.shape[-2]))
    worst = np.zeros_like(total)
    for j in range(lacks.shape[-1]):  # never all weighted lacks of all weight vectors at once
        weighted = lacks[..., j] * weights[..., None, j]
        total += weighted
        np.maximum(worst, weighted, out=worst)
    q = v * place_in_range(total) + (1.0 - v) * place_in_range(worst)
    return VikorParts(total, worst, q, 0.0 - q)


def place_in_range(values: FloatArray) -> FloatArray:
    """Return where each of (..., m) values >= 0 lies from the least (0) to the largest (1).

    Where all are the same but for rounding, it is 0 for all.
    """
    place: FloatArray = (values - values.min(axis=-1, keepdims=True)) / span(values)
    return place


def span(values: FloatArray) -> FloatArray:
    """Return (..., 1) ranges of (..., m) values >= 0; infinite where only rounding differs."""
    high = values.max(axis=-1, keepdims=True)
    width = high - values.min(axis=-1, keepdims=True)
    ranges: FloatArray = np.where(width <= CONSTANT * high, np.inf, width)
    return ranges
