"""Operators of place: distance, borders, province lines, gravity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from kadmcdm._typing import ArrayLike, FloatArray, IntArray
from kadmcdm.core import coalitions as core
from kadmcdm.errors import Fault, InputError, raise_faults
from kadmcdm.partnership.given import by_partnership
from kadmcdm.partnership.members import (
    NoIndicators,
    OfCoordinates,
    OneIndicator,
    borders_of,
    distances_of,
    not_positive,
    rows_of,
    values_of,
)
from kadmcdm.partnership.regions import RegionTable


@dataclass(frozen=True, slots=True)
class HaversineKm(NoIndicators, OfCoordinates):
    """Great-circle distance of a pair; of more members, of the two that are farthest apart.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import HaversineKm
    >>> table = kd.datasets.east_java()
    >>> round(float(HaversineKm()(table, table.rows(["35.22", "35.23"]))), 1)
    34.8
    """

    @property
    def unit(self) -> str | None:
        """The unit of the value."""
        return "km"

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return km; raise `InputError` for regions without coordinates."""
        distances: FloatArray = distances_of(table, rows_of(table, members))
        return np.asarray(distances.max(axis=-1))


@dataclass(frozen=True, slots=True)
class Proximity(NoIndicators, OfCoordinates):
    """exp(-d/d0), d being `HaversineKm`: 1 at the same place, 0.37 at a distance of d0.

    Parameters
    ----------
    d0_km : float
        Positive; the distance that matters for the affair at hand.

    Raises
    ------
    InputError
        When `d0_km` is not positive.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Proximity
    >>> table = kd.datasets.east_java()
    >>> round(float(Proximity(100)(table, table.rows(["35.22", "35.23"]))), 3)
    0.706
    """

    d0_km: float

    def __post_init__(self) -> None:
        """Check the parameters."""
        raise_faults(list(not_positive("Proximity", {"d0_km": self.d0_km})))

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return a value in (0, 1]; raise `InputError` for regions without coordinates."""
        return np.exp(-HaversineKm()(table, members) / self.d0_km)


@dataclass(frozen=True, slots=True)
class SharedBorder(NoIndicators):
    """1 where a pair shares a border by land, river or sea; of more, where all hang together.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import SharedBorder
    >>> table = kd.datasets.east_java()
    >>> pairs = [table.rows(["35.22", code]) for code in ("35.23", "35.78")]
    >>> SharedBorder()(table, pairs).tolist()
    [1.0, 0.0]
    """

    @property
    def facts(self) -> tuple[str, ...]:
        """What it reads beside indicators."""
        return ("adjacency",)

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return 0 or 1; raise `InputError` for a table that knows no borders."""
        rows = rows_of(table, members)
        touching = borders_of(table)[rows[..., :, None], rows[..., None, :]] > 0
        return core.contiguous(touching).astype(np.float64)


@dataclass(frozen=True, slots=True)
class TransactionCost(NoIndicators):
    """The burden of agreeing: per pair of members, per province line, and per stage of approval.

    a k(k-1)/2 + b (pairs across a province line) + c stages. Symmetric, 0 or more.

    Parameters
    ----------
    per_pair, per_province_line, per_stage : float
        a, b and c; not negative. ``per_pair=0`` leaves the number of province lines alone.
    stages : float, mapping or callable
        How many approvals are needed beyond the heads of region (a DPRD, the province, the center):
        one number for all; or ``{"35.22+35.23": number}``, where a partnership that is not listed
        is missing; or a function of the codes, ascending, which a study file can't hold.

    Raises
    ------
    InputError
        For negative rates or stages.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import TransactionCost
    >>> table = kd.datasets.east_java()
    >>> pairs = [table.rows(["35.22", code]) for code in ("35.23", "33.16")]
    >>> TransactionCost(per_pair=0.0)(table, pairs).tolist()
    [0.0, 1.0]
    >>> needed = {"35.22+35.23": 1, "33.16+35.22": 3}
    >>> TransactionCost(per_pair=0.0, stages=needed)(table, pairs).tolist()
    [1.0, 4.0]
    """

    per_pair: float = 1.0
    per_province_line: float = 1.0
    per_stage: float = 1.0
    stages: float | Mapping[str, float] | Callable[[tuple[str, ...]], float] = 0.0

    @property
    def facts(self) -> tuple[str, ...]:
        """What it reads beside indicators."""
        return ("province",)

    def __post_init__(self) -> None:
        """Check the parameters, freeze the mapping."""
        rates: dict[str, object] = {
            "per_pair": self.per_pair,
            "per_province_line": self.per_province_line,
            "per_stage": self.per_stage,
        }
        faults: list[Fault] = []
        if isinstance(self.stages, Mapping):
            stages = by_partnership("TransactionCost: stages", self.stages, faults)
            rates |= {f"stages {name!r}": number for name, number in stages.items()}
            object.__setattr__(self, "stages", stages)
        elif not callable(self.stages):
            rates["stages"] = self.stages
        raise_faults([*faults, *not_positive("TransactionCost", rates, zero=True)])

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return a cost >= 0; raise `InputError` for partnerships whose stages are missing."""
        rows = rows_of(table, members)
        cost = core.transaction_cost(table.provinces[rows], self.per_pair, self.per_province_line)
        given = self.stages
        if isinstance(given, Mapping) or callable(given):
            return np.asarray(cost + self.per_stage * self._stages(table, rows, given))
        return np.asarray(cost + self.per_stage * float(given))

    def _stages(
        self,
        table: RegionTable,
        rows: IntArray,
        given: Mapping[str, float] | Callable[[tuple[str, ...]], float],
    ) -> FloatArray:
        flat = rows.reshape(-1, rows.shape[-1])
        ordered, place = np.unique(np.sort(flat, axis=-1), axis=0, return_inverse=True)
        needed: dict[str, object] = {}
        for own in ordered.tolist():
            codes = tuple(sorted(table.codes[row] for row in own))
            name = "+".join(codes)
            stages = given.get(name) if isinstance(given, Mapping) else given(codes)
            needed[f"stages of {name}"] = stages
        raise_faults(list(not_positive("TransactionCost", needed, zero=True)))
        numbers = np.array(list(needed.values()), dtype=np.float64)
        return numbers[place.reshape(-1)].reshape(rows.shape[:-1])


@dataclass(frozen=True, slots=True)
class Gravity(OneIndicator, OfCoordinates):
    """Interaction M_i^a M_j^a / d_ij^g, as its logarithm; of more members, the weakest pair's.

    Parameters
    ----------
    indicator : str
        The mass, positive: population, or output.
    mass_exponent, distance_exponent : float
        a and g; positive.
    log : bool
        False for the interaction itself.

    Raises
    ------
    InputError
        For exponents that are not positive.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Gravity
    >>> table = kd.datasets.east_java()
    >>> round(float(Gravity("population")(table, table.rows(["35.22", "35.23"]))), 2)
    21.08
    """

    indicator: str
    mass_exponent: float = 1.0
    distance_exponent: float = 2.0
    log: bool = True

    def __post_init__(self) -> None:
        """Check the parameters."""
        powers: dict[str, object] = {
            "mass_exponent": self.mass_exponent,
            "distance_exponent": self.distance_exponent,
        }
        raise_faults(list(not_positive("Gravity", powers)))

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return the interaction; raise `InputError` for what is missing, and for values <= 0."""
        rows = rows_of(table, members)
        masses = values_of(table, self.indicator, rows, least="positive")
        distances = distances_of(table, rows)
        if not (distances > 0).all():
            first = rows.reshape(-1, rows.shape[-1])[np.argwhere(~(distances > 0))[0, 0]]
            names = ", ".join(table.names[row] for row in first)
            what = "two of them are at the same place, so their interaction has no bound"
            raise InputError([Fault(f"Gravity of {names}", what)])
        power = core.log_gravity(masses, distances, self.mass_exponent, self.distance_exponent)
        return power if self.log else np.exp(power)
