"""Which choice moves a figure: analysis of variance over a full factorial."""

from __future__ import annotations

import numpy as np

from kadmcdm._typing import FloatArray, IntArray

NEGLIGIBLE = 1e-12
"""Shares below this are rounding; they count as 0."""


def sums_of_squares(values: FloatArray | IntArray, factors: int) -> FloatArray:
    r"""Split the squared deviations from the mean by what caused them.

    Every combination of levels is there, equally often, so that the parts are orthogonal and add
    up to the whole:

    .. math:: \sum (y - \bar y)^2 = \sum_f S_f + S_{interactions} + S_{within}

    with :math:`S_f` the squared deviations of the means by level of factor f from the mean of
    all, times the values behind each; the interactions, whatever the means of the cells deviate
    from the sum of these main effects; and within, the deviations from the mean of one's cell.

    Parameters
    ----------
    values : (..., d1, ..., dF, k) array
        One axis per factor, and k repetitions of each cell in the last.
    factors : int
        F, at least 1.

    Returns
    -------
    (..., F + 2) array
        A sum of squares per factor, of all interactions together, and within the cells. All are 0
        for constant values; what is below 1e-12 of the whole is 0.

    Examples
    --------
    >>> table = np.array([[[1.0], [2.0]], [[3.0], [4.0]]])  # two factors, a value a cell
    >>> sums_of_squares(table, 2).tolist()
    [4.0, 1.0, 0.0, 0.0]

    References
    ----------
    .. [1] Scheffé, H. (1959). The Analysis of Variance. Wiley, ch. 4.
    """
    axes = tuple(range(-factors - 1, 0))  # the factors, then the repetitions
    whole = values.mean(axis=axes, keepdims=True)
    cells = values.mean(axis=-1, keepdims=True)
    behind = float(np.prod(values.shape[-factors - 1 :]))
    additive = whole
    parts = []
    for factor in axes[:-1]:
        others = tuple(axis for axis in axes[:-1] if axis != factor)
        effect = cells.mean(axis=others, keepdims=True) - whole
        additive = additive + effect
        parts.append(behind * (effect**2).mean(axis=axes))
    parts.append(behind * ((cells - additive) ** 2).mean(axis=axes))
    parts.append(((values - cells) ** 2).sum(axis=axes))
    sums = np.stack(parts, axis=-1)
    total = sums.sum(axis=-1, keepdims=True)
    flat = values.max(axis=axes) == values.min(axis=axes)
    nothing = (sums < NEGLIGIBLE * total) | flat[..., None]
    return np.where(nothing, 0.0, sums)


def variance_shares(sums: FloatArray) -> FloatArray:
    """Return parts of a whole as shares of it; all 0 where there is nothing to share.

    Parameters
    ----------
    sums : (..., q) array
        Not negative, such as `sums_of_squares` gives.

    Returns
    -------
    (..., q) array
        They sum to 1, or are all 0. The share of a factor is its first-order sensitivity index.

    Examples
    --------
    >>> variance_shares(np.array([[4.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]])).tolist()
    [[0.8, 0.2, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]]

    References
    ----------
    .. [1] Saisana, M., Saltelli, A. and Tarantola, S. (2005). Uncertainty and sensitivity analysis
       techniques as tools for the quality assessment of composite indicators. Journal of the
       Royal Statistical Society A 168(2), 307-323.
    """
    total = sums.sum(axis=-1, keepdims=True)
    return sums / np.where(total == 0.0, 1.0, total)
