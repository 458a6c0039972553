"""TOPSIS as a method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kadmcdm import core
from kadmcdm._typing import BoolArray, FloatArray, NormalizationRule
from kadmcdm.core.acceptability import Losses, Precision
from kadmcdm.core.closeness import WEIGHTINGS, Weighting, losses_of_topsis
from kadmcdm.core.normalization import RULES
from kadmcdm.core.sampled import sampled_losses
from kadmcdm.errors import Fault, InputError, brief, choice_fault, raise_faults
from kadmcdm.methods.method import Details


@dataclass(frozen=True, slots=True)
class TOPSIS:
    """Technique for Order of Preference by Similarity to Ideal Solution.

    Parameters
    ----------
    normalization : str
        ``"vector"``, ``"minmax"``, ``"max"``, ``"sum"``, ``"bounds"``, ``"none"``,
        ``"nonlinear"``, ``"enhanced_accuracy"``, ``"logarithmic"`` or ``"z_score"``; see
        `kadmcdm.core.normalize`. With ``"bounds"`` the ideals are the ends of the criteria's
        scales, so that adding or dropping candidates changes no score.
    p : 1, 2 or inf
        City-block, Euclidean or Chebyshev distance.
    ideal, anti_ideal : sequence of float, optional
        One value per criterion, in its own unit; from the data when left out.
    weighting : "values" or "distances"
        Whether weights multiply the normalized values, or, as in the modified TOPSIS, stand in the
        distance: w (r - ideal)² in place of (w r - w ideal)². The same for p = 1; there is none for
        p = inf.

    Raises
    ------
    InputError
        For a parameter that is none of these.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.TOPSIS(normalization="minmax")).order
    ('a3', 'a2', 'a1')

    References
    ----------
    .. [1] Hwang, C.-L. and Yoon, K. (1981). Multiple Attribute Decision Making. Springer.
    .. [2] Deng, H., Yeh, C.-H. and Willis, R. J. (2000). Inter-company comparison using modified
       TOPSIS with objective weights. Computers & Operations Research 27(10), 963-973.
    """

    normalization: NormalizationRule = "vector"
    p: float = 2
    ideal: Sequence[float] | None = None
    anti_ideal: Sequence[float] | None = None
    weighting: Weighting = "values"

    @property
    def name(self) -> str:
        """``"TOPSIS"``."""
        return "TOPSIS"

    def __post_init__(self) -> None:
        faults = list(choice_fault("TOPSIS.normalization", self.normalization, RULES))
        if isinstance(self.p, bool) or self.p not in (1, 2, np.inf):
            faults.append(Fault("TOPSIS.p", "unknown metric", brief(self.p), "1, 2 or inf"))
        faults += choice_fault("TOPSIS.weighting", self.weighting, WEIGHTINGS)
        if self.weighting == "distances" and self.p == np.inf:
            what = "weights that stand in the distance have no part in the largest"
            faults.append(Fault("TOPSIS.p", what, "inf", "1 or 2 with weighting='distances'"))
        for key in ("ideal", "anti_ideal"):
            row = getattr(self, key)
            if row is None:
                continue
            try:
                values = tuple(float(value) for value in row)
            except (TypeError, ValueError):
                values = (np.nan,)
            if not np.isfinite(values).all():
                faults.append(
                    Fault(
                        f"TOPSIS.{key}",
                        "no list of finite numbers",
                        brief(row),
                        "one a criterion",
                    )
                )
            object.__setattr__(self, key, values)
        raise_faults(faults)

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the closeness of each candidate, in [0, 1]."""
        return core.topsis(matrix, weights, benefit, **self._setting(matrix, bounds))

    def details(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> Details:
        """Return every intermediate by name; see `kadmcdm.core.TopsisParts`."""
        return core.topsis_parts(
            matrix, weights, benefit, **self._setting(matrix, bounds)
        )._asdict()

    def losses(
        self,
        matrix: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
        precision: Precision = "float64",
    ) -> Losses:
        """Return a function that ranks fast under many weights; see `Method`."""
        terms = core.topsis_terms(matrix, benefit, **self._setting(matrix, bounds))
        return losses_of_topsis(terms, precision)

    def sampled_losses(
        self,
        matrices: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray | None:
        """Return (c, m) losses of (m, n, c) matrices; None where only `scores` will do."""
        given = self.ideal is not None or self.anti_ideal is not None
        known = self.p == 2 and self.weighting == "values" and not given
        if not known or self.normalization not in ("vector", "minmax"):
            return None
        return sampled_losses(matrices, weights, benefit, self.normalization)

    def contrast(self, details: Details, a: int, b: int) -> FloatArray:
        """Return each criterion's part in the difference of two closenesses."""
        return core.closeness_contrast(
            details["to_ideal"], details["to_anti_ideal"], details["closeness"], a, b
        )

    def _setting(self, matrix: FloatArray, bounds: FloatArray | None) -> dict[str, Any]:
        """Return what the kernels take by name."""
        setting: dict[str, Any] = {
            "normalization": self.normalization, "p": self.p, "bounds": bounds,
            "weighting": self.weighting,
        }  # fmt: skip
        n = matrix.shape[-1]
        for key in ("ideal", "anti_ideal"):
            row = getattr(self, key)
            if row is not None and len(row) != n:
                raise InputError([Fault(f"TOPSIS.{key}", "wrong length", str(len(row)), str(n))])
            setting[key] = None if row is None else np.array(row)
        return setting
