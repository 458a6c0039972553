"""Pairwise comparison matrices: priorities. Row dominates column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from kadmcdm._typing import FloatArray, Prioritization
from kadmcdm.errors import choice_fault, raise_faults

PRIORITIZATIONS: tuple[Prioritization, ...] = ("eigenvector", "geometric_mean", "column_mean")

TOLERANCE = 1e-13
"""The iteration stops when the certificate's relative width is below this times n."""

MAX_ITERATIONS = 400
CHECK_EVERY = 4

PASSES = 4
"""How often LAPACK is asked at most; each time the matrix is better scaled."""

BLOCK_BYTES = 2**20
"""Matrices at a time, so that a block stays in cache between steps."""


def priority_vector(
    matrix: FloatArray, prioritization: Prioritization = "eigenvector"
) -> FloatArray:
    """Return the priorities of compared items.

    Parameters
    ----------
    matrix : (..., n, n) array
        Positive and reciprocal; [i, j] says how many times i is preferred to j.
    prioritization : str
        ``"eigenvector"`` the principal right eigenvector [1]_; ``"geometric_mean"`` of the rows
        [2]_; ``"column_mean"`` the mean of the normalized columns.

    Returns
    -------
    (..., n) array
        Positive, sums to 1.

    Raises
    ------
    InputError
        For an unknown prioritization.

    Notes
    -----
    The eigenvector comes from power iteration, started at the geometric means. It stops when the
    Collatz-Wielandt bounds min(Ax/x) <= lambda_max <= max(Ax/x) agree to 1e-13 n relatively; a
    matrix that has not got there in 400 steps is handed to LAPACK (see `principal`). Nothing is
    rounded.

    Examples
    --------
    >>> a = np.array([[1, 2, 6], [1 / 2, 1, 3], [1 / 6, 1 / 3, 1]])
    >>> priority_vector(a).round(6).tolist()
    [0.6, 0.3, 0.1]

    References
    ----------
    .. [1] Saaty, T. L. (1977). A scaling method for priorities in hierarchical structures. Journal
       of Mathematical Psychology 15(3), 234-281.
    .. [2] Crawford, G. and Williams, C. (1985). A note on the analysis of subjective judgment
       matrices. Journal of Mathematical Psychology 29(4), 387-405.
    """
    raise_faults(list(choice_fault("prioritization", prioritization, PRIORITIZATIONS)))
    if prioritization == "geometric_mean":
        n = matrix.shape[-1]
        means = np.empty(matrix.shape[:-1])
        for at, batch_last in _blocks(matrix.reshape(-1, n, n)):
            means.reshape(-1, n)[at] = _geometric_means(batch_last).T
        return means
    if prioritization == "column_mean":
        columns = matrix / matrix.sum(axis=-2, keepdims=True)
        mean = columns.mean(axis=-1)
        vector: FloatArray = mean / mean.sum(axis=-1, keepdims=True)
        return vector
    return principal(matrix).vector


def lambda_max(matrix: FloatArray) -> FloatArray:
    """Return the principal eigenvalue, always from the eigenvector.

    Parameters
    ----------
    matrix : (..., n, n) array

    Returns
    -------
    (...) array
        n for a consistent matrix, more otherwise.

    Examples
    --------
    >>> float(lambda_max(np.array([[1, 2], [0.5, 1]])))
    2.0
    """
    return principal(matrix).value


class Principal(NamedTuple):
    """The principal eigenvector, its eigenvalue, and how near that is certified to be.

    Attributes
    ----------
    vector : (..., n) array
        Positive, sums to 1.
    value : (...) array
    width : (...) array
        The eigenvalue lies within this (relatively) of the stated one, by the Collatz-Wielandt
        bounds min(Ax/x) <= lambda_max <= max(Ax/x); LAPACK's answers are certified by them too.
    geometric_mean : (..., n) array
        Where the iteration starts.

    Examples
    --------
    >>> found = principal(np.array([[1, 2, 6], [1 / 2, 1, 4], [1 / 6, 1 / 4, 1]]))
    >>> float(found.value.round(4)), bool(found.width < 1e-12)
    (3.0092, True)
    """

    vector: FloatArray
    value: FloatArray
    width: FloatArray
    geometric_mean: FloatArray


def principal(matrix: FloatArray) -> Principal:
    """Return the principal eigenvector and eigenvalue of positive matrices, with a certificate.

    Parameters
    ----------
    matrix : (..., n, n) array
        Positive and reciprocal.

    Returns
    -------
    Principal

    Notes
    -----
    Power iteration from the geometric means, in blocks laid out batch-last, so that every step is
    a handful of long vector operations. A matrix that is not certified after 400 steps goes to
    LAPACK. Memory: some 3 MiB of scratch.

    Examples
    --------
    >>> float(principal(np.array([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]])).value.round(6))
    10.111111
    """
    n = matrix.shape[-1]
    a = matrix.reshape(-1, n, n)
    vector, means = np.empty(a.shape[:2]), np.empty(a.shape[:2])
    value, width = np.empty(len(a)), np.empty(len(a))
    for at, batch_last in _blocks(a):
        start_vector = _geometric_means(batch_last)
        means[at] = start_vector.T
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            x, value[at], width[at] = _iterate(batch_last, start_vector)
        vector[at] = x.T
    for k in np.flatnonzero(~(width <= TOLERANCE * n)):  # NaN, of overflow, too
        found = _by_lapack(a[k], means[k])
        if not width[k] <= found[2]:
            vector[k], value[k], width[k] = found
    shape = matrix.shape[:-2]
    return Principal(
        vector.reshape(*shape, n),
        value.reshape(shape),
        width.reshape(shape),
        means.reshape(*shape, n),
    )


def _blocks(a: FloatArray) -> Iterator[tuple[slice, FloatArray]]:
    """Yield (B, n, n) matrices block by block, laid out (n, n, b)."""
    n = a.shape[-1]
    size = max(1, BLOCK_BYTES // (8 * n * n))
    for start in range(0, len(a), size):
        part = a[start : start + size].reshape(-1, n * n)
        yield slice(start, start + size), np.ascontiguousarray(part.T).reshape(n, n, -1)


def _iterate(a: FloatArray, x: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Iterate on (n, n, B) until every matrix is certified, or no longer."""
    n = a.shape[0]
    y = np.empty_like(x)
    if n <= 2:  # the geometric mean is exact
        return x, np.full(a.shape[2], float(n)), np.zeros(a.shape[2])
    low = high = x[0]
    for _ in range(0, MAX_ITERATIONS, CHECK_EVERY):
        for _ in range(CHECK_EVERY - 1):  # a certificate costs about one step
            np.einsum("ijb,jb->ib", a, x, out=y)
            x, y = y, x
        x /= x.sum(axis=0)
        np.einsum("ijb,jb->ib", a, x, out=y)
        np.divide(y, x, out=x)
        low, high = x.min(axis=0), x.max(axis=0)
        x, y = y, x
        if (high - low <= TOLERANCE * n * high).all():
            break
    return x / x.sum(axis=0), (low + high) / 2, (high - low) / high


def _by_lapack(a: FloatArray, x: FloatArray) -> tuple[FloatArray, float, float]:
    """Return LAPACK's answer, its certificate taken after a few steps more.

    LAPACK's error is one for all components, so the small ones may be noise. Items are first
    brought to one size by `x`, and each step makes the small components of what the large ones say.
    """
    n = len(a)
    best, value, width = x, np.inf, np.inf
    with np.errstate(over="ignore"):
        for _ in range(PASSES):
            scaled = a * (x / x[:, None])
            if not np.isfinite(scaled).all():
                break
            values, vectors = np.linalg.eig(scaled)
            y = np.abs(vectors[:, int(np.argmax(values.real))].real)
            y = np.maximum(y / y.max(), np.finfo(np.float64).eps)
            for _ in range(n):
                growth = scaled @ y / y
                low, high = float(growth.min()), float(growth.max())
                if (high - low) / high < width:
                    best, value, width = x * y, (low + high) / 2, (high - low) / high
                y = np.maximum(y * (growth / high), 1e-250)
            if width <= TOLERANCE * n:
                break
            x = best / best.max()
    return best / best.sum(), value, width


def _geometric_means(a: FloatArray) -> FloatArray:
    """Return the normalized geometric means of the rows of (n, n, B), as (n, B)."""
    n = a.shape[0]
    product = a[:, 0].copy()
    with np.errstate(over="ignore"):
        for j in range(1, n):
            product *= a[:, j]
    if not (np.isfinite(product).all() and product.min(initial=1.0) > 1e-290):
        logs = np.log(a).mean(axis=1)  # n factors of 1e100 have no product
        mean = np.exp(logs - logs.max(axis=0))
    else:
        mean = np.power(product, 1.0 / n)
    means: FloatArray = mean / mean.sum(axis=0)
    return means
