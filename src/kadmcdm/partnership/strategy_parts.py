"""The parts of a strategy: where a partnership lags, how far levers reach, what they lift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from kadmcdm._provenance import jsonable
from kadmcdm._typing import JSON, Label
from kadmcdm.partnership.lever_actions import LeverAction
from kadmcdm.robustness import Improvement

Basis: TypeAlias = Literal["given", "best"]
"""Whether a value to reach was given, or is the best among the candidates."""


@dataclass(frozen=True, slots=True)
class Lag:
    """A criterion on which a partnership loses.

    Parameters
    ----------
    criterion : str
    group : str or None
    challenge : bool
        Of the group "challenges"; without groups, a cost.
    value, other : float
        Its own value, and that of the partnership (or the best) that it is held against.
    loss : float
        The part of the score's difference that it loses here; above 0.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import strategy
    >>> problem = kd.DecisionProblem(
    ...     [
    ...         kd.Criterion("distance", "cost", unit="km", changeable=False),
    ...         kd.Criterion("forum", "benefit", lever="coordination"),
    ...         kd.Criterion("staff", "benefit", lever="capacity"),
    ...     ],
    ...     ["Tuban", "Ngawi"], [[34.8, 4, 9], [55.4, 1, 6]],
    ... )
    >>> ranking = kd.rank(problem, {"distance": 1, "forum": 2, "staff": 1})
    >>> plan = strategy(ranking, "Ngawi", reach={"forum": 6})
    >>> [(lag.criterion, lag.value, lag.other) for lag in plan.lags]
    [('forum', 1.0, 4.0), ('distance', 55.4, 34.8), ('staff', 6.0, 9.0)]
    """

    criterion: str
    group: str | None
    challenge: bool
    value: float
    other: float
    loss: float

    def to_dict(self) -> JSON:
        """Return plain JSON types."""
        return {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a criterion can plausibly be brought.

    Parameters
    ----------
    value : float
    basis : "given" or "best"
        Said by the caller, or the best among the candidates.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import strategy
    >>> problem = kd.DecisionProblem(
    ...     [
    ...         kd.Criterion("distance", "cost", unit="km", changeable=False),
    ...         kd.Criterion("forum", "benefit", lever="coordination"),
    ...         kd.Criterion("staff", "benefit", lever="capacity"),
    ...     ],
    ...     ["Tuban", "Ngawi"], [[34.8, 4, 9], [55.4, 1, 6]],
    ... )
    >>> ranking = kd.rank(problem, {"distance": 1, "forum": 2, "staff": 1})
    >>> plan = strategy(ranking, "Ngawi", reach={"forum": 6})
    >>> {name: (reach.value, reach.basis) for name, reach in plan.reach.items()}
    {'forum': (6.0, 'given'), 'staff': (9.0, 'best')}
    """

    value: float
    basis: Basis

    def covers(self, change: Improvement) -> bool:
        """Tell whether a change goes no further than this."""
        return abs(change.change) <= abs(self.value - change.old)

    def to_dict(self) -> JSON:
        """Return plain JSON types."""
        return {"value": self.value, "basis": self.basis}


@dataclass(frozen=True, slots=True)
class LeverLift:
    """What one lever does when all its criteria come as far as is plausible.

    Parameters
    ----------
    lever : str or None
        The English text; None for the criteria that name no lever.
    label : str or {"en": str, "id": str} or None
    criteria : tuple of str
        What it changes.
    rank, score : int, float
        After the change, all else as it is.
    enough : Improvement or None
        The smallest change of one of its criteria that reaches the rank by itself.
    action : LeverAction or None
        What was filled in; None where there is no lever to fill in.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import strategy
    >>> problem = kd.DecisionProblem(
    ...     [
    ...         kd.Criterion("distance", "cost", unit="km", changeable=False),
    ...         kd.Criterion("forum", "benefit", lever="coordination"),
    ...         kd.Criterion("staff", "benefit", lever="capacity"),
    ...     ],
    ...     ["Tuban", "Ngawi"], [[34.8, 4, 9], [55.4, 1, 6]],
    ... )
    >>> ranking = kd.rank(problem, {"distance": 1, "forum": 2, "staff": 1})
    >>> plan = strategy(ranking, "Ngawi", reach={"forum": 6})
    >>> [(lift.lever, lift.criteria, lift.rank) for lift in plan.alone]
    [('coordination', ('forum',), 1)]
    """

    lever: str | None
    label: Label | None
    criteria: tuple[str, ...]
    rank: int
    score: float
    enough: Improvement | None
    action: LeverAction | None

    def to_dict(self) -> JSON:
        """Return plain JSON types."""
        return {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class LeverPair:
    """Two levers pulled together, each as far as is plausible.

    Parameters
    ----------
    levers : (str or None, str or None)
    rank, score : int, float
        After both changes.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import strategy
    >>> problem = kd.DecisionProblem(
    ...     [
    ...         kd.Criterion("distance", "cost", unit="km", changeable=False),
    ...         kd.Criterion("forum", "benefit", lever="coordination"),
    ...         kd.Criterion("staff", "benefit", lever="capacity"),
    ...     ],
    ...     ["Tuban", "Ngawi"], [[34.8, 4, 9], [55.4, 1, 6]],
    ... )
    >>> ranking = kd.rank(problem, {"distance": 1, "forum": 2, "staff": 1})
    >>> plan = strategy(ranking, "Ngawi", reach={"forum": 6})
    >>> [(pair.levers, pair.rank) for pair in plan.pairs]
    [(('coordination', 'capacity'), 1)]
    """

    levers: tuple[str | None, str | None]
    rank: int
    score: float

    def to_dict(self) -> JSON:
        """Return plain JSON types."""
        return {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}


def read_lift(data: Mapping[str, Any]) -> LeverLift:
    """Read back what `LeverLift.to_dict` wrote."""
    read = {
        "criteria": tuple(data["criteria"]),
        "enough": None if data["enough"] is None else Improvement(**data["enough"]),
        "action": None if data["action"] is None else LeverAction(**data["action"]),
    }
    return LeverLift(**{**data, **read})
