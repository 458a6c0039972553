"""The sheets of an Excel workbook as they stand, or what is wrong with the file."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile

from kadmcdm._files import read_file
from kadmcdm.errors import Fault, InputError
from kadmcdm.interop import unpacking

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"

DAMAGE = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, *unpacking.DAMAGE)
"""What unpacking a damaged file raises."""

Rows = list[list[Any]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its cells from A1 on, which are merged, and whether it is seen."""

    name: str
    rows: Rows
    merged: list[tuple[tuple[int, int], tuple[int, int]]]
    visible: bool = True

    def cell(self, row: int, column: int) -> Any:
        """Return what stands in a cell, "" when nothing does."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""


def read_sheets(path: Path, kind: str = "form") -> list[Sheet]:
    """Return the sheets of a workbook, or raise what is wrong with the file.

    `kind` says in errors what it should have been. Formulas give the values that were last
    computed.
    """
    raw = _packed(path)
    try:
        content = unpacking.repacked(path.name, raw, kind)
        del raw
        return _sheets(content)
    except InputError:
        raise
    except Exception as error:
        if not isinstance(error, DAMAGE) and type(error).__module__ != "python_calamine":
            raise
        why = str(error)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the reader's Rust; no Exception
            raise
        why = str(error)
    raise InputError([Fault(path.name, "the file is damaged", why, hint="ask for it once more")])


def _packed(path: Path) -> bytes:
    """Return the bytes of a file that may be a workbook."""
    try:
        raw = read_file(path)
    except InputError as error:
        raise InputError([replace(fault, where=path.name) for fault in error.faults]) from None
    if not raw:
        raise InputError([Fault(path.name, "the file is empty")])
    if raw.startswith(OLE) and ENCRYPTED in raw:
        hint = "open it, and save it without a password"
        raise InputError([Fault(path.name, "locked with a password", hint=hint)])
    if not raw.startswith(b"PK") or OPEN_DOCUMENT in raw[:99]:
        kind = "an old .xls workbook" if raw.startswith(OLE) else "no workbook"
        kind = "an OpenDocument sheet" if raw.startswith(b"PK") else kind
        what = f"{kind}, though its name ends in .xlsx" if path.suffix.lower() == ".xlsx" else kind
        raise InputError([Fault(path.name, what, hint="save it as .xlsx")])
    return raw


def _sheets(content: BinaryIO) -> list[Sheet]:
    """Return the worksheets of a workbook that was checked."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with CalamineWorkbook.from_filelike(content) as workbook:
        about = {sheet.name: sheet for sheet in workbook.sheets_metadata}
        if len(about) < len(workbook.sheet_names):
            raise ValueError("two sheets of one name")
        names = [name for name, item in about.items() if item.typ == SheetTypeEnum.WorkSheet]
        found = [(name, workbook.get_sheet_by_name(name)) for name in names]
        return [
            Sheet(
                name,
                sheet.to_python(skip_empty_area=False),
                sheet.merged_cell_ranges or [],
                about[name].visible == SheetVisibleEnum.Visible,
            )
            for name, sheet in found
        ]
