"""Reading a decision problem from an Excel workbook: a sheet of candidates, one of criteria."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._files import as_path
from kadmcdm._numbers import Decimal, numbers_in
from kadmcdm._typing import FloatArray, Frame, MissingPolicy
from kadmcdm.errors import (
    Fault,
    InputError,
    MissingExtraError,
    brief,
    choice_fault,
    did_you_mean,
    prefixed,
    raise_faults,
    similar_files,
)
from kadmcdm.interop.forms import cell_name
from kadmcdm.interop.sheets import Sheet, read_sheets
from kadmcdm.interop.workbook_words import ABOUT, ROLES, role_of
from kadmcdm.problem import Candidate, Criterion, DecisionProblem, Preparation
from kadmcdm.problem.criteria import criterion_faults
from kadmcdm.problem.preparation import fill
from kadmcdm.problem.sheet import NUMBERS, as_criteria, criteria_of, key_of, label_from

__all__ = ["read_workbook"]


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet as a table: what stands under its headers, and where."""

    place: str
    headers: tuple[str, ...]
    columns: tuple[int, ...]
    rows: tuple[tuple[Any, ...], ...]
    lines: tuple[int, ...]

    def where(self, row: int, header: str | None = None) -> str:
        """Name a row, or a cell of it, as people find it in the workbook."""
        line = self.lines[row]
        if header is None:
            return f"{self.place}, row {line + 1}"
        column = self.columns[self.headers.index(header)]
        return f"{self.place}, cell {cell_name(line, column)}"

    def column(self, header: str) -> list[Any]:
        """Return the cells of a column, None where they are empty."""
        k = self.headers.index(header)
        return [row[k] for row in self.rows]


def read_workbook(
    path: str | Path,
    criteria: Sequence[Criterion] | Frame | str | Path | None = None,
    *,
    names: str | None = None,
    missing: MissingPolicy = "error",
    decimal: Decimal | None = None,
    title: str | None = None,
    question: str | None = None,
    notes: str | None = None,
) -> DecisionProblem:
    """Read a decision problem from an Excel workbook.

    Parameters
    ----------
    path : str or Path
        An ``.xlsx`` with a sheet of candidates, a row each and a column per criterion, and a sheet
        of criteria, a row each, with the columns of `DecisionProblem.from_frame`. They are found by
        their names (candidates, alternatives; *calon*, *kandidat*, *alternatif*; criteria,
        *kriteria*), else the first sheet that people see is that of the candidates, and the second
        that of the criteria. Hidden sheets are not read.
    criteria : sequence of Criterion, data frame or path, optional
        In place of the sheet of criteria.
    names : str, optional
        The column of candidate names; the first one when left out. Columns ``label`` and
        ``label_id`` say what people read instead.
    missing : str
        See `DecisionProblem.from_frame`.
    decimal : "." or ",", optional
        The decimal mark of numbers that stand there as text, where they leave it open.
    title, question, notes : str, optional
        In place of what the sheet *about* says, which `write_workbook` writes.

    Returns
    -------
    DecisionProblem
        Further columns are ignored, and listed in ``preparation``.

    Raises
    ------
    InputError
        Listing every fault with its sheet and cell: a missing file, sheet or column, merged cells
        in a table, text or dates in a number's place, text that can be read as two numbers; and
        all that `DecisionProblem.from_frame` refuses.
    MissingExtraError
        Without python-calamine, which the extra ``office`` brings.

    Notes
    -----
    Of a formula the value counts that was last computed. Lines above the headers with one filled
    cell are a title, and passed over, as empty rows are.

    Examples
    --------
    >>> import tempfile
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 2.5], [3, 4]], ["benefit", "cost"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = kd.write_workbook(problem, f"{folder}/regions.xlsx")
    ...     kd.read_workbook(path).digest == problem.digest
    True
    """
    path = as_path(path)
    faults = list(choice_fault("missing", missing, get_args(MissingPolicy)))
    if decimal is not None:
        faults += choice_fault("decimal", decimal, get_args(Decimal))
    if not path.is_file():
        what = "this is a folder" if path.is_dir() else "the file is not there"
        faults.append(Fault(str(path), what, hint=similar_files(path)))
    raise_faults(faults)
    try:
        sheets = read_sheets(path, "table")
    except ImportError:
        raise MissingExtraError(
            "read_workbook() needs python-calamine: pip install 'kadmcdm[office]'"
        ) from None
    found = _found(path.name, sheets, alone=criteria is not None)
    faults = []
    declared: tuple[Criterion, ...] = ()
    if criteria is not None:
        declared = as_criteria(criteria)
        raise_faults(criterion_faults(declared))
    else:
        try:
            declared = _criteria(_table(path.name, found["criteria"]), decimal)
        except InputError as error:
            faults += error.faults
    try:
        table = _table(path.name, found["candidates"])
    except InputError as error:
        raise InputError([*error.faults, *faults]) from None
    raise_faults(faults)
    rows, matrix, ignored, labels = _candidates(table, declared, names, decimal)
    matrix, rows, kept, done = fill(matrix, rows, declared, missing)
    said = dict(_said(found["about"])) if "about" in found else {}
    given = {"title": title, "question": question, "notes": notes}
    dialect = {"file": path.name, "sheet": found["candidates"].name}
    try:
        return DecisionProblem(
            kept,
            [labels.get(name, name) for name in rows],
            matrix,
            preparation=Preparation(ignored, *done, dialect=ReadOnlyDict(dialect)),
            **{key: text or said.get(key) for key, text in given.items()},
        )
    except InputError as error:
        raise InputError(prefixed(path.name, error.faults)) from None


def _found(file: str, sheets: Sequence[Sheet], *, alone: bool) -> dict[str, Sheet]:
    """Return which sheet says what, by name, else by order among those that people see."""
    seen = [sheet for sheet in sheets if sheet.visible]
    found: dict[str, Sheet] = {}
    for sheet in seen:
        role = role_of(sheet.name)
        if role is not None:
            found.setdefault(role, sheet)
    others = [sheet for sheet in seen if role_of(sheet.name) is None and _filled(sheet)]
    needed = ["candidates"] if alone else ["candidates", "criteria"]
    faults = []
    for role in needed:
        if role not in found and others:
            found[role] = others.pop(0)
        elif role not in found:
            hint = "pass criteria=" if role == "criteria" else None
            for sheet in sheets:
                if not sheet.visible and role_of(sheet.name) == role:
                    hint = f"sheet {sheet.name!r} is hidden: show it first"
            expected = "a sheet called " + " or ".join(map(repr, ROLES[role]))
            faults.append(Fault(file, f"there is no sheet of {role}", None, expected, hint))
    raise_faults(faults)
    return found


def _filled(sheet: Sheet) -> bool:
    return any(cell is not None for row in sheet.rows for cell in map(_cell, row))


def _cell(cell: Any) -> Any:
    """Return None for an empty cell."""
    return None if isinstance(cell, str) and not cell.strip() else cell


def _table(file: str, sheet: Sheet) -> SheetTable:
    """Return the table of a sheet: its headers, and the rows under them that are not empty."""
    place = f"{file}, sheet {sheet.name!r}"
    lines = [(line, [_cell(cell) for cell in row]) for line, row in enumerate(sheet.rows)]
    lines = [(line, row) for line, row in lines if any(cell is not None for cell in row)]
    counts = [sum(cell is not None for cell in row) for _, row in lines]
    start = next((k for k, count in enumerate(counts) if count > 1), 0)
    if not lines:
        raise InputError([Fault(place, "the sheet is empty", expected="a row of headers")])
    top, head = lines[start]
    body = lines[start + 1 :]
    faults = [] if body else [Fault(place, "there are headers, but no rows under them")]
    used = [
        k for k in range(len(head)) if any(row[k] is not None for _, row in [lines[start], *body])
    ]
    headers: list[str] = []
    for k in used:
        cell = f"{place}, cell {cell_name(top, k)}"
        header = "" if head[k] is None else _text_of(head[k])
        if not header:
            faults.append(Fault(cell, "the column has no header"))
        elif header in headers:
            faults.append(Fault(cell, "the header stands more than once", brief(header)))
        headers.append(header)
    faults += _merged(place, sheet, top, used)
    raise_faults(faults)
    cells = tuple(tuple(row[k] for k in used) for _, row in body)
    return SheetTable(place, tuple(headers), tuple(used), cells, tuple(line for line, _ in body))


def _merged(place: str, sheet: Sheet, top: int, used: Sequence[int]) -> Iterable[Fault]:
    """Yield a fault for cells merged within the table: what stands there is anyone's guess."""
    for (first, left), (last, right) in sheet.merged:
        if last >= top and left <= used[-1] and right >= used[0]:
            cells = f"{cell_name(first, left)}:{cell_name(last, right)}"
            yield Fault(f"{place}, cells {cells}", "the cells are merged", hint="unmerge them")


def _criteria(table: SheetTable, decimal: Decimal | None) -> tuple[Criterion, ...]:
    columns = {header: table.column(header) for header in table.headers}
    numeric = [header for header in table.headers if key_of(header) in NUMBERS]
    faults: list[Fault] = []
    values = _numbers(table, numeric, decimal, faults)
    columns |= {header: values[:, k].tolist() for k, header in enumerate(numeric)}
    return criteria_of(columns, table.where, table.place, faults)


def _candidates(
    table: SheetTable, criteria: tuple[Criterion, ...], names: str | None, decimal: Decimal | None
) -> tuple[list[str], FloatArray, tuple[str, ...], dict[str, Candidate]]:
    """Return names, matrix (NaN where a cell is empty), ignored columns, and who has a label."""
    wanted = [criterion.name for criterion in criteria]
    plain = {header.strip(): header for header in reversed(table.headers)}
    headers = {name: name if name in table.headers else plain.get(name.strip()) for name in wanted}
    column = names or table.headers[0]
    faults = [
        Fault(f"{table.place}: column {name!r}", "not there", hint=did_you_mean(name, plain))
        for name in dict.fromkeys([column, *wanted])
        if headers.get(name, name) not in table.headers
    ]
    if names is None and column in headers.values():
        hint = "say names='column'"
        faults.append(Fault(table.place, "no candidate names", hint=hint))
    raise_faults(faults)
    rows = [_name(table, row, column, faults) for row in range(len(table.rows))]
    numeric = [str(headers[name]) for name in wanted]
    matrix = _numbers(table, numeric, decimal, faults)
    raise_faults(faults)
    about = {
        key: header
        for header in table.headers
        if (key := key_of(header)) in ("label", "label_id") and header not in (column, *numeric)
    }
    labels = {}
    texts = [table.column(about[key]) if key in about else [None] * len(rows) for key in _LABELS]
    for name, *parts in zip(rows, *texts, strict=True):
        label = label_from(*(None if part is None else _text_of(part) for part in parts))
        if label is not None:
            labels[name] = Candidate(name, label=label)
    used = {column, *numeric, *about.values()}
    ignored = tuple(header for header in table.headers if header not in used)
    return rows, matrix, ignored, labels


ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")

_LABELS = ("label", "label_id")


def _name(table: SheetTable, row: int, column: str, faults: list[Fault]) -> str:
    value = table.column(column)[row]
    if value is None:
        faults.append(Fault(table.where(row, column), "the candidate has no name"))
    elif value in ERRORS:
        faults.append(Fault(table.where(row, column), "an error is no name", value, "text"))
    elif isinstance(value, float) and not value.is_integer():
        hint = "format the column as text: a code such as 35.10 has lost its zero"
        what = "a decimal number is no name"
        faults.append(Fault(table.where(row, column), what, brief(value), "text", hint))
    return _text_of(value)


def _text_of(cell: Any) -> str:
    """Return what a cell says as text, 7 for 7.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _numbers(
    table: SheetTable, headers: Sequence[str], decimal: Decimal | None, faults: list[Fault]
) -> FloatArray:
    """Return columns as numbers; text is read where it says one, in any dialect."""
    columns: list[list[str | float]] = []
    for header in headers:
        cells: list[str | float] = []
        for row, cell in enumerate(table.column(header)):
            number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
            if cell is not None and not number and not isinstance(cell, str):
                kind = "true or false" if isinstance(cell, bool) else "a date or a time"
                hint = "format the cell as a number" if kind != "true or false" else None
                where = table.where(row, header)
                faults.append(
                    Fault(where, f"{kind}, no number", brief(str(cell)), "a number", hint)
                )
                cell = None
            cells.append("" if cell is None else cell)
        columns.append(cells)

    def named(row: int, column: int) -> str:
        return table.where(row, headers[column])

    try:
        return numbers_in(columns, named, decimal=decimal)[0]
    except InputError as error:
        faults += error.faults
        return numbers_in([[""] * len(table.rows) for _ in headers], named)[0]


def _said(sheet: Sheet) -> Iterable[tuple[str, str]]:
    """Yield what the sheet "about" says of title, question and notes."""
    keys = {word: key for key, words in ABOUT.items() for word in words}
    for row in sheet.rows:
        key = keys.get(str(row[0])) if len(row) > 1 else None
        if key in ("title", "question", "notes") and _cell(row[1]) is not None:
            yield key, _text_of(row[1])
