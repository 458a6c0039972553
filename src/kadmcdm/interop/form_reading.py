"""Reading one filled form: who filled it in, what was answered, and what cannot be read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from kadmcdm.errors import Fault, InputError, prefixed, raise_faults
from kadmcdm.interop import forms
from kadmcdm.interop.answers import Answer, read_answer
from kadmcdm.interop.forms import cell_name
from kadmcdm.interop.sheets import Sheet, read_sheets
from kadmcdm.judgments import Hierarchy

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


def read_form(path: Path) -> FilledForm:
    """Read a form, or raise `InputError` when it cannot be trusted as a whole."""
    sheets = read_sheets(path)
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


def _identity(file: str, sheets: list[Sheet]) -> FilledForm:
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
    raise_faults(list(prefixed(file, forms.size_faults(hierarchy.nodes))))
    digest = forms.digest_of(hierarchy.goal, hierarchy.tree)
    return FilledForm(file, hierarchy.goal, hierarchy.tree, hierarchy.nodes, digest)


def _marked(form: FilledForm, sheets: list[Sheet]) -> Iterator[tuple[str, Sheet]]:
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


def _read_cover(form: FilledForm, path: Path, sheet: Sheet | None) -> None:
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


def _read_node(form: FilledForm, node: str, sheet: Sheet) -> Answers:
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


def _read_row(sheet: Sheet, row: int, where: str, form: FilledForm) -> Answer | None:
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
    asked: list[tuple[int, int]], sheet: Sheet, where: str, faults: list[Fault]
) -> dict[tuple[int, int], int]:
    """Return the row of each pair; rows may have moved, since each says what it compares."""
    rows: dict[tuple[int, int], int] = {}
    pairs = set(asked)
    for row in range(len(sheet.rows)):
        pair = sheet.cell(row, forms.FIRST_AT), sheet.cell(row, forms.SECOND_AT)
        if pair in rows:
            cell = cell_name(row, forms.FIRST)
            what = f"the row is a copy of row {rows[pair] + 1}: not read"
            faults.append(Fault(f"{where}, cell {cell}", what, hint="only one of them can count"))
        elif pair in pairs:
            rows[pair] = row
    return rows


def _merged(sheet: Sheet, row: int) -> str | None:
    """Return the merged cells that an answer of the row lies in, if any."""
    for (top, left), (bottom, right) in sheet.merged:
        if top <= row <= bottom and left <= forms.DEGREE and right >= forms.WHICH:
            return f"{cell_name(top, left)}:{cell_name(bottom, right)}"
    return None
