"""Workbooks as attackers and broken programs make them."""

import io
import re
import zipfile
import zlib

import xlsxwriter

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"


def parts(*sheets):
    """Return {name: text} of a plain workbook with these rows on its sheets."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for rows in sheets or ([["name", "km"], ["Tuban", 3.5], ["Blora", 7]],):
            sheet = book.add_worksheet()
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    sheet.write(i, j, value)
    with zipfile.ZipFile(content) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def packed(texts, method=zipfile.ZIP_DEFLATED):
    """Return the bytes of a workbook of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as book:
        for name, text in texts.items():
            book.writestr(name, text)
    return content.getvalue()


def with_rows(rows, **others):
    """Return a workbook whose first sheet has this XML in place of its rows; other parts too."""
    texts = parts()
    texts[SHEET] = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    return packed(texts | {name.replace("_", "/") + ".xml": text for name, text in others.items()})


def lying(raw, name, size):
    """Return a workbook whose headers say of a part, unpacked, that it has so many bytes."""
    raw = bytearray(raw)
    for mark, at, length in ((b"PK\3\4", 22, 30), (b"PK\1\2", 24, 46)):
        for found in re.finditer(re.escape(mark), bytes(raw)):
            start = found.start()
            if raw[start + length :].startswith(name.encode()):
                raw[start + at : start + at + 4] = size.to_bytes(4, "little")
    return bytes(raw)


def with_bomb(name, declared=None, megabytes=10_000):
    """Return a workbook a part of which unpacks to so much, though its headers may say less."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunk = packer.compress(b" " * 10_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    data = chunk * (megabytes // 10) + packer.flush(zlib.Z_FINISH)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as book:
        for other, text in parts().items():
            if other != name:
                book.writestr(other, text)
        part = zipfile.ZipInfo(name)
        part.compress_type, part.compress_size = zipfile.ZIP_DEFLATED, len(data)
        part.file_size = min(megabytes * 10**6, 2**32 - 2) if declared is None else declared
        part.header_offset, part.CRC = book.fp.tell(), 0
        book.fp.write(part.FileHeader() + data)
        book.filelist.append(part)
        book.start_dir = book.fp.tell()
    return content.getvalue()


NUMBERS = re.compile(rb"[0-9]+")
TOKENS = (
    b"1e300", b"-1", b"NaN", b"", b"&amp;", b"&#0;", b"&#xD800;", b"&lol;", b'"', b"<", b"</c>",
    b"XFD1048576", b"A0", b"A1:ZZ9", b's="7"', b'r="1"', b"<v>", b"<is><t>", b"\xff", b"\0",
    b"9999999999", b"4294967296", b"18446744073709551616",
)  # fmt: skip


def spoiled(rng, raw):
    """Return bytes with a bit turned, a piece cut out or doubled, or a number made absurd."""
    raw = bytearray(raw)
    for _ in range(rng.randint(1, 3)):
        at, what = rng.randrange(len(raw) + 1), rng.random()
        numbers = [found.span() for found in NUMBERS.finditer(raw)]
        if what < 0.2 and at < len(raw):
            raw[at] ^= 1 << rng.randrange(8)
        elif what < 0.3:
            del raw[at : at + rng.choice((1, 50, len(raw)))]
        elif what < 0.4:
            raw[at:at] = raw[max(0, at - rng.randint(1, 200)) : at]
        elif what < 0.5 or not numbers:
            raw[at:at] = rng.choice(TOKENS)
        else:
            start, end = rng.choice(numbers)
            raw[start:end] = rng.choice(TOKENS)
    return bytes(raw)


def spoiled_book(rng, raw):
    """Return a workbook one part of which is spoiled, or the whole file."""
    if rng.random() < 0.2:
        return spoiled(rng, raw)
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        found = {name: book.read(name) for name in book.namelist()}
    name = rng.choice([name for name in found if re.match("xl/(?!theme)|_rels", name)])
    return packed(found | {name: spoiled(rng, found[name])})
