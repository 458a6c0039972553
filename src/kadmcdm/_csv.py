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
from itertools import islice
from pathlib import Path

from kadmcdm._files import as_path, read_file
from kadmcdm._numbers import Decimal, numbers_in
from kadmcdm._typing import FloatArray
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    choice_fault,
    raise_faults,
    unknown_names,
)

__all__ = ["CsvTable", "Decimal", "Dialect", "numbers", "plain", "read_csv", "shielded"]

DELIMITERS = (";", "\t", "|", ",")
"""What is tried when nobody says; on a tie the earlier one holds."""

SAMPLE = 10_000
"""How many rows the delimiter is found out from."""

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


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
    path = as_path(path)
    faults = list(choice_fault("decimal", decimal, (".", ","))) if decimal is not None else []
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        faults.append(Fault("delimiter", "no delimiter", brief(delimiter), "one character"))
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
        For every cell that is no number, or can be read as two; see `numbers_in`.
    """
    raise_faults(list(unknown_names(columns, table.headers, f"{table.name}: column")))
    places = {header: k for k, header in enumerate(table.headers)}
    at = [places[name] for name in columns]
    out, decimal = numbers_in(
        [[row[k] for row in table.rows] for k in at],
        lambda row, column: table.where(row, columns[column]),
        decimal=table.dialect.decimal,
        likely="." if table.dialect.delimiter == "," else None,
    )
    return out, replace(table.dialect, decimal=decimal)


def _decoded(path: Path) -> tuple[str, str, bool]:
    """Return the file's text, its encoding, and whether it had a byte-order mark."""
    raw = read_file(path)
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
        yield start, [plain(cell) for cell in row]
        start = reader.line_num + 1


def _delimiter(text: str) -> str:
    """Return the delimiter under which most rows are as wide as a header of several cells."""
    best, best_key = ",", (False, -1.0, 0)
    for delimiter in DELIMITERS:
        widths, broken = [], 0
        try:
            for _, row in islice(_records(text, delimiter), SAMPLE):
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
    used = max(_filled(row) for _, row in records)
    while len(head) > max(1, used) and not head[-1]:
        head.pop()
    body = []
    for line, row in records[1:]:
        wide = max(len(head), _filled(row)) if len(row) > len(head) else len(row)
        body.append((line, tuple(row[:wide])))
    return tuple(head), body


def _filled(row: Sequence[str]) -> int:
    """Return how many cells a row has up to its last that is not empty."""
    return next((k for k in range(len(row), 0, -1) if row[k - 1]), 0)


def _shape_faults(
    name: str, headers: tuple[str, ...], body: list[tuple[int, tuple[str, ...]]], delimiter: str
) -> Iterable[Fault]:
    seen: set[str] = set()
    for k, header in enumerate(headers, 1):
        if not header:
            yield Fault(f"{name}: column number {k}", "it has no header")
        elif header in seen:
            yield Fault(f"{name}: column {header!r}", "the header stands more than once")
        seen.add(header)
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


def shielded(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula.

    Also before text that would lose its outer blanks, or the apostrophe it begins with; `plain`
    takes it off.

    Examples
    --------
    >>> shielded("=1+1"), shielded("Tuban")
    ("'=1+1", 'Tuban')
    """
    return f"'{text}" if text[:1] in _RISKY or text != text.strip() else text


def plain(cell: str) -> str:
    """Return what a cell says: its outer blanks and the apostrophe of `shielded` are taken off.

    Examples
    --------
    >>> plain(" '=1+1"), plain("'tis")
    ('=1+1', "'tis")
    """
    text = cell.lstrip()
    if text[:1] == "'" and shielded(text[1:]) != text[1:]:
        return text[1:]
    return cell.strip()


_RISKY = frozenset("=+-@'\t\r")
