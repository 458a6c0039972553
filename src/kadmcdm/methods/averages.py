"""EDAS and MABAC as methods: distances from an average candidate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kadmcdm import core
from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.core.averages import mabac_terms
from kadmcdm.core.scoring import in_blocks
from kadmcdm.methods.method import Details
from kadmcdm.methods.terms import SumOfTerms


@dataclass(frozen=True, slots=True)
class EDAS:
    """Evaluation based on distance from average solution: above it counts for, below it against.

    Every criterion that varies must have an average above 0.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 4], [2, 5], [3, 3]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.EDAS()).scores.round(3).tolist()
    [0.0, 0.25, 1.0]

    References
    ----------
    .. [1] Keshavarz Ghorabaee, M., Zavadskas, E. K., Olfat, L. and Turskis, Z. (2015).
       Multi-criteria inventory classification using a new method of evaluation based on distance
       from average solution (EDAS). Informatica 26(3), 435-451.
    """

    @property
    def name(self) -> str:
        """``"EDAS"``."""
        return "EDAS"

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the appraisal scores, in [0, 1]."""
        return in_blocks(
            lambda some: core.edas_parts(matrix, some, benefit).scores, matrix, weights, benefit
        )

    def details(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> Details:
        """Return ``normalized`` and ``weighted`` distances, and ``SP``, ``SN``, ``NSP``, ``NSN``.

        A distance from the average, over the average: above 0 is better than it.
        """
        distances, *sums = core.edas_parts(matrix, weights, benefit)
        named = dict(zip(core.EdasParts._fields[1:], sums, strict=True))
        return {"normalized": distances, "weighted": distances * weights[..., None, :], **named}

    def contrast(self, details: Details, a: int, b: int) -> FloatArray:
        """Return (n,) parts of the difference of scores."""
        weighted = details["weighted"]
        parts: FloatArray = np.zeros(weighted.shape[-1])
        for sums, side in (
            (details["SP"], np.maximum(weighted, 0.0)),
            (details["SN"], np.minimum(weighted, 0.0)),
        ):
            parts += (side[a] - side[b]) / (2.0 * (sums.max() or 1.0))
        return parts


@dataclass(frozen=True, slots=True)
class MABAC(SumOfTerms):
    """Multi-attributive border approximation area comparison.

    The border is the geometric mean of all candidates, criterion by criterion; the score is how far
    a candidate lies above it.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[3, 5], [1, 5]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.MABAC()).scores.round(3).tolist()
    [0.293, -0.207]

    References
    ----------
    .. [1] Pamučar, D. and Ćirović, G. (2015). The selection of transport and handling resources in
       logistics centers using Multi-Attributive Border Approximation area Comparison (MABAC).
       Expert Systems with Applications 42(6), 3016-3028.
    """

    def _terms(
        self, matrix: FloatArray, benefit: BoolArray, bounds: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        return core.normalize(matrix, benefit, "minmax"), mabac_terms(matrix, benefit)
