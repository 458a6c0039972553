"""Weights from the order of importance alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from kadmcdm import core
from kadmcdm._typing import RankOrderRule
from kadmcdm.errors import Fault, InputError, choice_fault, raise_faults, unknown_names
from kadmcdm.problem import DecisionProblem
from kadmcdm.weighting.weights import Weights, weights_of

__all__ = ["RankOrderWeights"]


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
        return weights_of(problem, np.array([weight[n] for n in names]), self, {"rule": self.rule})


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
