"""Pairwise comparison matrices: priorities and consistency. Row dominates column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from kadmcdm._typing import FloatArray, Prioritization, RandomIndex, RandomIndexTable
from kadmcdm.errors import Fault, InputError, choice_fault, raise_faults

PRIORITIZATIONS: tuple[Prioritization, ...] = ("eigenvector", "geometric_mean", "column_mean")

# From n = 3 on; for n <= 2 every reciprocal matrix is consistent.
RANDOM_INDEX: dict[RandomIndexTable, tuple[float, ...]] = {
    # Alonso & Lamata (2006), Int. J. Uncertain. Fuzz. 14(4), 445-459, table 3; a fit beyond 15.
    "alonso-lamata-2006": (
        0.5247, 0.8816, 1.1086, 1.2479, 1.3417, 1.4057, 1.4499, 1.4854, 1.5140, 1.5365, 1.5551,
        1.5713, 1.5838,
    ),
    # Saaty (1980), The Analytic Hierarchy Process; the dip at n = 12 is in the print.
    "saaty-1980": (
        0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59,
    ),
    # Saaty (2005), Theory and Applications of the Analytic Network Process, p. 31.
    "saaty-2005": (
        0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59,
    ),
    # Donegan & Dodd (1991), Mathl. Comput. Modelling 15(3), 135-137.
    "donegan-dodd-1991": (
        0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733, 1.4055, 1.4213, 1.4497, 1.4643,
        1.4822, 1.4969,
    ),
    # Tummala & Ling (1998), J. Multi-Crit. Decis. Anal. 7(4), 221-230.
    "tummala-ling-1998": (
        0.5799, 0.8921, 1.1159, 1.2358, 1.3322, 1.3952, 1.4537, 1.4882, 1.5117, 1.5356, 1.5571,
        1.5714, 1.5831,
    ),
}  # fmt: skip

TOLERANCE = 1e-13
"""The iteration stops when the certificate's relative width is below this times n."""

MAX_ITERATIONS = 400
CHECK_EVERY = 4

PASSES = 4
"""How often LAPACK is asked at most; each time the matrix is better scaled."""

BLOCK_BYTES = 2**20
"""Matrices at a time, so that a block stays in cache between steps."""


def random_index(n: int, table: RandomIndex = "alonso-lamata-2006") -> float:
    """Return the mean consistency index of random matrices of order n.

    Parameters
    ----------
    n : int
        The order, >= 1.
    table : str, float or mapping
        A table's name, the value itself, or ``{n: value}``.

    Returns
    -------
    float
        0 for n <= 2.

    Raises
    ------
    InputError
        For an unknown table, an order beyond its last (15; Alonso-Lamata's has a fit
        (1.7699 n - 4.3513) / (n - 1) beyond it), or a value that is not positive.

    Examples
    --------
    >>> random_index(5), random_index(5, "saaty-1980"), round(random_index(16), 4)
    (1.1086, 1.12, 1.5978)
    """
    if isinstance(table, str):
        raise_faults(list(choice_fault("random_index", table, list(RANDOM_INDEX))))
        if n <= 2:
            return 0.0
        values = RANDOM_INDEX[table]
        if n - 3 < len(values):
            return values[n - 3]
        if table == "alonso-lamata-2006":
            return (1.7699 * n - 4.3513) / (n - 1)
        raise InputError(
            [
                Fault(
                    "random_index",
                    f"table {table!r} ends at n = {len(values) + 2}",
                    got=f"n = {n}",
                    hint="use 'alonso-lamata-2006', which has a fit, or give a number",
                )
            ]
        )
    if n <= 2 and isinstance(table, Mapping):
        return 0.0
    value = table.get(n) if isinstance(table, Mapping) else table
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < np.inf:
        raise InputError(
            [
                Fault(
                    "random_index",
                    f"no value for n = {n}",
                    got=repr(value),
                    expected="a number > 0",
                )
            ]
        )
    return float(value) if n > 2 else 0.0


_random_index = random_index  # for functions with a parameter of that name


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


def consistency_index(matrix: FloatArray) -> FloatArray:
    """Return CI = (lambda_max - n) / (n - 1), and 0 for n <= 2.

    Parameters
    ----------
    matrix : (..., n, n) array

    Returns
    -------
    (...) array
        Not negative.

    Examples
    --------
    >>> float(consistency_index(np.array([[1, 3, 3], [1/3, 1, 2], [1/3, 1/2, 1]])).round(8))
    0.02681079
    """
    n = matrix.shape[-1]
    if n <= 2:
        return np.zeros(matrix.shape[:-2])
    index: FloatArray = np.maximum((lambda_max(matrix) - n) / (n - 1), 0.0)
    return index


def consistency_ratio(
    matrix: FloatArray, random_index: RandomIndex = "alonso-lamata-2006"
) -> FloatArray:
    """Return CR = CI / RI, and 0 for n <= 2.

    Parameters
    ----------
    matrix : (..., n, n) array
    random_index : str, float or mapping
        A table's name, the value itself, or ``{n: value}``; see the function `random_index`.

    Returns
    -------
    (...) array
        Above 0.10 the judgments deserve another look.

    Raises
    ------
    InputError
        See `random_index`.

    Examples
    --------
    >>> a = np.array([[1, 1 / 3, 5], [3, 1, 7], [1 / 5, 1 / 7, 1]])
    >>> float(consistency_ratio(a, 0.52).round(4))
    0.0624

    References
    ----------
    .. [1] Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.
    """
    n = matrix.shape[-1]
    if n <= 2:
        return np.zeros(matrix.shape[:-2])
    return consistency_index(matrix) / _random_index(n, random_index)


class Principal(NamedTuple):
    """The principal eigenvector (..., n), eigenvalue (...), and its relative certificate (...).

    The eigenvalue lies within `width` (relatively) of the stated one, by the Collatz-Wielandt
    bounds min(Ax/x) <= lambda_max <= max(Ax/x); LAPACK's answers are certified by them too.
    `geometric_mean` (..., n) is where the iteration starts.

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
