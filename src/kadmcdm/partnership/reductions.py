"""How an operator's value of a coalition comes about from its members, or from its pairs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from numbers import Real
from typing import Any, Literal, TypeAlias, get_args

import numpy as np

from kadmcdm._arrays import read_only
from kadmcdm._typing import FloatArray
from kadmcdm.core.coalition_features import Kind
from kadmcdm.errors import Fault, InputError, brief, choice_fault, raise_faults
from kadmcdm.partnership.exchange import Gap, JointScale, ScaleGain, Similarity
from kadmcdm.partnership.geography import Gravity, HaversineKm, Proximity, TransactionCost
from kadmcdm.partnership.lifts import DiameterKm, Level, Lift
from kadmcdm.partnership.members import values_of
from kadmcdm.partnership.priorities import Alignment
from kadmcdm.partnership.record import TrackRecord
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.partnership.target import Difference

ReductionKind: TypeAlias = Literal["sum", "min", "max", "range"]


@dataclass(frozen=True, slots=True, eq=False)
class Reduction:
    """A value of coalitions as a sum, minimum, maximum or range over their members or pairs.

    An operator that has a method ``reduction(table, initiator, size)`` which returns one (or None)
    can be searched by bounds; `initiator` is a row of the table, or None. Without it, every
    coalition is measured.

    Parameters
    ----------
    kind : "sum", "min", "max" or "range"
        Pairs have no range.
    values : (N,) array per region, or symmetric (N, N) array per pair
        Finite. A mean is a sum of values that are divided by their number.
    cap : float, optional
        What a sum does not exceed.

    Raises
    ------
    InputError
        For another kind, another shape, or values that are not finite.

    Examples
    --------
    >>> from kadmcdm.partnership import Reduction
    >>> Reduction("sum", [2.0, 3.0, 5.0], cap=9.0).kind
    'sum'
    """

    kind: ReductionKind
    values: FloatArray
    cap: float | None = None

    def __post_init__(self) -> None:
        """Check the parameters."""
        faults = list(choice_fault("Reduction: kind", self.kind, get_args(Kind)))
        try:
            values = read_only(self.values, np.float64)
        except Exception:  # whatever stands in it, they are no numbers
            got = brief(self.values)
            raise InputError([*faults, Fault("Reduction: values", "no numbers", got)]) from None
        if values.ndim not in (1, 2) or (values.ndim == 2 and values.shape[0] != values.shape[1]):
            expected = "(N,) or (N, N)"
            faults.append(Fault("Reduction: values", "wrong shape", str(values.shape), expected))
        elif values.ndim == 2:
            apart = ~np.eye(len(values), dtype=bool)
            if not faults and self.kind == "range":
                faults.append(Fault("Reduction: kind", "pairs have no range"))
            if not (values == values.T)[apart].all():
                faults.append(Fault("Reduction: values", "not symmetric"))
            values = read_only(np.where(apart, values, 0.0), np.float64)
        if not np.isfinite(values).all():
            faults.append(Fault("Reduction: values", "not all finite"))
        if self.cap is not None and not faults and self.kind != "sum":
            faults.append(Fault("Reduction: cap", "only a sum has one"))
        raise_faults(faults)
        object.__setattr__(self, "values", values)


def reduction_of(
    operator: Any, table: RegionTable, initiator: int | None, size: int
) -> Reduction | None:
    """Return how an operator's values come about, or None where it doesn't say."""
    own = getattr(operator, "reduction", None)
    if callable(own):
        found: Reduction | None = own(table, initiator, size)
        return found
    make = _KNOWN.get(type(operator))
    return None if make is None else make(operator, table, initiator, size)


def _over_pairs(kind: ReductionKind) -> Callable[..., Reduction]:
    """Return what reads the value of every pair off the operator itself."""

    def make(operator: Any, table: RegionTable, initiator: int | None, size: int) -> Reduction:
        return Reduction(kind, _pairs(operator, table))

    return make


def _pairs(operator: Any, table: RegionTable) -> FloatArray:
    n = len(table)
    a, b = np.triu_indices(n, 1)
    found = np.zeros((n, n))
    found[a, b] = found[b, a] = operator(table, np.stack([a, b], axis=1))
    return found


def _column(table: RegionTable, name: str, least: Any = None) -> FloatArray:
    return values_of(table, name, np.arange(len(table)), least=least)


def _lift(operator: Lift, table: RegionTable, initiator: int | None, size: int) -> Reduction | None:
    if operator.pairs != "all" or operator.reduction == "range":
        return None
    found = _pairs(operator.operator, table)
    if operator.operator.directed:
        a, b = np.triu_indices(len(table), 1)
        back = np.zeros_like(found)
        back[a, b] = back[b, a] = operator.operator(table, np.stack([b, a], axis=1))
        fold = {"mean": np.add, "min": np.minimum, "max": np.maximum}[operator.reduction]
        found = fold(found, back) / (2 if operator.reduction == "mean" else 1)
    if operator.reduction == "mean":
        return Reduction("sum", found / (size * (size - 1) / 2))
    return Reduction(operator.reduction, found)


def _level(operator: Level, table: RegionTable, initiator: int | None, size: int) -> Reduction:
    values = _column(table, operator.indicator)
    if operator.reduction == "mean":
        return Reduction("sum", values / size)
    return Reduction(operator.reduction, values)


def _joint_scale(
    operator: JointScale, table: RegionTable, initiator: int | None, size: int
) -> Reduction:
    values = _column(table, operator.indicator, "zero")
    if operator.efficient_scale is None:
        return Reduction("sum", values)
    return Reduction("sum", values / operator.efficient_scale, cap=1.0)


def _scale_gain(
    operator: ScaleGain, table: RegionTable, initiator: int | None, size: int
) -> Reduction | None:
    if initiator is None:
        return None
    shares = _column(table, operator.indicator, "zero") / operator.efficient_scale
    alone = min(float(shares[initiator]), 1.0)
    shares[initiator] = 0.0
    return Reduction("sum", shares, cap=1.0 - alone)


def _transaction_cost(
    operator: TransactionCost, table: RegionTable, initiator: int | None, size: int
) -> Reduction | None:
    stages = operator.stages
    if not isinstance(stages, Real):
        return None
    found = _pairs(replace(operator, stages=0.0), table)
    each = operator.per_stage * float(stages) / (size * (size - 1) / 2)
    return Reduction("sum", found + each)


_KNOWN: Mapping[type, Callable[..., Reduction | None]] = {
    Alignment: _over_pairs("min"),
    DiameterKm: _over_pairs("max"),
    Difference: lambda o, t, i, k: Reduction("range", _column(t, o.indicator)),
    Gap: lambda o, t, i, k: Reduction("range", np.log(_column(t, o.indicator, "positive"))),
    Gravity: _over_pairs("min"),
    HaversineKm: _over_pairs("max"),
    JointScale: _joint_scale,
    Level: _level,
    Lift: _lift,
    Proximity: _over_pairs("min"),
    ScaleGain: _scale_gain,
    Similarity: _over_pairs("min"),
    TrackRecord: _over_pairs("min"),
    TransactionCost: _transaction_cost,
}
