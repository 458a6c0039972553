"""The cost of one facility for several regions, with economies of scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Portable, check_keys, jsonable, reading
from kadmcdm._typing import JSON, BoolArray, FloatArray
from kadmcdm.core import cooperative as core
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    name_faults,
    prefixed,
    raise_faults,
    unknown_names,
)
from kadmcdm.partnership.given import finite

Distances = Mapping[tuple[str, str], float]


@dataclass(frozen=True, slots=True, init=False)
class FacilityCosts(Portable):
    """What a plant of the size that a coalition needs would cost it, with the pipes to it.

    c(S) = fixed ⌈Q/capacity⌉ + unit Q^exponent + Σ connections + per_km min_s Σ km(r, s), where Q
    is the demand of the members of S and the last sum runs over the pipes to the member s where
    they are shortest. It is called with a coalition, and fits wherever costs are asked for.

    Parameters
    ----------
    demand : mapping of str to float
        By member, zero or more: cubic meters a day, tonnes a day, people served.
    fixed : float
        Of each plant, however small.
    unit : float
        Of one unit of demand (with an exponent of 1).
    exponent : float
        Positive. Below 1, doubling the size does not double the cost: 0.6 to 0.8 is usual for
        treatment plants.
    capacity : float, optional
        Positive: the most that one plant can do, so that demand beyond needs another plant. Without
        it one plant does, however large.
    connections : mapping of str to float, optional
        What a member pays whoever else joins; 0 for those left out.
    distances : mapping of (str, str) to float, optional
        km between two members, in either order: every pair once.
    per_km : float
        Of a pipe; needed with distances, and only then.

    Raises
    ------
    InputError
        Naming everything that is wrong.

    References
    ----------
    .. [1] Young, H. P., Okada, N. and Hashimoto, T. (1982). Cost allocation in water resources
       development. Water Resources Research 18(3), 463-475.

    Examples
    --------
    >>> from kadmcdm.partnership import FacilityCosts
    >>> landfill = FacilityCosts({"Blora": 64, "Tuban": 36}, fixed=20, unit=3, exponent=0.5)
    >>> landfill({"Blora"}), landfill({"Tuban"}), landfill({"Blora", "Tuban"})
    (44.0, 38.0, 50.0)
    """

    demand: Mapping[str, float]
    fixed: float
    unit: float
    exponent: float
    capacity: float | None
    connections: Mapping[str, float]
    distances: Distances
    per_km: float

    def __init__(
        self,
        demand: Mapping[str, float],
        fixed: float,
        unit: float,
        exponent: float = 1.0,
        *,
        capacity: float | None = None,
        connections: Mapping[str, float] | None = None,
        distances: Distances | None = None,
        per_km: float = 0.0,
    ) -> None:
        faults: list[Fault] = []
        if not isinstance(demand, Mapping) or not demand:
            expected = "{member: demand}"
            fault = Fault("FacilityCosts: demand", "no demand", brief(demand), expected)
            raise InputError([fault])
        faults += name_faults(demand, "member")
        faults += _amounts("demand", demand)
        connections, distances = connections or {}, distances or {}
        faults += unknown_names(connections, demand, "connections of")
        faults += _amounts("connections", connections)
        for name, value in (("fixed", fixed), ("unit", unit), ("per_km", per_km)):
            if not finite(value) or value < 0:
                faults.append(Fault(name, "no cost", brief(value), "a finite number, 0 or more"))
        for name, size in (("exponent", exponent), ("capacity", capacity)):
            if (size is not None or name == "exponent") and (not finite(size) or size <= 0):
                faults.append(Fault(name, "out of range", brief(size), "a finite number above 0"))
        faults += _distance_faults(distances, list(demand))
        if finite(per_km) and bool(distances) != (per_km > 0):
            there, gone = ("distances", "per_km") if distances else ("per_km", "distances")
            faults.append(Fault(gone, f"missing, though {there} was given"))
        raise_faults(list(prefixed("FacilityCosts", faults)))
        content = {
            "demand": _numbers(demand), "fixed": float(fixed), "unit": float(unit),
            "exponent": float(exponent), "capacity": None if capacity is None else float(capacity),
            "connections": _numbers(connections), "distances": _numbers(distances),
            "per_km": float(per_km),
        }  # fmt: skip
        for name, kept in content.items():
            object.__setattr__(self, name, kept)

    @property
    def members(self) -> tuple[str, ...]:
        """Whose demand is known, in that order."""
        return tuple(self.demand)

    def __call__(self, coalition: Iterable[str]) -> float:
        """Return what some members would pay for a facility of their own.

        Raises
        ------
        InputError
            For unknown members.
        """
        group = set(coalition)
        raise_faults(list(unknown_names(group, self.members, "member")))
        return float(self.costs_of(np.array([name in group for name in self.members])))

    def costs_of(self, inside: BoolArray) -> FloatArray:
        """Return the cost of coalitions given as (..., n) truth values, one a member."""
        names = self.members
        pipes = np.zeros((len(names), len(names)))
        for (a, b), km in self.distances.items():
            i, j = names.index(a), names.index(b)
            pipes[i, j] = pipes[j, i] = self.per_km * km
        return core.facility_costs(
            inside,
            np.array([self.demand[name] for name in names]),
            self.fixed,
            self.unit,
            self.exponent,
            np.inf if self.capacity is None else self.capacity,
            np.array([self.connections.get(name, 0.0) for name in names]),
            pipes,
        )

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back; pairs are joined by "+"."""
        content = {field.name: getattr(self, field.name) for field in fields(self)}
        content["distances"] = [[*pair, km] for pair, km in self.distances.items()]
        return {"result": type(self).__name__, **{k: jsonable(v) for k, v in content.items()}}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> FacilityCosts:
        """Read back what `to_dict` wrote.

        Raises
        ------
        InputError
            For missing or unknown keys, and what the constructor refuses.
        """
        check_keys(data, cls.__name__, [field.name for field in fields(cls)])
        with reading(cls.__name__):
            content = {name: data[name] for name in data if name != "result"}
            content["distances"] = {(a, b): km for a, b, km in data["distances"]}
            return cls(**content)


def _numbers(given: Mapping[Any, float]) -> Mapping[Any, float]:
    return ReadOnlyDict({key: float(value) for key, value in given.items()})


def _amounts(where: str, given: Mapping[Any, object]) -> Iterator[Fault]:
    for name, value in given.items():
        if not finite(value) or value < 0:
            expected = "a finite number, 0 or more"
            yield Fault(f"{where} of {name!r}", "no amount", brief(value), expected)


def _distance_faults(distances: Mapping[Any, object], names: Sequence[str]) -> Iterator[Fault]:
    seen = set()
    for pair, km in distances.items():
        where = f"distances {pair!r}"
        if not isinstance(pair, tuple) or len(set(pair)) != 2 or len(pair) != 2:
            yield Fault(where, "no pair of members", expected="two names")
            continue
        yield from prefixed(where, unknown_names(pair, names, "member"))
        if frozenset(pair) in seen:
            yield Fault(where, "the pair stands twice")
        seen.add(frozenset(pair))
        if not finite(km) or km < 0:
            yield Fault(where, "no distance", brief(km), "km, 0 or more")
    if distances:
        for k, a in enumerate(names):
            for b in names[k + 1 :]:
                if frozenset((a, b)) not in seen:
                    yield Fault(f"distances {(a, b)!r}", "missing")
