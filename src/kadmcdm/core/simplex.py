"""The weight simplex: all weights that are not negative and sum to 1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kadmcdm._typing import FloatArray


def sample_simplex(
    n: int, size: int, rng: np.random.Generator, *, alpha: FloatArray | None = None
) -> FloatArray:
    r"""Draw weight vectors, uniformly over the simplex or from a Dirichlet distribution.

    Uniform: n exponential variates divided by their sum, that is Dirichlet(1, ..., 1).
    (Normalized uniform variates would crowd the middle.)

    Parameters
    ----------
    n : int
        Criteria.
    size : int
        Weight vectors.
    rng : numpy.random.Generator
    alpha : (n,) array, optional
        Concentrations, > 0 (0 fixes a weight at 0); uniform when left out.

    Returns
    -------
    (size, n) array
        Rows sum to 1.

    Examples
    --------
    >>> sample_simplex(3, 2, np.random.default_rng(0)).sum(axis=1).round(12).tolist()
    [1.0, 1.0]

    References
    ----------
    .. [1] Devroye, L. (1986). Non-Uniform Random Variate Generation. Springer, ch. V.2.
    """
    if alpha is None:
        raw = rng.standard_exponential((size, n))
    else:
        raw = np.zeros((size, n))
        positive = alpha > 0
        raw[:, positive] = rng.standard_gamma(alpha[positive], (size, int(positive.sum())))
        empty = raw.sum(axis=1) == 0.0  # all gammas underflowed (tiny alphas): a corner
        if empty.any():
            at = rng.choice(n, size=int(empty.sum()), p=alpha / alpha.sum())
            raw[np.flatnonzero(empty), at] = 1.0
    weights: FloatArray = raw / raw.sum(axis=1, keepdims=True)
    return weights


def ordered_vertices(groups: Sequence[Sequence[int]], n: int) -> FloatArray:
    """Return the corners of the weights that are ordered: a simplex again.

    Parameters
    ----------
    groups : sequence of sequences of int
        Positions of criteria, most important first; those in one group weigh the same. Criteria in
        no group are free.
    n : int
        Criteria.

    Returns
    -------
    (k, n) array
        A corner a row: one for each group, one for each free criterion. Uniform weights of corners
        (`sample_simplex`) times corners are uniform over the ordered weights.

    Examples
    --------
    >>> ordered_vertices([[1], [0, 2]], 3).round(3).tolist()
    [[0.0, 1.0, 0.0], [0.333, 0.333, 0.333]]
    """
    named = [k for group in groups for k in group]
    corners = np.zeros((len(groups) + n - len(named), n))
    count = 0
    for row, group in enumerate(groups):
        count += len(group)
        corners[row, named[:count]] = 1.0 / count
    free = [k for k in range(n) if k not in named]
    corners[np.arange(len(groups), len(corners)), free] = 1.0
    return corners


def spacings(uniforms: FloatArray) -> FloatArray:
    """Turn points of the unit cube into weights: uniform ones into uniform ones.

    Parameters
    ----------
    uniforms : (..., n) array
        In [0, 1); scrambled Sobol points, say.

    Returns
    -------
    (..., n) array
        Rows sum to 1.

    Examples
    --------
    >>> spacings(np.array([0.5, 0.5, 0.75])).round(3).tolist()
    [0.25, 0.25, 0.5]
    """
    raw = -np.log1p(-uniforms)
    raw += np.finfo(float).tiny  # all zero: the middle
    weights: FloatArray = raw / raw.sum(axis=-1, keepdims=True)
    return weights
