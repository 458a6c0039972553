"""Delimited text in any dialect: what Excel writes in Indonesia, and everywhere else.

Semicolons, commas, tabs or pipes; decimal commas or points; with or without a byte-order mark. A
number that can be read in two ways is an error that shows both; nothing is guessed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np

from kadmcdm._typing import FloatArray
from kadmcdm.errors import (
    Fault,
    InputError,
    choice_fault,
    raise_faults,
    similar_files,
    unknown_names,
)

Decimal: TypeAlias = Literal[".", ","]

DELIMITERS = (";", "\t", "|", ",")
"""What is tried when nobody says; on a tie the earlier one holds."""

MISSING = frozenset({"", "-", "–", "—", "...", "…", "na", "n/a", "#n/a", "nan"})
"""Cells that say "not available", in any case. Missing is never zero."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<body>\d[\d.,]*|[.,]\d+)(?P<exponent>[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written.

    Parameters
    ----------
    delimiter : str
    decimal : "." or ",", optional
        None where no number of the file proves or needs one.
    encoding : str
    bom : bool
        Whether the file starts with a byte-order mark.
    """

    delimiter: str
    decimal: Decimal | None
    encoding: str
    bom: bool


@dataclass(frozen=True, slots=True)
class CsvTable:
    """The text of a delimited file, before any of it becomes a number.

    Parameters
    ----------
    name : str
        The file's name, without its folder.
    headers : tuple of str
    rows : tuple of tuple of str
        Stripped cells, as many in each row as there are headers.
    lines : tuple of int
        The line of the file on which each row starts.
    dialect : Dialect
    """

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    dialect: Dialect

    def column(self, header: str) -> tuple[str, ...]:
        """Return a column's text, or raise `InputError` with the closest header."""
        raise_faults(list(unknown_names([header], self.headers, f"{self.name}: column")))
        k = self.headers.index(header)
        return tuple(row[k] for row in self.rows)

    def where(self, row: int, header: str | None = None) -> str:
        """Name a row, or a cell of it, as people find it in the file."""
        first = self.rows[row][0]
        place = f"{self.name}, line {self.lines[row]}" + (f" ({first})" if first else "")
        return place if header is None else f"{place}, column {header!r}"


def read_csv(
    path: str | Path, *, decimal: Decimal | None = None, delimiter: str | None = None
) -> CsvTable:
    """Read a delimited file as text; `numbers` turns columns of it into numbers.

    Parameters
    ----------
    path : str or Path
    decimal : "." or ",", optional
        The decimal mark, where the file cannot prove it.
    delimiter : str, optional
        One character; found out when left out. Excel's first line ``sep=;`` is obeyed.

    Returns
    -------
    CsvTable
        Rows that are wholly empty, and columns that have neither header nor content, are left out.

    Raises
    ------
    InputError
        The file is missing, empty, no text, or holds headers only; headers that are empty or stand
        twice; rows with too few or too many cells, each by its line.
    """
    path = Path(path)
    faults = list(choice_fault("decimal", decimal, (".", ","))) if decimal is not None else []
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        faults.append(Fault("delimiter", "no delimiter", repr(delimiter), "one character"))
    raise_faults(faults)
    text, encoding, bom = _decoded(path)
    skipped = 0
    told = re.match(r"sep=(.)\r?\n", text, flags=re.IGNORECASE)
    if told:
        delimiter, skipped, text = delimiter or told[1], 1, text[told.end() :]
    delimiter = delimiter or _delimiter(text)
    try:
        records = [(skipped + line, row) for line, row in _records(text, delimiter) if any(row)]
    except csv.Error as error:
        raise InputError(
            [Fault(path.name, "no well-formed rows: look at the quotation marks", got=str(error))]
        ) from None
    if not records:
        raise InputError([Fault(path.name, "the file is empty", expected="a row of headers")])
    headers, body = _trimmed(records)
    raise_faults(list(_shape_faults(path.name, headers, body, delimiter)))
    return CsvTable(
        path.name,
        headers,
        tuple(row for _, row in body),
        tuple(line for line, _ in body),
        Dialect(delimiter, decimal, encoding, bom),
    )


def numbers(table: CsvTable, columns: Sequence[str]) -> tuple[FloatArray, Dialect]:
    """Turn columns of text into numbers.

    Parameters
    ----------
    table : CsvTable
    columns : sequence of str
        Headers of the numeric columns. The decimal mark is inferred over all of them together.

    Returns
    -------
    (rows, columns) array
        NaN where a cell is empty, ``-``, ``NA`` or the like.
    Dialect
        That of the table, with the decimal mark that the numbers prove.

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
    raise_faults(list(unknown_names(columns, table.headers, f"{table.name}: column")))
    at = [table.headers.index(name) for name in columns]
    cells = [[_squeezed(row[k]) for row in table.rows] for k in at]
    given = table.dialect.decimal
    proofs: set[Decimal] = {mark for column in cells for text in column for mark in _proof(text)}
    if not proofs and table.dialect.delimiter == ",":
        proofs = {"."}
    decimal: Decimal | None = given or (next(iter(proofs)) if len(proofs) == 1 else None)
    out = np.full((len(table.rows), len(at)), np.nan)
    faults: list[tuple[int, Fault]] = []
    for j, column in enumerate(cells):
        grouping = _grouping(column)
        for i, text in enumerate(column):
            if text.casefold() in MISSING:
                continue
            value = _value(text, given, decimal, grouping)
            if isinstance(value, Fault):
                where = table.where(i, columns[j])
                faults.append((i, replace(value, where=where, got=repr(table.rows[i][at[j]]))))
            else:
                out[i, j] = value
    raise_faults([fault for _, fault in sorted(faults, key=lambda item: item[0])])
    return out, replace(table.dialect, decimal=decimal)


def _decoded(path: Path) -> tuple[str, str, bool]:
    """Return the file's text, its encoding, and whether it had a byte-order mark."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        fault = Fault(str(path), "the file is not there", hint=similar_files(path))
        raise InputError([fault]) from None
    except OSError as error:
        what = "a folder, no file" if path.is_dir() else "the file cannot be read"
        raise InputError([Fault(str(path), what, got=error.strerror)]) from None
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        hint = "save the sheet as CSV first"
        raise InputError([Fault(path.name, "a workbook, no delimited text", hint=hint)])
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            raw, tries, bom = raw[len(mark) :], [encoding], True
            break
    else:
        tries, bom = ["utf-8", "cp1252"], False
    for encoding in tries:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding, bom
    raise InputError(
        [Fault(path.name, "no text", expected="UTF-8 or cp1252", hint="save it as CSV UTF-8")]
    )


def _records(text: str, delimiter: str) -> Iterable[tuple[int, list[str]]]:
    """Yield each record's first line number and its stripped cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    for row in reader:
        yield start, [cell.strip() for cell in row]
        start = reader.line_num + 1


def _delimiter(text: str) -> str:
    """Return the delimiter under which most rows are as wide as a header of several cells."""
    best, best_key = ",", (False, -1.0, 0)
    for delimiter in DELIMITERS:
        widths, broken = [], 0
        try:
            for _, row in _records(text, delimiter):
                widths += [len(row)] if any(row) else []
        except csv.Error:
            broken = 1  # of its rows, one at least is none
        if not widths:
            continue
        share = sum(width == widths[0] for width in widths) / (len(widths) + broken)
        key = (widths[0] > 1, share, widths[0])
        if key > best_key:
            best, best_key = delimiter, key
    return best


def _trimmed(
    records: list[tuple[int, list[str]]],
) -> tuple[tuple[str, ...], list[tuple[int, tuple[str, ...]]]]:
    """Cut off the empty cells with which spreadsheets pad their rows."""
    head = list(records[0][1])
    while len(head) > 1 and not head[-1]:
        if any(len(row) >= len(head) and row[len(head) - 1] for _, row in records):
            break
        head.pop()
    body = []
    for line, row in records[1:]:
        while len(row) > len(head) and not row[-1]:
            row = row[:-1]
        body.append((line, tuple(row)))
    return tuple(head), body


def _shape_faults(
    name: str, headers: tuple[str, ...], body: list[tuple[int, tuple[str, ...]]], delimiter: str
) -> Iterable[Fault]:
    for k, header in enumerate(headers, 1):
        if not header:
            yield Fault(f"{name}: column number {k}", "it has no header")
        elif header in headers[: k - 1]:
            yield Fault(f"{name}: column {header!r}", "the header stands more than once")
    if not body:
        yield Fault(name, "there are headers, but no rows under them")
    for line, row in body:
        if len(row) != len(headers):
            yield Fault(
                f"{name}, line {line}" + (f" ({row[0]})" if row[0] else ""),
                "wrong number of cells",
                got=str(len(row)),
                expected=f"{len(headers)}, as many as there are headers",
                hint=f"put a cell that holds {delimiter!r} in quotation marks"
                if len(row) > len(headers)
                else None,
            )


def _squeezed(text: str) -> str:
    return text.strip().replace("−", "-")


def _parts(text: str) -> re.Match[str] | None:
    return _NUMBER.fullmatch(text)


def _is_grouped(body: str, mark: str) -> bool:
    """Tell whether the digits stand in groups of three: 1.234, 12.345.678, never 0.234."""
    return re.fullmatch(rf"[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+", body) is not None


def _proof(text: str) -> set[Decimal]:
    """Return the decimal mark that this cell proves on its own, if any."""
    parts = _parts(text)
    readings = _readings(parts) if parts else {}
    marks: set[Decimal] = set()
    if parts and len(readings) == 1 and ("." in text or "," in text):
        marks.update(readings)
    return marks


def _grouping(column: list[str]) -> Decimal | None:
    """Return the mark that groups thousands in a column: it stands twice in some cell."""
    proofs = {mark for text in column for mark in _proof(text)}
    for text in column:
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
