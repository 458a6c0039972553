"""The sheets of an Excel workbook as they stand, or what is wrong with the file."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from kadmcdm.errors import Fault, InputError
from kadmcdm.interop.forms import column_number

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

MOST_CELLS = 1_000_000
"""Of a sheet, empty ones within its bounds included: all of them are held in memory."""

MOST_BYTES = 50_000_000
"""Of a part of a workbook, unpacked."""

DAMAGE = (BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
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
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

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
        _check_size(path.name, raw, kind)
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as workbook:
            about = {sheet.name: sheet for sheet in workbook.sheets_metadata}
            found = [(name, workbook.get_sheet_by_name(name)) for name in workbook.sheet_names]
            return [
                Sheet(
                    name,
                    sheet.to_python(skip_empty_area=False),
                    sheet.merged_cell_ranges or [],
                    about[name].visible == SheetVisibleEnum.Visible,
                )
                for name, sheet in found
            ]
    except InputError:
        raise
    except (CalamineError, *DAMAGE) as error:
        hint = "ask for it once more"
        raise InputError([Fault(path.name, "the file is damaged", str(error), hint=hint)]) from None


def _check_size(file: str, raw: bytes, kind: str) -> None:
    """Raise when reading the workbook would take more memory than any form or table needs."""
    with ZipFile(io.BytesIO(raw)) as book:
        for part in book.infolist():
            if part.file_size > MOST_BYTES:
                got = f"{part.file_size:,} bytes in {part.filename}"
                raise InputError([Fault(file, f"far larger than any {kind}", got)])
            if not part.filename.startswith("xl/worksheets/"):
                continue
            cells = set(re.findall(rb'<c r="([A-Z]{1,3})(\d{1,7})"', book.read(part)))
            widest = max((column_number(letters.decode()) for letters, _ in cells), default=0)
            deepest = max((int(row) for _, row in cells), default=0)
            if widest * deepest > MOST_CELLS:
                hint = f"delete what stands far below or beside the {kind}"
                got = f"{deepest:,} rows, {widest:,} columns in {part.filename}"
                raise InputError([Fault(file, f"far larger than any {kind}", got, hint=hint)])
