"""Pairwise comparison matrices: priorities and consistency. Row dominates column."""

from __future__ import annotations

from collections.abc import Mapping

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

TOLERANCE = 1e-14
"""The iteration stops when the certificate's width is below this times n, relatively."""

MAX_ITERATIONS = 500


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
    if n <= 2:
        return 0.0
    if isinstance(table, str):
        raise_faults(list(choice_fault("random_index", table, list(RANDOM_INDEX))))
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
    return float(value)


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
    Collatz-Wielandt bounds min(Ax/x) <= lambda_max <= max(Ax/x) agree to 1e-14 n relatively; a
    matrix that has not got there in 500 steps is handed to LAPACK. Nothing is rounded.

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
        return _geometric_mean(matrix)
    if prioritization == "column_mean":
        columns = matrix / matrix.sum(axis=-2, keepdims=True)
        mean = columns.mean(axis=-1)
        vector: FloatArray = mean / mean.sum(axis=-1, keepdims=True)
        return vector
    return _principal(matrix)[0]


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
    return _principal(matrix)[1]


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


def _geometric_mean(matrix: FloatArray) -> FloatArray:
    logs = np.log(matrix).mean(axis=-1)
    raw = np.exp(logs - logs.max(axis=-1, keepdims=True))
    mean: FloatArray = raw / raw.sum(axis=-1, keepdims=True)
    return mean


def _principal(matrix: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the principal eigenvector (..., n) and eigenvalue (...)."""
    n = matrix.shape[-1]
    a = matrix.reshape(-1, n, n)
    x = _geometric_mean(a)
    if n <= 2:  # the geometric mean is exact
        return x.reshape(matrix.shape[:-1]), np.full(matrix.shape[:-2], float(n))
    low = high = np.ones(len(a))
    for _ in range(MAX_ITERATIONS):
        y = np.matmul(a, x[..., None])[..., 0]
        growth = y / x
        low, high = growth.min(axis=-1), growth.max(axis=-1)
        x = y / y.sum(axis=-1, keepdims=True)
        if (high - low <= TOLERANCE * n * high).all():
            break
    value = (low + high) / 2
    for k in np.flatnonzero(high - low > TOLERANCE * n * high):
        values, vectors = np.linalg.eig(a[k])
        at = int(np.argmax(values.real))
        value[k] = values[at].real
        vector = np.abs(vectors[:, at].real)
        x[k] = vector / vector.sum()
    return x.reshape(matrix.shape[:-1]), value.reshape(matrix.shape[:-2])
