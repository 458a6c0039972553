"""MOORA, MULTIMOORA, MOOSRA and PIV as methods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kadmcdm import core
from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.core.moora import piv_terms, signed_ratios
from kadmcdm.core.scoring import in_blocks
from kadmcdm.errors import Fault, InputError, brief
from kadmcdm.methods.method import Details
from kadmcdm.methods.terms import SumOfTerms


@dataclass(frozen=True, slots=True)
class MOORA(SumOfTerms):
    """Ratio system of MOORA: vector-normalized benefits, weighted, minus the costs.

    It orders as ``WeightedSum("vector")`` does; the scores are the printed ones. An all-zero column
    changes no order.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[3, 0], [4, 2]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.MOORA()).scores.round(3).tolist()
    [0.3, -0.1]

    References
    ----------
    .. [1] Brauers, W. K. M. and Zavadskas, E. K. (2006). The MOORA method and its application to
       privatization in a transition economy. Control and Cybernetics 35(2), 445-469.
    """

    def _terms(
        self, matrix: FloatArray, benefit: BoolArray, bounds: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        return core.normalize(matrix, benefit, "vector"), signed_ratios(matrix, benefit)


@dataclass(frozen=True, slots=True)
class PIV(SumOfTerms):
    """Proximity indexed value: how far all values together lie from the best of their columns.

    Scores are minus the printed index. It orders as MOORA does; the index is 0 for a candidate
    that is best on every criterion.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[3, 0], [4, 2]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.PIV()).scores.round(3).tolist()
    [-0.1, -0.5]

    References
    ----------
    .. [1] Mufazzal, S. and Muzakkir, S. M. (2018). A new multi-criterion decision making (MCDM)
       method based on proximity indexed value for minimizing rank reversals. Computers &
       Industrial Engineering 119, 427-438.
    """

    def _terms(
        self, matrix: FloatArray, benefit: BoolArray, bounds: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        return core.normalize(matrix, benefit, "vector"), piv_terms(matrix, benefit)


@dataclass(frozen=True, slots=True)
class MULTIMOORA:
    """MOORA's ratio system, its reference point, and the full multiplicative form together.

    One candidate stands above another when two of the three rankings put it there. The score is
    how many it stands above, minus how many stand above it, over m - 1: in [-1, 1]. Values must be
    positive.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[3, 1], [4, 2], [5, 1]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.MULTIMOORA()).scores.tolist()
    [0.0, -1.0, 1.0]

    References
    ----------
    .. [1] Brauers, W. K. M. and Zavadskas, E. K. (2010). Project management by MULTIMOORA as an
       instrument for transition economies. Technological and Economic Development of Economy
       16(1), 5-24.
    """

    @property
    def name(self) -> str:
        """``"MULTIMOORA"``."""
        return "MULTIMOORA"

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the scores by majority of the three rankings, in [-1, 1]."""
        return in_blocks(
            lambda some: core.multimoora_parts(matrix, some, benefit).scores,
            matrix,
            weights,
            benefit,
        )

    def details(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> Details:
        """Return ``normalized``, and the three views; see `kadmcdm.core.MultimooraParts`."""
        parts = core.multimoora_parts(matrix, weights, benefit)._asdict()
        return {"normalized": core.normalize(matrix, benefit, "vector"), **parts}


@dataclass(frozen=True, slots=True)
class MOOSRA:
    """Simple ratio of weighted benefits to weighted costs.

    Parameters
    ----------
    normalization : "vector" or "none"
        What the values are divided by first: their column's norm, or nothing.

    Raises
    ------
    InputError
        For another normalization. Ranking refuses negative values, and candidates whose weighted
        costs are 0.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[3, 1], [4, 2]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.MOOSRA("none")).scores.tolist()
    [3.0, 2.0]

    References
    ----------
    .. [1] Das, M. C., Sarkar, B. and Ray, S. (2012). Decision making under conflicting environment:
       a new MCDM method. International Journal of Applied Decision Sciences 5(2), 142-162.
    """

    normalization: str = "vector"

    @property
    def name(self) -> str:
        """``"MOOSRA"``."""
        return "MOOSRA"

    def __post_init__(self) -> None:
        if not isinstance(self.normalization, str) or self.normalization not in ("vector", "none"):
            got, expected = brief(self.normalization), "'vector' or 'none'"
            raise InputError([Fault("MOOSRA.normalization", "unknown rule", got, expected)])

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the ratios."""
        by_columns = self.normalization == "vector"
        return in_blocks(
            lambda some: core.moosra(matrix, some, benefit, normalize_columns=by_columns),
            matrix, weights, benefit,
        )  # fmt: skip

    def details(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> Details:
        """Return ``normalized``, ``benefits`` and ``costs``: what is divided by what."""
        r = matrix
        if self.normalization == "vector":
            r = core.normalize(matrix, np.full(matrix.shape[-1], True), "vector")
        oriented = core.normalize(matrix, benefit, "vector")
        return {
            "normalized": oriented,
            "benefits": core.dot(r * benefit[..., None, :], weights),
            "costs": core.dot(r * ~benefit[..., None, :], weights),
        }
