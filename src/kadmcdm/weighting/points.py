"""Weights from points that somebody gives each criterion: SWING, SMART, point allocation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kadmcdm._numbers import as_number
from kadmcdm.errors import Fault, brief, raise_faults
from kadmcdm.problem import DecisionProblem
from kadmcdm.weighting.said import by_name, fit_faults, number_faults
from kadmcdm.weighting.weights import Weights, weights_of

__all__ = ["PointAllocationWeights", "SMARTWeights", "SwingWeights"]


@dataclass(frozen=True, slots=True)
class Points:
    """Points by criterion, which are divided by their sum."""

    points: Mapping[str, float]

    def __post_init__(self) -> None:
        given = by_name(self.points)
        if given is None:
            expected = "{name: points}"
            raise_faults([Fault("points", "no points by name", brief(self.points), expected)])
            return
        object.__setattr__(self, "points", given)
        faults = list(self._parameters())
        faults += number_faults(
            [(f"points of {name!r}", value) for name, value in given.items()], "no points"
        )
        if not given:
            faults.append(Fault("points", "there are none", expected="one per criterion"))
        raise_faults(faults or list(self._rule()))

    def _parameters(self) -> Iterator[Fault]:
        """Yield what is wrong besides the points."""
        yield from ()

    def _rule(self) -> Iterator[Fault]:
        """Yield what is wrong with points that are numbers."""
        raise NotImplementedError

    def _details(self, problem: DecisionProblem) -> dict[str, Any]:
        """Return what there is to say besides the points."""
        return {}

    def weigh(self, problem: DecisionProblem) -> Weights:
        """Return the points, divided by their sum."""
        names = problem.criterion_names
        hint = "say 0 if it shall not count" if not isinstance(self, SMARTWeights) else None
        raise_faults(
            fit_faults(self.points, names, "points for criterion", "it has no points", hint)
        )
        points = {name: float(self.points[name]) for name in names}
        details = {"points": points, **self._details(problem)}
        return weights_of(problem, np.array(list(points.values())), self, details)


@dataclass(frozen=True, slots=True)
class SwingWeights(Points):
    """Weights by swings: what going from worst to best on one criterion alone is worth.

    Imagine a candidate that is worst on everything. The criterion that you would lift to its best
    first gets 100 points, the others what their own swing is worth beside it. The points hold for
    the ranges that people had before their eyes: ``details["swings"]`` names them, the criterion's
    bounds where it has some, else the data's worst and best value.

    Parameters
    ----------
    points : mapping of str to float
        By criterion name, one for each: 100 for the largest swing (several may have it), 0 to 100
        for the others.

    Raises
    ------
    InputError
        Where no criterion has 100 points or one has more, and for what is no number; `weigh`
        names unknown and forgotten criteria.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[30, 2], [80, 9]], ["benefit", "cost"])
    >>> weights = kd.SwingWeights({"c1": 100, "c2": 60}).weigh(problem)
    >>> weights.values.tolist(), weights.details["swings"]["c2"]
    ([0.625, 0.375], (9.0, 2.0))

    References
    ----------
    .. [1] von Winterfeldt, D. and Edwards, W. (1986). Decision Analysis and Behavioral Research.
       Cambridge University Press, ch. 8.
    """

    def _rule(self) -> Iterator[Fault]:
        yield from (
            Fault(f"points of {name!r}", "more than the largest swing", f"{value:g}", "0 to 100")
            for name, value in self.points.items()
            if value > 100
        )
        if max(self.points.values()) < 100:
            got = f"{max(self.points.values()):g}"
            hint = "the criterion whose swing from worst to best matters most gets 100"
            yield Fault("points", "the largest swing is missing", got, "100 at the top", hint)

    def _details(self, problem: DecisionProblem) -> dict[str, Any]:
        bounds, matrix = problem.bounds, problem.matrix
        low = np.where(np.isnan(bounds[:, 0]), matrix.min(axis=0), bounds[:, 0])
        high = np.where(np.isnan(bounds[:, 1]), matrix.max(axis=0), bounds[:, 1])
        ends = np.where(problem.benefit, [low, high], [high, low]).T.tolist()
        return {"swings": dict(zip(problem.criterion_names, ends, strict=True))}


@dataclass(frozen=True, slots=True)
class SMARTWeights(Points):
    """Weights by the simple multi-attribute rating technique: 10 points for the least important.

    SMART asks how important a criterion is, from the least important upward; `SwingWeights` asks
    what its range is worth, from the largest swing downward. People answer the first more easily,
    and forget the ranges over it: a criterion on which all candidates are nearly alike gets the
    points of its name. Where ranges differ much, prefer swings.

    Parameters
    ----------
    points : mapping of str to float
        By criterion name, one for each: 10 for the least important (several may have it), more for
        the others; 30 is three times as important.

    Raises
    ------
    InputError
        Where no criterion has 10 points or one has fewer, and for what is no number; `weigh`
        names unknown and forgotten criteria.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[30, 2], [80, 9]], ["benefit", "cost"])
    >>> kd.SMARTWeights({"c1": 30, "c2": 10}).weigh(problem).values.tolist()
    [0.75, 0.25]

    References
    ----------
    .. [1] Edwards, W. (1977). How to use multiattribute utility measurement for social
       decisionmaking. IEEE Transactions on Systems, Man, and Cybernetics 7(5), 326-340.
    """

    def _rule(self) -> Iterator[Fault]:
        yield from (
            Fault(f"points of {name!r}", "fewer than the least important criterion has",
                  f"{value:g}", "10 or more")
            for name, value in self.points.items()
            if value < 10
        )  # fmt: skip
        if min(self.points.values()) > 10:
            got, hint = (
                f"{min(self.points.values()):g}",
                "divide, so that the least important has 10",
            )
            yield Fault("points", "nothing to start from", got, "10 at the bottom", hint)


@dataclass(frozen=True, slots=True)
class PointAllocationWeights(Points):
    """Weights by handing out a fixed number of points: 100, or a number of coins.

    Parameters
    ----------
    points : mapping of str to float
        By criterion name, one for each, not negative. They must add up to the total.
    total : float
        What there is to hand out, positive.

    Raises
    ------
    InputError
        Where the points do not add up, saying by how much, and for what is no number; `weigh`
        names unknown and forgotten criteria.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[30, 2], [80, 9]], ["benefit", "cost"])
    >>> kd.PointAllocationWeights({"c1": 12, "c2": 8}, total=20).weigh(problem).values.tolist()
    [0.6, 0.4]

    References
    ----------
    .. [1] Doyle, J. R., Green, R. H. and Bottomley, P. A. (1997). Judging relative importance:
       direct rating and point allocation are not equivalent. Organizational Behavior and Human
       Decision Processes 70(1), 65-72.
    """

    total: float = 100

    def _parameters(self) -> Iterator[Fault]:
        yield from number_faults([("total", self.total)], "no total")
        if as_number(self.total) == 0:
            yield Fault("total", "nothing to hand out", "0", "a number > 0")

    def _rule(self) -> Iterator[Fault]:
        given = float(sum(map(as_number, self.points.values())))
        off = given - float(self.total)
        if abs(off) > 1e-9 * self.total:  # 0.1 + 0.2 and the like
            word = "too many" if off > 0 else "too few"
            hint = "DirectWeights takes any numbers"
            got, expected = f"{given:g} ({abs(off):g} {word})", f"{self.total:g}"
            yield Fault("points", "they do not add up", got, expected, hint)

    def _details(self, problem: DecisionProblem) -> dict[str, Any]:
        return {"total": float(self.total)}
