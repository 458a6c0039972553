"""Weights that pymcdm computes, shielded from what it gets wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kadmcdm import core
from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.core.objective_weighting import nothing_told
from kadmcdm.errors import Fault, InputError
from kadmcdm.problem import DecisionProblem
from kadmcdm.weighting.objective import by_criterion, constant_of
from kadmcdm.weighting.weights import Weights, weights_of

__all__ = ["CILOSWeights", "IDOCRIWWeights", "LOPCOWWeights"]


@dataclass(frozen=True, slots=True)
class ThroughPymcdm:
    """What these schemes share: constant criteria are left out, and get 0."""

    def _weights(self, matrix: FloatArray, types: Any) -> FloatArray:
        """Return pymcdm's weights of columns none of which is constant."""
        raise NotImplementedError

    def _told(self, problem: DecisionProblem) -> BoolArray:
        """Return which criteria may get a weight above 0, or raise what is outside the domain."""
        faults = [
            Fault(
                f"criterion {name!r}",
                f"{type(self).__name__} takes positive values only: it divides by them",
                hint="use CRITICWeights or StandardDeviationWeights",
            )
            for name, column in zip(problem.criterion_names, problem.matrix.T, strict=True)
            if (column <= 0.0).any()
        ]
        if faults:
            raise InputError(faults)
        return ~core.is_constant(problem.matrix)

    def _details(self, problem: DecisionProblem) -> Mapping[str, FloatArray]:
        """Return what there is to say beside the weights."""
        return {}

    def weigh(self, problem: DecisionProblem) -> Weights:
        """Return pymcdm's weights of the criteria that tell the candidates apart.

        A criterion that gives every candidate one value is left out: it gets 0, and is listed in
        ``details["constant"]``. The only criterion that tells them apart gets 1.
        """
        told = self._told(problem)
        varied = ~core.is_constant(problem.matrix)
        if not varied.any():
            raise InputError([nothing_told()])
        raw = np.zeros(len(problem.criteria))
        if varied.sum() == 1:
            raw[varied] = 1.0
        else:
            raw[told] = self._checked(problem, told)
        said = by_criterion(self._details(problem), problem.criterion_names)
        details = {**said, **constant_of(varied, problem.criterion_names)}
        return weights_of(problem, raw, self, details)

    def _checked(self, problem: DecisionProblem, told: BoolArray) -> FloatArray:
        """Return weights that are weights, or raise that pymcdm gave none."""
        matrix = problem.matrix[:, told]
        # By a power of two, which is exact; sums and squares of huge values would overflow.
        scaled = np.ldexp(matrix, -np.frexp(np.abs(matrix).max(axis=0))[1])
        try:
            with np.errstate(all="ignore"):
                found = np.asarray(self._weights(scaled, np.where(problem.benefit[told], 1, -1)))
        except ValueError:  # its CILOS gave another number of weights
            found = np.empty(0)
        if found.shape != (told.sum(),) or not np.isfinite(found).all() or (found < -1e-9).any():
            what = "these data do not determine the weights"
            hint = f"{self._why} Use CRITICWeights or EntropyWeights"
            raise InputError([Fault(type(self).__name__, what, hint=hint)])
        weights: FloatArray = np.clip(found, 0.0, None)
        return weights

    @property
    def _why(self) -> str:
        return "the best candidates of several criteria are the best of all the others too."


@dataclass(frozen=True, slots=True)
class CILOSWeights(ThroughPymcdm):
    """Weights by criterion impact loss: what is lost elsewhere when one criterion is at its best.

    Through pymcdm. Values must be positive. The less the other criteria's best candidates lose on a
    criterion, the more it counts; where they lose nothing on one criterion, it gets all the weight.

    Raises
    ------
    InputError
        `weigh` refuses values that are not positive, and data that don't determine the weights: one
        candidate that is best on several criteria, and on all others.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> rows = [[3, 100, 10], [2.5, 80, 8], [1.8, 50, 20]]
    >>> problem = kd.DecisionProblem.from_arrays(rows, ["cost", "benefit", "cost"])
    >>> kd.CILOSWeights().weigh(problem).values.round(3).tolist()
    [0.444, 0.321, 0.235]

    References
    ----------
    .. [1] Zavadskas, E. K. and Podvezko, V. (2016). Integrated determination of objective criteria
       weights in MCDM. International Journal of Information Technology & Decision Making 15(2),
       267-283.
    """

    def _weights(self, matrix: FloatArray, types: Any) -> FloatArray:
        from pymcdm.weights import cilos_weights

        weights: FloatArray = cilos_weights(matrix, types)
        return weights


@dataclass(frozen=True, slots=True)
class IDOCRIWWeights(ThroughPymcdm):
    """Weights by entropy and impact loss together: their product.

    Through pymcdm. Values must be positive. `details` has the ``entropies``.

    Raises
    ------
    InputError
        See `CILOSWeights`.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> rows = [[3, 100, 10], [2.5, 80, 8], [1.8, 50, 20]]
    >>> problem = kd.DecisionProblem.from_arrays(rows, ["cost", "benefit", "cost"])
    >>> kd.IDOCRIWWeights().weigh(problem).values.round(3).tolist()
    [0.23, 0.296, 0.474]

    References
    ----------
    .. [1] Zavadskas, E. K. and Podvezko, V. (2016). Integrated determination of objective criteria
       weights in MCDM. International Journal of Information Technology & Decision Making 15(2),
       267-283.
    """

    def _weights(self, matrix: FloatArray, types: Any) -> FloatArray:
        from pymcdm.weights import idocriw_weights

        weights: FloatArray = idocriw_weights(matrix, types)
        return weights

    def _details(self, problem: DecisionProblem) -> Mapping[str, FloatArray]:
        return {"entropies": 1.0 - core.entropy_divergences(problem.matrix)}


@dataclass(frozen=True, slots=True)
class LOPCOWWeights(ThroughPymcdm):
    """Weights by logarithmic percentage change (LOPCOW).

    Through pymcdm: the absolute logarithm of each min-max normalized column's root mean square over
    its sample standard deviation. Any values. A column in which one candidate alone is above the
    worst has none, and two candidates always are such columns.

    Raises
    ------
    InputError
        `weigh` refuses data in which no column has a percentage value above 0.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> rows = [[3, 100, 10], [2.5, 80, 8], [1.8, 50, 20]]
    >>> problem = kd.DecisionProblem.from_arrays(rows, ["cost", "benefit", "cost"])
    >>> kd.LOPCOWWeights().weigh(problem).values.round(3).tolist()
    [0.258, 0.343, 0.399]

    References
    ----------
    .. [1] Ecer, F. and Pamucar, D. (2022). A novel LOPCOW-DOBI multi-criteria sustainability
       performance assessment methodology: an application in developing country banking sector.
       Omega 112, 102690.
    """

    def _weights(self, matrix: FloatArray, types: Any) -> FloatArray:
        from pymcdm.weights import lopcow_weights

        weights: FloatArray = lopcow_weights(matrix, types)
        return weights

    def _told(self, problem: DecisionProblem) -> BoolArray:
        varied = ~core.is_constant(problem.matrix)
        ratings = core.normalize(problem.matrix, problem.benefit, "minmax")
        # Where the sum of squares is the square of the sum, mean square and deviation are equal but
        # for rounding, and pymcdm would weigh the rounding.
        total, squares = ratings.sum(axis=0), (ratings**2).sum(axis=0)
        told: BoolArray = varied & (np.abs(total**2 - squares) > 1e-9)
        if varied.sum() > 1 and not told.any():
            what = "every column's percentage value is 0: one candidate alone is above the worst"
            raise InputError([Fault("LOPCOWWeights", what, hint="use CRITICWeights")])
        return told

    @property
    def _why(self) -> str:
        return "a column's percentage value is no number."
