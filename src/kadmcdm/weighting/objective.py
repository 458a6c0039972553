"""Weights from the data: criteria that tell the candidates apart count more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kadmcdm import core
from kadmcdm._typing import FloatArray, NormalizationRule
from kadmcdm.core.normalization import RULES
from kadmcdm.errors import Fault, InputError, choice_fault, named_columns, raise_faults
from kadmcdm.problem import DecisionProblem
from kadmcdm.weighting.weights import Weights, weights_of

__all__ = [
    "AngleWeights",
    "CRITICWeights",
    "CoefficientOfVariationWeights",
    "EntropyWeights",
    "GiniWeights",
    "MERECWeights",
    "StandardDeviationWeights",
    "VarianceWeights",
]


@dataclass(frozen=True, slots=True)
class DataWeights:
    """What schemes share that read the data alone."""

    def _information(self, problem: DecisionProblem) -> tuple[FloatArray, Mapping[str, FloatArray]]:
        """Return what each criterion tells, and what else there is to say, by criterion."""
        raise NotImplementedError

    def weigh(self, problem: DecisionProblem) -> Weights:
        """Return weights in proportion to what each criterion tells.

        A criterion that gives every candidate one value gets 0, and is listed in
        ``details["constant"]``. The only criterion that tells them apart gets 1.
        """
        names = problem.criterion_names
        varied = ~core.is_constant(problem.matrix)
        try:
            information, said = self._information(problem)
        except InputError as error:
            raise InputError(named_columns(error.faults, names)) from None
        if varied.sum() == 1:
            information = varied.astype(np.float64)
        if varied.any() and not information.any():
            what = "all criteria agree on every candidate: their correlations are 1"
            hint = "use StandardDeviationWeights(), or keep one of them"
            raise InputError([Fault(type(self).__name__, what, hint=hint)])
        details = {**by_criterion(said, names), **constant_of(varied, names)}
        return weights_of(problem, core.information_shares(information), self, details)


def by_criterion(said: Mapping[str, FloatArray], names: tuple[str, ...]) -> dict[str, Any]:
    """Return arrays over criteria, or pairs of them, by the criteria's names."""

    def named(values: FloatArray) -> dict[str, Any]:
        rows = values.tolist() if values.ndim == 1 else [named(row) for row in values]
        return dict(zip(names, rows, strict=True))

    return {key: named(values) for key, values in said.items()}


def constant_of(varied: Any, names: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the criteria that gave every candidate one value, where there are any."""
    constant = [name for name, told in zip(names, varied, strict=True) if not told]
    return {"constant": constant} if constant else {}


@dataclass(frozen=True, slots=True)
class EntropyWeights(DataWeights):
    """Weights by Shannon's entropy: the more unequal a criterion's shares, the more it counts.

    Values must not be negative; their direction does not matter. `details` has ``entropies``, in
    [0, 1].

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 2], [4, 16]], ["benefit", "benefit"])
    >>> weights = kd.EntropyWeights().weigh(problem)
    >>> weights.values.round(3).tolist(), round(weights.details["entropies"]["c1"], 3)
    ([0.359, 0.641], 0.722)

    References
    ----------
    .. [1] Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical
       Journal 27, 379-423.
    .. [2] Zeleny, M. (1982). Multiple Criteria Decision Making. McGraw-Hill, ch. 7.
    """

    def _information(self, problem: DecisionProblem) -> tuple[FloatArray, Mapping[str, FloatArray]]:
        divergences = core.entropy_divergences(problem.matrix)
        return divergences, {"entropies": 1.0 - divergences}


@dataclass(frozen=True, slots=True)
class Normalized(DataWeights):
    """What schemes share that normalize first."""

    normalization: NormalizationRule = "minmax"

    def __post_init__(self) -> None:
        where = f"{type(self).__name__}.normalization"
        raise_faults(list(choice_fault(where, self.normalization, RULES)))

    def _deviations(self, problem: DecisionProblem) -> FloatArray:
        return core.column_deviations(
            problem.matrix, problem.benefit, self.normalization, problem.bounds
        )


@dataclass(frozen=True, slots=True)
class StandardDeviationWeights(Normalized):
    """Weights in proportion to the standard deviations of the normalized columns.

    Parameters
    ----------
    normalization : str
        See `TOPSIS`. ``"none"`` takes values as they are, for columns that are on one scale
        already; on raw data the unit of a criterion would decide its weight.

    Raises
    ------
    InputError
        For an unknown normalization.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> rows = [[1, 9], [2, 8], [3, 4], [9, 4]]
    >>> problem = kd.DecisionProblem.from_arrays(rows, ["benefit", "cost"])
    >>> kd.StandardDeviationWeights().weigh(problem).values.round(3).tolist()
    [0.461, 0.539]

    References
    ----------
    .. [1] Diakoulaki, D., Mavrotas, G. and Papayannakis, L. (1995). Determining objective weights
       in multiple criteria problems: the CRITIC method. Computers & Operations Research 22(7),
       763-770.
    """

    def _information(self, problem: DecisionProblem) -> tuple[FloatArray, Mapping[str, FloatArray]]:
        deviations = self._deviations(problem)
        return deviations, {"deviations": deviations}


@dataclass(frozen=True, slots=True)
class VarianceWeights(Normalized):
    """Weights in proportion to the variances of the normalized columns.

    Parameters
    ----------
    normalization : str
        See `StandardDeviationWeights`.

    Raises
    ------
    InputError
        For an unknown normalization.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> rows = [[1, 9], [2, 8], [3, 4], [9, 4]]
    >>> problem = kd.DecisionProblem.from_arrays(rows, ["benefit", "cost"])
    >>> kd.VarianceWeights().weigh(problem).values.round(3).tolist()
    [0.422, 0.578]

    References
    ----------
    .. [1] Rao, R. V. and Patel, B. K. (2010). A subjective and objective integrated multiple
       attribute decision making method for material selection. Materials & Design 31(10),
       4738-4747.
    """

    def _information(self, problem: DecisionProblem) -> tuple[FloatArray, Mapping[str, FloatArray]]:
        deviations = self._deviations(problem)
        scaled = deviations / (deviations.max() or 1.0)  # its square must not overflow
        return scaled**2, {"deviations": deviations}


@dataclass(frozen=True, slots=True)
class CRITICWeights(Normalized):
    """Weights by contrast and conflict: deviation times disagreement with the other criteria.

    `details` has ``deviations``, ``correlations`` (by pair), ``conflicts`` and ``information``. A
    constant criterion takes no part in the conflicts of the others.

    Parameters
    ----------
    normalization : str
        See `StandardDeviationWeights`.

    Raises
    ------
    InputError
        For an unknown normalization; `weigh` refuses criteria that all agree, whose conflict is 0.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> rows = [[1, 9, 4], [2, 8, 6], [3, 4, 6], [9, 4, 5]]
    >>> problem = kd.DecisionProblem.from_arrays(rows, ["benefit", "cost", "cost"])
    >>> weights = kd.CRITICWeights().weigh(problem)
    >>> weights.values.round(3).tolist(), round(weights.details["correlations"]["c1"]["c2"], 3)
    ([0.219, 0.337, 0.444], 0.732)

    References
    ----------
    .. [1] Diakoulaki, D., Mavrotas, G. and Papayannakis, L. (1995). Determining objective weights
       in multiple criteria problems: the CRITIC method. Computers & Operations Research 22(7),
       763-770.
    """

    def _information(self, problem: DecisionProblem) -> tuple[FloatArray, Mapping[str, FloatArray]]:
        parts = core.critic_parts(
            problem.matrix, problem.benefit, self.normalization, problem.bounds
        )
        return parts.information, parts._asdict()


@dataclass(frozen=True, slots=True)
class MERECWeights(DataWeights):
    """Weights by removal: a criterion counts as its absence changes the candidates' performance.

    Values must be positive. `details` has ``removal_effects``.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> kd.MERECWeights().weigh(problem).values.round(3).tolist()
    [0.69, 0.31]

    References
    ----------
    .. [1] Keshavarz-Ghorabaee, M., Amiri, M., Zavadskas, E. K., Turskis, Z. and Antucheviciene, J.
       (2021). Determination of objective weights using a new method based on the removal effects
       of criteria (MEREC). Symmetry 13(4), 525.
    """

    def _information(self, problem: DecisionProblem) -> tuple[FloatArray, Mapping[str, FloatArray]]:
        effects = core.removal_effects(problem.matrix, problem.benefit)
        return effects, {"removal_effects": effects}


@dataclass(frozen=True, slots=True)
class GiniWeights(DataWeights):
    """Weights in proportion to the Gini coefficients of the columns.

    Values must not be negative; their direction does not matter. `details` has
    ``gini_coefficients``.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> kd.GiniWeights().weigh(problem).values.round(3).tolist()
    [0.583, 0.417]

    References
    ----------
    .. [1] Gini, C. (1921). Measurement of inequality of incomes. The Economic Journal 31(121),
       124-126.
    """

    def _information(self, problem: DecisionProblem) -> tuple[FloatArray, Mapping[str, FloatArray]]:
        coefficients = core.gini_coefficients(problem.matrix)
        return coefficients, {"gini_coefficients": coefficients}


@dataclass(frozen=True, slots=True)
class CoefficientOfVariationWeights(DataWeights):
    """Weights in proportion to the columns' standard deviations over their means.

    Values must not be negative; their direction does not matter. `details` has
    ``variation_coefficients``.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> kd.CoefficientOfVariationWeights().weigh(problem).values.round(3).tolist()
    [0.569, 0.431]

    References
    ----------
    .. [1] Shuai, D., Zongzhun, Z., Yongji, W. and Lei, L. (2012). A new angular method to determine
       the objective weights. 24th Chinese Control and Decision Conference, 3889-3892.
    """

    def _information(self, problem: DecisionProblem) -> tuple[FloatArray, Mapping[str, FloatArray]]:
        coefficients = core.variation_coefficients(problem.matrix)
        return coefficients, {"variation_coefficients": coefficients}


@dataclass(frozen=True, slots=True)
class AngleWeights(DataWeights):
    """Weights in proportion to the angles between the columns and a column of equal values.

    Values must not be negative; their direction does not matter. `details` has ``angles``, in
    radians.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> kd.AngleWeights().weigh(problem).values.round(3).tolist()
    [0.564, 0.436]

    References
    ----------
    .. [1] Shuai, D., Zongzhun, Z., Yongji, W. and Lei, L. (2012). A new angular method to determine
       the objective weights. 24th Chinese Control and Decision Conference, 3889-3892.
    """

    def _information(self, problem: DecisionProblem) -> tuple[FloatArray, Mapping[str, FloatArray]]:
        angles = core.equality_angles(problem.matrix)
        return angles, {"angles": angles}
