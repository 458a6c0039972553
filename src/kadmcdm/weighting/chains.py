"""Weights from an order of criteria and what people say on the way down: SWARA, FUCOM, LBWA."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kadmcdm import core
from kadmcdm._typing import FloatArray
from kadmcdm.errors import Fault, brief, raise_faults
from kadmcdm.problem import DecisionProblem
from kadmcdm.weighting.said import by_name, fit_faults, listed, named_faults, number_faults
from kadmcdm.weighting.weights import Weights, weights_of

__all__ = ["FUCOMWeights", "LBWAWeights", "SWARAWeights"]

_NOWHERE = "it stands nowhere in the order"


@dataclass(frozen=True, slots=True)
class SWARAWeights:
    r"""Weights by step-wise assessment: by what share each criterion falls behind the one before.

    :math:`q_1 = 1` and :math:`q_j = q_{j-1} / (1 + s_j)`; the weights are q over its sum.

    Parameters
    ----------
    order : sequence of str
        All criteria, most important first.
    importances : sequence of float
        One fewer: s of the second, the third, ...: 0 is as important as the one before, 0.35 is
        35 % less important.

    Raises
    ------
    InputError
        For importances that are no numbers, negative, or not one fewer than the criteria, and for a
        criterion named twice; `weigh` names unknown and forgotten ones.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 2, 3]], ["benefit", "cost", "benefit"])
    >>> kd.SWARAWeights(["c2", "c1", "c3"], [0, 1]).weigh(problem).values.tolist()
    [0.4, 0.4, 0.2]

    References
    ----------
    .. [1] Keršuliene, V., Zavadskas, E. K. and Turskis, Z. (2010). Selection of rational dispute
       resolution method by applying new step-wise weight assessment ratio analysis (SWARA). Journal
       of Business Economics and Management 11(2), 243-258.
    """

    order: Sequence[str]
    importances: Sequence[float] | FloatArray

    def __post_init__(self) -> None:
        order, faults = _order(self.order)
        steps, more = _numbers("importances", self.importances, order, 1, 0.0)
        raise_faults([*faults, *more])
        object.__setattr__(self, "order", order)
        object.__setattr__(self, "importances", steps)

    def weigh(self, problem: DecisionProblem) -> Weights:
        """Return the steps' weights, in the order of the problem's criteria."""
        weights = core.stepwise_weights(np.array(self.importances, dtype=np.float64))
        details = {"importances": dict(zip(self.order[1:], self.importances, strict=True))}
        return _placed(problem, self.order, weights, self, details)


@dataclass(frozen=True, slots=True)
class FUCOMWeights:
    r"""Weights by the full consistency method: how many times more important the first is.

    With priorities alone nothing can contradict: weights are proportional to 1 over the priority,
    and the deviation from full consistency is 0. It is no evidence of good judgment then. Ask for
    `skipped` as well, and ``details["deviation"]`` says how far the answers are from fitting
    together: the largest gap between a ratio of two weights and what was said of it.

    Parameters
    ----------
    order : sequence of str
        All criteria, most important first.
    priorities : sequence of float
        One for each: how many times more important the first criterion is. The first is 1, none is
        smaller than the one before.
    skipped : sequence of float, optional
        Two fewer: how many times more important each is than the next but one. What follows from
        the priorities when left out.

    Raises
    ------
    InputError
        For numbers that are none, in no such order, or not one for each, and for a criterion named
        twice; `weigh` names unknown and forgotten ones.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 2, 3]], ["benefit", "cost", "benefit"])
    >>> weights = kd.FUCOMWeights(["c2", "c1", "c3"], [1, 2, 4]).weigh(problem)
    >>> weights.values.round(4).tolist(), weights.details["deviation"]
    ([0.2857, 0.5714, 0.1429], 0.0)
    >>> judged = kd.FUCOMWeights(["c2", "c1", "c3"], [1, 2, 4], [6]).weigh(problem)
    >>> round(judged.details["deviation"], 4)
    0.3723

    References
    ----------
    .. [1] Pamučar, D., Stević, Ž. and Sremac, S. (2018). A new model for determining weight
       coefficients of criteria in MCDM models: full consistency method (FUCOM). Symmetry 10(9),
       393.
    """

    order: Sequence[str]
    priorities: Sequence[float] | FloatArray
    skipped: Sequence[float] | FloatArray | None = None

    def __post_init__(self) -> None:
        order, faults = _order(self.order)
        priorities, more = _numbers("priorities", self.priorities, order, 0, 1.0)
        if not more and priorities:
            more = list(_falling(priorities))
        faults += more
        if self.skipped is not None:
            skipped, more = _numbers("skipped", self.skipped, order, 2, 1.0)
            faults += more
            object.__setattr__(self, "skipped", skipped)
        raise_faults(faults)
        object.__setattr__(self, "order", order)
        object.__setattr__(self, "priorities", priorities)

    def weigh(self, problem: DecisionProblem) -> Weights:
        """Return the weights whose ratios are nearest to what was said."""
        skipped = np.array(self.skipped, dtype=np.float64) if self.skipped else None
        found = core.full_consistency(np.array(self.priorities, dtype=np.float64), skipped)
        details = {
            "priorities": dict(zip(self.order, self.priorities, strict=True)),
            "deviation": float(found.deviation),
            "skipped": None if self.skipped is None else list(self.skipped),
        }
        return _placed(problem, self.order, found.weights, self, details)


@dataclass(frozen=True, slots=True)
class LBWAWeights:
    r"""Weights by levels: groups of criteria, and how far each stands behind the best of its group.

    In the first level are criteria up to twice less important than the most important one, in the
    second those two to three times less important, and so on. A criterion of level i with
    influence I weighs :math:`r_0 / (i r_0 + I)` before these are divided by their sum.

    Parameters
    ----------
    levels : sequence of mappings of str to float
        Per level, the most important first, its criteria and their influence: 0 for the most
        important criterion, at most the size of the largest level for any. An empty level counts.
    elasticity : float, optional
        r0, more than the size of the largest level: that size plus 1 when left out.

    Raises
    ------
    InputError
        For influences or an elasticity out of range, for a criterion named twice; `weigh` names
        unknown and forgotten ones.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 2, 3]], ["benefit", "cost", "benefit"])
    >>> scheme = kd.LBWAWeights([{"c2": 0, "c1": 1}, {"c3": 0}])
    >>> scheme.weigh(problem).values.round(4).tolist()
    [0.3333, 0.4444, 0.2222]

    References
    ----------
    .. [1] Žižović, M. and Pamučar, D. (2019). New model for determining criteria weights: level
       based weight assessment (LBWA) model. Decision Making: Applications in Management and
       Engineering 2(2), 126-137.
    """

    levels: Sequence[Mapping[str, float]]
    elasticity: float | None = None

    def __post_init__(self) -> None:
        given = listed(self.levels)
        levels = [by_name(level) for level in given or []]
        if not levels or None in levels:
            expected = "a mapping of names to influences per level"
            raise_faults([Fault("levels", "no levels", brief(self.levels), expected)])
        named = [level for level in levels if level is not None]
        every = [name for level in named for name in level]
        faults = named_faults(every) if every else [Fault("levels", "nothing stands in them")]
        items = [
            (f"influence of {name!r}", value) for level in named for name, value in level.items()
        ]
        faults += number_faults(items, "no influence")
        if not faults:
            faults += _levels(named, items)
        largest = max(map(len, named))
        if self.elasticity is not None:
            wrong = list(number_faults([("elasticity", self.elasticity)], "no elasticity"))
            if not wrong and self.elasticity <= largest:
                hint = "smaller ones let a level reach into the next"
                got, expected = f"{self.elasticity:g}", f"more than {largest}, the largest level"
                wrong = [Fault("elasticity", "too small", got, expected, hint)]
            faults += wrong
        raise_faults(faults)
        object.__setattr__(self, "levels", tuple(named))

    def weigh(self, problem: DecisionProblem) -> Weights:
        """Return the levels' weights, in the order of the problem's criteria."""
        said = {
            name: (number, float(influence))
            for number, level in enumerate(self.levels, 1)
            for name, influence in level.items()
        }
        largest = max(map(len, self.levels))
        elasticity = float(largest + 1 if self.elasticity is None else self.elasticity)
        place, influence = np.array(list(said.values())).T
        details = {
            "levels": {name: int(number) for name, (number, _) in said.items()},
            "influence": {name: behind for name, (_, behind) in said.items()},
            "elasticity": elasticity,
        }
        weights = core.level_weights(place, influence, elasticity)
        return _placed(problem, tuple(said), weights, self, details, "it stands in no level")


def _order(given: Any) -> tuple[tuple[str, ...], list[Fault]]:
    """Return an order of names, and what is wrong with it."""
    names = listed(given)
    if not names:
        return (), [Fault("order", "no list of names", brief(given))]
    return tuple(names), named_faults(names)


def _numbers(
    what: str, given: Any, order: Sequence[str], fewer: int, least: float
) -> tuple[tuple[float, ...], list[Fault]]:
    """Return numbers on the way down an order, and what is wrong with them."""
    values = listed(given)
    if values is None:
        return (), [Fault(what, "no list of numbers", brief(given))]
    items = [(f"{what}[{k}]", value) for k, value in enumerate(values, 1)]
    faults = list(number_faults(items, "out of range", least))
    expected = max(len(order) - fewer, 0)
    if order and len(values) != expected:
        per = "one for each" if not fewer else f"{fewer} fewer than the criteria"
        faults.append(Fault(what, f"not {per}", str(len(values)), str(expected)))
    return (() if faults else tuple(map(float, values))), faults


def _falling(priorities: Sequence[float]) -> list[Fault]:
    """Return what is wrong with priorities that are numbers."""
    faults = []
    if priorities[0] != 1:
        got, hint = f"{priorities[0]:g}", "the first criterion is compared with itself"
        faults.append(Fault("priorities[1]", "no start", got, "1", hint))
    for k in range(1, len(priorities)):
        if priorities[k] < priorities[k - 1]:
            got, expected = f"{priorities[k]:g}", f"{priorities[k - 1]:g} or more"
            hint = "the order says that it is no more important than the one before"
            faults.append(
                Fault(f"priorities[{k + 1}]", "it contradicts the order", got, expected, hint)
            )
    return faults


def _levels(levels: Sequence[Mapping[str, float]], items: Sequence[tuple[str, Any]]) -> list[Fault]:
    """Return what is wrong with influences that are numbers."""
    largest = max(map(len, levels))
    faults = [
        Fault(where, "too large", f"{value:g}", f"at most {largest}, the size of the largest level")
        for where, value in items
        if value > largest
    ]
    if 0 not in levels[0].values():
        hint = "the most important criterion stands in the first level, with influence 0"
        faults.append(Fault("levels[1]", "the most important criterion is missing", hint=hint))
    return faults


def _placed(
    problem: DecisionProblem,
    order: Sequence[str],
    weights: FloatArray,
    scheme: object,
    details: Mapping[str, Any],
    missing: str = _NOWHERE,
) -> Weights:
    """Return weights in an order as weights of the problem's criteria."""
    raise_faults(fit_faults(order, problem.criterion_names, "criterion", missing))
    by_criterion = dict(zip(order, weights.tolist(), strict=True))
    raw = np.array([by_criterion[name] for name in problem.criterion_names])
    return weights_of(problem, raw, scheme, details)
