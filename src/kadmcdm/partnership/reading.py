"""Region tables from files and data frames: every fault with its row and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from kadmcdm import _csv, _frames
from kadmcdm._arrays import as_items
from kadmcdm.errors import Fault, InputError, brief, close_to, prefixed, raise_faults
from kadmcdm.partnership.codes import JAKARTA, KINDS, Adjacency, code_fault, kind_of
from kadmcdm.partnership.region import Indicator, Region

OWN_COLUMNS = ("code", "name", "kind", "province_code", "province", "lat", "lon", "autonomous")
"""The columns that are no indicators."""

_TRUE = {"true": True, "1": True, "yes": True, "ya": True}
_TRUTH = {**_TRUE, "false": False, "0": False, "no": False, "tidak": False}


def from_csv(
    path: str | Path,
    adjacency: Adjacency | str | Path | None,
    indicators: Sequence[Indicator | str] | str | Path | None,
    *,
    decimal: _csv.Decimal | None,
    delimiter: str | None,
) -> tuple[list[Region], Adjacency | None, list[Indicator], dict[str, Any]]:
    """Read what `RegionTable.from_csv` says."""
    table = _csv.read_csv(path, decimal=decimal, delimiter=delimiter)
    if isinstance(indicators, (str, Path)):
        declared = read_indicators(indicators)
    elif indicators is None:
        declared = [Indicator(name) for name in table.headers if name not in OWN_COLUMNS]
    else:
        declared = declared_as(indicators)
    names = [indicator.name for indicator in declared]
    faults = list(absent(["code", "name", *names], table.headers, table.name))
    raise_faults(faults)
    numeric = [name for name in ("lat", "lon") if name in table.headers] + names
    faults = []
    dialect = table.dialect
    columns: dict[str, Sequence[Any]] = {
        name: table.column(name) for name in OWN_COLUMNS if name in table.headers
    }
    try:
        values, dialect = _csv.numbers(table, numeric)
        columns |= {name: values[:, k].tolist() for k, name in enumerate(numeric)}
    except InputError as error:
        faults += error.faults
        columns |= {name: [None] * len(table.rows) for name in numeric}
    regions = _regions(columns, names, table.where, faults)
    borders: Adjacency | None = None
    if isinstance(adjacency, (str, Path)):
        try:
            borders = read_borders(adjacency)
        except InputError as error:
            faults += error.faults
    else:
        borders = adjacency
    raise_faults(faults)
    return regions, borders, declared, asdict(dialect)


def from_frame(
    frame: Any, indicators: Sequence[Indicator | str]
) -> tuple[list[Region], list[Indicator]]:
    """Read what `RegionTable.from_frame` says."""
    opened = _frames.opened(frame)
    declared = declared_as(indicators)
    names = [indicator.name for indicator in declared]
    raise_faults(list(absent(["code", "name", *names], opened.columns, "frame")))
    columns: dict[str, list[Any]] = {
        name: [None if is_missing(value) else value for value in opened[name].to_list()]
        for name in (*OWN_COLUMNS, *names)
        if name in opened.columns
    }
    codes = columns["code"]
    if codes and not any(isinstance(code, str) for code in codes):
        fault = code_fault(codes[0])  # one fault for the whole column
        raise_faults(list(prefixed("column 'code'", [fault] if fault else [])))
    faults: list[Fault] = []

    def where(row: int, column: str | None = None) -> str:
        place = f"region {codes[row]!r}"
        return place if column is None else f"{place}, column {column!r}"

    for name in (*(n for n in ("lat", "lon") if n in columns), *names):
        columns[name] = [
            number_in(value, where(row, name), faults) for row, value in enumerate(columns[name])
        ]
    regions = _regions(columns, names, where, faults)
    raise_faults(faults)
    return regions, declared


def read_indicators(path: str | Path) -> list[Indicator]:
    """Read what indicators are; see `RegionTable.from_csv` for the columns."""
    table = _csv.read_csv(path)
    raise_faults(list(absent(["name"], table.headers, table.name)))
    declared: list[Indicator] = []
    faults: list[Fault] = []
    for row, cells in enumerate(table.rows):
        content = {key: text for key, text in zip(table.headers, cells, strict=True) if text}
        languages: dict[Any, str] = {
            key: content[f"label_{key}"] for key in ("en", "id") if f"label_{key}" in content
        }
        known: dict[str, Any] = {
            key: content[key] for key in ("name", "unit", "year", "source") if key in content
        }
        for key in ("unit", "source"):
            if f"{key}_id" in content:
                known[key] = {"en": content.get(key, ""), "id": content[f"{key}_id"]}
        try:
            declared.append(Indicator(**known, label=languages or None))
        except InputError as error:
            faults += prefixed(table.where(row), error.faults)
    raise_faults(faults)
    return declared


def read_borders(path: str | Path) -> Adjacency:
    """Read which regions share a border: columns code_a, code_b, kind."""
    table = _csv.read_csv(path)
    raise_faults(list(absent(["code_a", "code_b", "kind"], table.headers, table.name)))
    columns = [table.column(name) for name in ("code_a", "code_b", "kind")]
    pairs: dict[tuple[str, str], Any] = {}
    faults = []
    for row, (a, b, kind) in enumerate(zip(*columns, strict=True)):
        if pairs.setdefault((a, b), kind) != kind:
            what = f"the pair {a}, {b} stands twice, with two kinds of border"
            faults.append(Fault(table.where(row), what))
    raise_faults(faults)
    return pairs


def _regions(
    columns: Mapping[str, Sequence[Any]],
    names: Sequence[str],
    where: Callable[[int], str],
    faults: list[Fault],
) -> list[Region]:
    """Build the regions of some columns, adding to `faults` what is wrong with each."""
    regions = []
    for row in range(len(columns["code"])):
        own = {key: columns[key][row] for key in OWN_COLUMNS if key in columns}
        content = {key: value for key, value in own.items() if not is_missing(value)}
        content.setdefault("code", own["code"])
        code = content["code"]
        if code_fault(code) is None:
            content.setdefault("kind", kind_of(code))
            content.setdefault("province_code", code[:2])
            content.setdefault("autonomous", not code.startswith(f"{JAKARTA}."))
        else:
            content.setdefault("kind", "regency")
            content.setdefault("province_code", str(code)[:2])
        content["kind"] = KINDS.get(str(content["kind"]).casefold(), content["kind"])
        truth = str(content.get("autonomous", True)).casefold()
        if truth in _TRUTH:
            content["autonomous"] = _TRUTH[truth]
        content["indicators"] = {name: columns[name][row] for name in names}
        try:
            regions.append(Region(**content))
        except InputError as error:
            root = f"Region {content['name']!r}" if "name" in content else "Region"
            faults += [
                replace(
                    fault, where=f"{where(row)}: {fault.where.removeprefix(root).lstrip(':. ')}"
                )
                for fault in error.faults
            ]
    return regions


def declared_as(indicators: Iterable[Indicator | str]) -> list[Indicator]:
    """Return indicators, names among them made into such."""
    listed = as_items(indicators)
    if listed is None:
        raise InputError([Fault("indicators", "no list of them", brief(indicators))])
    raise_faults(
        [
            Fault("indicators", "no Indicator", brief(item), "Indicator(name), or a name")
            for item in listed
            if not isinstance(item, (str, Indicator))
        ]
    )
    return [Indicator(item) if isinstance(item, str) else item for item in listed]


def absent(wanted: Iterable[str], columns: Iterable[str], where: str) -> Iterable[Fault]:
    """Yield a fault for each column that is not there."""
    known = list(columns)
    there, meant = frozenset(known), close_to(known)
    for name in wanted:
        if not isinstance(name, str) or name not in there:
            yield Fault(f"{where}: column {brief(name)}", "not there", hint=meant(name))


def is_missing(value: object) -> bool:
    """Tell whether a cell of a frame is empty."""
    return value is None or str(value) in ("", "<NA>", "NaT", "nan")


def number_in(value: Any, where: str, faults: list[Fault]) -> float | None:
    """Return a number, None where it is missing, or add to `faults`."""
    if value is None:
        return None
    number = _frames.number_of(value)
    if number is None:
        faults.append(Fault(where, "no number", brief(value), "a number, or null if missing"))
    return number
