"""What the sheets of a form have in common: a pen with its formats, and how they are set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import comb
from typing import TYPE_CHECKING, Any

from kadmcdm._typing import Language
from kadmcdm.interop import forms
from kadmcdm.interop.forms import FIRST_ROW, cell_name

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

RATIO_ROW, RATIO_COLUMN = 2, 3
"""Where the consistency ratio stands on a sheet of pairs."""

DARK, LIGHT, INPUT, GRAY = "#00695C", "#E0F2F1", "#FFF9C4", "#E0E0E0"
A4 = 9
TALLEST = 409.0
"""Excel's highest row, in points."""

BOX: dict[str, Any] = {"border": 1, "border_color": "#9E9E9E", "valign": "vcenter"}
TEXT: dict[str, Any] = {"valign": "vcenter", "text_wrap": True}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": DARK, "valign": "vcenter"},
    "heading": {**TEXT, "bold": True, "font_size": 12, "font_color": DARK},
    "text": TEXT,
    "status": {**TEXT, "indent": 1},
    "hint": {**TEXT, "italic": True, "font_color": "#616161"},
    "label": {**TEXT, "bold": True},
    "step": {**TEXT, "bold": True, "font_color": DARK, "align": "center"},
    "head": {**BOX, **TEXT, "bold": True, "font_color": "#FFFFFF", "bg_color": DARK, "indent": 1},
    "cell": {**BOX, **TEXT, "indent": 1},
    "name": {**BOX, **TEXT, "indent": 1, "bold": True},
    "number": {**BOX, "align": "center", "num_format": "0.00"},
    "count": {**BOX, "align": "center"},
    "link": {**BOX, **TEXT, "indent": 1, "font_color": "#0B57D0", "underline": 1},
    "input": {**BOX, **TEXT, "indent": 1, "bg_color": INPUT, "locked": False, "num_format": "@"},
    "ratio": {**BOX, "bold": True, "num_format": "0.00", "align": "center", "bg_color": LIGHT},
    # Conditional formats take no more than these.
    "off": {"bg_color": GRAY},
    "warning": {"font_color": "#B71C1C", "bold": True},
    "fine": {"font_color": "#2E7D32", "bold": True},
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the sheet of a node: its children's labels, and what is said of each."""

    title: str
    node: str
    labels: tuple[str, ...]
    about: tuple[str, ...]
    mark: str

    @property
    def pairs(self) -> int:
        """How many pairs it asks for."""
        return comb(len(self.labels), 2)

    @property
    def values(self) -> str:
        """Where the judgments are computed, seen from another sheet."""
        return f"{self.reference}{column_range(forms.VALUE, self.pairs)}"

    @property
    def reference(self) -> str:
        """The sheet's name in formulas."""
        return "'" + self.title.replace("'", "''") + "'!"


@dataclass(frozen=True, slots=True)
class Pen:
    """A workbook that is being written, its language and its formats."""

    workbook: Workbook
    lang: Language
    formats: dict[str, Format] = field(default_factory=dict)

    def __getitem__(self, style: str) -> Format:
        """Return a format, made once."""
        if style not in self.formats:
            self.formats[style] = self.workbook.add_format(STYLES[style])
        return self.formats[style]

    def say(self, key: str, **names: Any) -> str:
        """Return a phrase in the form's language."""
        return forms.say(key, self.lang, **names)


def column_range(column: int, rows: int) -> str:
    """Return the cells of a column beside the pairs, fixed: ``$F$6:$F$8``."""
    letter = cell_name(0, column)[:-1]
    return f"${letter}${FIRST_ROW + 1}:${letter}${FIRST_ROW + rows}"


def set_up(pen: Pen, sheet: Worksheet, *, landscape: bool) -> None:
    """Lock the sheet but for its inputs, and make it fit on paper."""
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    sheet.set_margins(0.5, 0.5, 0.6, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L&A&R{pen.say('footer')}")
    if landscape:
        sheet.set_landscape()


def write_line(
    pen: Pen,
    sheet: Worksheet,
    row: int,
    text: str,
    style: str,
    *,
    column: int = 0,
    last: int = 4,
    width: int = 92,
) -> None:
    """Write text over several columns, the row as high as the text needs."""
    sheet.merge_range(row, column, row, last, "", pen[style])
    sheet.write_string(row, column, text, pen[style])
    sheet.set_row(row, height(text, width))


def write_formula(
    sheet: Worksheet, row: int, column: int, formula: str, style: Format | None, shown: Any
) -> None:
    """Write a formula, and what it shows as long as nobody has answered."""
    sheet.write_formula(row, column, formula, style, shown)


def height(text: str, width: int) -> float:
    """Return how high a row must be for a text in a column."""
    return min(TALLEST, max(18.0, 15.5 * lines_of(text, width) + 2))


def lines_of(text: str, width: int) -> int:
    """Return about how many lines a text takes in a column."""
    return sum(-(-max(len(line), 1) // width) for line in text.split("\n"))
