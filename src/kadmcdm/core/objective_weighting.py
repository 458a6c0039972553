"""Weights from the data alone: how much each criterion tells the candidates apart."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, NormalizationRule
from kadmcdm.core.normalization import is_constant, normalize
from kadmcdm.errors import Fault, InputError

AGREEMENT = 1e-12
"""Two columns say the same when their correlation is 1 but for this."""


class CriticParts(NamedTuple):
    """What CRITIC weighs with.

    Attributes
    ----------
    deviations : (..., n) array
        Standard deviations of the normalized columns.
    correlations : (..., n, n) array
        Pearson's, in [-1, 1]; 0 where a column is constant.
    conflicts : (..., n) array
        Sums of 1 - r over all columns that are not constant.
    information : (..., n) array
        Deviations times conflicts.

    Examples
    --------
    >>> from kadmcdm import core
    >>> x = np.array([[1.0, 4.0], [2.0, 9.0], [3.0, 2.0]])
    >>> parts = core.critic_parts(x, np.array([True, True]))
    >>> parts.conflicts.round(3).tolist(), parts.information.round(3).tolist()
    ([1.277, 1.277], [0.521, 0.537])
    """

    deviations: FloatArray
    correlations: FloatArray
    conflicts: FloatArray
    information: FloatArray


def information_shares(information: FloatArray) -> FloatArray:
    """Return weights in proportion to what each criterion tells.

    Parameters
    ----------
    information : (..., n) array
        Not negative.

    Returns
    -------
    (..., n) array
        Sums to 1.

    Raises
    ------
    InputError
        Where all of it is 0: nothing tells the candidates apart.

    Examples
    --------
    >>> information_shares(np.array([3.0, 0.0, 1.0])).tolist()
    [0.75, 0.0, 0.25]
    """
    largest = information.max(axis=-1, keepdims=True)
    if (largest == 0.0).any():
        raise InputError([nothing_told()])
    scaled = information / largest
    shares: FloatArray = scaled / scaled.sum(axis=-1, keepdims=True)
    return shares


def nothing_told() -> Fault:
    """Return the fault of data without information."""
    what = "nothing tells the candidates apart: every criterion gives all of them one value"
    return Fault("weights from data", what, hint="use EqualWeights()")


def entropy_divergences(matrix: FloatArray) -> FloatArray:
    r"""Return how far each column is from dealing out equal shares: 1 minus its entropy.

    :math:`d_j = 1 + \sum_i p_{ij} \ln p_{ij} / \ln m` with :math:`p_{ij} = x_{ij} / \sum_i x_{ij}`
    and :math:`0 \ln 0 = 0`. Computed without the difference from 1, so that columns which are
    almost constant keep their digits.

    Parameters
    ----------
    matrix : (..., m, n) array
        Not negative.

    Returns
    -------
    (..., n) array
        In [0, 1]; exactly 0 for a constant column.

    Raises
    ------
    InputError
        For a negative value.

    Examples
    --------
    >>> entropy_divergences(np.array([[1.0, 2.0], [4.0, 2.0]])).round(6).tolist()
    [0.278072, 0.0]

    References
    ----------
    .. [1] Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical
       Journal 27, 379-423.
    .. [2] Zeleny, M. (1982). Multiple Criteria Decision Making. McGraw-Hill, ch. 7.
    """
    x = _not_negative(matrix, "entropy")
    m = matrix.shape[-2]
    away = x / x.mean(axis=-2, keepdims=True) - 1.0
    some = np.where(away > -1.0, away, 0.0)
    terms = np.where(away > -1.0, (1.0 + some) * np.log1p(some) - some, 1.0)
    told = terms.mean(axis=-2) / np.log(max(m, 2))
    divergences: FloatArray = np.where(is_constant(matrix), 0.0, np.clip(told, 0.0, 1.0))
    return divergences


def column_deviations(
    matrix: FloatArray,
    benefit: BoolArray,
    normalization: NormalizationRule = "minmax",
    bounds: FloatArray | None = None,
) -> FloatArray:
    """Return the standard deviation of each normalized column.

    The population's (division by m); division by m - 1 changes no weight, since all columns have
    the same m.

    Parameters
    ----------
    matrix : (..., m, n) array
    benefit : (..., n) array of bool
    normalization : str
        See `normalize`; with ``"none"`` the unit of a criterion decides its weight.
    bounds : (..., n, 2) array, optional

    Returns
    -------
    (..., n) array
        Exactly 0 for a constant column.

    Examples
    --------
    >>> column_deviations(np.array([[1.0, 2.0], [4.0, 2.0]]), np.array([True, True])).tolist()
    [0.5, 0.0]
    """
    return _deviations(matrix, normalize(matrix, benefit, normalization, bounds))[0]


def critic_parts(
    matrix: FloatArray,
    benefit: BoolArray,
    normalization: NormalizationRule = "minmax",
    bounds: FloatArray | None = None,
) -> CriticParts:
    r"""Return what CRITIC weighs with: contrast, and conflict with the other criteria.

    :math:`C_j = \sigma_j \sum_k (1 - r_{jk})`. A constant column has no correlation; it is left
    out, and so changes no other criterion's conflict.

    Parameters
    ----------
    matrix : (..., m, n) array
    benefit : (..., n) array of bool
        Directions count: what conflicts is good and good, not large and large.
    normalization : str
        See `normalize`.
    bounds : (..., n, 2) array, optional

    Returns
    -------
    CriticParts

    Examples
    --------
    >>> x = np.array([[1.0, 4.0, 5.0], [2.0, 9.0, 5.0], [3.0, 2.0, 5.0]])
    >>> critic_parts(x, np.array([True, True, False])).information.round(3).tolist()
    [0.521, 0.537, 0.0]

    References
    ----------
    .. [1] Diakoulaki, D., Mavrotas, G. and Papayannakis, L. (1995). Determining objective weights
       in multiple criteria problems: the CRITIC method. Computers & Operations Research 22(7),
       763-770.
    """
    deviations, standard = _deviations(matrix, normalize(matrix, benefit, normalization, bounds))
    m, n = matrix.shape[-2:]
    varied = deviations > 0.0
    both = varied[..., :, None] & varied[..., None, :]
    correlations = np.clip(np.swapaxes(standard, -1, -2) @ standard / m, -1.0, 1.0)
    correlations = np.where(np.eye(n, dtype=bool), 1.0, correlations)
    correlations = np.where(both, correlations, 0.0)
    conflict = np.where(both, 1.0 - correlations, 0.0)
    conflicts = np.where(conflict > AGREEMENT, conflict, 0.0).sum(axis=-1)
    return CriticParts(deviations, correlations, conflicts, deviations * conflicts)


def removal_effects(matrix: FloatArray, benefit: BoolArray) -> FloatArray:
    r"""Return how much each criterion's removal changes the candidates' performance (MEREC).

    :math:`E_j = \sum_i |S'_{ij} - S_i|`, where :math:`S_i = \ln(1 + \frac1n \sum_j |\ln r_{ij}|)`
    and :math:`S'_{ij}` is that without criterion j; :math:`r_{ij} = \min_i x_{ij} / x_{ij}` for
    benefits, :math:`x_{ij} / \max_i x_{ij}` for costs.

    Parameters
    ----------
    matrix : (..., m, n) array
        Positive.
    benefit : (..., n) array of bool

    Returns
    -------
    (..., n) array
        Exactly 0 for a constant column.

    Raises
    ------
    InputError
        For a value that is not positive.

    Examples
    --------
    >>> x = np.array([[1.0, 5.0], [4.0, 5.0]])
    >>> removal_effects(x, np.array([True, False])).round(3).tolist()
    [0.527, 0.0]

    References
    ----------
    .. [1] Keshavarz-Ghorabaee, M., Amiri, M., Zavadskas, E. K., Turskis, Z. and Antucheviciene, J.
       (2021). Determination of objective weights using a new method based on the removal effects
       of criteria (MEREC). Symmetry 13(4), 525, eqs. (2)-(6).
    """
    _refuse(matrix <= 0.0, "MEREC takes positive values only: it takes their logarithms")
    logs = np.log(matrix)
    gain = logs - logs.min(axis=-2, keepdims=True)
    saving = logs.max(axis=-2, keepdims=True) - logs
    parts = np.where(benefit[..., None, :], gain, saving)
    parts = np.where(is_constant(matrix)[..., None, :], 0.0, parts) / matrix.shape[-1]
    whole = 1.0 + parts.sum(axis=-1, keepdims=True)
    effects: FloatArray = -np.log1p(-parts / whole).sum(axis=-2)
    return effects + 0.0  # no -0.0


def gini_coefficients(matrix: FloatArray) -> FloatArray:
    r"""Return the Gini coefficient of each column.

    :math:`G_j = \sum_i \sum_k |x_{ij} - x_{kj}| / (2 m \sum_i x_{ij})`, by the gaps between sorted
    values.

    Parameters
    ----------
    matrix : (..., m, n) array
        Not negative.

    Returns
    -------
    (..., n) array
        In [0, 1); exactly 0 for a constant column.

    Raises
    ------
    InputError
        For a negative value.

    Examples
    --------
    >>> gini_coefficients(np.array([[1.0, 2.0], [3.0, 2.0]])).round(6).tolist()
    [0.25, 0.0]

    References
    ----------
    .. [1] Gini, C. (1921). Measurement of inequality of incomes. The Economic Journal 31(121),
       124-126.
    """
    x = _not_negative(matrix, "the Gini coefficient")
    m = matrix.shape[-2]
    gaps = np.diff(np.sort(x, axis=-2), axis=-2)
    k = np.arange(1.0, m)[:, None]
    coefficients: FloatArray = (gaps * k * (m - k)).sum(axis=-2) / (m * x.sum(axis=-2))
    return coefficients


def variation_coefficients(matrix: FloatArray) -> FloatArray:
    """Return the standard deviation (the population's) of each column over its mean.

    Parameters
    ----------
    matrix : (..., m, n) array
        Not negative.

    Returns
    -------
    (..., n) array
        Exactly 0 for a constant column.

    Raises
    ------
    InputError
        For a negative value.

    Examples
    --------
    >>> variation_coefficients(np.array([[1.0, 2.0], [3.0, 2.0]])).round(6).tolist()
    [0.5, 0.0]
    """
    x = _not_negative(matrix, "the coefficient of variation")
    coefficients: FloatArray = x.std(axis=-2) / x.mean(axis=-2)
    return np.where(is_constant(matrix), 0.0, coefficients)


def equality_angles(matrix: FloatArray) -> FloatArray:
    r"""Return the angle between each column and a column of equal values.

    :math:`u_j = \arccos(\sum_i x_{ij} / (\sqrt m \lVert x_j \rVert))`; computed as the arctangent
    of the coefficient of variation, which is the same and keeps the digits of small angles.

    Parameters
    ----------
    matrix : (..., m, n) array
        Not negative.

    Returns
    -------
    (..., n) array
        In radians, in [0, pi/2); exactly 0 for a constant column.

    Raises
    ------
    InputError
        For a negative value.

    Examples
    --------
    >>> equality_angles(np.array([[0.0, 2.0], [3.0, 2.0]])).round(4).tolist()
    [0.7854, 0.0]

    References
    ----------
    .. [1] Shuai, D., Zongzhun, Z., Yongji, W. and Lei, L. (2012). A new angular method to determine
       the objective weights. 24th Chinese Control and Decision Conference, 3889-3892.
    """
    _not_negative(matrix, "the angle to equal values")
    return np.arctan(variation_coefficients(matrix))


def _deviations(matrix: FloatArray, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return deviations of normalized columns, and the columns as standard scores."""
    largest = np.abs(values).max(axis=-2, keepdims=True)
    scale = np.where(largest == 0.0, 1.0, largest)
    x = values / scale  # so that raw columns neither overflow nor vanish
    away = x - x.mean(axis=-2, keepdims=True)
    spread = np.sqrt((away * away).mean(axis=-2, keepdims=True))
    spread = np.where(is_constant(matrix)[..., None, :], 0.0, spread)
    standard = np.where(spread > 0.0, away / np.where(spread > 0.0, spread, 1.0), 0.0)
    return (spread * scale)[..., 0, :], standard


def _not_negative(matrix: FloatArray, what: str) -> FloatArray:
    """Return columns whose largest value is 1; constant ones, all-zero ones too, are all 1."""
    _refuse(matrix < 0.0, f"{what} takes no negative values")
    largest = matrix.max(axis=-2, keepdims=True)
    constant = is_constant(matrix)[..., None, :]
    scaled: FloatArray = np.where(constant, 1.0, matrix / np.where(constant, 1.0, largest))
    return scaled


def _refuse(wrong: BoolArray, what: str) -> None:
    """Raise for each column that holds what a measure does not take."""
    columns = np.flatnonzero(wrong.reshape(-1, wrong.shape[-1]).any(axis=0))
    hint = "use CRITICWeights or StandardDeviationWeights"
    if columns.size:
        raise InputError(Fault(f"column {j + 1}", what, hint=hint) for j in columns)
