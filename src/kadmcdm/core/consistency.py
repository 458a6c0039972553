"""How consistent pairwise comparisons are: random indices, ratios, triads."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray, RandomIndex, RandomIndexTable
from kadmcdm.core.completion import complete, is_connected, least_squares_vector
from kadmcdm.core.pairwise import lambda_max
from kadmcdm.errors import Fault, InputError, brief, choice_fault, raise_faults

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
    # Donegan & Dodd (1991), Mathl. Comput. Modelling 15(10), 135-137.
    "donegan-dodd-1991": (
        0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733, 1.4055, 1.4213, 1.4497, 1.4643,
        1.4822, 1.4969,
    ),
    # Tummala & Ling (1998), Theory and Decision 44(3), 221-230.
    "tummala-ling-1998": (
        0.5799, 0.8921, 1.1159, 1.2358, 1.3322, 1.3952, 1.4537, 1.4882, 1.5117, 1.5356, 1.5571,
        1.5714, 1.5831,
    ),
}  # fmt: skip


def random_index(n: int, table: RandomIndex = "alonso-lamata-2006", *, missing: int = 0) -> float:
    """Return the mean consistency index of random matrices of order n.

    Parameters
    ----------
    n : int
        The order, >= 1.
    table : str, float or mapping
        A table's name, the value itself, or ``{n: value}``.
    missing : int
        How many pairs nobody judged: with fewer judgments there is less to contradict, and the
        index is (1 - 2 k / ((n - 1)(n - 2))) times the complete one [1]_.

    Returns
    -------
    float
        0 for n <= 2, and for a spanning tree of judgments, which nothing can contradict.

    Raises
    ------
    InputError
        For an unknown table, an order beyond its last (15; Alonso-Lamata's has a fit
        (1.7699 n - 4.3513) / (n - 1) beyond it), or a value that is not positive.

    Examples
    --------
    >>> random_index(5), random_index(5, "saaty-1980"), round(random_index(16), 4)
    (1.1086, 1.12, 1.5978)
    >>> round(random_index(4, missing=1), 4)
    0.5877

    References
    ----------
    .. [1] Ágoston, K. C. and Csató, L. (2022). Inconsistency thresholds for incomplete pairwise
       comparison matrices. Omega 108, 102576.
    """
    if missing:
        share = 1.0 - 2.0 * missing / ((n - 1) * (n - 2)) if n > 2 else 0.0
        return random_index(n, table) * max(share, 0.0)
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
                    got=brief(value),
                    expected="a number > 0",
                )
            ]
        )
    return float(value) if n > 2 else 0.0


_random_index = random_index  # for functions with a parameter of that name


def consistency_index(matrix: FloatArray) -> FloatArray:
    """Return CI = (lambda_max - n) / (n - 1), which is 0 for n <= 2.

    Parameters
    ----------
    matrix : (..., n, n) array
        NaN where a pair is missing: then lambda_max is the least that a completion has.

    Returns
    -------
    (...) array
        Not negative; NaN where the judgments don't connect all items.

    Examples
    --------
    >>> float(consistency_index(np.array([[1, 3, 3], [1/3, 1, 2], [1/3, 1/2, 1]])).round(8))
    0.02681079
    """
    n = matrix.shape[-1]
    if n <= 2:
        return np.where(is_connected(matrix), 0.0, np.nan)
    whole = complete(matrix)
    apart = np.isnan(whole[..., 0, 0])
    value = lambda_max(np.where(apart[..., None, None], 1.0, whole))
    index: FloatArray = np.where(apart, np.nan, np.maximum((value - n) / (n - 1), 0.0))
    return index


def consistency_ratio(
    matrix: FloatArray,
    random_index: RandomIndex = "alonso-lamata-2006",
    *,
    missing_correction: bool = True,
) -> FloatArray:
    """Return CR = CI / RI; 0 for n <= 2.

    Parameters
    ----------
    matrix : (..., n, n) array
        NaN where a pair is missing.
    random_index : str, float or mapping
        A table's name, the value itself, or ``{n: value}``; see the function `random_index`.
    missing_correction : bool
        Scale the random index for missing pairs; False takes the one of complete matrices.

    Returns
    -------
    (...) array
        Above 0.10 the judgments deserve another look. NaN where the judgments are a spanning tree,
        which nothing can contradict, or don't connect all items.

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
        _random_index(n, random_index)  # an unknown one is no less unknown
        return consistency_index(matrix)
    missing = np.isnan(matrix).sum(axis=(-2, -1)) // 2
    corrected = missing if missing_correction else np.zeros_like(missing)
    counts, where = np.unique(corrected, return_inverse=True)
    indices = np.array([_random_index(n, random_index, missing=int(k)) for k in counts])
    ratio = consistency_index(matrix) / np.where(indices > 0, indices, np.nan)[where].reshape(
        missing.shape
    )
    tree = missing >= (n - 1) * (n - 2) // 2
    checked: FloatArray = np.where(tree, np.nan, ratio)
    return checked


def geometric_consistency_index(matrix: FloatArray) -> FloatArray:
    """Return the GCI: the mean squared error of the judgments' logarithms.

    Parameters
    ----------
    matrix : (..., n, n) array
        NaN where a pair is missing.

    Returns
    -------
    (...) array
        Squared log errors against the least-squares priorities, added up and divided by what is
        redundant: (n - 1)(n - 2) / 2 judgments of a complete matrix. 0 for n <= 2, and for a
        spanning tree; NaN where the judgments don't connect all items.

    Examples
    --------
    >>> a = np.array([[1, 1 / 3, 5], [3, 1, 7], [1 / 5, 1 / 7, 1]])
    >>> float(geometric_consistency_index(a).round(4))
    0.1936

    References
    ----------
    .. [1] Aguarón, J. and Moreno-Jiménez, J. M. (2003). The geometric consistency index:
       approximated thresholds. European Journal of Operational Research 147(1), 137-145.
    """
    n = matrix.shape[-1]
    logs = np.log(matrix)
    u = np.log(least_squares_vector(matrix))
    errors = logs - u[..., :, None] + u[..., None, :]
    squares = np.nansum(errors * errors, axis=(-2, -1)) / 2.0
    judged = ((~np.isnan(matrix)).sum(axis=(-2, -1)) - n) // 2
    redundant = judged - (n - 1)
    index: FloatArray = np.where(redundant > 0, squares / np.maximum(redundant, 1), 0.0)
    return np.where(np.isnan(u).any(axis=-1), np.nan, index)


GCI_LIMITS = {3: 0.3147, 4: 0.3526}
"""What a CR of 0.10 amounts to (Aguarón and Moreno-Jiménez 2003, table 4); 0.370 beyond n = 4.

Near consistency GCI is 2n / (n - 2) CI: 0.10 times that and the random index.
"""

GCI_LIMIT = 0.370


class Triads(NamedTuple):
    """What the triads of a pairwise matrix say against one another.

    `koczkodaj` (...) is 1 - exp(-|log(a_ij a_jk a_ki)|) of the worst triad, in [0, 1); `worst`
    (..., 3) are its items, -1 where no three items are all compared; `cyclic` (...) counts the
    triads in which each is preferred to the next: i to j, j to k, k to i.

    Examples
    --------
    >>> found = triads(np.array([[1, 2, 1 / 2], [1 / 2, 1, 2], [2, 1 / 2, 1]]))
    >>> float(found.koczkodaj), found.worst.tolist(), int(found.cyclic)
    (0.875, [0, 1, 2], 1)
    """

    koczkodaj: FloatArray
    worst: IntArray
    cyclic: IntArray


def triads(matrix: FloatArray) -> Triads:
    """Return Koczkodaj's inconsistency, its worst triad, and the number of cyclic triads.

    Parameters
    ----------
    matrix : (..., n, n) array
        NaN where a pair is missing; triads with a missing pair do not count.

    Returns
    -------
    Triads

    References
    ----------
    .. [1] Koczkodaj, W. W. (1993). A new definition of consistency of pairwise comparisons.
       Mathematical and Computer Modelling 18(7), 79-84.
    .. [2] Kendall, M. G. and Babington Smith, B. (1940). On the method of paired comparisons.
       Biometrika 31(3/4), 324-345.

    Examples
    --------
    >>> float(triads(np.array([[1, 2, 8], [1 / 2, 1, 2], [1 / 8, 1 / 2, 1]])).koczkodaj.round(9))
    0.5
    """
    n, shape = matrix.shape[-1], matrix.shape[:-2]
    every = np.array(list(combinations(range(n), 3)), dtype=np.int64).reshape(-1, 3)
    if not len(every):
        none = np.full((*shape, 3), -1, dtype=np.int64)
        return Triads(np.zeros(shape), none, np.zeros(shape, dtype=np.int64))
    i, j, k = every.T
    around = np.log(matrix[..., i, j]) + np.log(matrix[..., j, k]) + np.log(matrix[..., k, i])
    gaps = np.where(np.isnan(around), -1.0, np.abs(around))
    at = gaps.argmax(axis=-1)
    largest = np.take_along_axis(gaps, at[..., None], axis=-1)[..., 0]
    known = largest >= 0
    prefers = _prefers(matrix)
    forth = prefers[..., i, j] & prefers[..., j, k] & prefers[..., k, i]
    back = prefers[..., j, i] & prefers[..., k, j] & prefers[..., i, k]
    return Triads(
        -np.expm1(-np.maximum(largest, 0.0)),
        np.where(known[..., None], every[at], -1),
        (forth | back).sum(axis=-1),
    )


def _prefers(matrix: FloatArray) -> BoolArray:
    """Return who is preferred to whom; 1 and its rounding are no preference."""
    with np.errstate(invalid="ignore"):
        prefers: BoolArray = matrix > 1.0 + 1e-12
    return prefers
