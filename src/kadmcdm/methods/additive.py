"""Weighted sum and weighted product as methods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kadmcdm import core
from kadmcdm._typing import BoolArray, FloatArray, NormalizationRule
from kadmcdm.core.normalization import RULES
from kadmcdm.core.scoring import log_normalized
from kadmcdm.errors import choice_fault, raise_faults
from kadmcdm.methods.terms import SumOfTerms


@dataclass(frozen=True, slots=True)
class Additive(SumOfTerms):
    """What weighted sums and products share: a normalization, and terms of the normalized."""

    normalization: NormalizationRule = "max"

    def __post_init__(self) -> None:
        raise_faults(list(choice_fault(f"{self.name}.normalization", self.normalization, RULES)))


@dataclass(frozen=True, slots=True)
class WeightedSum(Additive):
    """Weighted sum of normalized values (simple additive weighting).

    Parameters
    ----------
    normalization : str
        See `TOPSIS`.

    Raises
    ------
    InputError
        For an unknown normalization.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.WeightedSum()).scores.round(3).tolist()
    [0.389, 0.583, 1.0]

    References
    ----------
    .. [1] Fishburn, P. C. (1967). Additive utilities with incomplete product sets. Operations
       Research 15(3), 537-542.
    """

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the weighted sums."""
        return core.weighted_sum(
            matrix, weights, benefit, normalization=self.normalization, bounds=bounds
        )

    def _terms(
        self, matrix: FloatArray, benefit: BoolArray, bounds: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        values = core.normalize(matrix, benefit, self.normalization, bounds)
        return values, values


@dataclass(frozen=True, slots=True)
class WeightedProduct(Additive):
    """Weighted product of normalized values: a weakness can't be bought off.

    Parameters
    ----------
    normalization : str
        See `TOPSIS`; every normalized value must be > 0.

    Raises
    ------
    InputError
        For an unknown normalization.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.WeightedProduct()).scores.round(3).tolist()
    [0.385, 0.577, 1.0]

    References
    ----------
    .. [1] Bridgman, P. W. (1922). Dimensional Analysis. Yale University Press.
    """

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the weighted products."""
        return core.weighted_product(
            matrix, weights, benefit, normalization=self.normalization, bounds=bounds
        )

    def _terms(
        self, matrix: FloatArray, benefit: BoolArray, bounds: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        logs = log_normalized(matrix, benefit, self.normalization, bounds)
        return np.exp(logs), logs
