"""WASPAS, ARAS and COPRAS as methods."""

from __future__ import annotations

from dataclasses import dataclass

from kadmcdm import core
from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.core.scoring import in_blocks
from kadmcdm.errors import Fault, InputError, brief
from kadmcdm.methods.method import Details


@dataclass(frozen=True, slots=True)
class WASPAS:
    """Weighted aggregated sum product assessment: a mixture of weighted sum and product.

    Parameters
    ----------
    share_of_sum : float
        How much of the score is the weighted sum (the lambda of the paper), in [0, 1]: 1 is
        ``WeightedSum("max")``, 0 is ``WeightedProduct("max")``.

    Raises
    ------
    InputError
        For a share outside [0, 1]. Ranking refuses values <= 0.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 4], [4, 1], [2, 2]], ["benefit"] * 2)
    >>> kd.rank(problem, [0.5, 0.5], kd.WASPAS()).scores.tolist()
    [0.5625, 0.5625, 0.5]

    References
    ----------
    .. [1] Zavadskas, E. K., Turskis, Z., Antucheviciene, J. and Zakarevicius, A. (2012).
       Optimization of weighted aggregated sum product assessment. Elektronika ir Elektrotechnika
       122(6), 3-6.
    """

    share_of_sum: float = 0.5

    @property
    def name(self) -> str:
        """``"WASPAS"``."""
        return "WASPAS"

    def __post_init__(self) -> None:
        share = self.share_of_sum
        number = isinstance(share, (int, float)) and not isinstance(share, bool)
        if not number or not 0 <= share <= 1:
            fault = Fault("WASPAS.share_of_sum", "no share", brief(share), "a number in [0, 1]")
            raise InputError([fault])

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the mixtures, in (0, 1]."""
        share = self.share_of_sum
        return in_blocks(
            lambda some: core.waspas_parts(matrix, some, benefit, share_of_sum=share).scores,
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
        """Return ``normalized``, ``weighted_sum`` and ``weighted_product``."""
        parts = core.waspas_parts(matrix, weights, benefit, share_of_sum=self.share_of_sum)
        return {"normalized": core.normalize(matrix, benefit, "max"), **parts._asdict()}


@dataclass(frozen=True, slots=True)
class ARAS:
    """Additive ratio assessment: the weighted sum over that of a candidate best on everything.

    Values must not be negative, costs not 0.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 4], [4, 2]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.ARAS()).scores.round(3).tolist()
    [0.368, 1.0]

    References
    ----------
    .. [1] Zavadskas, E. K. and Turskis, Z. (2010). A new additive ratio assessment (ARAS) method
       in multicriteria decision-making. Technological and Economic Development of Economy 16(2),
       159-172.
    """

    @property
    def name(self) -> str:
        """``"ARAS"``."""
        return "ARAS"

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the degrees of utility, in [0, 1]."""
        return in_blocks(
            lambda some: core.aras_parts(matrix, some, benefit).scores, matrix, weights, benefit
        )

    def details(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> Details:
        """Return the parts of `kadmcdm.core.ArasParts`, and ``contributions`` to the scores."""
        parts = core.aras_parts(matrix, weights, benefit)
        whole = parts.optimal_sum[..., None, None]
        contributions = parts.normalized * weights[..., None, :] / whole
        return {**parts._asdict(), "contributions": contributions, "total": parts.scores}


@dataclass(frozen=True, slots=True)
class COPRAS:
    """Complex proportional assessment: benefits, plus a share of all costs for having few.

    Values must not be negative. pymcdm 1.4 adds the costs in place of their reciprocals, and so
    rewards them; this follows the paper.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 4], [4, 2]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.COPRAS()).scores.round(3).tolist()
    [0.364, 1.0]

    References
    ----------
    .. [1] Zavadskas, E. K., Kaklauskas, A. and Sarka, V. (1994). The new method of multicriteria
       complex proportional assessment of projects. Technological and Economic Development of
       Economy 1(3), 131-139.
    """

    @property
    def name(self) -> str:
        """``"COPRAS"``."""
        return "COPRAS"

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the degrees of utility, in (0, 1]."""
        return in_blocks(
            lambda some: core.copras_parts(matrix, some, benefit).scores, matrix, weights, benefit
        )

    def details(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> Details:
        """Return ``normalized``, and the parts of `kadmcdm.core.CoprasParts`."""
        parts = core.copras_parts(matrix, weights, benefit)
        return {"normalized": core.normalize(matrix, benefit, "vector"), **parts._asdict()}
