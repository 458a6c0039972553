"""Every ranking method with what it promises: add a method here, and test_methods.py holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

import kadmcdm as kd

BOUNDS = (0.0, 128.0)
"""Around every value that tests/strategies.py draws."""


@dataclass(frozen=True)
class MethodCase:
    """A method, the values it takes, and which promises it does not make."""

    method: Any
    zeros: bool = True  # takes values of 0
    units: bool = True  # the unit of a criterion does not matter
    weights_scale: bool = True  # weights times a number change no order
    dominance: bool = True  # whoever is nowhere worse is never behind
    extremes: bool = True  # columns from 1e-300 to 1e300 rank
    bounds: bool = False  # reads the criteria's bounds
    needs_cost: bool = False

    def problem(self, matrix, benefit):
        """Return arrays that the method takes: (matrix, benefit, bounds)."""
        if self.needs_cost:
            benefit = benefit.copy()
            benefit[..., -1] = False
        n = matrix.shape[-1]
        bounds = np.broadcast_to(BOUNDS, (n, 2)).copy() if self.bounds else None
        return matrix, benefit, bounds

    def scores(self, matrix, weights, benefit):
        """Score as `kd.rank` does."""
        matrix, benefit, bounds = self.problem(matrix, benefit)
        return self.method.scores(matrix, weights, benefit, bounds=bounds)


CASES = {
    "TOPSIS": MethodCase(kd.TOPSIS()),
    "TOPSIS-bounds": MethodCase(kd.TOPSIS("bounds"), units=False, bounds=True, extremes=False),
    "WeightedSum": MethodCase(kd.WeightedSum("minmax")),
    "WeightedProduct": MethodCase(kd.WeightedProduct(), zeros=False),
    "AHPSynthesis": MethodCase(kd.AHPSynthesis(), zeros=False),
    "TOPSIS-distances": MethodCase(kd.TOPSIS(weighting="distances")),
    "TOPSIS-enhanced": MethodCase(kd.TOPSIS("enhanced_accuracy")),
    "TOPSIS-z-score": MethodCase(kd.TOPSIS("z_score", p=1)),
    "WeightedSum-nonlinear": MethodCase(kd.WeightedSum("nonlinear"), zeros=False),
    "ARAS": MethodCase(kd.ARAS(), zeros=False),
    "COPRAS": MethodCase(kd.COPRAS()),
    "EDAS": MethodCase(kd.EDAS()),
    "MABAC": MethodCase(kd.MABAC()),
    "CRADIS": MethodCase(kd.CRADIS(), zeros=False),
    "GRA": MethodCase(kd.GRA()),
    "MARCOS": MethodCase(kd.MARCOS(), zeros=False),
    "SPOTIS": MethodCase(kd.SPOTIS(), units=False, bounds=True, extremes=False),
    "MOORA": MethodCase(kd.MOORA()),
    "MOOSRA": MethodCase(kd.MOOSRA(), zeros=False, needs_cost=True),
    "MULTIMOORA": MethodCase(kd.MULTIMOORA(), zeros=False),
    "PIV": MethodCase(kd.PIV()),
    "PROMETHEE2": MethodCase(kd.PROMETHEE2()),
    "PROMETHEE2-linear": MethodCase(
        kd.PROMETHEE2("linear", q=1, p=20), units=False, extremes=False
    ),
    "VIKOR": MethodCase(kd.VIKOR()),
    "VIKOR-regret": MethodCase(kd.VIKOR(0)),
    "WASPAS": MethodCase(kd.WASPAS(), zeros=False, weights_scale=False),
    "WASPAS-product": MethodCase(kd.WASPAS(0), zeros=False),
    # Slow, so few of pymcdm's; tests/test_pymcdm_method.py has them all.
    "pymcdm-CODAS": MethodCase(
        kd.PymcdmMethod("CODAS"), zeros=False, weights_scale=False, dominance=False
    ),
    "pymcdm-MAIRCA": MethodCase(kd.PymcdmMethod("MAIRCA")),
    "pymcdm-RIM": MethodCase(kd.PymcdmMethod("RIM"), units=False, bounds=True, extremes=False),
}


def small_problem(case):
    """Return a small decision problem that the method takes."""
    rows = [[3.0, 40.0, 12.0], [5.0, 64.0, 30.0], [4.0, 20.0, 8.0], [2.0, 90.0, 20.0]]
    directions = ["benefit", "benefit", "cost"]
    problem = kd.DecisionProblem.from_arrays(rows, directions)
    if not case.bounds:
        return problem
    criteria = [
        kd.Criterion(criterion.name, criterion.direction, bounds=BOUNDS)
        for criterion in problem.criteria
    ]
    return kd.DecisionProblem(criteria, problem.candidate_names, problem.matrix)
