"""What two sides think of each other: one figure for a pair, and pairs that none beats."""

from __future__ import annotations

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray
from kadmcdm.core.ordering import TIE_TOLERANCE, ranks
from kadmcdm.errors import Fault, InputError, choice_fault, raise_faults

RULES = ("minimum", "geometric", "nash")


def others(n: int) -> IntArray:
    """Return everybody but oneself.

    Parameters
    ----------
    n : int

    Returns
    -------
    (n, n - 1) array of int
        Row i: 0 to n - 1 without i, ascending.

    Examples
    --------
    >>> others(3).tolist()
    [[1, 2], [0, 2], [0, 1]]
    """
    columns = np.arange(max(n - 1, 0))
    rows: IntArray = columns + (columns >= np.arange(n)[:, None])
    return rows


def known_ranks(scores: FloatArray) -> IntArray:
    """Rank the scores of each row, those that are NaN aside.

    Parameters
    ----------
    scores : (n, m) array
        Higher is better.

    Returns
    -------
    (n, m) array of int
        1 is best, 0 where there is no score; ties as in `ranks`.

    Examples
    --------
    >>> known_ranks(np.array([[np.nan, 0.2, 0.4], [0.5, np.nan, 0.5]])).tolist()
    [[0, 2, 1], [1, 0, 1]]
    """
    out = np.zeros(scores.shape, dtype=np.int64)
    known = ~np.isnan(scores)
    for row in np.flatnonzero(known.any(axis=1)):
        out[row, known[row]] = ranks(scores[row, known[row]])
    return out


def smaller(scores: FloatArray) -> FloatArray:
    """Return the score of the side that gains less, for each pair.

    Parameters
    ----------
    scores : (..., n, n) array
        [i, j] is what i thinks of j.

    Returns
    -------
    (..., n, n) array
        Symmetric; NaN where either side has no score.

    Examples
    --------
    >>> smaller(np.array([[np.nan, 0.9], [0.4, np.nan]])).tolist()
    [[nan, 0.4], [0.4, nan]]
    """
    found: FloatArray = np.minimum(scores, np.swapaxes(scores, -1, -2))
    return found


def mutual_scores(
    scores: FloatArray, rule: str = "minimum", thresholds: FloatArray | None = None
) -> FloatArray:
    r"""Return one score for each pair.

    =========  ========================================
    minimum    :math:`\min(u_i(j), u_j(i))`
    geometric  :math:`\sqrt{u_i(j)\, u_j(i)}`
    nash       :math:`(u_i(j) - a_i)^+ (u_j(i) - a_j)^+`
    =========  ========================================

    Parameters
    ----------
    scores : (..., n, n) array
        [i, j] is what i thinks of j.
    rule : str
    thresholds : (..., n) array, optional
        What each has without an agreement, for ``"nash"``; 0 when left out.

    Returns
    -------
    (..., n, n) array
        Symmetric; NaN where either side has no score.

    Raises
    ------
    InputError
        For an unknown rule, and negative scores where they are multiplied.

    Examples
    --------
    >>> scores = np.array([[np.nan, 0.9], [0.4, np.nan]])
    >>> [float(mutual_scores(scores, rule)[0, 1].round(2)) for rule in RULES]
    [0.4, 0.6, 0.36]

    References
    ----------
    .. [1] Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155-162.
    """
    raise_faults(list(choice_fault("rule", rule, RULES)))
    if rule == "minimum":
        return smaller(scores)
    known = scores[~np.isnan(scores)]
    if (known < 0.0).any():
        what = "it multiplies scores, and some are negative"
        hint = "use 'minimum', or scores that are not negative"
        raise InputError([Fault(f"rule {rule!r}", what, f"{known.min():g}", "0 or more", hint)])
    least = np.zeros(scores.shape[-1]) if thresholds is None else thresholds
    gains = np.maximum(scores - least[..., :, None], 0.0) if rule == "nash" else scores
    product: FloatArray = gains * np.swapaxes(gains, -1, -2)
    return product if rule == "nash" else np.sqrt(product)


def unbeaten(x: FloatArray, y: FloatArray, *, tolerance: float = TIE_TOLERANCE) -> BoolArray:
    """Tell which points no other beats: larger in one, and no smaller in the other.

    Parameters
    ----------
    x, y : (k,) arrays
        Higher is better.
    tolerance : float
        Larger and smaller are by more than this times the largest magnitude.

    Returns
    -------
    (k,) array of bool

    Notes
    -----
    By sorting, in O(k log k).

    Examples
    --------
    >>> unbeaten(np.array([0.9, 0.5, 0.4]), np.array([0.2, 0.6, 0.6])).tolist()
    [True, True, False]
    """
    if not x.size:
        return np.zeros(0, dtype=bool)
    beaten = np.zeros(x.shape, dtype=bool)
    for a, b in ((x, y), (y, x)):
        rising = np.argsort(a, kind="stable")
        # The largest b among the points from each place on, and none behind the last.
        best = np.append(np.maximum.accumulate(b[rising][::-1])[::-1], -np.inf)
        larger = np.searchsorted(a[rising], a + tolerance * np.abs(a).max(), side="right")
        beaten |= best[larger] >= b - tolerance * np.abs(b).max()
    return ~beaten
