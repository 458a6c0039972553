"""Tables that people filled in, from files and frames: columns by field, rows by name."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kadmcdm import _csv, _frames
from kadmcdm._csv import Decimal
from kadmcdm.errors import Fault, InputError, did_you_mean, raise_faults


def columns_of(
    source: Any,
    known: Mapping[str, str],
    needed: Sequence[str],
    numeric: Sequence[str],
    decimal: Decimal | None,
    delimiter: str | None,
    faults: list[Fault],
) -> tuple[dict[str, list[Any]], Callable[[int], str]]:
    """Return the columns of a file or a frame by field, None where a cell is empty.

    Parameters
    ----------
    known : mapping of str to str
        The field of each header.
    needed, numeric : sequence of str
        Fields without which it is no such table; fields that hold numbers.
    faults : list of Fault
        What is wrong with cells is added; what is wrong with columns is raised.

    Returns
    -------
    dict of str to list
    callable
        Names a row as people find it.
    """
    if isinstance(source, (str, Path)):
        table = _csv.read_csv(source, decimal=decimal, delimiter=delimiter)
        fields = _fields_of(table.headers, known, needed, table.name)
        columns: dict[str, list[Any]] = {
            field: [cell or None for cell in table.column(header)]
            for header, field in fields.items()
        }
        figures = [header for header, field in fields.items() if field in numeric]
        try:
            values, _ = _csv.numbers(table, figures)
            for k, header in enumerate(figures):
                column = values[:, k].tolist()
                columns[fields[header]] = [None if math.isnan(x) else x for x in column]
        except InputError as error:
            faults += error.faults
            for header in figures:  # there is something; what it is no longer matters
                columns[fields[header]] = [1.0 if cell else None for cell in table.column(header)]
        return columns, table.where
    frame = _frames.opened(source)
    fields = _fields_of(list(map(str, frame.columns)), known, needed, "frame")
    columns = {
        field: [_cell(value) for value in _frames.text_column(frame, header)]
        for header, field in fields.items()
    }
    first = columns[needed[0]]

    def where(row: int) -> str:
        return f"row {row + 1}" + ("" if first[row] is None else f" ({first[row]})")

    return columns, where


def _cell(value: object) -> object:
    """Return what a cell of a frame holds; None where it is empty."""
    return (value.strip() or None) if isinstance(value, str) else value


def _fields_of(
    headers: Sequence[str], known: Mapping[str, str], needed: Sequence[str], where: str
) -> dict[str, str]:
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for header in headers:
        field = known.get(header.strip().casefold())
        if field is None:
            hint = did_you_mean(header, known)
            faults.append(Fault(f"{where}: column {header!r}", "unknown column", hint=hint))
        elif field in found.values():
            faults.append(Fault(f"{where}: column {header!r}", "it stands in two languages"))
        else:
            found[header] = field
    faults += [
        Fault(f"{where}: column {name!r}", "not there", hint=did_you_mean(name, headers))
        for name in needed
        if name not in found.values()
    ]
    raise_faults(faults)
    return found
