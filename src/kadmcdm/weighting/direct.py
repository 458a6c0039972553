"""Weights that somebody says: equal, or one number per criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np

from kadmcdm import _frames
from kadmcdm._arrays import ReadOnlyDict, as_items
from kadmcdm._typing import FloatArray
from kadmcdm.errors import Fault, InputError, brief, raise_faults, unknown_names
from kadmcdm.judgments import (
    BestWorstComparisons,
    BestWorstPriorities,
    GroupComparisons,
    GroupHierarchy,
    Hierarchy,
    PairwiseComparisons,
    Priorities,
)
from kadmcdm.problem import DecisionProblem
from kadmcdm.weighting.said import number_faults
from kadmcdm.weighting.weights import WeightingScheme, Weights, weights_of

__all__ = ["DirectWeights", "EqualWeights", "as_weights"]


@dataclass(frozen=True, slots=True)
class EqualWeights:
    """The same weight for every criterion.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 2]], ["benefit", "cost"])
    >>> kd.EqualWeights().weigh(problem).values.tolist()
    [0.5, 0.5]
    """

    def weigh(self, problem: DecisionProblem) -> Weights:
        """Return 1/n for each criterion."""
        n = len(problem.criteria)
        return weights_of(problem, np.ones(n), self, {})


@dataclass(frozen=True, slots=True)
class DirectWeights:
    """Weights given as numbers; they are brought to sum 1.

    Parameters
    ----------
    values : mapping of str to float, or sequence of float
        By criterion name, one for each; or in the order of the criteria. Not negative, not all 0.

    Raises
    ------
    InputError
        Naming negative, NaN or infinite values; `weigh` names unknown and forgotten criteria.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 2]], ["benefit", "cost"])
    >>> kd.DirectWeights([2, 6]).weigh(problem).values.tolist()
    [0.25, 0.75]
    """

    values: Mapping[str, float] | Sequence[float] | FloatArray

    def __post_init__(self) -> None:
        given: Any = self.values
        labels = _frames.index_names(given) if getattr(given, "ndim", 0) == 1 else None
        if labels is not None:  # a pandas Series says which weight is whose
            given = dict(zip(labels, given, strict=True))
        if isinstance(given, Mapping):
            items: list[tuple[str, Any]] = [(f"weight of {n!r}", v) for n, v in given.items()]
            object.__setattr__(self, "values", ReadOnlyDict(given))
        elif (
            hasattr(given, "__iter__")
            and getattr(given, "ndim", None) != 0
            and not isinstance(given, (str, bytes, Set))
        ):
            listed = given.tolist() if isinstance(given, np.ndarray) else as_items(given) or ()
            items = [(f"weight number {k}", value) for k, value in enumerate(listed, 1)]
            object.__setattr__(self, "values", tuple(listed))
        else:
            expected = "{name: value} or a list"
            fault = Fault("weights", "no weights", brief(given), expected, _way_out(given))
            raise InputError([fault])
        hint = "a weight says how much a criterion counts; for lower-is-better use "
        hint += "the direction 'cost'"
        faults = list(number_faults(items, "no weight", hint=hint))
        if not items:
            faults.append(Fault("weights", "there are none", expected="one per criterion"))
        elif not faults and not any(float(value) for _, value in items):
            faults.append(Fault("weights", "all weights are 0", expected="at least one above 0"))
        raise_faults(faults)

    def weigh(self, problem: DecisionProblem) -> Weights:
        """Return the values, divided by their sum."""
        names = problem.criterion_names
        if isinstance(self.values, Mapping):
            faults = list(unknown_names(self.values, names, "weight for criterion"))
            faults += [
                Fault(f"criterion {name!r}", "it has no weight", hint="say 0 if it shall not count")
                for name in names
                if name not in self.values
            ]
            raise_faults(faults)
            raw = [float(self.values[name]) for name in names]
        else:
            raw = [float(value) for value in self.values]
            if len(raw) != len(names):
                raise InputError(
                    [
                        Fault(
                            "weights",
                            "not one per criterion",
                            got=f"{len(raw)} weights",
                            expected=f"{len(names)}, for {', '.join(names)}",
                        )
                    ]
                )
        return weights_of(problem, np.array(raw), self, {"given": raw})


def as_weights(problem: DecisionProblem, weights: Any) -> Weights:
    """Return `Weights` of whatever says them: weights, a scheme, a mapping, or a sequence."""
    if isinstance(weights, WeightingScheme) and not isinstance(weights, type):
        scheme, weights = weights, weights.weigh(problem)
        if not isinstance(weights, Weights):
            where = f"weighting scheme {type(scheme).__name__}"
            got = type(weights).__name__
            raise InputError([Fault(where, "it gave no Weights", got, "kd.Weights(...)")])
    if isinstance(weights, Weights):
        if weights.criterion_names == problem.criterion_names:
            return weights
        direct = dict(zip(weights.criterion_names, map(float, weights.values), strict=True))
        DirectWeights(direct).weigh(problem)  # raises by name, unless only the order differs
        return Weights(
            values=np.array([weights[name] for name in problem.criterion_names]),
            criterion_names=problem.criterion_names,
            scheme=weights.scheme,
            details=weights.details,
        )
    return DirectWeights(weights).weigh(problem)


def _way_out(given: object) -> str | None:
    """Return what makes weights of judgments, and of what they amount to."""
    if isinstance(given, (PairwiseComparisons, Hierarchy, GroupComparisons, GroupHierarchy)):
        return "AHPWeights(...) turns judgments into weights"
    if isinstance(given, BestWorstComparisons):
        return "BestWorstWeights(...) turns judgments into weights"
    if isinstance(given, (Priorities, BestWorstPriorities)):
        return "dict(zip(priorities.names, priorities.values)) says which is whose"
    return None
