"""MARCOS, SPOTIS, GRA and CRADIS as methods."""

from __future__ import annotations

from dataclasses import dataclass

from kadmcdm import core
from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.core.acceptability import Losses, Precision
from kadmcdm.core.reference_points import grey_coefficients, spotis_terms
from kadmcdm.core.scoring import in_blocks, losses_of_sums
from kadmcdm.errors import Fault, InputError, brief
from kadmcdm.methods.method import Details
from kadmcdm.methods.terms import SumOfTerms, sum_parts


@dataclass(frozen=True, slots=True)
class MARCOS(SumOfTerms):
    """Measurement of alternatives and ranking according to compromise solution.

    Utility with respect to a candidate best on everything and to one worst on everything. It
    orders as ``WeightedSum("max")`` does. Values must not be negative, costs not 0.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 4], [4, 2]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.MARCOS()).scores.round(3).tolist()
    [0.34, 0.907]

    References
    ----------
    .. [1] Stević, Ž., Pamučar, D., Puška, A. and Chatterjee, P. (2020). Sustainable supplier
       selection in healthcare industries using a new MCDM method: measurement of alternatives and
       ranking according to compromise solution (MARCOS). Computers & Industrial Engineering 140,
       106231.
    """

    def _terms(
        self, matrix: FloatArray, benefit: BoolArray, bounds: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        r = core.normalize(matrix, benefit, "max")
        return r, r

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the utilities f(K), in [0, 1]."""
        return core.marcos(matrix, weights, benefit)

    def details(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> Details:
        """Return the parts of `kadmcdm.core.MarcosParts`, and ``contributions`` to the scores."""
        parts = core.marcos_parts(matrix, weights, benefit)
        r = core.normalize(matrix, benefit, "max")
        contributions = r * weights[..., None, :] * parts.per_sum[..., None, None]
        return {
            "normalized": r,
            **parts._asdict(),
            "contributions": contributions,
            "total": parts.scores,
        }


@dataclass(frozen=True, slots=True)
class SPOTIS(SumOfTerms):
    """Stable preference ordering towards ideal solution: distances to the best ends of the scales.

    Every criterion needs its bounds. Nobody else's values enter a score, so that candidates who
    come or go change nothing. Scores are minus the printed distance.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> criteria = [
    ...     kd.Criterion("reach", "benefit", bounds=(0, 10)),
    ...     kd.Criterion("km", "cost", bounds=(0, 4)),
    ... ]
    >>> problem = kd.DecisionProblem(criteria, ["Tuban", "Ngawi"], [[9, 1], [6, 0]])
    >>> kd.rank(problem, [0.5, 0.5], kd.SPOTIS()).scores.round(3).tolist()
    [-0.175, -0.2]

    References
    ----------
    .. [1] Dezert, J., Tchamova, A., Han, D. and Tacnet, J.-M. (2020). The SPOTIS rank reversal free
       method for multi-criteria decision-making support. 23rd International Conference on
       Information Fusion, 1-8.
    """

    def _terms(
        self, matrix: FloatArray, benefit: BoolArray, bounds: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        terms = spotis_terms(matrix, benefit, bounds)
        return 1.0 + terms, terms


@dataclass(frozen=True, slots=True)
class GRA(SumOfTerms):
    """Grey relational analysis: how close all values together come to the best of their columns.

    Parameters
    ----------
    distinguishing : float
        The distinguishing coefficient, in (0, 1]: the smaller, the more a gap to the best counts.

    Raises
    ------
    InputError
        For a coefficient outside (0, 1].

    Examples
    --------
    >>> import kadmcdm as kd
    >>> rows, directions = [[1, 4], [4, 2], [2, 3]], ["benefit", "cost"]
    >>> problem = kd.DecisionProblem.from_arrays(rows, directions)
    >>> kd.rank(problem, [0.5, 0.5], kd.GRA()).scores.round(3).tolist()
    [0.333, 1.0, 0.464]

    References
    ----------
    .. [1] Deng, J.-L. (1989). Introduction to grey system theory. Journal of Grey System 1(1),
       1-24.
    .. [2] Kuo, Y., Yang, T. and Huang, G.-W. (2008). The use of grey relational analysis in solving
       multiple attribute decision-making problems. Computers & Industrial Engineering 55(1),
       80-93.
    """

    distinguishing: float = 0.5

    def __post_init__(self) -> None:
        given = self.distinguishing
        number = isinstance(given, (int, float)) and not isinstance(given, bool)
        if not number or not 0 < given <= 1:
            what, expected = "no coefficient", "a number in (0, 1]"
            raise InputError([Fault("GRA.distinguishing", what, brief(given), expected)])

    def _terms(
        self, matrix: FloatArray, benefit: BoolArray, bounds: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        coefficients = grey_coefficients(matrix, benefit, self.distinguishing)
        return core.normalize(matrix, benefit, "minmax"), coefficients

    def details(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> Details:
        """Return ``normalized``, ``coefficients``, ``contributions``, and their ``total``."""
        normalized, coefficients = self._terms(matrix, benefit, bounds)
        return {**sum_parts(normalized, coefficients, weights), "coefficients": coefficients}


@dataclass(frozen=True, slots=True)
class CRADIS:
    """Compromise ranking of alternatives from distance to ideal solution.

    Deviations from the largest and the smallest weighted value of the whole matrix. It orders as
    ``WeightedSum("max")`` does. Values must not be negative, costs not 0.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 4], [4, 2]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.6, 0.4], kd.CRADIS()).scores.round(3).tolist()
    [0.153, 1.0]

    References
    ----------
    .. [1] Puška, A., Stević, Ž. and Pamučar, D. (2022). Evaluation and selection of healthcare
       waste incinerators using extended sustainability criteria and multi-criteria analysis
       methods. Environment, Development and Sustainability 24, 11195-11225.
    """

    @property
    def name(self) -> str:
        """``"CRADIS"``."""
        return "CRADIS"

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the mean utilities Q, in [0, 1]."""
        return in_blocks(
            lambda some: core.cradis_parts(matrix, some, benefit).scores, matrix, weights, benefit
        )

    def losses(
        self,
        matrix: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
        precision: Precision = "float64",
    ) -> Losses:
        """Return a function that ranks fast under many weights; see `Method`."""
        return losses_of_sums(core.normalize(matrix, benefit, "max"), precision)

    def details(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> Details:
        """Return ``normalized``, and the parts of `kadmcdm.core.CradisParts`."""
        parts = core.cradis_parts(matrix, weights, benefit)
        return {"normalized": core.normalize(matrix, benefit, "max"), **parts._asdict()}
