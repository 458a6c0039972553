"""VIKOR as a method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kadmcdm import core
from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.core.vikor import span
from kadmcdm.errors import Fault, InputError, brief
from kadmcdm.methods.method import Details


@dataclass(frozen=True, slots=True)
class VIKOR:
    """Multi-criteria compromise between the many (S) and whoever is served worst (R).

    Scores are -Q, in [-1, 0]; `kadmcdm.compromise` says whether the first is a compromise that
    stands by itself.

    Parameters
    ----------
    v : float
        Weight of the group utility S, in [0, 1]; that of the individual regret R is 1 - v.

    Raises
    ------
    InputError
        For a weight outside [0, 1].

    Examples
    --------
    >>> import kadmcdm as kd
    >>> rows = [[1, 3000], [2, 3750], [5, 4500]]
    >>> problem = kd.DecisionProblem.from_arrays(rows, ["cost", "benefit"])
    >>> ranking = kd.rank(problem, [0.5, 0.5], kd.VIKOR())
    >>> ranking.scores.tolist(), ranking.details["S"].tolist()
    ([-1.0, 0.0, -1.0], [0.5, 0.375, 0.5])

    References
    ----------
    .. [1] Opricovic, S. and Tzeng, G.-H. (2004). Compromise solution by MCDM methods: a
       comparative analysis of VIKOR and TOPSIS. European Journal of Operational Research 156(2),
       445-455.
    """

    v: float = 0.5

    @property
    def name(self) -> str:
        """``"VIKOR"``."""
        return "VIKOR"

    def __post_init__(self) -> None:
        number = isinstance(self.v, (int, float)) and not isinstance(self.v, bool)
        if not number or not 0 <= self.v <= 1:
            raise InputError([Fault("VIKOR.v", "no share", brief(self.v), "a number in [0, 1]")])

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return -Q, in [-1, 0]."""
        return core.vikor(matrix, weights, benefit, v=self.v)

    def details(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> Details:
        """Return ``normalized``, and ``S``, ``R``, ``Q``, which are lower-is-better.

        ``weighted`` (m, n) is what each value lacks of the best, weighted: S adds its rows up, R is
        the largest of each.
        """
        parts = core.vikor_parts(matrix, weights, benefit, v=self.v)
        normalized = core.normalize(matrix, benefit, "minmax")
        weighted = (1.0 - normalized) * weights[..., None, :]
        return {"normalized": normalized, "weighted": weighted, **parts._asdict()}

    def contrast(self, details: Details, a: int, b: int) -> FloatArray:
        """Return (n,) parts of the difference of scores; regret counts where it is largest."""
        lacks = details["weighted"]
        regret = np.zeros_like(lacks)
        rows = np.arange(len(lacks))
        worst = lacks.argmax(axis=1)
        regret[rows, worst] = lacks[rows, worst]
        parts: FloatArray = (lacks[b] - lacks[a]) * (self.v / span(details["S"]))
        parts += (regret[b] - regret[a]) * ((1.0 - self.v) / span(details["R"]))
        return parts
