"""Weights from pairwise comparisons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias, get_args

import numpy as np

from kadmcdm._typing import Prioritization, RandomIndex
from kadmcdm.core.pairwise import PRIORITIZATIONS
from kadmcdm.errors import Fault, choice_fault, raise_faults
from kadmcdm.judgments import (
    Aggregation,
    GroupComparisons,
    GroupHierarchy,
    Hierarchy,
    Mean,
    PairwiseComparisons,
    Priorities,
)
from kadmcdm.judgments.comparisons import table_name
from kadmcdm.judgments.group import rule_faults
from kadmcdm.problem import DecisionProblem
from kadmcdm.weighting.weights import Weights, weights_of

__all__ = ["AHPWeights"]

JUDGMENTS: TypeAlias = PairwiseComparisons | Hierarchy | GroupComparisons | GroupHierarchy


@dataclass(frozen=True, slots=True, eq=False)
class AHPWeights:
    """Weights from pairwise comparisons (the Analytic Hierarchy Process).

    Parameters
    ----------
    judgments : PairwiseComparisons, Hierarchy, GroupComparisons or GroupHierarchy
        Their items or leaves are the problem's criteria. To weigh a problem that lacks some of
        them, leave these out on purpose: ``hierarchy.without("welfare")``.
    prioritization : str
        ``"eigenvector"``, ``"geometric_mean"`` or ``"column_mean"``.
    random_index : str, float or mapping
        See `PairwiseComparisons.priorities`.
    aggregation, mean : str
        For groups, see `GroupComparisons.aggregate`: ``"AIJ"`` or ``"AIP"``, ``"geometric"`` or,
        for AIP, ``"arithmetic"``.

    Raises
    ------
    InputError
        For an unknown prioritization or aggregation; `weigh` names criteria without judgments and
        leaves without criterion.

    Warns
    -----
    KadmcdmWarning
        On `weigh`, when a consistency ratio is above 0.10.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 2]], ["benefit", "cost"])
    >>> judged = kd.PairwiseComparisons(["c1", "c2"], {("c1", "c2"): 4})
    >>> weights = kd.AHPWeights(judged).weigh(problem)
    >>> weights.values.tolist(), weights.details["consistency_ratios"]
    ([0.8, 0.2], {'goal': 0.0})

    References
    ----------
    .. [1] Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.
    """

    judgments: JUDGMENTS
    prioritization: Prioritization = "eigenvector"
    random_index: RandomIndex = "alonso-lamata-2006"
    aggregation: Aggregation = "AIJ"
    mean: Mean = "geometric"

    def __post_init__(self) -> None:
        faults = list(choice_fault("prioritization", self.prioritization, PRIORITIZATIONS))
        if not isinstance(self.judgments, get_args(JUDGMENTS)):
            got = type(self.judgments).__name__
            expected = ", ".join(kind.__name__ for kind in get_args(JUDGMENTS))
            faults.append(Fault("judgments", "no judgments", got, expected))
        raise_faults([*faults, *rule_faults(self.aggregation, self.mean, "aggregation")])

    def weigh(self, problem: DecisionProblem) -> Weights:
        """Return the priorities (of a hierarchy: the global weights of its leaves)."""
        judged = self.judgments
        if isinstance(judged, (PairwiseComparisons, GroupComparisons)):
            judged_names = judged.names
        else:
            judged_names = judged.leaves
        names = problem.criterion_names
        faults = [
            Fault(
                f"criterion {name!r}",
                "there are no judgments on it",
                hint="leave it out of the problem with select(criteria=...), or judge it",
            )
            for name in names
            if name not in judged_names
        ]
        faults += [
            Fault(
                f"leaf {name!r}",
                "the problem has no such criterion",
                hint=f"leave it out on purpose: hierarchy.without({name!r})",
            )
            for name in judged_names
            if name not in names
        ]
        raise_faults(faults)
        nodes, of_the_group = self._nodes()
        if isinstance(judged, (PairwiseComparisons, GroupComparisons)):
            weight = nodes["goal"].to_mapping()
        else:
            weight = judged.globalized(nodes)
        details = {
            "prioritization": self.prioritization,
            "random_index": table_name(self.random_index),
            "consistency_ratios": {node: p.consistency_ratio for node, p in nodes.items()},
            "missing_pairs": {node: p.missing for node, p in nodes.items() if p.missing},
            "local_weights": {node: p.to_mapping() for node, p in nodes.items()},
            "left_out": list(judged.left_out) if isinstance(judged, Hierarchy) else [],
            **of_the_group,
        }
        return weights_of(problem, np.array([weight[name] for name in names]), self, details)

    def _nodes(self) -> tuple[dict[str, Priorities], dict[str, Any]]:
        """Return the priorities of every node, and what there is to say of a group."""
        judged = self.judgments
        if isinstance(judged, Hierarchy):
            return judged.priorities(self.prioritization, self.random_index), {}
        if isinstance(judged, PairwiseComparisons):
            return {"goal": judged.priorities(self.prioritization, self.random_index)}, {}
        found = judged.aggregate(
            self.aggregation,
            mean=self.mean,
            prioritization=self.prioritization,
            random_index=self.random_index,
        )
        agreed = judged.consensus(self.prioritization, self.random_index)
        nodes = found if isinstance(found, dict) else {"goal": found}
        consensus = agreed if isinstance(agreed, dict) else {"goal": agreed}
        return nodes, {
            "aggregation": self.aggregation,
            "mean": self.mean,
            "assessors": list(judged.assessors),
            "consensus": {node: found.indicator for node, found in consensus.items()},
        }
