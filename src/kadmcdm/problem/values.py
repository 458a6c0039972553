"""Value functions: what an amount of a criterion is worth, before weights come in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeAlias, cast, get_args

import numpy as np

from kadmcdm import core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._numbers import as_number
from kadmcdm._typing import ArrayLike, FloatArray
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    choice_fault,
    prefixed,
    raise_faults,
    unknown_names,
)
from kadmcdm.problem.criteria import Criterion

__all__ = ["PiecewiseLinear", "Shape", "valued_columns"]

Shape: TypeAlias = Literal["rising", "falling", "peaked"]
Outside: TypeAlias = Literal["refuse", "constant", "extend"]


@dataclass(frozen=True, slots=True)
class PiecewiseLinear:
    """A value function that runs straight between points: amounts of a criterion to values.

    Parameters
    ----------
    points : mapping of float to float
        What amounts are worth, in [0, 1]: 0 is as good as nothing, 1 as good as it gets. At least
        two. Values rise, or fall, or rise to one peak (a target) and fall; they may stay level on
        the way.
    outside : str
        What an amount beyond the points is worth: ``"refuse"`` raises, ``"constant"`` gives the
        end's value, ``"extend"`` lets the outer pieces run on, below 0 and above 1 too.

    Raises
    ------
    InputError
        For points that are no numbers, values outside [0, 1], fewer than two points, the same
        value everywhere, or a valley between two peaks.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> worth = kd.PiecewiseLinear({50: 1, 75: 0.8, 90: 0.5, 100: 0})
    >>> worth([60, 80, 95]).round(3).tolist(), worth.shape
    ([0.92, 0.7, 0.25], 'falling')
    >>> kd.PiecewiseLinear({0: 0, 20: 1, 30: 0.4}).shape
    'peaked'

    References
    ----------
    .. [1] Keeney, R. L. and Raiffa, H. (1976). Decisions with Multiple Objectives. Wiley, ch. 3.
    """

    points: Mapping[float, float]
    outside: Outside = "refuse"

    def __post_init__(self) -> None:
        raise_faults(list(self._faults()))
        points = {float(x): float(y) for x, y in sorted(self.points.items())}
        object.__setattr__(self, "points", ReadOnlyDict(points))
        if _shape(points) is None:
            what = "the values fall and rise again"
            if len(set(points.values())) == 1:
                what = "the value is the same everywhere, and separates nobody"
            expected = "values that rise, that fall, or that rise to one peak and fall"
            fault = Fault("PiecewiseLinear.points", what, _listed(points), expected)
            raise InputError([fault])

    def _faults(self) -> Iterator[Fault]:
        yield from choice_fault("PiecewiseLinear.outside", self.outside, get_args(Outside))
        where = "PiecewiseLinear.points"
        if not isinstance(self.points, Mapping):
            yield Fault(where, "no mapping", brief(self.points), "{amount: value}")
            return
        if len(self.points) < 2:
            yield Fault(where, "too few of them", str(len(self.points)), "at least 2")
        for x, y in self.points.items():
            if not _is_number(x):
                yield Fault(where, "no amount", brief(x), "a finite number")
            if not _is_number(y) or not 0 <= y <= 1:
                yield Fault(f"{where}, at {x!r}", "no value", brief(y), "a number in [0, 1]")

    @property
    def shape(self) -> Shape:
        """Whether values rise, fall, or rise to a peak and fall."""
        return cast(Shape, _shape(self.points))

    def __call__(self, amounts: ArrayLike) -> FloatArray:
        """Return what amounts are worth.

        Raises
        ------
        InputError
            For an amount beyond the points, unless `outside` says otherwise.
        """
        x = np.asarray(amounts, dtype=np.float64)
        at, values = (np.array(list(part)) for part in (self.points, self.points.values()))
        if self.outside == "refuse":
            beyond = x[(x < at[0]) | (x > at[-1])]
            expected, hint = f"{at[0]:g} to {at[-1]:g}", "add a point, or set outside='constant'"
            raise_faults(
                [
                    Fault("", "beyond the points of its value function", f"{x:g}", expected, hint)
                    for x in dict.fromkeys(beyond.ravel().tolist())
                ]
            )
        return core.piecewise_linear(x, at, values, extend=self.outside == "extend")


def valued_columns(
    criteria: Sequence[Criterion], matrix: FloatArray, functions: Mapping[str, PiecewiseLinear]
) -> tuple[list[Criterion], FloatArray]:
    """Return criteria and matrix with partial values in place of amounts where a function is named.

    Parameters
    ----------
    criteria : sequence of Criterion
    matrix : (m, n) array
    functions : mapping of str to PiecewiseLinear
        By the criterion's name.

    Returns
    -------
    tuple
        Criteria, whose source says how the values came about, and the (m, n) matrix.

    Raises
    ------
    InputError
        Listing unknown names, what is no value function, one that goes against its criterion's
        direction, and amounts beyond its points.
    """
    if not isinstance(functions, Mapping):
        expected = "{criterion: kd.PiecewiseLinear({...})}"
        raise InputError([Fault("functions", "no mapping", brief(functions), expected)])
    names = [criterion.name for criterion in criteria]
    faults = list(unknown_names(functions, names, "criterion"))
    found, values = list(criteria), matrix.copy()
    for j, criterion in enumerate(criteria):
        if criterion.name not in functions:
            continue
        function = functions[criterion.name]
        wrong = list(_direction_faults(criterion, function))
        faults += wrong
        if wrong:
            continue
        try:
            values[:, j] = function(matrix[:, j])
        except InputError as error:
            faults += prefixed(f"criterion {criterion.name!r}", error.faults)
        found[j] = _valued(criterion, function)
    raise_faults(faults)
    return found, values


def _direction_faults(criterion: Criterion, function: object) -> Iterator[Fault]:
    """Yield a fault where a function is none, or goes against the criterion's direction."""
    where = f"criterion {criterion.name!r}"
    if not isinstance(function, PiecewiseLinear):
        yield Fault(where, "no value function", brief(function), "kd.PiecewiseLinear({...})")
    elif function.shape == {"benefit": "falling", "cost": "rising"}[criterion.direction]:
        what = f"its values are {function.shape}, and it is a {criterion.direction}"
        yield Fault(where, what, hint="turn the direction or the values around")


def _valued(criterion: Criterion, function: PiecewiseLinear) -> Criterion:
    """Return the criterion of the values: a benefit from 0 to 1 that says how it came about."""
    unit = criterion.unit_in("en")
    beyond = {"refuse": "", "constant": "; level beyond", "extend": "; running on beyond"}
    note = f"partial values, piecewise linear: {_listed(function.points)}"
    note += (f" ({unit})" if unit else "") + beyond[function.outside]
    return replace(
        criterion,
        direction="benefit",
        unit=None,
        bounds=None if function.outside == "extend" else (0.0, 1.0),
        source=note if criterion.source is None else f"{criterion.source}; {note}",
    )


def _shape(points: Mapping[float, float]) -> Shape | None:
    steps = [np.sign(b - a) for a, b in pairwise(points.values())]
    moves = [step for step in steps if step]
    turns = [a for a, b in pairwise(moves) if a != b]
    if not moves or turns not in ([], [1]):
        return None
    if turns:
        return "peaked"
    return "rising" if moves[0] > 0 else "falling"


def _listed(points: Mapping[float, float]) -> str:
    return ", ".join(f"{x:g} is worth {y:g}" for x, y in points.items())


def _is_number(value: object) -> bool:
    return bool(np.isfinite(as_number(value)))
