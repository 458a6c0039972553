"""From rows of a region table to arrays, with every fault named by region and indicator."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from numbers import Real
from typing import Any, Literal

import numpy as np

from kadmcdm._arrays import as_items
from kadmcdm._numbers import as_number
from kadmcdm._typing import ArrayLike, FloatArray, IntArray
from kadmcdm.core.coalitions import pair_distances
from kadmcdm.errors import Fault, InputError, brief, raise_faults, unknown_names
from kadmcdm.partnership.regions import RegionTable

Least = Literal["zero", "positive"] | None


class Traits:
    """What an operator is unless it says otherwise."""

    __slots__ = ()

    @property
    def directed(self) -> bool:
        """Whether the value depends on who comes first."""
        return False

    @property
    def unit(self) -> str | None:
        """The unit of the value; None for a share, an index, or the indicator's own unit."""
        return None

    @property
    def facts(self) -> tuple[str, ...]:
        """What it reads beside indicators: coordinates, adjacency, province."""
        return ()

    @property
    def keeps_unit(self) -> bool:
        """Whether the value is in the unit of the (only) indicator."""
        return False

    def note(self, table: RegionTable) -> str | None:
        """Say what else a reader must know of the value, for the criterion's source."""
        return None


class OneIndicator(Traits):
    """An operator of a single indicator."""

    __slots__ = ()

    indicator: str

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicator that it reads."""
        return (self.indicator,)


class NoIndicators(Traits):
    """An operator of other facts alone."""

    __slots__ = ()

    @property
    def indicators(self) -> tuple[str, ...]:
        """None: it reads no indicators."""
        return ()


class OfCoordinates(Traits):
    """An operator that reads where the regions are."""

    __slots__ = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """What it reads beside indicators."""
        return ("coordinates",)


def rows_of(table: RegionTable, members: ArrayLike) -> IntArray:
    """Check that members are row indices of the table, two or more distinct ones in each row."""
    try:
        rows = np.asarray(members)
    except Exception:  # ragged lists, or an object that fails in a way of its own
        rows = np.empty(0, dtype=object)
    if rows.dtype.kind not in "iu":
        hint = "turn codes into rows with table.rows([...])"
        raise InputError([Fault("members", "no row indices", str(rows.dtype), "integers", hint)])
    if rows.ndim < 1 or rows.shape[-1] < 2:
        got = str(rows.shape)
        expected = "(..., k) with k >= 2, the initiator first"
        raise InputError([Fault("members", "too few members", got, expected)])
    if rows.size and (rows.min() < 0 or rows.max() >= len(table)):
        got, expected = f"{rows.min()} to {rows.max()}", f"0 to {len(table) - 1}"
        raise InputError([Fault("members", "no such row in the table", got, expected)])
    ordered = np.sort(rows, axis=-1)
    twice = np.unique(ordered[..., 1:][ordered[..., 1:] == ordered[..., :-1]])
    raise_faults(
        [Fault(region_at(table, row), "a region is no partner of itself") for row in twice]
    )
    return rows.astype(np.int64, copy=False)


def values_of(table: RegionTable, name: str, rows: IntArray, *, least: Least = None) -> FloatArray:
    """Return an indicator of the members, shaped as `rows`; refuse missing values."""
    return columns_of(table, (name,), rows, least=least)[..., 0]


def columns_of(
    table: RegionTable, names: Sequence[str], rows: IntArray, *, least: Least = None
) -> FloatArray:
    """Return indicators of the members, shaped as `rows` with the indicators on a last axis."""
    known = [indicator.name for indicator in table.indicators]
    faults = list(unknown_names(names, known, "indicator"))
    raise_faults(faults)
    used = rows_used(table, rows)
    for name in names:
        column = table.indicator(name)
        for row in used:
            where = f"indicator {name!r} of {region_at(table, row)}"
            value = float(column[row])
            if math.isnan(value):
                hint = "leave the region out, or use an indicator that is known of all"
                faults.append(Fault(where, "the value is missing", None, "a number", hint))
            elif (least == "positive" and value <= 0) or (least == "zero" and value < 0):
                expected = "more than 0" if least == "positive" else "0 or more"
                faults.append(Fault(where, "out of the operator's domain", f"{value:g}", expected))
    raise_faults(faults)
    return np.stack([table.indicator(name) for name in names], axis=-1)[rows]


def distances_of(table: RegionTable, rows: IntArray) -> FloatArray:
    """Return the km between all pairs of members; refuse regions without coordinates."""
    raise_faults(
        [
            Fault(region_at(table, row), "its coordinates are missing", expected="lat and lon")
            for row in rows_used(table, rows)
            if math.isnan(table.lat[row])
        ]
    )
    return pair_distances(table.lat[rows], table.lon[rows])


def borders_of(table: RegionTable) -> np.ndarray[Any, np.dtype[np.int8]]:
    """Return the matrix of borders; refuse a table that knows none."""
    if not table.adjacency:
        hint = "give the table its adjacency"
        raise InputError([Fault("adjacency", "the table knows no borders", hint=hint)])
    return table.borders


def not_positive(kind: str, values: Mapping[str, object], *, zero: bool = False) -> Iterator[Fault]:
    """Yield a fault for each parameter that is no finite number above 0 (or of 0, if allowed)."""
    for name, value in values.items():
        number = as_number(value)
        if not math.isfinite(number) or number < 0 or (number == 0 and not zero):
            expected = "a number, 0 or more" if zero else "a number above 0"
            yield Fault(f"{kind}: {name}", "out of range", brief(value), expected)


def per_name(
    what: str, value: object, names: Sequence[str], faults: list[Fault]
) -> tuple[float, ...]:
    """Return a finite number per name from one number, a sequence or a mapping, or add faults."""
    items: list[object]
    if isinstance(value, Mapping):
        faults += unknown_names(value, names, what)
        faults += [Fault(f"{what} {name!r}", "missing") for name in names if name not in value]
        items = [value.get(name, 0.0) for name in names]
    elif isinstance(value, Real):
        items = [value] * len(names)
    elif (given := as_items(value)) is not None:
        items = list(given)
        if len(items) != len(names):
            got, expected = str(len(items)), f"{len(names)}, one per indicator"
            faults.append(Fault(what, "wrong number of them", got, expected))
    else:
        faults.append(Fault(what, "no number", brief(value), "a number, or one per indicator"))
        return ()
    numbers = [as_number(item) for item in items]
    faults += [
        Fault(what, "no finite number", brief(item))
        for item, number in zip(items, numbers, strict=True)
        if not math.isfinite(number)
    ]
    return tuple(numbers)


def rows_used(table: RegionTable, rows: IntArray) -> IntArray:
    """Return the rows that stand in an array of rows, ascending, each once."""
    flags = np.zeros(len(table), dtype=bool)
    flags[rows] = True
    return np.flatnonzero(flags)


def region_at(table: RegionTable, row: int) -> str:
    """Name a region with its code."""
    return f"{table.names[row]} ({table.codes[row]})"
