"""Measuring against the best and the worst there is: MARCOS, SPOTIS, GRA, CRADIS."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.core.ideals import with_ideals
from kadmcdm.core.normalization import normalize
from kadmcdm.core.scoring import dot
from kadmcdm.errors import InputError


class MarcosParts(NamedTuple):
    """What MARCOS computes.

    Attributes
    ----------
    sums : (..., m) array
        Weighted sums S of the normalized values.
    ideal_sum, anti_ideal_sum : (...,) array
        Those of the best and of the worst value of each criterion.
    ideal_degree, anti_ideal_degree : (..., m) array
        Utility degrees K+ = S / ideal_sum and K- = S / anti_ideal_sum (infinite where a sum
        of 0 divides).
    ideal_share, anti_ideal_share : (...,) array
        Utility functions f(K+) and f(K-), the same to every candidate; they add up to 1.
    per_sum : (...,) array
        Utility for each unit of the sums.
    scores : (..., m) array
        Utility f(K), sums times per_sum.

    Examples
    --------
    >>> from kadmcdm import core
    >>> x = np.array([[1.0, 4.0], [4.0, 2.0]])
    >>> weights, benefit = np.array([0.5, 0.5]), np.array([True, False])
    >>> parts = core.marcos_parts(x, weights, benefit)
    >>> parts.sums.tolist(), parts.ideal_sum.tolist(), parts.scores.round(3).tolist()
    ([0.375, 1.0], 1.0, [0.34, 0.907])
    """

    sums: FloatArray
    ideal_sum: FloatArray
    anti_ideal_sum: FloatArray
    ideal_degree: FloatArray
    anti_ideal_degree: FloatArray
    ideal_share: FloatArray
    anti_ideal_share: FloatArray
    per_sum: FloatArray
    scores: FloatArray


def marcos_parts(matrix: FloatArray, weights: FloatArray, benefit: BoolArray) -> MarcosParts:
    r"""Score by utility with respect to the ideal and the anti-ideal.

    Values are normalized by ``"max"``; :math:`K_i^\pm = S_i / S_\pm`, and

    .. math:: f(K_i) = \frac{K_i^+ + K_i^-}
              {1 + \frac{1 - f(K^+)}{f(K^+)} + \frac{1 - f(K^-)}{f(K^-)}}, \qquad
              f(K^\pm) = \frac{K_i^\mp}{K_i^+ + K_i^-}

    Parameters
    ----------
    matrix : (..., m, n) array
        Not negative; costs positive.
    weights : (..., n) array
    benefit : (..., n) array of bool

    Returns
    -------
    MarcosParts
        Scores in [0, 1].

    Raises
    ------
    InputError
        Where normalization ``"max"`` refuses a column.

    Notes
    -----
    With :math:`t = S_- / S_+`, which is the same to every candidate, :math:`f(K_i) = (S_i / S_+)
    (1 + t) / (1 + t + t^2)`: the order is that of the weighted sum, and an anti-ideal worth 0
    divides nothing.

    Examples
    --------
    >>> x = np.array([[1.0, 4.0], [4.0, 2.0]])
    >>> marcos_parts(x, np.array([0.5, 0.5]), np.array([True, False])).scores.round(3).tolist()
    [0.34, 0.907]

    References
    ----------
    .. [1] Stević, Ž., Pamučar, D., Puška, A. and Chatterjee, P. (2020). Sustainable supplier
       selection in healthcare industries using a new MCDM method: measurement of alternatives and
       ranking according to compromise solution (MARCOS). Computers & Industrial Engineering 140,
       106231, eqs. 5-14.
    """
    r = normalize(matrix, benefit, "max")
    best, t, factor = _marcos_factor(r, weights)
    sums = dot(r, weights)
    worst = t * best
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        minus = np.where(sums > 0.0, sums / worst[..., None], 1.0)
    share = 1.0 / (1.0 + t)
    return MarcosParts(
        sums, best, worst, sums / best[..., None], minus, share, t * share, factor,
        sums * factor[..., None],
    )  # fmt: skip


def marcos(matrix: FloatArray, weights: FloatArray, benefit: BoolArray) -> FloatArray:
    """Return the scores of `marcos_parts` alone.

    Parameters
    ----------
    matrix : (..., m, n) array
    weights : (..., n) array
    benefit : (..., n) array of bool

    Returns
    -------
    (..., m) array
        In [0, 1].

    Raises
    ------
    InputError
        Where normalization ``"max"`` refuses a column.

    Examples
    --------
    >>> x = np.array([[1.0, 4.0], [4.0, 2.0]])
    >>> marcos(x, np.array([0.5, 0.5]), np.array([True, False])).round(3).tolist()
    [0.34, 0.907]
    """
    r = normalize(matrix, benefit, "max")
    _, _, factor = _marcos_factor(r, weights)
    scores = dot(r, weights)
    scores *= factor[..., None]
    return scores


def _marcos_factor(r: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the ideal's sum, the share of it that the anti-ideal has, and utility per sum."""
    best: FloatArray = (r.max(axis=-2) * weights).sum(axis=-1)
    t: FloatArray = (r.min(axis=-2) * weights).sum(axis=-1) / best
    return best, t, (1.0 + t) / (1.0 + t + t * t) / best


def spotis_terms(matrix: FloatArray, benefit: BoolArray, bounds: FloatArray | None) -> FloatArray:
    r"""Return minus each value's distance to the best end of its scale, a share of the scale.

    Parameters
    ----------
    matrix : (..., m, n) array
    benefit : (..., n) array of bool
    bounds : (..., n, 2) array
        Low and high end of each criterion's scale.

    Returns
    -------
    (..., m, n) array
        In [-1, 0].

    Raises
    ------
    InputError
        For a column without bounds, or with a value outside of them.

    Examples
    --------
    >>> scale = np.array([[0.0, 10.0], [0.0, 4.0]])
    >>> spotis_terms(np.array([[9.0, 1.0]]), np.array([True, False]), scale).round(3).tolist()
    [[-0.1, -0.25]]
    """
    try:
        away: FloatArray = normalize(matrix, ~benefit, "bounds", bounds)
    except InputError as error:
        raise InputError(
            replace(fault, what=fault.what.replace("normalization 'bounds' needs", "SPOTIS needs"))
            for fault in error.faults
        ) from None
    return -away


def spotis(
    matrix: FloatArray, weights: FloatArray, benefit: BoolArray, bounds: FloatArray | None
) -> FloatArray:
    r"""Score by minus the weighted distance to the best end of every scale.

    :math:`d_i = \sum_j w_j |x_{ij} - s_j^*| / (high_j - low_j)`. Nobody else's values enter, so
    that candidates who come or go change no score.

    Parameters
    ----------
    matrix : (..., m, n) array
    weights : (..., n) array
    benefit : (..., n) array of bool
    bounds : (..., n, 2) array

    Returns
    -------
    (..., m) array
        Minus the printed distance; not above 0.

    Raises
    ------
    InputError
        For a column without bounds, or with a value outside of them.

    Examples
    --------
    >>> scale = np.array([[0.0, 10.0], [0.0, 4.0]])
    >>> x = np.array([[9.0, 1.0], [6.0, 0.0]])
    >>> spotis(x, np.array([0.5, 0.5]), np.array([True, False]), scale).round(3).tolist()
    [-0.175, -0.2]

    References
    ----------
    .. [1] Dezert, J., Tchamova, A., Han, D. and Tacnet, J.-M. (2020). The SPOTIS rank reversal free
       method for multi-criteria decision-making support. 23rd International Conference on
       Information Fusion, 1-8.
    """
    return dot(spotis_terms(matrix, benefit, bounds), weights)


def grey_coefficients(
    matrix: FloatArray, benefit: BoolArray, distinguishing: float = 0.5
) -> FloatArray:
    r"""Return how close each value comes to the best of its column, by grey relational analysis.

    With gaps :math:`\Delta_{ij} = 1 - r_{ij}` of ``"minmax"`` values, of which the smallest is 0
    and the largest 1,

    .. math:: \xi_{ij} = \frac{\Delta_{\min} + \zeta \Delta_{\max}}
              {\Delta_{ij} + \zeta \Delta_{\max}} = \frac{\zeta}{\Delta_{ij} + \zeta}

    Parameters
    ----------
    matrix : (..., m, n) array
    benefit : (..., n) array of bool
    distinguishing : float
        The coefficient :math:`\zeta`, in (0, 1]: the smaller, the more a gap counts.

    Returns
    -------
    (..., m, n) array
        In (0, 1]; 1 for the best value. A constant column gives 1 to everyone.

    Examples
    --------
    >>> grey_coefficients(np.array([[1.0], [2.0], [3.0]]), np.array([True])).T.round(3).tolist()
    [[0.333, 0.5, 1.0]]
    """
    gap = 1.0 - normalize(matrix, benefit, "minmax")
    coefficients: FloatArray = distinguishing / (gap + distinguishing)
    return coefficients


def gra(
    matrix: FloatArray, weights: FloatArray, benefit: BoolArray, *, distinguishing: float = 0.5
) -> FloatArray:
    r"""Score by the grey relational grade :math:`\sum_j w_j \xi_{ij}`.

    Parameters
    ----------
    matrix : (..., m, n) array
    weights : (..., n) array
    benefit : (..., n) array of bool
    distinguishing : float
        See `grey_coefficients`.

    Returns
    -------
    (..., m) array
        In (0, 1] with weights that sum to 1.

    Examples
    --------
    >>> x = np.array([[1.0, 4.0], [4.0, 2.0], [2.0, 3.0]])
    >>> gra(x, np.array([0.5, 0.5]), np.array([True, False])).round(3).tolist()
    [0.333, 1.0, 0.464]

    References
    ----------
    .. [1] Deng, J.-L. (1989). Introduction to grey system theory. Journal of Grey System 1(1),
       1-24.
    .. [2] Kuo, Y., Yang, T. and Huang, G.-W. (2008). The use of grey relational analysis in solving
       multiple attribute decision-making problems. Computers & Industrial Engineering 55(1),
       80-93.
    """
    return dot(grey_coefficients(matrix, benefit, distinguishing), weights)


class CradisParts(NamedTuple):
    """What CRADIS computes.

    Attributes
    ----------
    sums : (..., m) array
        Weighted sums of the normalized values; they order as the scores do.
    ideal_deviation, anti_ideal_deviation : (..., m) array
        Summed deviations s+ and s- from the largest and from the smallest weighted value of
        the whole matrix.
    optimal_ideal_deviation, optimal_anti_ideal_deviation : (...,) array
        Those of a candidate best on every criterion.
    ideal_utility, anti_ideal_utility : (..., m) array
        K+ and K-, in [0, 1].
    scores : (..., m) array
        Their mean Q.

    Examples
    --------
    >>> from kadmcdm import core
    >>> x = np.array([[1.0, 4.0], [4.0, 2.0]])
    >>> weights, benefit = np.array([0.5, 0.5]), np.array([True, False])
    >>> parts = core.cradis_parts(x, weights, benefit)
    >>> parts.ideal_deviation.round(3).tolist(), parts.scores.round(3).tolist()
    ([0.625, 0.0], [0.083, 1.0])
    """

    sums: FloatArray
    ideal_deviation: FloatArray
    anti_ideal_deviation: FloatArray
    optimal_ideal_deviation: FloatArray
    optimal_anti_ideal_deviation: FloatArray
    ideal_utility: FloatArray
    anti_ideal_utility: FloatArray
    scores: FloatArray


def cradis_parts(matrix: FloatArray, weights: FloatArray, benefit: BoolArray) -> CradisParts:
    r"""Score by deviations from one ideal and one anti-ideal value for all criteria.

    Values are normalized by ``"max"`` and weighted, :math:`v_{ij} = w_j r_{ij}`; with :math:`t^+`
    and :math:`t^-` the largest and the smallest :math:`v` of all, :math:`s_i^+ = \sum_j (t^+ -
    v_{ij})`, :math:`s_i^- = \sum_j (v_{ij} - t^-)`, and 0 for a candidate best on everything,

    .. math:: Q_i = \tfrac{1}{2} \Big(\frac{s_0^+}{s_i^+} + \frac{s_i^-}{s_0^-}\Big)

    Parameters
    ----------
    matrix : (..., m, n) array
        Not negative; costs positive.
    weights : (..., n) array
    benefit : (..., n) array of bool

    Returns
    -------
    CradisParts
        Scores in [0, 1]; 1 for a candidate best on every criterion.

    Raises
    ------
    InputError
        Where normalization ``"max"`` refuses a column.

    Notes
    -----
    0/0 is 1: where nothing deviates, everybody is best. Under equal weights :math:`s_0^+ = 0`, and
    :math:`K^+` is 0 for all who are not best on everything. Both utilities rise with the weighted
    sum, so that the order is that of the weighted sum.

    Examples
    --------
    >>> x = np.array([[1.0, 4.0], [4.0, 2.0]])
    >>> cradis_parts(x, np.array([0.6, 0.4]), np.array([True, False])).scores.round(3).tolist()
    [0.153, 1.0]

    References
    ----------
    .. [1] Puška, A., Stević, Ž. and Pamučar, D. (2022). Evaluation and selection of healthcare
       waste incinerators using extended sustainability criteria and multi-criteria analysis
       methods. Environment, Development and Sustainability 24, 11195-11225.
    """
    found = with_ideals(matrix, benefit, "max")
    best, spread = found.ideal * weights, found.far.max(axis=-2) * weights
    top = best.max(axis=-1)
    # The worst value of all lies a spread below the best of its column, and little is not nothing.
    bottom = (best - best.min(axis=-1, keepdims=True) - spread).argmin(axis=-1)[..., None]
    above = best - np.take_along_axis(best, bottom, -1) + np.take_along_axis(spread, bottom, -1)
    # Whoever is best on everything lacks nothing: an exact 0, whatever the rounding.
    lacking = dot(found.near, weights)
    optimal_far = (top[..., None] - best).sum(axis=-1)
    optimal_near = above.sum(axis=-1)
    far = optimal_far[..., None] + lacking
    near = np.maximum(optimal_near[..., None] - lacking, 0.0)
    sums = best.sum(axis=-1)[..., None] - lacking
    plus = np.divide(optimal_far[..., None], far, out=np.ones_like(far), where=far > 0.0)
    some = np.broadcast_to(optimal_near[..., None] > 0.0, near.shape)
    minus = np.divide(near, optimal_near[..., None], out=np.ones_like(near), where=some)
    return CradisParts(
        sums, far, near, optimal_far, optimal_near, plus, minus, (plus + minus) / 2.0
    )
