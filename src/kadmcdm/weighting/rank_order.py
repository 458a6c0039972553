"""Weights from the order of importance alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from kadmcdm import core
from kadmcdm._arrays import as_items
from kadmcdm._typing import RankOrderRule
from kadmcdm.core.weighting import exponent_faults
from kadmcdm.errors import Fault, InputError, brief, choice_fault, raise_faults
from kadmcdm.problem import DecisionProblem
from kadmcdm.weighting.said import fit_faults, named_faults
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
        ``"centroid"`` (Barron and Barrett 1996), ``"sum"``, ``"reciprocal"`` or ``"exponent"``
        (Stillwell, Seaver and Edwards 1981); see `kadmcdm.core.rank_order_weights`.
    exponent : float, optional
        For the rule ``"exponent"``, which needs it: 0 weighs all alike, 1 is ``"sum"``, more
        favors the first.

    Raises
    ------
    InputError
        For an unknown rule, an exponent that does not fit it, or a criterion named twice; `weigh`
        names unknown and forgotten ones.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 2, 3]], ["benefit", "cost", "benefit"])
    >>> kd.RankOrderWeights(["c2", ["c1", "c3"]]).weigh(problem).values.round(4).tolist()
    [0.1944, 0.6111, 0.1944]
    """

    order: Sequence[str | Sequence[str]]
    rule: RankOrderRule = "centroid"
    exponent: float | None = None

    def __post_init__(self) -> None:
        faults = list(choice_fault("rule", self.rule, get_args(RankOrderRule)))
        faults = faults or exponent_faults(self.rule, self.exponent)
        given = as_items(self.order)
        if given is None:
            faults.append(Fault("order", "no list of names", brief(self.order)))
            raise InputError(faults)
        groups = [tuple(item) if isinstance(item, (list, tuple)) else (item,) for item in given]
        every = [name for group in groups for name in group]
        faults += named_faults(every)
        if not every or not all(groups):
            faults.append(Fault("order", "nothing stands in it", brief(self.order), "names"))
        raise_faults(faults)
        order = tuple(group[0] if len(group) == 1 else group for group in groups)
        object.__setattr__(self, "order", order)

    def weigh(self, problem: DecisionProblem) -> Weights:
        """Return the rule's weights, tied criteria sharing theirs."""
        names = problem.criterion_names
        groups = [(item,) if isinstance(item, str) else tuple(item) for item in self.order]
        every = [name for group in groups for name in group]
        raise_faults(fit_faults(every, names, "criterion", "it stands nowhere in the order"))
        by_place = core.rank_order_weights(len(every), self.rule, self.exponent)
        weight: dict[str, float] = {}
        place = 0
        for group in groups:
            share = float(by_place[place : place + len(group)].mean())
            weight.update(dict.fromkeys(group, share))
            place += len(group)
        details: dict[str, object] = {"rule": self.rule}
        if self.exponent is not None:
            details["exponent"] = float(self.exponent)
        return weights_of(problem, np.array([weight[n] for n in names]), self, details)
