"""Reading one filled form: who filled it in, what was answered, and what cannot be read."""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from kadmcdm.errors import Fault, InputError, prefixed
from kadmcdm.interop import forms
from kadmcdm.interop.answers import Answer, read_answer
from kadmcdm.interop.forms import cell_name, column_number
from kadmcdm.judgments import Hierarchy

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

MOST_CELLS = 1_000_000
"""Of a sheet, empty ones within its bounds included: all of them are held in memory."""

MOST_BYTES = 50_000_000
"""Of a part of a workbook, unpacked."""

DAMAGE = (BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
"""What unpacking a damaged file raises."""

Rows = list[list[Any]]
Answers = dict[tuple[str, str], float]


@dataclass(slots=True)
class FilledForm:
    """What a form said, as far as it could be read."""

    file: str
    goal: str
    tree: Mapping[str, Any]
    nodes: Mapping[str, tuple[str, ...]]
    digest: str
    assessor: str = ""
    role: str = ""
    answers: dict[str, Answers] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet of a workbook: its cells from A1 on, and which of them are merged."""

    name: str
    rows: Rows
    merged: list[tuple[tuple[int, int], tuple[int, int]]]

    def cell(self, row: int, column: int) -> Any:
        """Return what stands in a cell, "" when nothing does."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""


def read_form(path: Path) -> FilledForm:
    """Read a form, or raise `InputError` when it cannot be trusted as a whole."""
    sheets = _sheets(path)
    form = _identity(path.name, sheets)
    marked = dict(_marked(form, sheets))
    for place, node in enumerate(forms.asked(form.nodes)):
        sheet = marked.get(forms.mark_of(form.digest, place))
        if sheet is None:
            what = f"the sheet of node {node!r} is not there, or no longer as it was"
            form.faults.append(Fault(form.file, what, hint="fill in a fresh form"))
        else:
            form.answers[node] = _read_node(form, node, sheet)
    _read_cover(form, path, marked.get(forms.mark_of(form.digest, forms.COVER)))
    return form


def _sheets(path: Path) -> list[_Sheet]:
    """Return the sheets of a workbook, or raise what is wrong with the file."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError([Fault(path.name, "the file cannot be read", error.strerror)]) from None
    if not raw:
        raise InputError([Fault(path.name, "the file is empty")])
    if raw.startswith(OLE) and ENCRYPTED in raw:
        hint = "open it, and save it without a password"
        raise InputError([Fault(path.name, "locked with a password", hint=hint)])
    if not raw.startswith(b"PK"):
        kind = "an old .xls workbook" if raw.startswith(OLE) else "no workbook"
        fault = Fault(path.name, f"{kind}, though its name ends in .xlsx", hint="save it as .xlsx")
        raise InputError([fault])
    try:
        _check_size(path.name, raw)
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as workbook:
            found = [(name, workbook.get_sheet_by_name(name)) for name in workbook.sheet_names]
            return [
                _Sheet(name, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or [])
                for name, sheet in found
            ]
    except InputError:
        raise
    except (CalamineError, *DAMAGE) as error:
        hint = "ask for it once more"
        raise InputError([Fault(path.name, "the file is damaged", str(error), hint=hint)]) from None


def _check_size(file: str, raw: bytes) -> None:
    """Raise when reading the workbook would take more memory than any form needs."""
    with ZipFile(io.BytesIO(raw)) as book:
        for part in book.infolist():
            if part.file_size > MOST_BYTES:
                got = f"{part.file_size:,} bytes in {part.filename}"
                raise InputError([Fault(file, "far larger than any form", got)])
            if not part.filename.startswith("xl/worksheets/"):
                continue
            cells = set(re.findall(rb'<c r="([A-Z]{1,3})(\d{1,7})"', book.read(part)))
            widest = max((column_number(letters.decode()) for letters, _ in cells), default=0)
            deepest = max((int(row) for _, row in cells), default=0)
            if widest * deepest > MOST_CELLS:
                hint = "delete what stands far below or beside the form"
                got = f"{deepest:,} rows, {widest:,} columns in {part.filename}"
                raise InputError([Fault(file, "far larger than any form", got, hint=hint)])


def _identity(file: str, sheets: list[_Sheet]) -> FilledForm:
    """Return the form that the hidden sheet says it is, still without answers."""
    hidden = next((sheet for sheet in sheets if sheet.cell(0, 0) == forms.FORM_SHEET), None)
    if hidden is None:
        hint = "only forms made by questionnaire() are read"
        raise InputError([Fault(file, "no form of kadmcdm", hint=hint)])
    text = "".join(str(hidden.cell(row, 0)) for row in range(1, len(hidden.rows)))
    try:
        said = json.loads(text)
        version = said["version"]
        if version != forms.VERSION:
            expected = f"version {forms.VERSION}"
            raise InputError([Fault("", "a form of another version", f"{version}", expected)])
        hierarchy = Hierarchy(said["goal"], said["tree"])
    except InputError as error:
        raise InputError(prefixed(file, error.faults)) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        where = f"{file}, sheet {hidden.name!r}"
        raise InputError([Fault(where, "what the form says of itself cannot be read")]) from None
    digest = forms.digest_of(hierarchy.goal, hierarchy.tree)
    return FilledForm(file, hierarchy.goal, hierarchy.tree, hierarchy.nodes, digest)


def _marked(form: FilledForm, sheets: list[_Sheet]) -> Iterator[tuple[str, _Sheet]]:
    """Yield the sheets by their marks, but for those that are twice, moved, or of no form."""
    seen: dict[str, str] = {}
    for sheet in sheets:
        if sheet.cell(0, 0) == forms.FORM_SHEET:
            continue
        where = f"{form.file}, sheet {sheet.name!r}"
        mark, column = next(
            (
                (cell, column)
                for row in sheet.rows
                for column, cell in enumerate(row)
                if isinstance(cell, str) and cell.startswith(f"{forms.FORM_SHEET} ")
            ),
            ("", forms.MARK),
        )
        if not mark:
            form.notes.append(Fault(where, "no sheet of the form: not read"))
        elif mark.split()[:3] != forms.mark_of(form.digest, forms.COVER).split()[:3]:
            form.faults.append(Fault(where, "a sheet of another form: not read"))
        elif column != forms.MARK:
            hint = "fill in a fresh form"
            form.faults.append(Fault(where, "columns were added or deleted", hint=hint))
        elif mark in seen:
            what = f"a copy of sheet {seen[mark]!r}: not read"
            form.faults.append(Fault(where, what, hint="only one of them can count"))
        else:
            seen[mark] = sheet.name
            yield mark, sheet


def _read_cover(form: FilledForm, path: Path, sheet: _Sheet | None) -> None:
    """Read who filled the form in; the file's name stands in for a missing name."""
    said: dict[str, str] = {}
    if sheet is not None:
        for row in range(len(sheet.rows)):
            key, answer = (sheet.cell(row, at) for at in (forms.COVER_KEY, forms.COVER_ANSWER))
            said[str(key)] = _text_of(answer)
    form.role = said.get("role", "")
    form.assessor = said.get("assessor", "")
    if form.assessor:
        return
    form.assessor = path.stem
    if any(form.answers.values()):
        where = f"{form.file}, sheet {sheet.name!r}" if sheet else form.file
        what = f"the form does not say whose it is; taken for that of {path.stem!r}, after the file"
        form.notes.append(Fault(where, what))


def _text_of(cell: object) -> str:
    """Return what was typed, 7 for 7.0."""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    return " ".join(text.split())


def _read_node(form: FilledForm, node: str, sheet: _Sheet) -> Answers:
    """Read the answers of a sheet; what cannot be read is a fault, and its pair is left out."""
    names = form.nodes[node]
    where = f"{form.file}, sheet {sheet.name!r}"
    asked = list(combinations(range(len(names)), 2))
    rows = _rows_of(asked, sheet, where, form.faults)
    answers: Answers = {}
    for i, j in asked:
        pair = names[i], names[j]
        if (i, j) not in rows:
            what = f"the row that compares {pair[0]!r} with {pair[1]!r} is not there"
            form.faults.append(Fault(where, what, hint="fill in a fresh form"))
            continue
        answer = _read_row(sheet, rows[i, j], where, form)
        if answer is not None:
            more, less = pair if answer.more == 0 else pair[::-1]
            answers[more, less] = answer.value
    return answers


def _read_row(sheet: _Sheet, row: int, where: str, form: FilledForm) -> Answer | None:
    fused = _merged(sheet, row)
    if fused:
        hint = "unmerge them, and answer row by row"
        fault = Fault(f"{where}, cell {fused}", "the cells are merged", hint=hint)
        form.faults += [fault] if fault not in form.faults else []  # of several rows: said once
        return None
    which, degree, *choices = (
        sheet.cell(row, column)
        for column in (forms.WHICH, forms.DEGREE, forms.CHOICE_A, forms.CHOICE_B)
    )
    try:
        answer = read_answer(
            which,
            degree,
            [str(choice) for choice in choices],
            lambda column: f"{where}, cell {cell_name(row, column)}",
        )
    except InputError as error:
        form.faults += error.faults
        return None
    if answer is not None and answer.note is not None:
        form.notes.append(answer.note)
    return answer


def _rows_of(
    asked: list[tuple[int, int]], sheet: _Sheet, where: str, faults: list[Fault]
) -> dict[tuple[int, int], int]:
    """Return the row of each pair; rows may have moved, since each says what it compares."""
    rows: dict[tuple[int, int], int] = {}
    for row in range(len(sheet.rows)):
        pair = sheet.cell(row, forms.FIRST_AT), sheet.cell(row, forms.SECOND_AT)
        if pair in rows:
            cell = cell_name(row, forms.FIRST)
            what = f"the row is a copy of row {rows[pair] + 1}: not read"
            faults.append(Fault(f"{where}, cell {cell}", what, hint="only one of them can count"))
        elif pair in asked:
            rows[pair] = row
    return rows


def _merged(sheet: _Sheet, row: int) -> str | None:
    """Return the merged cells that an answer of the row lies in, if any."""
    for (top, left), (bottom, right) in sheet.merged:
        if top <= row <= bottom and left <= forms.DEGREE and right >= forms.WHICH:
            return f"{cell_name(top, left)}:{cell_name(bottom, right)}"
    return None
