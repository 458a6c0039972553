"""Figures that people give by hand: by region, or by partnership and region."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias, TypeGuard

import numpy as np

from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._numbers import as_number
from kadmcdm._typing import FloatArray, IntArray
from kadmcdm.errors import Fault, InputError, brief, prefixed, raise_faults
from kadmcdm.partnership.codes import code_fault
from kadmcdm.partnership.members import region_at, rows_used, values_of
from kadmcdm.partnership.regions import RegionTable

Amounts: TypeAlias = str | Mapping[str, float | Mapping[str, float]]
"""An indicator's name, or ``{code: value}``, or ``{"35.22+35.23": {code: value}}``, or both."""


def frozen(given: Any) -> Any:
    """Return mappings within mappings read-only, keys in order, sequences as tuples."""
    try:
        return _frozen(given)
    except RecursionError:
        raise InputError([Fault("", "nested far deeper than figures are")]) from None


def _frozen(given: Any) -> Any:
    if isinstance(given, Mapping):
        return ReadOnlyDict({key: _frozen(given[key]) for key in sorted(given, key=str)})
    if isinstance(given, (list, tuple)):
        return tuple(_frozen(item) for item in given)
    return given


def finite(value: object) -> TypeGuard[float]:
    """Tell whether a value is a finite number, and no truth value."""
    return math.isfinite(as_number(value))


def partnership_of(code: str) -> str:
    """Return a partnership's name with its codes ascending: ``"35.22+35.23"``."""
    return "+".join(sorted(code.split("+")))


def code_faults(where: str, code: object) -> Iterator[Fault]:
    """Yield what is wrong with a region's code, or with each code of a partnership's name."""
    parts = code.split("+") if isinstance(code, str) else [code]
    for part in parts:
        wrong = code_fault(part)
        if wrong:
            yield from prefixed(where, [wrong])
    if isinstance(code, str) and len(set(parts)) < len(parts):
        yield Fault(where, "a region is no partner of itself")


def by_partnership(where: str, given: Mapping[Any, Any], faults: list[Fault]) -> Any:
    """Return what is given by partnership, named with ascending codes, or add to `faults`."""
    out: dict[str, Any] = {}
    for key, value in given.items():
        place = f"{where} {key!r}"
        wrong = list(code_faults(place, key))
        if not wrong and "+" not in key:
            wrong.append(Fault(place, "no partnership", expected="codes joined by '+'"))
        name = key if wrong else partnership_of(key)
        if name in out:
            wrong.append(Fault(place, "the partnership stands twice"))
        faults += wrong
        out[name] = value
    return frozen(out)


def amounts(where: str, given: Any, faults: list[Fault]) -> Any:
    """Return amounts frozen, partnerships named with ascending codes, or add to `faults`."""
    if isinstance(given, str) and given.strip():
        return given
    if not isinstance(given, Mapping) or not given:
        expected = "an indicator's name, or {code: value}, or {'35.22+35.23': {code: value}}"
        faults.append(Fault(where, "no amounts", brief(given), expected))
        return given
    out: dict[str, Any] = {}
    for key, value in given.items():
        place = f"{where} {key!r}"
        wrong = list(code_faults(place, key))
        faults += wrong
        if wrong:
            continue
        if "+" in key and not isinstance(value, Mapping):
            expected = "a number for each of its members: {code: value}"
            faults.append(
                Fault(place, "one amount for a whole partnership", brief(value), expected)
            )
        elif "+" in key:
            faults += [
                Fault(f"{place}: {code!r}", "it is no member of that partnership")
                for code in value
                if code not in key.split("+")
            ]
            faults += _no_numbers({f"{place}: {code!r}": item for code, item in value.items()})
        else:
            faults += _no_numbers({place: value})
        name = partnership_of(key)
        if name in out:
            faults.append(Fault(place, "the partnership stands twice"))
        out[name] = value
    return frozen(out)


def amounts_of(table: RegionTable, what: str, given: Amounts, rows: IntArray) -> FloatArray:
    """Return the amount of every member, shaped as `rows`; refuse what is missing by name."""
    if isinstance(given, str):
        return values_of(table, given, rows)
    alone = np.full(len(table), math.nan)
    together: dict[tuple[int, ...], dict[int, float]] = {}
    for key, value in given.items():
        codes = key.split("+")
        if any(code not in table for code in codes):
            continue
        if isinstance(value, Mapping):
            numbers = {table.index(code): float(item) for code, item in value.items()}
            together[tuple(sorted(table.rows(codes).tolist()))] = numbers
        else:
            alone[table.index(key)] = float(value)
    found = np.array(alone[rows])
    if together:
        flat, out = rows.reshape(-1, rows.shape[-1]), found.reshape(-1, rows.shape[-1])
        for position, members in enumerate(flat.tolist()):
            own = together.get(tuple(sorted(members)), {})
            for place, row in enumerate(members):
                out[position, place] = own.get(row, out[position, place])
        found = out.reshape(rows.shape)
    raise_faults(list(_missing(table, what, rows, np.isnan(found), bool(together))))
    return found


def listed_members(given: Any) -> tuple[str, ...]:
    """Return the indicators that amounts name: one, or none."""
    return (given,) if isinstance(given, str) else ()


def _no_numbers(values: Mapping[str, object]) -> Iterator[Fault]:
    for where, value in values.items():
        if not finite(value):
            yield Fault(where, "no finite number", brief(value), "a number; leave out what is open")


def _missing(
    table: RegionTable, what: str, rows: IntArray, holes: Any, by_partnership: bool
) -> Iterator[Fault]:
    if not by_partnership:
        for row in rows_used(table, rows[holes]):
            yield Fault(f"{what} of {region_at(table, row)}", "the value is missing")
        return
    flat, open_ = rows.reshape(-1, rows.shape[-1]), holes.reshape(-1, rows.shape[-1])
    seen = set()
    for position in np.flatnonzero(open_.any(axis=-1)).tolist():
        name = "+".join(sorted(table.codes[row] for row in flat[position]))
        for row in sorted(flat[position][open_[position]].tolist()):
            if (name, row) not in seen:
                seen.add((name, row))
                where = f"{what} of {region_at(table, row)} in {name}"
                yield Fault(where, "the value is missing")
