"""Filling in the forms that `kd.questionnaire` writes, by editing the file itself."""

import re
import zipfile
from xml.sax.saxutils import escape, unescape

SHEET = re.compile(r'<sheet name="([^"]*)" sheetId="(\d+)"')
CELL = r'<c r="{}"(?P<style> s="\d+")?[^>]*?(/>|>.*?</c>)'


def edit(path, change):
    """Rewrite a workbook: `change(name, text)` returns the new text of each part."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, change(name, text))
    return path


def parts_of(path):
    """Return {title: the name of its part}, in the workbook's order."""
    with zipfile.ZipFile(path) as book:
        found = SHEET.findall(book.read("xl/workbook.xml").decode())
    return {unescape(title): f"xl/worksheets/sheet{number}.xml" for title, number in found}


def xml_of(path, title):
    """Return the XML of a sheet."""
    with zipfile.ZipFile(path) as book:
        return book.read(parts_of(path)[title]).decode()


def edit_sheet(path, title, change):
    """Rewrite one sheet: `change(text)` returns its new XML."""
    part = parts_of(path)[title]
    return edit(path, lambda name, text: change(text) if name == part else text)


def fill(path, title, cells):
    """Type into cells of a sheet: ``{"F6": "A: gain", "G6": 3}``; a number stays one."""

    def change(text):
        for cell, value in cells.items():
            written = _cell(cell, value)
            text, count = re.subn(CELL.format(cell), written, text)
            assert count == 1, (title, cell)
        return text

    return edit_sheet(path, title, change)


def _cell(cell, value):
    def written(found):
        style = found["style"] or ""
        if value is None:
            return f'<c r="{cell}"{style}/>'
        if isinstance(value, (int, float)):
            return f'<c r="{cell}"{style}><v>{value}</v></c>'
        if value.startswith("#"):
            return f'<c r="{cell}"{style} t="e"><v>{value}</v></c>'
        text = f'<t xml:space="preserve">{escape(value)}</t>'
        return f'<c r="{cell}"{style} t="inlineStr"><is>{text}</is></c>'

    return written
