"""Weighting schemes: each weighs a problem's criteria, by one verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, Protocol, get_args, runtime_checkable

import numpy as np

from kadmcdm import _frames, _text, core
from kadmcdm._arrays import ReadOnlyDict, read_only
from kadmcdm._provenance import Result, floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import (
    FloatArray,
    Language,
    Prioritization,
    RandomIndex,
    RankOrderRule,
)
from kadmcdm.core.pairwise import PRIORITIZATIONS
from kadmcdm.errors import Fault, InputError, choice_fault, raise_faults, unknown_names
from kadmcdm.judgments import Hierarchy, PairwiseComparisons
from kadmcdm.problem import DecisionProblem

__all__ = [
    "AHPWeights",
    "DirectWeights",
    "EqualWeights",
    "RankOrderWeights",
    "WeightingScheme",
    "Weights",
    "as_weights",
]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Weights(Result, Display):
    """Weights of criteria, and where they come from.

    Parameters
    ----------
    values : (n,) array
        Not negative, sum to 1.
    criterion_names : tuple of str
    scheme : str
        What made them: ``"AHPWeights"``.
    details : mapping
        What the scheme has to say: the input, priorities, consistency ratios.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 2], [3, 4]], ["benefit", "cost"])
    >>> weights = kd.DirectWeights({"c1": 3, "c2": 1}).weigh(problem)
    >>> weights["c1"], weights.scheme
    (0.75, 'DirectWeights')
    """

    values: FloatArray
    criterion_names: tuple[str, ...]
    scheme: str
    details: Mapping[str, Any] = field(default_factory=dict)

    _decoders = {"values": floats, "criterion_names": tuple}

    def __post_init__(self) -> None:
        object.__setattr__(self, "criterion_names", tuple(self.criterion_names))
        object.__setattr__(self, "details", ReadOnlyDict(self.details))
        try:
            values = read_only(self.values, np.float64)
        except (TypeError, ValueError):
            values = np.empty(0)
        n = len(self.criterion_names)
        if values.shape != (n,) or not n:
            got = str(values.shape)
            raise InputError([Fault("Weights.values", "not one number per criterion", got, f"{n}")])
        faults = [
            Fault(f"weight of {name!r}", "no weight", f"{value:g}", "a finite number >= 0")
            for name, value in zip(self.criterion_names, values, strict=True)
            if not 0 <= value < np.inf
        ]
        if not faults and abs(values.sum() - 1.0) > 1e-6:
            hint = "DirectWeights brings numbers to sum 1"
            faults.append(Fault("Weights.values", "wrong sum", f"{values.sum():g}", "1", hint))
        raise_faults(faults)
        object.__setattr__(self, "values", values)

    def __getitem__(self, criterion: str) -> float:
        """Return one criterion's weight."""
        raise_faults(list(unknown_names([criterion], self.criterion_names, "criterion")))
        return float(self.values[self.criterion_names.index(criterion)])

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the weights, rounded so that they add up."""
        rows = tuple(
            (name, _text.number(share, 3, lang))
            for name, share in zip(
                self.criterion_names, _text.shares(self.values.tolist()), strict=True
            )
        )
        headers = (_text.say("criterion", lang), _text.say("weight", lang))
        return (Table(headers, rows, frozenset({1}), title=self.scheme),)


@runtime_checkable
class WeightingScheme(Protocol):
    """Whatever weighs the criteria of a problem.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> isinstance(kd.EqualWeights(), kd.WeightingScheme)
    True
    """

    def weigh(self, problem: DecisionProblem) -> Weights:
        """Return one weight per criterion of the problem."""


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
        return _weights(problem, np.ones(n), self, {})


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
            listed = np.asarray(given).tolist() if isinstance(given, np.ndarray) else list(given)
            items = [(f"weight number {k}", value) for k, value in enumerate(listed, 1)]
            object.__setattr__(self, "values", tuple(listed))
        else:
            raise InputError(
                [Fault("weights", "no weights", repr(given), "{name: value} or a list")]
            )
        faults = []
        for where, value in items:
            if isinstance(value, bool) or not isinstance(value, (int, float, np.number)):
                faults.append(Fault(where, "no number", repr(value), "a number >= 0"))
            elif not 0 <= float(value) < np.inf:
                hint = None
                if float(value) < 0:
                    hint = "a weight says how much a criterion counts; for lower-is-better use "
                    hint += "the direction 'cost'"
                faults.append(
                    Fault(where, "no weight", f"{float(value):g}", "a finite number >= 0", hint)
                )
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
        return _weights(problem, np.array(raw), self, {"given": raw})


@dataclass(frozen=True, slots=True)
class RankOrderWeights:
    """Weights from the order of importance alone.

    Parameters
    ----------
    order : sequence of str, or of lists of str
        All criteria, most important first; a list inside holds criteria of equal importance, who
        share the weights of the places that they take.
    rule : str
        ``"centroid"`` (Barron and Barrett 1996), ``"sum"`` or ``"reciprocal"`` (Stillwell, Seaver
        and Edwards 1981).

    Raises
    ------
    InputError
        For an unknown rule or a criterion named twice; `weigh` names unknown and forgotten ones.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 2, 3]], ["benefit", "cost", "benefit"])
    >>> kd.RankOrderWeights(["c2", ["c1", "c3"]]).weigh(problem).values.round(4).tolist()
    [0.1944, 0.6111, 0.1944]
    """

    order: Sequence[str | Sequence[str]]
    rule: RankOrderRule = "centroid"

    def __post_init__(self) -> None:
        faults = list(choice_fault("rule", self.rule, get_args(RankOrderRule)))
        if isinstance(self.order, str) or not hasattr(self.order, "__iter__"):
            faults.append(Fault("order", "no list of names", repr(self.order)))
            raise InputError(faults)
        groups = [
            tuple(item) if isinstance(item, (list, tuple)) else (item,) for item in self.order
        ]
        every = [name for group in groups for name in group]
        faults += [
            Fault("order", "no name", repr(name), "text") for name in every if not _is_name(name)
        ]
        if not every or not all(groups):
            faults.append(Fault("order", "nothing stands in it", repr(self.order), "names"))
        raise_faults(faults)
        faults += [
            Fault(f"criterion {name!r}", "it stands twice in the order")
            for name in dict.fromkeys(every)
            if every.count(name) > 1
        ]
        raise_faults(faults)
        order = tuple(group[0] if len(group) == 1 else group for group in groups)
        object.__setattr__(self, "order", order)

    def weigh(self, problem: DecisionProblem) -> Weights:
        """Return the rule's weights, tied criteria sharing theirs."""
        names = problem.criterion_names
        groups = [(item,) if isinstance(item, str) else tuple(item) for item in self.order]
        every = [name for group in groups for name in group]
        faults = list(unknown_names(every, names, "criterion"))
        faults += [
            Fault(f"criterion {name!r}", "it stands nowhere in the order")
            for name in names
            if name not in every
        ]
        raise_faults(faults)
        by_place = core.rank_order_weights(len(every), self.rule)
        weight: dict[str, float] = {}
        place = 0
        for group in groups:
            share = float(by_place[place : place + len(group)].mean())
            weight.update(dict.fromkeys(group, share))
            place += len(group)
        return _weights(problem, np.array([weight[n] for n in names]), self, {"rule": self.rule})


@dataclass(frozen=True, slots=True, eq=False)
class AHPWeights:
    """Weights from pairwise comparisons (the Analytic Hierarchy Process).

    Parameters
    ----------
    judgments : PairwiseComparisons or Hierarchy
        Their items or leaves are the problem's criteria. To weigh a problem that lacks some of
        them, leave these out on purpose: ``hierarchy.without("welfare")``.
    prioritization : str
        ``"eigenvector"``, ``"geometric_mean"`` or ``"column_mean"``.
    random_index : str, float or mapping
        See `PairwiseComparisons.priorities`.

    Raises
    ------
    InputError
        For an unknown prioritization; `weigh` names criteria without judgments and leaves without
        criterion.

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

    judgments: PairwiseComparisons | Hierarchy
    prioritization: Prioritization = "eigenvector"
    random_index: RandomIndex = "alonso-lamata-2006"

    def __post_init__(self) -> None:
        faults = list(choice_fault("prioritization", self.prioritization, PRIORITIZATIONS))
        if not isinstance(self.judgments, (PairwiseComparisons, Hierarchy)):
            got = type(self.judgments).__name__
            faults.append(Fault("judgments", "no judgments", got, "PairwiseComparisons, Hierarchy"))
        raise_faults(faults)

    def weigh(self, problem: DecisionProblem) -> Weights:
        """Return the priorities (of a hierarchy: the global weights of its leaves)."""
        judged = self.judgments
        if isinstance(judged, Hierarchy):
            judged_names, left_out = judged.leaves, judged.left_out
        else:
            judged_names, left_out = judged.names, ()
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
        if isinstance(judged, Hierarchy):
            nodes = judged.priorities(self.prioritization, self.random_index)
            weight = judged.globalized(nodes)
        else:
            nodes = {"goal": judged.priorities(self.prioritization, self.random_index)}
            weight = {name: nodes["goal"][name] for name in names}
        details = {
            "prioritization": self.prioritization,
            "random_index": nodes[next(iter(nodes))].random_index_name,
            "consistency_ratios": {node: p.consistency_ratio for node, p in nodes.items()},
            "local_weights": {
                node: dict(zip(p.names, map(float, p.values), strict=True))
                for node, p in nodes.items()
            },
            "left_out": list(left_out),
        }
        return _weights(problem, np.array([weight[name] for name in names]), self, details)


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


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


def _weights(
    problem: DecisionProblem, raw: FloatArray, scheme: object, details: Mapping[str, Any]
) -> Weights:
    # First, so that sums of huge or tiny weights stay finite; by a power of two, which is exact.
    scaled = np.ldexp(raw, -np.frexp(raw.max())[1])
    return Weights(
        values=scaled / scaled.sum(),
        criterion_names=problem.criterion_names,
        scheme=type(scheme).__name__,
        details=details,
    )
