"""From pairs, and from members, to coalitions (O16)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from kadmcdm._arrays import as_items
from kadmcdm._typing import ArrayLike, FloatArray
from kadmcdm.core import coalitions as pairs_core
from kadmcdm.core import relations as core
from kadmcdm.core.relations import Reduction
from kadmcdm.errors import Fault, brief, choice_fault, prefixed, raise_faults
from kadmcdm.partnership.codes import BORDER_KINDS, BorderKind
from kadmcdm.partnership.members import (
    NoIndicators,
    OfCoordinates,
    OneIndicator,
    Traits,
    borders_of,
    distances_of,
    rows_of,
    values_of,
)
from kadmcdm.partnership.regions import RegionTable

if TYPE_CHECKING:
    from kadmcdm.partnership.operators import Operator

_REDUCTIONS = get_args(Reduction)
_PAIRS = ("all", "initiator")


class OfOperator(Traits):
    """An operator of another one, whose traits it shares unless it says otherwise."""

    __slots__ = ()

    operator: Operator

    @property
    def directed(self) -> bool:
        """Whether the value depends on who comes first."""
        return self.operator.directed

    @property
    def unit(self) -> str | None:
        """The unit of the value."""
        return self.operator.unit

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that it reads."""
        return self.operator.indicators

    @property
    def facts(self) -> tuple[str, ...]:
        """What it reads beside indicators."""
        return tuple(getattr(self.operator, "facts", ()))

    @property
    def keeps_unit(self) -> bool:
        """Whether the value is in the unit of the indicator."""
        return bool(getattr(self.operator, "keeps_unit", False))

    def note(self, table: RegionTable) -> str | None:
        """Say what the operator says."""
        return self.operator.note(table) if isinstance(self.operator, Traits) else None


@dataclass(frozen=True, slots=True)
class Lift(OfOperator):
    """The mean, least, most, or range of an operator over the pairs of a coalition.

    Unit, indicators and domain are the operator's own. Of a pair, the range is 0 and the rest is
    the operator's value.

    Parameters
    ----------
    operator : Operator
        One of pairs.
    reduction : "mean", "min", "max" or "range"
    pairs : "all" or "initiator"
        All pairs, both ways where the operator is directed, so that the value doesn't depend on who
        asks; or the initiator with each partner, and then it does.

    Raises
    ------
    InputError
        For what is no operator, or another choice.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import HaversineKm, Lift
    >>> table = kd.datasets.east_java()
    >>> three = table.rows(["35.22", "35.23", "35.21"])
    >>> [round(float(Lift(HaversineKm(), how)(table, three)), 1) for how in ("mean", "max")]
    [57.1, 81.1]
    """

    operator: Operator
    reduction: Reduction
    pairs: Literal["all", "initiator"] = "all"

    def __post_init__(self) -> None:
        """Check the parameters."""
        faults = [
            *operator_faults(self.operator),
            *choice_fault("reduction", self.reduction, _REDUCTIONS),
            *choice_fault("pairs", self.pairs, _PAIRS),
        ]
        raise_faults(list(prefixed("Lift", faults)))

    @property
    def directed(self) -> bool:
        """Whether the value depends on who comes first."""
        return self.pairs == "initiator"

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return the value; raise `InputError` as the operator does."""
        rows = rows_of(table, members)
        k = rows.shape[-1]
        if self.pairs == "initiator":
            a, b = np.zeros(k - 1, dtype=np.int64), np.arange(1, k)
        else:
            a, b = np.triu_indices(k, 1)
            if self.operator.directed:
                a, b = np.concatenate([a, b]), np.concatenate([b, a])
        values = self.operator(table, np.stack([rows[..., a], rows[..., b]], axis=-1))
        return core.reduced(np.asarray(values, dtype=np.float64), self.reduction)


@dataclass(frozen=True, slots=True)
class Level(OneIndicator):
    """What the members have: the mean, least, most, or range of an indicator over them.

    The weakest member's is ``Level("sakip", "min")``. Symmetric, in the indicator's own unit.

    Parameters
    ----------
    indicator : str
    reduction : "mean", "min", "max" or "range"

    Raises
    ------
    InputError
        For another reduction.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Level
    >>> table = kd.datasets.east_java()
    >>> float(Level("hdi", "min")(table, table.rows(["35.22", "35.78"])))
    69.59
    """

    indicator: str
    reduction: Reduction

    def __post_init__(self) -> None:
        """Check the parameters."""
        raise_faults(list(choice_fault("Level: reduction", self.reduction, _REDUCTIONS)))

    @property
    def keeps_unit(self) -> bool:
        """Whether the value is in the unit of the indicator."""
        return True

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return the value; raise `InputError` for missing values."""
        return core.reduced(
            values_of(table, self.indicator, rows_of(table, members)), self.reduction
        )


@dataclass(frozen=True, slots=True)
class DiameterKm(NoIndicators, OfCoordinates):
    """The distance of the two members that are farthest apart. Symmetric, km.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import DiameterKm
    >>> table = kd.datasets.east_java()
    >>> round(float(DiameterKm()(table, table.rows(["35.22", "35.23", "35.21"]))), 1)
    81.1
    """

    @property
    def unit(self) -> str | None:
        """The unit of the value."""
        return "km"

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return km; raise `InputError` for regions without coordinates."""
        return core.reduced(distances_of(table, rows_of(table, members)), "max")


@dataclass(frozen=True, slots=True)
class Contiguous(NoIndicators):
    """1 where the members form one connected territory, else 0. Symmetric.

    Parameters
    ----------
    borders : sequence of "land", "river" or "sea"
        Which borders connect; all three unless said otherwise.

    Raises
    ------
    InputError
        For another kind of border, or none.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Contiguous
    >>> table = kd.datasets.east_java()
    >>> [float(Contiguous(kinds)(table, table.rows(["35.22", "35.23", "35.21"])))
    ...  for kinds in (["land", "river"], ["sea"])]
    [1.0, 0.0]
    """

    borders: tuple[BorderKind, ...] = BORDER_KINDS

    def __post_init__(self) -> None:
        """Check the kinds, put them in order."""
        given: Any = self.borders
        kinds = (given,) if isinstance(given, str) else as_items(given) or ()
        faults = [] if kinds else [Fault("borders", "there are none")]
        for kind in kinds:
            faults += choice_fault("borders", kind, BORDER_KINDS)
        raise_faults(list(prefixed("Contiguous", faults)))
        object.__setattr__(self, "borders", tuple(kind for kind in BORDER_KINDS if kind in kinds))

    @property
    def facts(self) -> tuple[str, ...]:
        """What it reads beside indicators."""
        return ("adjacency",)

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return 0 or 1; raise `InputError` for a table that knows no borders."""
        rows = rows_of(table, members)
        kinds = borders_of(table)[rows[..., :, None], rows[..., None, :]]
        wanted = [1 + BORDER_KINDS.index(kind) for kind in self.borders]
        return pairs_core.contiguous(np.isin(kinds, wanted)).astype(np.float64)


def operator_faults(operator: object) -> list[Fault]:
    """Say where something cannot be used as an operator."""
    names = ("directed", "unit", "indicators")
    if (
        callable(operator)
        and not isinstance(operator, type)
        and all(hasattr(operator, name) for name in names)
    ):
        return []
    return [Fault("operator", "no operator", brief(operator), "an object such as HaversineKm()")]
