"""The weight simplex: all weights that are not negative and sum to 1."""

from __future__ import annotations

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
