"""Weights from comparisons with the best and the worst criterion alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import numpy as np

from kadmcdm._typing import BestWorstModel
from kadmcdm.errors import Fault, choice_fault, raise_faults
from kadmcdm.judgments import BestWorstComparisons
from kadmcdm.problem import DecisionProblem
from kadmcdm.weighting.weights import Weights, weights_of

__all__ = ["BestWorstWeights"]


@dataclass(frozen=True, slots=True, eq=False)
class BestWorstWeights:
    """Weights from comparisons with the best and the worst criterion (the best-worst method).

    Parameters
    ----------
    comparisons : BestWorstComparisons
        Of the problem's criteria.
    model : str
        ``"linear"`` has one optimum. ``"nonlinear"`` often has many: the weights are then the
        middle of them, and ``details["intervals"]`` says how far they reach.

    Raises
    ------
    InputError
        For an unknown model; `weigh` names criteria without judgments and judgments without
        criterion.

    Warns
    -----
    KadmcdmWarning
        On `weigh`; see `BestWorstComparisons.solve`.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 2, 3]], ["benefit", "cost", "cost"])
    >>> said = kd.BestWorstComparisons("c2", "c3", {"c1": 2, "c3": 6}, {"c1": 3, "c2": 6})
    >>> weights = kd.BestWorstWeights(said).weigh(problem)
    >>> weights.values.round(6).tolist(), weights.details["consistency_ratio"]
    ([0.3, 0.6, 0.1], 0.0)
    """

    comparisons: BestWorstComparisons
    model: BestWorstModel = "linear"

    def __post_init__(self) -> None:
        faults = list(choice_fault("model", self.model, get_args(BestWorstModel)))
        if not isinstance(self.comparisons, BestWorstComparisons):
            got = type(self.comparisons).__name__
            faults.append(Fault("comparisons", "no comparisons", got, "BestWorstComparisons"))
        raise_faults(faults)

    def weigh(self, problem: DecisionProblem) -> Weights:
        """Return the optimal weights; of several the middle."""
        judged, names = self.comparisons.names, problem.criterion_names
        faults = [
            Fault(
                f"criterion {name!r}",
                "there are no judgments on it",
                hint="leave it out of the problem with select(criteria=...), or judge it",
            )
            for name in names
            if name not in judged
        ]
        faults += [
            Fault(
                f"judgments on {name!r}",
                "the problem has no such criterion",
                hint="leave it out of the comparisons",
            )
            for name in judged
            if name not in names
        ]
        raise_faults(faults)
        found = self.comparisons.solve(self.model)
        details = {
            "model": found.model,
            "best": self.comparisons.best,
            "worst": self.comparisons.worst,
            "xi": found.xi,
            "consistency_ratio": found.consistency_ratio,
            "consistency_index": found.consistency_index,
            "input_consistency_ratio": found.input_consistency_ratio,
            "unique": found.unique,
            "intervals": {
                name: [float(low), float(high)]
                for name, low, high in zip(judged, found.lower, found.upper, strict=True)
            },
        }
        return weights_of(problem, np.array([found[name] for name in names]), self, details)
