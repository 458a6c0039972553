"""Numbers in text, with decimal points or commas; what can be read in two ways is an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from numbers import Real
from typing import Literal, TypeAlias

import numpy as np

from kadmcdm._typing import FloatArray
from kadmcdm.errors import Fault, brief, raise_faults

Decimal: TypeAlias = Literal[".", ","]

MISSING = frozenset({"", "-", "–", "—", "...", "…", "na", "n/a", "#n/a", "nan"})
"""Cells that say "not available", in any case. Missing is never zero."""

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<body>\d[\d.,]*|[.,]\d+)(?P<exponent>[eE][+-]?\d+)?", re.ASCII
)


def as_number(value: object) -> float:
    """Return a number as float; infinity if that is too small for it, NaN for what is none.

    Examples
    --------
    >>> [as_number(value) for value in (3, 0.5, 10**400, "3", True, 1j, None)]
    [3.0, 0.5, inf, nan, nan, nan, nan]
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (Real, np.number)):
        return float("nan")
    try:
        return float(value)
    except OverflowError:  # a whole number of 400 digits
        return float("inf") if value > 0 else float("-inf")  # type: ignore[operator]
    except TypeError:  # complex numbers, spans of time
        return float("nan")


def numbers_in(
    columns: Sequence[Sequence[str | float]],
    where: Callable[[int, int], str],
    *,
    decimal: Decimal | None = None,
    likely: Decimal | None = None,
) -> tuple[FloatArray, Decimal | None]:
    """Turn columns of cells into numbers; what is one already stays as it is.

    Parameters
    ----------
    columns : sequence of sequence of (str or float)
        As long as each other. The decimal mark is inferred over the text of all of them together.
    where : callable
        Names a cell by its row and column.
    decimal : "." or ",", optional
        The decimal mark, where somebody said it.
    likely : "." or ",", optional
        The decimal mark unless a number proves otherwise.

    Returns
    -------
    (rows, columns) array
        NaN where a cell is empty, ``-``, ``NA`` or the like.
    "." or "," or None
        The decimal mark that was given, or that the numbers prove.

    Raises
    ------
    InputError
        For every cell that is no number, or can be read as two: ``1.234`` is 1234 with a decimal
        comma, and 1.234 with a decimal point.

    Notes
    -----
    ``12.5``, ``0.234``, ``1.2345`` and ``1.234,5`` have one reading each and are proof for the
    rest of the file; ``1.234.567`` is proof that its own column groups thousands with points. In a
    comma-delimited file the point is the decimal mark unless a number proves otherwise. Proof that
    the comma is the decimal mark settles ``1,234``, but not ``1.234``, since real files mix. A
    ``decimal`` that was given settles all; a cell that contradicts it is an error.
    """
    cells = [[_squeezed(cell) for cell in column] for column in columns]
    proofs: set[Decimal] = {mark for column in cells for cell in column for mark in _proof(cell)}
    if not proofs and likely is not None:
        proofs = {likely}
    found: Decimal | None = decimal or (next(iter(proofs)) if len(proofs) == 1 else None)
    out = np.full((len(cells[0]) if cells else 0, len(cells)), np.nan)
    faults: list[tuple[int, Fault]] = []
    for j, column in enumerate(cells):
        grouping = _grouping(column)
        for i, cell in enumerate(column):
            if not isinstance(cell, str):
                out[i, j] = cell
            elif cell.casefold() not in MISSING:
                value = _value(cell, decimal, found, grouping)
                if isinstance(value, Fault):
                    got = brief(columns[j][i])
                    faults.append((i, replace(value, where=where(i, j), got=got)))
                else:
                    out[i, j] = value
    raise_faults([fault for _, fault in sorted(faults, key=lambda item: item[0])])
    return out, found


def _squeezed(cell: str | float) -> str | float:
    return cell.strip().replace("−", "-") if isinstance(cell, str) else cell


def _parts(text: str) -> re.Match[str] | None:
    return _NUMBER.fullmatch(text)


def _is_grouped(body: str, mark: str) -> bool:
    """Tell whether the digits stand in groups of three: 1.234, 12.345.678, never 0.234."""
    return re.fullmatch(rf"[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+", body) is not None


def _proof(text: str | float) -> set[Decimal]:
    """Return the decimal mark that this cell proves on its own, if any."""
    if not isinstance(text, str):
        return set()
    parts = _parts(text)
    readings = _readings(parts) if parts else {}
    marks: set[Decimal] = set()
    if parts and len(readings) == 1 and ("." in text or "," in text):
        marks.update(readings)
    return marks


def _grouping(column: Sequence[str | float]) -> Decimal | None:
    """Return the mark that groups thousands in a column: it stands twice in some cell."""
    proofs = {mark for text in column for mark in _proof(text)}
    for text in (cell for cell in column if isinstance(cell, str)):
        if text.count(".") > 1 and proofs == {","}:
            return "."
        if text.count(",") > 1 and proofs == {"."}:
            return ","
    return None


def _readings(parts: re.Match[str]) -> dict[Decimal, float]:
    """Return what a number means under each decimal mark under which it means anything."""
    readings: dict[Decimal, float] = {}
    decimals: tuple[Decimal, Decimal] = (".", ",")
    for decimal in decimals:
        mark = "," if decimal == "." else "."
        whole, _, fraction = parts["body"].partition(decimal)
        if mark in fraction or decimal in fraction:
            continue
        if mark in whole:
            if not _is_grouped(whole, mark):
                continue
            if parts["exponent"]:
                continue
        digits = whole.replace(mark, "") or "0"
        readings[decimal] = float(
            f"{parts['sign']}{digits}.{fraction or 0}{parts['exponent'] or ''}"
        )
    return readings


def _value(
    text: str, given: Decimal | None, decimal: Decimal | None, grouping: Decimal | None
) -> float | Fault:
    """Return the number, or a fault (its place and text still to be filled in)."""
    parts = _parts(text)
    readings = _readings(parts) if parts else {}
    if not readings or not np.isfinite(list(readings.values())).all():
        hint = "leave the cell empty where the value is missing"
        if re.search(r"\d", text) and text.endswith("%"):
            hint = "take the % off, and say it in the unit"
        return Fault("", "no number", expected="a number", hint=hint)
    if given is not None and given not in readings:
        other = next(iter(readings))
        what = f"a decimal {_WORDS[other]}, though decimal={given!r} was given"
        return Fault("", what, hint="correct the cell, or leave decimal= out")
    if given is not None:
        return readings[given]
    values = set(readings.values())
    if len(values) == 1:
        return values.pop()
    mark = "." if "." in text else ","
    if mark == grouping:
        return readings["," if mark == "." else "."]
    if mark == decimal:
        return readings[mark]
    return Fault(
        "",
        "it can be read in two ways: "
        + " or ".join(f"{value:.15g} (decimal {_WORDS[m]})" for m, value in readings.items()),
        hint="say decimal=',' or decimal='.'",
    )


_WORDS: dict[Decimal, str] = {".": "point", ",": "comma"}
