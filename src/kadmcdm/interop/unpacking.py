"""What of a workbook is read, unpacked and counted before it is: sizes, cells, their text."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from kadmcdm.errors import Fault, InputError
from kadmcdm.interop.forms import column_number

MOST_CELLS = 1_000_000
"""Of all sheets, empty ones within their bounds included: all of them are held in memory."""

MOST_BYTES = 50_000_000
"""Of a workbook, of a part of it unpacked, and of the text of its cells; of all parts, twice that.

A text that many cells share is held once in the file, and once a cell in memory.
"""

MOST_PARTS = 10_000
MOST_MERGED = 10_000

DAMAGE = (ValueError, OverflowError, expat.ExpatError)
"""What is raised for parts that are no workbook's."""

_READ = re.compile(r"xl/(worksheets/)?[^/]+\.xml|(xl/)?_rels/(workbook\.xml)?\.rels", re.IGNORECASE)
_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ERRORS = re.compile(rb'(<(?:\w+:)?c\s[^<>]*?\bt=)"e"')  # read as text: "" would be no answer
_STRINGS = "xl/sharedstrings.xml"
_COUNTS = ("count", "uniquecount")  # for as many the reader asks for memory; refused, it aborts


def repacked(file: str, raw: bytes, kind: str) -> io.BytesIO:
    """Return the parts of a workbook that are read, packed anew as they were checked.

    So the reader gets no part whose header lies about its size, none that stands twice, and no
    workbook of another kind in the same file. Pictures and the like are never unpacked.

    Raises
    ------
    InputError
        For a workbook that would take more memory than any form or table needs.
    ValueError, OverflowError, ExpatError, and what `ZipFile` raises
        For a damaged one.
    """
    if len(raw) > MOST_BYTES:
        raise _too_large(file, kind, f"{len(raw):,} bytes")
    if raw.count(b"PK\1\2") > MOST_PARTS:
        raise _too_large(file, kind, f"more than {MOST_PARTS:,} parts")
    counted = _Counted()
    content = io.BytesIO()
    with ZipFile(io.BytesIO(raw)) as book, ZipFile(content, "w", ZIP_STORED) as out:
        parts = _parts(book)
        for name, part in parts.items():
            if part.file_size > MOST_BYTES:
                raise _too_large(file, kind, f"{part.file_size:,} bytes in {name}")
        total = sum(part.file_size for part in parts.values())
        if total > 2 * MOST_BYTES:
            raise _too_large(file, kind, f"{total:,} bytes")
        for name, part in parts.items():
            with book.open(part) as opened:
                data = opened.read(part.file_size + 1)  # read() unpacks all, whatever a header says
            rows, columns = counted.add(name, data)
            if counted.cells > MOST_CELLS:
                hint = f"delete what stands far below or beside the {kind}"
                got = f"{rows:,} rows, {columns:,} columns in {name}"
                raise _too_large(file, kind, got, hint)
            out.writestr(name, _ERRORS.sub(rb'\1"str"', data))
    if counted.merged > MOST_MERGED:
        raise _too_large(file, kind, f"{counted.merged:,} merged cells")
    if counted.letters > MOST_BYTES:
        raise _too_large(file, kind, f"{counted.letters:,} letters in its cells")
    content.seek(0)
    return content


def _too_large(file: str, kind: str, got: str, hint: str | None = None) -> InputError:
    return InputError([Fault(file, f"far larger than any {kind}", got, hint=hint)])


def _parts(book: ZipFile) -> dict[str, ZipInfo]:
    """Return the parts that a reader of .xlsx looks at, by name."""
    found: dict[str, ZipInfo] = {}
    seen: set[str] = set()
    for part in book.infolist():
        name = part.filename.replace("\\", "/").lstrip("/")
        if not _READ.fullmatch(name):
            continue
        if name.casefold() in seen:
            raise ValueError(f"{name} twice")
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # others unpack without bounds
            raise ValueError(f"{name} packed as in no workbook")
        seen.add(name.casefold())
        found[name] = part
    return found


class _Counted:
    """What the parts of a workbook hold, counted while they are parsed.

    Attributes
    ----------
    cells, merged, letters : int
        Cells within the bounds of what is filled, merged ranges, letters in cells.
    """

    def __init__(self) -> None:
        self.cells, self.merged = 0, 0
        self._texts: list[int] = []  # letters of each shared text
        self._shared: Counter[str] = Counter()  # cells that show it, by number
        self._seen: set[tuple[str, str]] = set()
        self._columns: dict[str, int] = {}

    @property
    def letters(self) -> int:
        """Letters of the shared texts that cells show."""
        total = 0
        for number, cells in self._shared.items():
            k = int(number) if len(number) < 10 and number.isdecimal() else len(self._texts)
            total += cells * self._texts[k] if k < len(self._texts) else 0
        return total

    def add(self, name: str, data: bytes) -> tuple[int, int]:
        """Count a part; return the rows and columns that its filled cells span, from A1 on."""
        self._row = self._column = self._cell_row = self._rows = self._wide = 0
        self._shows_text = False
        parser = self._parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse_entities
        self._is_text = name.casefold() == _STRINGS
        if self._is_text:
            parser.CharacterDataHandler = self._text
        parser.Parse(data, True)
        self.cells += self._rows * self._wide
        return self._rows, self._wide

    def _start(self, tag: str, given: Mapping[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        for key in given:
            if key.lower() in _COUNTS and int(given[key]) > MOST_CELLS:
                raise ValueError(f"{tag} says that it holds {given[key][:20]} items")
        if tag == "c":
            self._place(given.get("r"))
            self._shows_text = given.get("t") == "s"
        elif tag in ("v", "is"):
            self._rows = max(self._rows, self._cell_row)
            self._wide = max(self._wide, self._column)
            if tag == "v" and self._shows_text and not self._is_text:
                self._parser.CharacterDataHandler = self._number
        elif tag == "row":
            self._row = self._cell_row = int(given["r"]) if "r" in given else self._row + 1
            self._column = 0
        elif tag == "si":
            self._texts.append(0)
        elif tag == "mergeCell":
            self.merged += 1
        elif tag == "sheet":
            self._once("sheet", next((given[key] for key in given if key.endswith(":id")), ""))
        elif tag == "Relationship":
            self._once("part", given.get("Target", "").removeprefix("/").removeprefix("xl/"))

    def _end(self, tag: str) -> None:
        if tag[-1] == "v" and not self._is_text:
            self._parser.CharacterDataHandler = None

    def _place(self, name: str | None) -> None:
        """Take the place of a cell from its name; without one it stands beside the one before."""
        if name is None:
            self._column += 1
            self._cell_row = self._row
            return
        found = _CELL.fullmatch(name)
        if found is None:
            raise ValueError(f"{name[:20]!r} as a cell")
        letters, row = found.groups()
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = column_number(letters.upper())
        self._column, self._cell_row = column, int(row)

    def _text(self, text: str) -> None:
        if self._texts:
            self._texts[-1] += len(text)

    def _number(self, text: str) -> None:
        self._shared[text.strip()] += 1

    def _once(self, what: str, name: str) -> None:
        """Refuse a part that is to be read as several sheets."""
        if (what, name.casefold()) in self._seen:
            raise ValueError(f"{name[:60]!r} as two sheets")
        self._seen.add((what, name.casefold()))

    def _refuse_entities(self, *_: object) -> None:
        raise ValueError("a document type, which no workbook declares")
