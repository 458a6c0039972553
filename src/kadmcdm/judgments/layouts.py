"""The layouts in which judgments come: full matrices, upper triangles, wide and long frames."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from kadmcdm import _frames
from kadmcdm._arrays import as_items, items_of
from kadmcdm.errors import Fault, InputError, brief, did_you_mean, name_faults, raise_faults
from kadmcdm.judgments.values import Judgment, read_judgment

Judgments = dict[tuple[str, str], Judgment]


def named(pair: Sequence[object]) -> str:
    """Say which judgment."""
    return f"judgment of {pair[0]!r} against {pair[1]!r}"


def from_rows(names: Sequence[str], matrix: Any, tolerance: float) -> Judgments:
    """Return the judgments of a full matrix, one a pair; every fault is named."""
    names = items_of(names, "names", "a list of names")
    faults = [*name_faults(names, "item"), *tolerance_faults(tolerance)]
    rows = [list(as_items(row) or ()) for row in matrix] if _is_table(matrix) else None
    n = len(names)
    if rows is None or len(rows) != n or any(len(row) != n for row in rows):
        got = "no table" if rows is None else f"rows of {[len(row) for row in rows]}"
        hint = "from_frame(frame) reads it by its names" if hasattr(matrix, "columns") else None
        faults.append(Fault("matrix", "wrong shape", got, f"({n}, {n}), a row per name", hint))
    raise_faults(faults)
    assert rows is not None
    values: dict[tuple[int, int], float] = {}
    for i, row in enumerate(rows):
        for j, said in enumerate(row):
            if said is None:
                continue
            value, _, hint = read_judgment(said)
            values[i, j] = value
            if np.isnan(value):
                if hint is None and isinstance(said, float) and np.isnan(said):
                    hint = "None stands for a pair that nobody judged"
                faults.append(
                    Fault(
                        named((names[i], names[j])),
                        "no judgment",
                        brief(said),
                        "a positive number or '1/5'",
                        hint,
                    )
                )
    for i in range(n):
        diagonal = values.get((i, i), 1.0)
        if not abs(diagonal - 1.0) <= tolerance and not np.isnan(diagonal):
            where = named((names[i], names[i]))
            faults.append(Fault(where, "the diagonal is not 1", f"{diagonal:g}", "1"))
    judgments: Judgments = {}
    for i, j in combinations(range(n), 2):
        forth, back = values.get((i, j)), values.get((j, i))
        if forth is not None:
            judgments[names[i], names[j]] = rows[i][j]
        elif back is not None:
            judgments[names[j], names[i]] = rows[j][i]
        if forth is not None and back is not None and abs(forth * back - 1.0) > tolerance:
            faults.append(_not_reciprocal((names[i], names[j]), forth, back))
    raise_faults(faults)
    return judgments


def from_upper(names: Sequence[str], values: Any) -> Judgments:
    """Return the judgments above the diagonal, row by row."""
    names = items_of(names, "names", "a list of names")
    raise_faults(list(name_faults(names, "item")))
    pairs = list(combinations(names, 2))
    given = as_items(values)
    if given is None or len(given) != len(pairs):
        got = brief(values) if given is None else f"{len(given)} values"
        expected = f"{len(pairs)}, row by row above the diagonal"
        raise InputError([Fault("values", "not one judgment per pair", got, expected)])
    return {pair: said for pair, said in zip(pairs, given, strict=True) if said is not None}


def from_frame(
    frame: Any, names: Sequence[str] | None, tolerance: float
) -> tuple[tuple[str, ...], Judgments]:
    """Return names and judgments of a wide or a long frame."""
    opened = _frames.opened(frame)
    columns = list(opened.columns)
    cells = {column: _frames.text_column(opened, column) for column in columns}
    labels = _frames.index_names(frame)
    body = columns
    if labels is None and columns:
        labels, body = cells[columns[0]], columns[1:]
    if labels is not None and set(map(str, labels)) == set(body) and len(labels) == len(body):
        order = tuple(body) if names is None else tuple(names)
        raise_faults([Fault(f"item {n!r}", "not in the frame") for n in order if n not in body])
        at = {str(label): k for k, label in enumerate(labels)}
        rows = [[cells[b][at[a]] for b in order] for a in order]
        return order, from_rows(order, rows, tolerance)
    if len(columns) != 3:
        raise InputError(
            [
                Fault(
                    "frame",
                    "neither a wide nor a long table of judgments",
                    got=f"columns {columns}",
                    expected="a column per name and the same names in the rows; or three columns: "
                    "first name, second name, judgment",
                )
            ]
        )
    judgments, found, faults = from_lines(zip(*(cells[column] for column in columns), strict=True))
    raise_faults(faults)
    return found if names is None else tuple(names), judgments


def from_lines(lines: Any) -> tuple[Judgments, tuple[str, ...], list[Fault]]:
    """Return judgments and names of (first, second, judgment) lines, and what is wrong with them.

    Who stands in lines without a judgment only is named too.
    """
    judgments: Judgments = {}
    names: dict[str, None] = {}
    faults = []
    for number, (first, second, said) in enumerate(lines, 1):
        if not isinstance(first, str) or not isinstance(second, str):
            got = f"{first!r} and {second!r}"
            faults.append(Fault(f"row {number}", "no pair of names", got, "two names"))
            continue
        names |= {first: None, second: None}
        if said is not None:
            if (first, second) in judgments:
                faults.append(Fault(named((first, second)), "given twice"))
            judgments[first, second] = said
    return judgments, tuple(names), faults


def table_rows(frame: Any, columns: Sequence[str], where: str) -> list[tuple[Any, ...]]:
    """Return the rows of a frame's columns, nulls as None; a missing column is named."""
    opened = _frames.opened(frame)
    found = list(opened.columns)
    raise_faults(
        [
            Fault(f"{where}, column {name!r}", "it is missing", hint=did_you_mean(name, found))
            for name in columns
            if name not in found
        ]
    )
    return list(zip(*(_frames.text_column(opened, name) for name in columns), strict=True))


def tolerance_faults(tolerance: object) -> list[Fault]:
    """Return a fault for what is no tolerance."""
    fault = Fault("reciprocal_tolerance", "no tolerance", brief(tolerance), "a number >= 0")
    if isinstance(tolerance, bool) or not isinstance(tolerance, (int, float)):
        return [fault]
    return [] if 0 <= tolerance < np.inf else [fault]


def _is_table(matrix: object) -> bool:
    if isinstance(matrix, np.ndarray):
        return matrix.ndim == 2
    return isinstance(matrix, (list, tuple)) and all(
        isinstance(row, (list, tuple)) or (isinstance(row, np.ndarray) and row.ndim == 1)
        for row in matrix
    )


def _not_reciprocal(pair: tuple[str, str], forth: float, back: float) -> Fault:
    return Fault(
        named(pair),
        f"not reciprocal: {forth:g} x {back:g} = {forth * back:.4g}",
        expected="a product of 1",
        hint="write fractions such as '1/3', or give each pair once",
    )
