"""Multi-objective optimization by ratio analysis: MOORA, MULTIMOORA, MOOSRA, and PIV."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray
from kadmcdm.core.ideals import with_ideals
from kadmcdm.core.normalization import normalize
from kadmcdm.core.ordering import ranks
from kadmcdm.core.scoring import dot, log_normalized, signed_sum
from kadmcdm.errors import Fault, InputError


def signed_ratios(matrix: FloatArray, benefit: BoolArray) -> FloatArray:
    r"""Return :math:`x_{ij} / \lVert x_j \rVert`, minus that for costs.

    An all-zero column gives 1 as a benefit and 0 as a cost: the same to every candidate.

    Parameters
    ----------
    matrix : (..., m, n) array
    benefit : (..., n) array of bool

    Returns
    -------
    (..., m, n) array
        In [-1, 1].

    Examples
    --------
    >>> signed_ratios(np.array([[3.0, 0.0], [4.0, 2.0]]), np.array([True, False])).tolist()
    [[0.6, 0.0], [0.8, -1.0]]
    """
    signed: FloatArray = normalize(matrix, benefit, "vector") - ~benefit[..., None, :]
    return signed


def moora(matrix: FloatArray, weights: FloatArray, benefit: BoolArray) -> FloatArray:
    r"""Score by the ratio system: weighted ratios of the benefits minus those of the costs.

    :math:`y_i = \sum_{j \in B} w_j x_{ij} / \lVert x_j \rVert - \sum_{j \in C} w_j x_{ij} /
    \lVert x_j \rVert`.

    Parameters
    ----------
    matrix : (..., m, n) array
    weights : (..., n) array
    benefit : (..., n) array of bool

    Returns
    -------
    (..., m) array
        Higher is better.

    Examples
    --------
    >>> x = np.array([[3.0, 0.0], [4.0, 2.0]])
    >>> moora(x, np.array([0.5, 0.5]), np.array([True, False])).round(3).tolist()
    [0.3, -0.1]

    References
    ----------
    .. [1] Brauers, W. K. M. and Zavadskas, E. K. (2006). The MOORA method and its application to
       privatization in a transition economy. Control and Cybernetics 35(2), 445-469, eqs. (1)-(2).
    """
    return signed_sum(signed_ratios(matrix, benefit), weights)


def piv_terms(matrix: FloatArray, benefit: BoolArray) -> FloatArray:
    """Return how far each vector-normalized value lies below the best of its column, negative.

    Parameters
    ----------
    matrix : (..., m, n) array
    benefit : (..., n) array of bool

    Returns
    -------
    (..., m, n) array
        Not above 0.

    Examples
    --------
    >>> piv_terms(np.array([[3.0, 0.0], [4.0, 2.0]]), np.array([True, False])).round(3).tolist()
    [[-0.2, 0.0], [0.0, -1.0]]
    """
    below: FloatArray = 0.0 - with_ideals(matrix, benefit, "vector").near
    return below


def piv(matrix: FloatArray, weights: FloatArray, benefit: BoolArray) -> FloatArray:
    """Score by the proximity indexed value, its sign turned: 0 is best on every criterion.

    Parameters
    ----------
    matrix : (..., m, n) array
    weights : (..., n) array
    benefit : (..., n) array of bool

    Returns
    -------
    (..., m) array
        Minus the printed index; not above 0.

    Examples
    --------
    >>> x = np.array([[3.0, 0.0], [4.0, 2.0]])
    >>> piv(x, np.array([0.5, 0.5]), np.array([True, False])).round(3).tolist()
    [-0.1, -0.5]

    References
    ----------
    .. [1] Mufazzal, S. and Muzakkir, S. M. (2018). A new multi-criterion decision making (MCDM)
       method based on proximity indexed value for minimizing rank reversals. Computers &
       Industrial Engineering 119, 427-438.
    """
    return dot(piv_terms(matrix, benefit), weights)


class MultimooraParts(NamedTuple):
    """The three views of MULTIMOORA, all (..., m), and who beats whom by two of them.

    Attributes
    ----------
    ratio : (..., m) array
        Higher is better.
    reference_point : (..., m) array
        The largest weighted distance to the best value; lower is better.
    log_multiplicative : (..., m) array
        Logarithm of the full multiplicative form; higher is better.
    scores : (..., m) array
        Those beaten minus those that beat, in two of the three views, over m - 1.

    Examples
    --------
    >>> from kadmcdm import core
    >>> x = np.array([[3.0, 1.0], [4.0, 2.0], [5.0, 1.0]])
    >>> weights, benefit = np.array([0.5, 0.5]), np.array([True, False])
    >>> parts = core.multimoora_parts(x, weights, benefit)
    >>> parts.ratio.round(3).tolist(), parts.scores.tolist()
    ([0.008, -0.125, 0.149], [0.0, -1.0, 1.0])
    """

    ratio: FloatArray
    reference_point: FloatArray
    log_multiplicative: FloatArray
    scores: FloatArray


def multimoora_parts(
    matrix: FloatArray, weights: FloatArray, benefit: BoolArray
) -> MultimooraParts:
    r"""Score by ratio system, reference point and full multiplicative form together.

    One candidate stands above another when it does in more of the three rankings than below
    (general dominance); the score is how many it stands above, minus how many stand above it,
    over m - 1 (Copeland's rule, as pairwise majorities can run in a circle).

    Parameters
    ----------
    matrix : (..., m, n) array
        Positive.
    weights : (..., n) array
        Exponents in the multiplicative form.
    benefit : (..., n) array of bool

    Returns
    -------
    MultimooraParts
        The scores lie in [-1, 1]; a single candidate scores 0. Memory: some 40 bytes for each
        score.

    Raises
    ------
    InputError
        For values <= 0, by column.

    Examples
    --------
    >>> x = np.array([[3.0, 1.0], [4.0, 2.0], [5.0, 1.0]])
    >>> parts = multimoora_parts(x, np.array([0.5, 0.5]), np.array([True, False]))
    >>> parts.scores.tolist()
    [0.0, -1.0, 1.0]

    References
    ----------
    .. [1] Brauers, W. K. M. and Zavadskas, E. K. (2010). Project management by MULTIMOORA as an
       instrument for transition economies. Technological and Economic Development of Economy
       16(1), 5-24.
    .. [2] Brauers, W. K. M. and Zavadskas, E. K. (2011). MULTIMOORA optimization used to decide on
       a bank loan to buy property. Technological and Economic Development of Economy 17(1),
       174-188 (the theory of dominance).
    """
    below = -piv_terms(matrix, benefit)
    try:
        logs = log_normalized(matrix, benefit, "max")
    except InputError as error:
        raise InputError(
            Fault(fault.where, "the multiplicative form takes no value <= 0", hint="use MOORA")
            for fault in error.faults
        ) from None
    ratio = signed_sum(signed_ratios(matrix, benefit), weights)
    farthest = (below * weights[..., None, :]).max(axis=-1)
    product = dot(logs, weights)
    views = np.stack([ranks(ratio), ranks(-farthest), ranks(product)])
    return MultimooraParts(ratio, farthest, product, majority_scores(views))


def majority_scores(views: IntArray) -> FloatArray:
    """Return Copeland's score of each candidate over several rankings.

    Parameters
    ----------
    views : (k, ..., m) array of int
        Ranks in k rankings, 1 is best; equal ranks count for neither.

    Returns
    -------
    (..., m) array
        Those beaten by a majority minus those that beat by one, over m - 1; in [-1, 1].

    Examples
    --------
    >>> majority_scores(np.array([[1, 2, 3], [1, 3, 2], [2, 1, 3]])).tolist()
    [1.0, 0.0, -1.0]
    """
    k, *leading, m = views.shape
    # Candidates before samples: each comparison with one of them runs over all samples at once.
    kind = np.int16 if m < 2**15 else np.int32
    flat = np.ascontiguousarray(views.reshape(k, -1, m).swapaxes(1, 2), dtype=kind)
    net = np.zeros(flat.shape[1:], dtype=kind)
    margin = np.empty(net.shape, dtype=np.int8 if k < 128 else np.int64)
    for j in range(m):
        margin[:] = 0
        for view in flat:
            margin += view < view[j]
            margin -= view > view[j]
        net += np.sign(margin)
    scores: FloatArray = np.ascontiguousarray(net.T).reshape(*leading, m) / max(m - 1, 1)
    return scores


def moosra(
    matrix: FloatArray, weights: FloatArray, benefit: BoolArray, *, normalize_columns: bool = True
) -> FloatArray:
    r"""Score by the simple ratio of weighted benefits to weighted costs.

    :math:`y_i = \sum_{j \in B} w_j r_{ij} / \sum_{j \in C} w_j r_{ij}` with :math:`r_{ij} =
    x_{ij} / \lVert x_j \rVert`.

    Parameters
    ----------
    matrix : (..., m, n) array
        Not negative.
    weights : (..., n) array
    benefit : (..., n) array of bool
    normalize_columns : bool
        False takes :math:`r_{ij} = x_{ij}`.

    Returns
    -------
    (..., m) array
        Not negative; higher is better.

    Raises
    ------
    InputError
        For negative values, and where a candidate's weighted costs are 0, or below 1e-308 of their
        columns' norms: no costs, no ratio.

    Examples
    --------
    >>> x = np.array([[25.0, 65, 7, 20], [21, 78, 6, 24], [19, 53, 5, 33], [22, 25, 2, 31]])
    >>> benefit = np.array([True, True, False, True])
    >>> moosra(x, np.full(4, 0.25), benefit, normalize_columns=False).round(2).tolist()
    [15.71, 20.5, 21.0, 39.0]

    References
    ----------
    .. [1] Das, M. C., Sarkar, B. and Ray, S. (2012). Decision making under conflicting environment:
       a new MCDM method. International Journal of Applied Decision Sciences 5(2), 142-162.
    """
    n = matrix.shape[-1]
    negative = (matrix < 0.0).reshape(-1, n).any(axis=0)
    if negative.any():
        raise InputError(
            Fault(f"column {j + 1}", "MOOSRA takes no negative values", hint="use MOORA")
            for j in np.flatnonzero(negative)
        )
    r = normalize(matrix, np.full(n, True), "vector") if normalize_columns else matrix
    gains = dot(r * benefit[..., None, :], weights)
    costs = dot(r * ~benefit[..., None, :], weights)
    some = costs > 0.0
    with np.errstate(over="ignore"):
        ratios: FloatArray = np.divide(gains, costs, out=np.full_like(gains, np.inf), where=some)
    if not np.isfinite(ratios).all():
        raise InputError(
            [
                Fault(
                    "method 'MOOSRA'",
                    "a candidate's weighted costs are 0, and nothing divides by 0",
                    expected="a cost criterion with a weight, on which no candidate has 0",
                    hint="use MOORA, which subtracts the costs",
                )
            ]
        )
    return ratios
