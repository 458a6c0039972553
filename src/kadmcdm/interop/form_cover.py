"""The first sheet of a form, which says what it is, and the sheet that nobody sees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kadmcdm.interop import forms
from kadmcdm.interop.form_pen import (
    RATIO_COLUMN,
    RATIO_ROW,
    STYLES,
    Pen,
    Sheet,
    height,
    set_up,
    write_formula,
    write_line,
)
from kadmcdm.interop.forms import cell_name

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


def write_cover(pen: Pen, goal: str, sheets: Sequence[Sheet], mark: str) -> None:
    """Write the first sheet: what this is, who fills it in, how, and how far it got."""
    sheet = pen.workbook.add_worksheet(pen.say("cover"))
    set_up(pen, sheet, landscape=False)
    for column, width in enumerate((4, 30, 46, 14, 10)):
        sheet.set_column(column, column, width)
    sheet.set_column(forms.COVER_KEY, forms.MARK, None, None, {"hidden": True})
    sheet.write_string(0, forms.MARK, mark)
    pairs = sum(each.pairs for each in sheets)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, pen.say("title"), pen["title"])
    write_line(pen, sheet, 1, pen.say("goal", goal=goal), "heading")
    minutes = max(5, round(pairs / 3))
    write_line(pen, sheet, 2, pen.say("purpose", pairs=pairs, minutes=minutes), "text")
    row = 4
    for key in ("assessor", "role"):
        sheet.set_row(row, 22)
        sheet.write_string(row, 1, pen.say(key), pen["label"])
        sheet.write_blank(row, forms.COVER_ANSWER, None, pen["input"])
        sheet.write_string(row, forms.COVER_KEY, key)
        row += 1
    sheet.write_string(row, forms.COVER_ANSWER, pen.say("fill_in"), pen["hint"])
    row = _how_to(pen, sheet, row + 2)
    row = _progress(pen, sheet, row + 1, sheets)
    _scale(pen, sheet, row + 1)


def _how_to(pen: Pen, sheet: Worksheet, row: int) -> int:
    write_line(pen, sheet, row, pen.say("how"), "heading")
    for number in range(1, 8):
        row += 1
        sheet.write_number(row, 0, number, pen["step"])
        write_line(pen, sheet, row, pen.say(f"step_{number}"), "text", column=1)
    return row + 1


def _progress(pen: Pen, sheet: Worksheet, row: int, sheets: Sequence[Sheet]) -> int:
    """Write a row per sheet: a link to it, how much is answered, its consistency ratio."""
    for column, key in enumerate(("sheets", "compared", "answered", "ratio"), 1):
        sheet.write_string(row, column, pen.say(key), pen["head"])
    for each in sheets:
        row += 1
        target = f"internal:{each.reference}A1"
        sheet.write_url(row, 1, target, pen["link"], string=each.node)
        compared = ", ".join(each.labels)
        sheet.set_row(row, max(height(compared, 42), height(each.node, 27)))
        sheet.write_string(row, 2, compared, pen["cell"])
        of = {**STYLES["count"], "num_format": f'0" {pen.say("of")} {each.pairs}"'}
        count = pen.workbook.add_format(of)
        write_formula(sheet, row, 3, f"=COUNT({each.values})", count, 0)
        ratio = f"={each.reference}{cell_name(RATIO_ROW, RATIO_COLUMN)}"
        write_formula(sheet, row, 4, ratio, pen["number"], "–")
    return row + 1


def _scale(pen: Pen, sheet: Worksheet, row: int) -> None:
    write_line(pen, sheet, row, pen.say("scale"), "heading")
    for grade in (1, *forms.DEGREES):
        row += 1
        write_line(pen, sheet, row, forms.degree_text(grade, pen.lang), "text", column=1)


def write_hidden(pen: Pen, text: str) -> None:
    """Write the sheet that says which form this is."""
    sheet = pen.workbook.add_worksheet(forms.FORM_SHEET)
    sheet.write_string(0, 0, forms.FORM_SHEET)
    for row, start in enumerate(range(0, len(text), forms.CHUNK), 1):
        sheet.write_string(row, 0, text[start : start + forms.CHUNK])
    sheet.protect()
    sheet.very_hidden()
